"""Mentions in the MISC column of CoNLL-U, as CorefUD writes them (ufal.mff.cuni.cz/corefud).

``Entity=(a_e1-event-2(a_e2-person-1)`` on the first word of «его визит» and ``Entity=a_e1)`` on the last: a
bracket opens with the cluster, what it is, and which word of the phrase is the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rukaz.mentions import ETYPES
from rukaz.records import Mention

KEY, SCHEME = "global.Entity", "eid-etype-head"
"""Key and value of the comment that says what the brackets hold."""

_BRACKETS = re.compile(r"(?:\([^()]+\)?|[^()]+\))+")
_BRACKET = re.compile(r"(\()?([^()]+)(\))?")
_OPENING = re.compile(r"([^-\s()=|\[\]]+)-([a-z]+)-([1-9][0-9]*)")


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions of a sentence in the order of their first tokens, the longer before the shorter."""
    return tuple(sorted(mentions, key=lambda one: (one.first_token, -one.last_token, one.cluster)))


def write_brackets(mentions: Iterable[Mention], words: int) -> list[str | None]:
    """The value of ``Entity`` for each word of a sentence, None where nothing begins or ends.

    Raises:
        ValueError: a mention is outside of the sentence, or its cluster cannot stand in a bracket.
    """
    opened: list[list[str]] = [[] for _ in range(words)]
    single: list[list[str]] = [[] for _ in range(words)]
    closed: list[list[str]] = [[] for _ in range(words)]
    for one in mentions:
        bracket = f"{one.cluster}-{one.etype}-{one.head - one.first_token + 1}"
        if not _OPENING.fullmatch(bracket) or not 1 <= one.first_token <= one.last_token <= words:
            raise ValueError(f"a mention cannot be written: {one}")
        if one.first_token == one.last_token:
            single[one.first_token - 1].append(f"({bracket})")
        else:
            opened[one.first_token - 1].append(f"({bracket}")
            closed[one.last_token - 1].insert(0, f"{one.cluster})")
    return [
        # what closes comes last, unless another mention opens: `(a` before `b)` could not be told apart
        "".join([*closes, *opens, *alone] if opens else [*alone, *closes]) or None
        for opens, alone, closes in zip(opened, single, closed, strict=True)
    ]


def require_brackets(value: str) -> str:
    """The value of an ``Entity``; a ValueError if it is none."""
    if not _BRACKETS.fullmatch(value):
        raise ValueError(f"Entity={value} is no sequence of brackets")
    return value


def read_brackets(values: Sequence[str | None], places: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """The mentions that the brackets on the words of a sentence describe.

    Args:
        places: start and end of each word in the source.

    Raises:
        ValueError: a bracket does not say what :data:`SCHEME` announces, or has no counterpart.
    """
    found: list[Mention] = []
    waiting: list[tuple[str, str, int, int]] = []
    for number, value in enumerate(values, 1):
        for match in _BRACKET.finditer(require_brackets(value) if value else ""):
            opens, content, closes = match.groups()
            if opens:
                waiting.append((*_opened(content), number))
            if closes:
                cluster = content.partition("-")[0] if opens else content
                found.append(_closed(waiting, cluster, number, places))
    if waiting:
        raise ValueError(f"Entity=({waiting[0][0]} is not closed in its sentence")
    return in_order(found)


def _opened(content: str) -> tuple[str, str, int]:
    match = _OPENING.fullmatch(content)
    if not match or match[2] not in ETYPES:
        what = f"Entity=({content} is not (cluster-etype-head with an etype out of {', '.join(ETYPES)}"
        raise ValueError(what)
    return match[1], match[2], int(match[3])


def _closed(
    waiting: list[tuple[str, str, int, int]], cluster: str, last: int, places: Sequence[tuple[int, int]]
) -> Mention:
    """The innermost open mention of a cluster."""
    for place in reversed(range(len(waiting))):
        name, etype, head, first = waiting[place]
        if name == cluster:
            del waiting[place]
            start, end = places[first - 1][0], places[last - 1][1]
            return Mention(cluster, etype, start, end, first, last, first + head - 1)
    raise ValueError(f"Entity={cluster}) closes nothing")
