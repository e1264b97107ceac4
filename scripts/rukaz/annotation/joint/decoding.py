"""From the scores of a joint model to tags, lemmas, trees and names that fit together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice

import numpy as np
import torch
from torch import Tensor

from rukaz.annotation.assemble import Analysis, Scores
from rukaz.annotation.fast.maximum_spanning_tree import best_trees
from rukaz.annotation.fast.ner import best_paths, may_follow
from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.lemma_scripts import apply
from rukaz.annotation.joint.model import NEVER, Answers, JointModel, single
from rukaz.annotation.joint.reading import Layout, Numbers

ROOT = "root"
LEAST = 1e-30
"""Shares below it count as this."""

Odds = list[float]
"""How sure the model is of an answer to each word, as in `Scores`."""


class Decoder:
    """Decides what the answers of a model mean.

    Args:
        lemmas: whether to say lemmas; else they are empty.
    """

    def __init__(self, model: JointModel, known: Inventory, *, lemmas: bool = True) -> None:
        self._model = model
        self._known = known
        self._says_lemmas = lemmas
        self._upos = torch.tensor([known.upos.index(upos) for upos, _ in known.tags])
        universal = [relation.partition(":")[0] for relation in known.relations]
        self._universal = torch.tensor([universal.index(relation) for relation in universal])
        self._tag_names = [(upos, None if feats == "_" else feats) for upos, feats in known.tags]
        allowed = np.array([[may_follow(before, after) for after in LABELS] for before in LABELS])
        self._transitions = np.where(allowed, 0, NEVER).astype(np.float32)
        outside = LABELS.index("O")
        self._first, self._last = self._transitions[outside], self._transitions[:, outside]

    def analyses(
        self, answers: Answers, layout: Layout, sentences: Sequence[Sequence[str]]
    ) -> list[list[Analysis]]:
        """Return the analysis of each word of the sentences of a batch.

        Args:
            layout: of the words.
        """
        lengths = [len(words) for words in sentences]
        forms = list(chain.from_iterable(sentences))
        count = len(forms)
        tags, of_upos, of_tags = self._tags(answers.tags[:count])
        heads, of_heads = self._heads(answers.arcs[:count], lengths)
        relations, of_relations = self._relations(answers, heads, layout)
        names, of_names = self._names(answers.names, layout, lengths)
        rows = zip(self._lemmas(answers, forms), tags, heads.tolist(), relations, names, strict=True)
        scores = zip(of_upos, of_tags, of_heads, of_relations, of_names, strict=True)
        known = self._known.relations
        found = (
            Analysis(
                lemma,
                *self._tag_names[tag],
                head,
                known[relation] if head else ROOT,
                LABELS[name],
                Scores(upos, feats, arc, label if head else arc, ner),
            )
            for (lemma, tag, head, relation, name), (upos, feats, arc, label, ner) in zip(
                rows, scores, strict=True
            )
        )
        return [list(islice(found, length)) for length in lengths]

    def _lemmas(self, answers: Answers, forms: Sequence[str]) -> list[str]:
        if not self._says_lemmas:
            return [""] * len(forms)
        scripts = self._model.lemmas(answers).argmax(-1)[: len(forms)].tolist()
        return [apply(self._known.lemmas[number], form) for number, form in zip(scripts, forms, strict=True)]

    def _tags(self, scores: Tensor) -> tuple[list[int], Odds, Odds]:
        """The best tags of those parts of speech whose tags are the most probable together."""
        shares = scores.double().softmax(-1)
        by_upos = _summed(shares, self._upos)
        upos = by_upos.argmax(-1)
        tags = shares.masked_fill(self._upos != upos[:, None], -1).argmax(-1)
        return tags.tolist(), _log_odds(by_upos, upos), _log_odds(shares, tags)

    def _heads(self, arcs: Tensor, lengths: Sequence[int]) -> tuple[Numbers, Odds]:
        """The heads of the words of all sentences, one after the other."""
        scores = torch.log_softmax(arcs, -1)
        table_of = scores.float().numpy()
        tables, start = [], 0
        for words in lengths:
            table = np.zeros((words + 1, words + 1), np.float32)
            table[1:] = table_of[start : start + words, : words + 1]
            np.fill_diagonal(table, -np.inf)
            tables.append(table)
            start += words
        heads = np.concatenate([found[1:] for found in best_trees(tables)])
        return heads, _log_odds(scores.exp(), torch.from_numpy(heads))

    def _relations(self, answers: Answers, heads: Numbers, layout: Layout) -> tuple[list[int], Odds]:
        governors = torch.zeros(len(answers.words), dtype=torch.long)
        governors[: len(heads)] = torch.from_numpy(heads)
        scores = single(self._model.relations_to(answers, governors, layout)[: len(heads)])
        scores[:, self._known.relations.index(ROOT)] = NEVER
        shares = scores.softmax(-1)
        best = shares.argmax(-1)
        return best.tolist(), _log_odds(_summed(shares, self._universal), self._universal[best])

    def _names(self, scores: Tensor, layout: Layout, lengths: Sequence[int]) -> tuple[list[int], Odds]:
        """The best labels of the words of all sentences, of which every name begins and ends."""
        rows = torch.log_softmax(scores.double(), -1)
        steps = rows.float()[layout.slots].transpose(0, 1).numpy().copy()
        places = np.array(lengths)
        steps[0] += self._first
        steps[places - 1, np.arange(len(lengths))] += self._last
        inside = layout.present.numpy()
        found: Numbers = best_paths(steps, self._transitions, inside.T).T[inside]
        return found.tolist(), _log_odds(rows[: len(found)].exp(), torch.from_numpy(found))


def _summed(shares: Tensor, groups: Tensor) -> Tensor:
    """The shares, (N, answers), of each group of answers together, (N, groups)."""
    return shares.new_zeros(len(shares), int(groups.max()) + 1).index_add_(1, groups, shares)


def _log_odds(shares: Tensor, chosen: Tensor) -> Odds:
    """How much more probable the chosen answers, (N,), are than the others together; shares: (N, answers)."""
    column = chosen[:, None]
    others = shares.scatter(1, column, 0).sum(-1)
    odds: Odds = (shares.gather(1, column)[:, 0].clamp(min=LEAST) / others.clamp(min=LEAST)).log().tolist()
    return odds
