"""Rules for who wrote a text or a message: names alone, with a job, above a date.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.boilerplate_rules import NAVIGATION
from rukaz.ingest.caption_rules import is_at_end
from rukaz.ingest.credit_rules import CREDITS
from rukaz.ingest.date_rules import DATELINE, YEAR_AT_END, dateline, place_alone, written
from rukaz.ingest.page import Page, Verdict, of_lines, of_lines_with
from rukaz.ingest.person_names import NAME, NAME_WORD, SURNAME, UPPER, is_person, is_place, may_be_person
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.post_rules import actions, appeal, around_posts
from rukaz.ingest.statements import has_finite_verb, states

_JOBS = "собкор|корреспондент|обозреватель|журналист|редактор|политолог|эксперт|специально для|автор"
_NAME_WITH_JOB = re.compile(rf"{NAME_WORD}(?: {NAME_WORD}){{1,2}}, (?:\w+[ -]){{0,3}}(?:{_JOBS})\b.{{0,60}}")
_NAME_WITH_MORE = re.compile(
    rf"(?P<name>(?:{NAME_WORD}|(?:[{UPPER}]\. ?){{1,2}}) ?{SURNAME}), (?:«[^»]{{2,40}}»"
    r"|[а-яё][а-яё -]{3,40})"
)
_LISTED = re.compile(r"\w+, [^,]* и [а-яё]")
"""«Стихи, Трамп и пиар»: a list of things, none of them a credit."""
_CREDITED = re.compile(
    r"(?:Авторы?|Текст|Подпись|(?:Материал )?Подготовил[аи]?|Записал[аи]?|Беседовал[аи]?|Бесед[уа] вел[аи]?"
    r"|Интервью (?:взял|в[её]л)[аи]?|Перев[её]л[аи]?"
    r"|(?:(?:Слова|Музыка|Стихи|Сл\.|Муз\.)(?: и (?:слова|музыка|муз\.))?)"
    r"|(?:Авторизованный )?перевод (?:с \w+|на \w+)|Перевод"
    r"|(?:Басня|Рассказ|Стихи)\. \w+л[аи]?)(?: ?[:,]|\b) ?.{0,60}",
    re.IGNORECASE,
)
_TALKED = re.compile(
    r"(?i:Бесед[уа] в[её]л|Интервью (?:взял|в[её]л)|Материал подготовил)[аи]? (?P<name>[А-ЯЁ].*)"
)
_AT_END = re.compile(
    r"(?:Авторизованный )?перевод\w*\b|(?:Материал )?подготовил[аи]?\b|(?:Записал|Беседовал)[аи]?\b"
    r"|Бесед[уа] вел[аи]?\b|Интервью (?:взял|в[её]л)[аи]?\b",
    re.IGNORECASE,
)
"""What says who made a text, though more than navigation is below."""
_DID_SOMETHING = re.compile(
    r"[А-ЯЁ][а-яё]+л[аи]? (?:[А-ЯЁ][а-яё]+ )+(?!(?:по|для|специально|и) )[а-яё][^,]*\.$"
)
"""«Записал Иван Ли голос кукушки.»: a sentence, whose object no credit has."""
_DID_IT = re.compile(
    rf"[А-ЯЁ][а-яё]+л[аи]? (?:{NAME_WORD}|(?:[{UPPER}]\. ?){{1,2}}) ?{SURNAME}"
    r"(?:, [а-яё][а-яё -]{3,40})?\.?"
)
_OF_AUTHORS = re.compile(
    r"(?:Под|При|На|За|Пере|Рас|С|По|О|Со)?(?:готов|пис|бесед|в[её]л|сним|снял|фотографир|спрашив|спросил|слуш"
    r"|рассказ|собр|состав|слал|общ|шифров|редактир|наблюд|быва|сочин|рисов|иллюстр|зада|перев|каз)",
    re.IGNORECASE,
)
_NICK = re.compile(r"\w[\w.-]*(?: \w[\w.-]*){0,2}")
SENDER = "who writes the message below"
POST_AUTHOR = "who wrote the post below"
_POSTED = re.compile(r"[\w.-]{2,30}(?: [\w.-]{1,30})? » (?:\w{2},? )?\d{1,2} \w{3,8}\.? \d{4},? \d\d?:\d\d")
_HANDLE_ALONE = re.compile(r"@[\w.@-]{2,60}")
_HANDLE = re.compile(r"@?[a-z][a-z0-9]*[_.][a-z0-9_.]+")
_NICK_ALONE = re.compile(r"[A-Za-z][\w.-]{1,30}|[А-ЯЁа-яё]+[\d_][\w.-]*")
_INITIALS = re.compile(r"(?:[А-ЯЁ]\. ?){1,2}[А-ЯЁ][а-яё-]+\.|[А-ЯЁ][а-яё-]+(?: ?[А-ЯЁ]\.){1,2}")
_LONGEST_SIGNATURE, _LONGEST_BYLINE = 80, 300


@of_lines_with("few", "edge")
def poet(page: Page, at: int) -> Verdict | None:
    """«Мария Волкова» above the title of verse, or between them."""
    below = range(at + 1, min(at + 4, len(page.pieces)))
    verse = next((to for to in below if page.pieces[to].is_verse), None)
    text = page.text(at).title() if page.text(at).isupper() else page.text(at)
    if verse is None or at > 3 or not NAME.fullmatch(text) or page.pieces[at].is_verse:
        return None
    is_poet = verse > 1 and (at == 1 == verse - 1 or is_person(text) or (at == 1 and may_be_person(text)))
    return Verdict("byline", "the poet's name beside the title") if is_poet else None


@of_lines_with("few")
def sender(page: Page, at: int) -> Verdict | None:
    """«Айгуль Тлеуова» above «12 мая 2022 в 18:40», twice or more: who writes the messages or posts below."""
    senders = _senders(page)
    if at not in senders:
        return None
    return Verdict("speaker", SENDER) if 0 in senders else Verdict("byline", POST_AUTHOR)


@lru_cache(maxsize=1)
def _senders(page: Page) -> frozenset[int]:
    dates = [
        at for at, piece in enumerate(page.pieces) if ":" in piece.text and DATELINE.fullmatch(piece.text)
    ]
    found = {at - 1 for at in dates if 0 < at < len(page.pieces) - 1 and _NICK.fullmatch(page.text(at - 1))}
    return frozenset(found) if len(found) > 1 else frozenset()


@of_lines_with("few")
def post_author(page: Page, at: int) -> Verdict | None:
    """«Раиса Гаврилова» above a comment with «19 июл Ответить» below it, or above the time of a post."""
    if not 0 <= at < page.last:
        return None
    if _HANDLE_ALONE.fullmatch(page.text(1)) and _HANDLE_ALONE.fullmatch(page.text(at + 1)):
        return Verdict("byline", POST_AUTHOR) if _NICK.fullmatch(page.text(at)) else None
    if not is_person(page.text(at)):
        return None
    is_above_time = at == 0 and ":" in page.text(1) and DATELINE.fullmatch(page.text(1))
    is_comment = actions(page, at + 2) is not None
    return Verdict("byline", POST_AUTHOR) if is_above_time or is_comment else None


@of_lines_with("open")
def posted(page: Page, at: int) -> Verdict | None:
    """«Galina_P » 14 окт 2013, 20:40» above a post of a forum."""
    is_posted = at in page.with_digits and " » " in page.text(at) and _POSTED.fullmatch(page.text(at))
    return Verdict("byline", POST_AUTHOR) if is_posted else None


@of_lines_with("few", "edge")
def handle(page: Page, at: int) -> Verdict | None:
    """``apa_bakes`` above a post, ``Dim_Dimych`` above its date or what a forum says of a member."""
    if at != 0 or page.last < 1:
        return None
    is_above = _NICK_ALONE.fullmatch(page.text(0)) and (
        DATELINE.fullmatch(page.text(1)) or around_posts(page, 1)
    )
    is_handle = is_above or _HANDLE.fullmatch(page.text(0))
    return Verdict("byline", "the author's name on the network") if is_handle else None


@of_lines
def byline(page: Page, at: int) -> Verdict | None:
    """«Рауф Керимли, собкор»; the same line within a file of several texts."""
    text = page.text(at)
    if found := _edge_byline(page, at):
        return found
    if page.times[text] > 1 and len(text) <= _LONGEST_SIGNATURE:
        again = [to for to, piece in enumerate(page.pieces) if piece.text == text]
        return _edge_byline(page, again[0]) or _edge_byline(page, again[-1])
    return None


def _edge_byline(page: Page, at: int) -> Verdict | None:
    """Who wrote the text; a name alone at the top or end, unless the article speaks of it."""
    text = page.text(at)
    at_end = len(text) <= _LONGEST_BYLINE and is_at_end(page, at)
    at_edge = at < page.first_sentence or at_end
    if at == page.last > 0 and page.pieces[at - 1].is_verse:
        text = YEAR_AT_END.sub("", text)  # «Инна Громова, 2009»
    may_have_more = 0 < at < page.first_sentence or (at > 0 and text.endswith("»"))
    more = _NAME_WITH_MORE.fullmatch(text) if may_have_more else None
    has_more = more is not None and not page.names_again(at, more["name"])
    has_job = _NAME_WITH_JOB.fullmatch(text) and not states(text)
    if has_more or (at_edge and (has_job or (at > 0 and _is_credit(text)))):
        return Verdict("byline", "names the author")
    is_last = page.first_sentence < at and page.first_sentence_from(at + 1) == len(page.pieces)
    may_tell = len(text) <= _LONGEST_SIGNATURE and _AT_END.match(text) and _is_credit(text)
    is_told = may_tell and _is_below_text(page, at)
    if is_told or (at_end and at > 0 and (_did_it(text) or (is_last and _INITIALS.fullmatch(text)))):
        return Verdict("byline", "names the author")
    if not at_edge or at == 0 or ends_sentence(text):
        return None
    if is_person(text) and not page.names_again(at):
        return Verdict("byline", "a name alone: the author's")
    if at_end and len(text) <= _LONGEST_SIGNATURE:
        names = re.split(r", | и ", text)
        if (is_person(names[0]) or may_be_person(names[0])) and all(
            is_person(name) or is_place(name) for name in names[1:]
        ):
            return Verdict("byline", "names alone: the authors'")
    return None


def _did_it(text: str) -> bool:
    """Whether a line says that somebody did something; a sentence, that it was the text."""
    is_credit = not ends_sentence(text) or _OF_AUTHORS.match(text)
    return bool(is_credit and _DID_IT.fullmatch(text))


def _is_credit(text: str) -> bool:
    """Whether a line says who made the text, with a name if it ends like a sentence."""
    if not _CREDITED.fullmatch(text) or _LISTED.match(text):
        return False
    if (name := _TALKED.fullmatch(text)) and not has_finite_verb(name["name"]):
        return True
    if states(text) or _DID_SOMETHING.match(text):
        return False
    return not ends_sentence(text) or ":" in text or any(word[0].isupper() for word in text.split()[1:])


def _is_below_text(page: Page, at: int) -> bool:
    """Whether no sentence follows but remarks of the site."""
    below = (to for to in page.sentences if to > at)
    return page.first_sentence < at and all(
        any(rule(page, to) for rule in (*NAVIGATION, appeal)) for to in below
    )


PEOPLE_AND_DATES = (
    sender,
    post_author,
    posted,
    dateline,
    written,
    place_alone,
    poet,
    handle,
    *CREDITS,
    byline,
)
