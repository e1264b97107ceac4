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
from rukaz.bench.accuracy import ACCURACY
from rukaz.bench.bench import Options, measure
from rukaz.bench.plot import draw, points
from rukaz.bench.report import WIDTH, price, rows, text
from rukaz.bench.stages import STAGES, stages
from rukaz.bench.systems import CONTESTANTS, RUKAZ, UDPIPE
from rukaz.cli import main
from rukaz.conllu.training_sentences import Word, write_trees
from rukaz.errors import RukazError

pytestmark = pytest.mark.train

TREE = [
    Word("Президент", "президент", "NOUN", {"Case": "Nom", "Number": "Sing"}, 2, "nsubj"),
    Word("посетил", "посетить", "VERB", {"Number": "Sing", "Tense": "Past"}, 0, "root"),
    Word("Казахстан", "Казахстан", "PROPN", {"Case": "Acc", "Number": "Sing"}, 2, "obj"),
    Word(".", ".", "PUNCT", {}, 2, "punct"),
]
NEWS = "Президент России посетил Казахстан. Стороны договорились о поставках газа.\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    texts = tmp_path_factory.mktemp("texts")
    for number in range(12):
        (texts / f"{number}.txt").write_text(f"Новость номер {number}.\n{NEWS}", encoding="utf-8")
    trees = tmp_path_factory.mktemp("trees")
    for part in ("train", "test"):
        write_trees(trees / f"ru_tiny-ud-{part}.conllu", [TREE] * 12)
    options = Options(tokens=100, sample=50, repeat=1, cores=1, train_on=trees)
    return measure(texts, options, say=lambda _message: None)


def test_everyone_is_measured(report: dict[str, Any]) -> None:
    assert {row["system"] for row in report["results"]} == set(CONTESTANTS)
    for row in report["results"]:
        assert row["tokens"] > 0
        rate = row["tokens"] / row["seconds"][0]
        rounded = 0.1 + 0.001 * rate / row["seconds"][0]  # rates to tenths, seconds to thousandths
        assert row["tokens_per_second"] == pytest.approx(rate, abs=rounded)
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


def test_those_who_learned_from_a_sentence_know_it(report: dict[str, Any]) -> None:
    accuracy = {row["system"]: row["accuracy"] for row in report["results"] if row["accuracy"]}
    assert accuracy.keys() == set(ACCURACY)
    assert accuracy[UDPIPE] == {"UPOS": 100.0, "LAS": 100.0}
    assert all(0 < one["UPOS"] <= 100 for one in accuracy.values())
    assert report["gold"]["train_words"] == 10 * len(TREE)


def test_a_plot_has_a_point_for_each_system(report: dict[str, Any], tmp_path: Path) -> None:
    other = {**report, "options": {**report["options"], "model": "accurate"}}
    names = set(points([report, other]))
    assert names == set(ACCURACY) - {RUKAZ} | {"RuKaz, fast models", "RuKaz, accurate models"}
    svg, png = draw([report, other], tmp_path)
    assert svg.read_text(encoding="utf-8").count("<use ") >= len(names)
    assert png.read_bytes().startswith(b"\x89PNG")


def test_accuracy_on_different_sentences_is_not_drawn_together(
    report: dict[str, Any], tmp_path: Path
) -> None:
    other = {**report, "gold": {**report["gold"], "test_words": 1}}
    with pytest.raises(RukazError, match="on different sentences"):
        draw([report, other], tmp_path)


def test_a_build_is_measured_stage_by_stage(report: dict[str, Any]) -> None:
    stages = report["build"]["microseconds"]
    assert {"shared: annotate", "alone: send texts"} <= stages.keys()  # what is quick may not be seen
    assert not {name for name in stages if name.startswith("alone: build")}  # but what it consists of
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
