"""Cleaning and its offset map."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.ingest.clean import clean, clean_text

CASES = {
    "nothing to do": ("Астана, 9 ноября", "Астана, 9 ноября"),
    "typographic spaces": ("1\u2009000\u202f000,\u2007да", "1 000 000, да"),
    "double and no-break spaces stay": ("млн  тонн\u00a0в год", "млн  тонн\u00a0в год"),
    "CRLF is one line break": ("а\r\nб\n\nв\rг", "а б  в г"),
    "tab, NUL, next line, line separator": ("а\tб\x00в\x85г\u2028д", "а б в г д"),
    "soft hyphen": ("пере\u00adговоры", "переговоры"),
    "a word divided at the end of a line": ("Прези-\nдент рес-\r\n  публики", "Президент республики"),
    "a soft hyphen at the end of a line": ("сло\u00ad\nво", "слово"),
    "a hyphen of its own at the end of a line": ("кто-\nто по-\nмоему", "кто- то по- моему"),
    "a compound at the end of a line": (
        "город-\nгерой, социально-\nправовой",
        "город- герой, социально- правовой",
    ),
    "what could not be decoded": ("При\ufffdет", "При\u25a1ет"),
    "zero-width and byte-order marks": ("\ufeffТока\u200bев\u2060", "Токаев"),
    "bidi marks": ("\u202bАлматы\u202c \u2066(Алма-Ата)\u2069", "Алматы (Алма-Ата)"),
    "й as и and breve, ё as е and diaeresis": ("Алексеи\u0306 Семе\u0308нов", "Алексей Семёнов"),
    "a stress mark stays": ("за\u0301мок", "за\u0301мок"),
    "composition across a dropped mark": ("и\u200b\u0306", "й"),
    "Hangul": ("\u1112\u1161\u11ab", "\ud55c"),
    "a composition exclusion": ("\u0958", "\u0915\u093c"),
    "marks in the wrong order": ("q\u0307\u0323", "q\u0323\u0307"),
    "Kazakh, Arabic and emoji": ("Қазақстан سلام 🇰🇿👍🏽", "Қазақстан سلام 🇰🇿👍🏽"),
}

SOURCES = st.text(
    st.one_of(
        st.sampled_from(
            "иЙе \r\n\t\u00a0\u00ad\u200b\ufeff\u0306\u0308\u0301\u0323"
            "\u0958\u0344\u0f73\u1100\u1161\u11a8\u212b가"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_clean(source: str, expected: str) -> None:
    assert clean(source).text == clean_text(source) == expected


def test_marks_that_become_two_do_not_share_their_span_with_what_they_stand_on() -> None:
    cleaned = clean("\u212b\u0f73а")
    assert (cleaned.text, cleaned.starts) == ("\u00c5\u0f71\u0f72а", [0, 1, 1, 2])


def test_dropped_marks_are_counted_by_name() -> None:
    assert clean("\ufeffпри\u00adход\u00ad").dropped == {"ZERO WIDTH NO-BREAK SPACE": 1, "SOFT HYPHEN": 2}


@given(SOURCES)
def test_cleaning_twice_changes_nothing(source: str) -> None:
    assert clean_text(clean_text(source)) == clean_text(source) == clean(source).text


@given(SOURCES, st.data())
def test_a_mapped_span_cleans_to_its_slice(source: str, data: st.DataObject) -> None:
    cleaned = clean(source)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    spans = list(zip(cleaned.starts, cleaned.ends, strict=True))
    whole = [i for i in range(len(spans) + 1) if i in {0, len(spans)} or spans[i - 1] != spans[i]]
    start, end = sorted((data.draw(st.sampled_from(whole)), data.draw(st.sampled_from(whole))))
    first, last = cleaned.span(start, end)
    assert clean_text(source[first:last]) == cleaned.text[start:end]


@given(SOURCES)
def test_spans_cover_what_was_not_dropped(source: str) -> None:
    cleaned = clean(source)
    spans = sorted(set(zip(cleaned.starts, cleaned.ends, strict=True)))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_divided_words_are_counted() -> None:
    assert clean("Прези-\nдент рес-\nпублики, кто-\nто").dropped == {"LINE-END HYPHEN": 2}
