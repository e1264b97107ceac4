"""Words cut into the pieces that the encoder reads: the most probable cut, by a unigram model (XLM-R's)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SPACE = "▁"
UNKNOWN_COST = 10.0  # an unknown character is so much less probable than the least probable piece
OPENING = frozenset("«„“([")
CLOSING = frozenset({*",.!?:;»)]…", "...", "?!"})
LONGEST = 12  # pieces of a word that are read
MOST_WORDS = 100_000  # that are kept before all are forgotten


@dataclass
class Pieces:
    """Cuts words into pieces.

    Args:
        scores: log probability of each piece, in the order of their ids.
        normal: what a character is replaced by.
        unknown: id of what stands for unknown characters.
    """

    scores: Mapping[str, float]
    normal: Mapping[str, str]
    unknown: int
    _known: dict[tuple[str, bool], tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = {piece: number for number, piece in enumerate(self.scores)}
        self._longest = max(map(len, self.scores))
        self._worst = min(self.scores.values()) - UNKNOWN_COST

    def of(self, word: str, *, space: bool) -> tuple[int, ...]:
        """Return the ids of the pieces of a word, at least one; `space`: whether a space stands before."""
        known = self._known.get((word, space))
        if known is None:
            text = "".join(self.normal.get(character, character) for character in word).replace(" ", "")
            known = tuple(self._best_cut((SPACE if space else "") + (text or ".")))[:LONGEST]
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            self._known[word, space] = known
        return known

    def of_sentence(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the pieces of each word; spaces are put where a text would have them.

        That is before all words but closing punctuation and what follows an opening mark.
        """
        before = ["", *words[:-1]]
        return [
            self.of(word, space=word not in CLOSING and last not in OPENING)
            for word, last in zip(words, before, strict=True)
        ]

    def _best_cut(self, text: str) -> list[int]:
        # score of the best cut up to here; start and id of its last piece
        best: list[tuple[float, int, int]] = [(0.0, 0, -1)]
        for end in range(1, len(text) + 1):
            found = best[end - 1][0] + self._worst, end - 1, self.unknown
            for start in range(max(0, end - self._longest), end):
                piece = text[start:end]
                score = self.scores.get(piece)
                if score is not None:
                    found = max(found, (best[start][0] + score, start, self._ids[piece]))
            best.append(found)
        ids: list[int] = []
        end = len(text)
        while end:
            _, start, number = best[end]
            if not (number == self.unknown and ids and ids[-1] == self.unknown):
                ids.append(number)
            end = start
        return ids[::-1]
