"""Compare two builds or releases of a corpus: what changed, how often, and where."""
