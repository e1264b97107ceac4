"""Sets of tags: which of ours an annotation in another convention, or one that says less, leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from rukaz.annotation.joint.inventory import Tag
from rukaz.conllu.training_sentences import Word, pairs_of

Feats = tuple[tuple[str, str], ...]

# what the UPOS of OpenCorpora may be in our convention
OPENCORPORA: dict[str, frozenset[str]] = {
    upos: frozenset(ours.split())
    for upos, ours in {
        "NOUN": "NOUN PROPN",
        "PROPN": "PROPN",
        "ADJ": "ADJ DET PRON VERB",
        "DET": "DET PRON ADJ",
        "PRON": "PRON DET",
        "VERB": "VERB AUX",
        "ADV": "ADV PART SCONJ CCONJ PRON ADJ VERB",
        "PART": "PART CCONJ SCONJ ADV INTJ",
        "CONJ": "CCONJ SCONJ PART ADV PRON",
        "ADP": "ADP",
        "NUM": "NUM ADJ",
        "INTJ": "INTJ PART",
        "PUNCT": "PUNCT SYM",
    }.items()
}
VALUES = {"Notpast": ("Pres", "Fut"), "Ptan": ("Plur",)}
IGNORED = -100
EXPECTED = ("Case", "VerbForm")
"""Features without which a tag does not fit an annotation that has them."""


def tag_of(word: Word) -> Tag:
    """Return the tag of a word."""
    feats = "|".join(f"{key}={value}" for key, value in sorted(word.feats.items()))
    return word.upos, feats or "_"


class TagSets:
    """Sets of the known tags, each with a number; a set of one tag has the number of the tag.

    Args:
        tags: all there are.
    """

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._tags = [(upos, pairs_of(feats)) for upos, feats in tags]
        self._number = {tag: number for number, tag in enumerate(tags)}
        self._sets = [frozenset({number}) for number in range(len(tags))]
        self._place = {numbers: place for place, numbers in enumerate(self._sets)}
        self._agreeing: dict[tuple[frozenset[str], Feats], frozenset[int]] = {}

    def gold(self, word: Word) -> int:
        """Return the number of a word's tag, `IGNORED` if it is none of ours."""
        return self._number.get(tag_of(word), IGNORED)

    def opencorpora(self, word: Word) -> int:
        """Return the number of the set of tags that OpenCorpora's annotation allows, `IGNORED` if none."""
        uposes = OPENCORPORA.get(word.upos, frozenset())
        return self.set_number(self.agreeing(uposes, tuple(sorted(word.feats.items()))))

    def agreeing(self, uposes: frozenset[str], feats: Feats) -> frozenset[int]:
        """Return the tags of these parts of speech that agree with features as far as both have them."""
        if (uposes, feats) not in self._agreeing:
            theirs = dict(feats)
            self._agreeing[uposes, feats] = frozenset(
                number
                for number, (upos, ours) in enumerate(self._tags)
                if upos in uposes and _agree(upos, ours, theirs)
            )
        return self._agreeing[uposes, feats]

    def set_number(self, numbers: frozenset[int]) -> int:
        """Return the number of a set of tags, a new one if need be; `IGNORED` for the empty set."""
        if not numbers:
            return IGNORED
        if numbers not in self._place:
            self._place[numbers] = len(self._sets)
            self._sets.append(numbers)
        return self._place[numbers]

    def table(self) -> Tensor:
        """Return which tags each set has, (sets, tags)."""
        table = torch.zeros(len(self._sets), len(self._tags), dtype=torch.bool)
        for row, numbers in zip(table, self._sets, strict=True):
            row[list(numbers)] = True
        return table


def _agree(upos: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    for key, value in theirs.items():
        values = VALUES.get(value, (value,))
        if key in ours and ours[key] not in values and not (key == "Degree" and upos == "ADV"):
            return False
        if key in EXPECTED and key not in ours and upos != "NUM":
            return False
    return not ("Case" in ours and "Case" not in theirs and "Short" not in theirs.values() and upos != "NUM")
