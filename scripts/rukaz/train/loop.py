"""One training loop for the tagger and the parser: rounds, learning rate, checkpoints, exports.

The budget is a number of words, so that a run gives the same model on a busy machine as on an idle one; the
learning rate falls linearly over it. A killed run resumes from its checkpoint.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from rukaz.conllu.training_sentences import TrainingSentence
from rukaz.train.checkpoints import save_model
from rukaz.train.sampling import Mix, batch_indices, rounds
from rukaz.train.treebanks import Gold

DECISIVE = ("LAS", "both")
"""The figures by which models are chosen: LAS of a parser, UPOS and FEATS together of a tagger."""

WARMUP = 200  # steps
FINAL_RATE = 0.04  # of the first learning rate
MEASUREMENTS = 40  # of a run, each with a checkpoint
SEED = 20261123
RATE = 0.002


@dataclass(frozen=True)
class Plan:
    """How much and on what to train.

    Args:
        words: the budget.
        late: the share of the budget after which `mixes[1]` replaces `mixes[0]`.
    """

    words: int
    batch_words: int = 2000
    rate: float = RATE
    mixes: tuple[Mix, Mix] = (Mix(1.0, 0.5), Mix(0.4, 1.0))
    late: float = 0.7
    seed: int = SEED


@dataclass(frozen=True)
class Materials:
    """What is trained on.

    Args:
        vectors: a Stanza pretrain file.
        silver: folder of CoNLL-U shards.
    """

    vectors: Path
    silver: Path
    gold: Gold


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

    def prepare(self, trees: list[TrainingSentence]) -> tuple[list[int], Any]:
        """Return the length of each sentence, and the data to draw batches from."""

    def step(self, data: Any, indices: list[int]) -> float:
        """Train on one batch; return its loss."""

    def set_rate(self, rate: float) -> None:
        """Set the learning rate."""

    @property
    def model(self) -> Any:
        """The torch module under training."""

    def score(self, dev: list[TrainingSentence]) -> dict[str, float]:
        """Return the figures (percent) on held-out trees."""

    def save(self, checkpoint: Path) -> None:
        """Save model and optimizer."""


def train_on_trees(
    learner: Callable[[Materials, dict[str, Any], Path], Learner],
    shape: dict[str, Any],
    materials: Materials,
    plan: Plan,
    folder: Path,
) -> Path:
    """Train the tagger or the parser; resume a run that was cut off.

    Args:
        learner: makes it of materials, shape and the checkpoint it resumes.
        shape: sizes of its layers.
        folder: where the checkpoint is kept.

    Returns:
        The best model of the run, loadable by Stanza.
    """
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "checkpoint.pt"
    run(learner(materials, shape, checkpoint), plan, materials, checkpoint)
    return best_model(checkpoint)


def run(learner: Learner, plan: Plan, materials: Materials, out: Path) -> Progress:
    """Train until the plan's words are spent; `out` is the checkpoint, resumed if it exists.

    At the end the mean of the best and the last weights is measured, too.
    """
    progress = read_progress(out)
    if progress.words >= plan.words:
        return progress
    while progress.words < plan.words:
        measured = progress.words * MEASUREMENTS // plan.words
        late = progress.words > plan.late * plan.words
        stream = rounds(
            materials.silver, materials.gold.train, plan.mixes[late], first=progress.round, seed=plan.seed
        )
        _round(learner, plan, next(stream), progress)
        progress.round += 1
        if progress.words * MEASUREMENTS // plan.words > measured:
            _record(learner, materials.gold.dev, progress, out)
    average(learner.model, best_model(out))
    _record(learner, materials.gold.dev, progress, out)
    return progress


def average(model: Any, other: Path) -> None:
    """Give a model the mean of its weights and those of an exported one."""
    import torch

    others = torch.load(other, map_location="cpu", weights_only=True)["model"]
    for name, value in model.state_dict().items():
        if name in others and value.is_floating_point():
            value.add_(others[name].to(value.dtype)).div_(2)


def read_progress(checkpoint: Path) -> Progress:
    """Read the progress beside a checkpoint; a fresh one if there is none."""
    path = checkpoint.with_suffix(".json")
    if not path.exists():
        return Progress()
    return Progress(**json.loads(path.read_text(encoding="utf-8")))


def _round(learner: Learner, plan: Plan, trees: list[TrainingSentence], progress: Progress) -> None:
    import torch

    began, before = time.monotonic(), progress.seconds
    torch.manual_seed(plan.seed + progress.round)  # dropout too is the same in a run that was resumed
    lengths, data = learner.prepare(trees)
    rng = random.Random(f"{plan.seed}-{progress.round}-batches")
    for indices in batch_indices(lengths, plan.batch_words, rng):
        learner.set_rate(plan.rate * _factor(progress, plan))
        loss = learner.step(data, indices)
        progress.steps += 1
        progress.words += sum(lengths[i] for i in indices)
        progress.seconds = before + time.monotonic() - began
        if progress.steps % 100 == 0:
            rate = progress.words / max(progress.seconds, 1)
            print(f"step {progress.steps} loss {loss:.4f} {rate:.0f} words/s", flush=True)
        if progress.words >= plan.words:
            return


def _factor(progress: Progress, plan: Plan) -> float:
    warm = min(1.0, (progress.steps + 1) / WARMUP)
    done = min(1.0, progress.words / plan.words)
    return warm * (1 - done * (1 - FINAL_RATE))


def _record(learner: Learner, dev: list[TrainingSentence], progress: Progress, out: Path) -> None:
    figures = learner.score(dev)
    progress.history.append({"steps": progress.steps, "words": progress.words, **figures})
    print(json.dumps(progress.history[-1]), flush=True)
    learner.save(out)
    if is_best(progress.history):
        export(out, best_model(out))
    out.with_suffix(".json").write_text(json.dumps(asdict(progress)), encoding="utf-8")


def is_best(history: list[dict[str, float]]) -> bool:
    """Tell whether the last record is the best so far, by the figure that counts."""
    return decisive(history[-1]) == max(map(decisive, history))


def decisive(record: dict[str, float]) -> float:
    """Return the figure of a record by which models are chosen: one of :data:`DECISIVE`.

    >>> decisive({"LAS": 90.1, "UAS": 92.0})
    90.1
    """
    return next(record[name] for name in DECISIVE if name in record)


def best_model(checkpoint: Path) -> Path:
    """Return where the best model of a run is kept, ready for use."""
    return checkpoint.with_name("best.pt")


def export(checkpoint: Path, out: Path) -> None:
    """Write a checkpoint's model for use, small."""
    import torch

    save_model(torch.load(checkpoint, map_location="cpu", weights_only=True), out)
