"""Sets of the word trigrams of texts, as 64-bit hashes: numpy hashes all words of some texts at once.

A word is a number in a base of 64 bits, whose digits are its characters. The sum of all digits from the
beginning of the texts, each times its power of the base, divided by the power at the beginning of the word,
is that number: the base is odd, so that this division is a multiplication.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from sys import maxunicode

import numpy as np
from numpy.typing import NDArray

from rukaz.ingest.page import fold
from rukaz.ingest.trigram_sets import Trigrams

_BASE = 0xD6E8FEB86659FD93
_FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xFF51AFD7ED558CCD))
_AT_ONCE = 1 << 18
"""Characters, which take some 10 MB; a longer text is hashed as a whole."""
_HYPHEN = ord("-")


def trigrams_of(texts: Sequence[str], fewest: int) -> tuple[tuple[int, ...], Trigrams]:
    """The word trigrams of clean texts.

    That two trigrams of a corpus share a hash is less likely than a broken disk.

    Args:
        fewest: what has fewer words than these, which are at least three, has no trigrams.

    Returns:
        how many trigrams each text has, and the sets of all, one behind another.

    >>> trigrams_of(["Мост через реку открыли", "Мост"], 3)[0]
    (2, 0)
    """
    found = [_trigrams_of(some, fewest) for some in _at_once(texts)]
    sizes = tuple(size for one, _ in found for size in one)
    return sizes, np.concatenate([np.empty(0, np.uint64), *(hashes for _, hashes in found)])


def _at_once(texts: Sequence[str]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for text in texts:
        if some and size + len(text) > _AT_ONCE:
            yield some
            some, size = [], 0
        some.append(text)
        size += len(text)
    if some:
        yield some


def _trigrams_of(texts: Sequence[str], fewest: int) -> tuple[list[int], Trigrams]:
    folded = [fold(text) for text in texts]
    hashes, starts = _words("\n".join(folded))
    ends = np.cumsum([len(text) + 1 for text in folded])
    text_of = np.searchsorted(ends, starts, side="right")
    counts = np.bincount(text_of, minlength=len(texts))
    are_of_one = (text_of[:-2] == text_of[2:]) & (counts >= fewest)[text_of[:-2]]
    mixed = (hashes[:-2] * _FACTORS[0] + hashes[1:-1]) * _FACTORS[1] + hashes[2:]
    mixed = mixed[are_of_one]
    mixed ^= mixed >> np.uint64(31)
    mixed *= _FACTORS[2]
    mixed ^= mixed >> np.uint64(29)
    owner = text_of[:-2][are_of_one]
    order = np.lexsort((mixed, owner))
    mixed, owner = mixed[order], owner[order]
    is_first = np.append(True, (mixed[1:] != mixed[:-1]) | (owner[1:] != owner[:-1]))[: len(mixed)]
    return np.bincount(owner[is_first], minlength=len(texts)).tolist(), mixed[is_first]


def _words(text: str) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """A hash of each word, as :func:`rukaz.ingest.page.words` has them, and where it begins."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    is_letter = np.append(_letters()[codes], False)  # what ends a text is none
    within = is_letter[:-1].copy()
    within[1:] |= (codes[1:] == _HYPHEN) & is_letter[:-2] & is_letter[2:]
    starts = np.flatnonzero(within & ~np.append(False, within[:-1])[: len(within)])
    if not len(starts):
        return np.empty(0, np.uint64), starts
    powers, inverse = _powers(len(codes).bit_length())
    digits = np.where(within, codes, 0) * powers[: len(codes)]
    return np.add.reduceat(digits, starts) * inverse[starts], starts


@cache
def _letters() -> NDArray[np.bool_]:
    """Of each character, whether it is a letter or digit."""
    return np.fromiter((chr(code).isalnum() for code in range(maxunicode + 1)), bool, maxunicode + 1)


@cache
def _powers(bits: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the base, and their inverses, to the exponent that so many bits can hold."""
    power, inverse = np.ones((2, 1 << bits), np.uint64)
    power[1:], inverse[1:] = _BASE, pow(_BASE, -1, 1 << 64)
    np.cumprod(power, out=power)
    np.cumprod(inverse, out=inverse)
    return power, inverse
