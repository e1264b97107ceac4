"""What the models read of a text: its words as they are usually written.

A text may spell them as the models never saw: with stress marks (за́мок), Latin letters that look like
Cyrillic ones (Cегодня), typographic hyphens, variation selectors, all in capitals. The copy for the models is
without all that. FORM, text and offsets stay those of the source: each character of the copy knows where it
comes from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rukaz.annotation.letter_case import recased
from rukaz.annotation.long_sentences import Span
from rukaz.dictionary import is_known

_HIDDEN = re.compile(
    r"(?<=[А-Яа-яЁёA-Za-z])[\u0300\u0301\u0340\u0341]"  # stress marks
    r"|[\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # variation selectors
    r"|(?<=[А-Яа-яЁё])\u25a1(?=[А-Яа-яЁё])"  # what stands for a byte that could not be decoded
)
_REPLACED = {ord(hyphen): "-" for hyphen in "\u2010\u2011\ufe63\uff0d"} | {ord("ѐ"): "е", ord("ѝ"): "и"}
_LOOK_ALIKES = dict(
    zip(
        "ABCEHKMOPTXYaceopxyëËáàéèóòýÁÉÓÝ" + "ΑΒΕΗΙΚΜΟΡΤΧΥορ",
        "АВСЕНКМОРТХУасеорхуёЁааееооуАЕОУ" + "АВЕНІКМОРТХУор",
        strict=True,
    )
)
_CYRILLIC_LOOK_ALIKES = dict(zip("АВСЕНКМОРТХУасеорху", "ABCEHKMOPTXYaceopxy", strict=True))
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_SPACES = re.compile(r"\S+")
_MIXED = re.compile(r"[а-яё][a-zà-ÿα-ω]|[a-zà-ÿα-ω][а-яё]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """The copy, and where its characters come from.

    Attributes:
        text: what the models read.
        starts, ends: per character of ``text`` its span in the text that was copied; hidden characters belong
            to the character before them, or after white space to the one that follows.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str, copy: str | None = None) -> ReadingCopy:
        """The copy of a text of which no character is hidden: the text itself if no other is given."""
        return cls(text if copy is None else copy, range(len(text)), range(1, len(text) + 1))

    def spans(self, sentences: Sequence[Sequence[Span]]) -> Sequence[Sequence[Span]]:
        """Spans in the copied text of the tokens of sentences, by their spans in ``text``; none is empty."""
        if isinstance(self.starts, range):
            return sentences
        return [[(self.starts[start], self.ends[end - 1]) for start, end in tokens] for tokens in sentences]

    def read(self, tokens: Sequence[Span]) -> list[str]:
        """What the models read of tokens, by their spans in the copied text."""
        if isinstance(self.starts, range):
            return [self.text[start:end] for start, end in tokens]
        places = [(bisect_left(self.starts, start), bisect_left(self.starts, end)) for start, end in tokens]
        return [self.text[start:end] for start, end in places]


def reading_copy(text: str) -> ReadingCopy:
    """The copy of a text that the models read; an ordinary text is its own.

    >>> reading_copy("Cегодня Анна вы\u0301шла из\u2011за стола.").text
    'Сегодня Анна вышла из-за стола.'
    """
    hidden = _hidden(text)
    visible = "".join(char for at, char in enumerate(text) if at not in hidden) if hidden else text
    copy = recased(_folded(visible.translate(_REPLACED)))
    return ReadingCopy(copy, *_places(text, hidden)) if hidden else ReadingCopy.of(text, copy)


def reading_forms(forms: Sequence[str]) -> list[str]:
    """What the models read of the tokens of a sentence.

    >>> reading_forms(["ПУТИН", "ПРИЛЕТЕЛ", "В", "АСТАНУ", "."])
    ['Путин', 'прилетел', 'в', 'Астану', '.']
    """
    copies = [_HIDDEN.sub("", form) or form for form in forms]
    read = recased(_folded(" ".join(copies).translate(_REPLACED)))
    ends = list(accumulate(len(copy) + 1 for copy in copies))
    return [read[end - len(copy) - 1 : end - 1] for copy, end in zip(copies, ends, strict=True)]


def _hidden(text: str) -> set[int]:
    """Positions of the characters that the copy leaves out; what stands between spaces never goes whole."""
    hidden = {match.start() for match in _HIDDEN.finditer(text)}
    if hidden:
        for word in _BETWEEN_SPACES.finditer(text):
            places = range(*word.span())
            if hidden.issuperset(places):
                hidden.difference_update(places)
    return hidden


def _places(text: str, hidden: Container[int]) -> tuple[list[int], list[int]]:
    """Start and end of each visible character together with the hidden ones that belong to it."""
    starts: list[int] = []
    ends: list[int] = []
    waiting: int | None = None  # the first of the hidden characters that belong to the next one
    for at in range(len(text)):
        if at not in hidden:
            starts.append(at if waiting is None else waiting)
            ends.append(at + 1)
            waiting = None
        elif ends and not text[starts[-1]].isspace():
            ends[-1] = at + 1
        elif waiting is None:
            waiting = at
    return starts, ends


def _folded(text: str) -> str:
    """The text with letters of another script that look like their own folded, word by word."""
    if not _MIXED.search(text):
        return text
    return _WORD.sub(lambda word: _fold_word(word[0]), text)


def _fold_word(word: str) -> str:
    """A word in one script, if its letters of the other are look-alikes; a Latin one if that is Russian."""
    latin = [letter for letter in word if not _is_cyrillic(letter)]
    if not latin:
        return word
    cyrillic = "".join(_LOOK_ALIKES.get(letter, letter) for letter in word)
    if all(map(_is_cyrillic, cyrillic)):
        return cyrillic if len(latin) < len(word) or is_known(cyrillic.lower()) else word
    folded = "".join(_CYRILLIC_LOOK_ALIKES.get(letter, letter) for letter in word)
    return word if any(map(_is_cyrillic, folded)) else folded


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"
