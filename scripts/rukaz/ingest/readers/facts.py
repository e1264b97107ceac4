"""What files say of their texts, under the names that RuKaz has for it."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from rukaz.ingest.clean import clean_text

_NAMES = {
    "title": ("title", "headline", "заголовок", "название"),
    "author": ("author", "authors", "creator", "byline", "автор"),
    "publisher": ("publisher", "source", "site_name", "издание", "источник"),
    "date": ("date", "published", "pubdate", "publish_date", "published_at", "created_at", "дата"),
    "url": ("url", "link", "canonical", "source_url", "ссылка"),
    "language": ("language", "lang", "язык"),
    "rights": ("rights", "license", "licence", "copyright", "права"),
}
_KNOWN = {name: fact for fact, names in _NAMES.items() for name in names}
_LONGEST = 500
MOST_VALUES = 10_000
"""Values in one of metadata."""
_DATE = re.compile(r"\s*(\d{4})(?:[-/.](\d\d)(?:[-/.](\d\d))?)?(?![\d])")
_PLACEHOLDER = re.compile(
    r"\((anonymous|unspecified|untitled|unknown)\)|untitled|unknown|без имени|неизвестный", re.IGNORECASE
)
"""What programs write where nobody stated a title or an author."""
_RUSSIAN_DATE = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")


def known_facts(said: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """The facts among what a file says, and all the rest as metadata.

    >>> known_facts({"Title": "Визит", "date": "2023-11-09T10:00:00", "views": 12})
    ({'title': 'Визит', 'date': '2023-11-09'}, {'views': 12})
    """
    facts: dict[str, str] = {}
    rest: dict[str, Any] = {}
    for name, value in said.items():
        fact = _KNOWN.get(str(name).strip().lower())
        read = None if fact is None or fact in facts else as_fact(fact, value)
        if fact is None or read is None:
            if (plain := as_json(value)) not in (None, "", [], {}):
                rest[str(name)] = plain
        else:
            facts[fact] = read
    return facts, rest


def is_placeholder(value: str) -> bool:
    """Whether a program wrote this because nobody stated anything.

    >>> is_placeholder("(anonymous)"), is_placeholder("Неизвестный солдат")
    (True, False)
    """
    return _PLACEHOLDER.fullmatch(value.strip()) is not None


def as_fact(fact: str, value: object) -> str | None:
    """``value`` as a fact: on one line, a date as ISO 8601, a language as its code; None if it is none."""
    if isinstance(value, list | tuple):
        shown = (one if isinstance(one, str) else str(as_json(one)) for one in value[:_LONGEST] if one)
        value = ", ".join(shown)
    if isinstance(value, datetime.date):
        value = value.isoformat()
    if not isinstance(value, str) or not (text := clean_text(_scalar(value)).strip()):
        return None
    if fact == "date":
        return iso_date(text)
    if fact == "language":
        code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", text)
        return code[0].lower() if code else None
    if fact in {"title", "author"} and is_placeholder(text):
        return None
    if fact == "url" and not re.fullmatch(r"https?://\S+", text):
        return None
    return text if len(text) <= _LONGEST else None


def iso_date(text: str) -> str | None:
    """The date at the beginning of ``text``, as exact as it is; None if there is none.

    >>> iso_date("2023-11-09T10:00:00+06:00"), iso_date("9.11.2023"), iso_date("2023-13-01")
    ('2023-11-09', '2023-11-09', None)
    """
    if match := _RUSSIAN_DATE.match(text):
        day, month, year = match.groups()
        parts = [year, month.zfill(2), day.zfill(2)]
    elif match := _DATE.match(text):
        parts = [part for part in match.groups() if part]
    else:
        return None
    date = "-".join(parts)
    try:
        datetime.date.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        return None
    return date


def as_json(value: Any) -> Any:
    """``value`` as JSON can hold it; bytes, what is nested deeply and all of a huge value are left away.

    YAML can say in a line what has billions of parts.
    """
    left = count(MOST_VALUES, -1)
    plain = _plain(value, 0, left)
    return plain if next(left) > 0 else None


def _plain(value: Any, depth: int, left: Iterator[int]) -> Any:
    if next(left) <= 0 or value is None:
        return None
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, str):
        return _scalar(value)
    if depth < 8 and isinstance(value, Mapping):
        return {_scalar(str(key)): _plain(one, depth + 1, left) for key, one in value.items()}
    if depth < 8 and isinstance(value, list | tuple):
        return [_plain(one, depth + 1, left) for one in value]
    return None if isinstance(value, bytes | float) or depth >= 8 else _scalar(str(value))


def _scalar(text: str) -> str:
    """``text`` without half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
