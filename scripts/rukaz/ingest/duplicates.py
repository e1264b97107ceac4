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
from dataclasses import replace
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rukaz.ingest.clean import clean_text
from rukaz.ingest.page import words
from rukaz.records import TEXT_ROLES, Block, Document, Split

FEWEST_WORDS = 20
_PRECEDENCE: dict[Split, int] = {"test": 0, "validation": 1, "train": 2}
"""What is met in the test data stays there: it is the training data that gives way."""

_Ids = NDArray[np.int64]
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
    keys, words_of, sizes = _numbered(texts)
    if not keys:
        return {}
    grams, bounds = _trigram_sets(words_of, sizes)
    originals: defaultdict[int, list[int]] = defaultdict(list)
    copies: dict[Key, Key] = {}
    for at, rare in enumerate(_shared_prefixes(grams, bounds)):
        candidates = sorted({earlier for gram in rare for earlier in originals[gram]})
        own = set(grams[bounds[at] : bounds[at + 1]].tolist()) if candidates else set()
        first = next(
            (c for c in candidates if _similar(own, grams[bounds[c] : bounds[c + 1]].tolist())), None
        )
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


def _numbered(texts: Iterable[tuple[Key, Sequence[str]]]) -> tuple[list[Key], _Ids, _Ids]:
    """The keys, all words one after the other as numbers, and how many words each text has."""
    vocabulary: dict[str, int] = {}
    keys: list[Key] = []
    numbers, sizes = array("q"), array("q")
    for key, text in texts:
        keys.append(key)
        sizes.append(len(text))
        numbers.extend(vocabulary.setdefault(word, len(vocabulary)) for word in text)
    return keys, np.frombuffer(numbers, np.int64), np.frombuffer(sizes, np.int64)


def _trigram_sets(words_of: _Ids, sizes: _Ids) -> tuple[_Ids, _Ids]:
    """The trigram set of each text, rarest trigram first; set ``n`` is ``grams[bounds[n] : bounds[n + 1]]``.

    Trigrams are numbered by their rarity in all texts, so that the sets are sorted numbers.
    """
    vocabulary = int(words_of.max()) + 1
    owners = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    inside = owners[:-2] == owners[2:]
    pairs = np.unique(words_of[:-1] * vocabulary + words_of[1:], return_inverse=True)[1]
    triples = (pairs[:-1] * vocabulary + words_of[2:])[inside]
    _, triples, counts = np.unique(triples, return_inverse=True, return_counts=True)
    rarity = np.empty(len(counts), np.int64)
    rarity[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    members = np.unique(owners[2:][inside] * np.int64(len(counts)) + rarity[triples])
    return members % len(counts), np.searchsorted(members, np.arange(len(sizes) + 1) * len(counts))


def _shared_prefixes(grams: _Ids, bounds: _Ids) -> Iterator[list[int]]:
    """Of each set the rarest trigrams, one of which any similar set shares; if it is in several prefixes."""
    sizes = np.diff(bounds)
    lengths = sizes + (-4 * sizes) // 5 + 1
    place = np.arange(len(grams)) - np.repeat(bounds[:-1], sizes)
    in_prefix = place < np.repeat(lengths, sizes)
    uses = np.bincount(grams[in_prefix])
    for first, length in zip(bounds, lengths, strict=False):
        prefix = grams[first : first + length]
        yield prefix[uses[prefix] > 1].tolist()


def _similar(one: set[int], other: Sequence[int]) -> bool:
    shared = sum(gram in one for gram in other)
    return 5 * shared >= 4 * (len(one) + len(other) - shared)
