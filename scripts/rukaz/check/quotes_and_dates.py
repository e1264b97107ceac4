"""Quotes and dates: their places, who speaks, and what dates say (rules N407 to N409)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rukaz.check.finding import Place
from rukaz.layers.edtf import is_edtf
from rukaz.records import Document, Quote, Sentence


def whole_words(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A quote, its cue or speaker, or a date is not a run of whole words, or two begin at one place."""
    starts = {token.start for sentence in sentences for token in sentence.tokens}
    ends = {token.end for sentence in sentences for token in sentence.tokens}
    for sentence in sentences:
        quotes = [(quote.start, quote.end) for quote in sentence.quotes]
        dates = [(date.start, date.end) for date in sentence.dates]
        for start, end in (*quotes, *dates, *(span for quote in sentence.quotes for span in _parts(quote))):
            if start not in starts or end not in ends or start >= end:
                yield sentence.sent_id, f"{start}:{end}"
        for start, end in (*quotes, *dates):
            if not sentence.start <= start < sentence.end:
                yield sentence.sent_id, f"{start}:{end} begins in another sentence"
        for before, after in (*pairwise(quotes), *pairwise(dates)):
            if before[0] >= after[0]:
                yield sentence.sent_id, f"{after} after {before}"


def _parts(quote: Quote) -> Iterator[tuple[int, int]]:
    for start, end in ((quote.cue_start, quote.cue_end), (quote.speaker_start, quote.speaker_end)):
        if start is not None and end is not None:
            yield start, end


def known_speakers(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The speaker of a quote or turn is not an entity that the document mentions."""
    entities = {entity.entity_id for sentence in sentences for entity in sentence.entities}
    for sentence in sentences:
        for speaker in (sentence.speaker, *(quote.speaker_id for quote in sentence.quotes)):
            if speaker is not None and speaker not in entities:
                yield sentence.sent_id, speaker


def valid_dates(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The value of a date is not a day, month, year or interval of ISO 8601 or EDTF."""
    for sentence in sentences:
        for date in sentence.dates:
            if date.value is not None and not is_edtf(date.value):
                yield sentence.sent_id, date.value
