"""A page: the pieces of one text as the block rules see them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, wraps
from itertools import compress
from typing import Literal, NamedTuple, get_args

from rukaz.ingest.labels import heads_section, is_numbered
from rukaz.ingest.pieces import Piece, ends_sentence
from rukaz.ingest.speaker_labels import speaker_label
from rukaz.ingest.statements import states
from rukaz.records import Role

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_SMALL = re.compile(r"[а-яё]")
DOCUMENT = re.compile(
    r"(?:(?:КОНСТИТУЦИОННЫЙ )?ЗАКОН|КОНСТИТУЦИЯ|УКАЗ|ПОСТАНОВЛЕНИЕ|РЕШЕНИЕ|ПРИКАЗ|КОДЕКС|РАСПОРЯЖЕНИЕ"
    r"|ПОЛОЖЕНИЕ|ДОГОВОР|СОГЛАШЕНИЕ|УСТАВ|ПРАВИЛА|ИНСТРУКЦИЯ|РЕГЛАМЕНТ|ДОВЕРЕННОСТЬ|МЕМОРАНДУМ|ОФЕРТА"
    r"|ПОРЯДОК|ПУБЛИЧНАЯ ОФЕРТА|(?:ПОЛЬЗОВАТЕЛЬСКОЕ|ЛИЦЕНЗИОННОЕ) СОГЛАШЕНИЕ"
    r"|ПОЛИТИКА (?:КОНФИДЕНЦ|ОБРАБОТКИ)\w*"
    r"|ПОЯСНИТЕЛЬНАЯ ЗАПИСКА)\b",
    re.IGNORECASE,
)
"""What the title of a law, an order or a contract begins with."""
_POINT = re.compile(r"\d{1,2}\.\d")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Verdict(NamedTuple):
    """The role of a piece; the reason is there if it is not text of the article."""

    role: Role
    reason: str | None = None


Rule = Callable[["Page", int], Verdict | None]
"""What decides on the piece at a place of a page; None leaves it to other rules."""

_LONGEST_LINE = 140
_TOP, _TAIL, _FEW = 6, 10, 5

Trait = Literal["few", "open", "bare", "edge", "below"]
"""What is looked at once in a line for all rules: a rule is asked only about lines with the traits it names.

few: five words or fewer. open: it does not end like a sentence. bare: no small Russian letter. edge: among
the first or last lines of the page. below: below the first sentence.
"""
Traits = tuple[bool, ...]
"""Whether a line has each trait, in the order of their names in :data:`Trait`."""

_OF_LINES: dict[Rule, tuple[Trait, ...]] = {}


def of_lines(rule: Rule) -> Rule:
    """Mark a rule that never answers for a paragraph, and is not asked about one: most text is of these."""
    return of_lines_with()(rule)


def of_lines_with(*traits: Trait) -> Callable[[Rule], Rule]:
    """Mark a rule that answers only for lines with all of these traits, and is asked about no others."""

    def mark(rule: Rule) -> Rule:
        _OF_LINES[rule] = traits
        return rule

    return mark


def but_statements(rule: Rule) -> Rule:
    """Keep a rule that decides by a first word from what is a sentence that says something."""

    @wraps(rule)
    def spared(page: Page, at: int) -> Verdict | None:
        verdict = rule(page, at)
        return None if verdict is not None and states(page.text(at)) else verdict

    return spared


def is_paragraph(text: str) -> bool:
    """Whether a piece is long and ends like a sentence, which no line that heads or surrounds a text does."""
    return len(text) > _LONGEST_LINE and text[-1] in ".!?"


class Asked(dict[Traits | None, tuple[Rule, ...]]):
    """Those of some rules that may answer for a line with certain traits, or for a paragraph: None."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)

    def __missing__(self, traits: Traits | None) -> tuple[Rule, ...]:
        asked = (rule for rule in self._rules if rule not in _OF_LINES or _has(traits, _OF_LINES[rule]))
        return self.setdefault(traits, tuple(asked))


def _has(traits: Traits | None, wanted: Iterable[Trait]) -> bool:
    return traits is not None and set(wanted) <= set(compress(get_args(Trait), traits))


def _ends_whole(text: str) -> bool:
    return ends_sentence(text) and not text.endswith(("...", "…", ":"))


def _has_digit(text: str) -> bool:
    return any(map(text.__contains__, "0123456789"))


Trigram = tuple[str, str, str]


def fold(text: str) -> str:
    """The text in one case, with ё as е."""
    return text.casefold().replace("ё", "е")


def words(text: str) -> list[str]:
    """Words for comparison: case folded, ё as е, without punctuation.

    >>> words("Ещё один — «Союз-5»")
    ['еще', 'один', 'союз-5']
    """
    return _WORD.findall(fold(text))


def trigrams(text: str) -> list[Trigram]:
    """The runs of three words in ``text``."""
    found = words(text)
    return list(zip(found, found[1:], found[2:], strict=False))


class _Texts(dict[int, str]):
    """Texts by their places; rules ask for them so often that a method of Python's own would be slow."""

    def __missing__(self, at: int) -> str:
        return ""


# eq=False: a page is compared by identity, which lets its properties be computed once
@dataclass(frozen=True, eq=False)
class Page:
    """The pieces of a text, or of its article, in their order.

    Attributes:
        above_tables: places of those that stand right above a row of a table, which is left out.
        below_tables: places of those that stand right below one.
        title: place of the title, as the file says; 0 if it says none.
        begins: where another text of the same file may begin: beside what is left out as its author, or that
            of the text above.
    """

    pieces: tuple[Piece, ...]
    above_tables: frozenset[int] = frozenset()
    begins: frozenset[int] = frozenset()
    title: int = 0
    below_tables: frozenset[int] = frozenset()

    @cached_property
    def text(self) -> Callable[[int], str]:
        """Clean text of the piece at a place; empty before the first and after the last piece."""
        return _Texts(enumerate(piece.text for piece in self.pieces)).__getitem__

    def traits(self, at: int) -> Traits | None:
        """The traits of the line at a place; None of a paragraph."""
        text = self.text(at)
        if is_paragraph(text):
            return None
        return (
            text.count(" ") < _FEW,
            not ends_sentence(text),
            not _SMALL.search(text),
            at < _TOP or at >= self.last - _TAIL,
            at > self.first_sentence,
        )

    @cached_property
    def with_digits(self) -> frozenset[int]:
        """Places of the pieces that hold a digit from 0 to 9."""
        return frozenset(at for at, piece in enumerate(self.pieces) if _has_digit(piece.text))

    @cached_property
    def is_document(self) -> bool:
        """Whether it is a law or the like, divided into articles or numbered points."""
        return sum(bool(is_numbered(piece.text)) for piece in self.pieces) > 2

    @cached_property
    def is_divided(self) -> bool:
        """Whether it is divided into articles or chapters, or into points of points as «1.1»."""
        marked = [piece for piece in self.pieces if piece.label_kind == "marker"]
        parts = sum(
            heads_section(piece.label) or bool(_POINT.match(piece.label) and ends_sentence(piece.text))
            for piece in marked
        )
        numbers = sum(is_numbered(f"{piece.label}…") for piece in marked)
        return parts > 1 or (numbers > 1 and self._is_titled_as_document)

    @cached_property
    def _is_titled_as_document(self) -> bool:
        """Whether its title, or a line in capitals below who gives it, is «Приказ» or the like."""
        heads = [self.text(at) for at in range(3) if at == 0 or self.text(at).isupper()]
        return any(map(DOCUMENT.match, heads))

    @cached_property
    def is_cyrillic(self) -> bool:
        """Whether most pieces have Cyrillic letters."""
        return 2 * sum(bool(_CYRILLIC.search(piece.text)) for piece in self.pieces) > len(self.pieces)

    @cached_property
    def last(self) -> int:
        """The last piece with a letter; -1 if there is none."""
        places = range(len(self.pieces) - 1, -1, -1)
        return next((at for at in places if any(map(str.isalpha, self.pieces[at].text))), -1)

    @cached_property
    def first_sentence(self) -> int:
        """Where the running text starts; the number of pieces if there is none."""
        return self.first_sentence_from(0)

    @cached_property
    def last_sentence(self) -> int:
        """The last piece of running text; -1 if there is none."""
        return self.last_sentence_before(len(self.pieces))

    def first_sentence_from(self, at: int) -> int:
        """The first piece from ``at`` on of five words or more that ends like a sentence, not clipped."""
        place = bisect_left(self.sentences, at)
        return self.sentences[place] if place < len(self.sentences) else len(self.pieces)

    def last_sentence_before(self, at: int) -> int:
        """The last such piece before ``at``; -1 if there is none."""
        place = bisect_left(self.sentences, at)
        return self.sentences[place - 1] if place else -1

    @cached_property
    def sentences(self) -> list[int]:
        """The places of running text: five words or more that end like a sentence, not clipped."""
        texts = (piece.text for piece in self.pieces)
        return [at for at, text in enumerate(texts) if text.count(" ") >= 4 and _ends_whole(text)]

    @cached_property
    def _folded(self) -> dict[int, str]:
        """The pieces that end like sentences, as words are compared."""
        return {at: fold(piece.text) for at, piece in enumerate(self.pieces) if ends_sentence(piece.text)}

    @cached_property
    def _names(self) -> Counter[str]:
        """Stems of the capitalised words of all sentences, but not of who speaks them."""
        texts = (piece.text for piece in self.pieces if ends_sentence(piece.text))
        return Counter(
            stem(word)
            for text in texts
            for word in _WORD.findall(text, len(speaker_label(text)))
            if word[0].isupper()
        )

    def repeated(self, at: int) -> tuple[float, int]:
        """The share of the word trigrams of a piece that one sentence-like piece repeats, and which piece.

        Pieces with fewer than half of its words are passed over: they repeat less than half of it.
        """
        grams, own = trigrams(self.text(at)), words(self.text(at))
        shared: dict[int, int] = {}
        for holder, text in self._folded.items():
            if holder != at and 2 * sum(word in text for word in own) >= len(own):
                those = set(trigrams(text))
                shared[holder] = sum(gram in those for gram in grams)
        holder = max(shared, key=lambda place: (shared[place], -place), default=at)
        return (shared[holder] / len(grams), holder) if shared and grams else (0.0, at)

    def said_above(self, at: int) -> Piece | None:
        """The sentence-like piece above that holds all words of a piece as they stand."""
        words = fold(self.text(at)).strip('«»"')
        holder = next((to for to, text in self._folded.items() if to < at and words in text), None)
        return None if holder is None else self.pieces[holder]

    @cached_property
    def times(self) -> Counter[str]:
        """How often each text of a piece stands on the page."""
        return Counter(piece.text for piece in self.pieces)

    def names_again(self, at: int, name: str | None = None) -> bool:
        """Whether a capitalised word of the piece, or of ``name`` in it, stands in a sentence elsewhere."""
        words = _WORD.findall(self.text(at) if name is None else name)
        stems = Counter(stem(word) for word in words if word[0].isupper())
        own = self.times[self.text(at)] if ends_sentence(self.text(at)) else 0
        return any(self._names[name] > count * own for name, count in stems.items())


def stem(word: str) -> str:
    """The letters of a word that Russian declension does not change, four at most.

    >>> stem("Алиева") == stem("Алиевой"), stem("Мехрибан")
    (True, 'мехр')
    """
    return word.casefold().replace("ё", "е")[:4]
