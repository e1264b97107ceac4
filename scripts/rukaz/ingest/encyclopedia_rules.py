"""Rules for pages of encyclopedias: contents, links to edit, references, categories, remarks of the site."""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.page import Page, Verdict, of_lines
from rukaz.ingest.pieces import EDIT_LINK, ends_sentence

_CONTENTS = re.compile(r"(?:Содержание|Оглавление|Contents)(?:\s*\[\w+\])?[ :]*", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?:[.)]?\s+\S|[A-ZА-ЯЁ«]).{0,120}")
_EDIT_LINK = re.compile(EDIT_LINK, re.IGNORECASE)
_REFERENCE_HEADING = re.compile(
    r"(?:=+ ?)?(?:Примечания|Комментарии и примечания|Литература|Библиография|Список литературы|Источники"
    r"|Ссылки|Сноски|См\. также"
    r"|Смотрите также|Внешние ссылки|Дополнительная литература|References|Notes)(?: ?\[[^\]]*\])?[ :=]*"
)
_REFERENCE = re.compile(
    r"(?:↑|\^|Лит\.:)\s?.+|.*\bISBN[ \d–-]+.*|(?:[–—-] )?.*[–—-] ?(?:М|СПб|Л|Алматы|Астана|Минск"
    r"|Киев)\.?(?:,|:).*\d{4}.*\d+ ?[cс]\.?.*"
)
_PUBLISHED = re.compile(r"[–—-] ?(?:М|СПб|Л|Алматы|Астана|Минск|Киев)\.?[,:]")
_CATEGORIES = re.compile(
    r"\[\[(?:Категория|Category|Файл|Изображение):[^\]]+\]\]|\{\{[^{}]*\}\}"
    r"|(?:Категори[ия]|Теги|Метки|Рубрик[аи]|Ключевые слова|Скрытая категория)\s?:\s?.{1,400}"
)
_WIKI = re.compile(
    r"Материал из \w[\w ]{2,40} [–—-] .{3,60}|(?:Основная статья|Основные статьи): .{3,120}"
    r"|Эта (?:статья|страница) [–—-]? ?об? .{3,80}[;.] ?(?:[Оо]б? .{2,80} ?)?(?:см\.|смотри) .{3,80}"
    r"|Не следует путать с .{3,80}|Эта страница в последний раз была отредактирована.*"
    r"|Текст доступен по лицензии.*"
    r"|(?:См\.|Смотрите) также:? [^.!?]{2,200}|Перейти к (?:навигации|поиску).*"
    r"|Стабильная версия.*|Текущая версия страницы.*"
    r"|У этого термина существуют .*значения.*"
)
_LONGEST_REFERENCE, _LONGEST_CONTENTS = 600, 60


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
        is_edit_link = end == head + 1 and _EDIT_LINK.search(texts[end])
        if not (is_edit_link or _CONTENTS_LINE.fullmatch(texts[end]) or texts[end] in bare[end + 1 :]):
            break
        end += 1
    return frozenset(range(head, end)) if end > head + 1 else frozenset()


@of_lines
def edit_link(page: Page, at: int) -> Verdict | None:
    """«[править | править код]»."""
    return Verdict("boilerplate", "link to edit the page") if _EDIT_LINK.fullmatch(page.text(at)) else None


def references(page: Page, at: int) -> Verdict | None:
    """«Примечания», «Литература», «Ссылки» and what is listed below them; «↑ …»; a record with ISBN."""
    text = page.text(at)
    may_refer = len(text) <= _LONGEST_REFERENCE and (
        "ISBN" in text
        or text.startswith(("↑", "^", "Лит.:"))
        or (at in page.with_digits and _PUBLISHED.search(text))
    )
    if may_refer and _REFERENCE.fullmatch(text):
        return Verdict("boilerplate", "reference")
    if at in _reference_section(page):
        return Verdict("boilerplate", "references of the page")
    return None


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
        if end > at + 1 or end == len(page.pieces):
            found.update(range(at, end))
    return frozenset(found)


def _may_be_reference(text: str) -> bool:
    """Whether a line under such a heading lists something; a paragraph of several sentences is prose."""
    listed = re.match(r"(?:\d{1,3}[.)]|↑|\^|[•*–—-])\s", text) or re.search(
        r"\d{4}|https?://|//|ISBN|[–—-] С\.", text
    )
    return bool(listed) or (len(text) < 120 and not re.search(r"[.!?]\s+[А-ЯЁ][а-яё]+ [а-яё]+ [а-яё]+", text))


def wiki(page: Page, at: int) -> Verdict | None:
    """«Категории: …», «Материал из Википедии — свободной энциклопедии»."""
    text = page.text(at)
    if _CATEGORIES.fullmatch(text):
        return Verdict("boilerplate", "categories or tags of the page")
    return Verdict("boilerplate", "what the site says of the page") if _WIKI.fullmatch(text) else None


ENCYCLOPEDIA = (contents, edit_link, references, wiki)
