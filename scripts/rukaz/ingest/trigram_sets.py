"""Sets of trigrams on the disk, and which of them may be similar.

Two sets of a Jaccard similarity of 4/5 share one of their few rarest trigrams, in any order of rarity that is
the same for all sets. So it is enough to compare sets that do.
"""

from __future__ import annotations

import tempfile
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import IO

import numpy as np
from numpy.typing import NDArray

Trigrams = NDArray[np.uint64]
"""A set of trigrams: hashes, sorted."""

_BUCKETS = np.uint64((1 << 22) - 1)
"""Trigrams are counted in four million buckets, 16 MB: which are rare need only be estimated."""

_READ_AT_ONCE = 1 << 18
"""Trigrams of the sets on the disk."""

_SORTED_AT_ONCE = 1 << 23
"""Trigrams, some 250 MB; of more, those that repeat are found in several passes."""


@dataclass(frozen=True, slots=True)
class _Sets:
    """Sets of trigrams that stand one behind another.

    Attributes:
        offset: how many trigrams stand before them.
        sizes: of each set.
        trigrams: of all of them.
    """

    offset: int
    sizes: NDArray[np.int64]
    trigrams: Trigrams


class StoredSets:
    """Sets of trigrams on the disk, by number; all are added before the first is read.

    Attributes:
        ends: where the trigrams of each set end among those of all, with 0 before them.
    """

    def __init__(self) -> None:
        self.ends = array("q", [0])
        self._file = tempfile.TemporaryFile(prefix="rukaz-trigrams-")  # noqa: SIM115 - closed by its owner

    def close(self) -> None:
        """Remove the file, which has no name."""
        self._file.close()

    def append(self, sizes: Iterable[int], trigrams: Trigrams) -> None:
        """Add some sets, whose trigrams stand one behind another."""
        self._file.write(trigrams.tobytes())
        self.ends.extend(accumulate(sizes, initial=self.ends.pop()))

    @property
    def total(self) -> int:
        """How many trigrams there are."""
        return self.ends[-1]

    def __getitem__(self, number: int) -> Trigrams:
        return self._read(self.ends[number], self.ends[number + 1])

    def stretches(self) -> Iterator[_Sets]:
        """All sets, as many at once as memory may hold."""
        start = 0
        while start < len(self.ends) - 1:
            end = max(bisect_right(self.ends, self.ends[start] + _READ_AT_ONCE) - 1, start + 1)
            ends = np.array(self.ends[start : end + 1], np.int64)
            yield _Sets(self.ends[start], np.diff(ends), self._read(self.ends[start], self.ends[end]))
            start = end

    def _read(self, start: int, end: int) -> Trigrams:
        size = np.dtype(np.uint64).itemsize
        self._file.seek(start * size)
        return np.frombuffer(self._file.read((end - start) * size), np.uint64)


def rarest(stored: StoredSets) -> StoredSets:
    """The rarest trigrams of each set, one of which any similar set has among its own rarest."""
    counts = _counted(stored)
    found = StoredSets()
    for sets in stored.stretches():
        found.append(*_rarest(sets, counts))
    return found


def are_similar(one: Trigrams, other: Trigrams) -> bool:
    """Whether the Jaccard similarity of two sets is 4/5 or more."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return 5 * shared >= 4 * (len(one) + len(other) - shared)


def _rarest(sets: _Sets, counts: NDArray[np.uint32]) -> tuple[Sequence[int], Trigrams]:
    """How many there are of each set, and the trigrams; of equally rare ones the lower hash comes first."""
    starts = np.cumsum(sets.sizes) - sets.sizes
    number = np.repeat(np.arange(len(sets.sizes), dtype=np.uint64), sets.sizes)
    rarity = counts[_buckets(sets.trigrams)]
    order = np.argsort(number << np.uint64(32) | rarity, kind="stable")
    lengths = np.minimum(sets.sizes, sets.sizes + (-4 * sets.sizes) // 5 + 1)
    rank = np.arange(len(order)) - np.repeat(starts, sets.sizes)
    kept = order[rank < np.repeat(lengths, sets.sizes)]
    return lengths.tolist(), sets.trigrams[kept]


def _counted(stored: StoredSets) -> NDArray[np.uint32]:
    """How often the trigrams of each bucket stand in sets."""
    counts = np.zeros(int(_BUCKETS) + 1, np.uint32)
    for sets in stored.stretches():
        np.add.at(counts, _buckets(sets.trigrams), np.uint32(1))
    return counts


def _buckets(trigrams: Trigrams) -> NDArray[np.intp]:
    return (trigrams & _BUCKETS).astype(np.intp)  # as an index, other numbers take ten times as long


def number_shared(stored: StoredSets, file: IO[bytes]) -> NDArray[np.uint32]:
    """A number for each trigram that stands in several sets, at all places where it does; elsewhere 0.

    Args:
        file: which the array is mapped to.
    """
    numbers: NDArray[np.uint32] = np.memmap(file, np.uint32, "w+", shape=stored.total).view(np.ndarray)
    passes = 1 << (stored.total // _SORTED_AT_ONCE).bit_length()
    used = 0
    for number in range(passes):
        places, found = [], []
        for sets in stored.stretches():
            of_this_pass = np.flatnonzero(sets.trigrams & np.uint64(passes - 1) == number)
            places.append(sets.offset + of_this_pass)
            found.append(sets.trigrams[of_this_pass])
        _, key, count = np.unique(np.concatenate(found), return_inverse=True, return_counts=True)
        is_shared = count > 1
        numbers[np.concatenate(places)] = np.where(is_shared, used + np.cumsum(is_shared), 0)[key]
        used += int(is_shared.sum())
    return numbers


class Index:
    """Places of blocks by some of their trigrams, as linked lists in arrays: 8 bytes for each entry.

    Args:
        keys: trigrams are numbered from 1 to this.
    """

    def __init__(self, keys: int) -> None:
        self._last = array("I", bytes(4 * (keys + 1)))  # of each key: its last entry, 0 if there is none
        self._before = array("I", [0])  # of each entry: that before it with the same key
        self._place = array("I", [0])

    def add(self, keys: Iterable[int], place: int) -> None:
        """Add a place."""
        for key in keys:
            self._before.append(self._last[key])
            self._last[key] = len(self._place)
            self._place.append(place)

    def find(self, keys: Iterable[int]) -> set[int]:
        """The places that were added with any of some keys."""
        found = set()
        for key in keys:
            entry = self._last[key]
            while entry:
                found.add(self._place[entry])
                entry = self._before[entry]
        return found
