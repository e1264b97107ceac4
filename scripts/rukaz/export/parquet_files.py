"""The Parquet files of a corpus, written document by document and read back into records.

A split is one file of each config, or several: the parts that shards made, cut at the same documents. A file
has one row group. Under the pinned pyarrow the same records give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rukaz.conllu.confidence_items import with_confidence_items
from rukaz.conllu.files import document_to_conllu
from rukaz.dataset_features import arrow_schema
from rukaz.errors import RukazError
from rukaz.export.card_header import ConfigFiles
from rukaz.export.manifest import digest_file
from rukaz.export.parquet_rows import Columns, columns, document_of, sentence_of
from rukaz.records import SPLITS, Document, Sentence, Split
from rukaz.schema import CONFIGS, FIELDS, Config

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

CHARACTERS_PER_BATCH = 100_000
"""After so much text the collected Python objects become Arrow columns, which take a tenth of the memory."""

ROWS_PER_READ = 500


def parquet_path(corpus: Path, config: Config, split: Split, part: int = 0, parts: int = 1) -> Path:
    """Where a part of a split of a config belongs: ``sentences/train-00000-of-00001.parquet``."""
    return corpus / config / f"{split}-{part:05d}-of-{parts:05d}.parquet"


@dataclass(slots=True)
class _Table:
    """One config as it grows: rows as lists, then as Arrow, then on the disk."""

    config: Config
    schema: pa.Schema
    rows: Columns
    tables: list[pa.Table] = field(default_factory=list)

    def add(self, document: Document, sentences: Sequence[Sentence]) -> None:
        for name, values in columns(self.config, document, sentences).items():
            self.rows[name] += values

    def pack(self) -> None:
        """Turn the collected rows into Arrow columns."""
        import pyarrow as pa

        self.tables.append(pa.table(self.rows, schema=self.schema))
        self.rows = {name: [] for name in self.rows}

    def write(self, path: Path) -> None:
        """Write what was collected; nothing if there are no rows."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.pack()
        # the bytes depend on how a column is chunked in memory, so every file has one chunk
        table = pa.concat_tables(self.tables).combine_chunks()
        self.tables = []
        if table.num_rows == 0:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        # without content-defined chunks, which make `sentences` 15 % larger and serve only far larger corpora
        pq.write_table(
            table,
            path,
            compression="zstd",
            compression_level=9,
            row_group_size=table.num_rows,
            write_page_index=True,
            use_content_defined_chunking=False,
        )


class ParquetWriter:
    """Writes the configs of one split, in one file each, as documents come.

    Use as a context manager; the files are written at its end. A config without rows has no file.
    """

    def __init__(self, corpus: Path, split: Split) -> None:
        self._corpus, self._split = corpus, split
        self._in_batch = 0
        self._tables = [
            _Table(
                config=config,
                schema=arrow_schema(config),
                rows={column.column: [] for column in FIELDS[config]},
            )
            for config in CONFIGS
        ]

    def __enter__(self) -> ParquetWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            for table in self._tables:
                table.write(parquet_path(self._corpus, table.config, self._split))

    def write(self, document: Document, sentences: Sequence[Sentence]) -> None:
        """Add a document."""
        self._in_batch += len(document.text)
        for table in self._tables:
            table.add(document, sentences)
        if self._in_batch >= CHARACTERS_PER_BATCH:
            self._in_batch = 0
            for table in self._tables:
                table.pack()


def parquet_paths(corpus: Path, config: Config, split: Split) -> list[Path]:
    """The files of a split of a config, in order; empty if it has no rows."""
    return sorted((corpus / config).glob(f"{split}-*-of-*.parquet"))


def config_files(corpus: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[Config, ConfigFiles]:
    """Splits and digests of the files of each config, as the card's header states them.

    Args:
        known: SHA-256 of files by their path; of others it is computed.
    """
    return {config: _config_files(corpus, config, known) for config in CONFIGS}


def _config_files(corpus: Path, config: Config, known: Mapping[str, str]) -> ConfigFiles:
    parts = {split: parquet_paths(corpus, config, split) for split in SPLITS}
    paths = {f"{config}/{path.name}": path for path in sorted(chain.from_iterable(parts.values()))}
    listing = "".join(f"{known.get(name) or digest_file(path)}  {name}\n" for name, path in paths.items())
    return ConfigFiles(
        splits=tuple(split for split in SPLITS if parts[split]),
        digest=hashlib.sha256(listing.encode()).hexdigest(),
    )


@contextmanager
def open_parquet(path: Path) -> Iterator[pq.ParquetFile]:
    """A Parquet file to read from.

    Raises:
        RukazError: it is damaged, wherever in the block that shows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError, ValueError) as error:  # names and values need not be UTF-8
        what = f"this is no Parquet file, or it is damaged: {str(error).partition(chr(10))[0]:.200}"
        raise RukazError(what, where=str(path), hint="Build or download the corpus again.") from error


def read_rows(
    corpus: Path,
    config: Config,
    split: Split,
    columns: Sequence[str] | None = None,
    doc_ids: Collection[str] | None = None,
) -> Iterator[dict[str, Any]]:
    """The rows of a split of a config, some hundred at a time in memory; label columns hold numbers.

    Args:
        columns: only these.
        doc_ids: only the rows of these documents.

    Raises:
        RukazError: a file is damaged, or lacks a column.
    """
    wanted = [field.column for field in FIELDS[config] if columns is None or field.column in columns]
    for path in parquet_paths(corpus, config, split):
        with open_parquet(path) as file:
            _require_columns(file.schema_arrow, config, wanted, path)
            for batch in file.iter_batches(ROWS_PER_READ, columns=wanted):
                yield from (batch if doc_ids is None else _of_documents(batch, doc_ids)).to_pylist()


def _of_documents(batch: pa.RecordBatch, doc_ids: Collection[str]) -> pa.RecordBatch:
    import pyarrow as pa
    import pyarrow.compute as pc

    return batch.filter(pc.is_in(batch["doc_id"], pa.array(sorted(doc_ids), batch["doc_id"].type)))


def _require_columns(found: pa.Schema, config: Config, wanted: Sequence[str], path: Path) -> None:
    schema = arrow_schema(config)
    for column in wanted:
        if column not in found.names:
            hint = "Another version of RuKaz may have built the corpus: build it again, or install that."
            raise RukazError(f"the column {column} is missing", where=str(path), hint=hint)
        if not fits(found.field(column).type, schema.field(column).type):
            what = f"the column {column} is {found.field(column).type}, not {schema.field(column).type}"
            raise RukazError(what, where=str(path))


def fits(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a type has the same Python values; other writers have wider ones (``large_string``)."""
    from pyarrow import types

    if types.is_struct(wanted):
        names = [field.name for field in wanted]
        return bool(types.is_struct(found)) and all(
            found.get_field_index(name) >= 0 and fits(found.field(name).type, wanted.field(name).type)
            for name in names
        )
    if types.is_list(wanted):
        is_list = types.is_list(found) or types.is_large_list(found)
        return bool(is_list and fits(found.value_type, wanted.value_type))
    if types.is_string(wanted):
        return bool(types.is_string(found) or types.is_large_string(found))
    if types.is_integer(wanted):
        return bool(types.is_integer(found))
    return bool(found.equals(wanted))


def read_sentences(
    corpus: Path, split: Split, doc_ids: Collection[str] | None = None
) -> Iterator[tuple[Document, list[Sentence]]]:
    """The documents of a split with their sentences, as they were written.

    Args:
        doc_ids: only these documents.

    Raises:
        RukazError: the columns of a row, or the two configs, do not agree.
    """
    groups = groupby(read_rows(corpus, "sentences", split, doc_ids=doc_ids), key=lambda row: row["doc_id"])
    doc_id, rows = next(groups, (None, None))
    for row in read_rows(corpus, "documents", split, doc_ids=doc_ids):
        document = document_of(row, split)
        sentences: list[Sentence] = []
        if rows is not None and document.doc_id == doc_id:
            sentences = [sentence_of(row) for row in rows]
            doc_id, rows = next(groups, (None, None))
        yield document, sentences
    if doc_id is not None:
        raise RukazError("a document has sentences, but no row in `documents`", where=f"{split}, {doc_id}")


def read_parts(corpus: Path, split: Split) -> Iterator[Iterator[tuple[Document, list[Sentence]]]]:
    """As :func:`read_sentences`, part by part; take all of one before the next."""
    import pyarrow.parquet as pq

    pairs = read_sentences(corpus, split)
    for path in parquet_paths(corpus, "documents", split):
        yield islice(pairs, pq.read_metadata(path).num_rows)


def parquet_to_conllu(corpus: Path, split: Split, *, confidence: bool = False) -> Iterator[str]:
    """The CoNLL-U file of a split, made from its Parquet files, document by document.

    Args:
        confidence: whether MISC says how sure the models were.
    """
    for document, sentences in read_sentences(corpus, split):
        shown = map(with_confidence_items, sentences) if confidence else sentences
        yield document_to_conllu(document, list(shown))
