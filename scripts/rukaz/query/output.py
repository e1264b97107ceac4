"""Matches as files: tables of the fields that are asked for, and CoNLL-U of the sentences they are in."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rukaz.atomic_files import atomic_file, explaining_os_errors
from rukaz.conllu.files import extract_to_conllu
from rukaz.errors import RukazError
from rukaz.export.parquet_files import read_rows
from rukaz.export.parquet_rows import sentence_of
from rukaz.query.matches import Matches
from rukaz.records import SPLITS

if TYPE_CHECKING:
    import pyarrow as pa

TableFormat = Literal["tsv", "csv", "xlsx", "jsonl", "parquet"]

MOST_ROWS_OF_EXCEL = 1_048_576
MOST_CHARACTERS_OF_EXCEL = 32_767


def table_bytes(table: pa.Table, to: TableFormat) -> bytes:
    """A table in a format, text in UTF-8.

    Raises:
        RukazError: it has more rows than a sheet of Excel, or more characters in a cell.
    """
    if to == "parquet":
        import pyarrow.parquet as pq

        file = BytesIO()
        pq.write_table(table, file)
        return file.getvalue()
    if to == "xlsx":
        return _xlsx(table)
    if to == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist()).encode()
    text = StringIO()
    dialect = "excel-tab" if to == "tsv" else "excel"
    writer = csv.writer(text, dialect, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(_rows(table))
    return text.getvalue().encode()


def _rows(table: pa.Table) -> Iterator[Sequence[object]]:
    for batch in table.to_batches(10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _xlsx(table: pa.Table) -> bytes:
    from xlsxwriter import Workbook

    if len(table) >= MOST_ROWS_OF_EXCEL:
        what = f"a sheet of Excel holds {MOST_ROWS_OF_EXCEL - 1:,} rows, and these are {len(table):,}"
        raise RukazError(what, hint="Add --limit, or write csv or parquet.")
    file = BytesIO()
    # what begins with = or http is text here
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"created": datetime(1980, 1, 1)})  # the same table is the same bytes
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, table.column_names, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(_rows(table), 1):
            if sheet.write_row(number, 0, row):
                what = f"a cell of Excel holds {MOST_CHARACTERS_OF_EXCEL:,} characters; row {number} has more"
                raise RukazError(what, hint="Leave out the column, or write csv or parquet.")
    return file.getvalue()


def matching_sentences(
    matches: Matches, *, limit: int | None = None, shuffle: int | None = None
) -> Iterator[str]:
    """The sentences with matches as CoNLL-U, in its order; ``# match = V=4 S=2`` stands above each."""
    found = matches.by_sentence(limit=limit, shuffle=shuffle)
    for split in SPLITS:
        for row in read_rows(matches.corpus, "sentences", split):
            if row["sent_id"] not in found:
                continue
            comments = [_comment(matches.nodes, positions) for positions in found[row["sent_id"]]]
            yield extract_to_conllu(sentence_of(row), before=comments)


def _comment(nodes: Sequence[str], positions: Sequence[int]) -> str:
    pairs = zip(nodes, positions, strict=True)
    return "# match = " + " ".join(f"{name}={position}" for name, position in pairs)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all.

    Raises:
        RukazError: there is one already, or it may not be written.
    """
    with explaining_os_errors(path):
        try:
            with atomic_file(path, replace=False) as part:
                part.write_bytes(data)
        except FileExistsError as error:
            hint = "Name another file, or remove it."
            raise RukazError("the file exists already", where=str(path), hint=hint) from error
