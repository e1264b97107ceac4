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

import sys
from types import ModuleType

from rukaz.api import annotate, build, read
from rukaz.errors import RukazError
from rukaz.interchange import to_pandas, to_spacy, to_stanza
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


class _Api(ModuleType):
    """Keeps ``rukaz.annotate`` and ``rukaz.build`` what they are: functions.

    Two submodules bear these names, and Python sets a submodule as attribute of its package when it is
    imported first, which is when the function of that name is called first.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Api
