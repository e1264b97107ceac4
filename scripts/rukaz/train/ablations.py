"""Short trainings of equal length that differ in one thing: the shape of the model, or what it learns from.

Their figures show what a shape costs and what each source of data gives; all are far below those of a whole
training.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rukaz.train.hyperparameters import SHAPES, learners
from rukaz.train.loop import Materials, Plan, read_progress, train_on_trees
from rukaz.train.treebanks import Gold

FILE = "trials.json"
SOURCES_ON = {"depparse": "2 × 224", "pos": "2 × 256"}
"""The shape on which sources are compared."""


@dataclass(frozen=True)
class Trial:
    """What is trained on what.

    Attributes:
        processor: ``pos`` or ``depparse``.
        shape: one of `SHAPES`.
        silver: who annotated the silver: ``slovnet``, ``teacher`` or ``none``.
        gold: whether gold takes part.
    """

    processor: str
    shape: str
    silver: str
    gold: bool

    @property
    def name(self) -> str:
        """Its folder."""
        shape = self.shape.replace(" × ", "x")
        return "-".join((self.processor, shape, self.silver, *(["gold"] if self.gold else [])))


def trials() -> Iterator[Trial]:
    """The shapes on one source, then the sources on one shape."""
    for processor, shapes in SHAPES.items():
        for shape in shapes:
            yield Trial(processor, shape, "teacher", gold=True)
        for silver, gold in (("slovnet", True), ("teacher", False), ("slovnet", False), ("none", True)):
            yield Trial(processor, SOURCES_ON[processor], silver, gold)


def run_trials(materials: Materials, silver: dict[str, Path], words: int, work: Path) -> Path:
    """Run the trials that `work`/trials.json does not know yet; return that file.

    Args:
        materials: of the whole training.
        silver: folders of shards by the name of who annotated them.
        words: budget of each trial.
    """
    work.mkdir(parents=True, exist_ok=True)
    (work / "none").mkdir(exist_ok=True)
    file = work / FILE
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    for trial in trials():
        if any(asdict(trial).items() <= row.items() for row in known):
            continue
        shards = (silver | {"none": work / "none"})[trial.silver]
        gold = materials.gold if trial.gold else Gold(dev=materials.gold.dev)
        of_trial = replace(materials, silver=shards, gold=gold)
        shape = SHAPES[trial.processor][trial.shape]
        train_on_trees(learners()[trial.processor], shape, of_trial, Plan(words), work / trial.name)
        figures = read_progress(work / trial.name / "checkpoint.pt").history[-1]
        known.append({"name": trial.name, **asdict(trial), **figures})
        file.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
