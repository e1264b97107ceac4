"""Two words that claim a place which a head has but once: its subject, or its object.

What Stanza does then (``resolve_head_constraint_violations``): each of the two in turn keeps its relation,
the others choose anew among heads and relations together, and the best of the trees that come of it is kept.
Otherwise than there: relations are scored only for the words concerned; the choices are array operations, and
the trees are found as in ``maximum_spanning_tree``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from stanza.models.depparse.head_constraints import DEPREL_TO_GROUP

from rukaz.annotation.fast.maximum_spanning_tree import Heads, Scores, best_trees

MOST_ROUNDS = 5
"""As in Stanza; a tree that needs more stays as it is then."""


def places_of(relations: Sequence[str]) -> list[str | None]:
    """For each relation the place it fills, of those that a head has but once."""
    return [DEPREL_TO_GROUP.get(relation) for relation in relations]


def constraint_violation(
    heads: Sequence[int], places: Sequence[str | None]
) -> tuple[int, str, list[int]] | None:
    """The first head, place and words, counted from 1, that all claim it; None if there is no such place.

    Args:
        heads: of each word but the root.
        places: which it fills there.
    """
    claimed = [claim for claim in zip(heads, places, strict=True) if claim[1] is not None]
    if len(set(claimed)) == len(claimed):
        return None
    claims: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for word, (head, place) in enumerate(zip(heads, places, strict=True), 1):
        if place is not None:
            claims[head][place].append(word)
    for head, of_head in claims.items():
        for place, words in of_head.items():
            if len(words) > 1:
                return head, place, words
    return None


class Labels:
    """Logarithms of the relations of arcs of a sentence, computed where they are asked for.

    Args:
        tree: heads of the words.
        arcs: (word but the root, relation) of the arcs of the tree.
        of_words: computes (word, head, relation) of some words.
    """

    def __init__(
        self, tree: Heads, arcs: Scores, of_words: Callable[[Sequence[int]], NDArray[np.float32]]
    ) -> None:
        self._tree, self._arcs, self._of_words = tree, arcs, of_words
        self._known: dict[int, NDArray[np.float32]] = {}

    def of_tree(self, heads: Heads) -> Scores:
        """(word but the root, relation) of the arcs of another tree."""
        labels = self._arcs.copy()
        for word in np.flatnonzero(heads != self._tree).tolist():
            labels[word - 1] = self.of_word(word)[heads[word]]
        return labels

    def of_word(self, word: int) -> Scores:
        """(head, relation) of the arcs that a word may have."""
        self.compute([word])
        return self._known[word]

    def compute(self, words: Sequence[int]) -> None:
        """Compute together what of these words is to be asked for."""
        new = [word for word in words if word not in self._known]
        if new:
            self._known.update(zip(new, self._of_words(new), strict=True))


@dataclass(slots=True)
class ViolationResolver:
    """A sentence in which two words claim one place.

    Attributes:
        scores: (word, head), logarithms.
        labels: of the arcs of the sentence.
        places: for each relation, which place it fills.
        lost: the places that a word lost to a rival, by word and head.
    """

    scores: Scores
    labels: Labels
    places: Sequence[str | None]
    lost: defaultdict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))

    def validate_and_repair(self, heads: Heads) -> tuple[Heads, list[int]]:
        """The tree, and the number of the relation of each word but the root."""
        relations = self._relations(heads, self.labels.of_tree(heads))
        for _ in range(MOST_ROUNDS):
            found = constraint_violation(heads[1:].tolist(), [self.places[number] for number in relations])
            if found is None:
                break
            head, place, words = found
            self.labels.compute(words)
            losers = [[word for word in words if word != winner] for winner in words]
            trees = best_trees([self._without(head, place, others) for others in losers])
            outcomes = [
                self._outcome(tree, head, place, others) for tree, others in zip(trees, losers, strict=True)
            ]
            best = max(range(len(words)), key=lambda number: outcomes[number][1])
            heads, relations = trees[best], outcomes[best][0]
            for word in losers[best]:
                self.lost[word, head].add(place)
        return heads, relations

    def _without(self, head: int, place: str, words: Sequence[int]) -> Scores:
        """Scores (word, head), arcs and relations together for ``words``, which may not fill the place."""
        trial = self.scores.copy()
        for word in words:
            labels = self.labels.of_word(word).max(1).astype(np.float64)
            for other in {head, *(other for loser, other in self.lost if loser == word)}:
                barred = self._barred(word, other) | ({place} if other == head else set())
                labels[other] = self._best(word, other, barred)[1]
            trial[word] = self.scores[word] + labels
        return trial

    def _outcome(
        self, tree: Heads, head: int, place: str, words: Sequence[int]
    ) -> tuple[list[int], np.float32]:
        """The relations of a tree in which ``words`` may not fill the place at ``head``, and their score."""
        labels = self.labels.of_tree(tree)
        relations = self._relations(tree, labels)
        for word in words:
            if tree[word] == head:
                relations[word - 1] = self._best(word, head, self._barred(word, head) | {place})[0]
        places = np.arange(len(relations))
        # added up one by one, as Stanza does, so that the same tree wins
        total = (self.scores[places + 1, tree[1:]] + labels[places, relations]).cumsum()[-1]
        return relations, total

    def _relations(self, heads: Heads, labels: Scores) -> list[int]:
        relations: list[int] = labels.argmax(1).tolist()
        for word, head in self.lost:
            if heads[word] == head:
                relations[word - 1] = self._best(word, head, self.lost[word, head])[0]
        return relations

    def _barred(self, word: int, head: int) -> set[str]:
        return self.lost.get((word, head), set())

    def _best(self, word: int, head: int, barred: set[str]) -> tuple[int, np.float32]:
        """The best relation that fills none of the barred places, and its score."""
        free = [place not in barred for place in self.places]
        labels = self.labels.of_word(word)[head]
        number = int(np.where(free, labels, -np.inf).argmax())
        return number, labels[number]
