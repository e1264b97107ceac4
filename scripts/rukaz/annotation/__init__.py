"""Annotation: blocks in, sentences out, made with Stanza's models and checked at the border."""

ANNOTATION_VERSION = 21
"""Raise it when a change of the code changes what a document's automatic annotation is: what was kept between
builds is then made anew. A comment, or a faster way to the same answer, leaves it as it is."""
