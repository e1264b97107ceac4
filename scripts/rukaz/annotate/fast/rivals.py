"""Two words that claim a place which a head has but once: its subject, or its object.

What Stanza does then (``resolve_head_constraint_violations``): each of the rivals in turn keeps its relation,
the others choose anew among heads and relations together, and the best of the trees that come of it is kept.
Otherwise than there: the choices are array operations, and the trees are found as in ``trees``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from stanza.models.depparse.head_constraints import DEPREL_TO_GROUP

from rukaz.annotate.fast.trees import Heads, Scores, best_trees

MOST_ROUNDS = 5
"""As in Stanza; a tree that needs more stays as it is then."""

Relations = NDArray[np.int64]


def places_of(relations: Sequence[str]) -> list[str | None]:
    """For each relation the place it fills, of those that a head has but once."""
    return [DEPREL_TO_GROUP.get(relation) for relation in relations]


def rivals(heads: Sequence[int], places: Sequence[str | None]) -> tuple[int, str, list[int]] | None:
    """The first head, place and words, counted from 1, that all claim it; None if there is no such place.

    Args:
        heads: of each word but the root.
        places: which it fills there.
    """
    claims: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for word, (head, place) in enumerate(zip(heads, places, strict=True), 1):
        if place is not None:
            claims[head][place].append(word)
    for head, of_head in claims.items():
        for place, words in of_head.items():
            if len(words) > 1:
                return head, place, words
    return None


@dataclass(slots=True)
class Dispute:
    """A sentence with rivals.

    Attributes:
        scores: (word, head), logarithms.
        labels: (word, head, relation), logarithms.
        places: for each relation, which place it fills.
        lost: the places that a word lost to a rival, by word and head.
    """

    scores: Scores
    labels: NDArray[np.float32]
    places: Sequence[str | None]
    lost: defaultdict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    def settle(self, heads: Heads) -> tuple[Heads, list[int]]:
        """The tree, and the number of the relation of each word but the root."""
        relations = self._relations(heads)
        for _ in range(MOST_ROUNDS):
            found = rivals(heads[1:].tolist(), [self.places[number] for number in relations])
            if found is None:
                break
            head, place, words = found
            best = None
            for winner in words:
                others = [word for word in words if word != winner]
                tree, labels, total = self._without(head, place, others)
                if best is None or total > best[0]:
                    best = (total, tree, labels, others)
            assert best is not None
            _, heads, relations, others = best
            for word in others:
                self.lost[word, head].add(place)
        return heads, relations

    def _without(self, head: int, place: str, words: Sequence[int]) -> tuple[Heads, list[int], np.float32]:
        """The best tree, its relations and their score, if ``words`` may not fill the place at ``head``."""
        trial = self.scores.copy()
        for word in words:
            labels = self.labels[word].max(1).astype(np.float64)
            for other in range(len(trial)):
                barred = self._barred(word, other) | ({place} if other == head else set())
                if barred:
                    labels[other] = self._best(word, other, barred)[1]
            trial[word] = self.scores[word] + labels
        (tree,) = best_trees([trial])
        relations = self._relations(tree)
        for word in words:
            if tree[word] == head:
                relations[word - 1] = self._best(word, head, self._barred(word, head) | {place})[0]
        return tree, relations, self._total(tree, relations)

    def _total(self, heads: Heads, relations: Sequence[int]) -> np.float32:
        words = np.arange(1, len(heads))
        # added up one by one, as Stanza does, so that the same tree wins
        total: np.float32 = sum(self.scores[words, heads[1:]] + self.labels[words, heads[1:], relations])
        return total

    def _relations(self, heads: Heads) -> list[int]:
        words = np.arange(1, len(heads))
        relations: list[int] = self.labels[words, heads[1:]].argmax(1).tolist()
        for word, head in self.lost:
            if heads[word] == head:
                relations[word - 1] = self._best(word, head, self.lost[word, head])[0]
        return relations

    def _barred(self, word: int, head: int) -> set[str]:
        return self.lost.get((word, head), set())

    def _best(self, word: int, head: int, barred: set[str]) -> tuple[int, np.float32]:
        """The best relation that fills none of the barred places, and its score."""
        free = [place not in barred for place in self.places]
        scores = np.where(free, self.labels[word, head], -np.inf)
        number = int(scores.argmax())
        return number, self.labels[word, head, number]
