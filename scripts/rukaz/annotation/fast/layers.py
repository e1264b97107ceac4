"""The layers that Stanza's models are built of, over batches of sentences of nearly one length.

Tensors are laid out (step, sentence, value). A recurrent layer that reads backwards gets each sentence turned
round within its own length, so that what fills up a short sentence always comes after its end, where it
changes nothing; nothing is packed or masked.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

_ONEDNN: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]  # of torch

_LSTM = 2  # its number among torch's kinds of recurrent layers

# oneDNN keeps code for so many layers and shapes: for all that ``batches`` makes, not for a thousand others
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "768")


class Linear:
    """``rows @ weight.T + bias`` of 2-d rows, each row computed as if it were alone.

    oneDNN is asked by name: torch would ask MKL, which is half as fast on AMD and lets the number of rows
    decide the order of a sum. A single row is computed twice, for the same reason.

    Args:
        then: ``tanh``, ``sigmoid`` or ``relu`` of it, or ``none``.

    Attributes:
        width: number of values of a product.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None = None, *, then: str = "none") -> None:
        self.width = len(weight)
        self._weight = weight.detach()
        self._bias = None if bias is None else bias.detach()
        self._then = then
        self._ordered = None
        if _ONEDNN and weight.device.type == "cpu":
            self._ordered = torch.ops.mkldnn._reorder_linear_weight(self._weight.contiguous())

    @classmethod
    def of(cls, layer: Any, *, then: str = "none") -> Linear:
        """An ``nn.Linear``."""
        return cls(layer.weight, layer.bias, then=then)

    def __call__(self, rows: Tensor) -> Tensor:
        """The products (row, value)."""
        if self._ordered is None:
            product = torch.nn.functional.linear(rows, self._weight, self._bias)
            return product if self._then == "none" else getattr(product, f"{self._then}_")()
        if len(rows) == 1:
            return self(rows.expand(2, -1).contiguous())[:1]
        result: Tensor = torch.ops.mkldnn._linear_pointwise(
            rows, self._ordered, self._bias, self._then, [], ""
        )
        return result


class Direction:
    """One LSTM in one direction.

    Args:
        weights: as torch names them: input, hidden, and both biases.
        start: initial (h, c), each of shape (1, 1, hidden).
    """

    def __init__(self, weights: tuple[Tensor, ...], start: tuple[Tensor, Tensor]) -> None:
        self._weights = weights
        self._start = start
        self._ordered = None
        if _ONEDNN and weights[0].device.type == "cpu":
            self._ordered = torch.ops.mkldnn._reorder_mkldnn_rnn_layer_weight(
                weights[0], weights[1], self._hidden, False, True, False
            )

    @property
    def _hidden(self) -> int:
        return self._weights[1].shape[1]

    def run(self, inputs: Tensor) -> Tensor:
        """Hidden states (step, sentence, hidden) of ``inputs`` (step, sentence, value).

        ``torch.lstm`` would put the weights in oneDNN's order in each call.
        """
        hidden, cell = (state.expand(1, inputs.shape[1], -1).contiguous() for state in self._start)
        if self._ordered is None:
            found = torch.lstm(inputs, [hidden, cell], self._weights, True, 1, 0.0, False, False, False)
        else:
            weights = (*self._ordered, *self._weights[2:])
            found = torch.ops.aten.mkldnn_rnn_layer(
                inputs, *weights, hidden, cell, False, [], _LSTM, self._hidden, 1, True, False, False, False
            )
        states: Tensor = found[0]
        return states


def directions(lstm: Any, starts: tuple[Tensor, Tensor] | None = None) -> list[list[Direction]]:
    """Layers of an ``nn.LSTM``, each with one or two directions.

    Args:
        starts: initial (h, c) of shape (layers * directions, 1, hidden); zeros if None.
    """
    ways = 2 if lstm.bidirectional else 1
    if starts is None:
        zeros = lstm.weight_ih_l0.new_zeros(lstm.num_layers * ways, 1, lstm.hidden_size)
        starts = (zeros, zeros)
    layers = []
    for layer in range(lstm.num_layers):
        row = []
        for way in range(ways):
            suffix = f"l{layer}" + ("_reverse" if way else "")
            names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            weights = tuple(getattr(lstm, f"{name}_{suffix}").detach() for name in names)
            position = layer * ways + way
            start = tuple(state[position : position + 1].detach() for state in starts)
            row.append(Direction(weights, (start[0], start[1])))
        layers.append(row)
    return layers


def turned(inside: Tensor) -> Tensor:
    """For each (step, sentence), flattened, the place of what stands there when sentences are turned round.

    Args:
        inside: (step, sentence), as in a ``Batch``.
    """
    step = torch.arange(len(inside)).unsqueeze(1)
    there = torch.where(inside, inside.sum(0) - 1 - step, step)
    return (there * inside.shape[1] + torch.arange(inside.shape[1])).flatten()


def both_ways(pair: Sequence[Direction], inputs: Tensor, turn: Tensor) -> Tensor:
    """States of a layer (step, sentence, 2 * hidden), read forwards and backwards.

    Args:
        inputs: (step, sentence, value).
        turn: from :func:`turned`, on the device of ``inputs``.
    """
    forward, backward = pair
    steps, sentences, width = inputs.shape
    mirrored = inputs.view(steps * sentences, width).index_select(0, turn).view(inputs.shape)
    states = backward.run(mirrored).flatten(0, 1).index_select(0, turn).view(steps, sentences, -1)
    return torch.cat((forward.run(inputs), states), 2)


class Highway:
    """``HighwayLSTM``: over each LSTM layer a gated way round it.

    The way round the first layer depends on a word alone, so it can be kept with the word.
    """

    def __init__(self, highway: Any, starts: tuple[Tensor, Tensor]) -> None:
        self._layers = []
        for number, (packed, way, gate) in enumerate(
            zip(highway.lstm, highway.highway, highway.gate, strict=True)
        ):
            two = slice(2 * number, 2 * number + 2)
            (pair,) = directions(packed.lstm, (starts[0][two], starts[1][two]))
            self._layers.append((pair, Linear.of(way, then="tanh"), Linear.of(gate, then="sigmoid")))

    @staticmethod
    def fits(highway: Any) -> bool:
        """Whether all layers are torch's own LSTMs in two directions, with the usual way round."""
        return highway.highway_func is torch.tanh and all(
            type(packed.lstm) is torch.nn.LSTM and packed.lstm.bidirectional for packed in highway.lstm
        )

    def read(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """What :meth:`run` takes of single words: what is read of them (word, value), what goes round."""
        return rows, self._around(0, rows)

    def run(self, inputs: Tensor, around: Tensor, inside: Tensor) -> Tensor:
        """Outputs (step, sentence, 2 * hidden) of inputs (step, sentence, value).

        Args:
            around: of the inputs, likewise from :meth:`read`.
            inside: (step, sentence), as in a ``Batch``.
        """
        turn = turned(inside).to(inputs.device)
        for number, (pair, _, _) in enumerate(self._layers):
            states = both_ways(pair, inputs, turn)
            if number:
                around = self._around(number, inputs.flatten(0, 1)).view(states.shape)
            inputs = states.add_(around)
        return inputs

    def _around(self, number: int, rows: Tensor) -> Tensor:
        """What goes round a layer (row, value)."""
        _, way, gate = self._layers[number]
        return way(rows).mul_(gate(rows))
