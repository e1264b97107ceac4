"""Rules for conversations: questions and answers, told by names, dashes or question marks.

Each rule is a function of the page and a place in it, as in :mod:`rukaz.ingest.role_rules`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import ends_sentence
from rukaz.ingest.speaker_labels import asks, speaker_name
from rukaz.records import Role

_TURN = re.compile(r"[–—-]\s*\S")
_QUESTION = re.compile(r"""\?["'»”’)\]]*$""")
_PRESIDES = ("председател", "модератор", "спикер")
_ONLY_ASKS = frozenset({"корреспондент", "корр", "вопрос", "журналист", "журналистка"})
_LONGEST_QUESTION, _LONGEST_HEADING = 200, 120
_FEWEST_QUESTIONS, _FEWEST_TO_SOMEBODY = 4, 3
_TO_SOMEBODY = re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*)\b", re.IGNORECASE)
_WORDS_OF_HEADING = 6


def turn(page: Page, at: int) -> Verdict | None:
    """«– Как вы оцениваете…?» and its answer, in an interview; further paragraphs of an answer."""
    role = interview_turns(page).get(at)
    return Verdict(role) if role else None


def turn_by_name(page: Page, at: int) -> Verdict | None:
    """«Корреспондент: …» and «Сагинтаев: …», and the further paragraphs of a turn."""
    role = named_turns(page).get(at)
    return Verdict(role) if role else None


def question_alone(page: Page, at: int) -> Verdict | None:
    """«Кого будут переписывать?» above its answer, in a text that is made of such pairs, or before it."""
    if page.pieces[at].label_kind == "question":
        return Verdict("answer")
    role = plain_questions(page).get(at)
    return Verdict(role) if role else None


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
    if len(turns) > 2 and any(name.startswith(_PRESIDES) for name in turns):
        return dict.fromkeys(range(min(names), len(page.pieces)), "body")
    askers = set(filter(asks, turns))
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
    """Questions that stand alone between answers: at least four, and a third of the paragraphs or more.

    Three are enough if one of them is put to somebody.
    """
    if dashed := _dashed_answers(page):
        return dashed
    asked = [at for at in range(1, len(page.pieces)) if _is_question(page.text(at))]
    to_somebody = any(_TO_SOMEBODY.search(page.text(at)) for at in asked)
    fewest = _FEWEST_TO_SOMEBODY if to_somebody else _FEWEST_QUESTIONS
    if len(asked) < fewest or len(asked) * 3 < len(page.pieces) - asked[0]:
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
    return bool(_QUESTION.search(text)) and len(text) <= _LONGEST_QUESTION and not _TURN.match(text)


@lru_cache(maxsize=1)
def interview_turns(page: Page) -> dict[int, Role]:
    """The turns of an interview by place: dashes open them, questions and answers alternate.

    A question mark at the end tells a question. Where a turn out of order has none, the next turn decides: if
    that is a question, this one goes on answering. What follows a question without a dash is its answer. A
    heading above text without a dash ends the interview, or interrupts it.
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
        end = next((to for to in range(at + 1, following - 1) if _is_heading(page, to)), following)
        if end > at + 1:
            role = "answer"
        roles.update(dict.fromkeys(range(at + 1, end), role))
    return _without_headings(page, roles, dashes)


def _is_heading(page: Page, at: int) -> bool:
    text = page.text(at)
    return not ends_sentence(text) and len(text) <= _LONGEST_HEADING and len(page.text(at + 1)) > len(text)
