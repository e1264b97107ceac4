"""The examples: short, each runs and beats its baseline; the scores that are shown are of this corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from examples.run_all import EXAMPLES, RUNS, SCORES, data_digest, run
from examples.scoring import attachment_score, entity_f1, splits
from tests.broken.corpora import good

CORPUS = EXAMPLES.parent / "corpus"

QUICK = (
    (("train_crf.py", "ner_tags"), ["ner_tags"]),
    (("train_transformers.py", "upos", "20"), ["upos"]),
    (("train_stanza.py", "200"), ["upos"]),
    (("train_spacy.py", "240"), ["upos", "deprel", "ner_tags"]),
)
"""A run that is shorter than that of the README, and what it measures."""


@pytest.mark.downstream
@pytest.mark.parametrize(("command", "tasks"), QUICK, ids=[script for (script, *_), _ in QUICK])
def test_example_beats_its_baseline(
    command: tuple[str, ...], tasks: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    scores = run(CORPUS, *command)
    assert [line["task"] for line in scores] == tasks
    assert all(line["score"] > line["baseline"] > 0 for line in scores), scores


def test_a_corpus_of_a_few_documents_has_a_test_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    few = good()
    few.documents = [pair for pair in few.documents if pair[0].split == "train"]
    few.write(tmp_path / "corpus")
    assert {"train", "test"} <= set(splits(str(tmp_path / "corpus")))


def test_every_example_is_short_and_measured() -> None:
    scripts = sorted(EXAMPLES.glob("train_*.py"))
    assert {path.name for path in scripts} == {script for script, *_ in RUNS}
    assert {path.name for path in scripts} == {script for (script, *_), _ in QUICK}
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in scripts}
    assert {name: length for name, length in lengths.items() if length >= 55} == {}


def test_scores_shown_are_of_this_corpus() -> None:
    kept = json.loads(SCORES.read_text(encoding="utf-8"))
    assert kept["data"] == data_digest(CORPUS), f"run: {kept['command']}"
    assert {line["example"] for line in kept["scores"]} == {script for script, *_ in RUNS}
    assert all(line["score"] > line["baseline"] for line in kept["scores"])


@pytest.mark.parametrize(
    ("predicted", "f1"),
    [
        ("B-PER I-PER O B-LOC", 100),
        ("B-PER I-PER O O", 200 / 3),
        ("B-PER O O B-LOC", 50),
        ("B-ORG I-ORG O B-LOC", 50),
        ("I-PER I-PER O I-LOC", 100),
        ("B-PER B-PER O B-LOC", 40),
        ("O O O O", 0),
    ],
)
def test_an_entity_counts_as_a_whole(predicted: str, f1: float) -> None:
    assert entity_f1([["B-PER", "I-PER", "O", "B-LOC"]], [predicted.split()]) == pytest.approx(f1)


def test_punctuation_counts_for_nothing_in_las() -> None:
    gold = [[("root", 0), ("obj", -1), ("punct", -2)]]
    assert attachment_score(gold, [[("root", 0), ("obj", 1), ("punct", 1)]]) == 50
