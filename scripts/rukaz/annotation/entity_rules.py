"""Entities that can be: of the spans that the NER model proposes what is a name, without what is none.

What is dropped: spans without a letter or a capital, addresses, tags and codes; a single word of a class that names
nothing (Увидев, Недаром); a person who is a common noun where any word has a capital. What is cut off: quotation
marks, stops and dashes at the edges, half a pair of quotes with what stands outside it, titles (г-н Осборн). What is
added: initials, and the particles of foreign names (Леонардо да Винчи).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rukaz.annotation.assemble import Analysis, spans_of
from rukaz.annotation.ud_readings import is_known, readings
from rukaz.records import EntityLabel

Span = tuple[EntityLabel, int, int]
"""Label, first and last position, from 0, inclusive."""

_MARK = re.compile(r"[^\w]+|`+|&#\d+;(?:&#\d+;)?")
_OPENING = frozenset({"«", "„", "“", "``"})
_CLOSING = frozenset({"»", "”", "''"})
_STRAIGHT = frozenset({'"', "“"})
_CODE = re.compile(r"[#@].*|.*(?:://|www\.|@).*|[a-z]*\d+[a-z\d]*|.*[_=&].*")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[А-ЯЁа-яё]")
_INITIAL = re.compile(r"[А-ЯЁA-Z][а-я]?\.(?:-[А-ЯЁA-Z]\.)?")
_PARTICLES = frozenset(
    "да де ди дель делла ла ле ван фон дер ден дю тен бен бин ибн аль эль ас аш оглы кызы".split()
)
_TITLES = frozenset(
    "г-н г-на г-ну г-ном г-не г-жа г-жи г-же г-жу г-жой господин госпожа мистер миссис мисс товарищ сэр президент "
    "премьер премьер-министр министр вице-премьер глава директор генерал полковник капитан профессор академик".split()
)
_NAMELESS = frozenset(
    {"VERB", "AUX", "ADV", "PART", "CCONJ", "SCONJ", "ADP", "PRON", "DET", "INTJ", "PUNCT", "SYM"}
)
"""UPOS of which no word is a name by itself."""


def entity_tags(forms: Sequence[str], analyses: Sequence[Analysis]) -> list[str]:
    """BIOES tags of the entities that a sentence can have.

    Args:
        forms: of the tokens, as the models read them.
        analyses: what the models say of them.
    """
    proposed = list(spans_of([analysis.ner for analysis in analyses]))
    if not proposed:
        return ["O"] * len(forms)
    upos = [analysis.upos for analysis in analyses]
    whole = _joined(_widened(span, forms, upos) for span in proposed)
    kept = [cut for span in whole if (cut := _cut(span, forms, upos)) and _is_name(cut, forms, upos)]
    return _tags(len(forms), kept)


def _widened(span: Span, forms: Sequence[str], upos: Sequence[str]) -> Span:
    """A person with initials and the particles of the name."""
    label, first, last = span
    if label != "PER":
        return span
    while first > 0 and _INITIAL.fullmatch(forms[first - 1]):
        first -= 1
    while last + 1 < len(forms) and _INITIAL.fullmatch(forms[last + 1]):
        last += 1
    if (
        first > 1
        and forms[first - 1] in _PARTICLES
        and forms[first - 2][0].isupper()
        and upos[first - 2] == "PROPN"
    ):
        first -= 2
    return label, first, last


def _joined(spans: Iterator[Span]) -> list[Span]:
    """Spans that do not overlap: what was widened takes in what it reached."""
    joined: list[Span] = []
    for label, first, last in spans:
        if joined and first <= joined[-1][2]:
            joined[-1] = (joined[-1][0], joined[-1][1], max(last, joined[-1][2]))
        else:
            joined.append((label, first, last))
    return joined


def _cut(span: Span, forms: Sequence[str], upos: Sequence[str]) -> Span | None:
    """The span without what does not belong to the name; None if nothing is left."""
    label, first, last = span
    while True:
        before = first, last
        first, last = _without_half_pair(first, last, forms)
        while first <= last and _MARK.fullmatch(forms[first]):
            first += 1
        while first <= last and _MARK.fullmatch(forms[last]) and not _belongs(first, last, forms):
            last -= 1
        if first > last:
            return None
        if first < last and _is_title(label, first, last, forms, upos):
            first += 1
        if (first, last) == before:
            return label, first, last


def _without_half_pair(first: int, last: int, forms: Sequence[str]) -> tuple[int, int]:
    """Without the part beyond a quotation mark whose partner is not in the span."""
    opened: list[int] = []
    for at in range(first, last + 1):
        if forms[at] in _CLOSING or (forms[at] in _STRAIGHT and opened):
            if not opened:
                return (first, at - 1) if at > first else (at + 1, last)
            opened.pop()
        elif forms[at] in _OPENING | _STRAIGHT:
            opened.append(at)
    if not opened:
        return first, last
    at = opened[-1]
    return (at + 1, last) if at < last else (first, at - 1)


def _belongs(first: int, last: int, forms: Sequence[str]) -> bool:
    """Whether the last mark closes what opens in the span, or ends a title in quotes: «Что делать?»."""
    if forms[last] in {"?", "!", "...", "…", "?!"}:
        quoted = first > 0 and forms[first - 1] in _OPENING | _STRAIGHT
        return quoted and last + 1 < len(forms) and forms[last + 1] in _CLOSING | _STRAIGHT
    if forms[last] in _CLOSING | _STRAIGHT:
        return any(form in _OPENING | _STRAIGHT for form in forms[first:last])
    return forms[last] == ")" and "(" in forms[first:last] or forms[last] in {"+", "%"}


def _is_title(label: EntityLabel, first: int, last: int, forms: Sequence[str], upos: Sequence[str]) -> bool:
    """Whether the first word is not of the name: г-н Осборн, братья Стругацкие, британская The Guardian."""
    word, rest = forms[first].lower(), forms[first + 1 : last + 1]
    if label == "PER":
        if word in _TITLES:
            return True
        common = (
            upos[first] in {"NOUN", "ADJ"} and _is_common(word) and (first == 0 or forms[first].islower())
        )
        return common and rest[0][0].isupper() and upos[first + 1] == "PROPN"
    if upos[first] == "ADJ" and _CYRILLIC.match(word):
        return all(_LATIN.match(form) for form in rest)
    return False


def _is_common(word: str) -> bool:
    """Whether the dictionary knows the word, and not as a name."""
    return is_known(word) and not any(reading.is_name for reading in readings(word))


def _is_name(span: Span, forms: Sequence[str], upos: Sequence[str]) -> bool:
    label, first, last = span
    words = forms[first : last + 1]
    if all(_CODE.fullmatch(word.lower()) and not word.isupper() for word in words):
        return False
    if not any(letter.isupper() for word in words for letter in word):
        return bool(_LATIN.search("".join(words)))
    if first < last:
        return True
    word = words[0].lower()
    if upos[first] in _NAMELESS and not words[0].isupper():
        return not is_known(word) or any(reading.is_name for reading in readings(word))
    starts = first == 0 or forms[first - 1] in {
        ":",
        "—",
        "–",
        "-",
        "«",
        '"',
        "“",
        "„",
        "(",
        ".",
        "!",
        "?",
        "…",
        "...",
    }
    return not (label == "PER" and starts and upos[first] in {"NOUN", "ADJ", "PROPN"} and _is_common(word))


def _tags(length: int, spans: Sequence[Span]) -> list[str]:
    tags = ["O"] * length
    for label, first, last in spans:
        tags[first : last + 1] = [f"I-{label}"] * (last - first + 1)
        tags[first], tags[last] = f"B-{label}", f"E-{label}"
        if first == last:
            tags[first] = f"S-{label}"
    return tags
