"""``rukaz review --serve``: one server for a corpus, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from rukaz.annotation.model_files import SETS, find_model
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import Manifest, read_manifest
from rukaz.ingest.sources import InputOptions
from rukaz.ingest.splits import parse_splitting
from rukaz.pipeline.build import Options
from rukaz.review.texts_folder import find_texts_folder, require_texts
from rukaz.review.worksheet_files import corpus_documents, document_ids, require_reviewer
from rukaz.review_server.http_server import ReviewServer
from rukaz.review_server.session import ReviewSession
from rukaz.workspace import one_at_a_time, workspace

PORT = 8642
"""Always the same, so that a browser finds the corrections again that it kept for this address."""


def serve(  # noqa: PLR0913 - what a person decides who starts a server
    corpus: Path,
    texts: Path | None,
    *,
    reviewer: str,
    model: str | None = None,
    other: Path | None = None,
    port: int = PORT,
    ready: Callable[[str], None],
) -> None:
    """Serve the review of a corpus until the process is interrupted.

    Args:
        texts: the folder that the corpus was built from; found if not given.
        model: to build with; by default the one of the corpus.
        other: another corpus of the same texts, for the queue by disagreement.
        ready: is told of the address when it answers.

    Raises:
        RukazError: the corpus is served already, its texts or models are not found, or the port is taken.
    """
    reviewer = require_reviewer(reviewer)
    recover(corpus)
    manifest = read_manifest(corpus)
    ids = document_ids(corpus)
    if not ids:
        raise RukazError("the corpus has no documents", where=str(corpus))
    first = [next(corpus_documents(corpus, ids[:1]))[0]]
    texts = find_texts_folder(corpus, first) if texts is None else require_texts(texts, first)
    options = build_options(manifest, model)
    sites = workspace(corpus).folder / "review"
    with _alone(sites):
        session = ReviewSession(corpus, texts, sites, reviewer, options, other)
        with ReviewServer(session, port) as server:
            ready(server.address)
            with suppress(KeyboardInterrupt):
                server.serve_forever()
        session.job.stop()


@contextmanager
def _alone(sites: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(one_at_a_time(sites, wait=0))
        except RukazError as error:
            hint = "Open the address that it told, or stop it first."
            raise RukazError("the review of this corpus is already being served", hint=hint) from error
        yield


def build_options(manifest: Manifest, model: str | None) -> Options:
    """The options that a corpus was built with, as far as its manifest tells them.

    Raises:
        RukazError: no model was named, and those of the corpus are not in the package.
    """
    told = manifest["options"]
    shares, _, by = (told.get("split") or "").partition(" by ")
    splitting = parse_splitting(shares or None, by or None)
    inputs = InputOptions(encoding=told.get("encoding"), splitting=splitting)
    return Options(model or _models_of(manifest), inputs, told.get("device") or "cpu")


def _models_of(manifest: Manifest) -> str:
    for name in SETS:
        if find_model(name).digest == manifest["model"]["digest"]:
            return name
    raise RukazError(
        f"the corpus was built with models that are not in this package: {manifest['model']['name']}",
        hint="Name the models to build with: --model NAME or --model DIR",
    )
