"""Which sentences are computed together: those of nearly one length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor

_MOST_STEPS = 2_000
_STEP_COST = 4
_BATCH_COST = 100  # besides its steps, in tokens


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


def batches(
    lengths: Sequence[int],
    *,
    most_steps: int = _MOST_STEPS,
    step_cost: int = _STEP_COST,
) -> list[Batch]:
    """Divide sentences of these lengths into batches so that all take the least time together.

    Args:
        lengths: at least 1 each.
        most_steps: tokens of a batch, with what fills up its shorter sentences.
        step_cost: what a step of a recurrent layer costs besides its sentences, in sentences.
    """
    starts = torch.tensor([0, *accumulate(lengths)])
    found = []
    for members in _members(lengths, most_steps, step_cost):
        chosen = tuple(lengths[member] for member in members)
        length, step = torch.tensor(chosen), torch.arange(max(chosen)).unsqueeze(1)
        places = starts[torch.tensor(members)] + torch.minimum(step, length - 1)
        found.append(Batch(members, chosen, places, step < length))
    return found


def _members(lengths: Sequence[int], most_steps: int, step_cost: int) -> Iterator[tuple[int, ...]]:
    members = defaultdict(list)
    for position, length in enumerate(lengths):
        members[length].append(position)
    ascending = sorted(members)
    counts = [(length, len(members[length])) for length in ascending]
    for first, last in _cuts(counts, most_steps, step_cost):
        together = [position for length in ascending[first:last] for position in members[length]]
        size = max(1, most_steps // ascending[last - 1])
        for start in range(0, len(together), size):
            yield tuple(together[start : start + size])


def _cuts(counts: Sequence[tuple[int, int]], most_steps: int, step_cost: int) -> list[tuple[int, int]]:
    """Ranges of ``counts`` (length, how many sentences), by dynamic programming over where a range begins."""
    best: list[tuple[float, int]] = [(0, 0)]
    for last in range(1, len(counts) + 1):
        steps, sentences = counts[last - 1][0], 0
        choices = []
        for first in range(last - 1, -1, -1):
            sentences += counts[first][1]
            choices.append((best[first][0] + steps * (sentences + step_cost) + _BATCH_COST, first))
            if steps * sentences > most_steps:
                break
        best.append(min(choices))
    ranges = []
    last = len(counts)
    while last:
        ranges.append((best[last][1], last))
        last = best[last][1]
    return ranges[::-1]
