"""Pairs of quotation marks and brackets among the tokens of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rukaz.annotation.long_sentences import Span

_CLOSER = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»", "“": "”", "‘": "’", "``": "''", "‹": "›"}
_LOW = {"„": '“”"', "‚": "‘’'"}
_STRAIGHT = {'"', "'"}
BRACKETS = frozenset("([{<")
OPENERS = frozenset([*_CLOSER, *_LOW])
LONGEST = 250
"""Tokens between two marks; more is no pair but a mark that was forgotten."""


class Enclosure(NamedTuple):
    """A pair of marks, by the positions of their tokens."""

    opener: int
    closer: int
    is_bracket: bool


def enclosures(tokens: Sequence[Span], forms: Sequence[str]) -> list[Enclosure]:
    """The pairs of a text, inner ones before those around them; marks without a partner are left out.

    The mark ``“`` closes after ``„`` and opens else; a straight mark opens where a space or another opener
    stands before it.
    """
    found: list[Enclosure] = []
    stack: list[tuple[str, int]] = []
    for position, form in enumerate(forms):
        depth = next(_closed(stack, form, position), None)
        glued = position > 0 and tokens[position - 1][1] == tokens[position][0]
        if form in _STRAIGHT and depth is not None and not glued and _is_glued_after(tokens, position):
            depth = None
        if depth is not None:
            opener = stack[depth]
            del stack[depth:]
            found.append(Enclosure(opener[1], position, opener[0] in BRACKETS))
        elif form in OPENERS or (
            form in _STRAIGHT and (not glued or forms[position - 1] in OPENERS | _STRAIGHT)
        ):
            stack.append((form, position))
    return found


def _closed(stack: Sequence[tuple[str, int]], form: str, position: int) -> Iterator[int]:
    """The places in the stack that a mark may close, from the innermost."""
    for depth in range(len(stack) - 1, -1, -1):
        opener, start = stack[depth]
        if position - start <= LONGEST and (
            _CLOSER.get(opener) == form
            or form in _LOW.get(opener, "")
            or (opener == form and form in _STRAIGHT)
        ):
            yield depth


def _is_glued_after(tokens: Sequence[Span], position: int) -> bool:
    return position + 1 < len(tokens) and tokens[position][1] == tokens[position + 1][0]
