"""Near-duplicate blocks: of two blocks that say nearly the same, only the first is annotated.

Blocks of 20 words or more are nearly the same if the Jaccard similarity of their sets of word trigrams is 4/5
or more. The search is exact: two sets of that similarity share one of their few rarest trigrams (prefix
filtering, Bayardo et al. 2007, "Scaling up all pairs similarity search"), so that only blocks that do are
compared. Trigrams are 64-bit hashes kept on the disk: memory grows by some 60 bytes for each block. Workers
hash (:func:`long_blocks`); what one process does with the hashes, numpy does for many blocks at once. MinHash
libraries (datasketch) answer by chance and keep all signatures in memory, so this is our own.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from sys import intern
from tempfile import TemporaryFile

import numpy as np

from rukaz.ingest.clean import clean_text
from rukaz.ingest.trigram_hashes import trigrams_of
from rukaz.ingest.trigram_sets import Index, StoredSets, Trigrams, are_similar, number_shared, rarest
from rukaz.records import TEXT_ROLES, Document, Split

FEWEST_WORDS = 20
_WHOLE = 0.8
"""Share of the text of a document that makes the rest of it a copy too."""
_PRECEDENCE: dict[Split, int] = {"test": 0, "validation": 1, "train": 2}
"""What is met in the test data stays there: it is the training data that gives way."""


@dataclass(frozen=True, slots=True)
class LongBlocks:
    """The blocks of a document that can be copies or originals.

    Attributes:
        numbers: of each, as ``Block.block``.
        sizes: how many trigrams each has, at least one.
        trigrams: the sets of all, one behind another.
    """

    numbers: tuple[str, ...]
    sizes: tuple[int, ...]
    trigrams: Trigrams


def long_blocks(document: Document) -> LongBlocks:
    """The blocks of text of a document that are long enough to be compared."""
    own = [block for block in document.blocks if block.role in TEXT_ROLES]
    texts = [clean_text(document.text[block.start : block.end]) for block in own]
    sizes, trigrams = trigrams_of(texts, FEWEST_WORDS)
    long = [(block.block, size) for block, size in zip(own, sizes, strict=True) if size]
    return LongBlocks(tuple(number for number, _ in long), tuple(size for _, size in long), trigrams)


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
        self._trigrams = StoredSets()

    def __enter__(self) -> DuplicateSearch:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._trigrams.close()

    def add(self, doc_id: str, split: Split, blocks: LongBlocks) -> None:
        """Add the long blocks of a document."""
        self._owner.extend([len(self._documents)] * len(blocks.numbers))
        self._documents.append((_PRECEDENCE[split], doc_id))
        self._numbers.extend(map(intern, blocks.numbers))
        self._trigrams.append(blocks.sizes, blocks.trigrams)

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
        if not self._owner:
            return
        with closing(rarest(self._trigrams)) as prefixes, TemporaryFile(prefix="rukaz-shared-") as file:
            shared = number_shared(prefixes, file)
            ends = prefixes.ends
            may_be_similar = np.maximum.reduceat(shared, ends[:-1]) > 0
            index = Index(int(shared.max()))
            for place, block in enumerate(order := self._in_order()):
                if not may_be_similar[block]:
                    continue
                keys = [key for key in shared[ends[block] : ends[block + 1]].tolist() if key]
                earlier = sorted(index.find(keys))
                original = next((order[one] for one in earlier if self._are_similar(block, order[one])), None)
                if original is None:
                    index.add(keys, place)
                else:
                    yield block, original

    def _in_order(self) -> array[int]:
        place = np.empty(len(self._documents), np.int64)  # of each document
        place[sorted(range(len(place)), key=self._documents.__getitem__)] = np.arange(len(place))
        order = np.argsort(place[np.frombuffer(self._owner, np.uintc)], kind="stable")
        return array("I", order.astype(np.uintc).tobytes())

    def _are_similar(self, block: int, other: int) -> bool:
        return are_similar(self._trigrams[block], self._trigrams[other])

    def _doc_id(self, block: int) -> str:
        return self._documents[self._owner[block]][1]
