"""Who speaks in the turns of an interview."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rukaz.layers.turn_speakers import add_turn_speakers
from rukaz.records import Quote
from tests.trees import document

LEAD = "Серикова/PROPN/2:nsubj/B-PER ждет/VERB/0:root"
ANSWER = "Да/PART/0:root"


def speaker(label: str, *, interviewee: str | None = None) -> str | None:
    """Who speaks in an answer below a label, in a text that names Айгуль Серикова."""
    made, (lead, answer) = document("doc", LEAD, ANSWER)
    named = replace(lead, entities=(replace(lead.entities[0], name="Айгуль Серикова", entity_id="serikova"),))
    turn = Quote("turn", answer.start, answer.end)
    first, second = made.blocks
    text = made.text + label
    above = replace(first, block="2A", role="speaker", start=len(made.text), end=len(text))
    blocks = (first, above, second) if label else (first, second)
    source = replace(made, text=text, blocks=blocks, interviewee=interviewee)
    found = add_turn_speakers([named, replace(answer, role="answer", quotes=(turn,))], source)[1]
    assert found.quotes[0].speaker_id == found.speaker
    return found.speaker


@pytest.mark.parametrize("label", ["Айгуль Серикова:", "Серикова:", "А. Серикова —", "АЙГУЛЬ СЕРИКОВА:"])
def test_the_name_before_a_turn_is_its_speaker(label: str) -> None:
    assert speaker(label) == "serikova"


@pytest.mark.parametrize("label", ["Корреспондент:", "Б. Серикова:", "А.:"])
def test_a_label_that_names_nobody_of_the_text_gives_no_speaker(label: str) -> None:
    assert speaker(label, interviewee="Айгуль Серикова") is None


def test_an_answer_without_a_label_is_of_the_interviewee() -> None:
    assert speaker("", interviewee="Айгуль Серикова") == "serikova"
    assert speaker("") is None
