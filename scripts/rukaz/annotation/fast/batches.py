"""Which sentences are computed together: those of nearly one length, in batches of few shapes.

For each shape of its inputs oneDNN makes code of its own, which takes a millisecond, and keeps it for the
next time. So the steps of a batch are rounded up, and the number of its sentences, a power of two, follows
from the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor

_STEPS = 1024
_FEWEST = 8  # sentences; with less than these a recurrent layer takes longer for each
_FINENESS = 4  # up to 2 ** 4 steps are left as they are, more are rounded up by an eighth at most


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences computed together.

    Attributes:
        members: their positions among all sentences.
        lengths: of each of them.
        places: (step, sentence), the token that stands there, counted through all sentences; behind the end
            of a sentence its last token.
        inside: (step, sentence), whether a token stands there.
    """

    members: tuple[int, ...]
    lengths: tuple[int, ...]
    places: Tensor
    inside: Tensor


def batches(lengths: Sequence[int], *, steps: int = _STEPS) -> list[Batch]:
    """Divide sentences of these lengths, at least 1 each, into batches; the longest come first.

    Args:
        steps: of all sentences of a batch together, about.
    """
    starts = torch.tensor([0, *accumulate(lengths)])
    order = sorted(range(len(lengths)), key=lambda member: -lengths[member])
    found = []
    while order:
        longest = _rounded(lengths[order[0]])
        size = min(max(_FEWEST, _power(steps // longest)), _power(len(order)))
        members, order = order[:size], order[size:]
        chosen = tuple(lengths[member] for member in members)
        length, step = torch.tensor(chosen), torch.arange(longest).unsqueeze(1)
        places = starts[torch.tensor(members)] + torch.minimum(step, length - 1)
        found.append(Batch(tuple(members), chosen, places, step < length))
    return found


def _rounded(length: int) -> int:
    unit = 1 << max(0, (length - 1).bit_length() - _FINENESS)
    return -(-length // unit) * unit


def _power(number: int) -> int:
    """The largest power of two that is no more; 0 of 0."""
    return 1 << number.bit_length() >> 1
