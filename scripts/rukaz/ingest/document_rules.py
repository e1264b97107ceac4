"""Rules for laws, orders and contracts: who approved them, their dates and numbers, remarks of publishers.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.ingest.date_rules import DATELINE
from rukaz.ingest.page import DOCUMENT, Page, Verdict, but_statements, of_lines, of_lines_with
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.signature_rules import is_signed
from rukaz.ingest.statements import states

_OFFICIAL = re.compile(
    r"(?:Президент|Премьер-министр|Премьер-Министр|Министр|Председатель|Генеральный директор"
    r"|Директор|Руководитель|Глава(?! \d)|Аким|Губернатор"
    r"|Секретарь|Судья|Нотариус|Прокурор|Ректор|Декан"
    r"|Заведующ\w+|Управляющ\w+|Начальник|Комендант|Заместитель \w+|И\. ?о\. \w+)(?: {1,4}[\w«».-]+){0,8}"
)
_PUBLISHERS = r"Консультант ?Плюс|КонсультантПлюс|Г(?:арант|АРАНТ)|Әділет|Адилет|Техэксперт"
_CHANGED = r"внес[её]н\w*|изложен|дополнен|исключен|утратил|введен|изменен"
_REMARK = re.compile(
    r"\((?:с изменениями|по состоянию на|в ред(?:акции|\.)|(?:в ред\. )?утв\.|введ[её]н\w*"
    rf"|(?:стать|пункт|подпункт|част|глав|абзац|раздел)\w* .{{1,60}} (?:в ред\.|{_CHANGED}))"
    r"[^А-Яа-яЁё(].{0,150}"
    rf"|(?:В (?:стать|пункт|подпункт|част|глав|преамбул)\w+ .{{1,80}} внес[её]н\w*"
    r"|(?:Стать|Пункт|Подпункт|Част|Глав)\w+ .{1,60} (?:изложен|дополнен|исключен|утратил)\w*)\b.{0,120}№.*"
    r"|Сноска\. .*\b(?:[Зз]акон|приказ|[Пп]остановлени|[Рр]ешени)|Примечание (?:ИЗПИ|РЦПИ)\b"
    r"|Информация об изменениях\b.{0,300}|Список изменяющих документов.{0,300}"
    rf"|(?:Комментарий|Примечание|Замечание) (?:системы|изготовителя базы|{_PUBLISHERS})\s?: .{{3,300}}"
    rf"|(?:{_PUBLISHERS})\s?: .{{3,300}}"
    r"|(?:Документ|Текст) (?:предоставлен|подготовлен|опубликован)\w* .{3,80}"
    r"|(?:Начало|Окончание) действия (?:документа|редакции)\b.{0,60}"
    r"|(?:Действующая|Недействующая|Актуальная) редакция\b.{0,60}",
)
_STATEMENT = re.compile(
    r"(?:Документ|Текст|Информация|Начало|Окончание|\w*[Дд]ействующая|Актуальная)[^№:]*|\([^№:\d]*"
)
_APPROVED = re.compile(
    r"(?:Утвержд[её]н[оаы]?|Утверждаю|Согласован[оаы]?|Принят[аоы]?|Одобрен[аоы]?"
    r")\b.{0,150}|Приложение(?: (?:№ ?)?\d+)?(?: к .{3,140})?|Проект(?: №.{1,20})?",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"(?:Внес[её]н[оаы]?|Вступил[аои]? в силу|Введ[её]н[оаы]? в действие|Зарегистрирован[оаы]?|Подписан[оаы]?"
    r"|Ратифицирован[оаы]?|Вводится в действие|Опубликован[оаы]?)\b.{3,150}",
    re.IGNORECASE,
)
APPROVED = "who approved the document below"
_NUMBERED_DATE = re.compile(
    r".{0,60}\b\d{1,2}(?:\.\d\d\.| \w+ )\d{4}(?: ?г(?:ода|\.)?)?,?\.? ?(?:№|N) ?[\w/-]+(?: \w+)?"
)
_NUMBER = re.compile(r"(?:Рег\. ?)?(?:№|N) ?\d[\w/-]*")
_TOWN = re.compile(r"(?:г\.|город|с\.|село|пос\.|пос[её]лок|аул) ?[А-ЯЁ][\w-]{2,20}(?: [А-ЯЁ][\w-]{2,20})?")
_LONGEST_SIGNATURE, _LONGEST_HEAD, _LONGEST_WORD = 80, 6, 15


@of_lines
def date_of_document(page: Page, at: int) -> Verdict | None:
    """«Астана, 5 мая 2020 года. № 12-V» at the head or end of a document, or its number alone."""
    text = page.text(at)
    if at not in page.with_digits or not page.is_document or _APPROVED.match(text):
        return None
    if not _NUMBERED_DATE.fullmatch(text) and not _NUMBER.fullmatch(text):
        return None
    if at < page.first_sentence and any(_APPROVED.fullmatch(page.text(above)) for above in (at - 1, at - 2)):
        return Verdict("boilerplate", APPROVED)
    at_head = 0 < at < page.first_sentence and not DOCUMENT.match(text)
    at_end = at >= len(page.pieces) - 5 and at > page.first_sentence
    return Verdict("dateline", "place, date and number of the document") if at_head or at_end else None


@of_lines_with("below", "open")
def official(page: Page, at: int) -> Verdict | None:
    """«Президент / Республики Казахстан» at the end of a document."""
    text = page.text(at)
    if at <= page.first_sentence or ends_sentence(text) or _APPROVED.match(text):
        return None
    below = [page.text(at + step) for step in (1, 2)]
    if at < page.last_sentence and not any(map(_APPROVED.fullmatch, below)):
        return None
    if _OFFICIAL.fullmatch(text) and is_signed(text):
        return Verdict("byline", "who signed the document")
    if not page.is_document or DATELINE.fullmatch(text) or _TOWN.fullmatch(text):
        return None
    is_below = any(_OFFICIAL.fullmatch(page.text(place)) for place in range(max(at - 2, 0), at + 1))
    if is_below and len(text) < _LONGEST_SIGNATURE:
        return Verdict("byline", "who signed the document")
    return None


def remark_on_law(page: Page, at: int) -> Verdict | None:
    """«Сноска. Статья 1 с изменениями, внесенными …», «(в ред. Закона …)», «Информация об изменениях: …»."""
    text = page.text(at)
    if _REMARK.match(text) and not (_STATEMENT.fullmatch(text) and states(text)):
        return Verdict("boilerplate", "remark of the publisher of the law")
    return None


@of_lines
@but_statements
def approval(page: Page, at: int) -> Verdict | None:
    """«УТВЕРЖДЕНО приказом …» above or below the title, and who signed that; «Вступило в силу 1 июля»."""
    text = page.text(at)
    if at < page.first_sentence and any(_is_bare_approval(page.text(at - step)) for step in (1, 2, 3)):
        is_whose = is_signed(text) or _OFFICIAL.fullmatch(text) or DATELINE.fullmatch(text) or "___" in text
        if is_whose or (_APPROVED.fullmatch(page.text(at - 1)) and is_signed(page.text(at + 1))):
            return Verdict("boilerplate", APPROVED)
    if at > 2 and not page.is_document:
        return None
    if not _APPROVED.fullmatch(text):
        is_history = page.is_document and 0 < at <= _LONGEST_HEAD and at < page.first_sentence
        return Verdict("boilerplate", APPROVED) if is_history and _IN_FORCE.fullmatch(text) else None
    if page.is_document and (at < page.first_sentence or _NUMBERED_DATE.fullmatch(text)):
        return Verdict("boilerplate", APPROVED)
    is_told = at in page.with_digits or _is_bare_approval(text)
    return Verdict("boilerplate", APPROVED) if at <= 2 and at < page.first_sentence and is_told else None


def _is_bare_approval(text: str) -> bool:
    return 0 < len(text) < _LONGEST_WORD and " " not in text and bool(_APPROVED.fullmatch(text.rstrip(":")))


DOCUMENTS = (date_of_document, official, remark_on_law, approval)
