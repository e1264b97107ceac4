"""Statistics of words and corpora: frequencies, keyness, collocates, dispersion, readability, diversity."""
