"""The embedded models are the ones that were measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rukaz.annotation.model_files import EMBEDDED, SETS, find_model
from rukaz.measure.gold_files import TESTS
from rukaz.measure.model_card import (
    CARD,
    SPEED,
    SPEED_OF_A_BUILD,
    SPEED_OF_A_MILLION,
    SPEED_OF_ACCURATE,
    SPEED_OF_STANZA,
    render_model_card,
)

MEGABYTE = 1_000_000


@pytest.mark.parametrize("name", SETS)
def test_the_figures_are_of_these_weights(name: str) -> None:
    model = find_model(name)
    assert {report["gold"] for report in model.evaluations} == {Path(test).name for test in TESTS}
    assert {report["model_sha256"] for report in model.evaluations} == {model.digest}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (SPEED, "fast"),
        (SPEED_OF_ACCURATE, "accurate"),
        *((file, "stanza") for file in (SPEED_OF_STANZA, SPEED_OF_A_MILLION, SPEED_OF_A_BUILD)),
    ],
)
def test_the_speed_is_of_these_weights(file: str, name: str) -> None:
    report = json.loads((EMBEDDED / file).read_text(encoding="utf-8"))
    assert report["options"]["model"] == name
    assert report["model_sha256"] == find_model(name).digest


def test_all_weights_together_stay_under_95_megabytes() -> None:
    assert sum(file.stat().st_size for file in EMBEDDED.glob("*.pt")) < 95 * MEGABYTE


@pytest.mark.parametrize("name", SETS)
def test_every_file_says_what_it_was_trained_on(name: str) -> None:
    model = find_model(name)
    assert len(model.provenance) == len(model.files)
    assert all(training["data"] for training in model.provenance.values())


def test_the_model_card_says_what_the_files_say() -> None:
    assert (EMBEDDED / CARD).read_text(encoding="utf-8") == render_model_card(EMBEDDED)
