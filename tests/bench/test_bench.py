"""The benchmark: everyone is measured in one run, and its figures agree with one another."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from rukaz.annotation.fast import lemmatizer, ner, parser, tagger, tokenizer
from rukaz.annotation.model_files import find_model
from rukaz.bench.bench import Options, measure
from rukaz.bench.report import WIDTH, price, rows, text
from rukaz.bench.stages import STAGES, stages
from rukaz.bench.systems import CONTESTANTS
from rukaz.cli import main

pytestmark = pytest.mark.train

NEWS = "Президент России посетил Казахстан. Стороны договорились о поставках газа.\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    texts = tmp_path_factory.mktemp("texts")
    for number in range(12):
        (texts / f"{number}.txt").write_text(f"Новость номер {number}.\n{NEWS}", encoding="utf-8")
    return measure(texts, Options(tokens=100, sample=50, repeat=1, cores=1), say=lambda _message: None)


def test_everyone_is_measured(report: dict[str, Any]) -> None:
    assert {row["system"] for row in report["results"]} == set(CONTESTANTS)
    for row in report["results"]:
        assert row["tokens"] > 0
        assert row["tokens_per_second"] * row["seconds"][0] == pytest.approx(row["tokens"], rel=0.05)
        assert row["peak_bytes"] > 10_000_000


def test_the_sentences_are_those_of_stanza(report: dict[str, Any]) -> None:
    compared = report["compared_with_stanza"]
    assert compared["sentences"] > 0
    assert compared["different"] == 0


def test_what_was_measured_with_what_is_told(report: dict[str, Any]) -> None:
    assert report["model_sha256"] == find_model("fast").digest
    assert set(report["texts"]) == {"all", "sample", "tenth"}
    assert report["texts"]["all"]["tokens"] >= 100 > report["texts"]["sample"]["tokens"]
    json.dumps(report)


def test_the_table_is_not_too_wide(report: dict[str, Any]) -> None:
    lines = text(report).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert len(rows(report)) == len(report["results"])
    assert "RuKaz against slovnet + razdel, one core" in text(report)


def test_a_build_is_measured_stage_by_stage(report: dict[str, Any]) -> None:
    stages = report["build"]["microseconds"]
    assert {"shared: annotate", "shared: write", "alone: publish", "alone: send texts"} <= stages.keys()
    assert "hours of one core" in price(report)


def test_the_time_goes_where_the_program_is() -> None:
    with stages() as shares:
        end = time.perf_counter() + 0.05
        while time.perf_counter() < end:
            pass
    assert shares == {"other": pytest.approx(1.0)}


@pytest.mark.parametrize(
    ("module", "stage"),
    [(tokenizer, "tokenize"), (tagger, "tag"), (lemmatizer, "lemma"), (parser, "parse"), (ner, "names")],
)
def test_every_processor_has_its_stage(module: ModuleType, stage: str) -> None:
    file = str(module.__file__)
    assert [name for name, marks in STAGES.items() if any(mark in file for mark in marks)] == [stage]


def test_a_folder_without_texts(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["bench", str(tmp_path)])
    assert result.exit_code == 2
    assert "no .txt file" in result.output
