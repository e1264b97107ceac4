"""What the stages of annotation hand on: what is said of a token."""

from __future__ import annotations

from typing import NamedTuple


class Tag(NamedTuple):
    """Morphology of a token; None where there is none."""

    upos: str | None
    xpos: str | None
    feats: str | None


class Arc(NamedTuple):
    """Place of a token in the tree: the 1-based id of its head, 0 for the root, and the relation."""

    head: int
    deprel: str


def value(column: str | None) -> str | None:
    """A column as Stanza's documents keep it: None for ``_``."""
    return None if column == "_" else column
