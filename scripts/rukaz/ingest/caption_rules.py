"""Rules for captions and credits of pictures, and for pull quotes.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.boilerplate_rules`.
"""

from __future__ import annotations

import re

from rukaz.ingest.boilerplate_rules import NAVIGATION
from rukaz.ingest.date_rules import dateline
from rukaz.ingest.page import Page, Verdict, of_lines_with
from rukaz.ingest.person_names import is_person
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.statements import has_finite_verb, states

_FULL_STOP = re.compile(r"[.!?…] ")
_LONGEST_TAIL, _LONGEST_CAPTION, _LONGEST_AGENCY = 4, 300, 100
_IN_YEAR = re.compile(r"(?:[\w«»\"().-]+ ){1,12}[\w«»\")]+, (?:1[89]|20)\d\d(?: год| ?г\.?)?")
_ENDS_OF_YEAR = ("год", "г", "г.", *"0123456789")
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
    r"|[^.!?]{3,120}[.)»] (?:Фото [\w-]+(?:ой|его|ого|их|ых) [а-яё]{4,20}"
    r"|Снимок (?:с|из|со)\b[^!?]{3,60})"
    r"|[📷📸🎥]\ufe0f? ?(?:[А-ЯЁA-Z@].{2,60})"
)
_PHOTO_BEGINS = (
    "📷",
    "📸",
    "🎥",
    "На снимке",
    "На фото",
    "Скриншот",
    "Кадр",
    "Коллаж",
    "Инфографика",
    "Снимок экрана",
)
_AGENCIES = (
    "Reuters|AFP|AP|EPA|Xinhua|ТАСС|РИА Новости|Getty Images|globallookpress\\.com|Wikimedia(?: Commons)?"
)
_AGENCY = re.compile(
    rf"(?:©|\(c\)) .{{1,80}}|(?:{_AGENCIES})|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|ru|org|net|kz)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"© ?(?:(?:Copyright|Наследники|(?:19|20)\d\d)\b.{0,80}"
    r"|[^.,()]{2,60},(?: [^,()]{2,30},)? (?:19|20)\d\d(?:[–-]\d{4})?\.?)"
)
_AGENCY_AT_END = re.compile(rf".*(?:  +| ?/ | © ?|\s\| ?)(?:{_AGENCIES})|.*[А-яё»] globallookpress\.com")


def caption(page: Page, at: int) -> Verdict | None:
    """«… Фото: Reuters», ``© AFP``, and the line above that it repeats or belongs to."""
    text, below = page.text(at), page.text(at + 1)
    if "©" in text and _COPYRIGHT.fullmatch(text) and page.first_sentence < at:
        return Verdict("boilerplate", "whose rights these are")
    if at > 0 and _is_agency(text):
        return Verdict("caption", "credit of a photo")
    is_short = len(text) <= 200
    is_credit = is_short and (_credits_photo(text) or (at > 0 and _is_by_agency(text)))
    if is_credit or (at > 0 and len(text) <= _LONGEST_CAPTION and _is_photo(text)):
        return Verdict("caption", "caption of a photo with its credit")
    if below.startswith(text) and len(below) <= 200 and _credits_photo(below):
        return Verdict("caption", "first half of the doubled caption below")
    if (
        at > 0
        and is_short
        and not ends_sentence(text)
        and _is_agency(below)
        and not _COPYRIGHT.fullmatch(below)
    ):
        return Verdict("caption", "caption above the credit of its photo")
    is_dated = at > 0 and text.endswith(_ENDS_OF_YEAR) and _IN_YEAR.fullmatch(text) and not states(text)
    return Verdict("caption", "what a photo shows, and its year") if is_dated else None


def _is_agency(text: str) -> bool:
    return len(text) <= _LONGEST_AGENCY and bool(_AGENCY.fullmatch(text)) and not states(text)


def _credits_photo(text: str) -> bool:
    may_credit = (
        "ото" in text or "Photo" in text or "Иллюстрация" in text or "Снимок" in text or "Видео" in text
    )
    credit = _PHOTO_CREDIT.search(text) if may_credit else None
    return credit is not None and not states(credit[0])


def _is_by_agency(text: str) -> bool:
    has_sign = "/" in text or "©" in text or "|" in text or "  " in text or "globallookpress" in text
    return has_sign and bool(_AGENCY_AT_END.fullmatch(text))


def _is_photo(text: str) -> bool:
    has_sign = "Фото" in text or "Снимок" in text or text.startswith(_PHOTO_BEGINS)
    if not has_sign or not _PHOTO.fullmatch(text):
        return False
    head, shows, _ = text.partition(":")
    if shows and text.startswith(("На снимке", "На фото")):
        return not has_finite_verb(head)  # «На фото видно: …» is a sentence
    return not states(text[text.rfind("Фото") :] if "Фото" in text else text)


@of_lines_with("few")
def person_shown(page: Page, at: int) -> Verdict | None:
    """A name alone under the title, of a person the article speaks of."""
    text = page.text(at)
    if 0 < at < page.first_sentence and is_person(text) and page.names_again(at):
        return Verdict("caption", "a name alone: caption of a portrait")
    return None


@of_lines_with("below", "open")
def repetition(page: Page, at: int) -> Verdict | None:
    """Ten words or more, no full stop, that the text repeats: a pull quote, or a caption if changed.

    What is shorter, or all in quotation marks, is a heading that quotes the text below it, but a pull quote
    if six words or more repeat the text above; what stands above the first sentence is a subtitle; what has
    a full stop inside is no caption.
    """
    text = page.text(at)
    if at < page.first_sentence or ends_sentence(text) or len(text.split()) < 6 or _FULL_STOP.search(text):
        return None
    is_short = len(text.split()) < 10 or (text[0] == "«" and text[-1] == "»")
    if is_short:
        above = None if page.pieces[at].is_verse else page.said_above(at)
        return Verdict("pull_quote", f"repeats a sentence of block {above.number}") if above else None
    share, holder = page.repeated(at)
    number = page.pieces[holder].number
    if share >= 0.95:
        return Verdict("pull_quote", f"repeats a sentence of block {number}")
    if share >= 0.6:
        return Verdict("caption", f"caption of a photo that repeats a phrase of block {number}")
    return None


CAPTIONS_AND_QUOTES = (caption, person_shown, repetition)


def is_at_end(page: Page, at: int) -> bool:
    """Whether nothing but navigation, tags and captions follows."""
    if at < page.last - _LONGEST_TAIL:
        return False
    after = range(at + 1, page.last + 1)
    return all(any(rule(page, to) for rule in (*NAVIGATION, dateline, caption)) for to in after)
