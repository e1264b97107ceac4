"""Names that the rules add to silver."""

import random

import pytest

from rukaz.train.ner_augment import in_kazakhstan, with_misc
from rukaz.train.ner_data import Name, Tagged

pytestmark = pytest.mark.train

CASES = [
    ("Истребители Су-35 и самолёт Boeing 737.", ["Су-35", "Boeing 737"]),
    ("В прокат вышел фильм «Война и мир».", ["Война и мир"]),
    ("Газета «Известия» и компания «Газпром».", []),
    ("Путин выступил на Петербургском международном экономическом форуме.",
     ["Петербургском международном экономическом форуме"]),
    ("Кубок мира и Олимпиада-2018.", ["Кубок мира", "Олимпиада-2018"]),
    ("Российские форумы прошли.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_misc_by_rule(text: str, expected: list[str]) -> None:
    assert [text[n.start : n.end] for n in with_misc(text, [])] == expected


def test_a_rule_ousts_the_teachers_name() -> None:
    text = "Ракета «Искандер» у границы."
    assert with_misc(text, [Name(8, 16, "ORG")]) == [Name(8, 16, "MISC")]


def test_names_are_replaced_and_tags_stay() -> None:
    sentence = Tagged(("Москва", "и", "Москва"), ("B-LOC", "O", "O"))
    changed = {s.forms for s in in_kazakhstan([sentence] * 100, random.Random(1))}
    assert len(changed) > 1
    assert all(forms[1:] == ("и", "Москва") for forms in changed)
