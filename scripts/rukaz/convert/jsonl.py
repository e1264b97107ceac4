"""JSON Lines: one row per sentence, the columns of the configuration ``sentences`` with labels by name.

``comments`` has the lines of CoNLL-U that stand before the sentence and are not in a column, so that nothing
is lost and the same CoNLL-U comes back. A sentence that is not written as RuKaz writes has all of its
comments there, its cells as they are, and in ``other_lines`` the lines of ranges and empty nodes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rukaz.atomic_files import explaining_read_errors
from rukaz.conllu.rows import COLUMNS, RawSentence, Row
from rukaz.conllu.tolerant import TolerantReader
from rukaz.convert.piece import Piece, heads_outside, piece_of
from rukaz.dataset_features import features
from rukaz.errors import RukazError
from rukaz.export.parquet_rows import columns, sentence_of
from rukaz.records import UPOS_TAGS, Document, Sentence
from rukaz.schema import FIELDS, LABELS

if TYPE_CHECKING:
    import pyarrow as pa

COMMENTS = "comments"
OTHER_LINES = "other_lines"

_LABELLED = {
    field.column: LABELS[field.kind[5:-1]] for field in FIELDS["sentences"] if field.kind[5:-1] in LABELS
}
_NO_DOCUMENT = Document("", "", "", "", "train", ())
_CELLS = {field.conllu: field.column for field in FIELDS["sentences"] if field.conllu in COLUMNS} | {
    "MISC": "misc"
}
"""The column of a row for each column of CoNLL-U but ID."""

_NULLABLE = ("XPOS", "FEATS", "HEAD", "DEPS", "MISC")
"""Columns of CoNLL-U whose ``_`` is null."""

_PLACE = re.compile(r"(?P<word>[0-9]{1,9})(?P<range>-[0-9]+)?(?:\.(?P<node>[0-9]{1,9}))?")
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
_BREAKS = re.compile(r"[\t\n\r]")


def write_jsonl(path: Path, pieces: Iterable[Piece]) -> None:
    """Write one line of JSON for each sentence, in UTF-8."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in pieces:
            file.write(json.dumps(to_row(piece), ensure_ascii=False) + "\n")


def read_jsonl(path: Path) -> Iterator[Piece]:
    """The sentences of a file that :func:`write_jsonl` wrote.

    Raises:
        RukazError: names the line that is no such row.
    """
    reader = TolerantReader(str(path), path.stem)
    with explaining_read_errors(path), path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            try:
                piece = _piece(_parsed(line), reader)
            except (*_FAULTS, RukazError) as error:
                what = error.what if isinstance(error, RukazError) else f"{error!r:.200}"
                hint = "It is JSON Lines as `rukaz convert` writes it, one sentence per line."
                place = f"{path}, line {number}"
                raise RukazError(f"this is not a sentence: {what}", where=place, hint=hint) from error
            yield piece


def to_row(piece: Piece) -> dict[str, Any]:
    """The row of a sentence; ids of labels are replaced by their names."""
    cells = columns("sentences", _NO_DOCUMENT, [_with_known_upos(piece.sentence)])
    row: dict[str, Any] = {name: values[0] for name, values in cells.items()}
    for column, names in _LABELLED.items():
        row[column] = [names[label] for label in row[column]]
    if piece.raw is None:
        return {**row, COMMENTS: list(piece.before)}
    words = [word for _, word in piece.raw.words()]
    raw = {column: [_value(name, word) for word in words] for name, column in _CELLS.items()}
    others = ["\t".join(line) for line in piece.raw.rows if not line[0].isdecimal()]
    return {**row, **raw, COMMENTS: list(piece.raw.comments), OTHER_LINES: others}


def _with_known_upos(sentence: Sentence) -> Sentence:
    if all(token.upos in UPOS_TAGS for token in sentence.tokens):
        return sentence
    tokens = (token if token.upos in UPOS_TAGS else replace(token, upos="X") for token in sentence.tokens)
    return replace(sentence, tokens=tuple(tokens))


def _value(name: str, word: Row) -> str | int | None:
    cell = word[COLUMNS.index(name)]
    if name in _NULLABLE and cell == "_":
        return None
    return int(cell) if name == "HEAD" else cell


def _parsed(line: str) -> dict[str, Any]:
    """The object of a line.

    Raises:
        ValueError: it is none, or a string in it cannot stand in CoNLL-U.
    """
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("a line is an object of JSON")
    if "\\" in line:
        for text in _strings({**row, OTHER_LINES: None}):
            text.encode()  # half a character raises UnicodeEncodeError
            if _BREAKS.search(text):
                raise ValueError(f"a tab or line break in {text!r:.60}")
    return row


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _piece(row: dict[str, Any], reader: TolerantReader) -> Piece:
    """The sentence of a row.

    Raises:
        ValueError, LookupError, TypeError: a column or label is missing or wrong.
        RukazError: the columns contradict one another.
    """
    comments = tuple(row[COMMENTS])
    if not all(comment.startswith("#") for comment in comments):
        raise ValueError("a comment does not begin with #")
    if empty := [column for column in _CELLS.values() if "" in row[column]]:
        raise ValueError(f"an empty string in {', '.join(empty)}; what is not there is null")
    if OTHER_LINES in row:
        return piece_of(reader.read(_raw(row, comments), doc_id=str(row["doc_id"])))
    ids = {column: [names.index(label) for label in row[column]] for column, names in _LABELLED.items()}
    whole = {**row, **ids}
    _require_types(whole)
    sentence = sentence_of(whole)
    if fault := next(heads_outside(sentence.tokens), None):
        raise ValueError(fault)
    return Piece(sentence, comments)


def _raw(row: Mapping[str, Any], comments: tuple[str, ...]) -> RawSentence:
    cells = ([_cell(value) for value in row[column]] for column in _CELLS.values())
    words = [(str(number), *word) for number, word in enumerate(zip(*cells, strict=True), 1)]
    others = [tuple(line.split("\t")) for line in row[OTHER_LINES]]
    return RawSentence(comments, tuple(sorted([*words, *others], key=_place)))


def _cell(value: object) -> str:
    if value is not None and not isinstance(value, str | int):
        raise TypeError(f"{value!r:.60} is no cell of CoNLL-U")
    return "_" if value is None else str(value)


def _place(line: Row) -> tuple[int, int, int]:
    """Sorts a range before its first word, and an empty node behind the word that it follows."""
    match = _PLACE.fullmatch(line[0])
    if not match or len(line) != len(COLUMNS) or any(map(_BREAKS.search, line)):
        raise ValueError(f"{line!r:.60} is no line of CoNLL-U")
    return int(match["word"]), 0 if match["range"] else 2 if match["node"] else 1, int(match["node"] or 0)


def _require_types(row: Mapping[str, Any]) -> None:
    """Raise a ValueError or TypeError where a value has not the type of its column."""
    import pyarrow as pa

    for name, value in row.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, bool | float):  # no column holds either, and Arrow makes whole numbers of them
                raise TypeError(f"{one!r} in {name} is neither text nor a whole number")
    pa.RecordBatch.from_pylist([row], schema=_schema())


@cache
def _schema() -> pa.Schema:
    return features("sentences").arrow_schema
