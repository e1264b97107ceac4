"""Sentences as a joint model reads them, alone and in batches of few shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rukaz.annotation.joint.inventory import Ends, Inventory

FIRST_LETTERS, LAST_LETTERS = 3, 15  # of a word, that are read
PIECES_ALIKE, WORDS_ALIKE = 16, 8
"""Lengths are made multiples of these: oneDNN keeps code for every shape, and each costs memory."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence.

    Attributes:
        pieces: of each word.
        letters: (words, `FIRST_LETTERS` + `LAST_LETTERS`).
    """

    pieces: list[tuple[int, ...]]
    letters: NDArray[np.int64]

    @property
    def length(self) -> int:
        """Pieces, with those at the ends."""
        return sum(map(len, self.pieces)) + 2


class Batch(NamedTuple):
    """What the model reads of sentences; S sentences, W words, P pieces."""

    pieces: Tensor  # (S, P)
    present: Tensor  # (S, P): which of them are no padding
    pool: Tensor  # (S, W, P): the share of each piece in each word
    letters: Tensor  # (S, W, letters)
    words: Tensor  # (S, W): which are no padding
    sources: Tensor  # (S,)


def read(words: Sequence[str], known: Inventory) -> Reading:
    """Return a sentence in numbers."""
    letters = np.array([letter_numbers(word, known.letters) for word in words])
    return Reading(known.pieces.of_sentence(words), letters)


def letter_numbers(word: str, letters: Mapping[str, int]) -> list[int]:
    """Return the numbers of the first and the last letters of a word: 0 where it has none, 1 if unknown."""
    numbers = [letters.get(letter, 1) for letter in word]
    first = [*numbers[:FIRST_LETTERS], *[0] * FIRST_LETTERS][:FIRST_LETTERS]
    return first + [*[0] * LAST_LETTERS, *numbers][-LAST_LETTERS:]


def padded(length: int, alike: int = PIECES_ALIKE) -> int:
    """Return a length made a multiple of `alike`."""
    return -(-length // alike) * alike


def batch_size(length: int, pieces: int) -> int:
    """Return how many sentences of a padded length make a batch of about so many pieces."""
    return max(2, min(64, pieces // length // 2 * 2))


def collate(readings: Sequence[Reading], sources: Sequence[int], ends: Ends) -> Batch:
    """Return sentences as the model reads them together.

    Args:
        sources: as whose annotation each is read.
    """
    length = padded(max(reading.length for reading in readings))
    width = padded(max(len(reading.pieces) for reading in readings), WORDS_ALIKE)
    count = len(readings)
    pieces = np.full((count, length), ends.padding)
    pool = np.zeros((count, width, length), np.float32)
    letters = np.zeros((count, width, FIRST_LETTERS + LAST_LETTERS), np.int64)
    words = np.zeros((count, width), np.bool_)
    for row, reading in enumerate(readings):
        flat = [ends.first, *(piece for word in reading.pieces for piece in word), ends.last]
        pieces[row, : len(flat)] = flat
        at = 1
        for number, word in enumerate(reading.pieces):
            pool[row, number, at : at + len(word)] = 1 / len(word)
            at += len(word)
        letters[row, : len(reading.letters)] = reading.letters
        words[row, : len(reading.letters)] = True
    ids = torch.from_numpy(pieces)
    return Batch(
        ids,
        ids != ends.padding,
        torch.from_numpy(pool),
        torch.from_numpy(letters),
        torch.from_numpy(words),
        torch.tensor(sources),
    )
