"""A rule for contacts and the letterheads of press releases: who is reached by which number or address."""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.dictionary import grammemes
from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import ends_sentence

_CONTACT = re.compile(
    r"(?:(?:Медиа-?)?контакт(?:ы|ная информация|ное лицо)?(?: для (?:СМИ|прессы|журналистов))?|Пресс-служба"
    r"|Аккредитация|Пресс-секретарь|Реклама|Сотрудничество|Подробности|По вопросам [^:]{3,60}:"
    r"|Пресс-центр|Тел(?:ефон|\.)?"
    r"|Факс|E-?mail|Эл\. почта|Электронная почта|Адрес|Сайт|Веб-сайт|Приемная|Приёмная|Справки по телефон\w+"
    r"|За дополнительной информацией|Дополнительная информация|Для СМИ)(?:(?<=:)|\b).{0,200}",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"\+?[78](?:[ ()-]*\d){10}\b|\b\d{2,3}-\d{2}-\d{2}\b"
    r"|[\w.+-]+@[\w-]+\.[\w.]+|\bwww\.|https?://|тел\.|факс",
    re.I,
)
_FIGURES = re.compile(r"[0-9][0-9() -]{7}")
_FEWEST_FIGURES = 6
_REACHED_AT_END = re.compile(
    rf"\b(?:тел|телефон\w*|справки|контакт\w*|обращ\w+|почт\w+)\b\W.*(?:{_REACHED.pattern})\W*(?:\(.*\))?$"
    r"|\b(?:ул|просп|пр|пер|мкр|пл)\. .{2,40}, ?(?:д\. ?)?\d{1,4}\w?(?:,.{2,30})?$",
    re.I,
)
_KIND = re.compile(
    r"(?:Пресс-релиз(?: для (?:СМИ|средств массовой информации|прессы|журналистов))?"
    r"|Для немедленн\w+ (?:публикации|распространения)|К немедленной публикации)"
    r"(?: №? ?\d+)?(?: от .{6,25})?[.:]?"
    r"|(?:Информация|Сообщение|Анонс|Приглашение) для (?:СМИ|прессы|журналистов)"
    r"|Информационное (?:сообщение|письмо)|(?:Медиа-?)?анонс"
    r"|(?:Эмбарго|Embargo)\b.{0,60}|#{3,}|\W{0,5}конец\W{0,5}|(?:Исх|Вх|Рег)\. ?№.{1,60}"
    r"|Исп(?:\.|олнитель:?) [А-ЯЁ].{3,80}",
    re.I,
)

_LONGEST_BLOCK, _LONGEST_HEAD, _LONGEST_KIND = 6, 40, 120


def contacts(page: Page, at: int) -> Verdict | None:
    """«Контакты для СМИ:», «Пресс-служба: +7 (727) …», an address or number below them."""
    text = page.text(at)
    if len(text) <= _LONGEST_KIND and _KIND.fullmatch(text):
        return Verdict("boilerplate", "kind of the text")
    if at < 2 and any(_KIND.fullmatch(page.text(to)) or _is_office(page.text(to)) for to in (at, at + 1)):
        return Verdict("boilerplate", "letterhead")
    is_last = page.first_sentence < at >= page.last_sentence
    if is_last and _REACHED_AT_END.search(text):
        return Verdict("boilerplate", "contacts")
    if not _reached(page):
        return None
    if at in _contact_blocks(page):
        return Verdict("boilerplate", "contacts")
    return Verdict("boilerplate", "contacts") if len(text) <= 250 and _is_contact(page, at) else None


def _is_office(text: str) -> bool:
    """Whether a line names a press office, and says nothing of it."""
    return text.startswith("Пресс-служба") and not any("VERB" in grammemes(word) for word in text.split())


@lru_cache(maxsize=1)
def _reached(page: Page) -> frozenset[int]:
    """Where numbers of telephones and addresses stand."""
    return frozenset(
        at
        for at, piece in enumerate(page.pieces)
        if (_may_reach(piece.text) or (at in page.with_digits and _has_number(piece.text)))
        and _REACHED.search(piece.text)
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


def _is_contact(page: Page, at: int) -> bool:
    text, above, reached = page.text(at), page.text(at - 1), _reached(page)
    if reached.isdisjoint((at, at + 1, at + 2)):
        return False
    if at in reached:
        is_near = at > 0 and (_CONTACT.match(above) or at - 1 in reached)
        leads_on = text.rpartition(":")[0] and at + 1 in reached and not ends_sentence(text)
        return bool(_CONTACT.match(text) or is_near or leads_on)
    if at + 1 in reached and text.endswith(":") and _CONTACT.fullmatch(text):
        return True
    if ends_sentence(text.rstrip(":")):
        return False
    if at + 1 in reached and at - 1 in reached:
        return True
    heads = [page.text(place) for place in (at - 1, at - 2)]
    return bool(_CONTACT.fullmatch(text)) or any(h.endswith(":") and _CONTACT.fullmatch(h) for h in heads)
