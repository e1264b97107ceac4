"""A tagger and a parser of Stanza, whose scores are added to those of a joint model.

They have learned from other text and read words where the joint model reads pieces of them, so they err
elsewhere, and the sum of the logarithms of the probabilities is right more often than either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from rukaz.annotation.assemble import Tag
from rukaz.annotation.fast.layers import Linear
from rukaz.annotation.fast.maximum_spanning_tree import Heads, Scores
from rukaz.annotation.fast.parser import Parser, ScoredBatch
from rukaz.annotation.fast.tagger import Tagger
from rukaz.annotation.joint.inventory import Inventory

OF_TAGS, OF_ARCS = 0.5, 1.0
"""How much these scores count where those of the joint model count 1; chosen on held-out sentences."""

LEAST = 1e-4
"""Parts of speech that the joint model gives a smaller share are not asked about."""

UNKNOWN = -12.0  # the score of a relation that the parser does not know


class Ensemble:
    """A tagger and a parser beside a joint model.

    Args:
        pos, depparse: processors of Stanza.
        known: the tags and relations of the joint model.

    Raises:
        ValueError: a processor is built otherwise than :mod:`rukaz.annotation.fast` knows.
    """

    def __init__(self, pos: Any, depparse: Any, known: Inventory) -> None:
        if not (Tagger.fits(pos) and Parser.fits(depparse)):
            raise ValueError("the tagger or the parser beside it is of an unknown kind")
        self._tagger, self._parser = Tagger(pos), Parser(depparse)
        self._count = len(known.tags)
        self._tags = [self._tags_of(upos, known) for upos in known.upos]
        places = {relation: place for place, relation in enumerate(self._parser.relations)}
        self._places = [places.get(relation, len(places)) for relation in known.relations]

    def tags(self, sentences: Sequence[Sequence[str]], shares: Tensor) -> Tensor:
        """Scores of the tags of all words, (words, tags); ``-inf`` of those that are not asked about.

        Args:
            shares: (words, UPOS), what the joint model gives each part of speech.
        """
        scores, hidden = self._tagger.scores(sentences)
        scores = scores.log_softmax(1).cpu()
        found = torch.full((len(shares), self._count), -torch.inf)
        for share, (number, places, sums) in zip(shares.T, self._tags, strict=True):
            words = (share >= LEAST).nonzero()[:, 0]
            if len(words):
                features = sums(self._tagger.feature_scores(number, hidden[words.to(hidden.device)]))
                found[words[:, None], places] = OF_TAGS * (scores[words, number, None] + features)
        return found

    def arcs(
        self,
        sentences: Sequence[Sequence[str]],
        tags: Sequence[Sequence[Tag]],
        lemmas: Sequence[Sequence[str | None]],
    ) -> EnsembleArcs:
        """Scores of the arcs of tagged sentences."""
        return EnsembleArcs(self._parser, list(self._parser.scores(sentences, tags, lemmas)), self._places)

    def _tags_of(self, upos: str, known: Inventory) -> tuple[int, Tensor, Linear]:
        """The number of a UPOS, the places of its tags, and what adds up the features of each."""
        places = [place for place, tag in enumerate(known.tags) if tag[0] == upos]
        values = torch.zeros(len(places), self._tagger.values)
        for row, place in zip(values, places, strict=True):
            row[self._tagger.feature_columns(known.tags[place][1])] = 1
        return self._tagger.upos_number(upos), torch.tensor(places), Linear(values)


class EnsembleArcs:
    """Scores of arcs, and of the relations of those that are chosen.

    Attributes:
        tables: of each sentence, (word, head), the root being word 0.
    """

    def __init__(self, parser: Parser, scored: Sequence[ScoredBatch], places: Sequence[int]) -> None:
        self._parser, self._scored, self._places = parser, scored, places
        tables: dict[int, Scores] = {}
        for one in scored:
            tables.update(zip(one.batch.members, one.tables, strict=True))
        self.tables = [OF_ARCS * tables[number] for number in range(len(tables))]

    def relations(self, trees: Sequence[Heads]) -> Tensor:
        """Scores of the relations of all words, (words, relations).

        Args:
            trees: the heads of each sentence, the root being word 0.
        """
        rows: dict[int, Tensor] = {}
        for one in self._scored:
            chosen = [trees[member] for member in one.batch.members]
            scores = self._parser.relation_scores(one, chosen).log_softmax(1).cpu()
            scores = OF_ARCS * functional.pad(scores, (0, 1), value=UNKNOWN)[:, self._places]
            parts = torch.split(scores, [len(tree) - 1 for tree in chosen])
            rows.update(zip(one.batch.members, parts, strict=True))
        return torch.cat([rows[number] for number in range(len(rows))])
