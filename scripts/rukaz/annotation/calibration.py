"""From how sure a model is of an answer to how probable it is that the answer is right.

In two steps, both fitted to sentences that no model has learned from (:mod:`rukaz.measure.calibration`):

- Platt scaling, after Guo et al. 2017, "On Calibration of Modern Neural Networks": two numbers for each kind
  of answer, which make its odds of the score of the model;
- a logistic regression from these odds, and from signs of errors in and around the answer, :data:`SIGNS`.

The numbers stand in calibration.json beside the models, under the digest of the set that they are of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from rukaz.json_files import Shape, read_json

CALIBRATION = "calibration.json"
ANSWERS = ("upos", "feats", "head", "deprel")
"""The answers to a token, in the order of `Scores`."""

SCALED = (*ANSWERS, "entity")
"""What there is a scale of."""

WEIGHED = (*ANSWERS, "token")
"""What there are weights of: each answer to a token, and all four together."""

SIGNS = (
    "odds", *ANSWERS, "sentence", "governor", "crossing", "repeated", "modifier", "punctuation", "constant",
)  # fmt: skip
"""What the confidence of an answer to a token depends on, computed by :mod:`rukaz.layers.confidence`:

- odds: the logarithm of the odds of the answer, or that all four answers are right, if each is by chance;
- upos, feats, head, deprel: the doubt about each answer to the token, which is minus the logarithm of its
  probability;
- sentence: the mean of all doubts about a token of the sentence;
- governor: all doubts about the head of the token, 0 at the root;
- crossing: 1 if a word between the token and its head is not below that head, else 0;
- repeated: 1 if the token is the subject, object or copula of a word that has another one;
- modifier: 1 if its relation is one of words that could often have another head as well;
- punctuation: 1 if it is a punctuation mark;
- constant: always 1.
"""

MOST = 16.0
"""An answer that is surer than these log odds is taken to be as sure."""

Table = NDArray[np.float64]
"""One number of each token, or a row of them."""


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


@dataclass(frozen=True)
class Calibration:
    """What the scores of one set of models mean.

    Attributes:
        scales: of each of :data:`SCALED`.
        weights: of each of :data:`WEIGHED`, the weight of each of :data:`SIGNS`.
    """

    scales: Mapping[str, Scale]
    weights: Mapping[str, Mapping[str, float]]

    @cached_property
    def _table(self) -> Table:
        """The weights, (SIGNS, WEIGHED)."""
        return np.array([[self.weights[kind][sign] for kind in WEIGHED] for sign in SIGNS])

    def probabilities(self, odds: Table, signs: Table) -> Table:
        """How probable it is, from 0 to 1, that each answer to each token, and that all are right.

        Args:
            odds: (tokens, :data:`WEIGHED`).
            signs: (tokens, signs), the values of :data:`SIGNS` between the first and the last.

        Returns:
            (tokens, :data:`WEIGHED`).
        """
        table = self._table
        found = probability(odds * table[0] + signs @ table[1:-1] + table[-1])
        found[:, -1] = found.min(-1)  # all are right no more often than each
        return found


def bounded(odds: Table) -> Table:
    """The log odds, but at most :data:`MOST` for or against."""
    return np.minimum(np.maximum(odds, -MOST), MOST)


def scaled(odds: Table, slope: Table | float, shift: Table | float) -> Table:
    """The logarithms of the true odds of answers with these log odds, by their `Scale`."""
    return bounded(slope * bounded(odds) + shift)


def probability(odds: Table) -> Table:
    """What share of answers with these log odds is right, from 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-bounded(odds))))


def doubt(odds: Table) -> Table:
    """Minus the logarithm of the probability of an answer with these log odds."""
    return np.log1p(np.exp(-bounded(odds)))


def odds_of_all(doubts: Table) -> Table:
    """The log odds that several answers are all right, if each is right by chance on its own.

    Args:
        doubts: about all of them together: the sum.

    >>> two = np.array([[0.0, 0.0], [16.0, 2.0]])
    >>> odds_of_all(doubt(two).sum(-1)).round(3).tolist()
    [-1.099, 2.0]
    """
    return -np.log(np.expm1(doubts))


class _Scale(Shape):
    slope: float
    shift: float
    by_rule: float


class _Calibrated(Shape):
    """What a calibration.json must say of each set."""

    model_sha256: str
    scales: dict[str, _Scale]
    weights: dict[str, dict[str, float]] | None = None  # older files have none


_CALIBRATIONS = TypeAdapter(list[_Calibrated])


def read_calibration(folder: Path, digest: str, *, hint: str = "") -> Calibration | None:
    """The calibration of the models with this digest; None if the folder has none of them.

    Raises:
        RukazError: the file is damaged.
    """
    path = folder / CALIBRATION
    for entry in read_json(path, _CALIBRATIONS, hint=hint) if path.is_file() else ():
        scales, weights = entry["scales"], entry.get("weights") or {}
        is_whole = scales.keys() >= set(SCALED) and all(
            weights.get(kind, {}).keys() >= set(SIGNS) for kind in WEIGHED
        )
        if entry["model_sha256"] == digest and is_whole:
            return Calibration({kind: Scale(**scales[kind]) for kind in SCALED}, weights)
    return None
