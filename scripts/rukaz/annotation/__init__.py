"""Annotation: blocks in, sentences out, made with Stanza's models and checked at the border."""
