"""The first pass over the texts: each is read once, so that the build knows what there is and what repeats.

No text is kept: of each document there remain its digest and hashes of its long blocks, of each text that
cannot be read its quarantine row. :mod:`rukaz.pipeline.shard` reads the texts again, a shard at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.executor.run import run
from rukaz.executor.work import Execution, Report
from rukaz.ingest import read_text
from rukaz.ingest.duplicates import DuplicateSearch, LongBlocks, long_blocks
from rukaz.pipeline.plan import Shard
from rukaz.programs import usable_cpus
from rukaz.records import Quarantined


@dataclass(slots=True)
class Ingested:
    """What the texts of a project are.

    Attributes:
        digests: SHA-256 of each text that is a document, by ``doc_id``.
        characters: of each of these.
        copies: reason by the number of the block, of each document with near-duplicate blocks.
        quarantine: texts that cannot be read.
    """

    digests: dict[str, str] = field(default_factory=dict)
    characters: dict[str, int] = field(default_factory=dict)
    copies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    quarantine: list[Quarantined] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one document is to the build: id, digest and length of its text, long blocks."""

    doc_id: str
    sha256: str
    characters: int
    blocks: LongBlocks


@dataclass(frozen=True, slots=True)
class _ReadShard:
    shard: Shard
    documents: Sequence[_Read]
    quarantine: Sequence[Quarantined]


@dataclass(frozen=True, slots=True)
class ReadWork:
    """Reads the texts of a shard; leaves no files."""

    language: str
    folder: Path = Path()

    def at(self, _folder: Path) -> ReadWork:
        """The same."""
        return self

    def pack(self, shard: Shard) -> Shard:
        """The same: it is done on this machine."""
        return shard

    def load(self, _threads: int | None) -> None:
        """Load nothing."""

    def do(self, shard: Shard, _report: Report) -> _ReadShard:
        """Read the texts of a shard, and forget them."""
        documents, quarantine = [], []
        for text in shard.texts:
            result = read_text(text, self.language)
            if isinstance(result, Quarantined):
                quarantine.append(result)
            else:
                documents.append(_Read(result.doc_id, result.sha256, len(result.text), long_blocks(result)))
        return _ReadShard(shard, documents, quarantine)


def ingest_shards(shards: Sequence[Shard], language: str, workers: int | None) -> Ingested:
    """Read all texts, in processes of this machine: no more than it has CPUs, however large the cluster is.

    Raises:
        RukazError: a text is not the one that sources.toml lists, or an encoding does not exist.
    """
    ingested = Ingested()
    with DuplicateSearch() as search:
        execution = Execution(workers=min(workers or 1, usable_cpus()))
        for read in run(shards, ReadWork(language), execution):
            ingested.quarantine += read.quarantine
            for document in read.documents:
                ingested.digests[document.doc_id] = document.sha256
                ingested.characters[document.doc_id] = document.characters
                search.add(document.doc_id, read.shard.split, document.blocks)
        ingested.copies = search.copies()
    return ingested
