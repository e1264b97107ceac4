"""The automatic layer of each document: annotated, repaired where UD forces it, remembered.

A document is annotated once: its layer is kept under a key of everything that decides it (text, blocks,
models, versions, this code), so that a build goes on where the last one was stopped.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rukaz.annotate.annotator import Annotator
from rukaz.annotate.stanza_models import Model
from rukaz.check.repairs import settle
from rukaz.check.ud import Incident
from rukaz.errors import RukazError
from rukaz.records import Document, Quarantined, Sentence

CHUNK_CHARACTERS = 200_000
"""Source text annotated at once: enough to fill batches, little enough to lose when a build is killed."""


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
        workers: processes; each loads the models once.
        threads: of each process; None leaves torch's default.
    """

    device: str = "cpu"
    workers: int = 1
    threads: int | None = None


def without_layer(documents: Iterable[Document], model: Model, store: Path) -> list[Document]:
    """The documents that still have to be annotated."""
    return [document for document in documents if not _place(store, document, model).exists()]


def make_layers(
    documents: Sequence[Document],
    model: Model,
    store: Path,
    engine: Engine,
    *,
    on_document: Callable[[Document, Layer], None] = lambda _document, _layer: None,
) -> None:
    """Make the layer of each document and keep it in ``store``.

    Args:
        on_document: told of each document when its layer is kept, for progress.
    """
    store.mkdir(parents=True, exist_ok=True)
    chunks = list(_chunks(documents))
    for chunk, layers in zip(chunks, _annotated(chunks, model, engine), strict=True):
        for document, layer in zip(chunk, layers, strict=True):
            _keep(_place(store, document, model), layer)
            on_document(document, layer)


def layer_of(document: Document, model: Model, store: Path) -> Layer:
    """The layer that :func:`make_layers` made."""
    place = _place(store, document, model)
    try:
        return _LAYER.validate_json(place.read_bytes())
    except (OSError, ValidationError) as error:
        raise RukazError(
            "the cache is damaged", where=str(place), hint="Delete the folder .rukaz and build again."
        ) from error


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    for document in documents:
        chunk.append(document)
        if sum(len(one.text) for one in chunk) >= CHUNK_CHARACTERS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _annotated(chunks: Sequence[Sequence[Document]], model: Model, engine: Engine) -> Iterator[list[Layer]]:
    """The layers of each chunk, made here or in worker processes."""
    if not chunks:
        return
    if engine.workers == 1 or len(chunks) == 1:
        annotator = Annotator(model, device=engine.device, threads=engine.threads)
        for chunk in chunks:
            yield fresh_layers(annotator, chunk)
        return
    with ProcessPoolExecutor(
        min(engine.workers, len(chunks)),
        mp_context=get_context("spawn"),
        initializer=_load_worker,
        initargs=(model, engine.device, engine.threads or 1),
    ) as pool:
        yield from pool.map(_layers_in_worker, chunks)


_worker: Annotator


def _load_worker(model: Model, device: str, threads: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process says that it was stopped
    global _worker  # noqa: PLW0603 - a worker process keeps its models between chunks
    _worker = Annotator(model, device=device, threads=threads)


def _layers_in_worker(chunk: Sequence[Document]) -> list[Layer]:
    return fresh_layers(_worker, chunk)


def fresh_layers(annotator: Annotator, chunk: Sequence[Document]) -> list[Layer]:
    """The layer of each document, made now and kept nowhere."""
    annotated = annotator.annotate(chunk)
    sentences = [sentence for one in annotated for sentence in one.sentences]
    files = {document.doc_id: document.file for document in chunk}
    settled = settle(sentences, language=annotator.model.language, files=files)
    document_of = {sentence.sent_id: sentence.doc_id for sentence in sentences}
    return [
        Layer(
            sentences=tuple(s for s in settled.sentences if s.doc_id == document.doc_id),
            quarantined=one.quarantined
            + tuple(row for row in settled.quarantine if row.doc_id == document.doc_id),
            repairs=Counter(
                repair
                for sent_id, repair in settled.repairs.elements()
                if document_of[sent_id] == document.doc_id
            ),
            incidents=tuple(
                i for i in settled.incidents if i.sent_id and document_of[i.sent_id] == document.doc_id
            ),
        )
        for document, one in zip(chunk, annotated, strict=True)
    ]


_LAYER = TypeAdapter(Layer)
_DOCUMENT = TypeAdapter(Document)


def _place(store: Path, document: Document, model: Model) -> Path:
    decisive = _DOCUMENT.dump_json(document) + f"{model.digest} {_makers()}".encode()
    return store / f"{hashlib.sha256(decisive).hexdigest()}.json"


@cache
def _makers() -> str:
    """What besides text and model decides a layer: versions, and the code of the stages before it."""
    digest = hashlib.sha256()
    for package in ("stanza", "torch", "udtools"):
        digest.update(f"{package} {version(package)}\n".encode())
    package_folder = Path(__file__).parent
    for stage in ("ingest", "annotate", "check"):
        for source in sorted((package_folder / stage).glob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _keep(place: Path, layer: Layer) -> None:
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(_LAYER.dump_json(layer))
    unfinished.replace(place)
