"""Sentences that are too long, and characters that were cut."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from rukaz.annotation import long_sentences as segments
from rukaz.annotation.long_sentences import cut_long_sentence, join_cut_characters
from rukaz.ingest.clean import clean


def test_what_the_source_cannot_tell_apart_is_one_token_and_one_sentence() -> None:
    cleaned = clean("аз.\u0f73\u0f75я да")
    cut_anywhere = [[(at, at + 1)] for at in range(len(cleaned.text)) if cleaned.text[at] != " "]
    joined = join_cut_characters(cleaned, cut_anywhere)
    assert [cleaned.text[a:b] for sentence in joined for a, b in sentence][3] == cleaned.text[3:7]
    spans = [cleaned.span(a, b) for sentence in joined for a, b in sentence]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_text_that_cleaning_did_not_change_keeps_its_cuts() -> None:
    assert join_cut_characters(clean("а б"), [[(0, 1)], [(2, 3)]]) == [[(0, 1)], [(2, 3)]]


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


@pytest.mark.parametrize("text", ["слово, другое-слово " * 500, "кто-то, " * 900, "1,5;" * 900 + " конец"])
def test_a_cut_is_at_white_space_as_long_as_there_is_any(text: str) -> None:
    parts = list(cut_long_sentence(text, [match.span() for match in re.finditer(r"[\w,-]*\w|[^\w\s]", text)]))
    cuts = [part[-1][1] for part in parts[:-1]]
    assert cuts
    assert all(text[cut] == " " for cut in cuts) or " " not in text[: cuts[-1]]
