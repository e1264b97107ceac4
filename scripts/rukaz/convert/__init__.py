"""Convert: CoNLL-U and Parquet as JSON Lines, IOB2 and spaCy's DocBin, and back to CoNLL-U."""
