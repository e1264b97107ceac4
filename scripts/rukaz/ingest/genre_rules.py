"""Rules for what texts of other genres have around them: tables, protocols, contents, references, footers.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import EDIT_LINK, ends_sentence
from rukaz.ingest.sports_rules import protocol

_PIPES = re.compile(r"\|.*\||[^|]+\|[^|]+\|[^|]+")
_RULER = re.compile(r"[\s|:+=_–—-]{3,}")
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S")
_LONGEST_CELL = 120

_CONTENTS = re.compile(r"(?:Содержание|Оглавление|Contents)(?: ?\[\w+\])?[ :]*", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S.{0,120}")
_EDIT_LINK = re.compile(EDIT_LINK, re.IGNORECASE)
_REFERENCE_HEADING = re.compile(
    r"(?:Примечания|Комментарии и примечания|Литература|Библиография|Список литературы|Источники"
    r"|Ссылки|Сноски|См\. также"
    r"|Смотрите также|Внешние ссылки|Дополнительная литература|References|Notes)(?: ?\[[^\]]*\])?[ :]*"
)
_REFERENCE = re.compile(
    r"(?:↑|\^)\s?.+|.*\bISBN[ \d–-]+.*|(?:[–—-] )?.*[–—-] ?(?:М|СПб|Л|Алматы|Астана|Минск"
    r"|Киев)\.?(?:,|:).*\d{4}.*\d+ ?[cс]\.?.*"
)
_CATEGORIES = re.compile(
    r"(?:Категори[ия]|Теги|Метки|Рубрик[аи]|Ключевые слова|Скрытая категория)\s?:\s?.{1,400}"
)
_WIKI = re.compile(
    r"Материал из \S+ [–—-] .{3,60}|Эта страница в последний раз была отредактирована.*"
    r"|Текст доступен по лицензии.*"
    r"|Перейти к (?:навигации|поиску).*|Стабильная версия.*|Текущая версия страницы.*"
    r"|У этого термина существуют .*значения.*"
)

_CONTACT = re.compile(
    r"(?:Контакт(?:ы|ная информация|ное лицо)?(?: для (?:СМИ|прессы|журналистов))?|Пресс-служба"
    r"|Пресс-центр|Тел(?:ефон|\.)?"
    r"|Факс|E-?mail|Эл\. почта|Электронная почта|Адрес|Сайт|Веб-сайт|Приемная|Приёмная|Справки по телефон\w+"
    r"|За дополнительной информацией|Дополнительная информация|Для СМИ)\b.{0,200}",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"\+?[78][ (-]*\d{3}[ )-]*\d{2,3}[ -]?\d{2}[ -]?\d{2}|\b\d{2,3}-\d{2}-\d{2}\b"
    r"|[\w.+-]+@[\w-]+\.[\w.]+|\bwww\.|https?://|тел\.|факс",
    re.I,
)
_KIND = re.compile(
    r"(?:ПРЕСС-РЕЛИЗ|Пресс-релиз|Для немедленн\w+ (?:публикации|распространения)"
    r"|К немедленной публикации)(?: №? ?\d+)?[.:]?",
    re.I,
)

_FOOTER = re.compile(
    r"(?:.{0,12}@\w{4,}\b.{0,20}[|•·/].*|.*[|•·/].{0,20}@\w{4,}.{0,12}"
    r"|\W{0,6}(?:Подписаться|Подписывайтесь|Подпишись|Подпишитесь|Прислать новость"
    r"|Предложить новость|Наш (?:канал|чат|бот|сайт)"
    r"|Читайте нас|Мы в (?:Telegram|Телеграм|соцсетях|MAX|ВК|Instagram)|Больше новостей"
    r"|Все новости|Поддержать канал|Бустить канал"
    r"|Обсудить в чате|Резервный канал|Переслано (?:от|из)|Forwarded from|Реклама\. ?(?:ООО|ИП|АО)"
    r"|Erid)\b.{0,120}"
    r"|\W{0,6}(?:https?://)?t\.me/\S+\W{0,6}|\W{0,4}@\w{4,}\W{0,4})",
    re.IGNORECASE,
)
_VIEWS = re.compile(
    r"(?:[\d.,]+[KКkкMМ]? ?(?:просмотр\w*|views?|👁)|👁 ?[\d.,]+[KК]?|\d\d:\d\d ✓✓?"
    r"|(?:[👍❤🔥😁😢🤯🙏👎🤔😱]\ufe0f? ?\d+\s*){1,})",
    re.I,
)

_PLAYER_TEXT = re.compile(
    r"(?:Воспроизвести(?: видео)?|Видео недоступно.*|Включить звук|Выключить звук"
    r"|Смотреть на YouTube|Смотреть позже"
    r"|Код для вставки|Скопировать ссылку|Ссылка скопирована|Размер плеера|Автовоспроизведение"
    r"|Поделиться видео"
    r"|Ваш браузер не поддерживает.*|Your browser does not support.*|Please enable JavaScript.*"
    r"|(?:Для \w+ )?включите JavaScript.*"
    r"|(?:Auto|Авто)(?: \d{3,4}p)+|\d{1,2}:\d\d(?::\d\d)? / \d{1,2}:\d\d(?::\d\d)?|Embed|Share"
    r"|Video Player|Загрузка\.{3}|Loading\.{3}"
    r"|\[/?(?:embed|video|audio|gallery|caption)[^\]]*\].*)",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(
    r"(?:(?:var|let|const) \w+ ?=|function\b ?\w*\(|return ?[{(\[]|\(function|window\.|document\.|jQuery|\$\("
    r"|googletag|dataLayer|_gaq"
    r"|if ?\(.*\) ?\{|for ?\(.*;.*;|else ?\{|[}\])]+[;,)]|\}, ?\w+ ?:|@media|@import|#include"
    r"|import \w+ from|\{\{|<\?php|<!--|-->"
    r"|\w[\w.$-]*\([^а-яё]*\);?$|[.#][\w-]+(?:[ ,>]+[.#]?[\w-]+)* ?\{"
    r"|[\w-]+ ?: ?[^а-яё;]{1,80};(?: [\w-]+ ?: ?[^;]{1,80};)*\}?$"
    r"|</?[a-z][\w-]*(?: [^<>]*)?>.*|\"?[\w@$-]+\"? ?: ?[\[{].*|\{ ?\"[\w@]+\" ?:.*)",
)
_CODE_SIGNS = tuple("{}=<>;$#")
_STRINGS = re.compile(r"\"[^\"]*\"|'[^']*'")

_SIGNATURE = re.compile(
    r"(?:Президент|Премьер-министр|Премьер-Министр|Министр|Председатель|Генеральный директор"
    r"|Директор|Руководитель|Глава(?! \d)|Аким|Губернатор"
    r"|Секретарь|Начальник|Комендант|Заместитель \w+|И\. ?о\. \w+)(?: [\w«».-]+){0,8}"
)
_DOCUMENT = re.compile(
    r"(?:ЗАКОН|КОНСТИТУЦИОННЫЙ ЗАКОН|УКАЗ|ПОСТАНОВЛЕНИЕ|РЕШЕНИЕ|ПРИКАЗ|КОДЕКС|РАСПОРЯЖЕНИЕ|ДОГОВОР"
    r"|УСТАВ|ПОЛОЖЕНИЕ)\b.*"
)
_NUMBERED_DATE = re.compile(
    r".{0,60}\b\d{1,2}(?:\.\d\d\.| \w+ )\d{4}(?: ?г(?:ода|\.)?)?,?\.? ?№ ?[\w/-]+(?: \w+)?"
)
_SOURCE = re.compile(
    r"\(?(?:Источник(?:и|и информации)?(?: данных)?|По данным|Данные|Составлено по)\s?:\s?.{2,150}"
)
_LONGEST_FOOTER = 200
_LONGEST_REFERENCE = 600


def table_row(page: Page, at: int) -> Verdict | None:
    """``Страна	Пшеница	Ячмень``, ``| Порт | Объем |``; two rows make a table."""
    if at in _table_rows(page):
        return Verdict("table", "row of a table")
    return None


@lru_cache(maxsize=1)
def _table_rows(page: Page) -> frozenset[int]:
    rows = [at for at, piece in enumerate(page.pieces) if _is_row(piece.raw or piece.text)]
    beside = set(rows)
    return frozenset(at for at in rows if {at - 1, at + 1} & beside)


def _is_row(text: str) -> bool:
    if "\t" not in text and "|" not in text and "   " not in text:
        return False
    if "|" in text and (_RULER.fullmatch(text) or _PIPES.fullmatch(text)):
        return len(text) < 5 * _LONGEST_CELL
    cells = re.split(r"\t+| {3,}", text)
    return len(cells) > 1 and max(map(len, cells)) <= _LONGEST_CELL and bool(_COLUMNS.search(text))


def contents(page: Page, at: int) -> Verdict | None:
    """«Содержание» and the numbered headings below it."""
    text = page.text(at)
    if _CONTENTS.fullmatch(text):
        return Verdict("boilerplate", "contents of the page") if _lists_contents(page, at) else None
    above = at - 1
    while above >= 0 and at - above < 60 and _CONTENTS_LINE.fullmatch(page.text(above)):
        above -= 1
    if _CONTENTS_LINE.fullmatch(text) and not ends_sentence(text) and _CONTENTS.fullmatch(page.text(above)):
        return Verdict("boilerplate", "contents of the page")
    return None


def _lists_contents(page: Page, at: int) -> bool:
    return bool(_CONTENTS_LINE.fullmatch(page.text(at + 1)) or _EDIT_LINK.search(page.text(at + 1)))


def edit_link(page: Page, at: int) -> Verdict | None:
    """«[править | править код]»."""
    return Verdict("boilerplate", "link to edit the page") if _EDIT_LINK.fullmatch(page.text(at)) else None


def references(page: Page, at: int) -> Verdict | None:
    """«Примечания», «Литература», «Ссылки» and what is listed below them; «↑ …»; a record with ISBN."""
    text = page.text(at)
    if len(text) <= _LONGEST_REFERENCE and _REFERENCE.fullmatch(text):
        return Verdict("boilerplate", "reference")
    if at in _reference_section(page):
        return Verdict("boilerplate", "references of the page")
    return None


@lru_cache(maxsize=1)
def _reference_section(page: Page) -> frozenset[int]:
    """The last sections of a page, from the first heading of references on, if no prose follows."""
    headings = [at for at in range(len(page.pieces)) if _REFERENCE_HEADING.fullmatch(page.text(at))]
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


def contacts(page: Page, at: int) -> Verdict | None:
    """«Контакты для СМИ:», «Пресс-служба: +7 (727) …», an address or number below them."""
    text = page.text(at)
    if _KIND.fullmatch(text):
        return Verdict("boilerplate", "kind of the text")
    if len(text) > 250:
        return None
    if _CONTACT.fullmatch(text) and (
        _REACHED.search(text) or (text.endswith(":") and _REACHED.search(page.text(at + 1)))
    ):
        return Verdict("boilerplate", "contacts")
    if (
        _REACHED.search(text)
        and at > 0
        and (_CONTACT.match(page.text(at - 1)) or _REACHED.search(page.text(at - 1)))
    ):
        return Verdict("boilerplate", "contacts")
    below = " ".join(page.text(place) for place in (at + 1, at + 2))
    if _CONTACT.fullmatch(text) and not ends_sentence(text.rstrip(":")) and _REACHED.search(below):
        return Verdict("boilerplate", "contacts")
    return None


def channel_footer(page: Page, at: int) -> Verdict | None:
    """«@channel | Подписаться | Прислать новость», «👁 1.2K»."""
    text = page.text(at)
    if len(text) <= _LONGEST_FOOTER and (_FOOTER.fullmatch(text) or _VIEWS.fullmatch(text)):
        return Verdict("boilerplate", "footer of a channel")
    return None


def player(page: Page, at: int) -> Verdict | None:
    """«Воспроизвести видео», ``0:00 / 3:45``."""
    return Verdict("boilerplate", "controls of a player") if _PLAYER_TEXT.fullmatch(page.text(at)) else None


def program(page: Page, at: int) -> Verdict | None:
    """A line of a program, with whatever in its strings: ``var title = 'Новость';``."""
    text = page.text(at)
    if not (
        text.endswith(")") or text.startswith(("import ", "jQuery")) or any(map(text.count, _CODE_SIGNS))
    ):
        return None
    bare = _STRINGS.sub("''", text)
    if bare.startswith(("//", "}, ")) and sum(char in "{}()[]:;'\"," for char in bare) * 20 >= len(bare):
        return Verdict("boilerplate", "code of the web page")
    if not _CODE_LINE.match(bare) or re.search(r"[а-яё]{3,} [а-яё]{3,} [а-яё]{3,}", bare):
        return None
    signs = sum(char in "{}()[]<>=;:/\\\"'_$#|&+*.," for char in text)
    return Verdict("boilerplate", "code of the web page") if signs * 12 >= len(bare) else None


def video_title(page: Page, at: int) -> Verdict | None:
    """«Житель Омска собрал танк» below the program of a player."""
    text = page.text(at)
    is_title = 0 < len(text) <= _LONGEST_FOOTER and (not ends_sentence(text) or text.endswith(("?", "!")))
    if at > 1 and is_title and program(page, at - 1) and program(page, at - 2):
        return Verdict("caption", "title of the video above")
    return None


def signature(page: Page, at: int) -> Verdict | None:
    """«Президент / Республики Казахстан», «Астана, 5 мая 2020 года. № 12-V» at the end of a document."""
    if not page.is_document or at < len(page.pieces) - 5 or at <= page.first_sentence:
        return None
    text = page.text(at)
    if _NUMBERED_DATE.fullmatch(text):
        return Verdict("dateline", "place, date and number of the document")
    is_signed = any(_SIGNATURE.fullmatch(page.text(place)) for place in range(max(at - 2, 0), at + 1))
    if is_signed and not ends_sentence(text) and len(text) < 80:
        return Verdict("byline", "who signed the document")
    return None


def source_of_data(page: Page, at: int) -> Verdict | None:
    """«Источник: Министерство сельского хозяйства РК.»."""
    text = page.text(at)
    if at > 0 and text.startswith(("Источник", "(Источник", "Составлено")) and _SOURCE.fullmatch(text):
        return Verdict("caption", "source of the data")
    return None


GENRES = (
    protocol,
    contents,
    edit_link,
    references,
    wiki,
    contacts,
    channel_footer,
    player,
    program,
    video_title,
    signature,
    source_of_data,
)
