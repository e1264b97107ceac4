"""Rules for the text of an article: title, lead, headings, body."""

from __future__ import annotations

import re
import unicodedata

from rukaz.dictionary import grammemes
from rukaz.ingest.conversation_rules import question_alone, turn, turn_by_name
from rukaz.ingest.labels import heads_section
from rukaz.ingest.page import DOCUMENT, Page, Verdict, of_lines, of_lines_with
from rukaz.ingest.pieces import ends_sentence

_TURN = re.compile(r"[–—-]\s*\S")
_QUESTION = re.compile(r"""\?["'»”’)\]]*$""")
_FULL_STOP = re.compile(r"[.!?…]\s")
_POST = re.compile(r"(?:^|\s)[@#]\w")
_CYRILLIC = re.compile(r"[А-яЁё]")
_GOES_ON = re.compile(r"[а-яё].{4,}")
_SUBJECT = re.compile(r"«?(?:Об? [а-яё]|По вопросам |О внесении |ОБ? [А-ЯЁ]{2}|ПО ВОПРОСАМ )")
_ISSUER = re.compile(
    r"(?:Министра|Министерства|Правительства|Президента|Акима|Маслихата|Главы|Губернатора|Именем)\b"
)
_SAYS = re.compile(r"\b(?:словам|данным|мнению|информации|сообщению|версии|оценке)\b")
_GREETING = re.compile(
    r"(?:Здравствуйте|Добрый (?:день|вечер)|Доброе утро|Доброго времени|Приветствую|Привет|Уважаем[а-яё]+"
    r"|Дорог(?:ой|ая|ие)|Коллеги|Друзья)\b[^.!?]{0,60}[!,.]"
)
_GREETS = re.compile(r"(?:Здравствуйте|Добрый (?:день|вечер)|Доброе утро),? [А-ЯЁ]")
_LONGEST_TITLE = 200
_LONGEST_HEADING = 120
_WORDS_OF_HEADING = 6
_LOWEST_LEAD = 2


@of_lines
def title(page: Page, at: int) -> Verdict | None:
    """The first piece of a text, if it does not end like a statement and something follows."""
    text = page.text(at)
    if page.pieces[at].label_kind == "speaker":
        return None
    if at > page.first_sentence and at in page.begins and at < len(page.pieces) - 1:
        is_headline = not ends_sentence(text) and len(text) <= _LONGEST_TITLE
        is_above_text = ends_sentence(page.text(at + 1)) or page.pieces[at + 1].label_kind == "marker"
        return Verdict("title") if is_headline and is_above_text else None
    if at > 0 or len(page.pieces) == 1 or len(text) > _LONGEST_TITLE or _TURN.match(text):
        return None
    if _GREETING.fullmatch(text):
        return None  # of a letter
    is_above_verse = at + 1 < len(page.pieces) and page.pieces[at + 1].is_verse
    if page.pieces[at].is_verse or (text[0].islower() and _CYRILLIC.match(text) and not is_above_verse):
        return None
    is_headline = not ends_sentence(text) or text.endswith(("?", "!", "?»", "!»", "…", "..."))
    return Verdict("title") if is_headline else None


@of_lines_with("edge")
def subtitle(page: Page, at: int) -> Verdict | None:
    """«О сельских библиотеках» under «ЗАКОН РЕСПУБЛИКИ КАЗАХСТАН», or «УКАЗ» under who gives it."""
    if not 0 < at <= 3:
        return None
    above = [page.text(place) for place in range(at)]
    if _is_source(page.text(at), above[-1]):
        return Verdict("title")
    if ends_sentence(page.text(at)) or any(map(ends_sentence, above)):
        return None
    if (
        "\n" not in page.pieces[at].raw
        and _GOES_ON.match(page.text(at))
        and above[-1][:1].isupper()
        and title(page, at - 1)
    ):
        return Verdict("title")  # «ДОГОВОР № 15» and «на оказание услуг» below it
    is_kind = bool(DOCUMENT.match(page.text(at))) and page.text(at).isupper()
    is_subject = bool(_SUBJECT.match(page.text(at)) or _ISSUER.match(page.text(at)))
    is_below = is_subject and any(map(DOCUMENT.match, above))
    return Verdict("title") if is_kind or is_below else None


def _is_source(text: str, above: str) -> bool:
    """«Закон Республики Казахстан от 2 января 2021 года № 400-VI.» below «О чистом небе»."""
    return (
        "№" in text and len(text) <= _LONGEST_HEADING and bool(DOCUMENT.match(text) and _SUBJECT.match(above))
    )


@of_lines_with("open")
def numbered_heading(page: Page, at: int) -> Verdict | None:
    """«Основные понятия» after «Статья 1.»."""
    piece = page.pieces[at]
    is_headed = piece.label_kind == "marker" and (
        heads_section(piece.label) or _heads_points(page, at) or _heads_text(page, at)
    )
    if piece.text.startswith("("):
        return None  # «(Исключена)»
    return (
        Verdict("heading")
        if is_headed and not ends_sentence(piece.text) and len(piece.text) <= _LONGEST_TITLE
        else None
    )


def _heads_points(page: Page, at: int) -> bool:
    """Whether the points below are numbered within this one: «1. Предмет договора», «1.1. Арендодатель …»."""
    below = next((piece.label for piece in page.pieces[at + 1 : at + 3] if piece.label), "")
    number = page.pieces[at].label.strip().rstrip(".)")
    return number.isdigit() and below.startswith(f"{number}.1")


def _heads_text(page: Page, at: int) -> bool:
    """Whether a number heads a few words above running text that has none: «2.1. Первый день»."""
    text, below = page.text(at), page.text(at + 1)
    is_number = page.pieces[at].label.strip().rstrip(".)").replace(".", "").isdigit()
    is_above_text = below != "" and not page.pieces[at + 1].label and len(below) > len(text)
    above = page.pieces[at - 1] if at else None
    is_below_text = above is None or not above.label or bool(numbered_heading(page, at - 1))
    return is_number and is_above_text and is_below_text and ends_sentence(below)


def item(page: Page, at: int) -> Verdict | None:
    """An item of a list, which is no heading however short it is."""
    if page.pieces[at].label_kind != "marker":
        return None
    near = page.pieces[max(at - 1, 0) : at + 2]
    return Verdict("body") if sum(piece.label_kind == "marker" for piece in near) > 1 else None


def lead(page: Page, at: int) -> Verdict | None:
    """The first paragraph, under the title if there is one; no law or contract has one."""
    if at > page.title + _LOWEST_LEAD or page.is_divided or page.pieces[at].label_kind == "marker":
        return None
    if page.text(at).startswith(("...", "…")):
        return None
    if _GREETING.fullmatch(page.text(0)) or _GREETS.match(page.text(at)):
        return None  # a letter
    if any(place in page.below_tables for place in range(page.title + 1, at + 1)):
        return None
    first = page.first_sentence_from(page.title + 1) if page.title else page.first_sentence
    first = first or page.first_sentence_from(1 if title(page, 0) else 0)
    is_first = at == first and not page.pieces[at].is_verse
    if is_first and at < len(page.pieces) - 1 and not _is_below_body(page, at):
        return Verdict("lead")
    return None


def _is_below_body(page: Page, at: int) -> bool:
    """Whether between the title and a paragraph is what heads nothing, as a line that ends in an emoji."""
    above = range(page.title + 1, at)
    return any(
        all(rule(page, place) is None for rule in (subtitle, numbered_heading, announcement, heading))
        for place in above
    )


@of_lines
def announcement(page: Page, at: int) -> Verdict | None:
    """«Что делать:» above a list, «Припев:» above a stanza, «Бомбардиры» above a table."""
    return Verdict("heading") if _heads_list(page, at) or _heads_table(page, at) else None


@of_lines
def heading(page: Page, at: int) -> Verdict | None:
    """Short, without a full stop, with running text after it."""
    text, below = page.text(at), page.text(at + 1)
    if at == 0 or len(text) > _LONGEST_HEADING or len(text.split()) > 14:
        return None
    if (("@" in text or "#" in text) and _POST.search(text)) or (
        len(text.split()) > 2 and page.is_cyrillic and not _CYRILLIC.search(text)
    ):
        return None  # of an embedded post
    if len(below) <= len(text) and not _heads_heading(page, at):
        return None
    if (
        text[0].islower()
        or text[-1] == ","
        or page.pieces[at].is_verse
        or _TURN.match(text)
        or unicodedata.category(text[-1]) in ("So", "Sk", "Mn")
    ):
        return None
    if text.isupper() and text.endswith(("…", "...")):
        return Verdict("heading")
    is_one_question = _QUESTION.search(text) and not _FULL_STOP.search(text)
    return Verdict("heading") if is_one_question or not ends_sentence(text) else None


def _heads_list(page: Page, at: int) -> bool:
    """Whether a few words with a colon, or a number, stand above what they announce: «Припев:», «2.»."""
    text = page.text(at)
    is_headed = 0 < at < len(page.pieces) - 1 and text.endswith(":") and text[0].isupper()
    if 0 < at < len(page.pieces) - 1 and page.pieces[at + 1].is_verse and text.strip(" .").isdigit():
        return True
    if not is_headed or not _CYRILLIC.match(text) or _TURN.match(page.text(at + 1)):
        return False
    if page.is_divided:
        return text.isupper() and " " not in text  # «УСТАНОВИЛ:»
    below = page.pieces[at + 1]
    is_list = below.label_kind == "marker" and not any(map(str.isalnum, below.label))
    if is_list or below.is_verse:
        return len(text.split()) <= _WORDS_OF_HEADING
    known = [grammemes(word) for word in text.rstrip(":").split()]
    has_verb = any("VERB" in word for word in known)
    return len(known) == 1 or (len(known) <= 3 and not has_verb and not _SAYS.search(text))


def _heads_table(page: Page, at: int) -> bool:
    """Whether a few words stand right above a table or protocol: «Бомбардиры»."""
    text = page.text(at)
    is_short = (
        at in page.above_tables and at > 0 and text[0] != "#" and len(text.split()) <= _WORDS_OF_HEADING
    )
    return is_short and not ends_sentence(text.rstrip(":"))


def _heads_heading(page: Page, at: int) -> bool:
    """Whether a few words stand above a heading: «Хранение» above «Зимой», where a sentence follows."""
    text, below, text_below = (page.text(at + step) for step in range(3))
    is_short = max(len(text.split()), len(below.split())) <= 2
    return (
        is_short and not ends_sentence(below) and len(text_below) > len(below) and ends_sentence(text_below)
    )


def body(page: Page, at: int) -> Verdict | None:
    """Everything else."""
    return Verdict("body")


TEXT = (
    title,
    subtitle,
    numbered_heading,
    turn_by_name,
    question_alone,
    item,
    announcement,
    heading,
    turn,
    lead,
    body,
)
