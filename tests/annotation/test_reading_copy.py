"""What the models read of unusual spellings, and that it leads back to the source."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rukaz
from rukaz.annotation.reading_copy import reading_copy, reading_forms


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Он подда\u0301лся жару\u0301.", "Он поддался жару."),
        ("Cегодня yтром шел дождь.", "Сегодня утром шел дождь."),
        ("Купил СOVID-тест и iPhone.", "Купил COVID-тест и iPhone."),
        ("Из\u2011за дождя кто\u2011то ушел.", "Из-за дождя кто-то ушел."),
        ("\ufe0fМосква ❤\ufe0f спит.", "Москва ❤ спит."),
        ("Москва \ufe0f спит. \ufe0f", "Москва \ufe0f спит. \ufe0f"),
        ("При\u25a1ет всем!", "Приет всем!"),
        ("МИНИСТР А. И. ПЕТРОВ ПРИБЫЛ В НЬЮ-ЙОРК.", "Министр А. И. Петров прибыл в Нью-Йорк."),
        ("ВЛАСТИ США И КАЗАХСТАНА МОЛЧАТ. ООН ЖДЕТ.", "Власти США и Казахстана молчат. ООН ждет."),
        ("В 1998 Г. ОН ЖИЛ ДОМА, Т. Е. В ОМСКЕ.", "В 1998 г. он жил дома, т. е. в Омске."),
        ("Это НИКОГДА не кончится.", "Это никогда не кончится."),
        ("вчера ездили с мамой в москву", "вчера ездили с мамой в Москву"),
    ],
)
def test_unusual_spellings_are_read_as_usual_ones(written: str, read: str) -> None:
    assert reading_copy(written).text == read


@pytest.mark.parametrize(
    "text",
    [
        "МИД РФ и НАТО обсудили Су-35, COVID-19 и витамин C.",
        "Компания «Роснефть» (РФ) купила 5G-модем.",
        "список покупок",
        "В XXI веке Петр I остается героем.",
    ],
)
def test_plain_text_is_read_as_it_is(text: str) -> None:
    assert reading_copy(text).text == text


@given(st.text(st.sampled_from("абВ aB-.\u0301\ufe0f\u2011\u25a1 ")))
def test_every_character_leads_back_to_the_text(text: str) -> None:
    copy = reading_copy(text)
    assert len(copy.starts) == len(copy.ends) == len(copy.text)
    spans = list(zip(copy.starts, copy.ends, strict=True))
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    led_to = {place for span in spans for place in range(*span)}
    assert all(at in led_to for at, char in enumerate(text) if char != " ")


def test_tokens_are_read_alike_with_and_without_a_text() -> None:
    forms = ["Cегодня", "вы\u0301шел", "НЕТ", "РФ", "."]
    assert reading_forms(forms) == ["Сегодня", "вышел", "нет", "РФ", "."]


def test_forms_and_offsets_stay_those_of_the_source() -> None:
    source = "Cегодня Анна вы\u0301шла из\u2011за стола."
    (sentence,) = rukaz.annotate(source)
    assert sentence.text == source
    assert [token.form for token in sentence.tokens] == [*source.removesuffix(".").split(), "."]
    assert [source[token.start : token.end] for token in sentence.tokens] == [t.form for t in sentence.tokens]
    assert [token.lemma for token in sentence.tokens[2:4]] == ["выйти", "из-за"]
