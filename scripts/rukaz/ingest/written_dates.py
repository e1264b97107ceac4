"""Dates, times and names of months as texts write them, as parts of regular expressions."""

from __future__ import annotations

MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
SHORT_MONTHS = "янв|фев|мар|апр|июн|июл|авг|сен|сент|окт|ноя|нояб|дек"
"""Without a full stop; май has none."""
_ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS_IN_DATES = "Янв|Фев|Мар|Апр|Май|Июн|Июл|Авг|Сен|Окт|Ноя|Дек"
_KAZAKH_MONTHS = "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
WEEKDAYS = "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|(?:пн|вт|ср|чт|пт|сб|вс)\\.?"
TIME = r"(?:(?:в )?\d{1,2}:\d\d(?::\d\d)?(?: (?:мск|[ap]m))?)"
DATE = (
    rf"(?:«?\d{{1,2}}»? (?:{MONTHS}),? \d{{4}}(?: ?г\.| года)?|\d{{1,2}}\.\d\d\.\d{{4}}|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}/\d\d/\d{{4}}|(?:{_ENGLISH_MONTHS}) \d{{1,2}}, \d{{4}}"
    rf"|(?:(?:{_MONTHS_IN_DATES}) \d{{1,2}},?|\d{{1,2}} (?:{_MONTHS_IN_DATES})) \d{{4}}"
    r"(?: (?:в|at) \d+:\d\d P[DS]T)?"
    rf"|\d{{4}} ?(?:жылғы|жылы?|ж\.),? \d{{1,2}} (?:{_KAZAKH_MONTHS})"
    rf"|\d{{1,2}} (?:{_KAZAKH_MONTHS}),? \d{{4}})"
)
"""A day with its year."""
