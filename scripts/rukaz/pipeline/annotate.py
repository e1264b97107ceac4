"""The automatic annotation of documents: what the models say, with what follows by rule, repaired for UD."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rukaz.check.automatic_sentences import quarantine_unsound
from rukaz.layers import RULED_LANGUAGE
from rukaz.layers.confidence import add_confidence
from rukaz.layers.dates import add_dates
from rukaz.layers.enhanced import add_enhanced, tree_as_graph
from rukaz.layers.features import add_features
from rukaz.layers.links import add_links, links_of
from rukaz.layers.names import add_names
from rukaz.layers.quotes import add_quotes
from rukaz.layers.relations import add_relations
from rukaz.layers.turn_speakers import add_turn_speakers
from rukaz.records import Document, Quarantined, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.repair.validator import Incident

if TYPE_CHECKING:
    from rukaz.annotation.annotator import Annotator

CHARACTERS_PER_BATCH = 100_000
"""Source text annotated at once: enough to fill batches, little enough for memory."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the models and the repairs made of one document.

    Attributes:
        repairs: how often each repair was needed, by its name.
        incidents: what the UD validator still says of the sentences.
    """

    sentences: tuple[Sentence, ...]
    quarantined: tuple[Quarantined, ...]
    repairs: Mapping[str, int]
    incidents: tuple[Incident, ...]


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Consecutive documents that are annotated together."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= CHARACTERS_PER_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def complete(sentence: Sentence, language: str) -> Sentence:
    """A sentence of the models with the features and relations that follow from its words and its tree."""
    return add_features(add_relations(sentence)) if language == RULED_LANGUAGE else sentence


def add_layers(
    annotation: Annotation, document: Document, links: str = "", *, language: str = RULED_LANGUAGE
) -> Annotation:
    """The annotation of a document with what follows from its sentences: names, quotes, dates, graphs.

    Args:
        links: the text of a table of links that wins over the packaged one.
        language: of the corpus. CoNLL-U has graphs in all sentences of a file or in none, so all documents of
            a corpus in Russian get them, and none of another.
    """
    sentences = annotation.sentences
    is_ruled = document.language == RULED_LANGUAGE
    if is_ruled and sentences:
        named = add_links(add_names(sentences), links_of(links))
        quoted = add_turn_speakers(add_quotes(named), document)
        sentences = tuple(add_dates(quoted, document.date))
    if language == RULED_LANGUAGE:
        sentences = tuple(map(add_enhanced if is_ruled else tree_as_graph, sentences))
    return replace(annotation, sentences=sentences)


def annotate_documents(
    annotator: Annotator, documents: Sequence[Document], *, abbreviations: str = ""
) -> list[Annotation]:
    """The annotation of each document; it does not depend on which documents go together.

    Args:
        annotator: of one model.
        documents: with different ids.
        abbreviations: the text of a table that adds to the packaged one, for Russian.

    Raises:
        RukazError: the table is wrong, or the UD validator did not work.
    """
    if not documents:
        return []
    with no_collection():
        return _annotated(annotator, documents, abbreviations)


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the collector of garbage, which would look at all records over and over; none make cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _annotated(annotator: Annotator, documents: Sequence[Document], abbreviations: str) -> list[Annotation]:
    annotated = annotator.annotate(documents, abbreviations=abbreviations)
    files = {document.doc_id: document.file for document in documents}
    sentences = [
        complete(sentence, annotator.model.language) for one in annotated for sentence in one.sentences
    ]
    repaired = validate_and_repair(sentences, language=annotator.model.language, files=files)
    document_of = {sentence.sent_id: sentence.doc_id for sentence in sentences}
    kept: defaultdict[str, list[Sentence]] = defaultdict(list)
    refused: defaultdict[str, list[Quarantined]] = defaultdict(list)
    repairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    incidents: defaultdict[str, list[Incident]] = defaultdict(list)
    for sentence in repaired.sentences:
        kept[sentence.doc_id].append(sentence)
    for row in repaired.quarantine:
        refused[str(row.doc_id)].append(row)
    calibration = annotator.model.calibration
    for document, one in zip(documents, annotated, strict=True):
        sound, rows = quarantine_unsound(document, kept[document.doc_id])
        if calibration is not None:
            sound = [
                add_confidence(sentence, one.proposed[sentence.sent_id], calibration)
                if sentence.sent_id in one.proposed
                else sentence
                for sentence in sound
            ]
        kept[document.doc_id] = sound
        refused[document.doc_id] += rows
    stay = {sentence.sent_id for one in kept.values() for sentence in one}
    for (sent_id, repair), times in repaired.repairs.items():
        repairs[document_of[sent_id]][repair] += times
    for incident in repaired.incidents:
        if incident.sent_id in stay:
            incidents[document_of[incident.sent_id]].append(incident)
    return [
        Annotation(
            tuple(kept[doc_id]),
            (*one.quarantined, *refused[doc_id]),
            repairs[doc_id],
            tuple(incidents[doc_id]),
        )
        for doc_id, one in zip(files, annotated, strict=True)
    ]
