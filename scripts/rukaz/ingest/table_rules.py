"""Rules for tables in plain text: rows, prices, timetables, and what stands above or below them.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.page import Page, Verdict, of_lines
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.speaker_labels import tells_time

_PIPES = re.compile(r"\|.*\||[^|]+\|[^|]+\|[^|]+")
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


def _is_row(text: str) -> bool:
    is_time = text[:1].isdigit() and _TIMETABLE.fullmatch(text) and not ends_sentence(text)
    if is_time or (len(text) <= _LONGEST_ROW and _is_list_of_cells(text)):
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
    return bool((commas and _COMMAS.fullmatch(text)) or (semicolons and _SEMICOLONS.fullmatch(text)))


@of_lines
def source_of_data(page: Page, at: int) -> Verdict | None:
    """«Источник: Министерство сельского хозяйства РК.»; «Таблица 1. Нормы высева»."""
    text = page.text(at)
    if at > 0 and _SITE.fullmatch(text):
        return Verdict("boilerplate", "site that the text comes from")
    if at > 0 and _CAPTION.fullmatch(text) and not ends_sentence(text):
        return Verdict("caption", "caption of a table or figure")
    if at - 1 in _table_rows(page) and text.startswith(_NAMES_SOURCE) and not ends_sentence(text):
        return Verdict("caption", "source of the data")
    if at > 0 and text.startswith(("Источник", "(Источник", "Составлено")) and _SOURCE.fullmatch(text):
        return Verdict("caption", "source of the data")
    return None
