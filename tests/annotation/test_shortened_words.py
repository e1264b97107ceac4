"""What abbreviations stand for, by the words beside them."""

from __future__ import annotations

import pytest

from rukaz.annotation.shortened_words import whole_word


def whole(phrase: str) -> str | None:
    """The lemma of the word in brackets."""
    forms = phrase.split()
    at = next(number for number, form in enumerate(forms) if form.startswith("["))
    forms[at] = forms[at].strip("[]")
    found = whole_word(forms, at)
    return found.lemma if found else None


@pytest.mark.parametrize(
    ("phrase", "lemma"),
    [
        ("на [рис.] 2", "рисунок"),
        ("в [Табл.] 3", "таблица"),
        (", [д.] 5", "дом"),
        ("в [д.] Ивановка", "деревня"),
        ("[п.] 3", "пункт"),
        ("[ч.] IV", "часть"),
        ("5 [ч.] 30", "час"),
        ("[г.] Алматы", "город"),
        ("20 [коп] .", "копейка"),
        ("30 [чел.] из", "человек"),
        ("5 [кв.] м", "квадратный"),
        ("5 кв. [м]", "метр"),
        ("на [пр-те] Абая", "проспект"),
        ("[Г-ну] Петрову", "господин"),
    ],
)
def test_abbreviations_are_known_by_their_place(phrase: str, lemma: str) -> None:
    assert whole(phrase) == lemma


@pytest.mark.parametrize(
    "phrase", ["и т. [д.]", "2010 [г.] Назарбаев", "из [рис] .", "[Д.] Петров", "100 [мин] и", "[стр.] 2"]
)
def test_what_is_unsure_is_left_to_the_models(phrase: str) -> None:
    assert whole(phrase) is None
