"""What a joint model reads and answers in numbers, and the numbers for it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rukaz.annotation.joint.pieces import Pieces

LABELS = ("O", *(f"{place}-{label}" for label in ("PER", "LOC", "ORG", "MISC") for place in "BIES"))
"""Labels of names: beginning, inside, end, single."""

Tag = tuple[str, str]
"""UPOS, and FEATS as CoNLL-U writes them, ``_`` if there are none."""


@dataclass(frozen=True)
class Ends:
    """Pieces that are no part of a word."""

    first: int
    last: int
    padding: int


@dataclass(frozen=True)
class Inventory:
    """All that is known, each by its place.

    Attributes:
        letters: number of each letter, from 2 on; 0 is for none, 1 for another.
        lemmas: scripts, as in `lemma_scripts`.
        sources: whose annotation the model has learned; it is asked for the first one's.
    """

    pieces: Pieces
    ends: Ends
    letters: Mapping[str, int]
    tags: tuple[Tag, ...]
    relations: tuple[str, ...]
    lemmas: tuple[str, ...]
    sources: tuple[str, ...]

    @cached_property
    def letter_table(self) -> NDArray[np.int64]:
        """The number of each code point: 0 of NUL, which stands where a word has no letter."""
        table = np.ones(sys.maxunicode + 1, np.int64)
        table[[ord(letter) for letter in self.letters]] = list(self.letters.values())
        table[0] = 0
        return table

    @property
    def upos(self) -> list[str]:
        """All parts of speech."""
        return sorted({upos for upos, _ in self.tags})

    def parts_of_tags(self) -> list[list[int]]:
        """Return the parts that each tag consists of: its UPOS, and each feature, with it and alone."""
        names = [
            [upos, *(part for pair in feats.split("|") for part in (pair, f"{upos} {pair}"))]
            for upos, feats in self.tags
        ]
        known = sorted({name for row in names for name in row})
        place = {name: number for number, name in enumerate(known)}
        return [[place[name] for name in row] for row in names]

    def as_json(self) -> dict[str, Any]:
        """Return all but the pieces as JSON has it."""
        return {
            "letters": "".join(self.letters),
            "tags": [" ".join(tag) for tag in self.tags],
            "relations": list(self.relations),
            "lemmas": list(self.lemmas),
            "sources": list(self.sources),
        }

    def pieces_as_json(self) -> dict[str, Any]:
        """Return the pieces as JSON has them; models upon one encoder have the same."""
        return {
            "pieces": dict(self.pieces.scores),
            "normal": dict(self.pieces.normal),
            "unknown": self.pieces.unknown,
            "ends": [self.ends.first, self.ends.last, self.ends.padding],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any], pieces: Mapping[str, Any]) -> Inventory:
        """Return what `as_json` and `pieces_as_json` wrote."""
        return cls(
            Pieces(pieces["pieces"], pieces["normal"], pieces["unknown"]),
            Ends(*pieces["ends"]),
            {letter: number for number, letter in enumerate(content["letters"], 2)},
            tuple((tag.partition(" ")[0], tag.partition(" ")[2]) for tag in content["tags"]),
            tuple(content["relations"]),
            tuple(content["lemmas"]),
            tuple(content["sources"]),
        )
