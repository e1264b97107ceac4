"""The work that every engine does: a chunk of documents in, the automatic layer of each out."""

from __future__ import annotations

import ctypes
import gc
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter

from rukaz.annotation.model_files import Model
from rukaz.check.automatic_sentences import quarantine_unsound
from rukaz.records import Document, Quarantined, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.repair.validator import Incident

if TYPE_CHECKING:
    from rukaz.annotation.annotator import Annotator

Chunk = Sequence[Document]
Kind = Literal["local", "ray"]


@dataclass(frozen=True, slots=True)
class Layer:
    """What the models and the repairs made of one document.

    Attributes:
        repairs: how often each repair was needed, by its name.
        incidents: what the UD validator still says of the sentences.
    """

    sentences: tuple[Sentence, ...]
    quarantined: tuple[Quarantined, ...]
    repairs: Mapping[str, int]
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """How the work is done; nothing here changes the result.

    Attributes:
        device: as torch names it.
        workers: processes; each loads the models once. None is one on this machine, one for each CPU of a
            cluster.
        threads: of each process; None leaves torch's default to a single one, and gives one to each of many.
        kind: ``local``, or ``ray`` for a cluster.
        address: of a running Ray cluster; None starts Ray on this machine.
    """

    device: str = "cpu"
    workers: int | None = None
    threads: int | None = None
    kind: Kind = "local"
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The layer of one document as it is kept: JSON, small and quick to hand from process to process."""

    json: bytes
    tokens: int


Done = tuple[Chunk, list[Made]]
Make = Callable[[Sequence[Document]], Iterator[Done]]
"""Makes the layers of documents, a chunk at a time, in the order in which they get ready."""


@cache
def makers() -> str:
    """A digest of what besides text and model decides a layer: versions, and the code of the stages."""
    digest = hashlib.sha256()
    for package in ("stanza", "torch", "udtools"):
        digest.update(f"{package} {version(package)}\n".encode())
    package_folder = Path(__file__).parents[1]
    for stage in ("ingest", "annotation", "check", "repair", "conllu"):
        for source in sorted((package_folder / stage).rglob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


@dataclass
class Maker:
    """The models of one process, once they are loaded."""

    model: Model
    device: str
    threads: int | None

    def load(self) -> None:
        """Load the models, if they are not, and keep the collector of garbage from looking at them."""
        _ = self._annotator
        gc.collect()
        gc.freeze()

    def make(self, chunk: Chunk) -> list[Made]:
        """The layer of each document of a chunk."""
        made = [_made(layer) for layer in fresh_layers(self._annotator, chunk)]
        _give_back_memory()
        return made

    @cached_property
    def _annotator(self) -> Annotator:
        from rukaz.annotation.annotator import Annotator

        return Annotator(self.model, device=self.device, threads=self.threads)


def _give_back_memory() -> None:
    """The C library keeps what was freed, in pieces that the next chunk does not fit into."""
    with suppress(AttributeError, OSError):  # another C library than glibc
        ctypes.CDLL(None).malloc_trim(0)


def fresh_layers(annotator: Annotator, chunk: Chunk) -> list[Layer]:
    """The layer of each document, made now and kept nowhere."""
    annotated = annotator.annotate(chunk)
    files = {document.doc_id: document.file for document in chunk}
    sentences = [sentence for one in annotated for sentence in one.sentences]
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
    for document in chunk:
        sound, rows = quarantine_unsound(document, kept[document.doc_id])
        kept[document.doc_id] = sound
        refused[document.doc_id] += rows
    stay = {sentence.sent_id for one in kept.values() for sentence in one}
    for (sent_id, repair), times in repaired.repairs.items():
        repairs[document_of[sent_id]][repair] += times
    for incident in repaired.incidents:
        if incident.sent_id in stay:
            incidents[document_of[incident.sent_id]].append(incident)
    return [
        Layer(
            tuple(kept[doc_id]),
            (*one.quarantined, *refused[doc_id]),
            repairs[doc_id],
            tuple(incidents[doc_id]),
        )
        for doc_id, one in zip(files, annotated, strict=True)
    ]


def read_layer(json: bytes) -> Layer:
    """The layer that was kept as ``json``.

    Raises:
        pydantic.ValidationError: it is no layer.
    """
    return _LAYER.validate_json(json)


def _made(layer: Layer) -> Made:
    return Made(_LAYER.dump_json(layer), sum(len(sentence.tokens) for sentence in layer.sentences))


_LAYER = TypeAdapter(Layer)
