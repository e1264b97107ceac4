"""Rules for lines that say when and where: «Астана, 9 ноября 2023 г., 12:30».

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.ingest.page import Page, Verdict, of_lines
from rukaz.ingest.person_names import is_person, is_place
from rukaz.ingest.pieces import ends_sentence

MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = "Янв|Фев|Мар|Апр|Май|Июн|Июл|Авг|Сен|Окт|Ноя|Дек"
_KAZAKH_MONTHS = "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
_WEEKDAYS = "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|(?:пн|вт|ср|чт|пт|сб|вс)\\.?"
_TOLD = "опубликован[оа]?|размещен[оа]?|добавлен[оа]?|создан[оа]?|дата(?: публикации| размещения)?"
TIME = r"(?:(?:в )?\d{1,2}:\d\d(?::\d\d)?(?: (?:мск|[ap]m))?)"
DATE = (
    rf"(?:«?\d{{1,2}}»? (?:{MONTHS}),? \d{{4}}(?: ?г\.| года)?|\d{{1,2}}\.\d\d\.\d{{4}}|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}/\d\d/\d{{4}}|(?:{_ENGLISH_MONTHS}) \d{{1,2}}, \d{{4}}"
    rf"|(?:(?:{_SHORT_MONTHS}) \d{{1,2}},?|\d{{1,2}} (?:{_SHORT_MONTHS})) \d{{4}}"
    r"(?: (?:в|at) \d+:\d\d P[DS]T)?"
    rf"|\d{{4}} ?(?:жылғы|жылы?|ж\.),? \d{{1,2}} (?:{_KAZAKH_MONTHS})"
    rf"|\d{{1,2}} (?:{_KAZAKH_MONTHS}),? \d{{4}})"
)
DATELINE = re.compile(
    rf"(?:(?:{_TOLD}):? )?"
    rf"(?:(?:[гсп]\. ?)?[А-ЯЁ][\w-]{{2,20}}[,.]?\s+){{0,2}}(?:(?:{_WEEKDAYS}),? )?(?:{TIME}[,|]? )?{DATE}"
    rf"(?:,? ?[|—–-]? ?{TIME}|(?:,\s+|\s+г\. ?|,\s+г\. ?)[А-ЯЁ][\w-]{{2,20}})?"
    rf"|(?:\d{{1,2}} (?:{MONTHS})|сегодня|вчера),? {TIME}",
    re.IGNORECASE,
)
"""A date alone."""

_TOWN = re.compile(r"г\. ?[А-ЯЁ][\w-]{2,20}(?: [А-ЯЁ][\w-]{2,20})?")
_PLACE_AND_DAY = re.compile(rf"[А-ЯЁ][\w-]{{2,20}}, \d{{1,2}} (?:{MONTHS})\.?")
_AT_A_MEETING = re.compile(rf"{DATE}, [^.!?:]{{3,60}}")
_WRITTEN = re.compile(
    r"\(?(?:[А-ЯЁ][\w-]+(?: [А-ЯЁ][\w-]+)?, )?(?:1[5-9]|20)\d\d(?:[–—-]\d{2,4})?(?: ?г\.?)?\)?"
)
YEAR_AT_END = re.compile(r",? (?:1[5-9]|20)\d\d(?: ?г\.?)?$")
_LONGEST_SIGNATURE = 80


@of_lines
def dateline(page: Page, at: int) -> Verdict | None:
    """«9 ноября 2023 г.», ``09.11.2023 12:30``; «г. Атырау» at the top."""
    text = page.text(at)
    if at in page.with_digits and DATELINE.fullmatch(text):
        return Verdict("dateline", "a date alone")
    if at < page.first_sentence and (_TOWN.fullmatch(text) or _PLACE_AND_DAY.fullmatch(text)):
        return Verdict("dateline", "a place alone")
    is_above_text = 0 < at < page.first_sentence and not ends_sentence(text)
    if is_above_text and at in page.with_digits and _AT_A_MEETING.fullmatch(text):
        return Verdict("dateline", "when and where something took place")
    return None


@of_lines
def written(page: Page, at: int) -> Verdict | None:
    """«Семипалатинск, 1961» below verse, or below a text if the place is known."""
    is_last = 0 < at == len(page.pieces) - 1
    if not is_last or is_person(YEAR_AT_END.sub("", page.text(at))):
        return None
    is_below_poet = at > 1 and page.pieces[at - 2].is_verse and is_person(page.text(at - 1))
    place, _, year = page.text(at).strip("()").rpartition(", ")
    if year and is_place(place) and _WRITTEN.fullmatch(page.text(at)):
        return Verdict("dateline", "where and when the text was written")
    if (page.pieces[at - 1].is_verse or is_below_poet) and _WRITTEN.fullmatch(page.text(at)):
        return Verdict("dateline", "where and when the verse was written")
    return None


@of_lines
def place_alone(page: Page, at: int) -> Verdict | None:
    """«Казань» at the end: where the correspondent is."""
    if 0 < at == page.last and len(page.text(at)) <= _LONGEST_SIGNATURE and is_place(page.text(at)):
        return Verdict("dateline", "a place alone: the correspondent's")
    return None
