"""From the scores of a joint model to tags, lemmas, trees and names that fit together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.fast.maximum_spanning_tree import best_trees
from rukaz.annotation.fast.ner import best_paths, may_follow
from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.lemma_scripts import apply
from rukaz.annotation.joint.model import NEVER, Answers, JointModel
from rukaz.annotation.joint.reading import Layout, Numbers

ROOT = "root"


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
        self._of_upos = functional.one_hot(self._upos, len(known.upos)).float()
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
        heads = self._heads(answers.arcs, lengths)
        forms = list(chain.from_iterable(sentences))
        rows = zip(
            self._lemmas(answers, forms),
            [self._tag_names[number] for number in self._tags(answers.tags)[: len(forms)].tolist()],
            heads.tolist(),
            self._relations(answers, heads, layout)[: len(forms)].tolist(),
            self._names(answers.names, layout, lengths).tolist(),
            strict=True,
        )
        relations = self._known.relations
        found = iter(
            Analysis(lemma, upos, feats, head, relations[relation] if head else ROOT, LABELS[name])
            for lemma, (upos, feats), head, relation, name in rows
        )
        return [list(islice(found, length)) for length in lengths]

    def _lemmas(self, answers: Answers, forms: Sequence[str]) -> list[str]:
        if not self._says_lemmas:
            return [""] * len(forms)
        scripts = self._model.lemmas(answers).argmax(-1)[: len(forms)].tolist()
        return [apply(self._known.lemmas[number], form) for number, form in zip(scripts, forms, strict=True)]

    def _tags(self, scores: Tensor) -> Tensor:
        """The best tag of the part of speech whose tags are the most probable together, (M,)."""
        scores = scores.float()
        best = (scores.softmax(-1) @ self._of_upos).argmax(-1)
        return scores.masked_fill(self._upos != best[:, None], NEVER).argmax(-1)

    def _heads(self, arcs: Tensor, lengths: Sequence[int]) -> Numbers:
        """The heads of the words of all sentences, one after the other."""
        scores = torch.log_softmax(arcs.float(), -1).numpy()
        tables, start = [], 0
        for words in lengths:
            table = np.zeros((words + 1, words + 1), np.float32)
            table[1:] = scores[start : start + words, : words + 1]
            np.fill_diagonal(table, -np.inf)
            tables.append(table)
            start += words
        return np.concatenate([heads[1:] for heads in best_trees(tables)])

    def _relations(self, answers: Answers, heads: Numbers, layout: Layout) -> Tensor:
        governors = torch.zeros(len(answers.words), dtype=torch.long)
        governors[: len(heads)] = torch.from_numpy(heads)
        scores = self._model.relations_to(answers, governors, layout).float()
        scores[:, self._known.relations.index(ROOT)] = NEVER
        return scores.argmax(-1)

    def _names(self, scores: Tensor, layout: Layout, lengths: Sequence[int]) -> Numbers:
        """The best labels of the words of all sentences, of which every name begins and ends."""
        rows = torch.log_softmax(scores.float(), -1)
        steps = rows[layout.slots].transpose(0, 1).numpy().copy()
        places = np.array(lengths)
        steps[0] += self._first
        steps[places - 1, np.arange(len(lengths))] += self._last
        inside = layout.present.numpy()
        found: Numbers = best_paths(steps, self._transitions, inside.T).T[inside]
        return found
