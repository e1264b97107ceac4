"""Sentences and tokens as spans: long blocks, long sentences, white space inside tokens."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.annotation import long_sentences as segments
from rukaz.annotation.long_sentences import cut_long_sentence, pieces, split_at_white_space


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
