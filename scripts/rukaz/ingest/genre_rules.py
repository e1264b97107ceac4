"""Rules for what texts of other genres have around them: footers, programs, signatures.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.ingest.code_rules import code_places
from rukaz.ingest.contact_rules import contacts
from rukaz.ingest.encyclopedia_rules import ENCYCLOPEDIA
from rukaz.ingest.mail_rules import MAIL
from rukaz.ingest.page import DOCUMENT, Page, Verdict, of_lines
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.post_rules import POSTS
from rukaz.ingest.release_rules import RELEASES
from rukaz.ingest.sports_rules import protocol
from rukaz.ingest.table_rules import source_of_data

_HANDLE = re.compile(
    r".{0,12}@\w{4,}\b.{0,20}[|•·/].*|.*[|•·/].{0,20}@\w{4,}.{0,12}|\W{0,4}@\w{4,}\W{0,4}"
    r"|[^\w\s]{1,4}\s?[А-ЯЁ][^.!?:@]{2,40}[:–—-]{0,2}\s{0,2}@\w{4,}\W{0,4}",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:\W{0,6}(?:Подписаться|Подписывайтесь|Подпишись|Подпишитесь|Прислать новость"
    r"|Предложить новость|Наш (?:канал|чат|бот|сайт)"
    r"|Читайте нас|Мы в (?:Telegram|Телеграм|соцсетях|MAX|ВК|Instagram)|Больше новостей"
    r"|Все новости|Поддержать канал|Бустить канал"
    r"|(?:RT|[Рр]епост|[Рр]етвит|[Лл]айк)\w*(?: и \w+)? приветству\w+"
    r"|Обсудить в чате|Резервный канал|Переслано (?:от|из)|Forwarded from|Реклама\. ?(?:ООО|ИП|АО)"
    r"|Erid)\b.{0,120}"
    r"|(?:Читать|Читайте) (?:полностью|далее|подробнее|целиком|на сайте)\W{0,4}https?://\S+"
    r"|\W{0,6}(?:https?://)?t\.me/\S+\W{0,6})",
    re.IGNORECASE,
)
_VIEWS = re.compile(
    r"(?:[\d.,]+[KКkкMМ]? ?(?:просмотр\w*|views?|👁)|👁 ?[\d.,]+[KК]?|\d\d:\d\d ✓✓?"
    r"|(?:[👍❤🔥😁😢🤯🙏👎🤔😱]\ufe0f? ?\d+\s*){1,})",
    re.I,
)

_REACTIONS = re.compile(
    r"(?:\d[\d ,.]*[KКМM]? (?:ответ|ретвит|репост|лайк|отмет|комментари|просмотр|нравится|цитат|поделил)\w*"
    r"(?: «Нравится»)?[,;·|]?\s*)+"
    r"|Нравится:? \d[\d ]*|(?:Посмотреть|Показать) все комментарии.{0,10}"
    r"|\d{1,2} (?i:минут|час|дн|день|недел|месяц)\w* (?i:назад)"
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
_SOUND = re.compile(
    r"[(\[](?:смех|аплодисменты|шум|пауза|музыка|сме[её]тся|смеются|гул|крики?|вздыхает|вздох|тишина|плачет|звонок"
    r"|нрзб|неразборчиво|оживление|кашель|гудок)\b[^()\[\]]{0,60}[)\]]",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:Президент|Премьер-министр|Премьер-Министр|Министр|Председатель|Генеральный директор"
    r"|Директор|Руководитель|Глава(?! \d)|Аким|Губернатор"
    r"|Секретарь|Судья|Нотариус|Прокурор|Ректор|Декан"
    r"|Заведующ\w+|Управляющ\w+|Начальник|Комендант|Заместитель \w+|И\. ?о\. \w+)(?: {1,4}[\w«».-]+){0,8}"
)
_SIGNED = re.compile(r" [А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?[А-ЯЁ][а-яё-]+$")
_REMARK = re.compile(
    r"\((?:с изменениями|по состоянию на)\b.{0,120}"
    r"|(?:В (?:стать|пункт|подпункт|част|глав)\w+ .{1,80} внес[её]н\w*"
    r"|(?:Стать|Пункт|Подпункт|Част|Глав)\w+ .{1,60} (?:изложен|дополнен|исключен|утратил)\w*)\b.{0,120}№.*"
    r"|Сноска\. .*\b(?:[Зз]акон|приказ|[Пп]остановлени|[Рр]ешени)|Примечание (?:ИЗПИ|РЦПИ)\b|\(в ред\. "
)
_APPROVED = re.compile(
    r"(?:Утвержд[её]н[оаы]?|УТВЕРЖД[ЕЁ]Н[ОАЫ]?|УТВЕРЖДАЮ|Утверждаю|Согласовано|Принят[аоы]?|Одобрен[аоы]?"
    r")\b.{0,150}|Приложение(?: (?:№ ?)?\d+)?(?: к .{3,140})?"
)
APPROVED = "who approved the document below"
_NUMBERED_DATE = re.compile(
    r".{0,60}\b\d{1,2}(?:\.\d\d\.| \w+ )\d{4}(?: ?г(?:ода|\.)?)?,?\.? ?№ ?[\w/-]+(?: \w+)?"
)
_LONGEST_FOOTER = 200


@of_lines
def channel_footer(page: Page, at: int) -> Verdict | None:
    """«@channel | Подписаться | Прислать новость», «👁 1.2K»."""
    text = page.text(at)
    if len(text) > _LONGEST_FOOTER:
        return None
    is_footer = ("@" in text and _HANDLE.fullmatch(text)) or _FOOTER.fullmatch(text)
    is_count = (at in page.with_digits and _VIEWS.fullmatch(text)) or _REACTIONS.fullmatch(text)
    return Verdict("boilerplate", "footer of a channel") if is_footer or is_count else None


@of_lines
def player(page: Page, at: int) -> Verdict | None:
    """«Воспроизвести видео», ``0:00 / 3:45``."""
    return Verdict("boilerplate", "controls of a player") if _PLAYER_TEXT.fullmatch(page.text(at)) else None


@of_lines
def sound(page: Page, at: int) -> Verdict | None:
    """«(Смех в зале.)»."""
    return Verdict("boilerplate", "a sound, not speech") if _SOUND.fullmatch(page.text(at)) else None


@of_lines
def video_title(page: Page, at: int) -> Verdict | None:
    """«Житель Омска собрал танк» below the program of a player."""
    text = page.text(at)
    is_title = 0 < len(text) <= _LONGEST_FOOTER and (not ends_sentence(text) or text.endswith(("?", "!")))
    if at > page.first_sentence and is_title and {at - 1, at - 2} <= code_places(page):
        return Verdict("caption", "title of the video above")
    return None


@of_lines
def date_of_document(page: Page, at: int) -> Verdict | None:
    """«Астана, 5 мая 2020 года. № 12-V» at the head or end of a document."""
    text = page.text(at)
    if at not in page.with_digits or not page.is_document or _APPROVED.match(text):
        return None
    if not _NUMBERED_DATE.fullmatch(text):
        return None
    if at < page.first_sentence and any(_APPROVED.fullmatch(page.text(above)) for above in (at - 1, at - 2)):
        return Verdict("boilerplate", APPROVED)
    at_head = 0 < at < page.first_sentence and not DOCUMENT.match(text)
    at_end = at >= len(page.pieces) - 5 and at > page.first_sentence
    return Verdict("dateline", "place, date and number of the document") if at_head or at_end else None


@of_lines
def signature(page: Page, at: int) -> Verdict | None:
    """«Президент / Республики Казахстан» at the end of a document."""
    text = page.text(at)
    if at <= page.first_sentence or ends_sentence(text) or _APPROVED.match(text):
        return None
    below = [page.text(at + step) for step in (1, 2)]
    if at < page.last_sentence and not any(map(_APPROVED.fullmatch, below)):
        return None
    if _SIGNATURE.fullmatch(text) and _SIGNED.search(text):
        return Verdict("byline", "who signed the document")
    if not page.is_document:
        return None
    is_signed = any(_SIGNATURE.fullmatch(page.text(place)) for place in range(max(at - 2, 0), at + 1))
    if is_signed and len(text) < 80:
        return Verdict("byline", "who signed the document")
    return None


def remark_on_law(page: Page, at: int) -> Verdict | None:
    """«Сноска. Статья 1 с изменениями, внесенными …», «УТВЕРЖДЕНО приказом …» above the title."""
    text = page.text(at)
    if _REMARK.match(text):
        return Verdict("boilerplate", "remark of the publisher of the law")
    is_above = at <= 2 and at < page.first_sentence
    if (is_above or (page.is_document and _NUMBERED_DATE.fullmatch(text))) and _APPROVED.fullmatch(text):
        return Verdict("boilerplate", APPROVED)
    return None


GENRES = (
    protocol,
    *ENCYCLOPEDIA,
    *MAIL,
    *RELEASES,
    contacts,
    *POSTS,
    channel_footer,
    player,
    sound,
    date_of_document,
    signature,
    remark_on_law,
    source_of_data,
)
