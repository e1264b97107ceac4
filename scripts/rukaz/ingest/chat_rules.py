"""Rules for what is no speech in chats and transcripts: events, files that were sent, remarks.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.page import Page, Verdict, of_lines
from rukaz.ingest.speaker_labels import begins_with_time, speakers, tells_time
from rukaz.ingest.statements import states

_EVENT = re.compile(
    r"(?:---|\*\*\*|-!-|===) .{3,100}"
    r"|.{2,40} (?:закрепил|изменил|добавил|удалил|исключил|покинул|присоединил|вош[её]л|вошла|вышел"
    r"|вышла|создал)(?:а|и|\(а\))?(?:сь|ся)? .{3,100}"
)
_SENT = re.compile(
    r"[\[<(] ?(?:Фото(?:графия)?|Видео(?:сообщение)?|Аудио(?:файл)?|Голосовое сообщение|Стикер|Файл|Документ"
    r"|Вложени[ея]|Изображение|Картинка|Контакт|Геопозиция|Опрос|GIF|Без медиафайлов|Медиафайл\w* .{2,20}"
    r"|Пересланное сообщение|Сообщение удалено|(?:Media|image|video|audio|sticker|GIF) omitted)"
    r"(?:[:,] [^\[\]<>()]{1,40})? ?[\]>)]"
    r"|(?:Сообщение удалено|Вы удалили (?:данное|это) сообщение|Пропущенный (?:аудио|видео)?звонок)\.?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\([^()]{3,160}\)|\[[^\[\]]{3,160}\]")
_DIGIT = re.compile(r"\d")
_FEWEST_MESSAGES, _FEWEST_TURNS, _LONGEST_LINE = 3, 3, 160


@of_lines
def chat_event(page: Page, at: int) -> Verdict | None:
    """«12.05.24, 08:55 - Вы вошли в группу» among messages with the time at their head."""
    shapes = _shapes(page)
    text = page.text(at)
    if not shapes or len(text) > _LONGEST_LINE or tells_time(text):
        return None
    if _shape(text) in shapes or (_EVENT.fullmatch(text) and not states(text)):
        return Verdict("boilerplate", "what happened in the chat, no message")
    return None


@lru_cache(maxsize=1)
def _shapes(page: Page) -> frozenset[str]:
    """How the time is written at the heads of messages; nothing if there are fewer than three messages."""
    texts = (page.text(at) for at in sorted(page.with_digits))
    found = [_shape(text) or "" for text in texts if tells_time(text)]
    return frozenset(found) if len(found) >= _FEWEST_MESSAGES else frozenset()


def _shape(text: str) -> str | None:
    """The time at the head of a line with each digit as 0, without what is behind it: ``[00:00]``."""
    time = begins_with_time(text)
    return _DIGIT.sub("0", time) if time else None


@of_lines
def sent(page: Page, at: int) -> Verdict | None:
    """«[Фотография]», «<Без медиафайлов>»."""
    return what_was_sent(page.text(at))


def what_was_sent(text: str) -> Verdict | None:
    """The verdict on a message that is a picture or file."""
    return Verdict("boilerplate", "stands for a picture or file") if _SENT.fullmatch(text) else None


@of_lines
def remark(page: Page, at: int) -> Verdict | None:
    """«(Передает суду паспорт изделия.)» in a transcript."""
    text = page.text(at)
    if text[:1] in ("(", "[") and _REMARK.fullmatch(text) and _is_spoken(page):
        return Verdict("boilerplate", "a remark, not speech")
    return None


@lru_cache(maxsize=1)
def _is_spoken(page: Page) -> bool:
    return len(speakers([piece.text for piece in page.pieces])) >= _FEWEST_TURNS


CHATS = (chat_event, sent, remark)
