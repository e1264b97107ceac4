"""Verse: stanzas, whose lines make one paragraph. A line of verse ends where its metre does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from rukaz.ingest.run_on_lines import first_word

_LONGEST_LINE = 60
_FEWEST_LINES, _MOST_LINES = 3, 20
_FEWEST_RHYMES = 0.4
_FEWEST_FREE_LINES, _LONGEST_FREE_LINE = 6, 40
_ENDED = re.compile(r"[.!?…]['\"»”)]*$")
_RUNS_ON = re.compile(r"[\w,–—-]$|[,:;]$")
_NO_VERSE = re.compile(r"[\t|@#{}=<>]|https?:|\d{2}|^(?:\d+[.)]|[•*▪]\s)")
_TURN = re.compile(r"[–—-]\s|[^:]{1,40}:\s")
_REFRAIN = re.compile(
    r"\W?(?:Припев|Куплет|Бридж|Проигрыш|Вступление|Кода|Хор|Соло)(?: ?(?:\d|[IVX]+)\.?)?"
    r"(?: ?\(.{1,12}\))?[.:\]]?",
    re.IGNORECASE,
)
_CHORD = r"[A-H][#b♯♭]?(?:maj|min|dim|aug|sus|add|m|M)?\d{0,2}(?:sus\d)?(?:/[A-H][#b]?)?"
_CHORDS = re.compile(
    rf"(?:(?:Вступление|Проигрыш|Кода|Аккорды|Бой|Соло|Куплет|Припев|Intro|Outro|Chorus|Verse|Bridge) ?: ?)?"
    rf"[|(]?{_CHORD}(?:[\s|,–—-]+{_CHORD})+[\s|)]*(?:[xх]\d|\d[xх])?|[A-H][#b]?(?:m7?|7)"
    r"|[eEBGDAa]\|[-\d|hpbr/\\~x]{6,}"
)
_LONGEST_CHORDS = 90
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(?=[А-ЯЁ«])")
_NUMBER = re.compile(r"(?:[IVX]{1,5}|\d{1,2})\.?")
_SIGNED = re.compile(
    r"(?:[А-ЯЁ][\w.-]*,? ?){1,3}(?:(?:1[5-9]|20)\d\d.{0,4})?|.{0,30}\b(?:1[5-9]|20)\d\d(?: ?г\.?)?"
)
_CREDIT = re.compile(r"(?:слова|музыка|стихи|перевод|автор)\b[^:]{0,20}:", re.IGNORECASE)
_PAIRS = str.maketrans("яёюеыь", "аоуэи ")

Row = tuple[int, int, str, int]
"""Start, end and clean text of a line, and the number of its paragraph."""


def stanzas(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Start and end of each stanza of a text; nothing if it is no verse.

    Args:
        rows: the lines that are not blank.
    """
    sung = [row for row in rows if not is_chords(row[2])]
    paragraphs = [group for _, rows in groupby(sung, key=lambda row: row[3]) if (group := _bare(list(rows)))]
    if len(paragraphs) == 1:
        paragraphs = [_without_title(paragraphs[0])]
    verse = [group for group in paragraphs if _is_stanza([row[2] for row in group])]
    if not verse:
        verse = _couplets(paragraphs)
    lines = sum(map(len, verse))
    if lines < 4 or not _is_verse([[row[2] for row in group] for group in verse]):
        verse = [group for group in paragraphs if len(group) >= _FEWEST_LINES]
        if not _is_free_verse(paragraphs, [[row[2] for row in group] for group in verse]):
            return []
    if len(sung) == len(rows):
        return [(group[0][0], group[-1][1]) for group in verse]
    place = {row[0]: at for at, row in enumerate(rows)}
    runs = [
        [row for _, row in run]
        for group in verse
        for _, run in groupby(enumerate(group), key=lambda pair: place[pair[1][0]] - pair[0])
    ]
    return [(run[0][0], run[-1][1]) for run in runs]


def is_chords(line: str) -> bool:
    """Whether a line holds the chords of the line below it, and nothing else.

    >>> is_chords("Am          Dm   E7"), is_chords("Вступление: Am Dm"), is_chords("Am Dm спой")
    (True, True, False)
    """
    return len(line) <= _LONGEST_CHORDS and line[-1:] not in ".,!?:;" and bool(_CHORDS.fullmatch(line))


def _bare(group: list[Row]) -> list[Row]:
    """A paragraph without what stands above its stanza, «Припев:», «II», or before its first line: «1. »."""
    if _REFRAIN.fullmatch(group[0][2]) or _NUMBER.fullmatch(group[0][2]):
        return group[1:]
    start, end, text, paragraph = group[0]
    is_numbered = text[:1].isdigit() and len(group) >= _FEWEST_LINES
    return [(start, end, _NUMBERED.sub("", text, count=1), paragraph), *group[1:]] if is_numbered else group


def _without_title(group: list[Row]) -> list[Row]:
    """The lines of a poem without blank ones, but its title and authors, and who or when below it."""
    lines = group[: -1 if _SIGNED.fullmatch(group[-1][2]) else None]
    credit = next((at for at, line in enumerate(lines[:3]) if _CREDIT.match(line[2])), None)
    if credit is not None:
        return lines[credit + 1 :]
    has_title = len(lines) % 2 and lines[0][2][-1:].isalnum()
    return lines[1:] if has_title else lines


def _couplets(paragraphs: Sequence[list[Row]]) -> list[list[Row]]:
    """The couplets of a text that is made of them."""
    pairs = [group for group in paragraphs if len(group) == 2]
    lines = [row[2] for group in pairs for row in group]
    alone = sum(len(group) for group in paragraphs) - len(lines)
    is_short = all(len(line) <= _LONGEST_LINE and not _NO_VERSE.search(line) for line in lines)
    rhymed = sum(_rhymed([row[2] for row in group]) == 2 for group in pairs)
    return pairs if len(pairs) >= 3 and alone <= 3 and is_short and rhymed * 2 >= len(pairs) else []


def _is_stanza(lines: Sequence[str]) -> bool:
    """Whether lines could be a stanza: short, of similar length, each with a capital or rhymed."""
    if not _FEWEST_LINES <= len(lines) <= _MOST_LINES or any(map(_NO_VERSE.search, lines)):
        return False
    turns = sum(bool(_TURN.match(line)) for line in lines)
    if turns * 2 > len(lines) and _rhymed(lines) * 4 < len(lines) * 3:
        return False
    lengths = [len(line) for line in lines]
    capitals = sum(line.lstrip('«„"—– …')[:1].isupper() for line in lines)
    words = sum(len(line.split()) for line in lines) / len(lines)
    return (
        max(lengths) <= _LONGEST_LINE
        and max(lengths) <= 3 * min(lengths)
        and words >= 2.5
        and (capitals * 10 >= len(lines) * 8 or _rhymed(lines) * 2 >= len(lines))
    )


def _is_verse(groups: Sequence[Sequence[str]]) -> bool:
    """Whether stanzas rhyme, or their sentences run on from line to line."""
    rhymes = sum(_rhymed(group) for group in groups) / sum(map(len, groups))
    within = [line for group in groups for line in group[:-1]]
    running = sum(bool(_RUNS_ON.search(line)) for line in within) / len(within)
    commas = sum(line.endswith((",", "—", "–", ";", ":")) for line in within) / len(within)
    if sum(bool(_ENDED.search(group[-1])) for group in groups) * 2 < len(groups):
        return False
    if max(map(len, groups)) == 2:
        return rhymes >= _FEWEST_RHYMES
    return (running >= 0.5 or commas >= 0.1) and (rhymes >= _FEWEST_RHYMES or commas >= 0.3)


def _is_free_verse(paragraphs: Sequence[Sequence[Row]], groups: Sequence[Sequence[str]]) -> bool:
    """Whether a text is made of stanzas of very short lines, over whose ends its sentences run on."""
    lines = [line for group in groups for line in group]
    if len(groups) < 2 or len(lines) < _FEWEST_FREE_LINES or any(map(_NO_VERSE.search, lines)):
        return False
    if _is_wrapped(groups):
        return False
    alone = sum(len(group) for group in paragraphs) - len(lines)
    ended = sum(bool(_ENDED.search(group[-1])) for group in groups)
    running = sum(bool(_RUNS_ON.search(line)) for group in groups for line in group[:-1])
    return (
        alone <= 3
        and max(map(len, lines)) <= _LONGEST_FREE_LINE
        and (
            ended * 3 >= len(groups) * 2
            or not any(_ENDED.search(line) or line[:1].isupper() for line in lines)
        )
        and running * 2 >= len(lines) - len(groups)
    )


def _is_wrapped(groups: Sequence[Sequence[str]]) -> bool:
    """Whether nearly no line had room for the next word: it is prose in a narrow column."""
    width = max(len(line) for group in groups for line in group)
    breaks = [pair for group in groups for pair in pairwise(group)]
    full = sum(len(line) + 1 + len(first_word(after)) >= width for line, after in breaks)
    return full * 10 >= len(breaks) * 9


def _rhymed(lines: Sequence[str]) -> int:
    """How many lines rhyme with one of the three around them."""
    ends = [_ending(line) for line in lines]
    return sum(
        bool(end) and any(end == other for other in (*ends[max(at - 3, 0) : at], *ends[at + 1 : at + 4]))
        for at, end in enumerate(ends)
    )


def _ending(line: str) -> str:
    """How a line sounds from its last vowel on, with the consonant before it if it ends in the vowel.

    >>> _ending("И в доме пахнет пирогом.") == _ending("И осень бродит за окном.")
    True
    """
    letters = "".join(re.findall(r"[^\W\d_]+", line.lower())[-1:]).translate(_PAIRS).replace(" ", "")
    at = max((letters.rfind(vowel) for vowel in "аоуиэыәөұүі"), default=-1)
    if at < 0:
        return ""
    return letters[max(at - 1, 0) :] if at == len(letters) - 1 else letters[at:]
