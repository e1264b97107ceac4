"""Who speaks in the turns of an interview, by the name before a turn and by what is known of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rukaz.ingest.clean import clean_text
from rukaz.layers.normal_forms import comparable
from rukaz.records import Document, Sentence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")


def add_turn_speakers(sentences: Sequence[Sentence], document: Document) -> list[Sentence]:
    """The sentences of a document, the automatic turns with the speakers that were not known before.

    A turn is of the person whom the label before it names («Айгуль Серикова: …», «А. Серикова:»); an answer
    without a label, of the document's ``interviewee``. Either must be the name of one person of the text.

    Args:
        sentences: with names and quotes.
    """
    persons = {
        entity.entity_id: entity.name
        for sentence in sentences
        for entity in sentence.entities
        if entity.label == "PER" and entity.entity_id and entity.name
    }
    labels = dict(_labels(document))
    interviewed = _person(document.interviewee or "", persons)
    return [_with_speaker(one, labels, persons, interviewed) for one in sentences]


def _with_speaker(
    sentence: Sentence, labels: Mapping[str, str], persons: Mapping[str, str], interviewed: str | None
) -> Sentence:
    if sentence.annotation == "reviewed" or sentence.role not in ("question", "answer"):
        return sentence
    if sentence.block in labels:
        who = _person(labels[sentence.block], persons)
    else:
        who = sentence.speaker or (interviewed if sentence.role == "answer" else None)
    quotes = tuple(
        replace(quote, speaker_id=who) if quote.kind == "turn" else quote for quote in sentence.quotes
    )
    return replace(sentence, speaker=who, quotes=quotes)


def _labels(document: Document) -> Iterator[tuple[str, str]]:
    """The block of each turn that stands right below a label, with the label."""
    for above, block in pairwise(document.blocks):
        if above.role == "speaker":
            yield block.block, clean_text(document.text[above.start : above.end])


def _person(label: str, persons: Mapping[str, str]) -> str | None:
    """The id of the one person whose name has all words of a label, or words with its initials."""
    words = [comparable(word) for word in _WORD.findall(label)]
    found = [
        person
        for person, name in persons.items()
        if words
        and any(len(word.rstrip(".")) > 1 for word in words)
        and _has(comparable(name).split(), words)
    ]
    return found[0] if len(found) == 1 else None


def _has(name: Sequence[str], words: Sequence[str]) -> bool:
    return all(
        any(part == word or (word.endswith(".") and part.startswith(word[:-1])) for part in name)
        for word in words
    )
