"""Tables of text files: JSON Lines, CSV and TSV. A row is read where it stands, the rest is passed over."""

from __future__ import annotations

import csv
import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from rukaz.ingest.readers.containers import columns_apart
from rukaz.ingest.readers.extracted import CHARACTERS_AT_MOST, UnreadableError
from rukaz.ingest.readers.plain import decode
from rukaz.wording import counted

_NO_DELIMITER = "\x1f"
"""Of a file with one column, whose texts may have commas."""
_MARK = b"\xef\xbb\xbf"


class JsonLines:
    """Rows of a JSON Lines file: an object on each line that is not blank.

    Attributes:
        columns: the keys of the first row that can be read.

    Raises:
        UnreadableError: none of the first rows can be.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        _require_ascii_lines(encoding)
        self._file, self._encoding = file, encoding
        self._starts = array("Q")
        at = 0
        for line in file:
            if line.strip():
                self._starts.append(at)
            at += len(line)
        self.columns: Sequence[str] = self._columns()

    def _columns(self) -> Sequence[str]:
        first: UnreadableError | None = None
        for row in range(min(len(self), 100)):
            try:
                return tuple(self[row])
            except UnreadableError as error:
                first = first or error
        if first is not None:
            raise UnreadableError(f"no row can be read; row 1: {first}") from first
        return ()

    def __len__(self) -> int:
        return len(self._starts)

    def size(self, row: int) -> int:
        """Bytes of a row, at most those up to the next one."""
        end = self._starts[row + 1] if row + 1 < len(self._starts) else self._file.seek(0, 2)
        return end - self._starts[row]

    def __getitem__(self, row: int) -> Mapping[str, Any]:
        """A row.

        Raises:
            UnreadableError: it is no JSON object, or in another encoding.
        """
        self._file.seek(self._starts[row])
        line = self._file.readline().removeprefix(_MARK)
        try:
            value = json.loads(decode(line, self._encoding))
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"the line is not valid JSON: {error}") from error
        if not isinstance(value, dict):
            raise UnreadableError("the line is valid JSON, but no object with a column for the text")
        return value


class Delimited:
    """Rows of a CSV or TSV file, whose first row names the columns.

    Attributes:
        columns: their names.
    """

    def __init__(self, file: BinaryIO, encoding: str, delimiter: str | None = None) -> None:
        _require_ascii_lines(encoding)
        csv.field_size_limit(CHARACTERS_AT_MOST)
        self._file, self._encoding = file, encoding
        head = decode(file.readline().removeprefix(_MARK), encoding)
        self._delimiter = delimiter or max(f"{_NO_DELIMITER},;\t", key=head.count)
        self._starts = array("Q")
        ends = array("Q")
        reader = csv.reader(self._lines(0, ends), delimiter=self._delimiter)
        self.columns: Sequence[str] = ()
        at = 0
        try:
            for number, cells in enumerate(reader):
                if not number:
                    self.columns = columns_apart([name.strip() for name in cells])
                elif any(cell.strip() for cell in cells):
                    self._starts.append(at)
                at = ends[-1]
        except csv.Error as error:
            raise UnreadableError(f"row {len(self._starts) + 1} is no CSV: {error}") from error
        self._end = at

    def _lines(self, start: int, ends: array[int] | None = None) -> Iterator[str]:
        """The lines from ``start`` on; the place behind each is noted."""
        self._file.seek(start)
        at = start
        for line in self._file:
            at += len(line)
            if ends is not None:
                ends[:] = array("Q", [at])
            yield decode(line.removeprefix(_MARK) if at == len(line) else line, self._encoding)

    def __len__(self) -> int:
        return len(self._starts)

    def size(self, row: int) -> int:
        """Bytes of a row."""
        end = self._starts[row + 1] if row + 1 < len(self._starts) else self._end
        return end - self._starts[row]

    def __getitem__(self, row: int) -> Mapping[str, Any]:
        """A row, column by column.

        Raises:
            UnreadableError: it has more cells than there are columns, or a quotation mark takes in all that
                follows to the end of the file.
        """
        if row + 1 == len(self):
            self._require_closed_quotes(row)
        cells = next(csv.reader(self._lines(self._starts[row]), delimiter=self._delimiter))
        if len(cells) > len(self.columns) and any(cells[len(self.columns) :]):
            raise UnreadableError(
                f"the row has {len(cells)} cells, and the table {counted(len(self.columns), 'column')}"
            )
        return dict(zip(self.columns, cells, strict=False))

    def _require_closed_quotes(self, row: int) -> None:
        try:
            next(csv.reader(self._lines(self._starts[row]), delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise UnreadableError("a quotation mark is not closed up to the end of the file") from error


def _require_ascii_lines(encoding: str) -> None:
    """Lines are found as bytes; in UTF-16 and UTF-32 that would be another search."""
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf16", "utf-32", "utf32")):
        raise UnreadableError(f"tables are not read in {encoding}: save it as UTF-8")
