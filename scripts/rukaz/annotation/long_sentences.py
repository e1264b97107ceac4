"""Limits of what is annotated: sentences too long for the parser are cut, words too long for it are found.

Positions are code points into the cleaned text of the block, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rukaz.ingest.clean import Cleaned

LONGEST_SENTENCE = 400
"""Tokens of a sentence; the parser's memory grows with the square of it."""

LONGEST_WORD = 1_000
"""Characters without white space; Stanza cannot take more at once, and no word is that long."""

Span = tuple[int, int]

_DIGIT_GROUPS = re.compile(r"[0-9]+(?:\s[0-9]+)+(?:,[0-9]+)?")
_WORD = re.compile(r"\S+")
_WHITE_SPACE = re.compile(r"\s")
_STRENGTH = {mark: rank for rank, marks in enumerate((".!?…", ";", ":—–", ",")) for mark in marks}


def overlong_words(text: str) -> list[Span]:
    """Stretches without white space longer than :data:`LONGEST_WORD`."""
    if len(text) <= LONGEST_WORD:
        return []
    return [match.span() for match in re.finditer(rf"\S{{{LONGEST_WORD + 1},}}", text)]


def overlong(length: int) -> str:
    """Why a sentence whose longest word has ``length`` characters cannot be annotated; empty if it can."""
    return f"a word of {length} characters (at most {LONGEST_WORD})" if length > LONGEST_WORD else ""


def has_white_space(form: str) -> bool:
    """Whether there is something to split."""
    return _WHITE_SPACE.search(form) is not None


def split_at_white_space(text: str, token: Span) -> Iterator[Span]:
    """A token holds no white space but that between groups of digits: «10 000»."""
    form = text[slice(*token)]
    if _DIGIT_GROUPS.fullmatch(form):
        yield token
        return
    for word in _WORD.finditer(form):
        yield token[0] + word.start(), token[0] + word.end()


def join_cut_characters(cleaned: Cleaned, sentences: Sequence[Sequence[Span]]) -> list[list[Span]]:
    r"""Sentences and tokens that were cut within a character of the source, put together again.

    A character of the source may become several in NFC, and several may change places; between these there
    is no place in the source where a sentence or token could end.

    >>> from rukaz.ingest.clean import clean
    >>> cleaned = clean("а.\u0f73")
    >>> [ascii(char) for char in cleaned.text]
    ["'\\u0430'", "'.'", "'\\u0f71'", "'\\u0f72'"]
    >>> join_cut_characters(cleaned, [[(0, 1), (1, 3)], [(3, 4)]])
    [[(0, 1), (1, 4)]]
    """
    if isinstance(cleaned.starts, range):  # nothing was changed
        return [list(tokens) for tokens in sentences]
    joined: list[list[Span]] = []
    reached = 0
    for tokens in sentences:
        for number, (start, end) in enumerate(tokens):
            if cleaned.starts[start] < reached and joined:
                joined[-1][-1] = (joined[-1][-1][0], end)
            elif number == 0:
                joined.append([(start, end)])
            else:
                joined[-1].append((start, end))
            reached = cleaned.ends[end - 1]
    return joined


def cut_long_sentence(text: str, tokens: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Split a sentence over :data:`LONGEST_SENTENCE` at white space, at its strongest mark near the middle.

    Only text that has no white space for hundreds of tokens is cut elsewhere, and never inside a token.
    """
    if len(tokens) <= LONGEST_SENTENCE:
        yield tokens
        return
    middle = len(tokens) // 2
    candidates = range(len(tokens) // 4, 3 * len(tokens) // 4)

    def preference(position: int) -> tuple[bool, int, int]:
        end = tokens[position][1]
        glued = end == tokens[position + 1][0]
        return glued, _STRENGTH.get(text[end - 1], len(_STRENGTH)), abs(position - middle)

    cut = min(candidates, key=preference) + 1
    yield from cut_long_sentence(text, tokens[:cut])
    yield from cut_long_sentence(text, tokens[cut:])
