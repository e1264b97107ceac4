"""A query as records: scopes of nodes and clauses, and what is asked of the values of features.

``docs/search.md`` tells the language; ``explore/assets/query`` reads the same one in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

MENTION_COLUMNS = ("coref", "etype", "mention")
"""Features of the mentions that a token is the head of, of which there may be two."""

TOKEN_COLUMNS = ("form", "lemma", "upos", "xpos", "deprel", "ner", "entity", "name", *MENTION_COLUMNS)
SENTENCE_COLUMNS = (
    "doc", "block", "role", "annotation", "reviewer", "lang",
    "split", "title", "author", "publisher", "date",
)  # fmt: skip
GLOBAL_COLUMNS = (*SENTENCE_COLUMNS, "sent_id", "text")

OTHER = "other."
"""Before the name of a feature: that of the same word in another corpus of the same texts."""

COMPARABLE = ("form", "lemma", "upos", "xpos", "deprel", "ner", "head")
"""Features that a word of the other corpus has, besides those of FEATS; ``head`` is a position."""

ENHANCED = "enhanced"
"""The feature that is the relation of an edge of the enhanced graph."""

ANCHOR = "__0__"
"""The form of position 0, above the root of each sentence, which has no other feature."""


class QueryError(Exception):
    """A query that cannot be read.

    Attributes:
        what: is expected, as a sentence without its full stop.
        position: of the fault in the query, in characters from 0.
        suggestion: a query that may have been meant; None if there is no guess.
    """

    def __init__(self, what: str, position: int, suggestion: str | None = None) -> None:
        super().__init__(what)
        self.what, self.position, self.suggestion = what, position, suggestion


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is asked for: the text itself, or a regular expression for the whole of it."""

    text: str
    is_regex: bool = False
    ignore_case: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Constraint:
    """What is asked of one feature of a token, a sentence or a relation.

    Attributes:
        feature: ``word`` is form or lemma, in any case, without regard to ё.
        values: one of them; if there are none, that the feature is there (or is not: ``is_absent``).
        is_different: the feature is there and has none of ``values``.
        part: of a relation: 1 before its colon, 2 after it; 0 for the whole.
    """

    feature: str
    values: tuple[Value, ...] = ()
    is_different: bool = False
    is_absent: bool = False
    part: Literal[0, 1, 2] = 0


Alternatives = Sequence[Sequence[Constraint]]
"""One of several lists of constraints, all of which hold."""

Relation = Literal["edge", "in", "out", "dominates", "before", "precedes", "crossing"]


@dataclass(frozen=True, slots=True)
class Has:
    """A node has features."""

    nodes: tuple[str]
    alternatives: Alternatives


@dataclass(frozen=True, slots=True)
class Related:
    """Nodes stand in a relation: ``edge`` from head to dependent, ``in`` and ``out`` with only one of them.

    Attributes:
        nodes: two; one for ``in`` and ``out``, four for ``crossing``.
        label: what is asked of the relation of the dependent.
    """

    kind: Relation
    nodes: tuple[str, ...]
    label: tuple[Constraint, ...] = ()

    @property
    def is_enhanced(self) -> bool:
        """Whether an edge of the enhanced graph is meant."""
        return any(constraint.feature == ENHANCED for constraint in self.label)


@dataclass(frozen=True, slots=True)
class Distance:
    """How many tokens further the second node stands; ``is_length``: in either direction."""

    nodes: tuple[str, str]
    sign: str
    number: int
    is_length: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values are there, and are the same or different."""

    nodes: tuple[str, str]
    features: tuple[str, str]
    is_same: bool


Clause = Has | Related | Distance | Compared


@dataclass(slots=True)
class Scope:
    """A pair of braces.

    Attributes:
        nodes: names of its own nodes, in order; one that ends in ``$`` may be the token of another.
    """

    kind: Literal["pattern", "with", "without"]
    nodes: list[str] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read.

    Attributes:
        filters: ``with`` and ``without``.
        is_shorthand: it is a row of words, none of which is the anchor.
    """

    text: str
    pattern: Scope
    filters: tuple[Scope, ...]
    globals: tuple[Constraint, ...]
    is_shorthand: bool
