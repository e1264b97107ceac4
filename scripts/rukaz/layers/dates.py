"""Expressions of dates and their values, by rules over words: 9 ноября, в начале 2022 года, вчера.

A value is ISO 8601 with what EDTF adds (loc.gov/standards/datetime): ``2023-11-09``, ``XXXX-11-01`` where the
year is unknown, ``199X``, ``2023-01/2023-08``, seasons from ``2014-21`` (spring) to ``2014-24``; weeks are
those of ISO 8601, ``2018-W05``. What is said from the day of the text (вчера, в прошлом году, 9 ноября) is
reckoned from the document's date. Durations, clock times and vague times (сейчас, недавно) are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from rukaz.layers.edtf import is_edtf
from rukaz.records import DateExpression, DatePart, Sentence, Token
from rukaz.tree import SentenceTree, feature

# fmt: off
_MONTH_STEMS = (
    "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)
_ENDINGS = {
    "март": ("", "а", "у", "е", "ом"),
    "август": ("", "а", "у", "е", "ом"),
    "ма": ("й", "я", "ю", "е", "ем"),
}
# fmt: on
_MONTHS = {
    stem + ending: number
    for number, stem in enumerate(_MONTH_STEMS, 1)
    for ending in _ENDINGS.get(stem, ("ь", "я", "ю", "е", "ем"))
}
_WEEKDAYS = {
    form: number
    for number, forms in enumerate(
        (
            "понедельник понедельника понедельнику",
            "вторник вторника вторнику",
            "среду среды среде",
            "четверг четверга четвергу",
            "пятницу пятницы пятнице",
            "субботу субботы субботе",
            "воскресенье воскресенья воскресенью",
        )
    )
    for form in forms.split()
}
_SEASONS = {"весн": 21, "лет": 22, "осен": 23, "зим": 24}
_PARTS: dict[str, DatePart] = {
    **dict.fromkeys(("начало", "начала", "начале", "началу"), "start"),
    **dict.fromkeys(("середина", "середины", "середине", "середину"), "middle"),
    **dict.fromkeys(("конец", "конца", "конце", "концу"), "end"),
}  # fmt: skip
_DAYS = {"позавчера": -2, "вчера": -1, "накануне": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
_ROMAN = {"I": 1, "V": 5, "X": 10}

_MONTH = f"({'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_DAY = r"(0?[1-9]|[12][0-9]|3[01])(?:-?(?:го|е|й|м))?"
_YEAR_WORD = r"(?:года|году|годом|год|г\.|г)"
_YEARS = r"(?:годы|годов|годам|годах|годами|гг\.|гг)"
_NUMBER = r"(1[0-9]{3}|20[0-9]{2})"
_ORDINAL = r"-?(?:й|го|м|му)"
_SHIFTED = r"((?:эт|нынешн|текущ|прошл|минувш|прошедш|следующ|будущ|позапрошл)[а-я]+|того же|тот же)"
_YEAR = rf"(?:{_NUMBER}(?:{_ORDINAL})?(?: {_YEAR_WORD})?|{_SHIFTED} {_YEAR_WORD})"
_TO = r"(?: ?[-–—] ?| по )"
_SHIFTS = {
    "эт": 0, "нынешн": 0, "текущ": 0, "прошл": -1, "минувш": -1, "прошедш": -1, "следующ": 1, "будущ": 1,
    "позапрошл": -2,
}  # fmt: skip

Value = str | None
Groups = Sequence[str | None]


def add_dates(sentences: Sequence[Sentence], day: str | None) -> list[Sentence]:
    """The sentences of a document, the automatic ones with their dates.

    Args:
        day: the document's date, ISO 8601, as far as known.
    """
    relative = RelativeDates(day)
    return [
        sentence
        if sentence.annotation == "reviewed" or sentence.role == "foreign"
        else replace(sentence, dates=tuple(find_dates(sentence, relative)))
        for sentence in sentences
    ]


class RelativeDates:
    """Values of what is said from the day of a text.

    Attributes:
        year, month: of the text; None where unknown.
        day: the whole date; None where it is not known to the day.
    """

    def __init__(self, day: str | None) -> None:
        known = [int(part) for part in (day or "").split("T")[0].split("-") if part.isdigit()]
        self.year = known[0] if known else None
        self.month = known[1] if len(known) > 1 else None
        try:
            self.day = date(*known[:3]) if len(known) > 2 else None
        except ValueError:
            self.day = None

    def shifted_year(self, word: str) -> str | None:
        """The year of прошлый год and the like; None where it cannot be told."""
        shift = next((years for stem, years in _SHIFTS.items() if word.startswith(stem)), None)
        return None if shift is None or self.year is None else f"{self.year + shift:04}"

    def closest_year(self, month: int) -> str:
        """The year in which a month is closest to the text."""
        if self.year is None:
            return "XXXX"
        if self.month is None:
            return f"{self.year:04}"
        here = self.year * 12 + self.month
        return (
            f"{min((self.year, self.year - 1, self.year + 1), key=lambda y: abs(y * 12 + month - here)):04}"
        )

    def from_today(self, days: int) -> str | None:
        """The day so many days later."""
        return (self.day + timedelta(days)).isoformat() if self.day else None

    def weekday(self, number: int, *, future: bool) -> str | None:
        """The last such day of the week up to the text's day, or the first one after it."""
        if self.day is None:
            return None
        back = (self.day.weekday() - number) % 7
        return self.from_today(7 - back if future else -back)

    def week(self, word: str) -> str | None:
        """The week of на прошлой неделе and the like, as ISO 8601 counts weeks."""
        shift = next((weeks for stem, weeks in _SHIFTS.items() if word.startswith(stem)), None)
        if self.day is None or shift is None:
            return None
        year, week, _ = (self.day + timedelta(weeks=shift)).isocalendar()
        return f"{year:04}-W{week:02}"

    def month_away(self, word: str) -> str | None:
        """The month of в прошлом месяце and the like."""
        shift = next((months for stem, months in _SHIFTS.items() if word.startswith(stem)), None)
        if self.year is None or self.month is None or shift is None:
            return None
        years, month = divmod(self.year * 12 + self.month - 1 + shift, 12)
        return f"{years:04}-{month + 1:02}"


def find_dates(sentence: Sentence, relative: RelativeDates) -> Iterator[DateExpression]:
    """The dates of a sentence, in order."""
    tokens = sentence.tokens
    if not any(map(_may_be_part, tokens)):
        return
    forms = [token.form.lower() for token in tokens]
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    position = 0
    for index, form in enumerate(forms):
        starts[position] = index
        position += len(form)
        ends[position] = index
        position += 1
    line = " ".join(forms)
    taken: dict[int, DateExpression] = {}
    for pattern, value_of in _patterns():
        for match in pattern.finditer(line):
            first, last = starts.get(match.start()), ends.get(match.end())
            if first is None or last is None or any(index in taken for index in range(first, last + 1)):
                continue
            if not _is_meant(sentence, first, match[0]):
                continue
            part: DatePart | None = None
            while first and (found := _PARTS.get(forms[first - 1])):
                first, part = first - 1, found
            value = value_of(relative, match.groups(), _is_future(sentence, first))
            if value is not None and not is_edtf(value):
                value = None  # 30 февраля
            expression = DateExpression(tokens[first].start, tokens[last].end, value, part)
            taken.update(dict.fromkeys(range(first, last + 1), expression))
    yield from (taken[index] for index in sorted(taken) if taken.get(index - 1) is not taken[index])


@cache
def _words() -> frozenset[str]:
    return frozenset(
        {*_MONTHS, *_WEEKDAYS, *_DAYS, "век", "веке", "века", "веку", "неделе", "неделю", "месяце"}
    )


def _may_be_part(token: Token) -> bool:
    form = token.form.lower()
    return form[:1].isdigit() or form in _words() or form.startswith("год")


def _is_meant(sentence: Sentence, first: int, form: str) -> bool:
    """Whether a word that may name a date does here: сегодня is often nowadays, Марта is a woman."""
    token = sentence.tokens[first]
    if form in _MONTHS:
        return token.form.islower() or first == 0
    if form in ("среды", "среде"):  # охрана окружающей среды
        before = sentence.tokens[first - 1].lemma if first else ""
        return before in ("с", "до", "к", "после", "утро", "вечер", "день", "ночь")
    if form == "накануне":
        after = sentence.tokens[first + 1 : first + 3]
        return not any(feature(word, "Case") == "Gen" for word in after)
    if form == "сегодня":
        verb = SentenceTree(sentence).head(token)
        return verb is not None and feature(verb, "Tense") in ("Past", "Fut")
    return True


def _is_future(sentence: Sentence, first: int) -> bool:
    """Whether the date is that of something to come."""
    tree = SentenceTree(sentence)
    verbs = [word for word in tree.path(sentence.tokens[first]) if feature(word, "VerbForm") == "Fin"]
    return bool(verbs) and feature(verbs[0], "Tense") == "Fut"


_Maker = Callable[[RelativeDates, Groups, bool], Value]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Maker], ...]:
    """What dates look like in words between which one space stands, the longer first, and what they say."""
    written = {
        r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)": _numeric,
        r"((?:19|20)\d\d)-(\d\d)-(\d\d)": lambda r, g, f: _numeric(r, g[::-1], f),
        rf"{_DAY} {_MONTH}(?: {_YEAR})?{_TO}{_DAY} {_MONTH}(?: {_YEAR})?": _days_of_two_months,
        rf"{_DAY}{_TO}{_DAY} {_MONTH}(?: {_YEAR})?": _days_of_a_month,
        rf"{_DAY} {_MONTH}(?: {_YEAR})?": _day_of_a_month,
        rf"{_MONTH}(?: {_YEAR})?{_TO}{_MONTH}(?: {_YEAR})?": _months,
        rf"{_MONTH}(?: {_YEAR})?": _month,
        rf"(весн|лет|осен|зим)(?:ой|ою|ом|ью|ы|а|у|е|о|ь|и) {_YEAR}": _season,
        rf"{_NUMBER}(?:{_ORDINAL})?{_TO}{_NUMBER}(?:{_ORDINAL}|-х|-е)?(?: (?:{_YEARS}|{_YEAR_WORD}))?":
            lambda _r, g, _f: f"{g[0]}/{g[1]}",
        rf"(?:(1[0-9]|20))?([0-9])0-(?:е|х|ые|ых|м|ми)(?: {_YEARS})?": _decade,
        rf"{_NUMBER}(?= и {_NUMBER} {_YEARS})": lambda _r, g, _f: g[0],
        rf"{_NUMBER}(?:{_ORDINAL} {_YEAR_WORD}| {_YEAR_WORD}| {_YEARS}|{_ORDINAL})": lambda _r, g, _f: g[0],
        rf"{_SHIFTED} {_YEAR_WORD}": lambda r, g, _f: r.shifted_year(g[0] or ""),
        rf"{_SHIFTED} месяц(?:а|е|у|ем)?": lambda r, g, _f: r.month_away(g[0] or ""),
        rf"{_SHIFTED} недел(?:е|ю|и|я|ей)": lambda r, g, _f: r.week(g[0] or ""),
        rf"({'|'.join(_WEEKDAYS)})": lambda r, g, f: r.weekday(_WEEKDAYS[g[0] or ""], future=f),
        rf"({'|'.join(_DAYS)})": lambda r, g, _f: r.from_today(_DAYS[g[0] or ""]),
        r"([ivx]+)(?: ?[-–—] ?([ivx]+))? век(?:а|е|у|ом|ов|ах|и)?": _century,
        rf"(?:{'|'.join(f'(?<={part} )' for part in _PARTS)})года": lambda r, _g, _f: r.shifted_year("эт"),
    }  # fmt: skip
    return tuple((re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), make) for pattern, make in written.items())


def _numeric(_relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    day, month, year = (int(group or 0) for group in groups)
    return f"{year:04}-{month:02}-{day:02}"


def _year(relative: RelativeDates, number: str | None, shifted: str | None) -> str | None:
    """The year that is said; None if none is, ``XXXX`` if it cannot be told."""
    if number:
        return number
    return None if not shifted else relative.shifted_year(shifted) or "XXXX"


def _dated(relative: RelativeDates, year: str | None, month: str | None, day: str | None = None) -> str:
    number = _MONTHS[month or ""]
    value = f"{year or relative.closest_year(number)}-{number:02}"
    return f"{value}-{int(day):02}" if day else value


def _day_of_a_month(relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    day, month, number, shifted = groups
    return _dated(relative, _year(relative, number, shifted), month, day)


def _days_of_a_month(relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    first, last, month, number, shifted = groups
    year = _year(relative, number, shifted)
    return "/".join(_dated(relative, year, month, day) for day in (first, last))


def _days_of_two_months(relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    day, month, number, shifted, other_day, other_month, other_number, other_shifted = groups
    last = _year(relative, other_number, other_shifted)
    first = _year(relative, number, shifted) or last
    return f"{_dated(relative, first, month, day)}/{_dated(relative, last, other_month, other_day)}"


def _month(relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    month, number, shifted = groups
    return _dated(relative, _year(relative, number, shifted), month)


def _months(relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    month, number, shifted, other_month, other_number, other_shifted = groups
    last = _year(relative, other_number, other_shifted)
    first = _year(relative, number, shifted) or last
    return f"{_dated(relative, first, month)}/{_dated(relative, last, other_month)}"


def _season(relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    season, number, shifted = groups
    return f"{_year(relative, number, shifted)}-{_SEASONS[season or '']}"


def _decade(_relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    century, decade = groups
    return f"{century or '19'}{decade}X"


def _century(_relative: RelativeDates, groups: Groups, _future: bool) -> Value:
    return "/".join(f"{_arabic(roman) - 1:02}XX" for roman in groups if roman)


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
