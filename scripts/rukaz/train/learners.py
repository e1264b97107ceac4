"""The two processors that learn from trees, by their names in Stanza."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rukaz.train.hyperparameters import Shape
from rukaz.train.loop import Learner, Materials
from rukaz.train.parser import parser_learner
from rukaz.train.tagger import tagger_learner

MakeLearner = Callable[[Materials, Shape, Path], Learner]
"""Makes a processor under training of materials, shape and the checkpoint that it resumes."""

LEARNERS: dict[str, MakeLearner] = {"pos": tagger_learner, "depparse": parser_learner}
