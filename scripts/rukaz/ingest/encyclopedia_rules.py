"""Rules for pages of encyclopedias: contents, links to edit, references, categories, remarks of the site."""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.page import Page, Verdict, of_lines, of_lines_with
from rukaz.ingest.pieces import EDIT_LINK, ends_sentence
from rukaz.ingest.statements import states

_CONTENTS = re.compile(r"(?:Содержание|Оглавление|Contents)(?:\s*\[\w+\])?[ :]*", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?:[.)]?\s+\S|[A-ZА-ЯЁ«]).{0,120}")
_EDIT_LINK = re.compile(rf"{EDIT_LINK}|править(?: ?\| ?править код)?|\[ред\.?\]", re.IGNORECASE)
_OF_REFERENCES = (
    r"(?:Примечани[ея]|Комментарии|Литература|Библиография|Список литературы|Использованная литература"
    r"|Источники?|Ссылки|Сноски|Внешние ссылки|Полезные ссылки|(?:Дополнительная|Рекомендуемая) литература"
    r"|References|Notes)"
)
_REFERENCE_HEADING = re.compile(
    rf"(?:=+ ?)?(?:{_OF_REFERENCES}(?: и {_OF_REFERENCES})?|См\. также|Смотрите также)"
    r"(?: ?\[[^\]]*\])?[ :=]*",
    re.IGNORECASE,
)
_PLACE = r"(?:М|СПб|Л|Пг|Алматы|Астана|Минск|Киев)"
_ANY_PLACE = r"[А-ЯЁ][а-яё]+(?:-[А-Яа-яё]+){0,2}"
_PUBLISHED = re.compile(
    rf"[–—-] ?{_PLACE}\.?[,:]|[.»)\]] [–—-] {_ANY_PLACE}[,:]|\. (?:М|Л|СПб|Пг)\.[,:]"
    rf"|\b[Фф]\. ?\d+[.,] [Оо]п\.|, [сc]\. ?\d|^(?i:{_OF_REFERENCES})\b"
)
_YEAR = r"\b(?:1[5-9]|20)\d\d\b"
_REFERENCE = re.compile(
    rf"(?:↑|\^|Лит\.:)\s?.+|(?i:{_OF_REFERENCES}) ?:? [А-ЯЁ«].{{3,200}}{_YEAR}.{{0,40}}"
    r"|.*\bISBN[ :№]*\d[ \d–-]+.*"
    rf"|(?:[–—-] )?.*[–—-] ?{_PLACE}\.?[,:].*\d{{4}}.*\d+ ?[cс]\.?.*"
    rf"|.*[.»)\]] [–—-] (?:{_PLACE}\.?|{_ANY_PLACE})[,:].{{0,80}}{_YEAR}.{{0,40}}"
    rf"|.*\. (?:М|Л|СПб|Пг)\.[,:] ?(?:[^.,]{{2,40}}, ?)?{_YEAR}.{{0,20}}"
    r"|.{0,60}\b[Фф]\. ?\d+[.,] [Оо]п\. ?\d+.{0,80}|.{3,80}, (?:т\. \d+, )?[сc]\. ?\d+(?:[–-]\d+)?\.?"
)
_OF_RECORDS = re.compile(r" [–—-] ?[А-ЯЁ]|//|[↑^]|Лит\.:|\b[А-ЯЁ]\. ?[А-ЯЁ]")
"""What records of books have, whose titles may be sentences."""
_PAGES = re.compile(r"[–—-] ?\d{1,4} ?[сc]\.(?: \(.{2,60}\)\.?)?$")
"""«– 188 с. (Иностранный детектив)»: how many pages a book has, behind which no sentence goes on."""
_ENTRY = re.compile(
    r"[А-ЯЁ].{2,160}(?:…|\.\.\.) ?(?:[А-ЯЁ][\w-]*|Большая|Малая)?.{0,40}"
    r"(?:[Сс]ловарь|[Ээ]нциклопеди|[Сс]правочник|[Вв]икипеди).{0,60}"
)
_COORDINATES = re.compile(r"\d{1,3}[°º]\d.{3,60}[°º]?\d.{0,12}(?:в|з|E|W)\. ?д\..{0,20}")
_CATEGORIES = re.compile(
    r"\[\[(?:Категория|Category|Файл|Изображение):[^\]]+\]\]|\{\{[^{}]*\}\}"
    r"|(?:Категори[ия]|Теги|Метки|Рубрик[аи]|Ключевые слова|Скрытая категория)\s?:\s?.{1,400}"
)
_WIKI = re.compile(
    r"Материал из \w[\w ]{2,40} [–—-] .{3,60}|(?:Основная статья|Основные статьи): .{3,120}"
    r"|Эта (?:статья|страница) [–—-]? ?об? .{3,80}[;.] ?(?:[Оо]б? .{2,80} ?)?(?:см\.|смотри) .{3,80}"
    r"|Не следует путать с .{3,80}"
    r"|(?:Эта страница )?(?:в )?последн(?:ий|яя|ее) (?:раз|правка|изменение)\W.{0,30}"
    r"(?:редактир|измен|внес|сделан)\w*.{0,80}"
    r"|(?:Текст|Содержание|Содержимое|Контент|Материал\w*|Статья)\b.{0,40} доступ\w+ .{0,60}лицензи.{0,120}"
    r"|(?:См\.|Смотрите) также:? [^.!?]{2,200}\.?|Перейти к (?:навигации|поиску).*"
    r"|Стабильная версия.*|Текущая версия страницы.*"
    r"|У этого термина существуют .*значения.*|Смотреть что такое «.{2,80}"
    r"|(?:Прямая|Постоянная|Библиографическая) ссылка\b.{0,80}"
    r"|(?:Скопировать|Цитировать) .{0,20}(?:ссылку|статью)"
    r"|Поделиться ссылкой\b.{0,40}|(?:Политика конфиденциальности|Описание \w+|Отказ от ответственности"
    r"|Настольная версия|Мобильная версия|Разработчики|Статистика|Cookies?|Свяжитесь с нами)"
    r"(?:[ |·•]+(?:Политика конфиденциальности|Описание \w+|Отказ от ответственности|Условия использования"
    r"|Настольная версия|Мобильная версия|Разработчики|Статистика|Cookies?|Свяжитесь с нами))+",
    re.IGNORECASE,
)
_SAYS_OF_ITSELF = re.compile(
    r"Эта |У этого термина|(?:В )?[Пп]оследн|Стабильная версия.*(?:провер|отпатрул)|Текущая версия"
    r"|Не следует путать с [^,]*$|Смотреть что|Материал из \S*(?:педи|вики)"
    r"|(?:Текст|Содерж|Контент|Материал|Статья).*лиценз",
)
"""Sentences of the site about the page."""
_PROSE = re.compile(
    r"[.!?] [А-ЯЁ][а-яё]+ [а-яё]+ [а-яё]+ [а-яё]+|^[А-ЯЁ]?[а-яё]+ [а-яё]+ [а-яё]+ [а-яё]+ [а-яё]+"
)
_SECOND_SENTENCE = re.compile(r"[.!?]\s+[А-ЯЁ][а-яё]+ [а-яё]+ [а-яё]+")
_LONGEST_REFERENCE, _LONGEST_RECORD, _LONGEST_CONTENTS, _WORDS_OF_HEADING = 600, 250, 60, 5


@of_lines
def contents(page: Page, at: int) -> Verdict | None:
    """«Содержание» and the numbered headings below it."""
    return Verdict("boilerplate", "contents of the page") if at in _contents(page) else None


@lru_cache(maxsize=1)
def _contents(page: Page) -> frozenset[int]:
    """«Содержание» and what is listed below it: numbered headings, or lines that come again as headings."""
    texts = [piece.text for piece in page.pieces]
    bare = [text.strip("= ") for text in texts]
    head = next((at for at, text in enumerate(texts) if _CONTENTS.fullmatch(text)), len(texts))
    end = head + 1
    while end < min(len(texts), head + _LONGEST_CONTENTS) and not ends_sentence(texts[end]):
        if texts[end] in texts[head + 1 : end]:
            break  # the first heading of the text itself
        is_edit_link = end == head + 1 and _EDIT_LINK.search(texts[end])
        if not (is_edit_link or _CONTENTS_LINE.fullmatch(texts[end]) or texts[end] in bare[end + 1 :]):
            break
        end += 1
    return frozenset(range(head, end)) if end > head + 1 else frozenset()


@of_lines_with("open")
def edit_link(page: Page, at: int) -> Verdict | None:
    """«[править | править код]»."""
    return Verdict("boilerplate", "link to edit the page") if _EDIT_LINK.fullmatch(page.text(at)) else None


def references(page: Page, at: int) -> Verdict | None:
    """«Примечания», «Литература», «Ссылки» and what is listed below them; «↑ …»; a record with ISBN."""
    text = page.text(at)
    may_refer = len(text) <= _LONGEST_REFERENCE and (
        "ISBN" in text
        or text.startswith(("↑", "^", "Лит.:"))
        or (_may_be_record(page, at) and _PUBLISHED.search(text) and _is_record(text))
    )
    if may_refer and _REFERENCE.fullmatch(text) and not (states(text) and not _OF_RECORDS.search(text)):
        return Verdict("boilerplate", "reference")
    if at in _reference_section(page):
        return Verdict("boilerplate", "references of the page")
    return None


def _may_be_record(page: Page, at: int) -> bool:
    text = page.text(at)
    return len(text) <= _LONGEST_RECORD and at in page.with_digits


def _is_record(text: str) -> bool:
    return bool(_PAGES.search(text)) or not _PROSE.search(text)


@lru_cache(maxsize=1)
def _reference_section(page: Page) -> frozenset[int]:
    """The last sections of a page, from the first heading of references on, if no prose follows."""
    headings = [
        at
        for at, piece in enumerate(page.pieces)
        if _REFERENCE_HEADING.fullmatch(piece.text) and at not in _contents(page)
    ]
    found: set[int] = set()
    for at in headings:
        end = at + 1
        while end < len(page.pieces) and _may_be_reference(page.text(end)):
            end += 1
        while end < len(page.pieces) and end > at + 1 and _may_head_text(page.text(end - 1)):
            end -= 1
        if end > at + 1 or end == len(page.pieces):
            found.update(range(at, end))
    return frozenset(found)


def _may_head_text(text: str) -> bool:
    """Whether a line may be the heading of text below references: «Послесловие»."""
    return text[:1].isalpha() and len(text.split()) <= _WORDS_OF_HEADING and not re.search(r"[.\d:/]", text)


def _may_be_reference(text: str) -> bool:
    """Whether a line under such a heading lists something; a paragraph of several sentences is prose."""
    listed = re.match(r"(?:\d{1,3}[.)]|↑|\^|[•*–—-])\s", text) or re.search(
        r"\d{4}|https?://|//|ISBN|[–—-] С\.", text
    )
    is_prose = text.endswith(".") and states(text)
    return bool(listed) or (len(text) < 120 and not is_prose and not _SECOND_SENTENCE.search(text))


@of_lines
def wiki(page: Page, at: int) -> Verdict | None:
    """«Категории: …», «Материал из Википедии — свободной энциклопедии»."""
    text = page.text(at)
    if at in page.with_digits and _COORDINATES.fullmatch(text):
        return Verdict("boilerplate", "where the place is")
    if at - 1 in _other_dictionaries(page) and _ENTRY.fullmatch(text):
        return Verdict("boilerplate", "entry of another dictionary")
    lists = _CATEGORIES.fullmatch(text)
    if not (lists or _WIKI.fullmatch(text)) or (states(text) and not _SAYS_OF_ITSELF.match(text)):
        return None
    return Verdict(
        "boilerplate", "categories or tags of the page" if lists else "what the site says of the page"
    )


@lru_cache(maxsize=1)
def _other_dictionaries(page: Page) -> frozenset[int]:
    """«Смотреть что такое «Лавка» в других словарях:» and the entries below it, but the last."""
    found: set[int] = set()
    for at, piece in enumerate(page.pieces):
        if piece.text.startswith("Смотреть что такое") or (at - 1 in found and _ENTRY.fullmatch(piece.text)):
            found.add(at)
    return frozenset(found)


ENCYCLOPEDIA = (contents, edit_link, references, wiki)
