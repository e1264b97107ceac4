"""Sentences as a joint model reads them, alone and in batches of few shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rukaz.annotation.joint.inventory import Ends, Inventory

FIRST_LETTERS, LAST_LETTERS = 3, 15  # of a word, that are read
ROWS_ALIKE = 64
"""Pieces and words of a batch are made a multiple of it: oneDNN keeps code for every number."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence.

    Attributes:
        pieces: of each word.
        letters: (words, `FIRST_LETTERS` + `LAST_LETTERS`).
    """

    pieces: list[tuple[int, ...]]
    letters: Numbers

    @property
    def length(self) -> int:
        """Pieces, with those at the ends."""
        return sum(map(len, self.pieces)) + 2


class Layout(NamedTuple):
    """Where rows stand that follow one another sentence by sentence, if each sentence gets a line of its own.

    S sentences, L rows of the longest, N rows of all and some padding behind them.
    """

    slots: Tensor  # (S, L): the number of the row that stands there; 0 where there is none
    present: Tensor  # (S, L): whether there is one
    back: Tensor  # (N,): where the row stands in (S * L); 0 of padding

    def firsts(self) -> Tensor:
        """Return the number of the first row of the sentence of each row, (N,)."""
        return self.slots[self.back // self.slots.shape[1], 0]


class Batch(NamedTuple):
    """What the model reads of sentences: N pieces and M words of all, and some padding behind them."""

    pieces: Tensor  # (N,)
    places: Tensor  # (N,): of each piece in its sentence
    in_sentences: Layout  # of the pieces
    of_words: Tensor  # the numbers of the pieces that are parts of words
    starts: Tensor  # (M,): where the pieces of each word begin in `of_words`
    letters: Tensor  # (M, letters)
    sources: Tensor  # (M,)
    words: Layout  # of the words
    forms: Tensor | None = None  # (M, values): what the model read before of their forms alone


def read(words: Sequence[str], known: Inventory) -> Reading:
    """Return a sentence in numbers."""
    return Reading(known.pieces.of_sentence(words), letter_numbers(words, known.letter_table))


def letter_numbers(words: Sequence[str], table: Numbers) -> Numbers:
    """Return the numbers of the first and the last letters of words, (words, letters): 0 where it has none.

    Args:
        table: the number of each code point; `Inventory.letter_table`.
    """
    spelt = "".join(
        f"{word[:FIRST_LETTERS]:\0<{FIRST_LETTERS}}{word[-LAST_LETTERS:]:\0>{LAST_LETTERS}}" for word in words
    )
    codes = np.frombuffer(spelt.encode("utf-32-le", "surrogatepass"), np.uint32)
    return table[codes].reshape(len(words), FIRST_LETTERS + LAST_LETTERS)


def padded(length: int) -> int:
    """Return a number made a multiple of `ROWS_ALIKE`."""
    return -(-length // ROWS_ALIKE) * ROWS_ALIKE


def collate(readings: Sequence[Reading], sources: Sequence[int], ends: Ends) -> Batch:
    """Return sentences as the model reads them together.

    Args:
        sources: as whose annotation each is read.
    """
    pieces = [
        piece
        for reading in readings
        for piece in (ends.first, *(one for word in reading.pieces for one in word), ends.last)
    ]
    lengths = [reading.length for reading in readings]
    in_sentences = layout(lengths)
    counts = [len(word) for reading in readings for word in reading.pieces]
    words = layout([len(reading.pieces) for reading in readings])
    starts = np.full(len(words.back), sum(counts))
    starts[: len(counts)] = np.cumsum([0, *counts[:-1]])
    letters = np.concatenate([reading.letters for reading in readings])
    of_each = np.repeat(sources, [len(reading.pieces) for reading in readings])
    places = _places(lengths)
    inside = places > 0
    inside[np.cumsum(lengths) - 1] = False
    return Batch(
        _rows(pieces, len(in_sentences.back), ends.padding),
        _rows(places, len(in_sentences.back)),
        in_sentences,
        torch.from_numpy(np.flatnonzero(inside)),
        torch.from_numpy(starts),
        _rows(letters, len(words.back)),
        _rows(of_each, len(words.back)),
        words,
    )


def layout(lengths: Sequence[int]) -> Layout:
    """Return where the rows of sentences of these lengths stand."""
    longest = max(lengths)
    starts = np.cumsum([0, *lengths[:-1]])
    step = np.arange(longest)
    present = step < np.array(lengths)[:, None]
    slots = np.where(present, starts[:, None] + step, 0)
    return Layout(
        torch.from_numpy(slots),
        torch.from_numpy(present),
        _rows(np.flatnonzero(present), padded(sum(lengths))),
    )


def _places(lengths: Sequence[int]) -> Numbers:
    return np.concatenate([np.arange(length) for length in lengths])


def _rows(values: Sequence[int] | Numbers, count: int, padding: int = 0) -> Tensor:
    """Return values, and padding behind them until there are so many rows."""
    given = np.asarray(values)
    rows = np.full((count, *given.shape[1:]), padding)
    rows[: len(given)] = given
    return torch.from_numpy(rows)
