"""What training makes small: the losses of all tasks of a batch."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from rukaz.annotation.joint.model import JointModel
from rukaz.annotation.joint.reading import Batch
from rukaz.train.transformer.examples import Targets
from rukaz.train.transformer.tags import IGNORED

TASKS: Mapping[str, float] = {"tags": 1.0, "arcs": 1.0, "relations": 1.0, "lemmas": 0.5, "names": 1.0}


def losses(model: JointModel, batch: Batch, targets: Targets, tag_sets: Tensor) -> dict[str, Tensor]:
    """Return the loss of each task, a mean over the words of the batch, weighted by `TASKS`.

    Args:
        tag_sets: (sets, tags), as `TagSets.table` gives them.
    """
    answers = model(batch)
    words = batch.words.present.sum()

    def mean(loss: Tensor, weights: Tensor) -> Tensor:
        return (loss * weights).sum() / words

    def chosen(scores: Tensor, right: Tensor) -> Tensor:
        return functional.cross_entropy(scores.float(), right, ignore_index=IGNORED, reduction="none")

    relations = model.relations_to(answers, targets.heads.clamp(min=0), batch.words)
    found = {
        "tags": mean(allowed_loss(answers.tags.float(), targets.tags, tag_sets), targets.tag_weights),
        "arcs": mean(chosen(answers.arcs, targets.heads), targets.tree_weights),
        "relations": mean(chosen(relations, targets.relations), targets.tree_weights),
        "lemmas": mean(chosen(model.lemmas(answers), targets.lemmas), targets.lemma_weights),
        "names": mean(chosen(answers.names, targets.names), targets.name_weights),
    }
    return {task: TASKS[task] * loss for task, loss in found.items()}


def allowed_loss(scores: Tensor, sets: Tensor, table: Tensor) -> Tensor:
    """Return the negative log probability that the tag is one of a set, for each word; 0 where ignored."""
    known = sets != IGNORED
    outside = ~table[sets.clamp(min=0)]
    inside = scores.masked_fill(outside, -1e9).logsumexp(-1)
    return torch.where(known, scores.logsumexp(-1) - inside, 0.0)
