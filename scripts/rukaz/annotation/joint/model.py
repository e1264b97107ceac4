"""The joint model: one encoder, a look at the letters of each word, and a head for each task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from rukaz.annotation.joint.encoder import Dropout, Encoder
from rukaz.annotation.joint.inventory import LABELS, Inventory
from rukaz.annotation.joint.products import Linear, Product, product_with
from rukaz.annotation.joint.reading import FIRST_LETTERS, LAST_LETTERS, Batch, Layout, Reading

MIXED_LAYERS = 6
NEVER = -1e9  # the score of what cannot be


@dataclass(frozen=True)
class Shape:
    """Numbers of states of what stands upon the encoder.

    Attributes:
        forms: of the network that reads a word by its form alone; 0 if the encoder reads pieces instead.
    """

    forms: int = 0
    letters: int = 192
    source: int = 24
    tags: int = 384
    lemmas: int = 256
    names: int = 256
    arcs: int = 384
    relations: int = 128


class Answers(NamedTuple):
    """Scores, not normalised, of M words and the padding behind them.

    H is one more than the words of the longest sentence: the root stands before the first.
    """

    words: Tensor  # (M, states)
    tags: Tensor  # (M, tags)
    names: Tensor  # (M, labels)
    arcs: Tensor  # (M, H)
    dependents: Tensor  # (M, relation_states)
    governors: Tensor  # (1 + M, relation_states), the first the root


def single(scores: Tensor) -> Tensor:
    """Return scores in single precision at least."""
    return scores.to(torch.promote_types(scores.dtype, torch.float32))


def gelu(states: Tensor, precision: torch.dtype) -> Tensor:
    """GELU, computed in double precision where the weights have it, as processors differ in single."""
    if precision is torch.float64:
        return functional.gelu(states.double()).float()
    return functional.gelu(states)


class Letters(nn.Module):
    """The first and the last letters of a word, each at its place."""

    def __init__(self, letters: int, states: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(letters, 32, padding_idx=0)
        self.near = nn.Conv1d(32, 64, 3, padding=1)
        self.first = Linear(FIRST_LETTERS * 32, states)
        self.last = Linear(LAST_LETTERS * 64, states)

    def forward(self, letters: Tensor) -> Tensor:
        """Return a vector of each word, (words, states), of its letters, (words, letters)."""
        embedded = self.embed(letters)
        first = embedded[:, :FIRST_LETTERS].flatten(1)
        last = functional.gelu(self.near(embedded[:, FIRST_LETTERS:].transpose(1, 2))).flatten(1)
        return gelu(self.first(first) + self.last(last), embedded.dtype)


class TagScores(nn.Module):
    """Scores of whole tags, each the sum of those of its parts and of its own.

    Args:
        parts: those of each tag.
    """

    fine = True

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
        self._product: Product | None = None

    def forward(self, states: Tensor) -> Tensor:
        """Return (..., tags)."""
        return (self._product or product_with(self.weights(), self.bias, fine=self.fine))(states)

    def weights(self) -> Tensor:
        """Return those of whole tags, (tags, states)."""
        return self.parts @ self.of_parts + self.of_tags

    def train(self, mode: bool = True) -> Self:
        """As of any module; to annotate, the weights are added up once."""
        weights = self.weights().detach(), self.bias.detach()
        self._product = None if mode else product_with(*weights, fine=self.fine)
        return super().train(mode)


class JointModel(nn.Module):
    """Tags, lemmas, names and trees of sentences.

    Attributes:
        dictionary: from the letters of a word to its tags out of context; training alone asks for it.
        fine: whether the integers of what stands upon the encoder are finer than those of the encoder. Of
            this model coarse ones cost 0.1 LAS on held-out sentences.
    """

    fine = True

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
        self.lemma_states = Linear(size, shape.lemmas)
        self.lemma_scores = Linear(shape.lemmas, len(known.lemmas))
        self.name_states = Linear(size - shape.source, shape.names)  # names have one convention
        self.name_scores = Linear(shape.names, len(LABELS))
        self.arc_dependent = nn.Linear(size, shape.arcs)
        self.arc_governor = nn.Linear(size, shape.arcs)
        self.arc = nn.Parameter(torch.empty(shape.arcs + 1, shape.arcs))
        self.relation_dependent = nn.Linear(size, shape.relations)
        self.relation_governor = nn.Linear(size, shape.relations)
        self.relation = nn.Parameter(
            torch.empty(len(known.relations), shape.relations + 1, shape.relations + 1)
        )
        self.dictionary = Linear(shape.letters, len(known.tags))
        self._heads = (
            self.tag_states,
            self.arc_dependent,
            self.arc_governor,
            self.relation_dependent,
            self.relation_governor,
        )
        self._widths = [head.out_features for head in self._heads]
        self._products: tuple[Product, Product, Product] | None = None
        nn.init.xavier_uniform_(self.arc)
        nn.init.xavier_uniform_(self.relation)

    def in_double_precision(self) -> JointModel:
        """Compute what stands upon the encoder in integers and in double precision; return the model.

        Then processors differ by so little that no confidence is rounded otherwise for it.
        """
        encoder = self._modules.pop("encoder")
        self.double()
        self._modules["encoder"] = encoder
        for module in self.modules():
            if isinstance(module, Linear | TagScores):
                module.fine = self.fine
        return self

    def forward(self, batch: Batch) -> Answers:
        """Return the scores of tags, names and arcs, and what the others are computed of."""
        words = self.dropout(self.read(batch))
        rows = torch.cat([self.root[None].to(words.dtype), words])
        states = self.dropout(gelu(self._of_heads()(rows), self.root.dtype))
        tags, arc_dependents, arc_governors, dependents, governors = torch.split(states, self._widths, -1)
        return Answers(
            words,
            self.tag_scores(tags[1:]),
            self.name_scores(self._states(self.name_states, words[:, : self.name_states.in_features])),
            self._arcs(arc_dependents[1:], arc_governors, batch.words),
            dependents[1:],
            governors,
        )

    def read(self, batch: Batch) -> Tensor:
        """Return the vectors of words, (M, states): of their pieces, their letters, and the source."""
        encoder = self.encoder
        embedded = encoder.pieces(batch.pieces)
        states = self._mixed(encoder(embedded, batch.places, batch.in_sentences, len(self.mix)))
        letters = self.forms(batch) if batch.forms is None else batch.forms
        return self._with_letters(self._means(states, batch), letters, batch)

    def length(self, reading: Reading) -> int:
        """Return the rows of a sentence that the encoder sees: its pieces."""
        return reading.length

    def forms(self, batch: Batch) -> Tensor:
        """Return what is read of words by their forms alone, (M, values): here their letters."""
        letters: Tensor = self.letters(batch.letters)
        return letters

    def _mixed(self, layers: Sequence[Tensor]) -> Tensor:
        """The weighted sum of the states of the last layers, (N, hidden)."""
        weights = torch.softmax(self.mix.double(), 0).float()
        mixed: Tensor = sum(weight * layer for weight, layer in zip(weights, layers, strict=True))
        return mixed

    def _means(self, states: Tensor, batch: Batch) -> Tensor:
        """The means of the states of the pieces of each word, (M, hidden), of (N, hidden)."""
        precise = states.to(torch.promote_types(states.dtype, self.root.dtype))
        means = functional.embedding_bag(batch.of_words, precise, batch.starts, mode="mean")
        return means.to(states.dtype)

    def _with_letters(self, words: Tensor, letters: Tensor, batch: Batch) -> Tensor:
        """States of words with those of their letters and of the source."""
        return torch.cat([words, letters.to(words.dtype), self.source(batch.sources).to(words.dtype)], -1)

    def lemmas(self, answers: Answers) -> Tensor:
        """Return the scores of the scripts of lemmas, (M, scripts)."""
        scores: Tensor = self.lemma_scores(self._states(self.lemma_states, answers.words))
        return scores

    def relations_to(self, answers: Answers, heads: Tensor, words: Layout) -> Tensor:
        """Return the scores of relations, (M, relations), given the head of each word, (M,)."""
        rows = torch.where(heads > 0, heads + words.firsts(), 0)
        sides = self._of_relations_and_arcs()[0](answers.dependents)
        sides = sides.view(len(rows), len(self.relation), -1).to(self._precision(sides))
        governors = functional.pad(answers.governors[rows], (0, 1), value=1.0).to(sides.dtype)
        return torch.einsum("mrg,mg->mr", sides, governors)

    def train(self, mode: bool = True) -> Self:
        """As of any module; to annotate, the weights of relations, arcs and heads are put in order once."""
        self._products = None
        super().train(mode)
        if not mode:
            self._products = *self._of_relations_and_arcs(), self._of_heads()
        return self

    def _of_relations_and_arcs(self) -> tuple[Product, Product]:
        """What is multiplied with a governor, of a dependent: for each relation, and for the arc."""
        if self._products is not None:
            return self._products[:2]
        rows = self.relation.transpose(1, 2).flatten(0, 1)
        of_relations = product_with(rows[:, :-1].contiguous(), rows[:, -1].contiguous(), fine=self.fine)
        return of_relations, product_with(self.arc[:-1].T.contiguous(), self.arc[-1], fine=self.fine)

    def _of_heads(self) -> Product:
        """What all heads make of words that read all of their states, in one product."""
        if self._products is not None:
            return self._products[2]
        weights, biases = zip(*((head.weight, head.bias) for head in self._heads), strict=True)
        return product_with(torch.cat(weights), torch.cat(biases), fine=self.fine)

    def _arcs(self, dependents: Tensor, governors: Tensor, layout: Layout) -> Tensor:
        dependent = self._of_relations_and_arcs()[1](dependents)
        precision = self._precision(dependent)
        governor = governors.to(precision)
        slots = functional.pad(layout.slots + 1, (1, 0))  # the root stands before the first word
        arcs = dependent.to(precision)[layout.slots] @ governor[slots].transpose(1, 2)
        present = functional.pad(layout.present, (1, 0), value=True)
        arcs = single(arcs).masked_fill(~present[:, None], NEVER)
        return arcs.flatten(0, 1)[layout.back]

    def _precision(self, states: Tensor) -> torch.dtype:
        """What products of states are computed in: as the states are, or in double precision."""
        return torch.float64 if self.root.dtype is torch.float64 else states.dtype

    def _states(self, layer: nn.Module, words: Tensor) -> Tensor:
        states: Tensor = self.dropout(gelu(layer(words), self.root.dtype))
        return states
