"""Quotations: runs of words that stand in a text and in something that must not quote it."""

from __future__ import annotations

import re

RUN = 5
"""So many words in a row, in the same order, are a quotation; titles and other facts are not."""

Run = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")


def runs(*texts: str) -> set[Run]:
    """All runs of :data:`RUN` words of each text, in small letters.

    >>> sorted(runs("Он прилетел в Астану с визитом."))[0]
    ('он', 'прилетел', 'в', 'астану', 'с')
    """
    found: set[Run] = set()
    for text in texts:
        words = _WORD.findall(text.casefold())
        found.update(zip(*(words[shift:] for shift in range(RUN)), strict=False))
    return found
