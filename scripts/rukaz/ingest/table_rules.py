"""Rules for tables in plain text: rows, prices, timetables, and what stands above or below them.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rukaz.ingest.page import Page, Verdict, of_lines, of_lines_with
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.speaker_labels import tells_time
from rukaz.ingest.statements import states

_PIPES = re.compile(r"\|.*\||[^|]+\|[^|]+\|[^|]+")
_BOX = re.compile(r"[\u2500-\u257f].*[\u2500-\u257f]")
_RULER = re.compile(r"[\s|:+=_–—-]{3,}")
_AMOUNT = re.compile(r"[\w«\"(].{1,60} [–—-] \d[\d ,./]*(?: ?[^\W\d]{1,8}\.?|[₸₽$€%])?[.;]?")
_DASH = re.compile(r" [–—-] \d")
_COMMAS, _SEMICOLONS = (
    re.compile(rf"[^{sign}\s][^{sign}]{{0,40}}(?:{sign}[^{sign}\s][^{sign}]{{0,40}}){{2,}}") for sign in ",;"
)
_TIMETABLE = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[–—-]\s?\d{1,2}[:.]\d\d)?\s(?:[–—-]\s)?\S.{2,80}")
_PAIR = re.compile(r"[^:]{2,40}:\s+\S.{0,60}")
_CAPTION = re.compile(
    r"(?:Таблица|Табл\.|Рис(?:унок|\.)|Диаграмма|График|Схема) ?(?:№ ?)?\d{1,3}[.:]? ?\S.{2,200}"
)
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S")
_LEADERS = re.compile(r".{2,80}?\s?\.{4,}\s?\S.{0,30}|\W{0,4}\w.{0,60} [–—-] \d{1,3}(?:[.,]\d+)? ?%[.;]?")
_CELLS = re.compile(r"\S(?:\t+| {3,}| ?\| ?)(?=\S)")
_UNITS = re.compile(
    r"[А-ЯЁ].{5,120}, (?:в )?(?:(?:тыс|млн|млрд|трлн)\.? ?)?(?:%|процент\w+|руб\w*\.?|тенге|тг|₸|₽|\$"
    r"|долл\w*\.?|евро|голов|чел\w*\.?|тонн|т|кг|г|км|м|мм|га|ц/га|шт\w*\.?|ед\w*\.?|°C|градус\w*|год[аы]?|лет|тыс|млн|млрд)\.?"
)
_CELL_WITH_NUMBER = re.compile(r"[+–—-]?\d")
_FEWEST_ROWS, _MOST_COLUMNS = 3, 8
_LONGEST_ROW, _LONGEST_CELL, _LONGEST_NARROW_CELL, _LONGEST_AMOUNT = 300, 120, 40, 120
_SOURCE = re.compile(
    r"\(?(?:Источник(?:и|и информации)?(?: данных)?|По данным|Данные|Составлено по)\s?:\s?.{2,150}"
)
_NAMES_SOURCE = ("Данные ", "По данным ", "По материалам ", "Составлено ")
_SITE = re.compile(
    r"(?:Источник|Ссылка на источник|Оригинал|Первоисточник) ?: ?(?:https?://\S+|(?:[\w-]+\.)+[a-zа-я]{2,8})/?"
)


def table_row(page: Page, at: int) -> Verdict | None:
    """``Страна	Пшеница	Ячмень``, ``| Порт | Объем |``; two rows make a table."""
    if at in _table_rows(page):
        return Verdict("table", "row of a table")
    return None


@lru_cache(maxsize=1)
def _table_rows(page: Page) -> frozenset[int]:
    rows = [at for at, piece in enumerate(page.pieces) if _is_row(piece.raw or piece.text)]
    rows = [at for at in rows if at not in page.with_digits or not tells_time(page.text(at))]
    beside = set(rows)
    table = {at for at in rows if {at - 1, at + 1} & beside}
    pairs = [at for at in table if _PAIR.fullmatch(page.text(at))]
    ends = {near for at in pairs for near in (at - 1, at + 1) if _PAIR.fullmatch(page.text(near))}
    return frozenset(table | {at for at in ends if not ends_sentence(page.text(at))})


def is_wide_row(text: str) -> bool:
    r"""Whether a row has more cells than a property and its value.

    >>> is_wide_row("Кегень\t217\t09:45"), is_wide_row("Площадь\t12 км²")
    (True, False)
    """
    return len(_CELLS.findall(text)) > 1


@of_lines_with("few", "open")
def cell_alone(page: Page, at: int) -> Verdict | None:
    """«214», «Узынагаш», «08:20»: the cells of a table that was copied one to a line."""
    return Verdict("table", "cell of a table") if at in _cells_alone(page) else None


@lru_cache(maxsize=1)
def _cells_alone(page: Page) -> frozenset[int]:
    """Runs of short lines in which numbers and words come in the same order, row by row, and their head."""
    short = [_is_cell(piece.text) for piece in page.pieces]
    if sum(short) < 3 * _FEWEST_ROWS:
        return frozenset()
    numbers = [bool(_CELL_WITH_NUMBER.match(piece.text)) for piece in page.pieces]
    found: set[int] = set()
    at = 0
    while at < len(short):
        end = next((to for to in range(at, len(short)) if not short[to]), len(short))
        for width in range(3, _MOST_COLUMNS + 1):
            if end - at < _FEWEST_ROWS * width:
                break
            start, stop = _longest_periodic(numbers[at:end], width)
            if stop - start >= _FEWEST_ROWS * width:
                head = (
                    start - width
                    if start >= width and not any(numbers[at + start - width : at + start])
                    else start
                )
                found.update(range(at + head, at + stop))
                break
        at = end + 1
    return frozenset(found)


def _is_cell(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NARROW_CELL and not ends_sentence(text) and text.count(" ") < 5


def _longest_periodic(numbers: Sequence[bool], width: int) -> tuple[int, int]:
    """Start and end of the longest run of rows in which each column holds only numbers or only words."""
    best = (0, 0)
    for start in range(len(numbers)):
        row = numbers[start : start + width]
        if len(row) < width or all(row) or not any(row) or not (row[0] or row[-1]):
            continue
        stop = start + width
        while numbers[stop : stop + width] == row:
            stop += width
        best = max(best, (start, stop), key=lambda pair: pair[1] - pair[0])
    return best


def _is_row(text: str) -> bool:
    is_time = text[:1].isdigit() and _TIMETABLE.fullmatch(text) and not ends_sentence(text)
    is_boxed = "\u2500" <= text[:1] <= "\u257f" and _BOX.fullmatch(text)
    if is_time or is_boxed or (len(text) <= _LONGEST_ROW and _is_list_of_cells(text)):
        return True
    if not _has_cells(text):
        return False
    if _RULER.fullmatch(text) or _LEADERS.fullmatch(text):
        return True
    if "|" in text and _PIPES.fullmatch(text):
        return len(text) < 5 * _LONGEST_CELL
    cells = re.split(r"\t+| {3,}", text)
    if len(cells) == 1 and "  " in text and not ends_sentence(text):
        cells = re.split(r" {2,}", text)
        return len(cells) > 2 and max(map(len, cells)) <= _LONGEST_NARROW_CELL
    return len(cells) > 1 and max(map(len, cells)) <= _LONGEST_CELL and bool(_COLUMNS.search(text))


def _has_cells(text: str) -> bool:
    """Whether there is a sign that divides cells, or rules a table."""
    return (
        "\t" in text
        or "|" in text
        or "  " in text
        or "%" in text
        or "...." in text
        or "+-" in text
        or "---" in text
    )


def _is_list_of_cells(text: str) -> bool:
    if len(text) <= _LONGEST_AMOUNT and _DASH.search(text) and _AMOUNT.fullmatch(text):
        return True
    commas, semicolons = text.count(",") > 1, text.count(";") > 1
    is_list = (commas and _COMMAS.fullmatch(text)) or (semicolons and _SEMICOLONS.fullmatch(text))
    return bool(is_list) and not states(text)


def _names_source(text: str) -> bool:
    """«Источник: Министерство сельского хозяйства РК.», not «Источники: три письма и дневник.»."""
    is_list = text.endswith(".") and text.partition(":")[2].islower() and not re.search(r"\d|\bданн", text)
    return bool(_SOURCE.fullmatch(text)) and not is_list and not states(text)


@of_lines
def source_of_data(page: Page, at: int) -> Verdict | None:
    """«Источник: Министерство сельского хозяйства РК.»; «Таблица 1. Нормы высева»."""
    text = page.text(at)
    if at > 0 and _SITE.fullmatch(text):
        return Verdict("boilerplate", "site that the text comes from")
    if at > 0 and _CAPTION.fullmatch(text) and not ends_sentence(text):
        return Verdict("caption", "caption of a table or figure")
    if at > 0 and at + 1 in _table_rows(page) and _UNITS.fullmatch(text):
        return Verdict("caption", "what the table below shows, and its unit")
    if at - 1 in _table_rows(page) and text.startswith(_NAMES_SOURCE) and not ends_sentence(text):
        return Verdict("caption", "source of the data")
    if at > 0 and text.startswith(("Источник", "(Источник", "Составлено")) and _names_source(text):
        return Verdict("caption", "source of the data")
    return None
