"""`rukaz train --only confidence`: what the scores of models mean, from held-out sentences.

The sentences are those by which trainings choose their best step: blocks of Taiga and GSD (dev), texts of
factRuEval (devset) and NEREL. No test is looked at.

The models answer in the convention of Taiga, and are used on edited prose. GSD has another convention, and in
Taiga's verse and posts more is wrong than in prose with the same scores. So all sentences tell what scores
and signs weigh, but each of these kinds has a constant of its own, which is then left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.calibration import (
    ANSWERS,
    CALIBRATION,
    MOST,
    SIGNS,
    WEIGHED,
    Calibration,
    Scale,
    Table,
)
from rukaz.annotation.model_files import find_sets
from rukaz.atomic_files import write_atomically
from rukaz.conllu.rows import read_rows
from rukaz.conllu.tolerant import read_any
from rukaz.conllu.training_sentences import TrainingSentence, letters, normal_sentence, write_trees
from rukaz.errors import RukazError
from rukaz.export.manifest import digest_file
from rukaz.layers.confidence import changed, odds_and_signs, span_odds, span_of
from rukaz.measure.confidence import answers_to, rightness
from rukaz.measure.scores import Entities
from rukaz.records import Sentence

CONFIDENCE = "confidence"
COMMAND = f"rukaz train DATA --out MODELS --only {CONFIDENCE}"

APART = (
    ("ru_gsd-ud-dev.conllu", ""),
    ("ru_taiga-ud-dev.conllu", "instagram-"),
    ("ru_taiga-ud-dev.conllu", "poetry-"),
)
"""Sentences that have a constant of their own: their file, and how their ``sent_id`` begins."""

RIDGE = 1.0
"""What half the square of a weight costs, in units of the logarithmic loss of all answers."""


class Judged(NamedTuple):
    """A held-out sentence with the answers of a model.

    Attributes:
        proposed: what the model alone said.
        rights: of each token, whether each of :data:`ANSWERS` is right.
        kind: 0, or the number of the kind of text in :data:`APART`, from 1.
    """

    answer: Sentence
    proposed: Sequence[Analysis]
    rights: Sequence[Sequence[bool]]
    kind: int


def calibrate(data: Path, models: Path) -> Path:
    """Write calibration.json for the sets of a folder of models that say how sure they are.

    Args:
        data: folder with treebanks/ and ner/, as a training takes it.

    Raises:
        RukazError: no set of the folder says how sure it is, or data are missing.
    """
    from rukaz.annotation.annotator import Annotator
    from rukaz.train.ner import CORPORA, gold_names
    from rukaz.train.transformer.silver import NAMED, tagged_trees
    from rukaz.train.treebanks import SOURCES, read_gold

    sets = [model for model in find_sets(models) if model.joint]
    if not sets:
        raise RukazError(
            "no set of models here computes confidence", where=str(models), hint="Train one with --encoder."
        )
    held_out = read_gold(data / "treebanks").dev
    known = _kinds(data / "treebanks")
    kinds = [known.get(normal_sentence(tree), 0) for tree in held_out]
    trees = _sentences(held_out)
    named = [_sentences(tagged_trees(gold_names(data, name).held_out)) for name in NAMED]
    treebanks = [f"treebanks/{name}" for name, _, _, held_out in SOURCES if held_out]
    files = [*treebanks, *(f"ner/{CORPORA[name][1]}" for name in NAMED)]
    entries = [
        {
            "model_sha256": model.digest,
            "command": COMMAND,
            "gold": {file: digest_file(data / file) for file in files},
            "words": sum(len(sentence.tokens) for sentence in trees),
            "names": sum(len(sentence.entities) for sentences in named for sentence in sentences),
            **_as_json(fit(Annotator(model), trees, kinds, named)),
        }
        for model in sets
    ]
    path = models / CALIBRATION
    write_atomically(path, json.dumps(entries, indent=2) + "\n")
    return path


def _kinds(treebanks: Path) -> dict[str, int]:
    """The kinds of the sentences of :data:`APART`, by their letters."""
    return {
        letters(row[1] for _, row in raw.words()): kind
        for kind, (name, prefix) in enumerate(APART, 1)
        for raw in read_rows(treebanks / name)
        if (raw.facts.get("sent_id") or "").startswith(prefix)
    }


def _sentences(trees: Iterable[TrainingSentence]) -> list[Sentence]:
    """Trees of a training as records; all of them are one document."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "held-out.conllu")
        write_trees(path, trees)
        return [parsed.sentence for parsed in read_any(path, ranges=False)]


def _as_json(calibration: Calibration) -> dict[str, dict[str, dict[str, float]]]:
    scales = {kind: asdict(scale) for kind, scale in calibration.scales.items()}
    return {
        name: {
            kind: {what: round(value, 4) for what, value in values.items()} for kind, values in part.items()
        }
        for name, part in (("scales", scales), ("weights", calibration.weights))
    }


def fit(
    annotator: Any, trees: Sequence[Sentence], kinds: Sequence[int], named: Sequence[Sequence[Sentence]]
) -> Calibration:
    """The calibration that suits held-out sentences.

    Args:
        trees: gold trees.
        kinds: of text, see :class:`Judged`.
        named: the sentences of each corpus of names.
    """
    judged = [
        Judged(answer, proposed, [_rights(gold, answer, at) for at in range(len(gold.tokens))], kind)
        for gold, kind, (answer, proposed) in zip(trees, kinds, answers_to(annotator, trees), strict=True)
    ]
    scales = {answer: _answer_scale(judged, at) for at, answer in enumerate(ANSWERS)}
    weights = fit_weights(judged, scales)
    return Calibration({**scales, "entity": _entity_scale(annotator, named)}, weights)


def _rights(gold: Sentence, answer: Sentence, at: int) -> list[bool]:
    rights = rightness(gold, gold.tokens[at], answer, answer.tokens[at])
    return [rights[name] for name in ANSWERS]


def _answer_scale(judged: Sequence[Judged], at: int) -> Scale:
    """The scale of one of :data:`ANSWERS`."""
    by_model: list[tuple[float, int, bool]] = []
    by_rule: list[bool] = []
    for one in judged:
        for token, analysis, rights in zip(one.answer.tokens, one.proposed, one.rights, strict=True):
            assert analysis.scores is not None
            if changed(token, analysis)[at]:
                by_rule.append(rights[at])
            else:
                by_model.append((analysis.scores[at], one.kind, rights[at]))
    odds, kinds, rights_of_all = zip(*by_model, strict=True)
    return scale(odds, rights_of_all, by_rule, kinds)


def _entity_scale(annotator: Any, named: Sequence[Sequence[Sentence]]) -> Scale:
    """The scale of entities with labels that their corpus has."""
    by_model: list[tuple[float, bool]] = []
    by_rule: list[bool] = []
    for sentences in named:
        gold = Entities(sentences)
        labels = {entity.label for sentence in sentences for entity in sentence.entities}
        for sentence, proposed in answers_to(annotator, sentences):
            spans = span_odds(proposed)
            for entity in sentence.entities:
                is_right = (sentence.doc_id, entity.start, entity.end, entity.label) in gold
                odds = spans.get(span_of(entity))
                if entity.label not in labels:
                    continue
                if odds is None:
                    by_rule.append(is_right)
                else:
                    by_model.append((odds, is_right))
    odds_of_each, rights = zip(*by_model, strict=True)
    return scale(odds_of_each, rights, by_rule)


def scale(
    odds: Sequence[float],
    rights: Sequence[bool],
    by_rule: Sequence[bool] = (),
    kinds: Sequence[int] = (),
) -> Scale:
    """The line by which log odds become those that make the answers the most probable.

    Args:
        rights: whether the answers of the model are right.
        by_rule: whether those of rules are. They are so few that one right and one wrong one are added.
        kinds: of text of the answers of the model, see :class:`Judged`; all 0 if there are none.
    """
    table = np.clip(np.array(odds, float), -MOST, MOST)[:, None]
    slope, shift = line(table, np.array(rights), kinds or [0] * len(odds), ridge=2e-3)
    share = (sum(by_rule) + 1) / (len(by_rule) + 2)
    return Scale(slope, shift, (log(share / (1 - share)) - shift) / slope)


def fit_weights(judged: Sequence[Judged], scales: dict[str, Scale]) -> dict[str, dict[str, float]]:
    """The weights of :data:`SIGNS` for each of :data:`WEIGHED`."""
    found = [odds_and_signs(one.answer, one.proposed, scales) for one in judged]
    odds, signs = (np.concatenate(part) for part in zip(*found, strict=True))
    rights = np.array([[*answers, all(answers)] for one in judged for answers in one.rights])
    kinds = [one.kind for one in judged for _ in one.rights]
    return {
        kind: dict(zip(SIGNS, line(np.column_stack([own, signs]), right, kinds, ridge=RIDGE), strict=True))
        for kind, own, right in zip(WEIGHED, odds.T, rights.T, strict=True)
    }


def line(table: Table, rights: np.ndarray[Any, Any], kinds: Sequence[int], *, ridge: float) -> list[float]:
    """The weights of the columns, and a constant, that make the answers the most probable.

    Newton's method on the logistic loss, each step halved until it lowers it. Answers of each kind but 0 have
    another constant, which does not count.

    Args:
        table: (answers, columns).
        rights: (answers,), whether each is right.
        ridge: what half the square of the weight of a column costs.
    """
    columns = table.shape[1]
    others = np.arange(1, max(kinds) + 1)
    full = np.column_stack([table, np.ones(len(table)), np.array(kinds)[:, None] == others])
    costs = np.full(full.shape[1], 2e-3)
    costs[:columns] = ridge
    right = rights.astype(float)

    def loss(weights: Table) -> float:
        values = full @ weights
        return float(np.logaddexp(0, values).sum() - right @ values + costs @ weights**2 / 2)

    weights = np.zeros(full.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-(full @ weights)))
        gradient = full.T @ (share - right) + costs * weights
        curve = (full * (share * (1 - share))[:, None]).T @ full + np.diag(costs)
        step = np.linalg.solve(curve, gradient)
        while loss(weights - step) > loss(weights) and np.abs(step).max() > 1e-9:
            step = step / 2
        weights = weights - step
    return [float(weight) for weight in weights[: columns + 1]]
