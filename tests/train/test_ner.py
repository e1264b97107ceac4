"""The parts of NER training that need no model."""

import pytest

from rukaz.train.ner import is_clean, span_scores, without
from rukaz.train.ner_data import Tagged

pytestmark = pytest.mark.train


def sentence(text: str) -> Tagged:
    words = [word.partition("/") for word in text.split()]
    return Tagged(tuple(w[0] for w in words), tuple(w[2] or "O" for w in words))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Он приехал в Москву/B-LOC .", True),
        ("Он приехал на Олимпиаду .", False),
        ("Он купил iPhone .", False),
        ("Роман « Война и мир » .", False),
    ],
)
def test_silver_with_a_possible_unmarked_name_is_left_out(text: str, clean: bool) -> None:
    assert is_clean(sentence(text)) is clean


def test_exact_spans_are_scored_in_either_scheme() -> None:
    gold = [sentence("Иван/B-PER Петров/I-PER в Москве/B-LOC")]
    assert span_scores(gold, [["B-PER", "E-PER", "O", "S-LOC"]])["all"] == 100
    assert span_scores(gold, [["S-PER", "O", "O", "S-LOC"]]) == {"LOC": 100, "PER": 0, "all": 50}


def test_copies_of_test_sentences_are_left_out() -> None:
    same = sentence("Это было очень давно в Москве .")
    assert without([same, sentence("Да .")], [same, sentence("Да .")]) == [sentence("Да .")]
