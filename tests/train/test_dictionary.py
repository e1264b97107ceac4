"""The dictionary as a second opinion on the teacher's tags."""

from __future__ import annotations

import pytest

from rukaz.conllu.training_sentences import Word
from rukaz.dictionary import capitals_of
from rukaz.train.dictionary import repair_by_dictionary, silver_lemma

pytestmark = pytest.mark.train

NOUN = {"Animacy": "Inan", "Case": "Ins", "Gender": "Masc", "Number": "Plur"}


def word(form: str, upos: str, **feats: str) -> Word:
    return Word(form, "_", upos, feats, 0, "root")


def test_gender_and_animacy_of_a_plural_noun_come_from_the_dictionary() -> None:
    plural = word("бабушками", "NOUN", **NOUN)
    assert repair_by_dictionary(plural)
    assert plural.feats == {"Animacy": "Anim", "Case": "Ins", "Gender": "Fem", "Number": "Plur"}


def test_between_readings_the_teacher_decides() -> None:
    genitive = word("страны", "NOUN", Animacy="Inan", Case="Gen", Gender="Fem", Number="Sing")
    assert not repair_by_dictionary(genitive)


@pytest.mark.parametrize(("form", "upos"), [("Кабрамбук", "PROPN"), ("в", "ADP"), ("17", "NUM")])
def test_unknown_words_and_function_words_stay(form: str, upos: str) -> None:
    assert not repair_by_dictionary(word(form, upos, Case="Gen"))


@pytest.mark.parametrize(
    ("form", "upos", "feats", "lemma"),
    [
        ("странами", "NOUN", {"Case": "Ins", "Number": "Plur"}, "страна"),
        ("России", "PROPN", {"Case": "Gen", "Number": "Sing"}, "Россия"),
        ("США", "PROPN", {}, "США"),
        ("строится", "VERB", {"VerbForm": "Fin", "Voice": "Pass"}, "строить"),
        ("вернулся", "VERB", {"VerbForm": "Fin", "Voice": "Mid"}, "вернуться"),
        ("созданный", "VERB", {"VerbForm": "Part", "Voice": "Pass"}, "создать"),
        ("зелёный", "ADJ", {"Case": "Nom", "Number": "Sing"}, "зеленый"),
    ],
)
def test_lemma(form: str, upos: str, feats: dict[str, str], lemma: str) -> None:
    assert silver_lemma(word(form, upos, **feats)) == lemma


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [("Нур-Султане", "нур-султан", "Нур-Султан"), ("Ростове-на-Дону", "ростов-на-дону", "Ростов-на-Дону")],
)
def test_a_lemma_takes_the_capitals_of_its_form(form: str, lemma: str, expected: str) -> None:
    assert capitals_of(form, lemma) == expected
