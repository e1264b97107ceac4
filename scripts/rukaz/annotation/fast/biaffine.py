"""Stanza's biaffine scorers (``DeepBiaffineScorer``) of a word with its head, by plain matrix products.

Otherwise than there: relations are scored for chosen arcs alone, and the product with a head is computed once
for all its dependents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from rukaz.annotation.fast.layers import Linear

_HEADS_AT_ONCE = 32  # what is computed of a head is thousands of numbers wide, and read at once


class Arcs:
    """Scores of all pairs of words of a sentence."""

    def __init__(self, scorer: Any) -> None:
        self._views = _views(scorer)
        bilinear = scorer.scorer.W_bilin
        self._half = _half(bilinear.weight.detach().permute(2, 1, 0), bilinear.bias)

    def scores(self, states: Tensor, lengths: Sequence[int]) -> list[Tensor]:
        """Scores (dependent, head) of each sentence of a batch with these states (step, sentence, value)."""
        dependents, heads = (view(states.flatten(0, 1)) for view in self._views)
        halves = self._half(dependents).view(*states.shape[:2], -1)
        heads = _with_one(heads).view(halves.shape)
        return [
            halves[:length, place].contiguous() @ heads[:length, place].contiguous().T
            for place, length in enumerate(lengths)
        ]


class Relations:
    """Scores of the relations of some arcs between words.

    Args:
        states: of all words (word, value).
    """

    def __init__(self, scorer: Any) -> None:
        self._views = _views(scorer)
        bilinear = scorer.scorer.W_bilin
        weight = bilinear.weight.detach().permute(2, 0, 1)
        self._of_heads = _half(weight, bilinear.bias)
        self._of_dependents = _half(weight.transpose(1, 2), bilinear.bias)
        self._shape = weight.shape[:2]

    def views(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Words (word, value) as dependents and as heads."""
        dependents, heads = (view(states) for view in self._views)
        return dependents, heads

    def of_arcs(self, views: tuple[Tensor, Tensor], dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores (arc, relation) of arcs between words of these numbers."""
        distinct, which, counts = torch.unique(heads, return_inverse=True, return_counts=True)
        order = which.argsort()
        groups = torch.split(order, [int(some.sum()) for some in torch.split(counts, _HEADS_AT_ONCE)])
        seen, parts = _with_one(views[0][dependents]), []
        for some, arcs in zip(torch.split(distinct, _HEADS_AT_ONCE), groups, strict=True):
            halves = self._of_heads(views[1][some]).view(-1, *self._shape)
            own = halves[which[arcs] % _HEADS_AT_ONCE]
            parts.append(own.mul_(seen[arcs].unsqueeze(1)).sum(2))
        return torch.cat(parts)[order.argsort()]

    def of_words(self, views: tuple[Tensor, Tensor]) -> Tensor:
        """Scores (dependent, head, relation) of all arcs between the words of the two views."""
        halves = self._of_dependents(views[0]).view(-1, *self._shape)
        return (halves @ _with_one(views[1]).T).transpose(1, 2)


def _views(scorer: Any) -> list[Linear]:
    """The layers through which words are seen as dependents and as heads."""
    return [Linear.of(layer, then="relu") for layer in (scorer.W1, scorer.W2)]


def _half(weight: Tensor, bias: Tensor) -> Linear:
    """The product with one side of an arc.

    Args:
        weight: (relation, value of the other side, value of this side); the last of the values are for ones.
        bias: (relation).
    """
    added = weight[..., -1].clone()
    added[:, -1] += bias.detach()
    return Linear(weight[..., :-1].flatten(0, 1), added.flatten())


def _with_one(rows: Tensor) -> Tensor:
    return torch.cat((rows, rows.new_ones(len(rows), 1)), 1)
