"""Parquet files that are cut off, empty or of something else: one message that names the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rukaz.errors import RukazError
from rukaz.export.parquet_files import parquet_paths, read_sentences
from rukaz.schema import Config
from tests.broken.corpora import good


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:110] = bytes(10)
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_columns(path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), path)


def numbers(path: Path) -> None:
    table = pq.read_table(path)
    place = table.column_names.index("title" if "title" in table.column_names else "text")
    pq.write_table(table.set_column(place, table.column_names[place], pa.array([1] * len(table))), path)


def no_starts(path: Path) -> None:
    table = pq.read_table(path)
    if "start" not in table.column_names:
        return nulls(path)
    place = table.column_names.index("start")
    pq.write_table(table.set_column(place, "start", pa.nulls(len(table), pa.int32())), path)
    return None


def without_rows(path: Path) -> None:
    pq.write_table(pq.read_table(path).slice(0, 0), path)


def nulls(path: Path) -> None:
    table = pq.read_table(path)
    columns = {name: pa.nulls(len(table), table.schema.field(name).type) for name in table.schema.names}
    pq.write_table(pa.table({**columns, "doc_id": table["doc_id"]}), path)


@pytest.mark.parametrize("config", ["sentences", "documents"])
@pytest.mark.parametrize("damage", [cut, flip, empty, other_columns, numbers, nulls, no_starts])
def test_a_damaged_file_is_named(config: Config, damage: Callable[[Path], None], tmp_path: Path) -> None:
    good().write(tmp_path)
    (path,) = parquet_paths(tmp_path, config, "train")
    damage(path)
    with pytest.raises(RukazError) as error:
        list(read_sentences(tmp_path, "train"))
    assert error.value.where


def test_sentences_without_their_document_are_told(tmp_path: Path) -> None:
    good().write(tmp_path)
    (path,) = parquet_paths(tmp_path, "documents", "train")
    without_rows(path)
    with pytest.raises(RukazError, match="no row in `documents`"):
        list(read_sentences(tmp_path, "train"))
