"""From the scores of a joint model to tags, lemmas, trees and names that fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rukaz.annotation.assemble import Analysis, Scores, Tag
from rukaz.annotation.fast.lemmatizer import Lemmatizer
from rukaz.annotation.fast.maximum_spanning_tree import Scores as Table
from rukaz.annotation.fast.maximum_spanning_tree import best_trees
from rukaz.annotation.fast.ner import best_paths, may_follow
from rukaz.annotation.joint.ensemble import OF_ARCS, OF_TAGS, Ensemble
from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.lemma_scripts import apply
from rukaz.annotation.joint.model import NEVER, Answers, JointModel, single
from rukaz.annotation.joint.reading import Layout, Numbers

ROOT = "root"
LEAST = 1e-30
"""Shares below it count as this."""

DOUBT = 3.0
"""What the log odds of an answer lose if the ensemble is not sure of it; twice if it prefers another."""

SURE = 0.9
"""The ensemble is sure of an answer to which it gives this share or more."""

Item = TypeVar("Item")

Odds = list[float]
"""How sure the model is of an answer to each word, as in `Scores`."""


class Answered(NamedTuple):
    """The answers of a model to the sentences of one batch.

    Attributes:
        lengths: of the sentences, in words.
    """

    answers: Answers
    layout: Layout
    lengths: list[int]

    @property
    def total(self) -> int:
        """Words of all sentences; what follows them is padding."""
        return sum(self.lengths)


class Decoder:
    """Decides what the answers of a model mean.

    Args:
        lemmatizer: who says lemmas instead of the model.
        ensemble: whose scores are added to those of tags and trees.
    """

    def __init__(
        self,
        model: JointModel,
        known: Inventory,
        lemmatizer: Lemmatizer | None = None,
        ensemble: Ensemble | None = None,
    ) -> None:
        self._model = model
        self._known = known
        self._lemmatizer = lemmatizer
        self._ensemble = ensemble
        self._upos = torch.tensor([known.upos.index(upos) for upos, _ in known.tags])
        universal = [relation.partition(":")[0] for relation in known.relations]
        self._universal = torch.tensor([universal.index(relation) for relation in universal])
        self._tag_names = [Tag(upos, None, None if feats == "_" else feats) for upos, feats in known.tags]
        allowed = np.array([[may_follow(before, after) for after in LABELS] for before in LABELS])
        self._transitions = np.where(allowed, 0, NEVER).astype(np.float32)
        outside = LABELS.index("O")
        self._first, self._last = self._transitions[outside], self._transitions[:, outside]

    def analyses(
        self, answered: Sequence[Answered], sentences: Sequence[Sequence[str]]
    ) -> list[list[Analysis]]:
        """Return the analysis of each word of the sentences of some batches, in their order."""
        lengths = [len(words) for words in sentences]
        numbers, of_upos, of_tags = self._tags(answered, sentences)
        tags = _divided([self._tag_names[number] for number in numbers], lengths)
        lemmas = self._lemmas(answered, sentences, tags)
        heads, of_heads, relations, of_relations = self._trees(answered, sentences, tags, lemmas)
        names, of_names = zip(*map(self._names, answered), strict=True)
        rows = zip(_flat(lemmas), _flat(tags), heads, relations, _flat(names), strict=True)
        scores = zip(of_upos, of_tags, of_heads, of_relations, _flat(of_names), strict=True)
        known = self._known.relations
        found = [
            Analysis(
                lemma or "_",
                tag.upos or "X",
                tag.feats,
                head,
                known[relation] if head else ROOT,
                LABELS[name],
                Scores(upos, feats, arc, label if head else arc, ner),
            )
            for (lemma, tag, head, relation, name), (upos, feats, arc, label, ner) in zip(
                rows, scores, strict=True
            )
        ]
        return _divided(found, lengths)

    def _tags(
        self, answered: Sequence[Answered], sentences: Sequence[Sequence[str]]
    ) -> tuple[list[int], Odds, Odds]:
        """The best tags of those parts of speech whose tags are the most probable together."""
        shares = [one.answers.tags[: one.total].double().softmax(-1) for one in answered]
        of_upos = [_summed(part, self._upos) for part in shares]
        others: Sequence[Tensor | None] = [None] * len(answered)
        if self._ensemble is not None:
            scores = self._ensemble.tags(sentences, torch.cat(of_upos))
            others = torch.split(scores, [one.total for one in answered])
        tags, of_each, of_whole = zip(*map(self._tags_of_batch, shares, of_upos, others), strict=True)
        return _flat(tags), _flat(of_each), _flat(of_whole)

    def _tags_of_batch(
        self, shares: Tensor, of_upos: Tensor, others: Tensor | None
    ) -> tuple[list[int], Odds, Odds]:
        """The tags of the words of one batch.

        Args:
            shares: of the tags, (words, tags).
            of_upos: of the parts of speech, (words, UPOS).
            others: scores of the ensemble, (words, tags).
        """
        if others is None:
            upos, tags = self._best_tags(shares, of_upos)
            return tags.tolist(), _log_odds(of_upos, upos), _log_odds(shares, tags)
        both = (shares.log() + others).softmax(-1)
        upos, tags = self._best_tags(both, _summed(both, self._upos))
        theirs = (others / OF_TAGS).softmax(-1)
        doubts = _doubts(_summed(theirs, self._upos), upos), _doubts(theirs, tags)
        return tags.tolist(), _log_odds(of_upos, upos, doubts[0]), _log_odds(shares, tags, doubts[1])

    def _best_tags(self, shares: Tensor, of_upos: Tensor) -> tuple[Tensor, Tensor]:
        """The best part of speech of each word, and the best of its tags."""
        upos = of_upos.argmax(-1)
        return upos, shares.masked_fill(self._upos != upos[:, None], -1).argmax(-1)

    def _lemmas(
        self,
        answered: Sequence[Answered],
        sentences: Sequence[Sequence[str]],
        tags: Sequence[Sequence[Tag]],
    ) -> Sequence[Sequence[str | None]]:
        if self._lemmatizer is not None:
            return self._lemmatizer.lemmas(sentences, tags)
        scripts = chain.from_iterable(
            self._model.lemmas(one.answers).argmax(-1)[: one.total].tolist() for one in answered
        )
        known = self._known.lemmas
        return [[apply(known[next(scripts)], form) for form in words] for words in sentences]

    def _trees(
        self,
        answered: Sequence[Answered],
        sentences: Sequence[Sequence[str]],
        tags: Sequence[Sequence[Tag]],
        lemmas: Sequence[Sequence[str | None]],
    ) -> tuple[list[int], Odds, list[int], Odds]:
        """The heads of the words of all sentences, one after the other, and the relations to them."""
        counts = [one.total for one in answered]
        arcs = [torch.log_softmax(one.answers.arcs[: one.total], -1) for one in answered]
        tables = [table for one, scores in zip(answered, arcs, strict=True) for table in _tables(one, scores)]
        others: Sequence[Tensor | None] = [None] * len(answered)
        doubts: Sequence[Tensor | None] = others
        if self._ensemble is None:
            trees = best_trees(tables)
        else:
            theirs = self._ensemble.arcs(sentences, tags, lemmas)
            trees = best_trees([mine + other for mine, other in zip(tables, theirs.tables, strict=True)])
            others = torch.split(theirs.relations(trees), counts)
            found = [
                _doubts((torch.from_numpy(table[1:]) / OF_ARCS).softmax(-1), torch.from_numpy(tree[1:]))
                for table, tree in zip(theirs.tables, trees, strict=True)
            ]
            doubts = torch.split(torch.cat(found), counts)
        flat = torch.from_numpy(np.concatenate([tree[1:] for tree in trees]))
        heads = torch.split(flat, counts)
        of_heads = map(_log_odds, (scores.exp() for scores in arcs), heads, doubts)
        relations, of_relations = zip(*map(self._relations, answered, heads, others), strict=True)
        return flat.tolist(), _flat(of_heads), _flat(relations), _flat(of_relations)

    def _relations(self, one: Answered, heads: Tensor, others: Tensor | None) -> tuple[list[int], Odds]:
        """The relations of the words of one batch to their heads.

        Args:
            others: scores of the ensemble, (words, relations).
        """
        governors = functional.pad(heads, (0, len(one.answers.words) - len(heads)))
        scores = single(self._model.relations_to(one.answers, governors, one.layout)[: len(heads)])
        scores[:, self._known.relations.index(ROOT)] = NEVER
        shares = scores.softmax(-1)
        best, doubts = shares.argmax(-1), None
        if others is not None:
            best = (scores.log_softmax(-1) + others).argmax(-1)
            theirs = (others / OF_ARCS).softmax(-1)
            doubts = _doubts(_summed(theirs, self._universal), self._universal[best])
        odds = _log_odds(_summed(shares, self._universal), self._universal[best], doubts)
        return best.tolist(), odds

    def _names(self, one: Answered) -> tuple[list[int], Odds]:
        """The best labels of the words of one batch, of which every name begins and ends."""
        rows = torch.log_softmax(one.answers.names.double(), -1)
        steps = rows.float()[one.layout.slots].transpose(0, 1).numpy().copy()
        places = np.array(one.lengths)
        steps[0] += self._first
        steps[places - 1, np.arange(len(places))] += self._last
        inside = one.layout.present.numpy()
        found: Numbers = best_paths(steps, self._transitions, inside.T).T[inside]
        return found.tolist(), _log_odds(rows[: len(found)].exp(), torch.from_numpy(found))


def _tables(one: Answered, scores: Tensor) -> Iterator[Table]:
    """The scores of the arcs of each sentence of a batch, (word, head), the root being word 0."""
    rows, start = scores.float().numpy(), 0
    for words in one.lengths:
        table = np.zeros((words + 1, words + 1), np.float32)
        table[1:] = rows[start : start + words, : words + 1]
        np.fill_diagonal(table, -np.inf)
        yield table
        start += words


def _divided(items: Iterable[Item], lengths: Sequence[int]) -> list[list[Item]]:
    """The items of all words by sentence."""
    rest = iter(items)
    return [list(islice(rest, length)) for length in lengths]


def _flat(parts: Iterable[Iterable[Item]]) -> list[Item]:
    """What there is of all batches, one after the other."""
    return list(chain.from_iterable(parts))


def _summed(shares: Tensor, groups: Tensor) -> Tensor:
    """The shares, (N, answers), of each group of answers together, (N, groups)."""
    return shares.new_zeros(len(shares), int(groups.max()) + 1).index_add_(1, groups, shares)


def _doubts(shares: Tensor, chosen: Tensor) -> Tensor:
    """How much the ensemble doubts the chosen answers, (N,): 0, 1 or 2, in steps wider than its last bits.

    Args:
        shares: that the ensemble alone gives the answers, (N, answers).
    """
    unsure = shares.gather(1, chosen[:, None])[:, 0] < SURE
    return unsure.long() + (shares.argmax(-1) != chosen)


def _log_odds(shares: Tensor, chosen: Tensor, doubts: Tensor | None = None) -> Odds:
    """How much more probable the chosen answers, (N,), are than the others together.

    Args:
        shares: of the joint model alone, (N, answers): the ensemble's differ in the last bit by processor.
        doubts: (N,), of the ensemble.
    """
    column = chosen[:, None]
    others = shares.scatter(1, column, 0).sum(-1)
    odds = (shares.gather(1, column)[:, 0].clamp(min=LEAST) / others.clamp(min=LEAST)).log()
    if doubts is not None:
        odds = odds - DOUBT * doubts
    found: Odds = odds.tolist()
    return found
