"""The transformer: layers of attention over the pieces or the words of a sentence, as BERT has them.

To annotate, what is not in whole numbers is computed in double precision and rounded to single: processors
add and round in different ways, and in single precision such a difference, made whole for the next layer,
would change one word in two hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from rukaz.annotation.joint.reading import Layout

EPSILON = 1e-12


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of states, layers and so on."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    pieces: int
    positions: int


class Dropout(nn.Module):
    """As `torch.nn.Dropout`, by random bytes: torch's Bernoulli numbers took a twelfth of a training.

    Args:
        share: of the states that become zero; taken in steps of 1/256.

    Attributes:
        draws: where the bytes of all of them come from; seed it by ``Dropout.draws = default_rng(seed)``.
    """

    draws = np.random.default_rng()

    def __init__(self, share: float) -> None:
        super().__init__()
        self.below = round(share * 256)

    def forward(self, states: Tensor) -> Tensor:
        """Return the states, while training some of them zero and the others larger for it."""
        if not self.training:
            return states
        drawn = torch.frombuffer(bytearray(Dropout.draws.bytes(states.numel())), dtype=torch.uint8)
        kept = (drawn >= self.below).view(states.shape).to(states.dtype)
        return states * (kept * (256 / (256 - self.below)))


class Norm(nn.LayerNorm):
    """As ``torch.nn.LayerNorm``, in double precision to annotate."""

    def forward(self, states: Tensor) -> Tensor:
        """Return the states with mean 0 and variance 1, scaled and shifted."""
        if self.training:
            return super().forward(states)
        weight, bias = self.weight.double(), self.bias.double()
        return functional.layer_norm(states.double(), self.normalized_shape, weight, bias, self.eps).float()


@cache
def _gelu_table() -> Tensor:
    """GELU of every number of sixteen bits (bfloat16), by its bits."""
    numbers = torch.arange(-(1 << 15), 1 << 15, dtype=torch.int32).to(torch.int16)
    values = functional.gelu(numbers.view(torch.bfloat16).double()).float()
    return values.roll(1 << 15)  # those of negative bits stand behind the others


def gelu(states: Tensor) -> Tensor:
    """GELU of states rounded to sixteen bits; the next layer would round them to eight."""
    bits = states.to(torch.bfloat16).view(torch.int16).int().bitwise_and_(0xFFFF)
    return _gelu_table().index_select(0, bits.flatten()).view(states.shape)


class Layer(nn.Module):
    """Attention and a feed-forward network, each added to its input and normalised."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.query_key_value = nn.Linear(sizes.hidden, 3 * sizes.hidden)
        self.attended = nn.Linear(sizes.hidden, sizes.hidden)
        self.first_norm = Norm(sizes.hidden, EPSILON)
        self.widen = nn.Linear(sizes.hidden, sizes.feed_forward)
        self.narrow = nn.Linear(sizes.feed_forward, sizes.hidden)
        self.second_norm = Norm(sizes.hidden, EPSILON)
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, layout: Layout, blocked: Tensor) -> Tensor:
        """Return the next states, (N, hidden).

        Args:
            layout: of the N rows; attention alone needs sentences beside one another.
            blocked: added to what is attended to, (S, 1, 1, L).
        """
        mixed = self.attended(self._attend(self.query_key_value(states), layout, blocked))
        states = self.first_norm(states + self.dropout(mixed))
        wide = self.widen(states)
        wide = functional.gelu(wide) if self.training else gelu(wide)
        normed: Tensor = self.second_norm(states + self.dropout(self.narrow(wide)))
        return normed

    def _attend(self, projected: Tensor, layout: Layout, blocked: Tensor) -> Tensor:
        """Return what each row takes from those of its sentence, (N, hidden), of (N, 3 * hidden)."""
        apart = projected.index_select(0, layout.slots.flatten())
        query, key, value = apart.view(*layout.slots.shape, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        if self.training:  # backwards torch's fused attention takes a fifth of the time of a training
            scores = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5 + blocked
            mixed = torch.softmax(scores, -1, dtype=torch.float32).to(value.dtype) @ value
        else:
            query, key, value = (part.double() for part in (query, key, value))
            mixed = functional.scaled_dot_product_attention(query, key, value, blocked.double())
        rows: Tensor = mixed.transpose(1, 2).flatten(2).flatten(0, 1).index_select(0, layout.back)
        return rows.to(projected.dtype)


class Encoder(nn.Module):
    """Embeddings of pieces and their places, and the layers; the embeddings of pieces are not trained."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.sizes = sizes
        self.pieces = nn.Embedding(sizes.pieces, sizes.hidden)
        self.pieces.weight.requires_grad_(False)
        self.places = nn.Parameter(torch.zeros(sizes.positions, sizes.hidden))
        self.norm = Norm(sizes.hidden, EPSILON)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(sizes, dropout) for _ in range(sizes.layers))

    def forward(self, embedded: Tensor, places: Tensor, layout: Layout, last: int) -> list[Tensor]:
        """Return the states of the last layers, (N, hidden) each.

        Args:
            embedded: pieces or words, (N, hidden).
            places: of each in its sentence, (N,); beyond the last known one they are alike.
            last: of how many layers.
        """
        states = embedded + self.places[places.clamp(max=self.sizes.positions - 1)]
        states = self.dropout(self.norm(states))
        blocked = torch.zeros(layout.present.shape, dtype=states.dtype).masked_fill(~layout.present, -1e9)
        kept = []
        for number, layer in enumerate(self.layers):
            states = layer(states, layout, blocked[:, None, None])
            if number >= len(self.layers) - last:
                kept.append(states)
        return kept
