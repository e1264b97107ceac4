"""What a reader makes of a file: plain text, where each stretch of it stands in the file, and facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from rukaz.records import Origin, Role

_FEWEST_QUESTIONS, _FEWEST_HEADINGS = 3, 2
_RUN_IN = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«][^.!?:]{2,60}[.:]")

CHARACTERS_AT_MOST = 100_000_000
"""Of the text of one document: a small file that was forged can make any amount of it."""


GivenWord = tuple[str, int, int]
"""Form, start and end of a word of a text that came as tokens; words of a multi-word token share a place."""


TOO_DEEP = "its elements are nested too deeply to be read"


class UnreadableError(Exception):
    """A file, or a part of one, that cannot become a document; the message is the reason in quarantine."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, list item, row of a table or the like.

    Attributes:
        text: without white space around; ``\\n`` parts its lines.
        place: where it stands in its file: a page, an element, a row, a time.
        role: what the file says it is; None leaves that to the rules for texts.
        reason: why it is not text of the article, if ``role`` is such a role.
        is_row: it stands on the line below the passage before, as the rows of a table do.
        more: further lines that belong to the same paragraph, with the place of each.
        is_bold: all of it is in bold type.
    """

    text: str
    place: str
    role: Role | None = None
    reason: str | None = None
    is_row: bool = False
    more: tuple[tuple[str, str], ...] = ()
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that is one block, and what its file says of it; ``role`` is None if it says nothing."""

    start: int
    end: int
    role: Role | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a document.

    Attributes:
        text: as it is stored; all offsets refer to it.
        origins: where its stretches stand in the file; empty where the text is the file itself.
        marks: in order, not overlapping.
        facts: what the file says of itself, by the names of :data:`rukaz.schema.DOCUMENT_FACTS`.
        metadata: what else it says, as JSON can hold it.
        given: the words of its sentences, if they are to be kept; then each mark is a paragraph of them.
    """

    text: str
    origins: tuple[Origin, ...] = ()
    marks: tuple[Mark, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    given: tuple[tuple[GivenWord, ...], ...] = ()


def with_bold_questions(passages: Sequence[Passage]) -> list[Passage]:
    """The passages, with questions in bold type or as headings, and the answers between them, told as such.

    An interview has at least three such passages: most of those in bold type, or all of the headings below
    its title, end in a question mark.
    """
    found = list(passages)
    bold = [at for at, one in enumerate(found) if one.is_bold and one.role is None]
    headings = [at for at, one in enumerate(found) if one.role == "heading"]
    if headings and not any(one.role == "title" for one in found):
        del headings[0]
    if len(headings) >= _FEWEST_QUESTIONS and all(map(_asks, (found[at].text for at in headings))):
        bold = headings
        found = [replace(one, role=None) if at in headings else one for at, one in enumerate(found)]
    asked = sum(_asks(found[at].text) for at in bold)
    if asked < _FEWEST_QUESTIONS or asked * 3 < len(bold) * 2:
        return found
    for at in range(bold[0], len(found)):
        if found[at].role in (None, "body"):
            found[at] = replace(found[at], role="question" if at in bold else "answer")
    return found


def with_bold_headings(passages: Sequence[Passage]) -> list[Passage]:
    """The passages, with two or more of a few words in bold type above text as headings."""
    heads = [
        at
        for at, (one, below) in enumerate(pairwise(passages))
        if one.is_bold
        and one.role is None
        and _RUN_IN.fullmatch(one.text)
        and not below.is_bold
        and below.role is None
        and len(below.text) > len(one.text)
    ]
    if len(heads) < _FEWEST_HEADINGS:
        return list(passages)
    return [replace(one, role="heading") if at in heads else one for at, one in enumerate(passages)]


def _asks(text: str) -> bool:
    return text.rstrip('»"”').endswith("?")


def assemble(
    passages: Iterable[Passage],
    facts: Mapping[str, str] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Extracted:
    """The text of passages, with an empty line between them.

    Raises:
        UnreadableError: it is too long.
    """
    pieces: list[str] = []
    origins: list[Origin] = []
    marks: list[Mark] = []
    at = 0
    for passage in passages:
        if not passage.text:
            continue
        first = True
        start = at
        for text, place in ((passage.text, passage.place), *passage.more):
            gap = "" if not pieces else "\n" if passage.is_row or not first else "\n\n"
            start = at + len(gap) if first else start
            first = False
            origins.append(Origin(at + len(gap), at + len(gap) + len(text), place))
            pieces += gap, text
            at = origins[-1].end
        if at > CHARACTERS_AT_MOST:
            raise UnreadableError(f"the text is longer than {CHARACTERS_AT_MOST} characters")
        if passage.role is not None or passage.more:
            marks.append(Mark(start, at, passage.role, passage.reason))
    return Extracted("".join(pieces), tuple(origins), tuple(marks), facts or {}, metadata or {})
