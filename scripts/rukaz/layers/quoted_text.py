"""What stands between quotation marks, in a paragraph of several sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rukaz.records import Token

OPENING = frozenset("«„")
CLOSING = frozenset("»”")
EITHER = frozenset('"“')
DASHES = frozenset({"-", "–", "—", "―"})
_BRACKETS = frozenset("([")
_OPENED = {")": "(", "»": "«", "”": "„“", "“": "„", '"': '"'}
"""What a mark closes."""


@dataclass(frozen=True, slots=True)
class QuotedText:
    """Words between two marks.

    Attributes:
        opening, closing: indexes of the marks among the tokens.
        first, last: of the words within, without commas and dashes at their edges, inclusive.
        is_outer: whether it stands in no other pair of marks.
    """

    opening: int
    closing: int
    first: int
    last: int
    is_outer: bool


def quoted_texts(tokens: Sequence[Token]) -> Iterator[QuotedText]:
    """The stretches between quotation marks, by their ends; a mark may close a quotation and a name in it."""
    open_marks: list[int] = []
    closing = None
    for index, token in enumerate(tokens):
        if _opens(tokens, index):
            open_marks.append(index)
        elif token.form in CLOSING | EITHER and open_marks:
            closing = index
            yield from _quoted(tokens, open_marks.pop(), index, is_outer=not open_marks)
    if open_marks and closing is not None and closing > open_marks[0]:
        yield from _quoted(tokens, open_marks[0], closing, is_outer=True)


def runs_on(blocks: Sequence[Sequence[Token]]) -> int:
    """Into how many further paragraphs a quotation runs that the first one begins with."""
    first = blocks[0]
    depth = 0
    for number, tokens in enumerate(blocks if first and first[0].form in OPENING else ()):
        for token in tokens:
            depth += (token.form in OPENING) - (token.form in CLOSING)
            if depth < 1:
                return number
    return 0


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is a mark that opens: of "like" ones, before a word and after a space or bracket."""
    token = tokens[index]
    if token.form in OPENING:
        return True
    if token.form not in EITHER or token.space_after:
        return False
    before = tokens[index - 1] if index else None
    return before is None or before.space_after or before.form in OPENING | EITHER | _BRACKETS


def _quoted(tokens: Sequence[Token], opening: int, closing: int, *, is_outer: bool) -> Iterator[QuotedText]:
    first, last = trimmed(tokens, opening + 1, closing - 1)
    if first <= last:
        yield QuotedText(opening, closing, first, last, is_outer)


def trimmed(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Without commas and dashes at the edges; empty, with the first after the last, if nothing is left."""
    while first <= last and tokens[first].form in DASHES | {",", ".", ":"}:
        first += 1
    while first <= last and tokens[last].form in DASHES | {","}:
        last -= 1
    return first, last


def end_of_clause(tokens: Sequence[Token], first: int, last: int) -> int:
    """The last token of a clause, with the marks that close what opens in it, and without other marks."""
    while last > first and (
        tokens[last].form in (".", ";", ":") or _closes(tokens[first : last + 1]) is False
    ):
        last -= 1
    while last + 1 < len(tokens) and _closes(tokens[first : last + 2]):
        last += 1
    return last


def _closes(tokens: Sequence[Token]) -> bool | None:
    """Whether the last token closes what opens in the others; None if it is no mark that closes."""
    *forms, closing = (token.form for token in tokens)
    if closing not in _OPENED:
        return None
    if closing == '"':
        return forms.count(closing) % 2 == 1
    return sum(form in _OPENED[closing] for form in forms) > forms.count(closing)
