"""One training loop for the tagger and the parser: rounds, learning rate, checkpoints, exports.

Time is the budget: the learning rate falls linearly over the minutes given, whatever number of
steps they hold. A killed run resumes from its checkpoint with the minutes it has left.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from rukaz.train.compact import save_model
from rukaz.train.conll import Tree
from rukaz.train.stream import Mix, batch_indices, rounds
from rukaz.train.treebanks import Gold

WARMUP = 200  # steps
FINAL_RATE = 0.04  # of the first learning rate
SAVE_EVERY = 240.0  # seconds


@dataclass(frozen=True)
class Plan:
    """How long and on what to train.

    Args:
        minutes: the budget of wall-clock minutes, evaluation included.
        late: the share of the budget after which `mixes[1]` replaces `mixes[0]`.
    """

    minutes: float
    batch_words: int
    rate: float
    mixes: tuple[Mix, Mix] = (Mix(1.0, 0.5), Mix(0.4, 1.0))
    late: float = 0.7
    seed: int = 20261123


@dataclass
class Progress:
    """Where a run stands; kept beside its checkpoint."""

    seconds: float = 0.0
    steps: int = 0
    words: int = 0
    round: int = 0
    history: list[dict[str, float]] = field(default_factory=list)


class Learner(Protocol):
    """What the loop needs of a processor under training."""

    def prepare(self, trees: list[Tree]) -> tuple[list[int], Any]:
        """Return the length of each sentence, and the data to draw batches from."""

    def step(self, data: Any, indices: list[int]) -> float:
        """Train on one batch; return its loss."""

    def set_rate(self, rate: float) -> None:
        """Set the learning rate."""

    def score(self, dev: list[Tree]) -> dict[str, float]:
        """Return the figures (percent) on held-out trees."""

    def save(self, checkpoint: Path) -> None:
        """Save model and optimizer."""


def run(learner: Learner, plan: Plan, shards: Path, gold: Gold, out: Path) -> Progress:
    """Train until the plan's minutes are spent; `out` is the checkpoint, resumed if it exists."""
    progress = read_progress(out)
    clock = _Clock(progress)
    while progress.seconds < plan.minutes * 60:
        late = progress.seconds > plan.late * plan.minutes * 60
        stream = rounds(shards, gold.train, plan.mixes[late], first=progress.round, seed=plan.seed)
        _round(learner, plan, next(stream), progress, clock)
        progress.round += 1
        if clock.due(SAVE_EVERY) or progress.seconds >= plan.minutes * 60:
            _record(learner, gold.dev, progress, out)
            clock.saved()
    return progress


def read_progress(checkpoint: Path) -> Progress:
    """Read the progress beside a checkpoint; a fresh one if there is none."""
    path = checkpoint.with_suffix(".json")
    if not path.exists():
        return Progress()
    return Progress(**json.loads(path.read_text(encoding="utf-8")))


def _round(learner: Learner, plan: Plan, trees: list[Tree], progress: Progress, clock: _Clock) -> None:
    lengths, data = learner.prepare(trees)
    rng = random.Random(f"{plan.seed}-{progress.round}-batches")
    for indices in batch_indices(lengths, plan.batch_words, rng):
        learner.set_rate(plan.rate * _factor(progress, plan))
        loss = learner.step(data, indices)
        progress.steps += 1
        progress.words += sum(lengths[i] for i in indices)
        clock.tick()
        if progress.steps % 100 == 0:
            rate = progress.words / max(progress.seconds, 1)
            print(f"step {progress.steps} loss {loss:.4f} {rate:.0f} words/s", flush=True)
        if progress.seconds >= plan.minutes * 60:
            return


def _factor(progress: Progress, plan: Plan) -> float:
    warm = min(1.0, (progress.steps + 1) / WARMUP)
    done = min(1.0, progress.seconds / (plan.minutes * 60))
    return warm * (1 - done * (1 - FINAL_RATE))


def _record(learner: Learner, dev: list[Tree], progress: Progress, out: Path) -> None:
    figures = learner.score(dev)
    progress.history.append({"steps": progress.steps, "words": progress.words, **figures})
    print(json.dumps(progress.history[-1]), flush=True)
    learner.save(out)
    if is_best(progress.history):
        export(out, best_model(out))
    out.with_suffix(".json").write_text(json.dumps(asdict(progress)), encoding="utf-8")


def is_best(history: list[dict[str, float]]) -> bool:
    """Tell whether the last record's last figure (the one that counts) is the best so far."""
    scores = [list(record.values())[-1] for record in history]
    return scores[-1] == max(scores)


def best_model(checkpoint: Path) -> Path:
    """Return where the best model of a run is kept, ready for use."""
    return checkpoint.with_name("best.pt")


class _Clock:
    """Adds the time since the last tick to the progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = time.monotonic()
        self._saved = progress.seconds

    def tick(self) -> None:
        now = time.monotonic()
        self._progress.seconds += now - self._last
        self._last = now

    def due(self, seconds: float) -> bool:
        self.tick()
        return self._progress.seconds - self._saved >= seconds

    def saved(self) -> None:
        self.tick()
        self._saved = self._progress.seconds


def export(checkpoint: Path, out: Path) -> None:
    """Write a checkpoint's model for use, small."""
    import torch

    save_model(torch.load(checkpoint, map_location="cpu", weights_only=True), out)
