"""Near-duplicate blocks: of two blocks that say nearly the same, only the first is annotated.

Blocks of 20 words or more are nearly the same if the Jaccard similarity of their sets of word trigrams is 4/5
or more. The search is exact: two sets of that similarity share one of their few rarest trigrams (prefix
filtering, Bayardo et al. 2007, "Scaling up all pairs similarity search"), so that only blocks that do are
compared.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rukaz.ingest.clean import clean_text
from rukaz.ingest.page import words
from rukaz.records import TEXT_ROLES, Block, Document, Split

FEWEST_WORDS = 20
_PRECEDENCE: dict[Split, int] = {"test": 0, "validation": 1, "train": 2}
"""What is met in the test data stays there: it is the training data that gives way."""

_Grams = NDArray[np.uint64]
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xFF51AFD7ED558CCD))

MOST_DRAWERS = 24
"""Bits of the number of drawers that trigrams are counted in: at most 64 MB."""

Key = TypeVar("Key", bound=Hashable)


class _Place(NamedTuple):
    """A block by the positions of its document and of itself there."""

    document: int
    block: int


def mark_duplicates(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents, with the role ``duplicate`` for each block that repeats an earlier one.

    Earlier is: in the order test, validation, train; then by doc_id; then in the order of the text. Only text
    of the articles is compared, and what is a copy already is no original for others.
    """
    copies = find_copies(_long_texts(documents))
    return tuple(
        replace(
            document,
            blocks=tuple(_marked(documents, copies, _Place(at, n)) for n in range(len(document.blocks))),
        )
        for at, document in enumerate(documents)
    )


def find_copies(texts: Iterable[tuple[Key, Sequence[str]]]) -> dict[Key, Key]:
    """Which texts (of three words or more) nearly repeat an earlier one: copy -> original."""
    keys, index = _index(texts)
    originals: defaultdict[int, list[int]] = defaultdict(list)
    copies: dict[Key, Key] = {}
    for at, rare in enumerate(_shared_prefixes(index)):
        candidates = sorted({earlier for gram in rare for earlier in originals[gram]})
        own = index.grams(at)
        first = next((earlier for earlier in candidates if _similar(own, index.grams(earlier))), None)
        if first is not None:
            copies[keys[at]] = keys[first]
            continue
        for gram in rare:
            originals[gram].append(at)
    return copies


def _long_texts(documents: Sequence[Document]) -> Iterator[tuple[_Place, list[str]]]:
    """The words of each block that can be a copy or an original, in the order of precedence."""
    order = sorted(
        range(len(documents)), key=lambda at: (_PRECEDENCE[documents[at].split], documents[at].doc_id)
    )
    for at in order:
        document = documents[at]
        for n, block in enumerate(document.blocks):
            if block.role in TEXT_ROLES:
                found = words(clean_text(document.text[block.start : block.end]))
                if len(found) >= FEWEST_WORDS:
                    yield _Place(at, n), found


def _marked(documents: Sequence[Document], copies: dict[_Place, _Place], place: _Place) -> Block:
    block = documents[place.document].blocks[place.block]
    if place not in copies:
        return block
    first = documents[copies[place].document]
    number = first.blocks[copies[place].block].block
    whose = "of this text" if copies[place].document == place.document else f"of {first.doc_id}"
    return replace(block, role="duplicate", reason=f"nearly the same as block {number} {whose}")


@dataclass(frozen=True, slots=True)
class _Index:
    """The trigrams of all texts, eight bytes each: those of text ``n`` end at ``ends[n]``."""

    all: array[int]
    ends: array[int]

    def grams(self, text: int) -> _Grams:
        """The set of trigrams of a text, in the order of their numbers."""
        start = self.ends[text - 1] if text else 0
        return np.frombuffer(self.all, np.uint64)[start : self.ends[text]]


def _index(texts: Iterable[tuple[Key, Sequence[str]]]) -> tuple[list[Key], _Index]:
    vocabulary: dict[str, int] = {}
    keys: list[Key] = []
    index = _Index(array("Q"), array("q"))
    for key, text in texts:
        words = np.array([vocabulary.setdefault(word, len(vocabulary)) for word in text], np.uint64)
        index.all.frombytes(np.unique(_mixed(words)).tobytes())
        index.ends.append(len(index.all))
        keys.append(key)
    return keys, index


def _mixed(words: _Grams) -> _Grams:
    """A number for each trigram; that two of a corpus share one is less likely than a broken disk."""
    mixed = (words[:-2] * _FACTORS[0] + words[1:-1]) * _FACTORS[1] + words[2:]
    mixed ^= mixed >> np.uint64(31)
    mixed *= _FACTORS[2]
    mixed ^= mixed >> np.uint64(29)
    return mixed


def _shared_prefixes(index: _Index) -> Iterator[list[int]]:
    """Of each set the rarest trigrams, one of which any similar set shares; if it is in several prefixes.

    Which are rare is estimated by counting trigrams in drawers; any order, the same for all sets, would do.
    """
    drawers = np.uint64((1 << min(MOST_DRAWERS, max(1, len(index.all)).bit_length())) - 1)
    counts = np.zeros(int(drawers) + 1, np.uint32)
    numbers = range(len(index.ends))
    for text in numbers:
        np.add.at(counts, index.grams(text) & drawers, 1)
    prefixes = array("Q")
    ends = array("q")
    for text in numbers:
        grams = index.grams(text)
        length = len(grams) + (-4 * len(grams)) // 5 + 1
        rarest = np.lexsort((grams, counts[grams & drawers]))[:length]
        prefixes.frombytes(grams[rarest].tobytes())
        ends.append(len(prefixes))
    found, uses = np.unique(np.frombuffer(prefixes, np.uint64), return_counts=True)
    shared = set(found[uses > 1].tolist())
    for start, end in zip([0, *ends], ends, strict=False):
        yield [gram for gram in prefixes[start:end] if gram in shared]


def _similar(one: _Grams, other: _Grams) -> bool:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return 5 * shared >= 4 * (len(one) + len(other) - shared)
