"""Rules for the text of an article: title, turns of an interview, lead, headings, body."""

from __future__ import annotations

import re
from functools import lru_cache

from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import ends_sentence
from rukaz.records import Role

_TURN = re.compile(r"[–—-]\s*\S")
_QUESTION = re.compile(r"""\?["'»”’)\]]*$""")
_FULL_STOP = re.compile(r"[.!?…]\s")
_LONGEST_TITLE = 200
_LONGEST_HEADING = 120


def title(page: Page, at: int) -> Verdict | None:
    """The first piece, if it does not end like a statement and something follows."""
    text = page.text(at)
    if at > 0 or len(page.pieces) == 1 or len(text) > _LONGEST_TITLE or _TURN.match(text):
        return None
    is_headline = not ends_sentence(text) or text.endswith(("?", "!", "?»", "!»", "…", "..."))
    return Verdict("title") if is_headline else None


def turn(page: Page, at: int) -> Verdict | None:
    """«– Как вы оцениваете…?» and its answer, in an interview; further paragraphs of an answer."""
    role = interview_turns(page).get(at)
    return Verdict(role) if role else None


def lead(page: Page, at: int) -> Verdict | None:
    """The first paragraph, under the title if there is one."""
    if at == page.first_sentence and at <= 2 and at < len(page.pieces) - 1:
        return Verdict("lead")
    return None


def heading(page: Page, at: int) -> Verdict | None:
    """Short, without a full stop, with running text after it."""
    text, below = page.text(at), page.text(at + 1)
    if at == 0 or len(text) > _LONGEST_HEADING or len(text.split()) > 14 or len(below) <= len(text):
        return None
    if text[0].islower() or _TURN.match(text):
        return None
    is_one_question = _QUESTION.search(text) and not _FULL_STOP.search(text)
    return Verdict("heading") if is_one_question or not ends_sentence(text) else None


def body(page: Page, at: int) -> Verdict | None:
    """Everything else."""
    return Verdict("body")


TEXT = (title, heading, turn, lead, body)


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
    return roles
