"""Sentences and tokens as spans: long blocks, long sentences, white space inside tokens."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.annotation import long_sentences as segments
from rukaz.annotation.long_sentences import (
    cut_long_sentence,
    join_cut_characters,
    pieces,
    split_at_white_space,
)
from rukaz.ingest.clean import clean


@pytest.mark.parametrize(
    ("token", "parts"),
    [
        ("слово", ["слово"]),
        ("10 000", ["10 000"]),
        ("1 250 000,5", ["1 250 000,5"]),
        ("в рамках", ["в", "рамках"]),
        ("10 лет", ["10", "лет"]),
    ],
)
def test_only_digit_groups_hold_white_space(token: str, parts: list[str]) -> None:
    text = f"— {token}."
    spans = split_at_white_space(text, (2, 2 + len(token)))
    assert [text[start:end] for start, end in spans] == parts


def test_what_the_source_cannot_tell_apart_is_one_token_and_one_sentence() -> None:
    cleaned = clean("аз.\u0f73\u0f75я да")
    cut_anywhere = [[(at, at + 1)] for at in range(len(cleaned.text)) if cleaned.text[at] != " "]
    joined = join_cut_characters(cleaned, cut_anywhere)
    assert [cleaned.text[a:b] for sentence in joined for a, b in sentence][3] == cleaned.text[3:7]
    spans = [cleaned.span(a, b) for sentence in joined for a, b in sentence]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_text_that_cleaning_did_not_change_keeps_its_cuts() -> None:
    assert join_cut_characters(clean("а б"), [[(0, 1)], [(2, 3)]]) == [[(0, 1)], [(2, 3)]]


@given(st.text(alphabet="аб .!» ", max_size=300), st.integers(5, 50))
def test_pieces_cover_the_text(text: str, longest: int) -> None:
    original, segments.LONGEST_PIECE = segments.LONGEST_PIECE, longest
    try:
        spans = list(pieces(text))
    finally:
        segments.LONGEST_PIECE = original
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(end - start <= longest for start, end in spans)


def test_pieces_are_cut_between_sentences() -> None:
    sentence = "Стороны договорились. "
    text = sentence * 1000
    assert all(text[end - 2 : end] == ". " for _, end in pieces(text))


def spans_of_words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]


@pytest.mark.parametrize(
    ("text", "first_part_ends_with"),
    [
        ("слово " * 300 + "; " + "слово , " * 100, ";"),
        ("слово , " * 300, ","),
        ("слово " * 500, "слово"),
    ],
)
def test_long_sentence_is_cut_at_its_strongest_punctuation(text: str, first_part_ends_with: str) -> None:
    tokens = spans_of_words(text)
    parts = list(cut_long_sentence(text, tokens))
    assert [span for part in parts for span in part] == tokens
    assert all(len(part) <= segments.LONGEST_SENTENCE for part in parts)
    assert text[slice(*parts[0][-1])] == first_part_ends_with
