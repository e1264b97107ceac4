"""Rules for what programs and mailing lists put around a letter: its head, and what stands below it.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from rukaz.ingest.page import Page, Verdict, of_lines

_FIELD = re.compile(
    r"(?P<field>От(?: кого)?|Из|Отправитель|Кому|Получател[ьи]|Копия|Скрытая копия|Дата|Отправлено|Тема"
    r"|Вложени[ея]|From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Attachments?|MIME-Version|Message-ID"
    r"|Content-[\w-]+)\s?:(?:\s.*|$)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r".{0,40}\bВы получ(?:или|аете) (?:это|данное) (?:письмо|сообщение|уведомление)\b.{0,120}"
    r"|Вы получ(?:или|аете) (?:письмо|сообщение|рассылку),? (?:потому|так как|поскольку)\b.{3,120}"
    r"|(?:Рассылка|Новостная рассылка) (?:[\w«»-]+ ){1,6}(?:от|за|№) ?[^.!?]{1,30}|Тема письма: .{3,100}"
    r"|[^!?]{0,80}<[\w.+-]+@[\w-]+(?:\.[\w-]+)+>(?: (?:пиш\w+|написал\w*|wrote)(?:\(а\))?)?:"
    r"|(?:Чтобы |Для того,? чтобы )?Отписаться от (?:рассыл|писем|уведомлен|новост)\w+.{0,100}"
    r"|(?:Отправлено|Послано) (?:с|из|через) .{3,100}|Sent from .{2,60}|Get Outlook for .{2,20}"
    r"|Это (?:письмо|сообщение) (?:отправлено|создано|сформировано) автоматически.{0,100}"
    r"|(?:Пожалуйста, )?не отвечайте на это (?:письмо|сообщение).{0,60}"
    r"|Если (?:это )?письмо (?:отображается|выглядит) .{5,100}"
    r"|[-–—]{2,} ?(?:Пересылаем|Исходн|Перенаправл|Original|Forwarded)\w* .{3,30}[-–—]{2,}",
    re.IGNORECASE,
)
_SIGNS_OF_LISTS = ("исьм", "олуч", "тписаться", "ообщен", "тправлено", "ослано", "Sent ", "Outlook", "--",
    "ассылк", ">:",
)  # fmt: skip
_STATEMENT = re.compile(
    r"(?:Отписаться|Отправлено|Послано)(?!.*(?:ссылк|почт|телефон|устройств|терминал))[^A-Za-z]*\."
)
_BELOW = "--"
_FEWEST_FIELDS, _LONGEST_SIGNATURE, _LONGEST_LINE, _LONGEST_FIELD = 3, 6, 200, 30


@of_lines
def letterhead_of_mail(page: Page, at: int) -> Verdict | None:
    """«От кого: …», «Кому: …», «Тема: …» line by line."""
    return Verdict("boilerplate", "head of a letter") if at in _heads(page) else None


@lru_cache(maxsize=1)
def _heads(page: Page) -> frozenset[int]:
    texts = ((at, piece.text) for at, piece in enumerate(page.pieces) if ":" in piece.text[:_LONGEST_FIELD])
    fields = {at: match for at, text in texts if (match := _FIELD.fullmatch(text))}
    found: set[int] = set()
    for _, run in groupby(enumerate(fields), key=lambda pair: pair[1] - pair[0]):
        places = [at for _, at in run]
        has_address = any("@" in page.text(at) for at in places)
        fewest = _FEWEST_FIELDS - 1 if has_address else _FEWEST_FIELDS
        if len({fields[at]["field"].lower() for at in places}) >= fewest:
            found.update(places)
    return frozenset(found)


def mailing(page: Page, at: int) -> Verdict | None:
    """«Отписаться от рассылки», «Отправлено с телефона», and the lines below «--» at the end."""
    text = page.text(at)
    may_be = len(text) <= _LONGEST_LINE and any(map(text.__contains__, _SIGNS_OF_LISTS))
    if may_be and _LIST.fullmatch(text) and not _STATEMENT.fullmatch(text):
        return Verdict("boilerplate", "remark of a program for mail")
    return Verdict("boilerplate", "below a letter") if at in _signature(page) else None


@lru_cache(maxsize=1)
def _signature(page: Page) -> frozenset[int]:
    """The last lines, below «--»; none of them is a paragraph."""
    if page.times[_BELOW] != 1:
        return frozenset()
    below = range([piece.text for piece in page.pieces].index(_BELOW) + 1, page.last + 1)
    is_text = any(len(page.text(at)) > _LONGEST_LINE for at in below)
    return frozenset() if is_text or len(below) > _LONGEST_SIGNATURE else frozenset(below)


MAIL = (letterhead_of_mail, mailing)
