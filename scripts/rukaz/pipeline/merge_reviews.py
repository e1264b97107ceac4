"""What is published of each document: the reviewed sentences and, for the rest, the automatic layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from sys import intern

from rukaz.annotation.model_files import Model
from rukaz.export.ledger import Ledger
from rukaz.export.manifest import LayerDigest
from rukaz.ingest import Ingested
from rukaz.pipeline.annotation_cache import layer_of
from rukaz.pipeline.shard import Layer
from rukaz.records import Document, Quarantined, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.repair.validator import Incident
from rukaz.review.overlay import Reviewed, overlay


@dataclass
class Release:
    """The documents as they are published, and the account of it.

    Attributes:
        store: where the automatic layers are kept.
        reviewed: reviewed sentences by ``doc_id``.
        automatic: digest of the automatic layer.
        repairs, incidents, quarantine: of all documents, as far as they were entered.
    """

    ingested: Ingested
    model: Model
    store: Path
    reviewed: Reviewed
    ledger: Ledger = field(default_factory=Ledger)
    automatic: LayerDigest = field(default_factory=LayerDigest)
    repairs: Counter[str] = field(default_factory=Counter)
    incidents: list[Incident] = field(default_factory=list)
    quarantine: list[Quarantined] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quarantine += self.ingested.quarantine
        self.ledger.files(documents=len(self.ingested.documents), quarantined=len(self.quarantine))

    def entered(self, split: str) -> Iterator[tuple[Document, Sequence[Sentence]]]:
        """The documents of a split with their sentences, each entered into the account as it goes by."""
        for document in self._of(split):
            automatic = published = layer_of(document, self.model, self.store)
            self.automatic.update(automatic.sentences)
            self.ledger.ingested(document)
            self.ledger.made("annotate", document, automatic.sentences, automatic.quarantined)
            if (reviewed := self.reviewed.get(document.doc_id)) is not None:
                published = with_review(document, automatic, reviewed)
                self.ledger.made("review", document, published.sentences, published.quarantined)
            self.ledger.published(document, published.sentences)
            self.repairs.update(published.repairs)
            self.incidents += map(_brief, published.incidents)
            self.quarantine += published.quarantined
            yield document, published.sentences

    def automatic_sentences(self, doc_id: str) -> Sequence[Sentence]:
        """What the models said of a document, to be held against its review."""
        (document,) = (one for one in self.ingested.documents if one.doc_id == doc_id)
        return layer_of(document, self.model, self.store).sentences

    def _of(self, split: str) -> Iterator[Document]:
        return (document for document in self.ingested.documents if document.split == split)


def _brief(incident: Incident) -> Incident:
    """What the manifest says of it, without the message, which is long and not counted."""
    return replace(incident, testid=intern(incident.testid), token_id=None, message="")


def with_review(document: Document, layer: Layer, reviewed: Sequence[Sentence]) -> Layer:
    """The layer with reviewed sentences in the place of automatic ones, valid again.

    Raises:
        RukazError: names a reviewed sentence that is not valid Universal Dependencies.
    """
    sentences = overlay(document, layer.sentences, reviewed)
    untouched = set(layer.sentences) & set(sentences)
    files = {document.doc_id: document.file}
    repaired = validate_and_repair(
        [s for s in sentences if s not in untouched], language=document.language, files=files
    )
    valid = {sentence.sent_id: sentence for sentence in (*untouched, *repaired.sentences)}
    kept = {sentence.sent_id for sentence in untouched}
    return replace(
        layer,
        sentences=tuple(valid[s.sent_id] for s in sentences if s.sent_id in valid),
        quarantined=(
            *(rest for row in layer.quarantined for rest in _uncovered(row, reviewed)),
            *repaired.quarantine,
        ),
        repairs=Counter(layer.repairs) + Counter(repair for _, repair in repaired.repairs.elements()),
        incidents=(*(i for i in layer.incidents if i.sent_id in kept), *repaired.incidents),
    )


def _uncovered(row: Quarantined, reviewed: Sequence[Sentence]) -> Iterator[Quarantined]:
    """What reviewed sentences, in the order of the text, leave of a quarantined stretch."""
    start = row.start
    for sentence in reviewed:
        if sentence.start < row.end and start < sentence.end:
            if start < sentence.start:
                yield replace(row, start=start, end=sentence.start)
            start = sentence.end
    if start < row.end:
        yield replace(row, start=start)
