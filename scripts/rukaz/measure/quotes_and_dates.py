"""Quotes and dates by rule against those of the review, matched by offsets.

A quote is found if its kind and span are exactly those of the review, or, less strictly, if it shares half of
their characters together with one of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from rukaz.conllu.tolerant import read_any
from rukaz.errors import RukazError
from rukaz.layers.dates import add_dates
from rukaz.layers.names import add_names
from rukaz.layers.quotes import add_quotes
from rukaz.records import Quote, Sentence

Place = tuple[str, str, int, int]
"""Document, kind, start and end."""


def read_documents(files: Iterable[Path]) -> list[tuple[str | None, list[Sentence]]]:
    """The date and the sentences of each document of CoNLL-U files of ours.

    Raises:
        RukazError: the files have neither quotes nor dates.
    """
    documents: list[tuple[str | None, list[Sentence]]] = []
    for file in files:
        for _, group in groupby(read_any(file), key=lambda parsed: parsed.sentence.doc_id):
            first, *others = group
            sentences = [one.sentence for one in (first, *others)]
            documents.append((first.raw.facts.get("doc_date"), sentences))
    if not any(sentence.quotes or sentence.dates for _, found in documents for sentence in found):
        hint = "Give files of a corpus, or of its review."
        raise RukazError("the files have neither quotes nor dates", hint=hint)
    return documents


def by_rule(sentences: Sequence[Sentence], day: str | None, *, is_named: bool) -> list[Sentence]:
    """The sentences of a document with the quotes and dates that rules find.

    Args:
        day: the document's date.
        is_named: whether the entities have names and ids already.
    """
    bare = [replace(one, annotation="auto", quotes=(), dates=(), speaker=None) for one in sentences]
    return add_dates(add_quotes(bare if is_named else add_names(bare)), day)


def quote_scores(gold: Sequence[Sentence], made: Sequence[Sentence]) -> dict[str, float]:
    """Precision and recall in per cent; of those found, whose cue, speaker and entity are right."""
    ours, theirs = _quotes(made), _quotes(gold)
    found = [(theirs[place], ours[place]) for place in theirs.keys() & ours.keys()]
    known, answered = _names(gold), _names(made)
    near = sum(any(_half(place, other) for other in ours) for place in theirs)
    near_made = sum(any(_half(place, other) for other in theirs) for place in ours)
    figures = {
        "quotes in gold": len(theirs),
        "precision": _share(len(found), len(ours)),
        "recall": _share(len(found), len(theirs)),
        "precision, half of the characters": _share(near_made, len(ours)),
        "recall, half of the characters": _share(near, len(theirs)),
        "cues of those found": _share(sum(a.cue_start == b.cue_start for a, b in found), len(found)),
        "speakers of those found": _share(sum(_who(a) == _who(b) for a, b in found), len(found)),
    }
    if any(quote.speaker_id for quote in theirs.values()):
        right = sum(known.get(a.speaker_id) == answered.get(b.speaker_id) for a, b in found)
        figures["entities of those found"] = _share(right, len(found))
    return figures


def date_scores(gold: Sequence[Sentence], made: Sequence[Sentence]) -> dict[str, float]:
    """Precision and recall of the expressions in per cent; of those found, the values that are right."""
    ours, theirs = (
        {(s.doc_id, date.start, date.end): date for s in side for date in s.dates} for side in (made, gold)
    )
    found = [(theirs[place], ours[place]) for place in theirs.keys() & ours.keys()]
    return {
        "dates in gold": len(theirs),
        "precision": _share(len(found), len(ours)),
        "recall": _share(len(found), len(theirs)),
        "values of those found": _share(sum(a == b for a, b in found), len(found)),
    }


def _quotes(sentences: Iterable[Sentence]) -> Mapping[Place, Quote]:
    return {(s.doc_id, quote.kind, quote.start, quote.end): quote for s in sentences for quote in s.quotes}


def _names(sentences: Iterable[Sentence]) -> Mapping[str | None, str | None]:
    """The normal form of each entity, by id; rules give other ids than the review."""
    return {entity.entity_id: entity.name for s in sentences for entity in s.entities if entity.entity_id}


def _who(quote: Quote) -> tuple[int | None, int | None]:
    return quote.speaker_start, quote.speaker_end


def _half(one: Place, other: Place) -> bool:
    shared = min(one[3], other[3]) - max(one[2], other[2])
    return one[:2] == other[:2] and 2 * shared >= max(one[3], other[3]) - min(one[2], other[2])


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0
