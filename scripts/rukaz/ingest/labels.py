"""What stands at the head of a paragraph and is no part of its sentences: who speaks, a number, a bullet.

Such a label is cut off where the page has several of them, so that a single «Итог: ничья» stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rukaz.dictionary import grammemes, is_known
from rukaz.ingest.speaker_labels import speakers
from rukaz.ingest.statements import states
from rukaz.ingest.written_dates import MONTHS, SHORT_MONTHS

LabelKind = Literal["speaker", "marker", "dateline", "question"]

_WORD = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.’'-]*"
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
_CLOCK = re.compile(r"\d{1,2}:\d\d(?:\s?[–—-]\s?\d{1,2}:\d\d)?(?:\s?[–—-]|\.)?\s+(?=[А-ЯЁ«])")
_NUMBER_ALONE = re.compile(r"\d{1,2}\s+(?=[А-ЯЁ][^.!?]{2,80}$)")
_WITHIN = re.compile(r"\d{1,2}\.\d")
_ROMAN = re.compile(r"[IVX]{1,6}\.\s*")
_BULLET = re.compile(
    r"(?:(?:[•▪▫■□●○◦‣►▶▸\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?)+|\d\ufe0f?\u20e3"
    r"|[*+]|[–—-](?=\s+[а-яё]))\s*(?=\w|[«\"(])"
)
_DATELINE = re.compile(
    rf"(?:г\. ?)?{_WORD}(?:[ -]{_WORD})?[.,] ?\d{{1,2}} (?:{MONTHS}|{SHORT_MONTHS})\.?(?: \d{{4}})?\.? ?"
    rf"[–—-] ?(?:{_WORD}(?: {_WORD})?|«[^»]{{2,40}}»)\.\s+(?=[A-ZА-ЯЁ«])"
    rf"|(?:(?:г\. ?)?{_WORD}(?:[ -]{_WORD})?[.,]? ?\(?)?(?:\d{{1,2}} (?:{MONTHS})(?:,? \d{{4}}(?: ?г(?:ода"
    rf"|\.)?)?)?|\d{{1,2}}\.\d\d\.\d{{4}})"
    rf"\)?[.,]?\s*(?:[/(]?[\w .«»-]{{2,40}}[/)]?[.,]?\s*)?[–—-]\s+(?=[A-ZА-ЯЁ«])"
    rf"|г\. ?{_WORD}, \d{{1,2}} (?:{MONTHS}) \d{{4}} ?г(?:ода|\.),?\s+(?=[A-ZА-ЯЁ«])"
    rf"|(?P<place>{_WORD}(?:[ -]{_WORD})?)[.,] ?"
    rf"(?:[–—-]|\d{{1,2}} (?:{MONTHS})(?:(?: \d{{4}}(?: года)?)?\.| \d{{4}} ?г\.))\s+(?=[A-ZА-ЯЁ«])"
    rf"|\d{{1,2}} (?:{MONTHS}) \d{{4}}(?: ?г\.| года)?, (?:г\. ?)?(?P<town>{_WORD}),?\s+(?=[A-ZА-ЯЁ«])"
)
_ANSWERED = re.compile(r"(?![–—-])[^?!.…]{2,120}\?\s+(?=[–—-]\s*[A-ZА-ЯЁ«\d])")
_DAY_ALONE = re.compile(rf"\d{{1,2}} (?:{MONTHS}) [–—-]\s+")
_FEWEST_ITEMS, _FEWEST_QUESTIONS, _FEWEST_CHAPTERS = 2, 3, 3


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
    found.update(_answered(lines))
    found.update({at: Label("speaker", end) for at, end in speakers(lines).items()})
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


def _items(lines: Sequence[str]) -> dict[int, Label]:
    """Numbers of chapters, and numbers or bullets of items where there are at least two."""
    found: dict[int, Label] = {}
    patterns = [(_HEADING_NUMBER, 1), (_ITEM_NUMBER, _FEWEST_ITEMS), (_BULLET, _FEWEST_ITEMS), (_CLOCK, 3)]
    if sum(bool(_WITHIN.match(line)) for line in lines) >= _FEWEST_ITEMS:
        patterns.append((_NUMBER_ALONE, _FEWEST_ITEMS))  # «2 Уход» above «2.1 Дымоход чистят …»
    for pattern, fewest in patterns:
        heads = {at: match for at, line in enumerate(lines) if (match := pattern.match(line))}
        if pattern is _HEADING_NUMBER and heads:
            heads = _without_sentences(lines, heads)
        if len(heads) >= fewest:
            found.update({at: Label("marker", match.end()) for at, match in heads.items() if at not in found})
    return found


def _without_sentences(lines: Sequence[str], heads: Mapping[int, re.Match[str]]) -> dict[int, re.Match[str]]:
    """The numbers of chapters but those that are subjects: «Часть 2 статьи 7 отменена.»."""
    goes_on = {at for at, match in heads.items() if _goes_on(lines[at], match)}
    is_numbered_throughout = len(heads) - len(goes_on) >= _FEWEST_CHAPTERS
    return {
        at: match
        for at, match in heads.items()
        if at not in goes_on
        or (is_numbered_throughout and not (lines[at][match.end()].islower() and states(lines[at])))
    }


def _goes_on(line: str, number: re.Match[str]) -> bool:
    """Whether a line goes on with its number as a sentence does: in small letters, or with a verb."""
    if number[0].rstrip().endswith((".", ":")) or number.end() == len(line):
        return False
    return line[number.end()].islower() or states(line)


def _answered(lines: Sequence[str]) -> dict[int, Label]:
    """«Море или горы? — Море.»: three questions with their answers or more, most lines from the first on."""
    heads = {at: match for at, line in enumerate(lines) if "? " in line and (match := _ANSWERED.match(line))}
    if len(heads) < _FEWEST_QUESTIONS or len(heads) * 2 < len(lines) - min(heads):
        return {}
    return {at: Label("question", match.end()) for at, match in heads.items()}


def _datelines(lines: Sequence[str]) -> dict[int, Label]:
    """«АСТАНА, 5 марта. /КазТАГ/ — » before the first sentences."""
    return {
        at: Label("dateline", match.end())
        for at, line in enumerate(lines[:6])
        if (match := _DATELINE.match(line)) and len(line) > match.end() + 20 and _is_place(match)
        if not _DAY_ALONE.fullmatch(match[0])  # «9 мая — День Победы …»
    }


def _is_place(dateline: re.Match[str]) -> bool:
    """Whether the dictionary knows the place of a dateline that has no other sign of one."""
    place = dateline["place"] or dateline["town"]
    return place is None or all("Geox" in grammemes(word) or not is_known(word) for word in place.split())
