"""JSON Lines: one row per sentence, the columns of the configuration ``sentences`` with labels by name.

Besides them ``comments`` has the lines of CoNLL-U that stand before the sentence and are not in a column,
so that nothing is lost and the same CoNLL-U comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rukaz.convert.piece import Piece
from rukaz.errors import RukazError
from rukaz.export.parquet_rows import columns, sentence_of
from rukaz.records import Document
from rukaz.schema import FIELDS, LABELS

COMMENTS = "comments"

_LABELLED = {
    field.column: LABELS[field.kind[5:-1]] for field in FIELDS["sentences"] if field.kind[5:-1] in LABELS
}
_NO_DOCUMENT = Document("", "", "", "", "train", ())


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
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            try:
                yield of_row(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                hint = "It is JSON Lines as `rukaz convert` writes it, one sentence per line."
                place = f"{path}, line {number}"
                raise RukazError(f"this is no sentence: {error!r}", where=place, hint=hint) from error


def to_row(piece: Piece) -> dict[str, Any]:
    """The row of a sentence; ids of labels are replaced by their names."""
    cells = columns("sentences", _NO_DOCUMENT, [piece.sentence])
    row: dict[str, Any] = {name: values[0] for name, values in cells.items()}
    for column, names in _LABELLED.items():
        row[column] = [names[label] for label in row[column]]
    return {**row, COMMENTS: list(piece.before)}


def of_row(row: dict[str, Any]) -> Piece:
    """The sentence of a row.

    Raises:
        ValueError, KeyError, TypeError: a column or label is missing or wrong.
        RukazError: the columns contradict one another.
    """
    ids = {column: [names.index(label) for label in row[column]] for column, names in _LABELLED.items()}
    return Piece(sentence_of({**row, **ids}), tuple(row[COMMENTS]))
