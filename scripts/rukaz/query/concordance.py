"""Matches as lines for a terminal: what was found in the middle, the words around it on either side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rukaz.query.matches import Line

Mark = Callable[[str], str]
"""Makes a word stand out."""


def concordance(lines: Sequence[Line], *, is_row: bool, width: int = 80, mark: Mark = str) -> list[str]:
    """A line for each match, with the id of its sentence at the end.

    >>> line = Line("a-p1-c0", ("Шёл ", "сильный ", "дождь", "."), (2, 3))
    >>> concordance([line], is_row=True, width=40, mark=lambda word: f"[{word}]")
    ['     Шёл [сильный дождь].          a-p1-c0']

    Args:
        is_row: the nodes are words side by side, which stand in the middle together; else the first node
            does, and the others are marked where they are.
        width: of a line in columns, without what ``mark`` adds.
    """
    middles = ["".join(_words(line, is_row)[1]).rstrip() for line in lines]
    sent_ids = max((len(line.sent_id) for line in lines), default=0)
    room = max(width - sent_ids - 1, 30)
    middle = min(max(map(len, middles), default=0), room // 2)
    side = (room - middle - 1) // 2
    return [_drawn(line, is_row, side, room, mark) for line in lines]


def _words(line: Line, is_row: bool) -> tuple[list[str], list[str], list[str]]:
    """The words before, in and after the middle; nothing is in the middle where the node is the anchor."""
    first = line.positions[0]
    last = line.positions[-1] if is_row else first
    start = max(first - 1, 0)
    return list(line.words[:start]), list(line.words[start:last]), list(line.words[last:])


def _drawn(line: Line, is_row: bool, side: int, room: int, mark: Mark) -> str:
    before, inside, after = _words(line, is_row)
    marked = set() if is_row else {position for position in line.positions[1:] if position}
    left = _fitting(before, side, 1, marked, mark, from_end=True)
    middle = "".join(inside)
    length = len(middle)
    end = middle[len(middle.rstrip()) :]
    right = _fitting(after, room - side - length, len(before) + len(inside) + 1, marked, mark, from_end=False)
    return f"{left}{mark(middle.rstrip())}{end}{right} {line.sent_id}"


def _fitting(  # noqa: PLR0913 - the words, their place and how they are shown
    words: list[str], room: int, first: int, marked: set[int], mark: Mark, *, from_end: bool
) -> str:
    """The words next to the middle that have room, cut in a word where need be, filled with spaces."""
    text = "".join(words)
    if len(text) <= room:
        cut, start = text, 0
    else:
        start = len(text) - room if from_end else 0
        cut = text[start : start + room]
    shown, at = "", 0
    for position, word in enumerate(words, first):
        part = cut[max(at - start, 0) : max(at + len(word) - start, 0)]
        bare = part.rstrip()
        shown += f"{mark(bare)}{part[len(bare) :]}" if position in marked and bare else part
        at += len(word)
    padding = " " * (room - len(cut))
    return padding + shown if from_end else shown + padding
