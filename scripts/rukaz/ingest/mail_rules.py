"""Rules for what programs and mailing lists put around a letter: its head, and what stands below it.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from rukaz.ingest.page import Page, Verdict, of_lines
from rukaz.ingest.pieces import ends_sentence

_FIELD = re.compile(
    r"(?P<field>От(?: кого)?|Отправитель|Кому|Получател[ьи]|Копия|Скрытая копия|Дата|Отправлено|Тема"
    r"|Вложени[ея]|From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Attachments?|MIME-Version|Message-ID"
    r"|Content-[\w-]+)\s?:(?:\s.*|$)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r".{0,40}\bВы получили (?:это|данное) (?:письмо|сообщение|уведомление)\b.{0,120}"
    r"|(?:Чтобы |Для того,? чтобы )?Отписаться от (?:рассыл|писем|уведомлен|новост)\w+.{0,100}"
    r"|(?:Отправлено|Послано) (?:с|из|через) .{3,100}|Sent from .{2,60}|Get Outlook for .{2,20}"
    r"|Это (?:письмо|сообщение) (?:отправлено|создано|сформировано) автоматически.{0,100}"
    r"|(?:Пожалуйста, )?не отвечайте на это (?:письмо|сообщение).{0,60}"
    r"|Если (?:это )?письмо (?:отображается|выглядит) .{5,100}"
    r"|[-–—]{2,} ?(?:Пересылаем|Исходн|Перенаправл|Original|Forwarded)\w* .{3,30}[-–—]{2,}",
    re.IGNORECASE,
)
_BELOW = "--"
_FEWEST_FIELDS, _LONGEST_SIGNATURE, _LONGEST_LINE = 3, 6, 200


@of_lines
def letterhead_of_mail(page: Page, at: int) -> Verdict | None:
    """«От кого: …», «Кому: …», «Тема: …» line by line."""
    return Verdict("boilerplate", "head of a letter") if at in _heads(page) else None


@lru_cache(maxsize=1)
def _heads(page: Page) -> frozenset[int]:
    fields = {at: match for at, piece in enumerate(page.pieces) if (match := _FIELD.fullmatch(piece.text))}
    found: set[int] = set()
    for _, run in groupby(enumerate(fields), key=lambda pair: pair[1] - pair[0]):
        places = [at for _, at in run]
        if len({fields[at]["field"].lower() for at in places}) >= _FEWEST_FIELDS:
            found.update(places)
    return frozenset(found)


@of_lines
def mailing(page: Page, at: int) -> Verdict | None:
    """«Отписаться от рассылки», «Отправлено с телефона», and the lines below «--» at the end."""
    text = page.text(at)
    if len(text) <= _LONGEST_LINE and _LIST.fullmatch(text):
        return Verdict("boilerplate", "remark of a program for mail")
    above = next(
        (to for to in range(at - 1, max(at - _LONGEST_SIGNATURE, 0), -1) if page.text(to) == _BELOW), 0
    )
    if (
        above
        and above >= page.last - _LONGEST_SIGNATURE
        and not any(
            ends_sentence(page.text(to)) and len(page.text(to)) > _LONGEST_LINE for to in range(above, at + 1)
        )
    ):
        return Verdict("boilerplate", "below a letter")
    return None


MAIL = (letterhead_of_mail, mailing)
