"""A rule for contacts: who is reached by which number or address."""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.dictionary import grammemes
from rukaz.ingest.code_rules import code_places
from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.statements import has_finite_verb, states

_CONTACT = re.compile(
    r"(?:(?:Медиа-?)?контакт(?:ы|ная информация|ное лицо)?(?: для (?:СМИ|прессы|журналистов))?|Пресс-служба"
    r"|Аккредитация|Пресс-секретарь|Реклама|Сотрудничество|Подробности|По вопросам [^:]{3,60}:"
    r"|Пресс-центр|Тел(?:ефон|\.)?"
    r"|Факс|E-?mail|Эл\. почта|Электронная почта|Адрес|Сайт|Веб-сайт|Приемная|Приёмная|Справки по телефон\w+"
    r"|Фото (?:и видео )?в высоком|Отдел по связям|Дежурн\w+ по"
    r"|За дополнительной информацией|Дополнительная информация|Для СМИ)(?:(?<=:)|\b).{0,200}",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"\+?[78](?:[ ()-]*\d){10}\b|\b\d{2,3}-\d{2}-\d{2}\b"
    r"|[\w.+-]+@[\w-]+\.[\w.]+|\bwww\.|https?://|тел\.|факс",
    re.I,
)
_NO_NAME = re.compile(r"^[^А-ЯЁA-Z]|[а-яё]\. | [А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?[А-ЯЁ][а-яё-]+$")
_GOES_ON = re.compile(r"[.!?] [А-ЯЁ][а-яё]+ [а-яё]+ ")
"""Another sentence, which a list of contacts has not."""
_FIGURES = re.compile(r"[0-9][0-9() -]{7}")
_FEWEST_FIGURES = 6
_REACHED_AT_END = re.compile(
    rf"\b(?:тел|телефон\w*|справки|контакт\w*|обращ\w+|почт\w+)\b\W.*(?:{_REACHED.pattern})\W*(?:\(.*\))?$"
    r"|\b(?:ул|просп|пр|пер|мкр|пл)\. .{2,40}, ?(?:д\. ?)?\d{1,4}\w?(?:,.{2,30})?$",
    re.I,
)
_PAST = frozenset({"VERB", "past"})
_LONGEST_BLOCK, _LONGEST_HEAD, _LONGEST_LINE, _LONGEST_NAME = 6, 40, 120, 60
_LONGEST_TAIL = 8
"""Pieces at the end of a page among which its last contacts are looked for."""


def contacts(page: Page, at: int) -> Verdict | None:
    """«Контакты для СМИ:», «Пресс-служба: +7 (727) …», an address or number below them."""
    text = page.text(at)
    is_last = page.first_sentence < at >= page.last_sentence
    if is_last and _REACHED_AT_END.search(text) and not _tells_of_past(text):
        return Verdict("boilerplate", "contacts")
    if not _reached(page):
        return None
    is_among = at in _contact_blocks(page) or at in _last_contacts(page)
    if is_among or (len(text) <= 250 and _is_contact(page, at)):
        return None if _tells_of_past(text) else Verdict("boilerplate", "contacts")
    return None


def _tells_of_past(text: str) -> bool:
    """Whether a line is a sentence about what somebody did: «Мы жили на ул. Мира, 5, во дворе.»."""
    return states(text) and any(grammemes(word.strip(".,!?")) >= _PAST for word in text.split())


@lru_cache(maxsize=1)
def _reached(page: Page) -> frozenset[int]:
    """Where numbers of telephones and addresses stand."""
    return frozenset(
        at
        for at, piece in enumerate(page.pieces)
        if (_may_reach(piece.text) or (at in page.with_digits and _has_number(piece.text)))
        and _REACHED.search(piece.text)
        and (at in page.with_digits or not states(piece.text) or "@" in piece.text or "://" in piece.text)
        and at not in code_places(page)
    )


def _has_number(text: str) -> bool:
    return sum(map(text.count, "0123456789")) >= _FEWEST_FIGURES and bool(_FIGURES.search(text))


def _may_reach(text: str) -> bool:
    """Whether there is a sign of an address, or of a number with its name, in small letters or capitals."""
    return (
        "@" in text
        or "://" in text
        or "ww." in text
        or "WW." in text
        or "ел." in text
        or "ЕЛ." in text
        or "акс" in text
        or "АКС" in text
    )


@lru_cache(maxsize=1)
def _contact_blocks(page: Page) -> frozenset[int]:
    """«За дополнительной информацией обращайтесь:» and the lines below it, if numbers or addresses follow."""
    found: set[int] = set()
    for head, piece in enumerate(page.pieces):
        is_head = piece.text.endswith(":") or len(piece.text) <= _LONGEST_HEAD
        if not is_head or not _CONTACT.fullmatch(piece.text):
            continue
        end = head + 1
        while end < len(page.pieces) and end - head <= _LONGEST_BLOCK and not ends_sentence(page.text(end)):
            end += 1
        reached = [at for at in range(head, end) if at in _reached(page)]
        found.update(range(head, reached[-1] + 1) if reached else ())
    return frozenset(found)


@lru_cache(maxsize=1)
def _last_contacts(page: Page) -> frozenset[int]:
    """The last lines with numbers or addresses, with no text below them, and what they belong to above."""
    lines = [at for at in _reached(page) if len(page.text(at)) <= _LONGEST_LINE]
    end = max((at for at in lines if "@" in page.text(at) or _has_number(page.text(at))), default=0)
    below = range(end + 1, page.last + 1)
    if (
        end <= page.first_sentence
        or end < page.last - _LONGEST_TAIL
        or any(ends_sentence(page.text(to)) for to in below)
    ):
        return frozenset()
    first = end
    while first - 1 > page.first_sentence and _belongs_above(page, first - 1):
        first -= 1
    return frozenset(range(first, end + 1))


def _belongs_above(page: Page, at: int) -> bool:
    """Whether a line is of the contacts below it: another of them, what heads them, or who is reached."""
    text = page.text(at)
    if len(text) > _LONGEST_LINE:
        return False
    is_short = len(text) <= _LONGEST_NAME and not ends_sentence(text.rstrip(":"))
    is_name = is_short and at + 1 in _reached(page) and not _CONTACT.match(page.text(at + 1))
    if is_name and (_NO_NAME.search(text) or has_finite_verb(text)):
        return False
    return at in _reached(page) or bool(_CONTACT.match(text)) or is_name


def _is_contact(page: Page, at: int) -> bool:
    text, above, reached = page.text(at), page.text(at - 1), _reached(page)
    if reached.isdisjoint((at, at + 1, at + 2)):
        return False
    if at in reached:
        is_near = at > 0 and (_CONTACT.match(above) or at - 1 in reached)
        leads_on = text.rpartition(":")[0] and at + 1 in reached and not ends_sentence(text)
        return bool(_CONTACT.match(text) or is_near or leads_on) and not _GOES_ON.search(text)
    if at + 1 in reached and text.endswith(":") and _CONTACT.fullmatch(text):
        return True
    if ends_sentence(text.rstrip(":")):
        return False
    if at + 1 in reached and at - 1 in reached:
        return True
    heads = [page.text(place) for place in (at - 1, at - 2)]
    return bool(_CONTACT.fullmatch(text)) or any(h.endswith(":") and _CONTACT.fullmatch(h) for h in heads)
