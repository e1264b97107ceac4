"""The examples: short, each runs and beats its baseline; the scores that are shown are of this corpus."""

from __future__ import annotations

import json
import os
import re
import subprocess
from itertools import chain
from pathlib import Path

import pytest
from datasets import DatasetDict, load_dataset

from examples import scoring
from examples.run_all import EXAMPLES, RUNS, SCORES, data_digest, run
from examples.scoring import attachment_score, conllu_files, entity_f1, parser

CORPUS = EXAMPLES.parent / "corpus"

QUICK = (
    (("train_crf.py", "ner_tags"), ["ner_tags"]),
    (("train_transformers.py", "upos", "--epochs", "20"), ["upos"]),
    (("train_stanza.py", "upos", "--steps", "200"), ["upos"]),
    (("train_stanza.py", "deprel", "--steps", "300"), ["deprel"]),
    (("train_stanza.py", "ner_tags"), ["ner_tags"]),
    (("train_spacy.py", "--steps", "240"), ["upos", "deprel", "ner_tags"]),
    (("train_spacy.py", "--docbin", "--steps", "240"), ["upos", "deprel", "ner_tags"]),
)
"""A run that is shorter than that of the README, and what it measures."""


@pytest.mark.downstream
@pytest.mark.parametrize(("command", "tasks"), QUICK, ids=[" ".join(command[:2]) for command, _ in QUICK])
def test_example_beats_its_baseline(
    command: tuple[str, ...], tasks: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    scores = run(CORPUS, *command)
    assert [line["task"] for line in scores] == tasks
    assert all(line["score"] > line["baseline"] > 0 for line in scores), scores


def test_every_example_is_short_and_measured() -> None:
    scripts = sorted(EXAMPLES.glob("train_*.py"))
    assert {path.name for path in scripts} - {"train_flair.py"} == {script for script, *_ in RUNS}
    assert {script for script, *_ in RUNS} == {script for (script, *_), _ in QUICK}
    texts = {path.name: path.read_text(encoding="utf-8") for path in scripts}
    assert [name for name, text in texts.items() if len(text.splitlines()) > 70] == []
    assert [name for name, text in texts.items() if "parser(__doc__" not in text] == []


@pytest.mark.flair
@pytest.mark.parametrize("column", ["upos", "ner_tags"])
def test_flair_learns_what_beats_its_baseline(column: str, tmp_path: Path) -> None:
    """``RUKAZ_FLAIR_PYTHON`` names the Python of an environment with ``flair`` and ``datasets``."""
    command = [os.environ["RUKAZ_FLAIR_PYTHON"], str(EXAMPLES / "train_flair.py"), str(CORPUS), column]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=tmp_path).stdout
    score = json.loads(printed.splitlines()[-1])
    assert score["score"] > score["baseline"] > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("nowhere upos", "make one with: rukaz build"),
        (f"{CORPUS} xpos", "invalid choice: 'xpos'"),
        (f"{CORPUS} upos --steps many", "not a number from 1"),
        (f"{CORPUS} upos --steps 0", "not a number from 1"),
        (f"{CORPUS}", "required: column"),
    ],
)
def test_a_wrong_argument_is_named(arguments: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser("An example.", ["upos"], steps=9).parse_args(arguments.split())
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err.splitlines()[-1]


def test_splits_that_a_corpus_lacks_are_drawn_from_train(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load_dataset(str(CORPUS), cache_dir=str(tmp_path / "cache"))
    monkeypatch.setattr(scoring, "load_dataset", lambda _: DatasetDict({"train": whole["train"]}))
    scoring.splits.cache_clear()
    files = conllu_files(str(CORPUS), tmp_path)
    scoring.splits.cache_clear()
    ids = {name: re.findall("# sent_id = (.*)", Path(file).read_text()) for name, file in files.items()}
    assert {name: len(found) for name, found in ids.items()} == {"train": 80, "test": 26, "validation": 21}
    assert sorted(chain(*ids.values())) == sorted(whole["train"]["sent_id"])


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
