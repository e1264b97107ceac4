"""Rules for what texts of other genres have around them: footers, sounds, chords.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.ingest.code_rules import code_places
from rukaz.ingest.contact_rules import contacts
from rukaz.ingest.document_rules import DOCUMENTS
from rukaz.ingest.encyclopedia_rules import ENCYCLOPEDIA
from rukaz.ingest.mail_rules import MAIL
from rukaz.ingest.page import Page, Verdict, but_statements, of_lines, of_lines_with
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.post_rules import POSTS
from rukaz.ingest.release_rules import RELEASES
from rukaz.ingest.sports_rules import protocol
from rukaz.ingest.statements import states
from rukaz.ingest.table_rules import source_of_data
from rukaz.ingest.verse import is_chords

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
_ASKS_TO_FOLLOW = re.compile(
    r"\W{0,6}(?:(?:Подпи(?:сывайтесь|шись|шитесь)|Читайте нас)\b.*"
    r"(?:\bна (?:нас|(?:наш\w* )?(?:канал|чат|групп|рассыл|страниц|сообществ))|@|t\.me)"
    r"|(?:RT|репост|ретвит|лайк)\w*(?: и \w+)? приветству).*",
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
_SOUND = re.compile(
    r"[(\[](?:смех|аплодисменты|шум|пауза|музыка|сме[её]тся|смеются|гул|крики?|вздыхает|вздох|тишина|плачет|звонок"
    r"|нрзб|неразборчиво|оживление|кашель|гудок)\b[^()\[\]]{0,60}[)\]]",
    re.IGNORECASE,
)
_LONGEST_FOOTER = 200


@of_lines
def channel_footer(page: Page, at: int) -> Verdict | None:
    """«@channel | Подписаться | Прислать новость», «👁 1.2K»."""
    text = page.text(at)
    if len(text) > _LONGEST_FOOTER:
        return None
    is_footer = ("@" in text and _HANDLE.fullmatch(text)) or (
        _FOOTER.fullmatch(text) and (not states(text) or _ASKS_TO_FOLLOW.fullmatch(text))
    )
    is_count = (at in page.with_digits and _VIEWS.fullmatch(text)) or _REACTIONS.fullmatch(text)
    return Verdict("boilerplate", "footer of a channel") if is_footer or is_count else None


@of_lines_with("open")
def chords(page: Page, at: int) -> Verdict | None:
    """``Am          Dm`` above a line of a song."""
    return Verdict("boilerplate", "chords of a song") if is_chords(page.text(at)) else None


@of_lines
@but_statements
def sound(page: Page, at: int) -> Verdict | None:
    """«(Смех в зале.)»."""
    return Verdict("boilerplate", "a sound, not speech") if _SOUND.fullmatch(page.text(at)) else None


@of_lines_with("below")
def video_title(page: Page, at: int) -> Verdict | None:
    """«Житель Омска собрал танк» below the program of a player."""
    text = page.text(at)
    is_title = 0 < len(text) <= _LONGEST_FOOTER and (not ends_sentence(text) or text.endswith(("?", "!")))
    if at > page.first_sentence and is_title and {at - 1, at - 2} <= code_places(page):
        return Verdict("caption", "title of the video above")
    return None


GENRES = (
    protocol,
    *ENCYCLOPEDIA,
    *MAIL,
    *RELEASES,
    contacts,
    *POSTS,
    channel_footer,
    sound,
    *DOCUMENTS,
    source_of_data,
)
