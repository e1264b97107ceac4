"""Quotes and dates in the MISC column of CoNLL-U: on the word where one begins, under keys of their own.

``Quote=direct|QuoteCue=52:58|QuoteRange=10:48|QuoteSpeaker=59:65|QuoteSpeakerId=putin-vladimir`` and
``Date=2022|DatePart=start|DateRange=70:85``; offsets are those of the source, as in ``TokenRange``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from rukaz.records import DATE_PARTS, QUOTE_KINDS, DateExpression, DatePart, Quote, QuoteKind

QUOTE_KEYS = ("Quote", "QuoteCue", "QuoteRange", "QuoteSpeaker", "QuoteSpeakerId")
DATE_KEYS = ("Date", "DatePart", "DateRange")

_RANGE = re.compile(r"(0|[1-9][0-9]*):(0|[1-9][0-9]*)")


def write_range(start: int, end: int) -> str:
    """A stretch of the source: ``0:8``."""
    return f"{start}:{end}"


def read_range(key: str, value: str) -> tuple[int, int]:
    """The stretch that ``value`` names.

    Raises:
        ValueError: it names none.
    """
    match = _RANGE.fullmatch(value)
    if not match or int(match[1]) >= int(match[2]):
        raise ValueError(f"{key}={value} is not start:end with start < end")
    return int(match[1]), int(match[2])


def quote_items(quote: Quote, escape: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Keys and values of a quote; ``escape`` makes an id fit for MISC."""
    yield "Quote", quote.kind
    yield "QuoteRange", write_range(quote.start, quote.end)
    if quote.cue_start is not None and quote.cue_end is not None:
        yield "QuoteCue", write_range(quote.cue_start, quote.cue_end)
    if quote.speaker_start is not None and quote.speaker_end is not None:
        yield "QuoteSpeaker", write_range(quote.speaker_start, quote.speaker_end)
    if quote.speaker_id is not None:
        yield "QuoteSpeakerId", escape(quote.speaker_id)


def read_quote(values: Mapping[str, str], unescape: Callable[[str], str]) -> Quote | None:
    """The quote that the values under :data:`QUOTE_KEYS` describe, if any.

    Raises:
        ValueError: they describe none.
    """
    if not any(key in values for key in QUOTE_KEYS):
        return None
    if values.get("Quote") not in QUOTE_KINDS or "QuoteRange" not in values:
        raise ValueError(f"a quote has a QuoteRange, and its Quote is one of {', '.join(QUOTE_KINDS)}")
    start, end = read_range("QuoteRange", values["QuoteRange"])
    cue = _optional_range(values, "QuoteCue")
    speaker = _optional_range(values, "QuoteSpeaker")
    return Quote(
        kind=cast(QuoteKind, values["Quote"]),
        start=start,
        end=end,
        cue_start=cue[0],
        cue_end=cue[1],
        speaker_start=speaker[0],
        speaker_end=speaker[1],
        speaker_id=unescape(values["QuoteSpeakerId"]) if "QuoteSpeakerId" in values else None,
    )


def _optional_range(values: Mapping[str, str], key: str) -> tuple[int, int] | tuple[None, None]:
    return read_range(key, values[key]) if key in values else (None, None)


def date_items(date: DateExpression, escape: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Keys and values of a date; ``escape`` makes its value fit for MISC."""
    yield "DateRange", write_range(date.start, date.end)
    if date.value is not None:
        yield "Date", escape(date.value)
    if date.part is not None:
        yield "DatePart", date.part


def read_date(values: Mapping[str, str], unescape: Callable[[str], str]) -> DateExpression | None:
    """The date that the values under :data:`DATE_KEYS` describe, if any.

    Raises:
        ValueError: they describe none.
    """
    if not any(key in values for key in DATE_KEYS):
        return None
    part = cast(DatePart | None, values.get("DatePart"))
    if "DateRange" not in values or part not in (None, *DATE_PARTS):
        raise ValueError(f"a date has a DateRange, and its DatePart is one of {', '.join(DATE_PARTS)}")
    start, end = read_range("DateRange", values["DateRange"])
    value = unescape(values["Date"]) if "Date" in values else None
    return DateExpression(start, end, value, part)
