"""The training of the joint model: rounds of mixed sources, a rate that stays and then falls, checkpoints.

The first stage is broad: silver, OpenCorpora and names beside gold, at a constant rate. In the second the
rate falls to nothing and gold prevails. The budget is a number of words, and every round is drawn by its
number alone, so that a resumed run sees the sentences that one never cut off would have seen. The end of the
first stage is kept: a longer training goes on from there.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from rukaz.annotation.joint.annotator import JointAnnotator
from rukaz.annotation.joint.encoder import Dropout
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel
from rukaz.annotation.joint.model_file import EMBEDDINGS
from rukaz.train.transformer.dictionary_words import dictionary_loss
from rukaz.train.transformer.evaluation import name_figures, tree_figures
from rukaz.train.transformer.examples import PIECES, Example, Targets, batch_of, batches
from rukaz.train.transformer.losses import losses

CHECKPOINT, END_OF_FIRST_STAGE, LOG = "checkpoint.pt", "first-stage.pt", "log.jsonl"
SMOOTHING = 0.98  # of the losses in the log
SPECIAL_PIECES = 4  # the first ones, which are no parts of words

Mix = Mapping[str, float]
"""Share of the sentences of each source in a round."""

BROAD: Mix = {
    "taiga": 0.6, "taiga-2020": 0.2, "gsd": 0.3, "poetry": 0.06,
    "silver": 0.025, "opencorpora": 0.03, "factrueval": 0.12, "nerel": 0.04,
}  # fmt: skip
NARROW: Mix = {
    "taiga": 1.0, "taiga-2020": 0.5, "gsd": 0.7, "poetry": 0.1,
    "silver": 0.003, "opencorpora": 0.006, "factrueval": 0.2, "nerel": 0.025,
}  # fmt: skip
BROAD_NEWS: Mix = {**BROAD, "silver": 0.04}
NARROW_NEWS: Mix = {**NARROW, "silver": 0.012}


@dataclass(frozen=True)
class Plan:
    """How long, how fast and on what.

    Args:
        words: the budget.
        steady: the share of it that the first stage takes.
        warmup: the share of it over which the rate rises.
        decay: of the rate from each layer of the encoder to the one below.
        mixes: of the two stages.
    """

    words: int
    steady: float = 0.5
    warmup: float = 0.03
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    decay: float = 0.9
    last_rate: float = 0.02
    mixes: tuple[Mix, Mix] = (BROAD, NARROW)
    hidden: float = 0.08  # share of pieces that the encoder is not shown
    pieces: int = PIECES  # of a batch
    measurements: int = 40
    seed: int = 20261129

    def rate(self, words: int) -> float:
        """Return the share of the full rate after so many words."""
        done = words / self.words
        if done < self.warmup:
            return (done + 1e-3) / (self.warmup + 1e-3)
        return 1.0 if done < self.steady else max(self.last_rate, (1 - done) / (1 - self.steady))


@dataclass
class Progress:
    """Where a run stands."""

    words: int = 0
    steps: int = 0
    rounds: int = 0
    seconds: float = 0.0
    history: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Materials:
    """What is trained and measured on.

    Attributes:
        train: sentences by source.
        held_out: those of gold trees as ``trees``, others by the corpus of names.
        sets: (sets, tags), as `TagSets.table` gives them.
        words: those of the dictionary, with their sets of tags.
    """

    known: Inventory
    train: Mapping[str, Sequence[Example]]
    held_out: Mapping[str, Sequence[Example]]
    sets: Tensor
    words: Sequence[tuple[str, int]]


class Run:
    """One training.

    Args:
        folder: of checkpoints and log.
    """

    def __init__(self, model: JointModel, materials: Materials, plan: Plan, folder: Path) -> None:
        self.model, self.progress = model, Progress()
        self._materials, self._plan, self._folder = materials, plan, folder
        groups = [*parameter_groups(model, plan)]
        self._rates = [group["lr"] for group in groups]
        self._optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        self._losses: dict[str, float] = {}

    def mix_in(self, checkpoint: Path, share: float) -> None:
        """Let the weights of another run have this share in the mean of both."""
        other = weights_of(checkpoint)
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                if name in other and value.is_floating_point():
                    value.lerp_(other[name], share)

    def resume(self) -> None:
        """Go on from the checkpoint of a run that was cut off, if there is one."""
        path = self._folder / CHECKPOINT
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.model.load_state_dict(state["model"], strict=False)
            self._optimizer.load_state_dict(state["optimizer"])
            self.progress = Progress(**state["progress"])

    def finish(self) -> None:
        """Train until the budget is spent."""
        plan, progress = self._plan, self.progress
        self.model.train()
        while progress.words < plan.words:
            before = progress.words
            self._round()
            if before < plan.steady * plan.words <= progress.words:
                self._save(END_OF_FIRST_STAGE)
            measured = before * plan.measurements // plan.words
            if progress.words * plan.measurements // plan.words > measured:
                self.measure(self.model, half=True)
                self.model.train()
                self._save(CHECKPOINT)

    def _round(self) -> None:
        plan, progress = self._plan, self.progress
        rng = random.Random(f"{plan.seed}-{progress.rounds}")
        torch.manual_seed(rng.randrange(1 << 30))
        Dropout.draws = np.random.default_rng(rng.randrange(1 << 30))
        mix = plan.mixes[progress.words >= plan.steady * plan.words]
        began = time.time()
        for batch in batches(drawn(self._materials.train, mix, rng), rng, plan.pieces):
            self._step(batch)
            if progress.words >= plan.words:
                break
        progress.rounds += 1
        progress.seconds += time.time() - began

    def _step(self, examples: list[Example]) -> None:
        plan, progress, materials = self._plan, self.progress, self._materials
        rate = plan.rate(progress.words)
        for group, full in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = full * rate
        known = materials.known
        batch = batch_of(examples, known)
        hidden = (torch.rand(batch.pieces.shape) < plan.hidden) & (batch.pieces >= SPECIAL_PIECES)
        batch = batch._replace(pieces=batch.pieces.masked_fill(hidden, known.pieces.unknown))
        rng = random.Random(f"{plan.seed}-{progress.steps}")
        with torch.autocast("cpu", torch.bfloat16):
            parts = losses(self.model, batch, Targets(examples, len(batch.starts)), materials.sets)
            parts["letters"] = dictionary_loss(
                self.model, materials.words, known.letter_table, materials.sets, rng
            )
        self._optimizer.zero_grad()
        torch.autograd.backward(list(parts.values()))
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        progress.steps += 1
        progress.words += sum(len(example.tree) for example in examples)
        for task, part in parts.items():
            value = part.item()
            self._losses[task] = SMOOTHING * self._losses.get(task, value) + (1 - SMOOTHING) * value

    def measure(self, model: JointModel, *, half: bool) -> None:
        """Add the figures of held-out sentences to the history and the log; `half`: in half precision."""
        progress = self.progress
        record: dict[str, Any] = {"words": progress.words, "steps": progress.steps}
        record["seconds"] = round(progress.seconds)
        record |= figures(model, self._materials, half=half)
        record["losses"] = {task: round(loss, 4) for task, loss in self._losses.items()}
        self.progress.history.append(record)
        with (self._folder / LOG).open("a", encoding="utf-8") as log:
            print(json.dumps(record), file=log)

    def _save(self, name: str) -> None:
        state = {
            "model": {name: value for name, value in self.model.state_dict().items() if name != EMBEDDINGS},
            "optimizer": self._optimizer.state_dict(),
            "progress": asdict(self.progress),
        }
        partial = self._folder / f"{name}.part"
        torch.save(state, partial)
        partial.replace(self._folder / name)


def weights_of(checkpoint: Path) -> dict[str, Tensor]:
    """Return the weights, and nothing else, of a run."""
    weights: dict[str, Tensor] = torch.load(checkpoint, weights_only=True)["model"]
    return weights


def drawn(train: Mapping[str, Sequence[Example]], mix: Mix, rng: random.Random) -> list[Example]:
    """Return the sentences of a round."""
    return [
        example
        for source, share in mix.items()
        if (part := train.get(source))
        for example in rng.sample(part, min(len(part), round(share * len(part))))
    ]


def figures(model: JointModel, materials: Materials, *, half: bool) -> dict[str, dict[str, float]]:
    """Return how often a model is right on each part of the held-out sentences."""
    annotator = JointAnnotator(model, materials.known, half=half)
    found = {}
    for name, part in materials.held_out.items():
        trees = [example.tree for example in part]
        analyses = annotator.analyse([[word.form for word in tree] for tree in trees])
        found[name] = (tree_figures if name == "trees" else name_figures)(trees, analyses)
    return found


def parameter_groups(model: JointModel, plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield groups of parameters with their rates: the lower a layer of the encoder, the less it learns."""
    layers = len(model.encoder.layers)
    by_depth: dict[int, list[nn.Parameter]] = {}
    others = []
    for name, parameter in model.named_parameters():
        if name.startswith("encoder."):
            depth = int(name.split(".")[2]) if name.startswith("encoder.layers.") else -1
            if parameter.requires_grad:
                by_depth.setdefault(depth, []).append(parameter)
        else:
            others.append(parameter)
    for depth, parameters in sorted(by_depth.items()):
        rate = plan.encoder_rate * plan.decay ** (layers - depth)
        yield {"params": parameters, "lr": rate, "weight_decay": 0.01}
    yield {"params": others, "lr": plan.head_rate, "weight_decay": 0.0}
