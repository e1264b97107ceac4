"""How texts are divided into shards.

A shard is some consecutive texts of one split: the unit of work, of resuming, of memory and of files. The cut
depends on the sizes of the files alone, so that equal texts give equal shards whatever the workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rukaz.ingest.sources import TextSource
from rukaz.records import SPLITS, Split

SMALLEST_SHARD = 1 << 19
"""Bytes: some 40,000 Russian words, ten seconds of work; fewer would not be worth a file of their own."""

LARGEST_SHARD = 1 << 21
"""Bytes: some 160,000 Russian words, half a minute of work that a killed build loses at most."""

FEWEST_SHARDS = 16
"""A corpus is cut into so many shards, if they are not too small, to keep several workers busy to the end."""

MOST_SHARDS = 4096
"""Beyond, shards grow with the corpus: a folder of more files is a burden to those who read it."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Some consecutive texts of one split.

    Attributes:
        number: of the shard among those of its split, from 0.
        size: of the files, or of the parts of them, in bytes.
    """

    split: Split
    number: int
    size: int
    texts: tuple[TextSource, ...]


_Sized = tuple[TextSource, int]


def plan(texts: Sequence[TextSource]) -> list[Shard]:
    """The shards of a corpus: every text once, in the order of the splits, then as the texts are listed."""
    sizes = [_size(text) for text in texts]
    limit = shard_size(sum(sizes))
    return [
        Shard(split, number, sum(size for _, size in part), tuple(text for text, _ in part))
        for split in SPLITS
        for number, part in enumerate(
            _cut(
                ((text, size) for text, size in zip(texts, sizes, strict=True) if text.split == split), limit
            )
        )
    ]


def shard_size(total: int) -> int:
    """Bytes of text at which a shard ends, a power of two: a text more seldom moves the cuts.

    >>> [shard_size(total) >> 10 for total in (50_000, 100 << 20, 100 << 30)]
    [512, 2048, 32768]
    """
    limit = SMALLEST_SHARD
    while limit < LARGEST_SHARD and total > limit * FEWEST_SHARDS:
        limit *= 2
    while total > limit * MOST_SHARDS:
        limit *= 2
    return limit


def _cut(texts: Iterable[_Sized], limit: int) -> Iterator[list[_Sized]]:
    part: list[_Sized] = []
    filled = 0
    for text, size in texts:
        if part and filled + size > limit:
            yield part
            part, filled = [], 0
        part.append((text, size))
        filled += size
    if part:
        yield part


def _size(text: TextSource) -> int:
    if text.size is not None:
        return text.size
    try:
        return text.path.stat().st_size
    except OSError:
        return 0  # it will be in quarantine
