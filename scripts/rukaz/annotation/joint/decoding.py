"""From the scores of a joint model to tags, lemmas, trees and names that fit together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.fast.maximum_spanning_tree import best_trees
from rukaz.annotation.fast.ner import best_paths, may_follow
from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.lemma_scripts import apply
from rukaz.annotation.joint.model import Answers, JointModel

NEVER = -1e9
ROOT = "root"


class Decoder:
    """Decides what the answers of a model mean."""

    def __init__(self, model: JointModel, known: Inventory) -> None:
        self._model = model
        self._known = known
        self._upos = torch.tensor([known.upos.index(upos) for upos, _ in known.tags])
        allowed = np.array([[may_follow(before, after) for after in LABELS] for before in LABELS])
        self._transitions = np.where(allowed, 0, NEVER).astype(np.float32)
        outside = LABELS.index("O")
        self._first, self._last = self._transitions[outside], self._transitions[:, outside]

    def analyses(self, answers: Answers, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Return the analysis of each word of the sentences of a batch."""
        lengths = [len(words) for words in sentences]
        tags = self._tags(answers.tags.float()).tolist()
        lemmas = answers.lemmas.argmax(-1).tolist()
        heads = self._heads(answers.arcs, lengths)
        relations = self._relations(answers, heads).tolist()
        names = self._names(answers.names.float(), lengths)
        found = []
        for row, words in enumerate(sentences):
            analyses = []
            for place, word in enumerate(words):
                upos, feats = self._known.tags[tags[row][place]]
                head = int(heads[row][place])
                analyses.append(
                    Analysis(
                        apply(self._known.lemmas[lemmas[row][place]], word),
                        upos,
                        None if feats == "_" else feats,
                        head,
                        self._known.relations[relations[row][place]] if head else ROOT,
                        LABELS[names[place, row]],
                    )
                )
            found.append(analyses)
        return found

    def _tags(self, scores: Tensor) -> Tensor:
        """The best tag of the part of speech whose tags are the most probable together."""
        count = len(self._known.upos)
        by_upos = torch.stack([scores[..., self._upos == upos].logsumexp(-1) for upos in range(count)], -1)
        other = self._upos != by_upos.argmax(-1)[..., None]
        return scores.masked_fill(other, NEVER).argmax(-1)

    def _heads(self, arcs: Tensor, lengths: Sequence[int]) -> list[NDArray[np.int64]]:
        tables = []
        for scores, words in zip(torch.log_softmax(arcs.float(), -1).numpy(), lengths, strict=True):
            table = np.zeros((words + 1, words + 1), np.float32)
            table[1:] = scores[:words, : words + 1]
            np.fill_diagonal(table, -np.inf)
            tables.append(table)
        return [heads[1:] for heads in best_trees(tables)]

    def _relations(self, answers: Answers, heads: Sequence[NDArray[np.int64]]) -> Tensor:
        governors = torch.zeros(answers.dependents.shape[:2], dtype=torch.long)
        for row, found in zip(governors, heads, strict=True):
            row[: len(found)] = torch.from_numpy(found)
        scores = self._model.relations_to(answers, governors).float()
        scores[..., self._known.relations.index(ROOT)] = NEVER
        return scores.argmax(-1)

    def _names(self, scores: Tensor, lengths: Sequence[int]) -> NDArray[np.int64]:
        """The best labels, (word, sentence), of which every name begins and ends."""
        steps = torch.log_softmax(scores, -1).transpose(0, 1).numpy().copy()
        places = np.array(lengths)
        steps[0] += self._first
        steps[places - 1, np.arange(len(lengths))] += self._last
        return best_paths(steps, self._transitions, np.arange(len(steps))[:, None] < places)
