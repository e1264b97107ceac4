"""The embedded models are the ones that were measured."""

from __future__ import annotations

import json

import pytest

from rukaz.annotation.model_files import EMBEDDED, find_model
from rukaz.measure.model_card import CARD, SPEED, SPEED_OF_A_BUILD, SPEED_OF_A_MILLION, render_model_card

MEGABYTE = 1_000_000


def test_the_figures_are_of_these_weights() -> None:
    model = find_model("embedded")
    assert model.evaluations
    assert {report["model_sha256"] for report in model.evaluations} == {model.digest}


@pytest.mark.parametrize("file", [SPEED, SPEED_OF_A_MILLION, SPEED_OF_A_BUILD])
def test_the_speed_is_of_these_weights(file: str) -> None:
    report = json.loads((EMBEDDED / file).read_text(encoding="utf-8"))
    assert report["model_sha256"] == find_model("embedded").digest


def test_all_weights_together_stay_under_60_megabytes() -> None:
    assert sum(file.size for file in find_model("embedded").files) < 60 * MEGABYTE


def test_every_processor_says_what_it_was_trained_on() -> None:
    provenance = find_model("embedded").provenance
    assert all(provenance[processor]["data"] for processor in ("tokenize", "pos", "lemma", "depparse", "ner"))


def test_the_model_card_says_what_the_files_say() -> None:
    assert (EMBEDDED / CARD).read_text(encoding="utf-8") == render_model_card(EMBEDDED)
