"""Rules for the heads of press releases: letterheads, what kind of text it is, letters to newspapers.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.dictionary import grammemes, is_known
from rukaz.ingest.date_rules import DATELINE
from rukaz.ingest.page import DOCUMENT, Page, Verdict, of_lines_with
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.statements import states

_MEDIA = r"(?:СМИ|средств массовой информации|прессы|журналистов|редакций|печати)"
_KIND = re.compile(
    rf"(?:Пресс-релиз(?: для {_MEDIA})?|Press[ -]release|News release|Media (?:alert|advisory)|Press kit"
    r"|For immediate release|Баспас[өо]з (?:релизі|хабарламасы)|Медиапакет"
    r"|(?:Для|К) немедленн\w+ (?:публикаци|распространени)\w)"
    r"(?: №? ?\d+(?:[/-]\w+)?)?(?: от .{6,25})?[.:]?"
    rf"|(?:Информация|Сообщение|Заявление|Анонс|Приглашение) для {_MEDIA}"
    r"|(?:Руководител|Редактор|Главным редактор|Представител)\w+ (?:СМИ|газет\w*|изданий)"
    r"|Срочно!?|Молния!?|Информационное (?:сообщение|письмо)|(?:Медиа-?)?анонс"
    r"|(?:Эмбарго|Embargo)\b.{0,60}|#(?: ?#){2,}|\W{0,5}конец\W{0,5}|(?:Исх|Вх|Рег)\. ?№.{1,60}"
    r"|(?:Для публикации|Публиковать|Не публиковать) (?:не ранее|после|до|с) .{3,40}"
    r"|Приложени[ея]: (?:фото|файл|снимк|текст|\d|список)[^!?]{0,80}"
    r"|Исп(?:\.|олнитель:?) [А-ЯЁ].{3,80}",
    re.I,
)
_SAYS = re.compile(
    r"(?:[^а-яё]{8,100} )?(?:информирует|сообщает|разъясняет|предупреждает|напоминает|извещает)[.:]?"
)
_DIVIDER = re.compile(r"\s*[/|→·›]\s*")
_SALUTATION = re.compile(
    r"Уважаем\w+ (?:коллеги|журналист\w*|редакци\w+|редактор\w*|представители .{3,30}|друзья)[!,.]?"
    r"(?: .{0,200})?"
)
_ASKS_TO_PRINT = re.compile(
    r"\b[Пп]росим (?:[Вв]ас )?(?:разместить|опубликовать|осветить|распространить|использовать)\b"
)
_ORGANIZATIONS = frozenset({
    "акимат", "администрация", "министерство", "управление", "департамент", "комитет", "прокуратура", "отдел",
    "правительство", "аппарат", "пресс-служба", "пресс-центр", "фонд", "общество", "предприятие",
    "учреждение", "ассоциация", "объединение", "ооо", "оао", "зао", "ао", "тоо", "гу", "кгу", "акционерное",
})  # fmt: skip
_QUOTED = re.compile(r"«[^»]*»")
_FEWEST_WORDS = 3
_LONGEST_KIND, _LONGEST_HEAD, _LONGEST_LETTER, _LONGEST_TAIL = 120, 6, 4, 10


@of_lines_with("edge")
def kind_of_text(page: Page, at: int) -> Verdict | None:
    """«ПРЕСС-РЕЛИЗ № 5», «PRESS RELEASE / К НЕМЕДЛЕННОЙ ПУБЛИКАЦИИ»."""
    is_at_edge = at < _LONGEST_HEAD or at >= page.last - _LONGEST_TAIL
    return Verdict("boilerplate", "kind of the text") if is_at_edge and _is_kind(page, at) else None


def _is_kind(page: Page, at: int) -> bool:
    text = page.text(at)
    if not text or len(text) > _LONGEST_KIND:
        return False
    if any(map(_KIND.fullmatch, (text, *_DIVIDER.split(text)))):
        return not states(text)
    return at < page.first_sentence and bool(_SAYS.fullmatch(text))


@of_lines_with("edge")
def letterhead(page: Page, at: int) -> Verdict | None:
    """Who writes, with the address and number, above «ПРЕСС-РЕЛИЗ» or of a press office."""
    is_above_office = not ends_sentence(page.text(at)) and _is_office(page.text(at + 1))
    if at < 2 and (is_above_office or _is_office(page.text(at))):
        return Verdict("boilerplate", "letterhead")
    if at >= min(_LONGEST_HEAD, page.first_sentence) or ends_sentence(page.text(at)):
        return None
    below = range(at + 1, min(_LONGEST_HEAD, page.first_sentence))
    if any(_is_kind(page, to) for to in below) or _is_organization_above_title(page, at):
        return Verdict("boilerplate", "letterhead")
    return None


def _is_organization_above_title(page: Page, at: int) -> bool:
    """«Акимат области», «Управление культуры» above «О празднике песни», which no law or order is."""
    title = next((to for to in range(at, _LONGEST_HEAD) if not _is_organization(page.text(to))), at)
    if not at < title < page.first_sentence or any(DOCUMENT.match(page.text(to)) for to in range(title + 2)):
        return False
    return len(page.text(title).split()) >= _FEWEST_WORDS and not DATELINE.fullmatch(page.text(title))


def _is_organization(text: str) -> bool:
    """Whether a line names an office or company: all words behind its first are genitives, or in quotes."""
    first, *others = _QUOTED.sub("", text).split() or [""]
    return first.lower() in _ORGANIZATIONS and all(map(_may_be_genitive, others))


def _is_office(text: str) -> bool:
    """Whether a line names a press office, and says nothing of it."""
    return text.startswith("Пресс-служба") and not states(text)


def _may_be_genitive(word: str) -> bool:
    return "gent" in grammemes(word.lower()) or not is_known(word.lower())


def letter_to_newspapers(page: Page, at: int) -> Verdict | None:
    """«Уважаемые коллеги! Просим разместить информацию …» above the title."""
    if at >= _LONGEST_LETTER or not _SALUTATION.fullmatch(page.text(0)):
        return None
    end = next((to for to in range(1, _LONGEST_LETTER + 1) if not ends_sentence(page.text(to))), 0)
    asks = any(_ASKS_TO_PRINT.search(page.text(to)) for to in range(end))
    return Verdict("boilerplate", "letter to newspapers") if at < end and asks else None


RELEASES = (letter_to_newspapers, kind_of_text, letterhead)
