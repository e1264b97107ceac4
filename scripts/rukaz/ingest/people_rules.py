"""Rules for who wrote a text, where and when, for captions of its pictures and for its pull quotes.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.dictionary import grammemes
from rukaz.ingest.boilerplate_rules import DATELINE, MONTHS, NAVIGATION
from rukaz.ingest.page import Page, Verdict, of_lines
from rukaz.ingest.pieces import ends_sentence

_TOWN = re.compile(r"г\. ?[А-ЯЁ][\w-]{2,20}(?: [А-ЯЁ][\w-]{2,20})?")
_PLACE_AND_DAY = re.compile(rf"[А-ЯЁ][\w-]{{2,20}}, \d{{1,2}} (?:{MONTHS})\.?")
_WRITTEN = re.compile(
    r"\(?(?:[А-ЯЁ][\w-]+(?: [А-ЯЁ][\w-]+)?, )?(?:1[5-9]|20)\d\d(?:[–—-]\d{2,4})?(?: ?г\.?)?\)?"
)

_YEAR_AT_END = re.compile(r",? (?:1[5-9]|20)\d\d(?: ?г\.?)?$")

_JOBS = "собкор|корреспондент|обозреватель|журналист|редактор|политолог|эксперт|специально для|автор"
_UPPER, _LOWER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ", "a-zа-яёәғқңөұүһі’'"
_NAME_WORD = rf"[{_UPPER}](?:\.|[{_LOWER}]+)(?:-[{_UPPER}]?[{_LOWER}]+)*"
_PERSONAL = frozenset({"Name", "Surn", "Patr"})
_FULL_STOP = re.compile(r"[.!?…] ")
_PATRONYMIC = r"\w+(?:ич|вна|чна|улы|кызы|қызы|оглы)"
_SURNAME = rf"(?:{_NAME_WORD}|[{_UPPER}]{{3,}}(?:-[{_UPPER}]{{3,}})?)"
_NAME = re.compile(
    rf"(?:[{_UPPER}]\. ?)?{_NAME_WORD} (?:{_SURNAME}|{_NAME_WORD} {_PATRONYMIC}|{_PATRONYMIC} {_SURNAME})"
)
_NAME_WITH_JOB = re.compile(
    rf"{_NAME_WORD}(?: {_NAME_WORD}){{1,2}}, (?:\w+[ -]){{0,3}}(?:{_JOBS})\b.{{0,60}}"
)
_NAME_WITH_MORE = re.compile(rf"(?P<name>{_NAME_WORD} {_SURNAME}), (?:«[^»]{{2,40}}»|[а-яё][а-яё -]{{3,40}})")
_CREDITED = re.compile(
    r"(?:Авторы?|Текст|Подпись|(?:Материал )?Подготовил[аи]?|Записал[аи]?|Беседовал[аи]?|Бесед[уа] вел[аи]?"
    r"|Интервью (?:взял|в[её]л)[аи]?|Перев[её]л[аи]?)\b[:,]? .{3,60}",
    re.IGNORECASE,
)
_DID_IT = re.compile(rf"[А-ЯЁ][а-яё]+л[аи]? {_NAME_WORD} {_SURNAME}\.?")
_NICK = re.compile(r"\w[\w.-]*(?: \w[\w.-]*){0,2}")
SENDER = "who writes the message below"
_HANDLE = re.compile(r"@?[a-z][a-z0-9]*[_.][a-z0-9_.]+")
_IN_YEAR = re.compile(r"(?:[\w«»\"().-]+ ){1,12}[\w«»\")]+, (?:1[89]|20)\d\d(?: год| ?г\.?)?")
_ENDS_OF_YEAR = ("год", "г", "г.", *"0123456789")
_INITIALS = re.compile(r"(?:[А-ЯЁ]\. ?){1,2}[А-ЯЁ][а-яё-]+\.|[А-ЯЁ][а-яё-]+(?: ?[А-ЯЁ]\.){1,2}")
_LONGEST_SIGNATURE, _LONGEST_TAIL, _LONGEST_CAPTION, _LONGEST_AGENCY = 80, 4, 300, 100
_PHOTO_CREDIT = re.compile(
    r"(?:^|\s)(?:Фото(?:граф(?:ия)?)?|Photo|Иллюстрация|Снимок|Источник фото|Фото и видео)\s*: ?.{0,80}$"
    r"|^Видео: [^.!?]{2,60}$|\s[/|] ?[Фф]ото\b.{2,60}$"
)
_PHOTO = re.compile(
    r"На (?:снимке|фото)(?: \w+)?: .{3,250}|(?:Скриншот|Кадр|Коллаж|Инфографика|Снимок экрана)"
    r"(?: (?:из )?(?:видео|трансляции|с сайта))?(?::| ?©) ?.{2,100}|Кадр из (?:видео|фильма)\b.{0,60}"
    r"|(?:.{3,250}[.)»] )?Фото (?:автора|из (?:[^.!?]|\b[А-ЯЁ]\.){3,60}|с сайта [^!?]{3,40}"
    r"|пресс-служб\w+[^.!?]{0,60}|предоставлен\w+ [^.!?]{3,60}"
    r"|[А-ЯЁ]\. ?[А-ЯЁ][а-яё]+|[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яёА-ЯЁ]+)\.?"
)
_PHOTO_BEGINS = ("На снимке", "На фото", "Скриншот", "Кадр", "Коллаж", "Инфографика", "Снимок экрана")
_AGENCIES = (
    "Reuters|AFP|AP|EPA|Xinhua|ТАСС|РИА Новости|Getty Images|globallookpress\\.com|Wikimedia(?: Commons)?"
)
_AGENCY = re.compile(
    rf"(?:©|\(c\)) .{{1,80}}|(?:{_AGENCIES})|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|ru|org|net|kz)",
    re.IGNORECASE,
)
_AGENCY_AT_END = re.compile(rf".*(?:  +| ?/ | © ?|\s\| ?)(?:{_AGENCIES})|.*[А-яё»] globallookpress\.com")


@of_lines
def dateline(page: Page, at: int) -> Verdict | None:
    """«9 ноября 2023 г.», ``09.11.2023 12:30``; «г. Атырау» at the top."""
    text = page.text(at)
    if at in page.with_digits and DATELINE.fullmatch(text):
        return Verdict("dateline", "a date alone")
    if at < page.first_sentence and (_TOWN.fullmatch(text) or _PLACE_AND_DAY.fullmatch(text)):
        return Verdict("dateline", "a place alone")
    return None


@of_lines
def written(page: Page, at: int) -> Verdict | None:
    """«Семипалатинск, 1961» below verse."""
    is_last = 0 < at == len(page.pieces) - 1
    if not is_last or is_person(_YEAR_AT_END.sub("", page.text(at))):
        return None
    is_below_poet = at > 1 and page.pieces[at - 2].is_verse and is_person(page.text(at - 1))
    if (page.pieces[at - 1].is_verse or is_below_poet) and _WRITTEN.fullmatch(page.text(at)):
        return Verdict("dateline", "where and when the verse was written")
    return None


def is_person(text: str) -> bool:
    """Whether two or three words are the name of a person: no word of them is known to be something else.

    >>> is_person("Мехрибан Алиева"), is_person("Реакция Польши")
    (True, False)
    """
    if not _NAME.fullmatch(text):
        return False
    known = [found for word in text.split() if (found := grammemes(word))]
    return all(_PERSONAL & found for found in known)


def is_place(text: str) -> bool:
    """Whether words are names of places: «Казань», «Розендаль (Норвегия) – Санкт-Петербург».

    >>> is_place("Санкт-Петербург"), is_place("Победа")
    (True, False)
    """
    words = re.split(r"[ –—(),]+", text.strip(" ()"))
    return bool(text) and text[0].isupper() and all("Geox" in grammemes(word) for word in words)


@of_lines
def place_alone(page: Page, at: int) -> Verdict | None:
    """«Казань» at the end: where the correspondent is."""
    if 0 < at == page.last and len(page.text(at)) <= _LONGEST_SIGNATURE and is_place(page.text(at)):
        return Verdict("dateline", "a place alone: the correspondent's")
    return None


def _may_be_person(text: str) -> bool:
    """Whether it is a given name and another word: «Илья Кроль»."""
    return bool(_NAME.fullmatch(text)) and "Name" in grammemes(text.split(maxsplit=1)[0])


def _is_at_end(page: Page, at: int) -> bool:
    """Whether nothing but navigation, tags and captions follows."""
    if at < page.last - _LONGEST_TAIL:
        return False
    after = range(at + 1, page.last + 1)
    return all(any(rule(page, to) for rule in (*NAVIGATION, dateline, caption)) for to in after)


@of_lines
def poet(page: Page, at: int) -> Verdict | None:
    """«Мария Волкова» above the title of verse, or between them."""
    if at > 1 or len(page.pieces) < 3 or not page.pieces[2].is_verse:
        return None
    is_poet = is_person(page.text(0)) if at == 0 else bool(_NAME.fullmatch(page.text(1)))
    return Verdict("byline", "the poet's name beside the title") if is_poet else None


@of_lines
def sender(page: Page, at: int) -> Verdict | None:
    """«Айгуль Тлеуова» above «12 мая 2022 в 18:40», twice or more: who writes the messages below."""
    return Verdict("speaker", SENDER) if at in _senders(page) else None


@lru_cache(maxsize=1)
def _senders(page: Page) -> frozenset[int]:
    dates = [
        at for at, piece in enumerate(page.pieces) if ":" in piece.text and DATELINE.fullmatch(piece.text)
    ]
    found = {at - 1 for at in dates if 0 < at < len(page.pieces) - 1 and _NICK.fullmatch(page.text(at - 1))}
    return frozenset(found) if len(found) > 1 and min(found) == 0 else frozenset()


@of_lines
def handle(page: Page, at: int) -> Verdict | None:
    """``apa_bakes`` above a post."""
    is_handle = at == 0 < page.last and _HANDLE.fullmatch(page.text(0))
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
    at_end = len(text) <= _LONGEST_CAPTION and _is_at_end(page, at)
    at_edge = at < page.first_sentence or at_end
    if at == page.last > 0 and page.pieces[at - 1].is_verse:
        text = _YEAR_AT_END.sub("", text)  # «Инна Громова, 2009»
    may_have_more = 0 < at < page.first_sentence or (at > 0 and text.endswith("»"))
    more = _NAME_WITH_MORE.fullmatch(text) if may_have_more else None
    has_more = more is not None and not page.names_again(at, more["name"])
    if has_more or (at_edge and (_NAME_WITH_JOB.fullmatch(text) or (at > 0 and _CREDITED.fullmatch(text)))):
        return Verdict("byline", "names the author")
    is_last = page.first_sentence < at and page.first_sentence_from(at + 1) == len(page.pieces)
    if at_end and at > 0 and (_DID_IT.fullmatch(text) or (is_last and _INITIALS.fullmatch(text))):
        return Verdict("byline", "names the author")
    if not at_edge or at == 0 or ends_sentence(text):
        return None
    if is_person(text) and not page.names_again(at):
        return Verdict("byline", "a name alone: the author's")
    if at_end and len(text) <= _LONGEST_SIGNATURE:
        names = re.split(r", | и ", text)
        if (is_person(names[0]) or _may_be_person(names[0])) and all(
            is_person(name) or is_place(name) for name in names[1:]
        ):
            return Verdict("byline", "names alone: the authors'")
    return None


def caption(page: Page, at: int) -> Verdict | None:
    """«… Фото: Reuters», ``© AFP``, and the line above that it repeats or belongs to."""
    text, below = page.text(at), page.text(at + 1)
    if at > 0 and _is_agency(text):
        return Verdict("caption", "credit of a photo")
    is_short = len(text) <= 200
    is_credit = is_short and (_credits_photo(text) or (at > 0 and _is_by_agency(text)))
    if is_credit or (at > 0 and len(text) <= _LONGEST_CAPTION and _is_photo(text)):
        return Verdict("caption", "caption of a photo with its credit")
    if below.startswith(text) and len(below) <= 200 and _credits_photo(below):
        return Verdict("caption", "first half of the doubled caption below")
    if at > 0 and is_short and not ends_sentence(text) and _is_agency(below):
        return Verdict("caption", "caption above the credit of its photo")
    is_dated = at > 0 and text.endswith(_ENDS_OF_YEAR) and _IN_YEAR.fullmatch(text)
    return Verdict("caption", "what a photo shows, and its year") if is_dated else None


def _is_agency(text: str) -> bool:
    return len(text) <= _LONGEST_AGENCY and bool(_AGENCY.fullmatch(text))


def _credits_photo(text: str) -> bool:
    may_credit = (
        "ото" in text or "Photo" in text or "Иллюстрация" in text or "Снимок" in text or "Видео" in text
    )
    return may_credit and bool(_PHOTO_CREDIT.search(text))


def _is_by_agency(text: str) -> bool:
    has_sign = "/" in text or "©" in text or "|" in text or "  " in text or "globallookpress" in text
    return has_sign and bool(_AGENCY_AT_END.fullmatch(text))


def _is_photo(text: str) -> bool:
    return ("Фото" in text or text.startswith(_PHOTO_BEGINS)) and bool(_PHOTO.fullmatch(text))


@of_lines
def person_shown(page: Page, at: int) -> Verdict | None:
    """A name alone under the title, of a person the article speaks of."""
    text = page.text(at)
    if 0 < at < page.first_sentence and is_person(text) and page.names_again(at):
        return Verdict("caption", "a name alone: caption of a portrait")
    return None


@of_lines
def repetition(page: Page, at: int) -> Verdict | None:
    """Ten words or more, no full stop, that the text repeats: a pull quote, or a caption if changed.

    What is shorter, or all in quotation marks, is a heading that quotes the text below it; what stands
    above the first sentence is a subtitle; what has a full stop inside is no caption.
    """
    text = page.text(at)
    if at < page.first_sentence or ends_sentence(text) or len(text.split()) < 10:
        return None
    if _FULL_STOP.search(text) or (text[0] == "«" and text[-1] == "»"):
        return None
    share, holder = page.repeated(at)
    number = page.pieces[holder].number
    if share >= 0.95:
        return Verdict("pull_quote", f"repeats a sentence of block {number}")
    if share >= 0.6:
        return Verdict("caption", f"caption of a photo that repeats a phrase of block {number}")
    return None


PEOPLE_AND_DATES = (sender, dateline, written, place_alone, poet, handle, byline)
CAPTIONS_AND_QUOTES = (caption, person_shown, repetition)
