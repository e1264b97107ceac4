"""From how sure a model is of an answer to how probable it is that the answer is right.

Platt scaling, after Guo et al. 2017, "On Calibration of Modern Neural Networks": two numbers for each kind of
answer, fitted to sentences that no model has learned from (:mod:`rukaz.measure.calibration`). They stand in
calibration.json beside the models, under the digest of the set that they are of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, expm1, log, log1p
from pathlib import Path

from pydantic import TypeAdapter

from rukaz.json_files import Shape, read_json

CALIBRATION = "calibration.json"
KINDS = ("upos", "feats", "head", "deprel", "token", "entity")
"""What there is a scale of: the four answers to a token, all four together, and entities."""

MOST = 16.0
"""A model that is surer than these log odds is taken to be as sure."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What the log odds of one kind of answer mean.

    Attributes:
        slope, shift: of the line from them to the logarithm of the true odds.
        by_rule: the log odds that an answer counts as having if a rule gave it instead of the model.
    """

    slope: float
    shift: float
    by_rule: float = 0.0

    def probability(self, odds: float) -> float:
        """How probable it is, from 0 to 1, that an answer with these log odds is right."""
        line = self.slope * max(-MOST, min(MOST, odds)) + self.shift
        return 1 / (1 + exp(-max(-700.0, min(700.0, line))))


Calibration = Mapping[str, Scale]
"""The scale of each of :data:`KINDS`."""


def odds_of_all(odds: Iterable[float]) -> float:
    """The log odds that several answers are all right, if each is right by chance on its own.

    >>> round(odds_of_all([0.0, 0.0]), 3), round(odds_of_all([16.0, 2.0]), 3)
    (-1.099, 2.0)
    """
    right = -sum(log1p(exp(-max(-MOST, min(MOST, one)))) for one in odds)
    return right - log(-expm1(right))


class _Scale(Shape):
    slope: float
    shift: float
    by_rule: float


class _Calibrated(Shape):
    """What a calibration.json must say of each set."""

    model_sha256: str
    scales: dict[str, _Scale]


_CALIBRATIONS = TypeAdapter(list[_Calibrated])


def read_calibration(folder: Path, digest: str, *, hint: str = "") -> Calibration | None:
    """The calibration of the models with this digest; None if the folder has none of them.

    Raises:
        RukazError: the file is damaged.
    """
    path = folder / CALIBRATION
    for entry in read_json(path, _CALIBRATIONS, hint=hint) if path.is_file() else ():
        if entry["model_sha256"] == digest and entry["scales"].keys() >= set(KINDS):
            return {kind: Scale(**entry["scales"][kind]) for kind in KINDS}
    return None
