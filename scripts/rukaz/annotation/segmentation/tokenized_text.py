"""A text as tokens, and what the rules of sentence ends ask of the tokens around a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rukaz.annotation.long_sentences import Span
from rukaz.annotation.segmentation.abbreviations import NO_KINDS, Abbreviations, Kind
from rukaz.annotation.segmentation.enclosures import OPENERS, Enclosure, enclosures
from rukaz.annotation.segmentation.tokens import EMOJI, EMOTICON

FINAL = ".!?…"
"""The first character of each token that may end a sentence."""

DASHES = frozenset(["-", "–", "—", "―", "−", "--", "---"])
BULLETS = frozenset("•·▪●◦‣►▶✓✔")
QUOTES = frozenset("«»„“”‘’\"'")
_INITIAL = re.compile(r"[A-ZА-ЯЁҚӘҒҰҮӨҺІ]|Дж|Дз|Th|Ch|Ph|[А-ЯЁ]\.-[А-ЯЁ]\.?")
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s)\W*[^\W\d_]")


class TokenizedText:
    """A text, its tokens (full stops apart from abbreviations), its quotation marks and brackets in pairs.

    Attributes:
        text: cleaned.
        tokens: spans.
        forms: the tokens as written.
        pairs: of quotation marks and brackets.
        closing: the pair that each closing mark closes, by its position.
        has_capitals: whether sentences begin with capitals in this text; false of careless writing.
    """

    def __init__(self, text: str, tokens: Sequence[Span], table: Abbreviations) -> None:
        self.text = text
        self.tokens = tokens
        self.forms = [text[start:end] for start, end in tokens]
        self._table = table
        enclosed = any(form in QUOTES or form in OPENERS for form in self.forms)
        self.pairs: list[Enclosure] = enclosures(tokens, self.forms) if enclosed else []
        self.closing = {pair.closer: pair for pair in self.pairs}
        starts = [match[0][-1] for match in _SENTENCE_START.finditer(text)]
        self.has_capitals = not starts or any(letter.isupper() for letter in starts)

    def form(self, position: int) -> str:
        """The token at a position; empty outside the text."""
        return self.forms[position] if 0 <= position < len(self.forms) else ""

    def touches_next(self, position: int) -> bool:
        """Whether there is no space after the token."""
        return position + 1 < len(self.tokens) and self.tokens[position][1] == self.tokens[position + 1][0]

    def first_word(self, position: int) -> str:
        """The token at a position, or the next one that is no opening mark."""
        while position < len(self.forms) - 1 and (
            self.forms[position] in OPENERS or self.forms[position] in QUOTES
        ):
            position += 1
        return self.form(position)

    def kinds(self, position: int) -> frozenset[Kind]:
        """The kinds of the abbreviation whose full stop stands at ``position``; none if it is none."""
        if position < 1 or not self.touches_next(position - 1) or self._is_part_of_name(position - 1):
            return NO_KINDS
        found: list[str] = []
        for place in range(position - 1, -1, -1):
            form = self.forms[place]
            if form[-1].isalnum() and not form[0].isdigit():
                found.insert(0, form.lower())
            elif form not in {".", "-"}:
                break
            if len(found) == self._table.longest:
                break
        return self._table.kinds_of(found)

    def _is_part_of_name(self, position: int) -> bool:
        """Whether a capitalised word stands after another: «Сон Хын Мин»."""
        word, before = self.forms[position], self.form(position - 1)
        return word[:1].isupper() and word[1:2].islower() and before[:1].isupper() and before[1:2].islower()

    def is_initial(self, position: int) -> bool:
        """Whether the token may be an initial, whatever follows."""
        return _INITIAL.fullmatch(self.form(position)) is not None

    def begins_with_initial(self, position: int) -> bool:
        """Whether an initial with its full stop follows, an opening mark before it or not."""
        while self.form(position) in OPENERS or self.form(position) in QUOTES:
            position += 1
        return self.is_initial(position) and self.form(position + 1) == "."

    def only_opens(self, start: int, end: int) -> bool:
        """Whether the tokens from ``start`` to before ``end`` only open something: a dash, a quotation."""
        return all(form in OPENERS or form in QUOTES or form in DASHES for form in self.forms[start:end])


@lru_cache(maxsize=50_000)
def is_picture(form: str) -> bool:
    """Whether the token is an emoji or emoticon."""
    if form[0].isalnum() and form[0].isascii() and len(form) == 1:
        return False
    return EMOJI.fullmatch(form) is not None or EMOTICON.fullmatch(form) is not None


def is_tag(form: str) -> bool:
    """Whether the token is what may trail a post: a hashtag, a name, a link, an emoji."""
    return (form[0] in "#@" and len(form) > 1) or form.startswith("http") or is_picture(form)


def letter_class(form: str) -> str:
    """How a word begins: ``upper``, ``lower``, ``digit`` or ``other``; «iPhone» is like one with a capital.

    >>> [letter_class(form) for form in ("Он", "он", "iPhone", "5", "№")]
    ['upper', 'lower', 'upper', 'digit', 'other']
    """
    if form[:1].isdigit():
        return "digit"
    if form[:1].isupper():
        return "upper"
    if form[:1].islower():
        return "upper" if form.isascii() and not form.islower() else "lower"
    return "other"
