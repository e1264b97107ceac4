"""Where the words, arcs and labels of a drawn tree go, in pixels, as in the explorer (``tree_layout.js``).

An arc lies on a level: above every arc that it encloses or crosses. Words stand so far apart that every label
has a free stretch of its arc to itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from rukaz.records import Token

PORT = 8
"""Pixels between two arcs that end on the same word."""

GAP, CLOSE_GAP = 16, 10
"""Pixels between two words; between those that no space parts."""

AROUND_LABEL = 13
LONGEST = 48
"""Characters of a word that are shown."""

SIZES = {"form": 18.0, "lemma": 13.0, "upos": 10.5, "label": 11.5}
"""Font sizes in pixels."""

_WIDE = frozenset("ШЩЖМЮФЫшщжмюфыWMwm@%—…")
_NARROW = frozenset("il.,:;!'|()[]{}«»\"- jtfrI1")


def text_width(text: str, font: str) -> float:
    """About how wide a text is, in pixels; no font is asked, so it errs on the wide side."""
    width = sum(_letter_width(letter) for letter in text)
    return width * SIZES[font]


def _letter_width(letter: str) -> float:
    if letter in _WIDE:
        return 0.92
    if letter in _NARROW:
        return 0.4
    return 0.74 if letter.isupper() else 0.6


def shortened(text: str) -> str:
    """As much of a word as is shown."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class End(NamedTuple):
    """Where a line ends: the index of a word from 0, and how far from its middle."""

    word: int
    offset: float


@dataclass(slots=True)
class Arc:
    """The arc of a word that has a head; indexes count from 0.

    Attributes:
        stretch: the part of it that no other line rises through, for its label.
    """

    dependent: int
    left: int
    right: int
    label: str
    level: int = 0
    left_offset: float = 0.0
    right_offset: float = 0.0
    stretch: tuple[End, End] = field(default_factory=lambda: (End(0, 0), End(0, 0)))


@dataclass(frozen=True, slots=True)
class Layout:
    """A tree with its words side by side.

    Attributes:
        middles, widths: of the words.
        root: where the line of the root ends.
    """

    middles: Sequence[float]
    widths: Sequence[float]
    arcs: Sequence[Arc]
    levels: int
    root: End | None
    width: float

    def x(self, end: End) -> float:
        """The horizontal place of an end."""
        return self.middles[end.word] + end.offset


def layout_words(tokens: Sequence[Token]) -> Layout:
    """The layout of the words of a sentence, which has some."""
    arcs = _stacked(tokens)
    room, root = _attached(tokens, arcs)
    widths = [
        max(
            text_width(shortened(token.form), "form"),
            text_width(token.upos, "upos"),
            text_width(shortened(token.lemma), "lemma"),
            ends + 4,
            12.0,
        )
        for token, ends in zip(tokens, room, strict=True)
    ]
    middles = _spread(tokens, widths, arcs, root)
    levels = max((arc.level for arc in arcs), default=0)
    return Layout(middles, widths, arcs, levels, root, middles[-1] + widths[-1] / 2)


def _stacked(tokens: Sequence[Token]) -> list[Arc]:
    arcs = [
        Arc(index, min(token.head - 1, index), max(token.head - 1, index), token.deprel)
        for index, token in enumerate(tokens)
        if 0 < token.head <= len(tokens) and token.head - 1 != index
    ]
    placed: list[Arc] = []
    for arc in sorted(arcs, key=lambda one: (one.right - one.left, one.left)):
        under = [one.level for one in placed if one.left < arc.right and arc.left < one.right]
        arc.level = 1 + max(under, default=0)
        placed.append(arc)
    return arcs


def _attached(tokens: Sequence[Token], arcs: Sequence[Arc]) -> tuple[list[float], End | None]:
    """The room that the ends of arcs take on each word; sets how far from its middle each of them ends.

    An arc that goes far rises nearer to the middle than one that goes near.
    """
    root: End | None = None
    room: list[float] = []
    for index, token in enumerate(tokens):
        leftwards = sorted((arc for arc in arcs if arc.right == index), key=lambda arc: arc.level)
        rightwards = sorted((arc for arc in arcs if arc.left == index), key=lambda arc: -arc.level)
        ends: list[Arc | None] = [*leftwards, *([None] if token.head == 0 else []), *rightwards]
        for number, arc in enumerate(ends):
            offset = (number - (len(ends) - 1) / 2) * PORT
            if arc is None:
                root = End(index, offset)
            elif arc.right == index:
                arc.right_offset = offset
            else:
                arc.left_offset = offset
        room.append(max(0, len(ends) - 1) * PORT)
    return room, root


def _free_stretch(arc: Arc, arcs: Sequence[Arc], root: End | None) -> tuple[End, End]:
    """The stretch of an arc over the most words that nothing rises through."""
    rising = [root] if root and arc.left < root.word < arc.right else []
    for other in arcs:
        if other.level > arc.level:
            both = (End(other.left, other.left_offset), End(other.right, other.right_offset))
            rising += [end for end in both if arc.left < end.word < arc.right]
    ends = [End(arc.left, arc.left_offset), *sorted(rising), End(arc.right, arc.right_offset)]
    return max(pairwise(ends), key=lambda pair: pair[1].word - pair[0].word)


def _spread(
    tokens: Sequence[Token], widths: Sequence[float], arcs: Sequence[Arc], root: End | None
) -> list[float]:
    """The middles of the words, from the left."""
    needs: list[list[Arc]] = [[] for _ in tokens]
    for arc in arcs:
        arc.stretch = _free_stretch(arc, arcs, root)
        needs[arc.stretch[1].word].append(arc)
    middles: list[float] = []
    for index in range(len(tokens)):
        middle = widths[index] / 2
        if index:
            gap = GAP if tokens[index - 1].space_after else CLOSE_GAP
            middle = middles[-1] + (widths[index - 1] + widths[index]) / 2 + gap
        for arc in needs[index]:
            start, end = arc.stretch
            needed = text_width(arc.label, "label") + 2 * AROUND_LABEL
            middle = max(middle, middles[start.word] + start.offset + needed - end.offset)
        middles.append(middle)
    return middles
