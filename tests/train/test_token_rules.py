"""Sentences (||) and tokens (|) of the project's convention; spaces of the text stand as they are."""

import pytest

from rukaz.train.token_rules import is_pair_of_names, split

pytestmark = pytest.mark.train

CASES = [
    "«|Я| пришёл|.|| Он| ушёл|»|,| —| сказал| Иванов|.|| —| Мы| здесь|»|.",
    "В| 2016| г.| и| т.| д.| и| т.| п|.",
    "И.| о.| министра| С.| Ю.| Витте| (|см.| рис.| 5|)|.",
    "Рост| —| 28,2|%|,| 60| %|,| $|500|,| №|5|,| 20|:|55|,| 9|.|11|.|2023|.",
    "20 000| рублей|,| 1990-х|,| 10|-|15| лет|,| 1,5|-|2| тыс.| раз|.",
    "Су-35|,| Союз-5|,| C5+1|,| XIX|,| 44-ФЗ|,| 5%-ный|,| км2|.",
    "Касым-Жомарт| Токаев| и| вице-премьер-министр| из-за| Нью-Йорка|.",
    "Москва|-|Пекин| и| Север|-|Юг|.",
    "Что|?!|| Да|!!!",
    "https://bit.ly/4Xyz| и| a@b.ru|,| Lenta.ru|.",
    "(|в| 2016| г.|)|.",
    "«|В| 2016| г.|»|,| —| сказал| он|.",
    "•| Первое| •| Второе",
]


def unmarked(case: str) -> str:
    return case.replace("|", "")


def marked(text: str) -> str:
    """The text with | after each token and || after each sentence but the last."""
    result, position = "", 0
    sentences = split(text)
    for number, sentence in enumerate(sentences):
        for _, end in sentence.tokens:
            result += text[position:end] + "|"
            position = end
        result += "|" if number < len(sentences) - 1 else ""
    return result.removesuffix("|")


@pytest.mark.parametrize("case", CASES[:-1])
def test_splits_as_marked(case: str) -> None:
    assert marked(unmarked(case)) == case


def test_a_bullet_begins_a_sentence() -> None:
    assert len(split("• Первое • Второе • Третье")) == 3


@pytest.mark.parametrize(
    ("left", "right", "pair"),
    [
        ("Москва", "Пекин", True),
        ("Север", "Юг", True),
        ("Нью", "Йорк", False),
        ("торгово", "промышленный", False),
    ],
)
def test_two_names_or_one(left: str, right: str, pair: bool) -> None:
    assert is_pair_of_names(left, right) is pair
