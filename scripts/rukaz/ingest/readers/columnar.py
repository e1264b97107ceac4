"""Tables of columns: Parquet, and Arrow as ``datasets`` keeps it on the disk; read piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from rukaz.ingest.readers.containers import columns_apart
from rukaz.ingest.readers.extracted import UnreadableError

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 512
"""Rows that are in memory at once."""


class Columnar:
    """Rows of a Parquet or Arrow file, quickest in their order.

    Attributes:
        columns: their names.
    """

    def __init__(self, file: BinaryIO, *, is_arrow: bool) -> None:
        self._file, self._is_arrow = file, is_arrow
        self.columns: Sequence[str] = columns_apart(self._schema().names)
        self._length = self._count()
        self._batches: Iterator[pa.RecordBatch] = iter(())
        self._first, self._last = 0, 0
        self._rows: list[Mapping[str, Any]] = []

    def __len__(self) -> int:
        return self._length

    def size(self, _row: int) -> int:
        """Bytes of a row, on the average."""
        return self._file.seek(0, 2) // max(self._length, 1)

    def __getitem__(self, row: int) -> Mapping[str, Any]:
        if row < self._first:
            self._first = self._last = 0
        if not self._last:
            self._batches = self._read()
        while row >= self._last:
            batch = next(self._batches, None)
            if batch is None:
                raise UnreadableError("the file has fewer rows than it says")
            self._first, self._last = self._last, self._last + len(batch)
            self._rows = batch.rename_columns(list(self.columns)).to_pylist()
        return self._rows[row - self._first]

    def _schema(self) -> pa.Schema:
        import pyarrow.parquet as pq

        return _open_arrow(self._file).schema if self._is_arrow else pq.ParquetFile(self._file).schema_arrow

    def _count(self) -> int:
        import pyarrow.parquet as pq

        if self._is_arrow:
            return sum(len(batch) for batch in self._read())
        return int(pq.ParquetFile(self._file).metadata.num_rows)

    def _read(self) -> Iterator[pa.RecordBatch]:
        import pyarrow.parquet as pq

        if not self._is_arrow:
            self._file.seek(0)
            yield from pq.ParquetFile(self._file).iter_batches(batch_size=_ROWS)
            return
        for batch in _open_arrow(self._file):
            for start in range(0, len(batch), _ROWS):
                yield batch.slice(start, _ROWS)


def _open_arrow(file: BinaryIO) -> Any:
    """The batches of an Arrow stream, or of an Arrow file."""
    import pyarrow as pa

    file.seek(0)
    is_file = file.read(6) == b"ARROW1"
    file.seek(0)
    if is_file:
        reader = pa.ipc.open_file(file)
        return pa.RecordBatchReader.from_batches(
            reader.schema, (reader.get_batch(number) for number in range(reader.num_record_batches))
        )
    return pa.ipc.open_stream(file)
