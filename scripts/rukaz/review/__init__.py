"""Review: corrections that survive every rebuild."""
