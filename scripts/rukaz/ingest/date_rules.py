"""Rules for lines that say when and where: «Астана, 9 ноября 2023 г., 12:30».

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.ingest.page import Page, Verdict, but_statements, of_lines, of_lines_with
from rukaz.ingest.person_names import is_person, is_place
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.written_dates import DATE, MONTHS, TIME, WEEKDAYS

_TOLD = "опубликован[оа]?|размещен[оа]?|добавлен[оа]?|создан[оа]?|дата(?: публикации| размещения)?"
DATELINE = re.compile(
    rf"(?:(?:{_TOLD}):? )?"
    rf"(?:(?:[гсп]\. ?)?[А-ЯЁ][\w-]{{2,20}}[,.]?\s+){{0,2}}(?:(?:{WEEKDAYS}),? )?(?:{TIME}[,|]? )?{DATE}"
    rf"(?:,? ?[|—–-]? ?{TIME}|(?:,\s+|\s+г\. ?|,\s+г\. ?)[А-ЯЁ][\w-]{{2,20}})?"
    rf"|(?:\d{{1,2}} (?:{MONTHS})|сегодня|вчера),? {TIME}",
    re.IGNORECASE,
)
"""A date alone."""

_TOWN = re.compile(r"(?:г|с|п|пос|дер|ст-ца)\. ?[А-ЯЁ][\w-]{2,20}(?: [А-ЯЁ][\w-]{2,20})?")
_PLACE_AND_DAY = re.compile(rf"[А-ЯЁ][\w-]{{2,20}}[,.] \d{{1,2}} (?:{MONTHS})\.?")
_AT_A_MEETING = re.compile(rf"{DATE}, [^.!?:]{{3,60}}")
_IN_WORDS = re.compile(rf"(?:г\.|город|село|пос[её]лок) .{{3,60}} (?:{MONTHS}) .{{3,40}} года")
_SEASONS = (
    "зима|весна|лето|осень|январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь"
)
_WRITTEN = re.compile(
    rf"\(?(?:[А-ЯЁ][\w-]+(?:[ -][\w«»-]+){{0,3}},? )?(?:(?:{_SEASONS}|\d{{1,2}} (?:{MONTHS})),? )?"
    r"(?:1[5-9]|20)\d\d(?:[–—-]\d{2,4})?(?: ?г(?:\.|ода?)?)?\.?\)?",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(
    rf"\(?(?:[А-ЯЁ].{{2,40}}, )?(?:{_SEASONS}) (?:1[5-9]|20)\d\d(?: ?г(?:\.|ода?)?)?\.?\)?"
)
YEAR_AT_END = re.compile(r",? (?:1[5-9]|20)\d\d(?: ?г\.?)?$")
_LONGEST_SIGNATURE = 80


@of_lines
def dateline(page: Page, at: int) -> Verdict | None:
    """«9 ноября 2023 г.», ``09.11.2023 12:30``; «г. Атырау» at the top."""
    text = page.text(at)
    if at in page.with_digits and DATELINE.fullmatch(text):
        return Verdict("dateline", "a date alone")
    at_edge = at < page.first_sentence or page.first_sentence_from(at) == len(page.pieces)
    if at_edge and (_TOWN.fullmatch(text) or _PLACE_AND_DAY.fullmatch(text) or _IN_WORDS.fullmatch(text)):
        return Verdict("dateline", "a place alone")
    is_above_text = 0 < at < page.first_sentence and not ends_sentence(text)
    if is_above_text and at in page.with_digits and _AT_A_MEETING.fullmatch(text):
        return Verdict("dateline", "when and where something took place")
    return None


@of_lines
@but_statements
def written(page: Page, at: int) -> Verdict | None:
    """«Семипалатинск, 1961» below verse, or below a text if the place is known."""
    text = page.text(at)
    if at not in page.with_digits:
        is_above = text.endswith(",") and at > 0 and page.pieces[at - 1].is_verse and text.count(" ") < 4
        is_told = is_above and written(page, at + 1) is not None
        return Verdict("dateline", "where the verse was written") if is_told else None
    if at == 0 or len(text) > _LONGEST_SIGNATURE or is_person(YEAR_AT_END.sub("", text)):
        return None
    near = range(max(at - 3, 0), min(at + 2, len(page.pieces)))
    is_near_verse = any(page.pieces[to].is_verse for to in near)
    at_end = page.first_sentence < at and page.first_sentence_from(at) == len(page.pieces)
    place, _, year = text.strip("()").rpartition(", ")
    is_known = bool(year) and is_place(place)
    if (is_near_verse or (at_end and is_known)) and _WRITTEN.fullmatch(text):
        return Verdict("dateline", "where and when the text was written")
    if at_end and _MONTH_AND_YEAR.fullmatch(text):
        return Verdict("dateline", "where and when the text was written")
    return None


@of_lines_with("edge")
def place_alone(page: Page, at: int) -> Verdict | None:
    """«Казань» at the end: where the correspondent is."""
    if 0 < at == page.last and len(page.text(at)) <= _LONGEST_SIGNATURE and is_place(page.text(at)):
        return Verdict("dateline", "a place alone: the correspondent's")
    return None
