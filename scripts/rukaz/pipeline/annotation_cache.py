"""The automatic layer of each document: annotated, repaired where UD forces it, remembered.

A document is annotated once: its layer is kept under a key of everything that decides it (text, blocks,
models, versions, this code), so that a build goes on where the last one was stopped.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rukaz.annotation.model_files import Model
from rukaz.errors import RukazError
from rukaz.executor import local
from rukaz.pipeline import plan as chunks
from rukaz.pipeline.shard import Engine, Layer, Make, makers, read_layer
from rukaz.records import Document


def without_layer(documents: Iterable[Document], model: Model, store: Path) -> list[Document]:
    """The documents that still have to be annotated."""
    return [document for document in documents if not _place(store, document, model).exists()]


def make_layers(  # noqa: PLR0913 - how it is done does not change what is made
    documents: Sequence[Document],
    model: Model,
    store: Path,
    engine: Engine,
    *,
    spec: str = "embedded",
    on_document: Callable[[Document, int], None] = lambda _document, _tokens: None,
) -> None:
    """Make the layer of each document and keep it in ``store``.

    Args:
        spec: how the model was asked for, so that it can be found on other machines.
        on_document: told of each document and its number of tokens when its layer is kept, for progress.
    """
    if not documents:
        return
    store.mkdir(parents=True, exist_ok=True)
    with _workers(model, spec, _fitting(engine, documents)) as make:
        for chunk, layers in make(documents):
            for document, layer in zip(chunk, layers, strict=True):
                _keep(_place(store, document, model), layer.json)
                on_document(document, layer.tokens)


def _fitting(engine: Engine, documents: Sequence[Document]) -> Engine:
    """No more workers than there can be chunks."""
    most = max(1, min(len(documents), chunks.characters(documents) // chunks.SMALLEST))
    return replace(engine, workers=min(engine.workers, most) if engine.workers else None)


def _workers(model: Model, spec: str, engine: Engine) -> AbstractContextManager[Make]:
    if engine.kind == "ray":
        from rukaz.executor import ray_cluster as cluster

        return cluster.workers(model, spec, engine)
    return local.workers(model, engine)


def layer_of(document: Document, model: Model, store: Path) -> Layer:
    """The layer that :func:`make_layers` made."""
    place = _place(store, document, model)
    try:
        return read_layer(place.read_bytes())
    except (OSError, ValidationError) as error:
        raise RukazError(
            "the cache is damaged", where=str(place), hint="Delete the folder .rukaz and build again."
        ) from error


_DOCUMENT = TypeAdapter(Document)


def _place(store: Path, document: Document, model: Model) -> Path:
    decisive = _DOCUMENT.dump_json(document) + f"{model.digest} {makers()}".encode()
    return store / f"{hashlib.sha256(decisive).hexdigest()}.json"


def _keep(place: Path, layer: bytes) -> None:
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(layer)
    unfinished.replace(place)
