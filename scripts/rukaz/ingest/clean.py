"""Cleaning: one pure function from source text to the text that is annotated, with an offset map.

``clean`` changes this and nothing else. Every line break (CRLF is one), tab or other control character
becomes one space, and so does each typographic space (thin, figure, narrow no-break and the like), for
Universal Dependencies allows only the space and the no-break space in a number. Soft hyphens, zero-width,
byte-order and bidirectional marks are dropped, and so is what divides a word at the end of a line; U+FFFD,
which CoNLL-U may not hold, becomes a square. These are counted. The rest is put into Unicode's composed form
NFC. Double spaces and no-break spaces stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rukaz.ingest.divided_words import DIVISION, is_divided_word

_SPACES = r"\r\n|[\x00-\x1f\x7f-\x9f\u2028\u2029\u1680\u2000-\u200a\u202f\u205f\u3000]"
_DROPPED = (
    r"\u00ad"  # soft hyphen
    r"\u180e\u200b-\u200d\u2060-\u2064\ufeff"  # zero-width and byte-order marks
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional marks
)
_UNDECODED = "\ufffd"
_CHANGED_ALONE = re.compile(f"{_SPACES}|[{_DROPPED}{_UNDECODED}]")
_CHANGED = re.compile(f"(?P<hyphen>{DIVISION})|{_CHANGED_ALONE.pattern}")

SQUARE = "\u25a1"
"""What stands for a byte that could not be decoded (U+FFFD), which no CoNLL-U may hold."""

LINE_END_HYPHEN = "LINE-END HYPHEN"
"""What a hyphen is counted as that divided a word at the end of a line."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and where it comes from.

    Attributes:
        text: the clean text.
        starts, ends: per character of ``text``, the source span ``source[start:end]`` it was made of.
            Characters made together (``й`` of ``и`` and a breve is one of one; rarely one becomes several)
            share their span.
        dropped: Unicode names of what was dropped or replaced by another sign than a space, with counts.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    dropped: Mapping[str, int] = field(default_factory=dict)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source span of ``text[start:end]``; ``clean_text(source[slice(*span)])`` is that text again.

        A slice that would cut through characters made together gets the span of all of them.
        """
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


def clean(source: str) -> Cleaned:
    r"""Clean text with its offset map, in linear time.

    >>> clean("Мо\u00adсква\r\nи\u0306").text
    'Москва й'
    """
    if not _CHANGED.search(source) and unicodedata.is_normalized("NFC", source):
        return Cleaned(source, range(len(source)), range(1, len(source) + 1))
    text, starts, ends, dropped = _space_and_drop(source)
    if not unicodedata.is_normalized("NFC", text):
        text, starts, ends = _compose(text, starts, ends)
    return Cleaned(text, starts, ends, dropped)


def clean_text(source: str) -> str:
    """The text of :func:`clean`, without the map."""
    is_plain = source.isprintable() and _UNDECODED not in source  # the quick answer for most tokens
    if is_plain or not _CHANGED.search(source):
        return unicodedata.normalize("NFC", source)
    pieces: list[str] = []
    at = 0
    for start, end, instead in _changes(source):
        pieces += source[at:start], instead
        at = end
    return unicodedata.normalize("NFC", "".join((*pieces, source[at:])))


def _changes(source: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each stretch that becomes something else, and what it becomes."""
    for match in _CHANGED.finditer(source):
        if match.lastgroup != "hyphen":
            yield *match.span(), _instead(match[0])
        elif is_divided_word(source, *match.span()):
            yield *match.span(), ""
        else:
            yield from (
                (*inner.span(), _instead(inner[0]))
                for inner in _CHANGED_ALONE.finditer(source, *match.span())
            )


def _instead(found: str) -> str:
    if found == _UNDECODED:
        return SQUARE
    return " " if unicodedata.category(found[0]) in {"Cc", "Zl", "Zp", "Zs"} else ""


def _space_and_drop(source: str) -> tuple[str, list[int], list[int], dict[str, int]]:
    """Everything but composition: each clean character stands for one source character, or for CRLF."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    changed: Counter[str] = Counter()
    at = 0
    for start, end, instead in _changes(source):
        pieces += source[at:start], instead
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        at = end
        if instead:
            starts.append(start)
            ends.append(end)
        if instead != " ":
            found = source[start:end]
            changed[
                LINE_END_HYPHEN if len(found) > 1 else unicodedata.name(found, f"U+{ord(found):04X}")
            ] += 1
    pieces.append(source[at:])
    starts.extend(range(at, len(source)))
    ends.extend(range(at + 1, len(source) + 1))
    return "".join(pieces), starts, ends, dict(changed)


def _compose(text: str, starts: Sequence[int], ends: Sequence[int]) -> tuple[str, list[int], list[int]]:
    """NFC with the map carried along.

    If the parts of a text, each in NFC, make up the NFC of the whole when joined, the same holds of every run
    of these parts (a part of a text in NFC is in NFC). So it is enough to map part by part.
    """
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    at = 0
    for first, last, composed in _composed_parts(text):
        pieces += text[at:first], composed
        new_starts += [*starts[at:first], *[starts[first]] * len(composed)]
        new_ends += [*ends[at:first], *[ends[last - 1]] * len(composed)]
        at = last
    pieces.append(text[at:])
    return "".join(pieces), [*new_starts, *starts[at:]], [*new_ends, *ends[at:]]


def _composed_parts(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches ``text[first:last]`` that NFC changes, with what they become."""
    joining = "".join(re.escape(char) for char in set(text) if _joins_what_precedes(char))
    changing = "".join(re.escape(char) for char in set(text) if not unicodedata.is_normalized("NFC", char))
    candidates = [f"[{changing}][{joining}]*"] if changing and joining else []
    candidates += [f"[{changing}]"] if changing and not joining else []
    candidates += [f".[{joining}]+"] if joining else []
    for match in re.finditer("|".join(candidates), text, re.DOTALL):
        start = match.start()
        for source in _independent(match[0]):
            composed = unicodedata.normalize("NFC", source)
            if composed != source:
                same = _common_suffix(source, composed)
                yield start, start + len(source) - same, composed[: len(composed) - same]
            start += len(source)


def _independent(source: str) -> list[str]:
    """The first character and the marks on it, if these do not melt into it; else all of it."""
    base, marks = source[:1], source[1:]
    apart = unicodedata.normalize("NFC", base) + unicodedata.normalize("NFC", marks)
    return [base, marks] if marks and apart == unicodedata.normalize("NFC", source) else [source]


def _common_suffix(source: str, composed: str) -> int:
    """How many last characters composition leaves alone, so that they keep their own spans."""
    limit = min(len(source), len(composed)) - 1
    same = next((n for n in range(limit) if source[-1 - n] != composed[-1 - n]), max(limit, 0))
    head = unicodedata.normalize("NFC", source[: len(source) - same])
    return same if head == composed[: len(composed) - same] else 0


@cache
def _seconds() -> frozenset[str]:
    """Every character that can melt into the one before it (a second part of a canonical decomposition)."""
    decompositions = (unicodedata.decomposition(chr(code)) for code in range(0x110000))
    pairs = (parts.split() for parts in decompositions if parts and not parts.startswith("<"))
    hangul = (chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))
    return frozenset((*(chr(int(parts[1], 16)) for parts in pairs if len(parts) == 2), *hangul))


def _joins_what_precedes(char: str) -> bool:
    first = unicodedata.normalize("NFD", char)[0]
    return unicodedata.combining(first) > 0 or first in _seconds()
