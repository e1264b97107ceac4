"""The explorer: a static site to read, search and see a corpus in a browser."""
