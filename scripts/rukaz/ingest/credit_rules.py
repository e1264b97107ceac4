"""Rules for credits: who wrote, took pictures, edited or signed, with their jobs.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.dictionary import grammemes
from rukaz.ingest.caption_rules import caption, is_at_end
from rukaz.ingest.date_rules import DATELINE
from rukaz.ingest.page import Page, Verdict, but_statements, of_lines_with
from rukaz.ingest.person_names import NAME_WORD, SURNAME, UPPER, is_person, may_be_person
from rukaz.ingest.pieces import ends_sentence

_INITIALS = rf"(?:(?:[{UPPER}]\. ?){{1,2}}[{UPPER}][\w-]+|[{UPPER}][\w-]+ (?:[{UPPER}]\. ?){{1,2}})"
_NAMED = rf"(?:{_INITIALS}|{NAME_WORD} {SURNAME}|{NAME_WORD} {NAME_WORD} {SURNAME})"
_PERSON = rf"(?:[{UPPER}][\w-]*\.? ?){{1,3}}"
_TASK = (
    r"(?i:Авторы?|Текст|Слова|Музыка|Интервью|Бесед[аы]|Репортаж|Расшифровка|Перевод|Подготовк?а|Верстка|Дизайн"
    r"|Иллюстраци[яи]|Графика|Видео|Фото(?:граф\w*|графи[яи])?|Съ[её]мка|Монтаж|Звук(?:орежисс[её]р)?"
    r"|Продюсер\w*|Режисс[её]р\w*|Оператор\w*|Редактор\w*|Ред\.|Корректор\w*|Корр\.|Корреспондент\w*"
    r"|Ведущ(?:ий|ая|ие)|Сценарий|Субтитры)"
)
_CREDITS = re.compile(
    rf"(?:{_TASK}(?:(?: и |, ){_TASK})?(?:\s?[:–—-]|(?<=\.))\s*{_PERSON}"
    rf"(?:(?: и |, )(?!{_TASK}){_PERSON})*[.,;/|]?\s*)+"
)
_OF_PICTURES = re.compile(r"(?:Фото|Видео|Съ[её]мка|Иллюстраци)\w*\s?:[^:]*", re.IGNORECASE)
_DIVIDER = re.compile(r"\s+[·•|]\s+")
_CREDITED = re.compile(
    r"(?:Вопросы задавал|С .{3,40} (?:бе|раз)говаривал|Разговаривал|Расспрашивал|Расспросил|Спрашивал"
    rf"|Опрашивал|Слушал|Побеседовал|Говорил|Снимал)[аи]? {_NAMED}\.?"
)
_OF_JOBS = (
    "главн", "старш", "младш", "генеральн", "исполнительн", "собственн", "специальн", "внештатн", "наш ",
    "зам",    "и.о.", "и. о.", "корр", "спецкор", "собкор", "рабкор", "селькор",
    "юнкор", "пресс-", "заведующ",
    "управляющ",     "ведущ", "исполняющ",
)  # fmt: skip
"""How jobs begin that are no noun for somebody who does something."""
_SOMEBODY = frozenset({"NOUN", "anim", "nomn"})
_PERSONAL = frozenset({"Name", "Surn", "Patr"})
_WITH_JOB = re.compile(rf"{_NAMED}, (?P<job>[^!?:;\d]{{3,80}})")
_JOB_BEFORE = re.compile(rf"(?P<job>[А-ЯЁ][\w.-]+(?: [\w«».\"-]+){{0,8}}?) (?P<name>{_NAMED})")
_WITH_INITIALS = re.compile(_INITIALS)
_FAREWELL = re.compile(
    r"(?:С (?:уважением|приветом|любовью|благодарностью|наилучшими пожеланиями)|Искренне ваш[аи]?|Ваш[аи]?"
    r"|Всего (?:доброго|хорошего)"
    r"|(?:Обнима(?:ю|ем)|Целу(?:ю|ем)|Жм(?:у|ем) руку|До (?:встречи|связи))(?=[,!.\n]|$))"
    r"[,!.]?(?:\s*[–—-]?\s*(?P<name>[^.!?]{2,60}))?[.!]?"
)
_OFFICE = re.compile(r"(?:пресс-|оргкомитет|администраци|команда|редакци|коллектив)")
_LONGEST_CREDITS, _LONGEST_LINE, _LONGEST_TAIL, _LOWEST_AT_TOP = 160, 110, 8, 5


@of_lines_with("edge")
def credits(page: Page, at: int) -> Verdict | None:
    """«Текст: Алена Рыбина. Фото: Иван Мохов», «Корр. Степан Ли, ред. М. Гай» at the top or end."""
    text = page.text(at)
    is_at_top = 0 < at <= min(page.first_sentence + 1, _LOWEST_AT_TOP)
    if at == 0 or len(text) > _LONGEST_CREDITS or not (is_at_top or _is_below(page, at)):
        return None
    parts = _DIVIDER.split(text)
    told = [part for part in parts if _CREDITS.fullmatch(part) and not _OF_PICTURES.fullmatch(part)]
    others = [part for part in parts if part not in told]
    if told and all(DATELINE.fullmatch(part) or _CREDITS.fullmatch(part) for part in others):
        return Verdict("byline", "who made the text")
    return Verdict("byline", "who made the text") if _CREDITED.fullmatch(text) else None


@of_lines_with("below", "edge")
@but_statements
def job(page: Page, at: int) -> Verdict | None:
    """«Н. Пухова, начальник отдела», «Главный инженер Тарас Величко» at the end of a text."""
    text = page.text(at)
    if at == 0 or len(text) > _LONGEST_LINE or not _is_below(page, at):
        return None
    if any(_WITH_JOB.fullmatch(page.text(near)) for near in (at - 1, at + 1)):
        return None  # a list of people
    if (match := _WITH_JOB.fullmatch(text)) and (_is_job(match["job"]) or match["job"][0] in '«"'):
        return Verdict("byline", "who wrote or signed the text, and the job")
    match = _JOB_BEFORE.fullmatch(text)
    if (
        match
        and not match["job"].endswith(" и")
        and _is_job(match["job"])
        and _may_sign(match["name"])
        and not caption(page, at)
    ):
        return Verdict("byline", "who wrote or signed the text, and the job")
    return Verdict("byline", "who signed the text") if at in _signatures(page) else None


def _is_below(page: Page, at: int) -> bool:
    """Whether no running text follows, and few lines."""
    if at < page.last - _LONGEST_TAIL or at <= page.first_sentence:
        return False
    return page.first_sentence_from(at + 1) == len(page.pieces) or is_at_end(page, at)


def _is_job(text: str) -> bool:
    """Whether words begin with a job, and none of them is a verb."""
    words = text.lower().split()
    first = grammemes(words[0])
    is_job = text.lower().startswith(_OF_JOBS) or (first >= _SOMEBODY and not first & _PERSONAL)
    return is_job and not any("VERB" in grammemes(word) for word in words)


def _may_sign(name: str) -> bool:
    return bool(_WITH_INITIALS.fullmatch(name)) or is_person(name) or may_be_person(name)


@lru_cache(maxsize=1)
def _signatures(page: Page) -> frozenset[int]:
    """«Старший помощник прокурора», «советник юстиции» and «Е. В. Ростоцкая», line by line at the end."""
    found: set[int] = set()
    for at in range(max(page.last_sentence, page.first_sentence) + 1, page.last + 1):
        text = page.text(at)
        if page.times[text] > 1 or not (_WITH_INITIALS.fullmatch(text) or is_person(text)):
            continue
        first = at
        while first - 1 > page.last_sentence and _is_job(page.text(first - 1)):
            first -= 1
        if first < at or _WITH_INITIALS.fullmatch(text):
            found.update(range(first, at + 1))
    return frozenset(found)


@of_lines_with("below", "edge")
@but_statements
def farewell(page: Page, at: int) -> Verdict | None:
    """«С приветом, Семен Тягунов» at the end of a letter, and a name below «С уважением,»."""
    if not (at > page.first_sentence and at >= page.last - _LONGEST_TAIL):
        return None
    match = _FAREWELL.fullmatch(page.text(at))
    if match and (match["name"] is None or match["name"][0].isupper() or _OFFICE.match(match["name"])):
        return Verdict("byline", "who wrote the letter")
    above = _FAREWELL.fullmatch(page.text(at - 1))
    if (
        above
        and not above["name"]
        and not ends_sentence(page.text(at))
        and len(page.text(at)) <= _LONGEST_LINE
    ):
        return Verdict("byline", "who wrote the letter")
    return None


CREDITS = (credits, job, farewell)
