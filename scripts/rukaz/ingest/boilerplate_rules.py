"""Rules for what surrounds an article on its page: navigation, links to other texts, addresses, counters.

Each rule is a function of the page and a place in it, and answers with a verdict or None.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.code_rules import code
from rukaz.ingest.date_rules import DATELINE
from rukaz.ingest.interface_words import MENU_WORD
from rukaz.ingest.page import Page, Verdict, of_lines, of_lines_with
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.statements import states
from rukaz.ingest.written_dates import DATE, MONTHS, TIME

_INFO = re.compile(
    rf"(?:(?P<told>{DATE}|{TIME}|\d{{1,2}} (?:{MONTHS})(?:,? {TIME})?|(?:Сегодня|Вчера),? {TIME}"
    r"|(?:👁|Просмотр\w*:?)? ?[\d ,.]+(?:(?:тыс\. )?(?:просмотр|дочитыван|показ)\w*)?"
    r"|\d+ мин\w*\.?(?: чтения)?|Автор: .{3,40})|[А-ЯЁ][\w-]+(?: [\w-]+){0,2})",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"(?:\d+\. )?(?:"
    r"(?:Перейти|Вернуться|Назад) (?:к|на|в) (?:содержани|главн|меню|поиск|начал)\w*(?: \w+){0,2}"
    r"|К другим проектам(?: \w+){0,3}"
    r"|Пропустить раздел(?: [\w-]+){0,6}"
    r"|На страницу галереи|Показать еще|Загрузить еще|Читать далее|Подробнее|Поделиться(?: \w+){0,3}"
    r"|Поделиться: ?[^.!?]{2,80}|(?:Оставить|Добавить|Написать) комментарий|\d{1,5} комментари\w{1,2}"
    r"|Время (?:чтения|на чтение)\W{0,3}\d{1,2} мин.{0,5}|Посмотреть эту публикацию в Instagram"
    r"|Распечатать|Версия для печати|Комментарии(?: \(?\d+\)?)?|Реклама|Теги:?.{0,80}"
    r"|На главную(?: страницу)?|(?:Последн(?:ее изменение|яя правка)|Обновлено):? \d.{0,40}|Возврат к списку"
    r"|(?:Предыдущая|Следующая) (?:новость|запись|статья)"
    r"|Оцените (?:[^.,]{0,60}|.{0,60}[!)])|(?:©|\(c\)) ?(?:Copyright|Все права)\b.{0,80}"
    r"|Свидетельство о публикации\b.{0,40}"
    r"|(?:Просмотров|Прочитали|Просмотры):? ?[\d ]+(?:(?:Рубрика|Раздел|Категория): ?[^.!?:]{2,40})?"
    r")[ :.…>»]*",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:Рубрик[аи]|Раздел|Категори[яи]|Размещено в(?: разделе| рубрике)?|Опубликовано в (?:разделе|рубрике)"
    r"|Ключевые слова|Метки): ?[^.!?:]{2,60}"
)
_SITE_REMARK = re.compile(
    r".{0,80}\bCtrl ?\+ ?Enter\b.{0,40}"
    r"|(?:Мнение|Точка зрения|Позиция) (?:автора|авторов|редакции) может не совпадать.{0,80}"
    r"|(?=.*\b(?:сайт|портал|издани|редакц|ссылк|источник|автор|правооблад|агентств|газет|журнал|наш))"
    r".{0,60}\b(?:использовани|перепечатк|копировани|цитировани)\w+ (?:[\w-]+ ){0,4}материал\w*\b.{0,80}"
    r"\b(?:ссылк|разреш|запрещ|обязательн|соглас)\w*.{0,80}"
    r"|.{0,40}\b(?:перепечатк|копировани|цитировани)\w+\b.{0,60}\bссылк\w+.{0,60}\bобязательн\w+.{0,40}"
    r"|(?:За|Ответственност\w+ за) (?:содержани|достоверност)\w+ (?:[\w-]+ ){0,3}(?:материал|релиз|публикаци"
    r"|пресс-релиз|объявлени|реклам|сообщени|стат|новост|информаци)\w+ .{0,60}\bнес[уё]?[е]?т\b.{0,60}"
    r"|(?:Редакция|Администрация)\b.{0,20} не нес[её]т ответственност\w+.{0,100}",
    re.IGNORECASE,
)
_VISITORS = re.compile(
    r".{0,60}(?:Вы посетитель|Посетителей|[Вв]еб-?мастер|[Ww]ebmaster)\b\W.{1,60}"
    r"|Сайт (?:создан|оптимизирован|разработан|сделан|работает на)\b.{3,120}"
)
_TRAIL = re.compile(
    r"[^/»>›‹→!?]{2,40}(?: [/»>›‹→] [^/»>›‹→!?]{2,60}){2,}|(?:Главная|Форум\w*"
    r"|Домой) [/»>›‹→] [^/»>›‹→!?]{2,60}"
)
_ISSUE = re.compile(
    r"«[^»]{2,60}»,? № ?\d.{0,60}"
    r"|(?:Газета|Журнал|Вестник|Бюллетень|Альманах|Архив|Сборник|Листок|Ведомости)\b[^!?]{2,60}"
    r"(?:№|[Вв]ыпуск) ?\d.{0,40}"
)
_WORDS_OF_MASTHEAD = 3
_SEE_ALSO = re.compile(
    r"(?:(?:Смотри|Читай)(?:те)? (?:также|ещ[её])|(?:(?:Также|Ещ[её]|Материалы|Новости) п|П)о теме"
    r"|Подписывайтесь на наш.{0,60})[ :.…]*",
    re.IGNORECASE,
)
_OTHER_TEXTS = re.compile(
    r"(?:Что (?:ещ[её] )?(?:почитать|посмотреть|читать)(?: ещ[её])?"
    r"|Другие (?:новости|материалы|статьи|публикации)|Похожие (?:новости|материалы|статьи|записи)"
    r"|Вам (?:может быть|будет|также) \w+(?: \w+)?|Рекомендуем(?: \w+)?|Лента новостей"
    r"|(?:Последние|Свежие|Главные|Популярные) (?:новости|материалы|статьи|записи)|Самое читаемое"
    r"|Новости партн[её]ров|Тағы оқыңыз(?:дар)?|Сондай-ақ оқыңыз(?:дар)?|(?:Басты|Соңғы) жаңалықтар"
    r"|Read this (?:story|article) in \w+)(?: (?:рубрики|раздела|по теме|дня|сайта))?[ :.…]*",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"(?:Рекомендуем|Вам) [^.]+\.")
"""A sentence; what leads to other texts has no full stop."""
_READ_ALSO = re.compile(r"(?!Смотри|Подписывайтесь).*", re.IGNORECASE)
_SEE_ALSO_TITLE = re.compile(
    r"(?:(?:Смотри|Читай)(?:те)? (?:также|ещ[её])|(?:(?:Также|Ещ[её]|Материалы) )?по теме)"
    r" ?[:—–] ?\S.{9,200}|(?:Смотри|Читай)те также [^.!?]{5,120}",
    re.IGNORECASE,
)
_LINK = r"(?:https?://|www\.|pic\.twitter\.com/)\S+"
_LONGEST_INFO, _LONGEST_NAVIGATION = 120, 160
_LONGEST_LEAD = 80
_LONGEST_LIST = 20
"""How many titles of other texts may stand in one list."""
_WORDS_OF_TITLE = 5
_QUESTION_TITLE = re.compile(r"[^.!?…]{10,150}[?!]")
_ADDRESS = re.compile(rf"{_LINK}(?:\s+{_LINK})*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SIGNATURE = re.compile(
    rf"(?:{_LINK} )?[–—-] .{{1,60}}\(@[\w.]+\)"
    rf"|(?:{_LINK} )?(?:Публикация от|(?:Фото|Видео) опубликовано) (?:.{{1,60}}\(@[\w.]+\)|[^.!?]{{1,60}})"
    r"|\w[^.!?@]{1,60} @\w{3,} ?· ?.{1,20}"
)
POST_SIGNATURE = "signature of an embedded post"
_HANDLES = re.compile(r"(?:[^.!?#@]{2,40}:\s*)?(?:[#@]\w+\s*)+")
_CURRENCIES = re.compile(r"\b(?:USD|EUR|RUB|KZT|CNY|AZN|GBP)\b")
_LOWER_CASE = re.compile(r"[а-яё]")
_YEAR = re.compile(r"(?:19|20)\d\d")


@of_lines_with("bare")
def invisible(page: Page, at: int) -> Verdict | None:
    """Zero-width or control characters alone."""
    if page.text(at):
        return None
    return Verdict("boilerplate", "nothing visible: only control or zero-width characters")


def stray_header(page: Page, at: int) -> Verdict | None:
    """``date 2025-11-13 USD 1.7000``, cut off or alone."""
    return Verdict("boilerplate", "stray header line of the web page") if page.pieces[at].stray else None


def navigation(page: Page, at: int) -> Verdict | None:
    """«1. Перейти к содержанию», «Пропустить раздел Еще по теме», «Новости | Фото | Видео»."""
    text = page.text(at)
    if len(text) <= _LONGEST_NAVIGATION and _NAVIGATION.fullmatch(text) and not states(text):
        return Verdict("boilerplate", "navigation of the web page")
    if ":" in text and not page.first_sentence <= at <= page.last_sentence and _SECTION.fullmatch(text):
        return Verdict("boilerplate", "section of the site")
    is_of_site = ("осетител" in text or "мастер" in text or "Сайт" in text) and _VISITORS.fullmatch(text)
    signs = ("Ctrl", "материал", "тветственн", "совпадать", "бязательн")
    may_remark = any(map(text.__contains__, signs))
    if (is_of_site and not states(text)) or (may_remark and _SITE_REMARK.fullmatch(text)):
        return Verdict("boilerplate", "remark of the site")
    is_above_title = at < page.first_sentence - 1 and not ends_sentence(page.text(at + 1))
    if is_above_title and (_TRAIL.fullmatch(text) or (at == 0 and _is_masthead(page))):
        return Verdict("boilerplate", "where the page stands on its site")
    return None


def _is_masthead(page: Page) -> bool:
    """Whether the first line names a site or a section: a longer title, or what the page says, is below."""
    text = page.text(0)
    if _ISSUE.fullmatch(text):
        return True
    return bool(re.fullmatch(MENU_WORD, text.lower())) or (
        len(text.split()) <= _WORDS_OF_MASTHEAD and bool(info(page, 1))
    )


@of_lines
def info(page: Page, at: int) -> Verdict | None:
    """«14 июля, 12:30 | Общество | 👁 2304»."""
    text = page.text(at)
    if len(text) > _LONGEST_INFO or not ("|" in text or "·" in text or "•" in text):
        return None
    if DATELINE.fullmatch(text):
        return None
    parts = [part.strip() for part in re.split(r"[|·•]", text)]
    dates = [bool(DATELINE.fullmatch(part)) for part in parts]
    found = [_INFO.fullmatch(part) for part in parts]
    told = [date or bool(match and match["told"]) for date, match in zip(dates, found, strict=True)]
    if any(told) and all(date or match for date, match in zip(dates, found, strict=True)):
        return Verdict("boilerplate", "what the page says of the text")
    return None


@of_lines
def see_also(page: Page, at: int) -> Verdict | None:
    """«Смотрите также:», «Еще по теме», «Читайте также: Кто победит?»."""
    text = page.text(at)
    if at in _leads(page) or (_SEE_ALSO_TITLE.fullmatch(text) and not (text[-1] == "." and states(text))):
        return Verdict("boilerplate", "leads to other texts")
    return None


@lru_cache(maxsize=1)
def _leads(page: Page) -> frozenset[int]:
    """Where «Также по теме» and the like stand."""
    return frozenset(at for at, piece in enumerate(page.pieces) if _is_lead_to_others(page, at))


def _is_lead_to_others(page: Page, at: int) -> bool:
    text = page.text(at)
    if len(text) > _LONGEST_LEAD:
        return False
    leads = _SEE_ALSO.fullmatch(text) or (at > page.first_sentence and _OTHER_TEXTS.fullmatch(text))
    return bool(leads) and not (states(text) or _REQUEST.fullmatch(text))


def linked_text(page: Page, at: int) -> Verdict | None:
    """Under «Также по теме»: title and clipped first sentence of another text, caption of a gallery."""
    above = _place_of_lead(page, at) if _leads(page) else -1
    if above < max(at - _LONGEST_LIST, 0):
        return None
    at_end = page.first_sentence_from(at) == len(page.pieces)
    near = at - above
    clipped = [page.text(place).endswith(("...", "…")) for place in (at, at + 1)]
    if (near <= 2 and clipped[0]) or (near == 1 and clipped[1]):
        return Verdict(
            "boilerplate", f"title or clipped beginning of another text, under «{page.text(above)}»"
        )
    is_title = not ends_sentence(page.text(at)) and _READ_ALSO.fullmatch(page.text(above))
    if (near == 1 or at_end) and (_QUESTION_TITLE.fullmatch(page.text(at)) or is_title):
        return Verdict("boilerplate", f"title of another text, under «{page.text(above)}»")
    if is_title and _in_list_of_titles(page, above, at):
        return Verdict("boilerplate", f"title of another text, under «{page.text(above)}»")
    if not ends_sentence(page.text(at)) and (near == 1 or at_end):
        return Verdict("caption", f"caption or title of something else, under «{page.text(above)}»")
    return None


def _place_of_lead(page: Page, at: int) -> int:
    """Where «Также по теме» stands above a place, with nothing but titles between; -1 if it does not."""
    above, leads = at - 1, _leads(page)
    while above >= max(at - _LONGEST_LIST, 0) and above not in leads:
        asks = bool(_QUESTION_TITLE.fullmatch(page.text(above)))
        above = above - 1 if asks or above != page.last_sentence_before(above + 1) else -1
    return above


def _in_list_of_titles(page: Page, above: int, at: int) -> bool:
    """Whether nothing but titles stands between «Читайте также» and a title; a heading has fewer words."""
    between = [page.text(place) for place in range(above + 1, at)]
    are_titles = all(not ends_sentence(text) or _QUESTION_TITLE.fullmatch(text) for text in between)
    return are_titles and len(page.text(at).split()) >= _WORDS_OF_TITLE


@of_lines
def address(page: Page, at: int) -> Verdict | None:
    """A web or mail address alone."""
    return Verdict("boilerplate", "an address alone") if _ADDRESS.fullmatch(page.text(at)) else None


@of_lines_with("bare")
def counter(page: Page, at: int) -> Verdict | None:
    """``01:44 646``, ``USD 1.7000``, ``* * *``; a year alone may be a heading."""
    text = page.text(at)
    if _LOWER_CASE.search(text):
        return None
    text = _CURRENCIES.sub("", text)
    if any(char.isalpha() for char in text) or _YEAR.fullmatch(text) or DATELINE.fullmatch(text):
        return None
    if text.strip(" .").isdigit() and at + 1 < len(page.pieces) and page.pieces[at + 1].is_verse:
        return None
    is_number = any(char.isdigit() for char in text)
    return Verdict("boilerplate", "numbers alone (time, counter, rate)" if is_number else "no words")


@of_lines
def embedded_post(page: Page, at: int) -> Verdict | None:
    """``— Donald J. Trump (@realDonaldTrump)``, ``#biathlon``."""
    text = page.text(at)
    if not ("@" in text or "#" in text or "ублик" in text):
        return None
    if _SIGNATURE.fullmatch(text):
        return Verdict("byline", POST_SIGNATURE)
    return Verdict("boilerplate", "hashtags or handles alone") if _HANDLES.fullmatch(text) else None


NAVIGATION = (
    invisible,
    stray_header,
    navigation,
    info,
    see_also,
    linked_text,
    address,
    counter,
    code,
    embedded_post,
)
