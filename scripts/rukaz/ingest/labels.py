"""What stands at the head of a paragraph and is no part of its sentences: who speaks, a number, a bullet.

Such a label is cut off where the page has several of them, so that a single «Итог: ничья» stays whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rukaz.dictionary import grammemes, is_known

LabelKind = Literal["speaker", "marker", "dateline"]

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_SHORT_MONTHS = "янв|фев|мар|апр|июн|июл|авг|сен|сент|окт|ноя|нояб|дек"
_CLOCK_TIME = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?(?: ?[AP]M)?"
_TIME = rf"\[?\(?{_CLOCK_TIME}(?: ?(?:[–—-]|-->) ?{_CLOCK_TIME})?\)?\]?"
_WHEN = rf"(?:\[?\d{{1,2}}\.\d\d\.\d{{2,4}},? \d{{1,2}}:\d\d(?::\d\d)?\]?|{_TIME})"
_WORD = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.’'-]*"
_NAME = rf"(?:{_WORD}|«[^»]{{1,30}}»)(?: (?:{_WORD}|«[^»]{{1,30}}»|[а-яё]+\.?|\d{{1,2}})){{0,3}}"
_POST = r"(?: ?\([^()]{1,60}\)|(?P<post>, [а-яё][\w -]{2,40}))?"
_SPEAKER = re.compile(rf"(?:>>+ ?)?(?:{_WHEN}[ ,–—-]*)?(?P<name>{_NAME}){_POST}(?:,? {_WHEN})?\s?:\s*")
_SENDER = re.compile(
    rf"(?P<name>{_NAME}),?\s{{1,3}}\[?{_WHEN}\]?\s*$|{_WHEN} - (?P<second>{_NAME}):\s*"
    rf"|(?P<nick>[\w.-]{{2,30}}(?: [\w.-]+)?)(?: [–—-])? (?:Сегодня|Вчера|[Tt]oday|[Yy]esterday"
    rf"|\d\d\.\d\d\.\d{{4}}),? (?:(?:в|at) )?{_TIME}\s*$"
)
_CAPITALS = "А-ЯЁӘҒҚҢӨҰҮҺІ"
_IN_CAPITALS = re.compile(
    rf"(?=[{_CAPITALS} ]{{3}})(?P<name>[{_CAPITALS}]+(?: [{_CAPITALS}]{{2,}}){{0,3}})"
    rf"(?:(?: [{_CAPITALS}]\.){{1,2}}|(?: \([^()]{{1,60}}\))?\.)\s+(?=[А-ЯЁ«—])"
    rf"|(?P<initials>[{_CAPITALS}]\. ?[{_CAPITALS}]\.) ?[–—-]\s+(?=[А-ЯЁ«])"
    rf"|(?P<surname>[{_CAPITALS}][а-яё-]{{2,20}}) [{_CAPITALS}]\. ?[{_CAPITALS}]\.\s+(?=[А-ЯЁ«])"
)

_IS_CALLED = frozenset({"NOUN", "ADJF", "PRTF"})
_WITH_STOP = re.compile(r"(?P<name>[А-ЯЁ][а-яё-]{2,20}(?: [а-яё]{1,10}){0,2})(?:\.| [–—-])\s+(?=[А-ЯЁ«])")
_CERTAINLY = re.compile(r"[А-ЯЁ]{3,}(?: [А-ЯЁ]{2,})?|[А-ЯЁ][а-яё-]+ [А-ЯЁ]\. ?[А-ЯЁ]\.")

ASKS = frozenset({
    "корреспондент", "вопрос", "журналист", "журналистка", "ведущий", "ведущая", "интервьюер", "корр", "в",
    "q", "редакция", "реплика из зала", "вопрос из зала", "собеседник", "репортер", "репортёр",
})  # fmt: skip
_ANSWERS = frozenset({"ответ", "о", "a", "гость", "спикер", "эксперт"})
_NO_NAMES = frozenset({
    "справка", "напомним", "кстати", "важно", "внимание", "источник", "источники", "фото", "видео", "итог",
    "итого", "голы", "судьи", "зрители", "предупреждения", "удаления", "составы", "адрес",
    "телефон", "тел", "цена", "дата", "время", "место", "автор", "авторы", "текст", "пример", "примечание",
    "категории", "категория", "теги", "контакты", "читайте также", "подробнее", "ссылка", "сайт", "счет",
    "счёт", "замены", "пенальти",
})  # fmt: skip
"""What may stand before a colon, and is nobody."""

_HEADING_NUMBER = re.compile(
    r"(?:(?:Глава|ГЛАВА|Раздел|РАЗДЕЛ|Статья|СТАТЬЯ|Часть|ЧАСТЬ|Подраздел|Параграф|Приложение|§) ?"
    r"(?:№ ?)?(?:\d{1,4}(?:[.-]\d{1,4})*|[IVXLC]{1,7})|(?i:(?:Глава|Раздел|Часть|Статья)"
    r" (?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят)(?:ый|ая|ой|ий|ья)))(?:\.|:|(?=\s|$))\s*"
)
_ITEM_NUMBER = re.compile(
    r"(?:п(?:ункт)?\. ?)?(?:\d{1,3}(?:[.-]\d{1,3})*[.)/]|\((?:\d{1,2}|[а-я])\)|[а-яa-z]\)|[IVXLC]{1,6}[.)])"
    r"\s+(?=\S)"
    r"|\d{1,2}(?:\.[1-9]\d?){1,3}\s+(?=[A-ZА-ЯЁ«])|(?:Шаг|День|Этап|Урок|Пункт) \d{1,2}[.:)]\s+(?=\S)"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?:\s?[–—-]|\.)?\s+(?=[А-ЯЁ«])")
_NUMBER_ALONE = re.compile(r"\d{1,2}\s+(?=[А-ЯЁ][^.!?]{2,80}$)")
_WITHIN = re.compile(r"\d{1,2}\.\d")
_ROMAN = re.compile(r"[IVX]{1,6}\.\s*")
_BULLET = re.compile(
    r"(?:(?:[•▪▫■□●○◦‣►▶▸\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?)+|\d\ufe0f?\u20e3"
    r"|[*+]|[–—-](?=\s+[а-яё]))\s*(?=\w|[«\"(])"
)
_DATELINE = re.compile(
    rf"(?:г\. ?)?{_WORD}(?:[ -]{_WORD})?[.,] ?\d{{1,2}} (?:{_MONTHS}|{_SHORT_MONTHS})\.?(?: \d{{4}})?\.? ?"
    rf"[–—-] ?{_WORD}(?: {_WORD})?\.\s+(?=[A-ZА-ЯЁ«])"
    rf"|(?:(?:г\. ?)?{_WORD}(?:[ -]{_WORD})?[.,]? ?\(?)?(?:\d{{1,2}} (?:{_MONTHS})(?:,? \d{{4}}(?: ?г(?:ода"
    rf"|\.)?)?)?|\d{{1,2}}\.\d\d\.\d{{4}})"
    rf"\)?[.,]?\s*(?:[/(]?[\w .«»-]{{2,40}}[/)]?[.,]?\s*)?[–—-]\s+(?=[A-ZА-ЯЁ«])"
    rf"|г\. ?{_WORD}, \d{{1,2}} (?:{_MONTHS}) \d{{4}} ?г(?:ода|\.),?\s+(?=[A-ZА-ЯЁ«])"
    rf"|(?P<place>{_WORD}(?:[ -]{_WORD})?)[.,] ?"
    rf"(?:[–—-]|\d{{1,2}} (?:{_MONTHS})(?: \d{{4}}(?: ?г\.| года)?)?\.)\s+(?=[A-ZА-ЯЁ«])"
    rf"|\d{{1,2}} (?:{_MONTHS}) \d{{4}}(?: ?г\.| года)?, (?:г\. ?)?(?P<town>{_WORD}),?\s+(?=[A-ZА-ЯЁ«])"
)
_FEWEST_TURNS = 3
_FEWEST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a line.

    Attributes:
        end: where it ends in the line, with the white space behind it.
    """

    kind: LabelKind
    end: int


def find_labels(lines: Sequence[str]) -> Mapping[int, Label]:
    """The labels of a page, by the number of their line.

    >>> find_labels(["Вопрос: Когда?", "Ответ: Завтра.", "Вопрос: Где?"])[1]
    Label(kind='speaker', end=7)
    """
    found: dict[int, Label] = {}
    found.update(_datelines(lines))
    found.update(_items(lines))
    found.update(_speakers(lines) or _speakers_with_stops(lines))
    return found


def is_numbered(text: str) -> bool:
    """Whether a paragraph begins with the number of a chapter, an article or an item.

    >>> is_numbered("Статья 2. Права читателей"), is_numbered("2024 год начался")
    (True, False)
    """
    return bool(_HEADING_NUMBER.match(text) or _ITEM_NUMBER.match(text))


def heads_section(label: str) -> bool:
    """Whether a label is the number of a chapter or article, not of an item.

    >>> heads_section("Глава 1. "), heads_section("1) ")
    (True, False)
    """
    return bool(_HEADING_NUMBER.fullmatch(label) or _ROMAN.fullmatch(label))


def speaker_label(line: str) -> str:
    """The head of a line that may name who speaks: «Айдос: »."""
    match = _sender(line)
    return match[0] if match else ""


def tells_time(line: str) -> bool:
    """Whether a line begins with who speaks and when.

    >>> tells_time("08:03 Ведущая: Доброе утро."), tells_time("1:0 Шевченко — 4:12")
    (True, False)
    """
    return bool(re.search(_WHEN, speaker_label(line)))


def speaker_name(label: str) -> str:
    """The name in a label of a speaker, in lower case and without a time.

    >>> speaker_name("[00:12] Сагинтаев (директор): ")
    'сагинтаев'
    """
    match = _SPEAKER.match(label) or _SENDER.match(label) or _IN_CAPITALS.match(f"{label.strip()} Я")
    found = match.groupdict() if match else {"name": label}
    name = next(
        (found[key] for key in ("name", "second", "nick", "initials", "surname") if found.get(key)), ""
    )
    return name.strip(" .:").lower()


def _speakers(lines: Sequence[str]) -> dict[int, Label]:
    """Names before a colon, if they make up a conversation: some come again, or ask or answer by name."""
    heads = {at: match for at, line in enumerate(lines) if (match := _sender(line))}
    names = {at: speaker_name(match[0]) for at, match in heads.items()}
    names = {at: name for at, name in names.items() if name not in _NO_NAMES}
    times = Counter(names.values())
    names = {
        at: name
        for at, name in names.items()
        if times[name] > 1 or (_may_speak(name) and not heads[at].groupdict().get("post"))
    }
    written = {names[at] for at in names if _CERTAINLY.fullmatch(heads[at].groupdict().get("name") or "")}
    timed = {names[at] for at in names if re.search(_WHEN, heads[at][0])}
    certain = {
        name for name, count in times.items() if count > 1 or name in ASKS | _ANSWERS | timed | written
    }
    if len(times) < 2 or sum(times[name] for name in certain) < _FEWEST_TURNS:
        return {}
    first = min(at for at, name in names.items() if name in certain)
    turns = sum(at >= first for at in names)
    if turns * 4 < len(lines) - first:
        return {}
    return {at: Label("speaker", heads[at].end()) for at in names if at >= first}


def _speakers_with_stops(lines: Sequence[str]) -> dict[int, Label]:
    """«Ведущая. Слово архитектору.»: two or more who speak so, nearly all lines from the first on."""
    heads = {at: match for at, line in enumerate(lines) if (match := _WITH_STOP.match(line))}
    times = Counter(match["name"] for match in heads.values())
    if sum(count > 1 for count in times.values()) < 2:
        return {}
    heads = {
        at: match for at, match in heads.items() if _IS_CALLED & grammemes(match["name"].split(maxsplit=1)[0])
    }
    times = Counter(match["name"] for match in heads.values())
    turns = [at for at, match in heads.items() if _may_speak(match["name"].lower())]
    again = sum(count > 1 for count in times.values())
    if again < 2 or not turns or len(turns) * 3 < (len(lines) - turns[0]) * 2:
        return {}
    return {at: Label("speaker", heads[at].end()) for at in turns}


def _may_speak(name: str) -> bool:
    """Whether somebody is called so: the first word is a nominative, or no word of the dictionary.

    >>> _may_speak("голос из зала"), _may_speak("зимой легче")
    (True, False)
    """
    word = name.split(maxsplit=1)[0].strip(".,«»")
    return not is_known(word) or "nomn" in grammemes(word)


def _sender(line: str) -> re.Match[str] | None:
    """The head of a line that names who speaks, with a space or nothing behind it."""
    match = (":" in line and (_SPEAKER.match(line) or _SENDER.match(line))) or _IN_CAPITALS.match(line)
    return match if match and (match.end() == len(line) or line[match.end() - 1].isspace()) else None


def _items(lines: Sequence[str]) -> dict[int, Label]:
    """Numbers of chapters, and numbers or bullets of items where there are at least two."""
    found: dict[int, Label] = {}
    patterns = [(_HEADING_NUMBER, 1), (_ITEM_NUMBER, _FEWEST_ITEMS), (_BULLET, _FEWEST_ITEMS), (_CLOCK, 3)]
    if sum(bool(_WITHIN.match(line)) for line in lines) >= _FEWEST_ITEMS:
        patterns.append((_NUMBER_ALONE, _FEWEST_ITEMS))  # «2 Уход» above «2.1 Дымоход чистят …»
    for pattern, fewest in patterns:
        heads = {at: match for at, line in enumerate(lines) if (match := pattern.match(line))}
        if len(heads) >= fewest:
            found.update({at: Label("marker", match.end()) for at, match in heads.items() if at not in found})
    return found


def _datelines(lines: Sequence[str]) -> dict[int, Label]:
    """«АСТАНА, 5 марта. /КазТАГ/ — » before the first sentences."""
    return {
        at: Label("dateline", match.end())
        for at, line in enumerate(lines[:6])
        if (match := _DATELINE.match(line)) and len(line) > match.end() + 20 and _is_place(match)
    }


def _is_place(dateline: re.Match[str]) -> bool:
    """Whether the dictionary knows the place of a dateline that has no other sign of one."""
    place = dateline["place"] or dateline["town"]
    return place is None or all("Geox" in grammemes(word) or not is_known(word) for word in place.split())
