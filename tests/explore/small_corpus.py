"""Corpora made by hand, with the files that a site is made of: the rows and the manifest."""

from __future__ import annotations

from pathlib import Path

from rukaz.annotation.model_files import Model
from rukaz.export.ledger import Ledger
from rukaz.export.manifest import Build, build_manifest, write_manifest
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.records import SPLITS
from tests.broken.corpora import Draft
from tests.files import write_parquet


def write_corpus(folder: Path, draft: Draft) -> None:
    """Write what ``rukaz explore`` reads of a corpus."""
    ledger = Ledger()
    ledger.files(documents=len(draft.documents), quarantined=0)
    for split in SPLITS:
        write_parquet(folder, split, [pair for pair in draft.documents if pair[0].split == split])
    for document, sentences in draft.documents:
        ledger.published(document, sentences)
    build = Build(
        corpus=CorpusInfo("small", "A small corpus", "1.0.0"),
        model=Model("none", "ru", (), {}, {}),
        options={},
        inputs={document.file: document.sha256 for document, _ in draft.documents},
        ledger=ledger,
        automatic_layer="",
        repairs={},
        incidents=(),
        quarantine=[],
    )
    write_manifest(folder, build_manifest(build, outputs={}, versions={}))
