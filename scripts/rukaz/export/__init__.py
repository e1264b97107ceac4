"""Export: sentences become CoNLL-U, Parquet, a card and a manifest, and are read back from them."""
