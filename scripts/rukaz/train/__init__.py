"""From treebanks, raw news and word vectors to the embedded Stanza models."""
