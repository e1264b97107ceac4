"""Entities that can be: what the NER model proposes, without what is no name and what does not belong to one.

Dropped are spans without a letter or a capital, addresses, tags and codes, a single word of a class that
names nothing (Увидев, Недаром), and a person that is a common noun at a place where any word has a capital.
Cut off are quotation marks, stops and dashes at the edges, half a pair of quotes with what stands beyond it,
and titles (г-н Осборн). Added are initials, the particles of foreign names (Леонардо да Винчи), and what
stands in quotes after a word for works or bodies, or after a word for places (роман «Что делать?», река Или).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.ud_readings import readings
from rukaz.dictionary import is_known
from rukaz.iob2 import TaggedSpan, decode, encode

_MARK = re.compile(r"[^\w]+|`+|(?:&#\d+;)+")
_OPENING = frozenset({"«", "„", "“", "``", '"'})
_CLOSING = frozenset({"»", "”", "''", '"', "“"})
_CODE = re.compile(r"[#@].*|.*(?:://|www\.|@).*|[a-z]*\d+[a-z\d]*|.*[_=&].*")
_LATIN = re.compile(r"[A-Za-z]")
_SURNAME = re.compile(r"(?:[оеё]в|[иы]н|[сц]к)(?:[аоы]|у|ой|ым|ий|ого|ому|им|ом|ая|ую|е)?$")
_INITIAL = re.compile(r"[А-ЯЁA-Z][а-я]?\.(?:-[А-ЯЁA-Z]\.)?")
_BEFORE_A_CAPITAL = frozenset({":", "—", "–", "-", "«", '"', "“", "„", "(", ".", "!", "?", "…", "..."})
_NAMELESS = frozenset(
    {"VERB", "AUX", "ADV", "PART", "CCONJ", "SCONJ", "ADP", "PRON", "DET", "INTJ", "PUNCT", "SYM"}
)
"""UPOS of which no word is a name by itself."""

# fmt: off
_PARTICLES = frozenset({
    "да", "де", "ди", "дель", "делла", "ла", "ле", "ван", "фон", "дер", "ден", "дю", "тен", "бен", "бин",
    "ибн", "аль", "эль", "ас", "аш", "оглы", "кызы",
})
_TITLES = frozenset({
    "г-н", "г-жа", "господин", "госпожа", "мистер", "миссис", "мисс", "товарищ", "сэр", "президент",
    "премьер", "премьер-министр", "вице-премьер", "министр", "глава", "директор", "генерал", "полковник",
    "капитан", "профессор", "академик",
})
_QUOTED = {
    "MISC": {
        "роман", "повесть", "рассказ", "пьеса", "поэма", "стихотворение", "книга", "фильм", "кинофильм",
        "сериал", "мультфильм", "спектакль", "опера", "балет", "песня", "альбом", "картина", "операция",
        "форум", "фестиваль", "конкурс", "премия", "игра", "роль",
    },
    "ORG": {
        "газета", "журнал", "телеканал", "радиостанция", "агентство", "издание", "компания", "фирма",
        "корпорация", "банк", "завод", "концерн", "холдинг", "клуб", "партия", "движение", "группа",
        "группировка", "театр", "издательство", "ооо", "ао", "оао", "зао", "пао", "тоо", "гк", "фк", "хк",
    },
}
_PLACES = frozenset({
    "река", "озеро", "город", "село", "деревня", "поселок", "аул", "остров", "станица", "станция", "хутор",
    "вулкан", "пролив", "залив", "мыс",
})
# fmt: on
_LABELS = {word: label for label, words in (*_QUOTED.items(), ("LOC", _PLACES)) for word in words}
_LONGEST_QUOTED = 8  # tokens; more is a quotation


def entity_tags(forms: Sequence[str], analyses: Sequence[Analysis]) -> list[str]:
    """IOB2 tags of the entities that a sentence can have.

    Args:
        forms: of the tokens, as the models read them.
        analyses: what the models say of them, with their lemmas corrected.
    """
    proposed = [_widened(span, forms, analyses) for span in decode(one.ner for one in analyses)]
    cut = (_cut(span, forms, analyses) for span in _joined(proposed))
    kept = [span for span in cut if span and _is_name(span, forms, analyses)]
    return encode(sorted([*kept, *_missed(forms, analyses, kept)], key=lambda span: span.first), len(forms))


def _widened(span: TaggedSpan, forms: Sequence[str], analyses: Sequence[Analysis]) -> TaggedSpan:
    """A person with initials and the particles of the name."""
    label, first, last = span
    if label != "PER":
        return span
    while first > 0 and _INITIAL.fullmatch(forms[first - 1]):
        first -= 1
    while last + 1 < len(forms) and _INITIAL.fullmatch(forms[last + 1]):
        last += 1
    if first > 1 and forms[first - 1] in _PARTICLES and analyses[first - 2].upos == "PROPN":
        first -= 2
    return TaggedSpan(label, first, last)


def _joined(spans: Iterable[TaggedSpan]) -> list[TaggedSpan]:
    """Spans that do not overlap: what was widened takes in what it reached."""
    joined: list[TaggedSpan] = []
    for span in spans:
        if joined and span.first <= joined[-1].last:
            joined[-1] = joined[-1]._replace(last=max(span.last, joined[-1].last))
        else:
            joined.append(span)
    return joined


def _cut(span: TaggedSpan, forms: Sequence[str], analyses: Sequence[Analysis]) -> TaggedSpan | None:
    """The span without what does not belong to the name; None if nothing is left."""
    label, first, last = span
    before = None
    while (first, last) != before and first <= last:
        before = first, last
        first, last = _without_half_pair(first, last, forms)
        while first <= last and _MARK.fullmatch(forms[first]):
            first += 1
        while first <= last and _MARK.fullmatch(forms[last]) and not _belongs(first, last, forms):
            last -= 1
        if first < last and _is_title(TaggedSpan(label, first, last), forms, analyses):
            first += 1
    return TaggedSpan(label, first, last) if first <= last else None


def _without_half_pair(first: int, last: int, forms: Sequence[str]) -> tuple[int, int]:
    """Without the part beyond a quotation mark whose partner is not in the span."""
    opened: list[int] = []
    for at in range(first, last + 1):
        if forms[at] in _CLOSING and (opened or forms[at] not in _OPENING):
            if not opened:
                return (first, at - 1) if at > first else (at + 1, last)
            opened.pop()
        elif forms[at] in _OPENING:
            opened.append(at)
    if not opened:
        return first, last
    return (opened[-1] + 1, last) if opened[-1] < last else (first, last - 1)


def _belongs(first: int, last: int, forms: Sequence[str]) -> bool:
    """Whether the last mark closes what opens in the span, or ends a title in quotes: «Что делать?»."""
    mark = forms[last]
    if mark[0] in "?!.…":
        quoted = first > 0 and forms[first - 1] in _OPENING and mark != "."
        return quoted and last + 1 < len(forms) and forms[last + 1] in _CLOSING
    if mark in _CLOSING:
        return any(form in _OPENING for form in forms[first:last])
    return (mark == ")" and "(" in forms[first:last]) or mark in {"+", "%"}


def _is_title(span: TaggedSpan, forms: Sequence[str], analyses: Sequence[Analysis]) -> bool:
    """Whether the first word is not of the name: г-н Осборн, братья Стругацкие, британская The Guardian."""
    label, first, last = span
    upos, word = analyses[first].upos, forms[first].lower()
    if label == "PER":
        if analyses[first].lemma.lower() in _TITLES or word in _TITLES:
            return True
        due = first == 0 or forms[first].islower()
        return due and upos in {"NOUN", "ADJ"} and _is_common(word) and analyses[first + 1].upos == "PROPN"
    return upos == "ADJ" and not _LATIN.search(word) and all(map(_LATIN.match, forms[first + 1 : last + 1]))


def _is_common(word: str) -> bool:
    """Whether the dictionary knows the word, and not as a name."""
    return is_known(word) and not any(reading.is_name for reading in readings(word))


def _is_name(span: TaggedSpan, forms: Sequence[str], analyses: Sequence[Analysis]) -> bool:
    label, first, last = span
    words = forms[first : last + 1]
    if all(_CODE.fullmatch(word.lower()) and not word.isupper() for word in words):
        return False
    if not any(letter.isupper() for word in words for letter in word):
        return bool(_LATIN.search("".join(words)))
    if first < last:
        return True
    upos, word = analyses[first].upos, forms[first].lower()
    if upos in _NAMELESS and not forms[first].isupper():
        return not _is_common(word)
    due = first == 0 or forms[first - 1] in _BEFORE_A_CAPITAL
    return not (label == "PER" and due and _is_common(word) and not _SURNAME.search(word))


def _missed(
    forms: Sequence[str], analyses: Sequence[Analysis], found: Sequence[TaggedSpan]
) -> Iterator[TaggedSpan]:
    """What stands in quotes or with a capital after a word that says what it is."""
    taken = {at for span in found for at in range(span.first, span.last + 1)}
    for at, analysis in enumerate(analyses[:-1]):
        label = _LABELS.get(analysis.lemma.lower())
        if label == "LOC" and at + 1 not in taken and forms[at + 1].istitle():
            yield TaggedSpan(label, at + 1, at + 1)
        if label in _QUOTED and forms[at + 1] in _OPENING:
            inside = range(
                at + 2, next((end for end in range(at + 2, len(forms)) if forms[end] in _CLOSING), 0)
            )
            named = 0 < len(inside) <= _LONGEST_QUOTED and forms[inside.start][0].isupper()
            if named and taken.isdisjoint(inside):
                yield TaggedSpan(label, inside.start, inside.stop - 1)
