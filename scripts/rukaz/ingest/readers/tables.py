"""Tables with a column of texts: each row is a document, and its other columns say what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, BinaryIO, Protocol

from rukaz.ingest.readers.columnar import Columnar
from rukaz.ingest.readers.containers import Part, ReadingOptions
from rukaz.ingest.readers.delimited import Delimited, JsonLines
from rukaz.ingest.readers.extracted import Extracted, UnreadableError, assemble
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.html_fragments import html_passages, is_html
from rukaz.records import Origin

TABLES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".arrow")
"""Endings of the names of tables."""

_TEXT_COLUMNS = (
    "text", "content", "body", "article", "full_text", "article_text", "maintext", "message", "post",
    "review", "comment", "текст", "содержание", "статья", "сообщение", "пост", "отзыв", "комментарий",
)  # fmt: skip
COLUMN = "column "
"""What stands before the name of a column in the place of a text."""

_LOOKED_AT, _MOST_PLAIN = 100, 10
"""Rows that show whether the texts are HTML, and how many of them there may be for each that is."""

_ID_COLUMNS = ("doc_id", "id", "uid", "guid")


class _Rows(Protocol):
    columns: Sequence[str]

    def __len__(self) -> int: ...

    def __getitem__(self, row: int) -> Mapping[str, Any]: ...

    def size(self, row: int) -> int: ...


class Table:
    """An open table."""

    def __init__(self, file: BinaryIO, suffix: str, options: ReadingOptions) -> None:
        self._rows = _open(file, suffix, options.encoding)
        self._text = self._column("text", options.text_column, _TEXT_COLUMNS)
        self._id = self._column("id", options.id_column, _ID_COLUMNS)

    def parts(self) -> Iterator[Part]:
        """The rows, from 1.

        Raises:
            UnreadableError: no column is known to hold the texts.
        """
        if len(self._rows) and self._text is None:
            if not self._rows.columns:
                raise UnreadableError("its rows have no columns")
            columns = ", ".join(map(repr, self._rows.columns[:20]))
            raise UnreadableError(f"which column holds the text? Say it with --text-column: {columns}")
        for row in range(len(self._rows)):
            yield Part(f"row {row + 1}", self._name(row), self._rows.size(row))

    def _name(self, row: int) -> str:
        if self._id is None:
            return ""
        try:
            value = self._rows[row].get(self._id)
        except UnreadableError:
            return ""
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def read(self, address: str) -> Extracted:
        """A row.

        Raises:
            UnreadableError: it holds no text, or is damaged.
        """
        row = self._rows[int(address.removeprefix("row ")) - 1]
        text = row.get(self._text) if self._text is not None else None
        if not isinstance(text, str):
            raise UnreadableError(f"the column {self._text!r} of this row holds no text")
        said = {name: value for name, value in row.items() if name not in (self._text, self._id)}
        facts, metadata = known_facts(said)
        if self._is_html and is_html(text):
            return assemble(html_passages(text, f"{COLUMN}{self._text}"), facts, metadata)
        if self._text is not None and text:
            return Extracted(text, (Origin(0, len(text), f"{COLUMN}{self._text}"),), (), facts, metadata)
        return Extracted(text, (), (), facts, metadata)

    @cached_property
    def _is_html(self) -> bool:
        """Whether markup is usual in the texts: in a tenth of the first ones or more."""
        texts = []
        for row in range(min(len(self._rows), _LOOKED_AT)):
            try:
                text = self._rows[row].get(self._text or "")
            except UnreadableError:
                continue
            texts += [text] if isinstance(text, str) and text else []
        return 0 < len(texts) <= _MOST_PLAIN * sum(map(is_html, texts))

    def others(self) -> dict[str, int]:
        """None: a table holds rows only."""
        return {}

    def _column(self, what: str, said: str | None, usual: Sequence[str]) -> str | None:
        columns = self._rows.columns
        if said is not None:
            if said not in columns and len(self._rows):
                raise UnreadableError(
                    f"there is no column {said!r} for the {what}, but {', '.join(map(repr, columns[:20]))}"
                )
            return said
        by_name = {name.strip().lower(): name for name in reversed(columns)}
        found = next((by_name[name] for name in usual if name in by_name), None)
        return columns[0] if found is None and what == "text" and len(columns) == 1 else found


def _open(file: BinaryIO, suffix: str, encoding: str) -> _Rows:
    if suffix in (".jsonl", ".ndjson"):
        return JsonLines(file, encoding)
    if suffix in (".csv", ".tsv"):
        return Delimited(file, encoding, "\t" if suffix == ".tsv" else None)
    return Columnar(file, is_arrow=suffix == ".arrow")
