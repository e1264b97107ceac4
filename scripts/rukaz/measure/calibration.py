"""`rukaz train --only confidence`: what the scores of models mean, from held-out sentences.

The sentences are those by which trainings choose their best step: blocks of Taiga and GSD (dev), texts of
factRuEval (devset) and NEREL. No test is looked at.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from rukaz.annotation.calibration import CALIBRATION, MOST, Calibration, Scale, odds_of_all
from rukaz.annotation.model_files import find_sets
from rukaz.atomic_files import write_atomically
from rukaz.conllu.tolerant import read_any
from rukaz.conllu.training_sentences import TrainingSentence, write_trees
from rukaz.errors import RukazError
from rukaz.export.manifest import digest_file
from rukaz.layers.confidence import ANSWERS, changed, span_odds, span_of, token_odds
from rukaz.measure.confidence import answers_to, rightness
from rukaz.measure.scores import Entities
from rukaz.records import Sentence

CONFIDENCE = "confidence"
COMMAND = f"rukaz train DATA --out MODELS --only {CONFIDENCE}"

Scored = list[tuple[float, bool]]
"""Log odds of answers, and whether each is right."""


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
    trees = _sentences(read_gold(data / "treebanks").dev)
    named = _sentences([tree for name in NAMED for tree in tagged_trees(gold_names(data, name).held_out)])
    treebanks = [f"treebanks/{name}" for name, _, _, held_out in SOURCES if held_out]
    files = [*treebanks, *(f"ner/{CORPORA[name][1]}" for name in NAMED)]
    entries = [
        {
            "model_sha256": model.digest,
            "command": COMMAND,
            "gold": {file: digest_file(data / file) for file in files},
            "words": sum(len(sentence.tokens) for sentence in trees),
            "names": sum(len(sentence.entities) for sentence in named),
            "scales": _as_json(fit(Annotator(model), trees, named)),
        }
        for model in sets
    ]
    path = models / CALIBRATION
    write_atomically(path, json.dumps(entries, indent=2) + "\n")
    return path


def _sentences(trees: Iterable[TrainingSentence]) -> list[Sentence]:
    """Trees of a training as records; all of them are one document."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "held-out.conllu")
        write_trees(path, trees)
        return [parsed.sentence for parsed in read_any(path, ranges=False)]


def _as_json(calibration: Calibration) -> dict[str, dict[str, float]]:
    return {
        kind: {name: round(value, 4) for name, value in asdict(scale).items()}
        for kind, scale in calibration.items()
    }


def fit(annotator: Any, trees: Sequence[Sentence], named: Sequence[Sentence]) -> Calibration:
    """The scales that suit held-out trees, and for entities held-out names."""
    words = [
        (analysis, token, rightness(gold, right, answer, token))
        for gold, (answer, analyses) in zip(trees, answers_to(annotator, trees), strict=True)
        for right, token, analysis in zip(gold.tokens, answer.tokens, analyses, strict=True)
    ]
    by_model: dict[str, Scored] = defaultdict(list)
    by_rule: dict[str, list[bool]] = defaultdict(list)
    for analysis, token, rights in words:
        assert analysis.scores is not None
        ruled = changed(token, analysis)
        for answer, odds in zip(ANSWERS, analysis.scores, strict=False):
            if answer in ruled:
                by_rule[answer].append(rights[answer])
            else:
                by_model[answer].append((odds, rights[answer]))
    scales = {answer: _scale(by_model[answer], by_rule[answer]) for answer in ANSWERS}
    of_all = [
        (odds_of_all(token_odds(token, analysis, scales).values()), all(rights.values()))
        for analysis, token, rights in words
    ]
    return {**scales, "token": _scale(of_all), "entity": _entity_scale(annotator, named)}


def _entity_scale(annotator: Any, named: Sequence[Sentence]) -> Scale:
    gold = Entities(named)
    by_model: Scored = []
    by_rule: list[bool] = []
    for sentence, proposal in answers_to(annotator, named):
        spans = span_odds(proposal)
        for entity in sentence.entities:
            is_right = (sentence.doc_id, entity.start, entity.end, entity.label) in gold
            odds = spans.get(span_of(entity))
            if odds is None:
                by_rule.append(is_right)
            else:
                by_model.append((odds, is_right))
    return _scale(by_model, by_rule)


def _scale(by_model: Scored, by_rule: Sequence[bool] = ()) -> Scale:
    """The line by which log odds become those that make the answers the most probable.

    Newton's method on the logistic loss, each step halved until it lowers it. Answers of rules are so few
    that one right and one wrong answer are added to them.
    """
    odds = np.clip([one for one, _ in by_model], -MOST, MOST)
    table = np.stack([odds, np.ones_like(odds)], 1)
    right = np.array([is_right for _, is_right in by_model], float)

    def loss(line: np.ndarray) -> float:
        values = table @ line
        return float(np.logaddexp(0, values).sum() - right @ values + 1e-3 * line @ line)

    line = np.array([0.5, 0.0])
    for _ in range(50):
        share = 1 / (1 + np.exp(-(table @ line)))
        gradient = table.T @ (share - right) + 2e-3 * line
        curve = (table * (share * (1 - share))[:, None]).T @ table + 2e-3 * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        while loss(line - step) > loss(line) and np.abs(step).max() > 1e-9:
            step = step / 2
        line = line - step
    slope, shift = map(float, line)
    share_of_rules = (sum(by_rule) + 1) / (len(by_rule) + 2)
    return Scale(slope, shift, (log(share_of_rules / (1 - share_of_rules)) - shift) / slope)
