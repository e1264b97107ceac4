"""RuKaz: annotated corpora of Russian text, and the package that builds them.

>>> import rukaz
>>> [sentence] = rukaz.annotate("Президент прилетел в Астану.")
>>> [(token.form, token.lemma, token.upos) for token in sentence.tokens[:2]]
[('Президент', 'президент', 'NOUN'), ('прилетел', 'прилететь', 'VERB')]
>>> [(entity.text, entity.label) for entity in sentence.entities]
[('Астану', 'LOC')]

Importing it loads no models and none of the heavy libraries; what needs them loads them.
"""

from __future__ import annotations

from rukaz.api import annotate, build, read
from rukaz.convert.objects import to_pandas, to_spacy, to_stanza
from rukaz.errors import RukazError
from rukaz.records import Document, Entity, MultiwordToken, Sentence, Token

__all__ = [
    "Document",
    "Entity",
    "MultiwordToken",
    "RukazError",
    "Sentence",
    "Token",
    "annotate",
    "build",
    "read",
    "to_pandas",
    "to_spacy",
    "to_stanza",
]
