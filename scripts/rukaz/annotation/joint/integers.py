"""Linear layers in integer arithmetic: several times as fast as single precision, the same on any processor.

Weights have seven bits and a scale for each output, states eight and a scale for each piece of a word, so
that no answer depends on what else is in the batch. Seven, because processors without VNNI add two products
in sixteen bits, and those of states and weights of eight would not fit.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

WEIGHT_STEPS, STATE_STEPS = 63, 127
FINENESS = 128


class IntegerLinear(nn.Module):
    """As `torch.nn.Linear`, to annotate only.

    Args:
        weights: (outputs, inputs), of one byte, up to `WEIGHT_STEPS`.
        scale: of each output, (outputs, 1).
    """

    def __init__(self, weights: Tensor, scale: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weights: Tensor
        self.scale: Tensor
        self.bias: Tensor
        self.register_buffer("weights", weights.T.contiguous())
        self.register_buffer("scale", (scale.T / STATE_STEPS).float())
        self.register_buffer("bias", bias.float())

    def forward(self, states: Tensor) -> Tensor:
        """Return (..., outputs)."""
        flat = states.flatten(0, -2)
        largest = flat.abs().amax(-1, keepdim=True).clamp_(min=1e-12)
        whole = (flat * (STATE_STEPS / largest)).round_().to(torch.int8)
        sums = torch._int_mm(whole, self.weights).float()
        sums.mul_(largest).mul_(self.scale).add_(self.bias)
        return sums.view(*states.shape[:-1], -1)


class FineLinear:
    """As a linear layer, to annotate only: nearly as fine as single precision, the same on any processor.

    States and weights are sums of two whole numbers of seven bits or eight, the second in steps of 1/128 of
    the first; the product of both second numbers is left out.

    Args:
        weights: (outputs, inputs).
        bias: (outputs,).
    """

    def __init__(self, weights: Tensor, bias: Tensor) -> None:
        scale = (weights.abs().amax(-1, keepdim=True) / WEIGHT_STEPS).clamp(min=1e-12)
        coarse, fine = _in_two(weights / scale)
        self._coarse = coarse.T.contiguous()
        self._crossed = torch.cat([fine, coarse], -1).T.contiguous()
        self._scale = (scale.T / (STATE_STEPS * FINENESS)).float()
        self._bias = bias.float()

    def __call__(self, states: Tensor) -> Tensor:
        """Return (rows, outputs) of (rows, inputs), both in single precision."""
        largest = states.abs().amax(-1, keepdim=True).clamp_(min=1e-12)
        coarse, fine = _in_two(states * (STATE_STEPS / largest))
        sums = torch._int_mm(coarse, self._coarse).mul_(FINENESS)
        sums.add_(torch._int_mm(torch.cat([coarse, fine], -1), self._crossed))
        return sums.float().mul_(largest).mul_(self._scale).add_(self._bias)


def _in_two(values: Tensor) -> tuple[Tensor, Tensor]:
    """Values up to 127 as whole numbers, and the rest in steps of 1/128."""
    coarse = values.round()
    return coarse.to(torch.int8), ((values - coarse) * FINENESS).round_().to(torch.int8)


def quantized(weights: Tensor, steps: int = WEIGHT_STEPS) -> tuple[Tensor, Tensor]:
    """Return weights as whole numbers up to `steps`, and the scale of each row, (rows, 1)."""
    rows = weights.flatten(0, -2)
    scale = (rows.abs().amax(-1, keepdim=True) / steps).clamp(min=1e-12)
    return (rows / scale).round().to(torch.int8).view(weights.shape), scale


def in_integers(module: nn.Module) -> None:
    """Put integer layers in the place of the linear ones below a module."""
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            weights, scale = quantized(child.weight.detach())
            setattr(module, name, IntegerLinear(weights, scale, child.bias.detach()))
        else:
            in_integers(child)
