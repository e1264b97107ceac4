"""What another annotation of the same texts says of each word: paired by their places, and counted.

The pairs are those of ``rukaz search --other`` (:mod:`rukaz.query.tables`): words of the same form at the
same place, but for those of multi-word tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rukaz.records import Sentence, Token

COUNTED = ("upos", "deprel", "ner")
"""Of these the overview shows what was taken for what."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A word as the other annotation has it.

    Attributes:
        ner: its IOB2 tag; None outside of names.
        head: the position of its head in the sentence of the word itself; None if it is not there.
    """

    token: Token
    ner: str | None
    head: int | None


Place = tuple[int, int]
Pair = tuple[str | None, str | None]
Words = Mapping[Place, tuple[Sentence, Token, str | None]]


def twins(sentences: Sequence[Sentence], others: Iterable[Sentence]) -> Mapping[Place, Twin]:
    """The twin of each word of a document that has one, by start and end in the source."""
    mine, theirs = _words(sentences), _words(others)
    found: dict[Place, Twin] = {}
    for place, (sentence, token, _) in mine.items():
        if (other := theirs.get(place)) and other[1].form == token.form:
            found[place] = Twin(other[1], other[2], _head(other[0], other[1], sentence, mine, theirs))
    return found


def _words(sentences: Iterable[Sentence]) -> Words:
    """The words that have a place of their own."""
    found: dict[Place, tuple[Sentence, Token, str | None]] = {}
    times: Counter[Place] = Counter()
    for sentence in sentences:
        for token, tag in zip(sentence.tokens, sentence.ner_tags, strict=True):
            times[token.start, token.end] += 1
            found[token.start, token.end] = sentence, token, None if tag == "O" else tag
    return {place: word for place, word in found.items() if times[place] == 1}


def _head(other: Sentence, token: Token, sentence: Sentence, mine: Words, theirs: Words) -> int | None:
    if token.head == 0:
        return 0
    head = other.tokens[token.head - 1]
    place = head.start, head.end
    found = mine.get(place) if place in theirs else None
    return found[1].id if found and found[0] is sentence else None


class Confusions:
    """What the words of reviewed sentences are, and what the other annotation takes them for."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[Pair]] = {name: Counter() for name in COUNTED}

    def add(self, sentences: Sequence[Sentence], others: Mapping[Place, Twin]) -> None:
        """Count the words of a document."""
        for sentence in sentences:
            if sentence.annotation != "reviewed":
                continue
            for token, tag in zip(sentence.tokens, sentence.ner_tags, strict=True):
                if twin := others.get((token.start, token.end)):
                    self._counts["upos"][token.upos, twin.token.upos] += 1
                    self._counts["deprel"][token.deprel, twin.token.deprel] += 1
                    self._counts["ner"][None if tag == "O" else tag, twin.ner] += 1

    def as_json(self) -> dict[str, list[list[Any]]]:
        """Of each field ``[own value, value of the other, words]``, most frequent first."""
        return {
            name: [[*pair, times] for pair, times in sorted(counts.items(), key=_most_first)]
            for name, counts in self._counts.items()
        }


def _most_first(item: tuple[Pair, int]) -> tuple[int, str]:
    return -item[1], str(item[0])
