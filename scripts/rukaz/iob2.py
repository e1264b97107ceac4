"""IOB2 and BIOES: spans of named entities as one tag for each token, and back.

>>> list(decode(["B-PER", "I-PER", "O", "S-LOC"]))
[TaggedSpan(label='PER', first=0, last=1), TaggedSpan(label='LOC', first=3, last=3)]
>>> encode([TaggedSpan("PER", 0, 1)], 3)
['B-PER', 'I-PER', 'O']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class TaggedSpan(NamedTuple):
    """A run of tokens with one label; ``first`` and ``last`` count from 0, inclusive."""

    label: str
    first: int
    last: int


def decode(tags: Iterable[str]) -> Iterator[TaggedSpan]:
    """The spans that IOB2 or BIOES tags mark.

    Ill-formed tags are read as leniently as conlleval does: a label that changes begins a new span.
    """
    first, current, position = 0, "", 0
    for position, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if current and prefix in ("I", "E") and label == current:
            continue
        if current:
            yield TaggedSpan(current, first, position - 1)
        first, current = position, label
    if current:
        yield TaggedSpan(current, first, position)


def encode(spans: Iterable[TaggedSpan], size: int) -> list[str]:
    """The IOB2 tags of ``size`` tokens with these spans."""
    tags = ["O"] * size
    for label, first, last in spans:
        for position in range(first, last + 1):
            tags[position] = f"{'I' if position > first else 'B'}-{label}"
    return tags


def unopened(tags: Sequence[str]) -> Iterator[int]:
    """The positions, from 0, at which an ``I-`` tag continues nothing, as IOB2 forbids.

    >>> list(unopened(["I-PER", "I-PER", "I-LOC"]))
    [0, 2]
    """
    for position, (before, tag) in enumerate(zip(["O", *tags], tags, strict=False)):
        if tag.startswith("I-") and before[2:] != tag[2:]:
            yield position
