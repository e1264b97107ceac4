"""Mentions as brackets in MISC, in CorefUD's notation."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from rukaz.conllu.entity_brackets import read_brackets, write_brackets
from rukaz.conllu.files import document_to_conllu
from rukaz.conllu.tolerant import read_any
from rukaz.programs import clean_environment
from rukaz.repair.validator_process import command
from tests.trees import document, mention

ROOT = Path(__file__).parents[2]
SPEC = "Его/DET/2:det поездка/NOUN/0:root в/ADP/4:case Москву/PROPN/2:nmod/B-LOC"


TRIP, (SENTENCE,) = document("trip", SPEC)
MENTIONS = (
    mention(SENTENCE, "e1", (1, 4), 2, "event"),
    mention(SENTENCE, "e2", (1, 1), 1, "person"),
    mention(SENTENCE, "e3", (4, 4), 4, "place"),
)
BRACKETS = ["(e1-event-2(e2-person-1)", None, None, "(e3-place-1)e1)"]
PLACES = [(token.start, token.end) for token in SENTENCE.tokens]


def test_what_opens_first_closes_last() -> None:
    assert write_brackets(MENTIONS, 4) == BRACKETS
    assert read_brackets(BRACKETS, PLACES) == MENTIONS


def test_of_two_nested_mentions_of_one_thing_the_inner_closes_first() -> None:
    found = read_brackets(["(e1-event-2", "(e1-event-1", None, "e1)e1)"], PLACES)
    assert [(one.first_token, one.last_token, one.head) for one in found] == [(1, 4, 2), (2, 4, 2)]


@pytest.mark.parametrize(
    ("brackets", "fault"),
    [
        ("(e1-event-2", "is not closed"),
        ("e1)", "closes nothing"),
        ("(e1-PER-1)", "is not"),
        ("(e1)", "is not"),
        ("e1", "no sequence of brackets"),
    ],
)
def test_brackets_that_say_nothing_are_refused(brackets: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_brackets([brackets, None, None, None], PLACES)


def conllu(tmp_path: Path) -> Path:
    path = tmp_path / "trip.conllu"
    path.write_text(document_to_conllu(TRIP, [replace(SENTENCE, mentions=MENTIONS)]), encoding="utf-8")
    return path


def test_brackets_of_another_scheme_stay_as_they_are(tmp_path: Path) -> None:
    path = conllu(tmp_path)
    (own,) = read_any(path)
    assert own.sentence.mentions == MENTIONS
    text = path.read_text(encoding="utf-8").replace("eid-etype-head", "eid-etype-head-other")
    path.write_text(text, encoding="utf-8")
    (foreign,) = read_any(path)
    assert foreign.sentence.mentions == ()
    assert foreign.sentence.tokens[0].misc == f"Entity={BRACKETS[0]}"


def test_the_validator_of_corefud_accepts_the_review(tmp_path: Path) -> None:
    path = tmp_path / "review.conllu"
    files = sorted((ROOT / "seeds" / "reviewed").glob("*.conllu"))
    path.write_text("".join(file.read_text(encoding="utf-8") for file in files), encoding="utf-8")
    arguments = ["--lang", "ru", "--level", "1", "--coref", str(path)]
    subprocess.run([*command(), *arguments], capture_output=True, check=True, env=clean_environment())
