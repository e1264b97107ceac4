"""The dates or other values by which texts are divided."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.ingest.parts import extract
from rukaz.ingest.readers.extracted import UnreadableError
from rukaz.ingest.splits import Splitting

if TYPE_CHECKING:
    from rukaz.ingest.sources import TextSource

_FACTS = ("title", "author", "publisher", "date", "url", "rights", "language")


def split_values(texts: Iterable[TextSource], splitting: Splitting) -> Mapping[str, str]:
    """The date or value of each text that has one, by ``doc_id``; the texts are read for it.

    Raises:
        RukazError: none has one.
    """
    if splitting.by is None:
        return {}
    found: dict[str, str] = {}
    read: list[dict[str, object]] = []
    for text in texts:
        values = {name: said for name in _FACTS if (said := getattr(text, name)) is not None}
        if splitting.by not in values and text.fault is None:
            try:
                extracted = extract(text)[1]
            except UnreadableError:
                continue
            values = {**extracted.metadata, **extracted.facts, **values}
        read.append(values)
        value = values.get(splitting.by)
        if value is not None:
            found[text.doc_id] = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    if read and not found:
        names = ", ".join(dict.fromkeys(name for values in read for name in values))
        hint = f"They have: {names}." if names else "State what is known of them: rukaz init TEXTS"
        raise RukazError(f"no text has {splitting.by!r}, by which they are to be divided", hint=hint)
    return found
