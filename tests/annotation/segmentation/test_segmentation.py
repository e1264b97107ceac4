"""Sentences and tokens by rule: tables that a linguist can read, and what holds of any text."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.annotation.segmentation.abbreviations import read_abbreviations
from rukaz.annotation.segmentation.segment import segment_text
from rukaz.errors import RukazError

TABLE = read_abbreviations()


def lines(name: str) -> list[Any]:
    kind, found = "", list[Any]()
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            kind = line[3:]
        elif line and not line.startswith("# "):
            found.append(pytest.param(line, id=f"{kind}: {line[:40]}"))
    return found


@pytest.mark.parametrize("line", lines("sentences.txt"))
def test_sentences(line: str) -> None:
    text = line.replace(" | ", " ").replace("|", "")
    assert sentences(text) == re.split(r" \| |\|", line)


@pytest.mark.parametrize("line", lines("tokens.txt"))
def test_tokens(line: str) -> None:
    text = line.replace("|", "").replace("~", " ")
    found = [
        text[start:end].replace(" ", "~") for tokens in segment_text(text, [], TABLE) for start, end in tokens
    ]
    assert found == re.split(r"[ |]+", line)


PIECES = st.sampled_from(
    [
        "слово", "В", "ул", "проф", "2025", "1", "000", "Новый", "т", "е", ".", ",", "?", "!..", "—", "-",
        "«", "»", '"', "(", ")", "))", "😂", "\ufe0f", "https://a.kz", "#тег", "@", "\u0301", " ",
        "\u00a0", "/", "%", "*",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.sets(st.integers(0, 100)))
def test_every_character_is_in_one_token_and_no_word_is_cut(text: str, proposed: set[int]) -> None:
    places = sorted({place for place in proposed if place < len(text)} | {0, len(text)})
    model = [[span] for span in pairwise(places)]
    spans = [span for tokens in segment_text(text, model, TABLE) for span in tokens]
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    for start, _ in spans:
        assert not (start and text[start - 1].isalpha() and text[start].isalpha())
        assert text[start] != "\u0301" or start == 0 or not text[start - 1].isalnum()


def sentences(text: str, model: list[list[tuple[int, int]]] | None = None) -> list[str]:
    return [text[tokens[0][0] : tokens[-1][1]] for tokens in segment_text(text, model or [], TABLE)]


@pytest.mark.parametrize(
    ("word", "proposed"),
    [
        ("Усть-Каменогорска", "Усть|-Каменогорска"),
        ("Ак-Орде", "Ак-|Орде"),
        ("Усть-Илимске", "Усть|-|Илимске"),
    ],
)
def test_no_name_is_cut_on_one_side_of_its_hyphen(word: str, proposed: str) -> None:
    assert tokens_with_model(proposed) == [word]


def test_the_model_may_divide_two_names_at_their_hyphen() -> None:
    assert tokens_with_model("Север|-|Юг") == ["Север", "-", "Юг"]


def tokens_with_model(proposed: str) -> list[str]:
    """The tokens of one word that the model divides at each ``|``."""
    text = proposed.replace("|", "")
    places = [0, *accumulate(map(len, proposed.split("|")))]
    (found,) = segment_text(text, [list(pairwise(places))], TABLE)
    return [text[start:end] for start, end in found]


def test_where_there_is_no_mark_the_model_is_heard_before_a_capital() -> None:
    text = "Новая страница Глава первая вторая"
    model = [[(0, 14)], [(15, 27)], [(28, 34)]]
    assert sentences(text, model) == ["Новая страница", "Глава первая вторая"]


def test_a_table_of_ones_own_adds_abbreviations() -> None:
    text = "Пришел сейм. Каримов и сел."
    assert len(segment_text(text, [], TABLE)) == 2
    assert len(segment_text(text, [], read_abbreviations('before_name = ["сейм."]'))) == 1


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("before_name = [", "not valid TOML"),
        ('titles = ["проф."]', "titles"),
        ('before_name = ["проф"]', "'проф'"),
    ],
)
def test_a_wrong_table_is_named(table: str, what: str) -> None:
    with pytest.raises(RukazError, match=what):
        read_abbreviations(table)
