"""Confidence: odds become probabilities, rules count as measured, and what it is worth is counted right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import datasets
import numpy as np
import pytest

from rukaz.annotation.assemble import Analysis, Scores
from rukaz.annotation.calibration import (
    MOST,
    SCALED,
    SIGNS,
    WEIGHED,
    Calibration,
    Scale,
    doubt,
    odds_of_all,
    probability,
    read_calibration,
    scaled,
)
from rukaz.annotation.model_files import find_model
from rukaz.conllu.confidence_items import without_confidence
from rukaz.layers.confidence import add_confidence, odds_and_signs
from rukaz.measure.calibration import RIDGE, line, scale
from rukaz.measure.confidence import judge, reliability
from rukaz.records import Sentence
from rukaz.review.queue import queue
from rukaz.review.worksheet import unsure_words
from tests.broken.corpora import good
from tests.trees import sentence

ODDS_ALONE = {sign: float(sign == "odds") for sign in SIGNS}
AS_IT_IS = Calibration(
    {kind: Scale(1.0, 0.0, by_rule=-2.0) for kind in SCALED}, dict.fromkeys(WEIGHED, ODDS_ALONE)
)
WASHED = sentence("Мама/PROPN/2:nsubj/B-PER мыла/VERB/0:root раму/NOUN/2:obj:x ./PUNCT/2:punct")
SURE = Scores(9.0, 9.0, 9.0, 9.0, 9.0)


def proposed(*scores: Scores, sentence: Sentence = WASHED) -> list[Analysis]:
    """What a model says that gave the sentence as it is, with some scores for the first words."""
    tags = ["S-PER", "O", "O", "O"]
    every = [*scores, *[SURE] * (len(tags) - len(scores))]
    return [
        Analysis(t.lemma, t.upos, t.feats, t.head, t.deprel.partition(":")[0], tag, one)
        for t, tag, one in zip(sentence.tokens, tags, every, strict=True)
    ]


def test_odds_become_probabilities_in_hundredths() -> None:
    doubtful = Scores(0.0, 9.0, 1.0, 9.0, 2.0)
    first, second, third, _ = (made := add_confidence(WASHED, proposed(doubtful), AS_IT_IS)).tokens
    assert (first.upos_confidence, first.head_confidence) == (0.5, 0.73)
    assert first.confidence == 0.37  # of both together
    assert (second.confidence, third.deprel_confidence) == (1.0, 1.0)  # a subtype changes nothing
    assert made.entities[0].confidence == 0.88
    assert made.confidence == round((0.3655 + 3 * 0.9995) / 4, 2)
    assert made == WASHED, "records that differ in confidence alone are equal"
    assert without_confidence(made).tokens[0].head_confidence is None


def test_what_a_rule_gave_counts_as_rules_do() -> None:
    ruled = replace(WASHED.tokens[0], upos="NOUN", feats="Case=Nom|PronType=Prs")
    changed = replace(WASHED, tokens=(ruled, *WASHED.tokens[1:]))
    changed = replace(changed, entities=(replace(WASHED.entities[0], label="ORG"),))
    made = add_confidence(changed, proposed(), AS_IT_IS)
    assert made.tokens[0].upos_confidence == 0.12
    assert made.tokens[0].feats_confidence == 1.0  # features beside those of the model
    assert made.entities[0].confidence == 0.12


def test_of_two_doubtful_answers_both_are_right_less_often() -> None:
    both, one = odds_of_all(doubt(np.array([[0.0, 0.0], [0.0, MOST]])).sum(-1))
    assert both < one == pytest.approx(0.0, abs=1e-6)


def test_the_signs_of_errors_are_read_off_the_tree() -> None:
    """«Мама раму мыла окно ее»: a second object, and a word between ее and its head that is not below it."""
    doubtful = Scores(9.0, 9.0, 0.0, 9.0, 9.0)
    odd = sentence("Мама/NOUN/3:nsubj раму/NOUN/3:obj мыла/VERB/0:root окно/NOUN/3:obj:x ее/DET/2:nmod")
    words = [
        Analysis(t.lemma, t.upos, t.feats, t.head, t.deprel, "O", doubtful if t.form == "раму" else SURE)
        for t in odd.tokens
    ]
    names = SIGNS[SIGNS.index("sentence") : -1]
    signs = [
        dict(zip(names, row[-len(names) :], strict=True))
        for row in odds_and_signs(odd, words, AS_IT_IS.scales)[1].tolist()
    ]
    assert [one["repeated"] for one in signs] == [0, 1, 0, 1, 0]
    assert [one["crossing"] for one in signs] == [0, 0, 0, 0, 1]
    assert [one["modifier"] for one in signs] == [0, 0, 0, 0, 1]
    assert signs[4]["governor"] == pytest.approx(np.log(2), abs=1e-3)
    assert signs[0]["governor"] == pytest.approx(0, abs=1e-3)
    assert [one["sentence"] for one in signs] == pytest.approx([np.log(2) / 5] * 5, abs=1e-3)


def test_signs_lower_the_confidence_by_their_weight() -> None:
    weights = {**AS_IT_IS.weights, "token": {**ODDS_ALONE, "punctuation": -20.0, "constant": 5.0}}
    first, *_, stop = add_confidence(WASHED, proposed(), replace(AS_IT_IS, weights=weights)).tokens
    assert (first.confidence, stop.confidence, stop.head_confidence) == (1.0, 0.0, 1.0)


def test_the_line_is_found_by_which_the_answers_were_made() -> None:
    rng = np.random.default_rng(1)
    odds = rng.normal(4, 4, 20_000)
    right = rng.random(len(odds)) < 1 / (1 + np.exp(-(0.5 * odds - 1)))
    found = scale(odds.tolist(), right.tolist(), [True, True, False])
    assert found.slope == pytest.approx(0.5, abs=0.03)
    assert found.shift == pytest.approx(-1, abs=0.1)
    assert probability(scaled(np.array(found.by_rule), found.slope, found.shift)) == pytest.approx(0.6)


def test_a_kind_of_text_with_more_errors_does_not_lower_the_others() -> None:
    rng = np.random.default_rng(1)
    signs = rng.normal(0, 2, (20_000, 2))
    kinds = rng.integers(0, 2, len(signs))
    right = rng.random(len(signs)) < 1 / (1 + np.exp(-(signs @ [1, -0.5] + 1 - 3 * kinds)))
    assert line(signs, right, kinds.tolist(), ridge=RIDGE) == pytest.approx([1, -0.5, 1], abs=0.1)


def test_reliability_is_that_of_bins_and_of_the_least_sure_tenth() -> None:
    told = [(0.25, i < 5) for i in range(10)] + [(0.95, i > 0) for i in range(90)]
    measured = reliability(told)
    assert measured.calibration_error == pytest.approx(100 * (0.1 * 0.25 + 0.9 * (89 / 90 - 0.95)))
    assert measured.errors_found == pytest.approx(100 * 5 / 6)
    assert reliability([(0.5, True), (0.5, False)]).errors_found == pytest.approx(10.0)


def test_answers_are_judged_column_by_column() -> None:
    gold = replace(WASHED, entities=())
    other = replace(WASHED.tokens[2], head=1)
    answer = add_confidence(
        replace(WASHED, tokens=(*WASHED.tokens[:2], other, WASHED.tokens[3])), proposed(), AS_IT_IS
    )
    judged = judge([gold], [answer])
    assert [is_right for _, is_right in judged["head"]] == [True, True, False, True]
    assert [is_right for _, is_right in judged["deprel"]] == [True] * 4
    assert [is_right for _, is_right in judged["entity"]] == [False]


@pytest.mark.parametrize("name", ["accurate", "fast"])
def test_a_shipped_joint_set_is_calibrated_and_a_table_of_other_weights_is_not_taken(name: str) -> None:
    model = find_model(name)
    assert model.calibration is not None, "rukaz train DATA --out scripts/rukaz/models/ru --only confidence"
    assert all(scale.slope > 0 for scale in model.calibration.scales.values())
    assert all(weights["odds"] > 0 for weights in model.calibration.weights.values())
    assert find_model("stanza").calibration is None
    assert read_calibration(Path(model.files[0].path).parent, "0" * 64) is None


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """«Я пишу вам» is written by an unsure model."""
    draft = good()
    draft.sentence("пишу", confidence=0.7)
    draft.token("пишу", confidence=0.4, upos_confidence=0.9, head_confidence=0.45, deprel_confidence=0.6)
    draft.write(tmp_path / "corpus")
    return tmp_path / "corpus"


def test_unsure_sentences_come_first_in_the_queue_with_their_words(corpus: Path) -> None:
    (first,) = queue(corpus, "confidence")
    assert first.sentence.text.startswith("Я пишу")
    assert first.why == tuple(unsure_words(first.sentence))
    assert list(map(str, first.why)) == ["2 пишу: unsure, HEAD 0.45, DEPREL 0.60"]


def test_tokens_can_be_chosen_by_confidence(corpus: Path, tmp_path: Path) -> None:
    """The recipe of docs/training.md."""
    tokens = datasets.load_dataset(
        str(corpus), "tokens", split="validation", cache_dir=str(tmp_path / "cache")
    )
    sure = tokens.filter(lambda row: row["head_confidence"] is None or row["head_confidence"] >= 0.9)
    assert sure["form"][:] == ["Я", "вам", "."]
