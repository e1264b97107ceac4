"""RuKaz: annotated corpora of Russian text, and the package that builds them.

>>> import rukaz
>>> [sentence] = rukaz.annotate("Президент прилетел в Астану.")
>>> [(token.form, token.lemma, token.upos) for token in sentence.tokens[:2]]
[('Президент', 'президент', 'NOUN'), ('прилетел', 'прилететь', 'VERB')]
>>> [(entity.text, entity.label) for entity in sentence.entities]
[('Астану', 'LOC')]

Importing it loads nothing: each name comes with its first use, with the libraries that it needs.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it; to import typing takes longer than all of this
if TYPE_CHECKING:
    __version__: str
    """The version that is installed."""
    from rukaz.api import annotate, build, read, search
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
    "__version__",
    "annotate",
    "build",
    "read",
    "search",
    "to_pandas",
    "to_spacy",
    "to_stanza",
]

_MODULES = {
    "rukaz.api": ("annotate", "build", "read", "search"),
    "rukaz.convert.objects": ("to_pandas", "to_spacy", "to_stanza"),
    "rukaz.errors": ("RukazError",),
    "rukaz.records": ("Document", "Entity", "MultiwordToken", "Sentence", "Token"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "__version__":
        from importlib.metadata import version

        globals()[name] = version("rukaz")
        return globals()[name]
    for module, names in _MODULES.items():
        if name in names:
            globals()[name] = getattr(import_module(module), name)
            return globals()[name]
    raise AttributeError(f"module 'rukaz' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
