"""Whether answers are as often right as their confidence says, and whether the errors are among the unsure.

- ECE, the expected calibration error (Guo et al. 2017): over fifteen bins of equal width, the mean difference
  between how many answers are right and how many should be, in points;
- the share of all errors that the tenth of the answers with the lowest confidence holds.

Right is what :mod:`rukaz.measure.scores` counts as right, relations apart from their heads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.calibration import ANSWERS
from rukaz.errors import RukazError
from rukaz.layers.confidence import add_confidence
from rukaz.layers.features import add_features
from rukaz.layers.relations import add_relations
from rukaz.measure.accuracy import with_analyses
from rukaz.measure.scores import Entities, compare_token, head_key, placed
from rukaz.records import Sentence, Token

BINS = 15
LEAST_SURE = 0.1

Judged = dict[str, list[tuple[float, bool]]]
"""Of each kind of answer, with what confidence each was given, and whether it is right."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """What the confidence of one kind of answer is worth, in per cent and points.

    Attributes:
        errors_found: the share of the errors that are among the least sure tenth; 100 if there are none.
    """

    answers: int
    right: float
    confidence: float
    calibration_error: float
    errors_found: float


def reliability(judged: Sequence[tuple[float, bool]]) -> Reliability:
    """What confidence and rightness of some answers come to.

    >>> reliability([(0.5, True), (0.5, False), (1.0, True), (1.0, True)]).calibration_error
    0.0
    """
    bins: list[list[float]] = [[] for _ in range(BINS)]
    for confidence, is_right in judged:
        bins[min(int(confidence * BINS), BINS - 1)].append(is_right - confidence)
    count = len(judged)
    return Reliability(
        count,
        100 * sum(is_right for _, is_right in judged) / count,
        100 * sum(confidence for confidence, _ in judged) / count,
        100 * sum(abs(sum(differences)) for differences in bins) / count,
        100 * _errors_found(judged),
    )


def _errors_found(judged: Sequence[tuple[float, bool]]) -> float:
    """The share of errors in the least sure tenth; where equals are parted, as many as lot would give it."""
    groups: defaultdict[float, list[bool]] = defaultdict(list)
    for confidence, is_right in judged:
        groups[confidence].append(not is_right)
    room, found = LEAST_SURE * len(judged), 0.0
    for _, errors in sorted(groups.items()):
        taken = min(room, len(errors))
        found += sum(errors) * taken / len(errors)
        room -= taken
    return found / total if (total := sum(not is_right for _, is_right in judged)) else 1.0


def judge(gold: Sequence[Sentence], system: Sequence[Sentence]) -> Judged:
    """The answers that have a confidence, of tokens that gold has too, and of all entities."""
    right_ones = {place: (sentence, token) for sentence in gold for place, token in placed(sentence)}
    entities = Entities(gold)
    judged: Judged = defaultdict(list)
    for sentence in system:
        for place, token in placed(sentence):
            if place in right_ones and token.confidence is not None:
                rights = rightness(*right_ones[place], sentence, token)
                for answer in ANSWERS:
                    judged[answer].append((getattr(token, f"{answer}_confidence"), rights[answer]))
                judged["token"].append((token.confidence, all(rights.values())))
        for entity in sentence.entities:
            if entity.confidence is not None:
                is_right = (sentence.doc_id, entity.start, entity.end, entity.label) in entities
                judged["entity"].append((entity.confidence, is_right))
    return judged


def rightness(gold: Sentence, token: Token, system: Sentence, answer: Token) -> Mapping[str, bool]:
    """Whether each of the answers to a token is right."""
    return {
        "upos": compare_token("UPOS", token) == compare_token("UPOS", answer),
        "feats": compare_token("FEATS", token) == compare_token("FEATS", answer),
        "head": head_key(gold, token) == head_key(system, answer),
        "deprel": token.deprel.partition(":")[0] == answer.deprel.partition(":")[0],
    }


def answers_to(annotator: Any, gold: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sequence[Analysis]]]:
    """What a model makes of the tokens of gold sentences, completed by rule, and what it alone said."""
    proposed, corrected = annotator.propose_and_correct([[t.form for t in one.tokens] for one in gold])
    for sentence, proposal in zip(with_analyses(gold, corrected), proposed, strict=True):
        yield add_features(add_relations(sentence)), proposal


def confidence_figures(annotator: Any, gold: Sequence[Sentence]) -> dict[str, float]:
    """Calibration error and errors found of each kind of answer to the tokens of gold sentences.

    Raises:
        RukazError: the model does not say how sure it is, or nobody measured what that means.
    """
    calibration = annotator.model.calibration
    if calibration is None:
        hint = "Calibrate it: rukaz train DATA --out MODELS --only confidence"
        raise RukazError("there is no calibration of this model", where=annotator.model.name, hint=hint)
    figures: dict[str, float] = {}
    system = [add_confidence(*answer, calibration) for answer in answers_to(annotator, gold)]
    for kind, answers in judge(gold, system).items():
        measured = reliability(answers)
        figures[f"{kind}, answers"] = measured.answers
        figures[f"{kind}, right"] = round(measured.right, 2)
        figures[f"{kind}, confidence"] = round(measured.confidence, 2)
        figures[f"{kind}, calibration error"] = round(measured.calibration_error, 2)
        figures[f"{kind}, errors in the least sure tenth"] = round(measured.errors_found, 1)
    return figures
