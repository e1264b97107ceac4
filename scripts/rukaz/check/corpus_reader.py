"""A corpus as it lies on the disk, read document by document, however wrong its files are.

The readers of :mod:`rukaz.export` stop at the first contradiction. A check must see what is there: the raw
rows of all configs and the lines of the CoNLL-U file that belong to one document, side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from rukaz.conllu.files import conllu_paths, document_parts
from rukaz.errors import RukazError
from rukaz.export.manifest import Manifest
from rukaz.export.parquet_files import parquet_paths, read_rows
from rukaz.export.parquet_rows import document_of, sentence_of
from rukaz.records import SPLITS, Document, Sentence, Split
from rukaz.repair.validator import Incident, validate
from rukaz.schema import CONFIGS, Config

Row = dict[str, Any]


@dataclass(frozen=True)
class StoredDocument:
    """All that the files of a corpus say of one document.

    Attributes:
        rows: its rows in each config.
        sentences: those rows of ``sentences`` that make a sentence.
        faults: ``sent_id`` of the other rows, with the reason.
        conllu: its part of the CoNLL-U file; empty if there is none.
        quarantine: start and end of the stretches that the manifest lists as quarantined.
    """

    document: Document
    rows: Mapping[Config, Sequence[Row]]
    sentences: Sequence[Sentence]
    faults: Mapping[str, str]
    conllu: str
    quarantine: Sequence[tuple[int, int]] = field(default=())


@dataclass(frozen=True)
class StoredCorpus:
    """The folder of a corpus and what its manifest says.

    Attributes:
        digests: SHA-256 of files by their path, of which it is known that they are those of the manifest.
    """

    folder: Path
    manifest: Manifest
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def splits(self) -> list[Split]:
        """Splits of which there is a file, of whatever kind."""
        return [
            split
            for split in SPLITS
            if any(parquet_paths(self.folder, config, split) for config in CONFIGS) or self.conllu(split)
        ]

    @property
    def language(self) -> str:
        """Language of the texts, ISO 639."""
        return str(self.manifest["corpus"]["language"])

    def conllu(self, split: Split) -> list[Path]:
        """The CoNLL-U files of a split."""
        return conllu_paths(self.folder, split)

    def rows(self, config: Config, split: Split, columns: Sequence[str] | None = None) -> Iterator[Row]:
        """Raw rows, some hundred at a time in memory; label columns hold numbers."""
        return read_rows(self.folder, config, split, columns)

    def all_rows(self, config: Config, *columns: str) -> Iterator[tuple[Split, Row]]:
        """Some columns of a config in all splits."""
        for split in SPLITS:
            for row in self.rows(config, split, columns):
                yield split, row

    def documents(self) -> Iterator[StoredDocument]:
        """Every row of ``documents``, with the rows and lines that follow in the other files under its id."""
        lost = self._quarantine()
        for split in SPLITS:
            groups = {
                config: _Groups(self.rows(config, split)) for config in CONFIGS if config != "documents"
            }
            parts = _Groups(self.conllu_parts(split))
            for row in self.rows("documents", split):
                doc_id = row["doc_id"]
                rows: dict[Config, list[Row]] = {config: groups[config].take(doc_id) for config in groups}
                yield _stored(
                    document_of(row, split),
                    {**rows, "documents": [row]},
                    "".join(part["text"] for part in parts.take(doc_id)),
                    lost[doc_id],
                )

    def conllu_parts(self, split: Split) -> Iterator[Row]:
        """``doc_id`` and text of each document of the CoNLL-U files."""
        for path in self.conllu(split):
            for doc_id, text in document_parts(path):
                yield {"doc_id": doc_id, "text": text}

    @cached_property
    def incidents(self) -> list[Incident]:
        """What the UD validator says of the CoNLL-U files; asked once, about 300 sentences a second."""
        paths = [path for split in SPLITS for path in self.conllu(split)]
        return validate(*paths, lang=self.language, warnings=False)

    @cached_property
    def reviewed(self) -> list[Sentence]:
        """The reviewed sentences that rows make; people made them, so all fit into memory."""
        found: list[Sentence] = []
        for row in self.reviewed_rows("sentences"):
            with suppress(RukazError):  # rules for rows name the row that makes none
                found.append(sentence_of(row))
        return found

    def reviewed_rows(self, config: Config, *columns: str) -> Iterator[Row]:
        """The rows of reviewed sentences; statistics of the row groups tell at once where there are none."""
        import pyarrow.parquet as pq

        for split in SPLITS:
            for path in parquet_paths(self.folder, config, split):
                reviewed = [("annotation", "=", "reviewed")]
                yield from pq.read_table(path, columns=[*columns] or None, filters=reviewed).to_pylist()

    def _quarantine(self) -> defaultdict[str, list[tuple[int, int]]]:
        lost: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for row in self.manifest["quarantine"]:
            if row["doc_id"] is not None:
                lost[row["doc_id"]].append((row["start"], row["end"]))
        return lost


class _Groups:
    """Rows in runs of one ``doc_id``; a run is given out when it is its turn."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter("doc_id"))
        self._next = next(self._groups, None)

    def take(self, doc_id: str) -> list[Row]:
        """The rows of the next run if it is of ``doc_id``, else none."""
        if self._next is None or self._next[0] != doc_id:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _stored(
    document: Document,
    rows: Mapping[Config, Sequence[Row]],
    conllu: str,
    quarantine: Sequence[tuple[int, int]],
) -> StoredDocument:
    sentences: list[Sentence] = []
    faults: dict[str, str] = {}
    for row in rows["sentences"]:
        try:
            sentences.append(sentence_of(row))
        except RukazError as error:
            faults[cast(str, row["sent_id"])] = error.what
    return StoredDocument(document, rows, sentences, faults, conllu, quarantine)
