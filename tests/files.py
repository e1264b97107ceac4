"""Files of a corpus, written for a test as a build writes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rukaz.conllu.files import ConlluWriter
from rukaz.export.parquet_files import ParquetWriter
from rukaz.export.parts import Pair, write_parts
from rukaz.records import Split
from rukaz.schema import Config


def write_split(
    corpus: Path, split: Split, documents: Iterable[Pair], *, per_part: int = 1_000_000, name: str = "x"
) -> None:
    """CoNLL-U and Parquet of a split, some documents in each part."""
    pairs: Sequence[Pair] = list(documents)
    parts = [pairs[at : at + per_part] for at in range(0, len(pairs), per_part)]
    write_parts(corpus, split, parts, language="ru", name=name)


def write_parquet(corpus: Path, split: Split, documents: Iterable[Pair]) -> None:
    """The Parquet files of a split alone, which may hold what CoNLL-U refuses."""
    with ParquetWriter(corpus, split) as writer:
        for document, sentences in documents:
            writer.write(document, sentences)


def write_conllu(path: Path, documents: Iterable[Pair]) -> None:
    """A CoNLL-U file of its own."""
    with ConlluWriter(path) as writer:
        for document, sentences in documents:
            writer.write(document, sentences)


def rewritten(corpus: Path, copy: Path, config: Config, **changes: Callable[[str], object]) -> Path:
    """A copy of a corpus, with the values of some columns of a config replaced."""
    shutil.copytree(corpus, copy)
    for path in (copy / config).iterdir():
        table = pq.read_table(path)
        for name, change in changes.items():
            values = pa.array([change(value) for value in table[name].to_pylist()])
            table = table.set_column(table.column_names.index(name), name, values)
        pq.write_table(table, path)
    return copy
