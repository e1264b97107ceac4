"""The summaries of all shards put together, and the files of all shards in one corpus."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.export.ledger import Ledger
from rukaz.export.parts import assemble
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.pipeline.ingest import Ingested
from rukaz.pipeline.shard import ShardSummary
from rukaz.records import SPLITS, Quarantined, Sentence
from rukaz.repair.validator import Incident


@dataclass(slots=True)
class Merged:
    """What is known of the whole build; the attributes are those of :class:`ShardSummary`.

    Attributes:
        automatic_layer: a digest of the automatic sentences of all documents.
    """

    ledger: Ledger = field(default_factory=Ledger)
    automatic_layer: str = ""
    repairs: Counter[str] = field(default_factory=Counter)
    incidents: list[Incident] = field(default_factory=list)
    quarantine: list[Quarantined] = field(default_factory=list)
    automatic: dict[str, tuple[Sentence, ...]] = field(default_factory=dict)


def merge(ingested: Ingested, summaries: Sequence[ShardSummary]) -> Merged:
    """The account of the build: what the first pass refused, and what became of each shard."""
    merged = Merged()
    merged.ledger.files(documents=0, quarantined=len(ingested.quarantine))
    merged.quarantine += ingested.quarantine
    layers: dict[str, str] = {}
    for summary in summaries:
        merged.ledger.merge(summary.ledger)
        merged.repairs += summary.repairs
        merged.incidents += summary.incidents
        merged.quarantine += summary.quarantine
        merged.automatic |= summary.automatic
        layers |= summary.layers
    lines = (f"{doc_id} {layers[doc_id]}\n" for doc_id in sorted(layers))
    merged.automatic_layer = hashlib.sha256("".join(lines).encode()).hexdigest()
    return merged


def assemble_corpus(
    summaries: Sequence[ShardSummary], shards: Path, corpus: Path, info: CorpusInfo
) -> dict[str, str]:
    """Put the files of the shards, in their order, into the folder ``corpus``.

    Returns:
        SHA-256 of each file by its path; the workers have computed it.
    """
    digests: dict[str, str] = {}
    known = {one.key: one.files for one in summaries}
    for split in SPLITS:
        ordered = sorted((one for one in summaries if one.split == split), key=lambda one: one.number)
        parts = [shards / one.key for one in ordered]
        placed = assemble(parts, corpus, split, language=info.language, name=info.name)
        for name, source in placed.items():
            key, _, file = source.relative_to(shards).as_posix().partition("/")
            digests[name] = known[key][file]
    return dict(sorted(digests.items()))
