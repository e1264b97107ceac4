"""Rules that hold reviewed sentences to the annotation guidelines (codes C8xx)."""
