"""The joint model: one encoder, a look at the letters of each word, and a head for each task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from rukaz.annotation.joint.encoder import Dropout, Encoder
from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.reading import FIRST_LETTERS, LAST_LETTERS, Batch

MIXED_LAYERS = 6


@dataclass(frozen=True)
class Shape:
    """Numbers of states of what stands upon the encoder."""

    letters: int = 192
    source: int = 24
    tags: int = 384
    lemmas: int = 256
    names: int = 256
    arcs: int = 384
    relations: int = 128


class Answers(NamedTuple):
    """Scores, not normalised; H is W + 1, for the root before the first word."""

    tags: Tensor  # (S, W, tags)
    lemmas: Tensor  # (S, W, scripts)
    names: Tensor  # (S, W, labels)
    arcs: Tensor  # (S, W, H)
    dependents: Tensor  # (S, W, relation_states)
    governors: Tensor  # (S, H, relation_states)


class Letters(nn.Module):
    """The first and the last letters of a word, each at its place."""

    def __init__(self, letters: int, states: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(letters, 32, padding_idx=0)
        self.near = nn.Conv1d(32, 64, 3, padding=1)
        self.first = nn.Linear(FIRST_LETTERS * 32, states)
        self.last = nn.Linear(LAST_LETTERS * 64, states)

    def forward(self, letters: Tensor) -> Tensor:
        """Return a vector of each word, (..., states)."""
        embedded = self.embed(letters.flatten(0, -2))
        first = embedded[:, :FIRST_LETTERS].flatten(1)
        last = functional.gelu(self.near(embedded[:, FIRST_LETTERS:].transpose(1, 2))).flatten(1)
        states = functional.gelu(self.first(first) + self.last(last))
        return states.view(*letters.shape[:-1], -1)


class TagScores(nn.Module):
    """Scores of whole tags, each the sum of those of its parts and of its own.

    Args:
        parts: those of each tag.
    """

    def __init__(self, states: int, parts: Sequence[Sequence[int]]) -> None:
        super().__init__()
        kinds = 1 + max(part for row in parts for part in row)
        table = torch.zeros(len(parts), kinds)
        for row, numbers in zip(table, parts, strict=True):
            row[list(numbers)] = 1
        self.parts: Tensor
        self.register_buffer("parts", table)
        self.of_parts = nn.Parameter(torch.randn(kinds, states) * 0.02)
        self.of_tags = nn.Parameter(torch.zeros(len(parts), states))
        self.bias = nn.Parameter(torch.zeros(len(parts)))

    def forward(self, states: Tensor) -> Tensor:
        """Return (..., tags)."""
        weights = self.parts @ self.of_parts + self.of_tags
        return functional.linear(states, weights, self.bias)


class JointModel(nn.Module):
    """Tags, lemmas, names and trees of sentences.

    Attributes:
        dictionary: from the letters of a word to its tags out of context; training alone asks for it.
    """

    def __init__(
        self, encoder: Encoder, known: Inventory, shape: Shape = Shape(), dropout: float = 0.25
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.mix = nn.Parameter(torch.zeros(min(MIXED_LAYERS, encoder.sizes.layers)))
        self.letters = Letters(len(known.letters) + 2, shape.letters)
        self.source = nn.Embedding(len(known.sources), shape.source)
        size = encoder.sizes.hidden + shape.letters + shape.source
        self.root = nn.Parameter(torch.randn(size) * 0.02)
        self.dropout = Dropout(dropout)
        self.tag_states = nn.Linear(size, shape.tags)
        self.tag_scores = TagScores(shape.tags, known.parts_of_tags())
        self.lemma_states = nn.Linear(size, shape.lemmas)
        self.lemma_scores = nn.Linear(shape.lemmas, len(known.lemmas))
        self.name_states = nn.Linear(size - shape.source, shape.names)  # names have one convention
        self.name_scores = nn.Linear(shape.names, len(LABELS))
        self.arc_dependent = nn.Linear(size, shape.arcs)
        self.arc_governor = nn.Linear(size, shape.arcs)
        self.arc = nn.Parameter(torch.empty(shape.arcs + 1, shape.arcs))
        self.relation_dependent = nn.Linear(size, shape.relations)
        self.relation_governor = nn.Linear(size, shape.relations)
        self.relation = nn.Parameter(
            torch.empty(len(known.relations), shape.relations + 1, shape.relations + 1)
        )
        self.dictionary = nn.Linear(shape.letters, len(known.tags))
        nn.init.xavier_uniform_(self.arc)
        nn.init.xavier_uniform_(self.relation)

    def forward(self, batch: Batch) -> Answers:
        """Return the scores of all tasks but the relations."""
        words = self.dropout(self.read(batch))
        count = len(words)
        governors = torch.cat([self.root.expand(count, 1, -1), words], 1)
        dependent = self._states(self.arc_dependent, words)
        ones = dependent.new_ones(*dependent.shape[:2], 1)
        governor = self._states(self.arc_governor, governors)
        arcs = torch.cat([dependent, ones], -1) @ self.arc @ governor.transpose(1, 2)
        there = functional.pad(batch.words, (1, 0), value=True)
        return Answers(
            self.tag_scores(self._states(self.tag_states, words)),
            self.lemma_scores(self._states(self.lemma_states, words)),
            self.name_scores(self._states(self.name_states, words[..., : self.name_states.in_features])),
            arcs.float().masked_fill(~there[:, None], -1e9),
            self._states(self.relation_dependent, words),
            self._states(self.relation_governor, governors),
        )

    def read(self, batch: Batch) -> Tensor:
        """Return the vectors of words, (S, W, states): of their pieces, their letters, and the source."""
        layers = self.encoder(batch.pieces, batch.present, len(self.mix))
        weights = torch.softmax(self.mix.double(), 0).float()
        states = sum(weight * layer for weight, layer in zip(weights, layers, strict=True))
        words = batch.pool.to(states.dtype) @ states
        letters = self.letters(batch.letters).to(states.dtype)
        source = self.source(batch.sources)[:, None].expand(-1, words.shape[1], -1).to(states.dtype)
        return torch.cat([words, letters, source], -1)

    def relations_to(self, answers: Answers, heads: Tensor) -> Tensor:
        """Return the scores of relations, (S, W, relations), given the head of each word, (S, W)."""
        states = answers.governors.shape[-1]
        governors = answers.governors.gather(1, heads[..., None].expand(-1, -1, states))
        ones = governors.new_ones(*governors.shape[:2], 1)
        dependents = torch.cat([answers.dependents, ones], -1)
        kinds = len(self.relation)
        sides = dependents @ self.relation.transpose(0, 1).flatten(1)
        sides = sides.view(*sides.shape[:2], kinds, -1)
        return torch.einsum("swrg,swg->swr", sides, torch.cat([governors, ones], -1))

    def _states(self, layer: nn.Module, words: Tensor) -> Tensor:
        states: Tensor = self.dropout(functional.gelu(layer(words)))
        return states
