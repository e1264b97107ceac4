"""Pieces: the paragraphs and lines of a text, numbered before cleaning, and what is cut off them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from rukaz.ingest.clean import clean, clean_text
from rukaz.ingest.labels import Label, LabelKind
from rukaz.ingest.markup import within_markup
from rukaz.ingest.run_on_lines import first_word, runs_on
from rukaz.ingest.verse import stanzas

_BREAKS = "\r\n\v\f\x85\u2028\u2029"
EDIT_LINK = r"\[ ?править(?: ?\| ?(?:править код|править вики-текст|код))? ?\]"
_EDIT_LINK = re.compile(rf"\s*{EDIT_LINK}$", re.IGNORECASE)
_BARE_EDIT_LINK = re.compile(r"\s+Править(?: \| Править код)?$")
_ENDS_OF_LINKS = ("Править", "Править код")
_STRAY_HEADER = re.compile(r"\s*date \d{4}-\d\d-\d\d(?: [A-Z]{3} \d+[.,]\d+)*(?=\s|$)")
_DASHED = re.compile(r"[–—-] [а-яё]")
_STOPS, _AFTER_STOP = tuple(".!?…:;"), "\"'»”“’)]"
_CELLS = re.compile(r"\S(?:\t+| {3,})\S|^\|.*\|$|[^|]\|[^|]+\|[^|]")
_WIKI_LINK = re.compile(r"\[\[[^\[\]]*\]\]|\{\{[^{}]*\}\}")
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 120
"""Columns; nobody breaks lines narrower or wider than this by hand or by a mail program."""


class Piece(NamedTuple):
    """A stretch of the source that gets one role.

    Attributes:
        number: of its paragraph (or line, where no blank lines separate paragraphs), with a letter
            if it is a part.
        start, end: in the source, without the white space around.
        text: clean, without the white space around.
        stray: whether it was cut off as a header that glued itself to the text.
        raw: as it stands in the source.
        is_verse: whether it is a stanza.
        label: what was cut off its head (:mod:`rukaz.ingest.labels`), with its kind; empty if nothing.
    """

    number: str
    start: int
    end: int
    text: str
    stray: bool = False
    raw: str = ""
    is_verse: bool = False
    label: str = ""
    label_kind: LabelKind | None = None


class _Line(NamedTuple):
    """A line that is not blank, or several that are one piece.

    Attributes:
        open_end: white space at its end, not at its start, as where a link followed.
        is_whole: whether nothing is added to it.
        is_one: whether it is one line, not several.
    """

    start: int
    end: int
    text: str
    paragraph: int
    open_end: bool
    is_whole: bool = False
    is_one: bool = True


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends like a sentence, before closing quotes and brackets.

    >>> ends_sentence("«Это было давно.»"), ends_sentence("О чем шла речь на переговорах")
    (True, False)
    """
    return text.rstrip(_AFTER_STOP).endswith(_STOPS)


def split_pieces(text: str, whole: Sequence[tuple[int, int]] = ()) -> tuple[Piece, ...]:
    """The pieces of a source text in their order; between them is only white space.

    Args:
        whole: stretches of whole lines that are one piece each, in their order.
    """
    lines = _lines(text)
    verse = stanzas(
        [
            (line.start, line.end, line.text, line.paragraph if stretch is None else -1 - stretch[0])
            for line, stretch in _with_stretches(lines, whole)
        ]
    )
    verse_starts = {start for start, _ in verse}
    wholes = {start for start, _ in whole}
    lines = _put_together(lines, sorted([*whole, *(one for one in verse if one[0] not in wholes)]))
    blank_lines = bool(lines) and lines[0].paragraph < lines[-1].paragraph
    if not blank_lines:
        lines = [line._replace(paragraph=at) for at, line in enumerate(lines, 1)]
    has_links = sum(line.text.endswith(_ENDS_OF_LINKS) for line in lines) > 1
    pieces: list[Piece] = []
    for number, group in groupby(_joined(lines, blank_lines), key=lambda line: line.paragraph):
        parts = [part for line in group for part in _cut_strays(text, line, has_links=has_links)]
        for at, (start, end, stray, shown) in enumerate(parts):
            name = f"{number}{letters(at)}" if len(parts) > 1 else str(number)
            raw = text[start:end]
            own = clean_text(raw).strip() if shown is None else shown
            pieces.append(Piece(name, start, end, own, stray, raw, start in verse_starts))
    return tuple(pieces)


def _put_together(lines: Sequence[_Line], whole: Sequence[tuple[int, int]]) -> list[_Line]:
    """The lines, with those of each stretch of ``whole`` as one."""
    found: list[_Line] = []
    for line, stretch in _with_stretches(lines, whole):
        if stretch is None:
            found.append(line)
        elif found and found[-1].is_whole and found[-1].start >= stretch[0]:
            found[-1] = _merged([found[-1], line])
        else:
            found.append(line._replace(is_whole=True))
    return found


def _with_stretches(
    lines: Sequence[_Line], whole: Sequence[tuple[int, int]]
) -> Iterator[tuple[_Line, tuple[int, int] | None]]:
    """Each line with the stretch of ``whole`` that it begins in."""
    stretches = iter(whole)
    start, end = next(stretches, (0, 0))
    for line in lines:
        while end and line.start >= end:
            start, end = next(stretches, (0, 0))
        yield line, (start, end) if start <= line.start < end else None


def cut_piece(text: str, piece: Piece, label: Label) -> tuple[Piece, Piece | None]:
    """A piece of ``text`` as its label and the rest; the rest is None if the label is all of it."""
    cleaned = clean(piece.raw)
    lead = len(cleaned.text) - len(cleaned.text.lstrip())
    if lead + label.end >= len(cleaned.text.rstrip()):
        return piece._replace(label_kind=label.kind), None
    head, rest = piece.text[: label.end], piece.text[label.end :]
    start = piece.start + cleaned.starts[lead + label.end]
    _, end = _trim(text, piece.start, start)  # what is invisible between the two is of the label
    return (
        Piece(f"{piece.number}A", piece.start, end, head.strip(), raw=text[piece.start : end]),
        piece._replace(
            start=start, text=rest, raw=text[start : piece.end], label=head, label_kind=label.kind
        ),
    )


def letters(at: int) -> str:
    """a, b … z, aa, ab …

    >>> letters(0), letters(25), letters(26), letters(702)
    ('a', 'z', 'aa', 'aaa')
    """
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _lines(text: str) -> list[_Line]:
    """The lines that hold more than white space, with the number of their blank-line paragraph."""
    lines: list[_Line] = []
    paragraph, blank = 0, True
    end_of_row = 0
    for row in _rows(text):
        start, end_of_row = end_of_row, end_of_row + len(row)
        if row.isspace():
            blank = True
            continue
        raw = row.strip()
        shown = clean_text(raw).strip()
        if shown and blank:
            paragraph += 1
        blank = not shown
        indent = len(row) - len(row.lstrip())
        start += indent
        open_end = not indent and len(raw) < len(row.rstrip(_BREAKS))
        lines.append(_Line(start, start + len(raw), shown, max(paragraph, 1), open_end, is_table_row(raw)))
    return lines


def _rows(text: str) -> list[str]:
    """The lines of a text with their ends; what parts files, groups and records ends none."""
    return text.replace("\x1c", " ").replace("\x1d", " ").replace("\x1e", " ").splitlines(keepends=True)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _joined(lines: Sequence[_Line], blank_lines: bool) -> Iterator[_Line]:
    """Lines that belong together as one, which keeps the number of the first; never across a blank line."""
    within = [not blank_lines or line.paragraph == after.paragraph for line, after in pairwise(lines)]
    breaks = [pair for pair, same in zip(pairwise(lines), within, strict=True) if same]
    width = _wrap_width(breaks)
    listed = _dashed_items(lines)
    runs = [
        same
        and not (line.is_whole or after.is_whole)
        and after.start not in listed
        and (runs_on(line.text, after.text) or _wrapped(line, after, width))
        for same, (line, after) in zip(within, pairwise(lines), strict=True)
    ]
    linked = [
        run or (same and line.open_end and not ends_sentence(line.text) and next_runs)
        for run, same, line, next_runs in zip(runs, within, lines, [*runs[1:], False], strict=False)
    ]
    first = 0
    for at, goes_on in enumerate([*linked, False][: len(lines)]):
        if not goes_on:
            yield _merged(lines[first : at + 1])
            first = at + 1


def _dashed_items(lines: Sequence[_Line]) -> frozenset[int]:
    """Starts of lines that are items with dashes, two or more in a row: none goes on the line above."""
    pairs = [pair for pair in pairwise(lines) if all(_DASHED.match(line.text) for line in pair)]
    return frozenset(line.start for pair in pairs for line in pair)


def _merged(run: Sequence[_Line]) -> _Line:
    if len(run) == 1:
        return run[0]
    return run[0]._replace(end=run[-1].end, text=" ".join(line.text for line in run), is_one=False)


def is_table_row(text: str) -> bool:
    """Whether a line, as it stands in the source, has cells.

    >>> is_table_row("| Порт | Объем |"), is_table_row("Иран\t150"), is_table_row("Встреча в Астане")
    (True, True, False)
    """
    if not ("\t" in text or "|" in text or "   " in text):
        return False
    return bool(_CELLS.search(_WIKI_LINK.sub("", text) if "[[" in text or "{{" in text else text))


def _wrap_width(breaks: Sequence[tuple[_Line, _Line]]) -> int:
    """The width of a hard-wrapped text, 0 for any other.

    In a hard-wrapped text nearly all lines are so full that the next word would not have fitted, and
    sentences run on over a third of the breaks or more.
    """
    if len(breaks) < 3:
        return 0
    widths = sorted(len(line.text) for line, _ in breaks)
    width = widths[len(widths) * 19 // 20]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    if sum(_wrapped(line, after, width) for line, after in breaks) * 4 < len(breaks) * 3:
        return 0
    return width if sum(runs_on(line.text, after.text) for line, after in breaks) * 3 >= len(breaks) else 0


def _wrapped(line: _Line, after: _Line, width: int) -> bool:
    """Whether the next word would not have fitted on the line."""
    return bool(width and after.text) and len(line.text) + 1 + len(first_word(after.text)) > width


def _cut_strays(text: str, line: _Line, *, has_links: bool) -> list[tuple[int, int, bool, str | None]]:
    """What is glued to a line is cut off: ``date 2025-10-11`` before it, «[править]» behind it, tags around.

    Args:
        has_links: whether several lines end in «Править» without brackets.

    Returns:
        start and end of each part, whether it is a glued header, and its clean text where that is known.
    """
    link = _EDIT_LINK.search(text, line.start, line.end) if line.text.endswith("]") else None
    if has_links and link is None:
        link = _BARE_EDIT_LINK.search(text, line.start, line.end)
    if link and link.start() > line.start:
        start, end = _trim(text, link.start(), line.end)
        return [(line.start, link.start(), False, None), (start, end, False, None)]
    if not line.is_whole and line.text and (inner := within_markup(text[line.start : line.end])):
        start, end = _trim(text, line.start + inner[0], line.start + inner[1])
        parts = [_trim(text, line.start, start), (start, end), _trim(text, end, line.end)]
        return [(*part, False, None) for part in parts if part[0] < part[1]]
    match = _STRAY_HEADER.match(text, line.start, line.end) if line.text.startswith("date") else None
    if not match or line.is_whole:
        return [(line.start, line.end, False, line.text if line.is_one else None)]
    start, end = _trim(text, match.end(), line.end)
    return [(line.start, match.end(), True, None), *([(start, end, False, None)] if start < end else [])]
