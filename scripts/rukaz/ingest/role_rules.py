"""Rules for the text of an article: title, turns of an interview, lead, headings, body."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

from rukaz.dictionary import grammemes
from rukaz.ingest.labels import ASKS, heads_section, speaker_name
from rukaz.ingest.page import DOCUMENT, Page, Verdict
from rukaz.ingest.pieces import ends_sentence
from rukaz.records import Role

_TURN = re.compile(r"[–—-]\s*\S")
_QUESTION = re.compile(r"""\?["'»”’)\]]*$""")
_FULL_STOP = re.compile(r"[.!?…]\s")
_POST = re.compile(r"(?:^|\s)[@#]\w")
_CYRILLIC = re.compile(r"[А-яЁё]")
_SUBJECT = re.compile(r"«?(?:Об? [а-яё]|По вопросам |О внесении )")
_ISSUER = re.compile(
    r"(?:Министра|Министерства|Правительства|Президента|Акима|Маслихата|Главы|Губернатора|Именем)\b"
)
_SAYS = re.compile(r"\b(?:словам|данным|мнению|информации|сообщению|версии|оценке)\b")
_ONLY_ASKS = frozenset({"корреспондент", "корр", "вопрос", "журналист", "журналистка"})
_LONGEST_TITLE = 200
_LONGEST_HEADING = 120
_FEWEST_QUESTIONS = 4
_WORDS_OF_HEADING = 6


def title(page: Page, at: int) -> Verdict | None:
    """The first piece, if it does not end like a statement and something follows."""
    text = page.text(at)
    if page.pieces[at].label_kind == "speaker":
        return None
    if at > 0 or len(page.pieces) == 1 or len(text) > _LONGEST_TITLE or _TURN.match(text):
        return None
    is_above_verse = at + 1 < len(page.pieces) and page.pieces[at + 1].is_verse
    if page.pieces[at].is_verse or (text[0].islower() and _CYRILLIC.match(text) and not is_above_verse):
        return None
    is_headline = not ends_sentence(text) or text.endswith(("?", "!", "?»", "!»", "…", "..."))
    return Verdict("title") if is_headline else None


def subtitle(page: Page, at: int) -> Verdict | None:
    """«О сельских библиотеках» under «ЗАКОН РЕСПУБЛИКИ КАЗАХСТАН», or «УКАЗ» under who gives it."""
    above = [page.text(place) for place in range(min(at, 4))]
    if not 0 < at <= 3 or ends_sentence(page.text(at)) or any(map(ends_sentence, above)):
        return None
    is_kind = bool(DOCUMENT.match(page.text(at))) and page.text(at).isupper()
    is_subject = bool(_SUBJECT.match(page.text(at)) or _ISSUER.match(page.text(at)))
    is_below = is_subject and any(map(DOCUMENT.match, above))
    is_source = bool(DOCUMENT.match(page.text(at)) and _SUBJECT.match(above[-1]) and "№" in page.text(at))
    return Verdict("title") if is_kind or is_below or is_source else None


def numbered_heading(page: Page, at: int) -> Verdict | None:
    """«Основные понятия» after «Статья 1.»."""
    piece = page.pieces[at]
    is_headed = piece.label_kind == "marker" and (heads_section(piece.label) or _heads_points(page, at))
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


def item(page: Page, at: int) -> Verdict | None:
    """An item of a list, which is no heading however short it is."""
    kinds = [page.pieces[place].label_kind for place in (at - 1, at, at + 1) if 0 <= place < len(page.pieces)]
    piece = page.pieces[at]
    is_point = at > 0 and bool(numbered_heading(page, at - 1))
    is_item = piece.label_kind == "marker" and (at != page.first_sentence or is_point or page.is_divided)
    return Verdict("body") if is_item and kinds.count("marker") > 1 else None


def turn(page: Page, at: int) -> Verdict | None:
    """«– Как вы оцениваете…?» and its answer, in an interview; further paragraphs of an answer."""
    role = interview_turns(page).get(at)
    return Verdict(role) if role else None


def turn_by_name(page: Page, at: int) -> Verdict | None:
    """«Корреспондент: …» and «Сагинтаев: …», and the further paragraphs of a turn."""
    role = named_turns(page).get(at)
    return Verdict(role) if role else None


def question_alone(page: Page, at: int) -> Verdict | None:
    """«Кого будут переписывать?» above its answer, in a text that is made of such pairs."""
    role = plain_questions(page).get(at)
    return Verdict(role) if role else None


def lead(page: Page, at: int) -> Verdict | None:
    """The first paragraph, under the title if there is one; no law or contract has one."""
    if page.is_divided:
        return None
    first = page.first_sentence or page.first_sentence_from(1 if title(page, 0) else 0)
    if at == first and at <= 2 and not page.pieces[at].is_verse and at < len(page.pieces) - 1:
        return Verdict("lead")
    return None


def announcement(page: Page, at: int) -> Verdict | None:
    """«Что делать:» above a list, «Припев:» above a stanza, «Бомбардиры» above a table."""
    return Verdict("heading") if _heads_list(page, at) or _heads_table(page, at) else None


def heading(page: Page, at: int) -> Verdict | None:
    """Short, without a full stop, with running text after it."""
    text, below = page.text(at), page.text(at + 1)
    if at == 0 or len(text) > _LONGEST_HEADING or len(text.split()) > 14:
        return None
    if _POST.search(text) or (len(text.split()) > 2 and page.is_cyrillic and not _CYRILLIC.search(text)):
        return None  # of an embedded post
    if len(below) <= len(text) and not _heads_heading(page, at):
        return None
    if text[0].islower() or _TURN.match(text) or unicodedata.category(text[-1]) in ("So", "Sk", "Mn"):
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


@lru_cache(maxsize=1)
def named_turns(page: Page) -> dict[int, Role]:
    """The turns of a conversation whose speakers are named: of an interview questions and answers, else body.

    Who asks is known by what he is called, or asks in at least half of his turns, more often than the others.
    """
    names = {
        at: speaker_name(piece.label) for at, piece in enumerate(page.pieces) if piece.label_kind == "speaker"
    }
    if not names:
        return {}
    is_timed = any(map(str.isdigit, page.pieces[min(names)].label))
    turns = Counter(names.values())
    asked = Counter(name for at, name in names.items() if _QUESTION.search(page.text(at)))
    askers = {name for name in turns if name in ASKS or any(name.startswith(f"{one} ") for one in ASKS)}
    if not askers & _ONLY_ASKS and (is_timed or not any(asked[name] for name in askers)):
        askers = set()  # who presides over a meeting
    if not askers:
        best = max(turns, key=lambda name: (asked[name] / turns[name], asked[name]))
        askers = (
            {best}
            if not is_timed and asked[best] * 2 >= turns[best] and asked[best] > 1 and len(turns) < 4
            else set()
        )
    roles: dict[int, Role] = {}
    role: Role = "body"
    for at in range(min(names), len(page.pieces)):
        if at in names:
            role = "body" if not askers else "question" if names[at] in askers else "answer"
        roles[at] = role
    return _without_headings(page, roles, set(names))


def _without_headings(page: Page, roles: dict[int, Role], turns: Collection[int]) -> dict[int, Role]:
    """The roles of turns, without the headings that stand before some of them."""
    return {
        at: role
        for at, role in roles.items()
        if at in turns
        or at + 1 not in turns
        or ends_sentence(page.text(at))
        or len(page.text(at).split()) > _WORDS_OF_HEADING
    }


@lru_cache(maxsize=1)
def plain_questions(page: Page) -> dict[int, Role]:
    """Questions that stand alone between answers: at least four, and a third of the paragraphs or more."""
    if dashed := _dashed_answers(page):
        return dashed
    asked = [at for at in range(1, len(page.pieces)) if _is_question(page.text(at))]
    if len(asked) < _FEWEST_QUESTIONS or len(asked) * 3 < len(page.pieces) - asked[0]:
        return {}
    if any(after == at + 1 for at, after in pairwise(asked)):
        return {}
    roles: dict[int, Role] = dict.fromkeys(range(asked[0], len(page.pieces)), "answer")
    roles.update(dict.fromkeys(asked, "question"))
    return _without_headings(page, roles, asked)


def _dashed_answers(page: Page) -> dict[int, Role]:
    """The turns of an interview in which dashes open the answers alone, below questions without one."""
    dashes = [at for at, piece in enumerate(page.pieces) if _TURN.match(piece.text)]
    asked = [at - 1 for at in dashes if at - 1 not in dashes and _QUESTION.search(page.text(at - 1))]
    if len(asked) < _FEWEST_QUESTIONS or len(asked) * 3 < len(dashes) * 2:
        return {}
    roles: dict[int, Role] = dict.fromkeys(range(asked[0], len(page.pieces)), "answer")
    roles.update({at - 1: "question" for at in dashes if at > asked[0] and at - 1 not in dashes})
    return _without_headings(page, roles, {*dashes, *asked})


def _is_question(text: str) -> bool:
    return bool(_QUESTION.search(text)) and len(text) <= _LONGEST_TITLE and not _TURN.match(text)


@lru_cache(maxsize=1)
def interview_turns(page: Page) -> dict[int, Role]:
    """The turns of an interview by place: dashes open them, questions and answers alternate.

    A question mark at the end tells a question. Where a turn out of order has none, the next turn decides: if
    that is a question, this one goes on answering. What follows a question without a dash is its answer.
    """
    dashes = [at for at, piece in enumerate(page.pieces) if _TURN.match(piece.text)]
    asked = {at for at in dashes if _QUESTION.search(page.text(at))}
    if len(dashes) < 4 or len(asked) * 4 < len(dashes) or len(dashes) * 2 < len(page.pieces) - dashes[0]:
        return {}
    roles: dict[int, Role] = {}
    role: Role = "answer"
    for at, following in zip(dashes, [*dashes[1:], len(page.pieces)], strict=True):
        goes_on = at not in asked and following in asked
        role = "answer" if role == "question" or goes_on else "question"
        roles[at] = role
        if at in asked and following > at + 1:
            role = "answer"
        roles.update(dict.fromkeys(range(at + 1, following), role))
    return _without_headings(page, roles, dashes)
