"""A rule for the interface of a page that was copied whole: menus, buttons, notices, states.

What is of an interface by its words alone counts wherever it stands. What may as well be a heading, such as
«Сохранить» or «История», counts above the title, below the text, or beside what certainly belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rukaz.ingest.code_rules import code_places
from rukaz.ingest.interface_words import LONGEST, Kind, kind_of
from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.player_words import is_player

_COPYRIGHT = re.compile(
    r"(?:&nbsp;|\s)*(?:©|\(c\)|&copy;|copyright\b)[^/]{0,60}(?:19|20)\d\d[^/]{0,90}"
    r"|[^.!?]{0,80}\b(?:все права (?:защищены|сохранены)|all rights reserved)[^/]{0,60}",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST_COPYRIGHT = 3, 140
_FEWEST_IN_ROW = 3


def interface(page: Page, at: int) -> Verdict | None:
    """«☰ Меню», «Мы используем cookies …», «Главное меню» / «Статья» / «Обсуждение», ``0:00 / 3:45``."""
    if at not in _interface(page):
        return None
    of_player = is_player(page.text(at))
    return Verdict(
        "boilerplate", "controls of a player" if of_player else "menu, button or notice of the page"
    )


@lru_cache(maxsize=1)
def _interface(page: Page) -> frozenset[int]:
    """Where the interface stands."""
    texts = ((at, piece.text) for at, piece in enumerate(page.pieces))
    pairs = ((at, kind_of(text)) for at, text in texts if len(text) <= LONGEST)
    kinds = {at: kind for at, kind in pairs if kind != "none"}
    sentences = [at for at in page.sentences if kinds.get(at) != "sure"]
    first, last = (sentences[0], sentences[-1]) if sentences else (len(page.pieces), len(page.pieces))
    found = _copyright(page, last)
    if not kinds:
        return frozenset(found)
    heads = [at for at in range(first) if at not in kinds and at not in code_places(page)]
    title = heads[0] if heads else -1
    found |= {at for at, kind in kinds.items() if kind == "sure"}
    found |= {
        at
        for at, kind in kinds.items()
        if kind == "button" and (at > last or at < title or page.times[page.text(at)] > 1)
    }
    found |= _rows_of_labels(kinds, title)
    around = [at for at in range(len(page.pieces)) if not first <= at <= last]
    for places in (around, around[::-1]):
        found |= _beside(page, kinds, found, places, heads)
    return frozenset(found)


def _beside(
    page: Page, kinds: Mapping[int, Kind], found: set[int], places: list[int], heads: list[int]
) -> set[int]:
    """What stands beside the interface above or below the text: labels, and a sign or two between them."""
    longest = max(heads, key=lambda at: len(page.text(at)), default=-1)
    sentences = set(page.sentences)
    reached = set(found)
    for at in places:
        if at in kinds:
            is_title = not heads and at + 1 in sentences
            is_reached = bool({at - 1, at + 1} & reached) and not is_title
        else:
            is_sign = at in heads and at != longest and len(page.text(at)) <= _SHORTEST
            is_reached = is_sign and at - 1 in reached and at + 1 in kinds
        if is_reached:
            reached.add(at)
    return reached


def _rows_of_labels(kinds: Mapping[int, Kind], title: int) -> set[int]:
    """Three labels or more one below the other, above the title, or with one that is certain."""
    found: set[int] = set()
    for at in kinds:
        row = [at + step for step in range(_FEWEST_IN_ROW)]
        if not all(place in kinds for place in row):
            continue
        if row[-1] < title or any(kinds[place] == "sure" for place in row):
            found.update(row)
    return found


def _copyright(page: Page, last: int) -> set[int]:
    """«© 2011 Районный листок» below the text."""
    below = range(last + 1, len(page.pieces))
    return {
        at for at in below if len(page.text(at)) <= _LONGEST_COPYRIGHT and _COPYRIGHT.fullmatch(page.text(at))
    }
