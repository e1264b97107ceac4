"""CoNLL-U: one reader and one writer for our own files, strictly, and a tolerant reader for others."""
