"""Whether a table holds data, or is a layout whose cells hold running text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rukaz.ingest.pieces import ends_sentence

_LONG_CELL, _LONG_SENTENCE = 300, 80
_FEWEST_SPACES = 3
_NEXT_SENTENCE = re.compile(r"[.!?…][\"»”)]* [\"«“(—–-]*\s?[^\W\d_]")


def holds_text(rows: Sequence[Sequence[str]]) -> bool:
    r"""Whether the cells of a table hold sentences: columns of prose, questions and answers, posts.

    Args:
        rows: the text of each cell; ``\n`` parts its paragraphs.

    >>> holds_text([["Анна", "Клевало весь день.\nДомой пришли поздно, и все устали."], ["Пётр", "Спасибо!"]])
    True
    >>> holds_text([["Город", "Люди"], ["Омск", "1,1 млн чел."]])
    False
    """
    cells = [cell.split("\n") for row in rows for cell in row if cell.strip()]
    said = [[line for line in cell if is_said(line)] for cell in cells]
    whole = [[line for line in lines if line.count(" ") >= _FEWEST_SPACES] for lines in said]
    if any(one and len(lines) > 1 for one, lines in zip(whole, said, strict=True)):
        return True
    if 5 * sum(len("\n".join(cell)) > _LONG_CELL for cell in cells) > len(cells):
        return True
    has_prose = any(map(_is_prose, (line for lines in whole for line in lines)))
    return (has_prose and 5 * sum(map(bool, said)) >= 2 * len(cells)) or (
        3 * sum(map(bool, whole)) >= 2 * len(cells) > 0
    )


def is_said(line: str) -> bool:
    """Whether a line begins and ends like a sentence: «12 тыс. руб.» does not."""
    start = line.lstrip('"«“(—–- ')
    return start[:1].isupper() and " " in start and ends_sentence(line) and line[-1] not in ":;"


def _is_prose(sentence: str) -> bool:
    return len(sentence) >= _LONG_SENTENCE or bool(_NEXT_SENTENCE.search(sentence))
