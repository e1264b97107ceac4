"""What a reader makes of a file: plain text, where each stretch of it stands in the file, and facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rukaz.records import Origin, Role

CHARACTERS_AT_MOST = 100_000_000
"""Of the text of one document: a small file that was forged can make any amount of it."""


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
    """

    text: str
    place: str
    role: Role | None = None
    reason: str | None = None
    is_row: bool = False
    more: tuple[tuple[str, str], ...] = ()


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
    """

    text: str
    origins: tuple[Origin, ...] = ()
    marks: tuple[Mark, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)


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
