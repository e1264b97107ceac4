"""Near-duplicate blocks: of two blocks that say nearly the same, only the first is annotated.

Blocks of 20 words or more are nearly the same if the Jaccard similarity of their sets of word trigrams is 4/5
or more. The search is exact: two sets of that similarity share one of their few rarest trigrams (prefix
filtering, Bayardo et al. 2007, "Scaling up all pairs similarity search"), so that only blocks that do are
compared. Trigrams are 64-bit hashes kept on the disk: memory grows by some 30 bytes for each block. MinHash
libraries (datasketch) answer by chance and keep their index in memory, so this is our own.
"""

from __future__ import annotations

import sqlite3
import tempfile
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from sys import intern
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rukaz.ingest.clean import clean_text
from rukaz.ingest.page import words
from rukaz.records import TEXT_ROLES, Document, Split

FEWEST_WORDS = 20
_WHOLE = 0.8
"""Share of the text of a document that makes the rest of it a copy too."""
_PRECEDENCE: dict[Split, int] = {"test": 0, "validation": 1, "train": 2}
"""What is met in the test data stays there: it is the training data that gives way."""

Trigrams = NDArray[np.uint64]
"""A set of trigrams: hashes, sorted."""

_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xFF51AFD7ED558CCD))

_BUCKETS = np.uint64((1 << 22) - 1)
"""Trigrams are counted in four million buckets, 16 MB: which are rare need only be estimated."""

_READ_AT_ONCE = 1 << 20
"""Trigrams of the sets on the disk."""


@dataclass(frozen=True, slots=True)
class LongBlock:
    """A block that can be a copy or an original.

    Attributes:
        block: its number, as ``Block.block``.
    """

    block: str
    trigrams: Trigrams


def long_blocks(document: Document) -> list[LongBlock]:
    """The blocks of text of a document that are long enough to be compared."""
    found = []
    for block in document.blocks:
        if block.role in TEXT_ROLES:
            block_words = words(clean_text(document.text[block.start : block.end]))
            if len(block_words) >= FEWEST_WORDS:
                found.append(LongBlock(block.block, trigrams(block_words)))
    return found


def trigrams(text: Sequence[str]) -> Trigrams:
    """The word trigrams of a text; that two of a corpus share a hash is less likely than a broken disk."""
    hashes = np.fromiter(map(_hashed, text), np.uint64, len(text))
    mixed = (hashes[:-2] * _FACTORS[0] + hashes[1:-1]) * _FACTORS[1] + hashes[2:]
    mixed ^= mixed >> np.uint64(31)
    mixed *= _FACTORS[2]
    mixed ^= mixed >> np.uint64(29)
    mixed.sort()  # for sets as small as these, several times as fast as np.unique
    return mixed[np.append(True, mixed[1:] != mixed[:-1])] if len(mixed) else mixed


@lru_cache(100_000)
def _hashed(word: str) -> int:
    return crc32(word.encode())


def mark_duplicates(document: Document, copies: Mapping[str, str]) -> Document:
    """The document with the role ``duplicate`` for some of its blocks.

    Where they are nearly all of its text and stand in one other document, as of an article that is there as a
    web page and as plain text, the short ones that remain (titles, headings) are copies too.

    Args:
        copies: reason by the number of the block, as :meth:`DuplicateSearch.copies` gives it.
    """
    if not copies:
        return document
    reasons = dict(copies)
    text = [block for block in document.blocks if block.role in TEXT_ROLES]
    shared: Counter[str] = Counter()
    for block in text:
        shared[_holder(copies.get(block.block, ""))] += block.end - block.start
    holder, size = max(shared.items(), key=lambda item: item[1])
    if holder and size >= _WHOLE * shared.total():
        reason = f"nearly all of the text stands in {holder}"
        reasons = {**{block.block: reason for block in text}, **reasons}
    blocks = (
        replace(block, role="duplicate", reason=reasons[block.block]) if block.block in reasons else block
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


class _StoredSets:
    """Sets of trigrams on the disk, by number; the file has no name and goes when it is closed."""

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._file = tempfile.TemporaryFile(prefix="rukaz-trigrams-")  # noqa: SIM115 - closed by its owner

    def close(self) -> None:
        self._file.close()

    def append(self, one: Trigrams) -> None:
        self._file.write(one.tobytes())
        self._ends.append(self._ends[-1] + one.nbytes)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> Trigrams:
        start, end = self._ends[number : number + 2]
        self._file.seek(start)
        return np.frombuffer(self._file.read(end - start), np.uint64)

    def __iter__(self) -> Iterator[Trigrams]:
        for start, end, trigrams in self.stretches():
            at = np.array(self._ends[start : end + 1], np.int64) // trigrams.itemsize
            yield from np.split(trigrams, at[1:-1] - at[0])

    def stretches(self) -> Iterator[tuple[int, int, Trigrams]]:
        """Sets that stand one behind another: the number of the first, that behind the last, all trigrams."""
        start = 0
        while start < len(self):
            most = self._ends[start] + _READ_AT_ONCE * 8
            end = max(bisect_right(self._ends, most) - 1, start + 1)
            self._file.seek(self._ends[start])
            yield start, end, np.frombuffer(self._file.read(self._ends[end] - self._ends[start]), np.uint64)
            start = end


def _holder(reason: str) -> str:
    """The other document that a reason names; empty if it names none."""
    name = reason.rpartition(" of ")[2]
    return "" if " " in name else name


class DuplicateSearch:
    """The long blocks of a corpus, fed document by document, in any order; then which of them are copies."""

    def __init__(self) -> None:
        self._documents: list[tuple[int, str]] = []
        self._owner = array("I")
        self._numbers: list[str] = []
        self._trigrams = _StoredSets()

    def __enter__(self) -> DuplicateSearch:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._trigrams.close()

    def add(self, doc_id: str, split: Split, blocks: Iterable[LongBlock]) -> None:
        """Add the long blocks of a document."""
        self._documents.append((_PRECEDENCE[split], doc_id))
        for block in blocks:
            self._trigrams.append(block.trigrams)
            self._owner.append(len(self._documents) - 1)
            self._numbers.append(intern(block.block))

    def copies(self) -> dict[str, dict[str, str]]:
        """Reason by ``doc_id`` and number of the block, for each block that nearly repeats an earlier one.

        Earlier is: in the order test, validation, train; then by doc_id; then in the order of the text. What
        is a copy already is no original for others.
        """
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for copy, original in self.pairs():
            doc_id, first = self._doc_id(copy), self._doc_id(original)
            whose = "of this text" if doc_id == first else f"of {first}"
            reason = f"nearly the same as block {self._numbers[original]} {whose}"
            found[doc_id][self._numbers[copy]] = reason
        return dict(found)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each copy with its original, by their numbers in the order in which they were added."""
        counts = _counted(self._trigrams)
        with (
            closing(_StoredSets()) as rarest,
            closing(sqlite3.connect("")) as index,  # a private file that SQLite deletes
        ):
            for one in self._trigrams:
                rarest.append(_rarest(one, counts))
            times = _counted(rarest)
            index.execute("PRAGMA journal_mode = OFF")
            index.execute("PRAGMA synchronous = OFF")
            index.execute(
                "CREATE TABLE rare (trigram INTEGER, place INTEGER, block INTEGER, "
                "PRIMARY KEY (trigram, place)) WITHOUT ROWID"
            )
            for place, block in enumerate(self._in_order()):
                prefix = rarest[block]
                shared = prefix[times[prefix & _BUCKETS] > 1].view(np.int64).tolist()
                original = self._first_similar(block, shared, index)
                if original is None:
                    index.executemany(
                        "INSERT INTO rare VALUES (?, ?, ?)", [(one, place, block) for one in shared]
                    )
                else:
                    yield block, original

    def _in_order(self) -> list[int]:
        return sorted(
            range(len(self._owner)),
            key=lambda block: (self._documents[self._owner[block]], block),
        )

    def _first_similar(self, block: int, shared: Sequence[int], index: sqlite3.Connection) -> int | None:
        """The first block, in the order of precedence, that is nearly the same."""
        query = "SELECT place, block FROM rare WHERE trigram = ?"
        candidates = sorted({row for trigram in shared for row in index.execute(query, (trigram,))})
        if not candidates:
            return None
        own = self._trigrams[block]
        return next((other for _, other in candidates if _similar(own, self._trigrams[other])), None)

    def _doc_id(self, block: int) -> str:
        return self._documents[self._owner[block]][1]


def _rarest(one: Trigrams, counts: NDArray[np.uint32]) -> Trigrams:
    """The rarest trigrams of a block, one of which any similar block has among its own rarest."""
    length = len(one) + (-4 * len(one)) // 5 + 1
    return one[np.lexsort((one, counts[one & _BUCKETS]))[:length]]


def _counted(sets: _StoredSets) -> NDArray[np.uint32]:
    """How often the trigrams of each bucket stand in sets."""
    counts = np.zeros(int(_BUCKETS) + 1, np.uint32)
    for _, _, trigrams in sets.stretches():
        buckets = (trigrams & _BUCKETS).astype(np.intp)  # other numbers take ten times as long
        np.add.at(counts, buckets, np.uint32(1))
    return counts


def _similar(one: Trigrams, other: Trigrams) -> bool:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return 5 * shared >= 4 * (len(one) + len(other) - shared)
