"""One shard, all the way: its texts in, its part of the corpus and a small summary out.

:meth:`ShardWork.do` names the stages in order. Every stage is a function from records to records, and what it
leaves out it returns; no stage happens inside a writer or a cache.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter, ValidationError

from rukaz.annotation.annotator import loaded_annotator
from rukaz.annotation.model_files import find_model
from rukaz.atomic_files import rename_with_retries
from rukaz.check.registry import check_part, require_clean
from rukaz.errors import RukazError
from rukaz.executor.work import Report
from rukaz.export.ledger import Ledger
from rukaz.export.manifest import (
    CORPUS_KEYS,
    LayerDigest,
    Manifest,
    counts_of,
    digest_tree,
    validator_results,
)
from rukaz.export.parts import PartWriter
from rukaz.ingest import read_text
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.ingest.duplicates import mark_duplicates
from rukaz.ingest.sources import TextSource
from rukaz.ingest.text_files import read_regular_file
from rukaz.pipeline.annotate import Annotation, add_layers, annotate_documents, batches, no_collection
from rukaz.pipeline.annotation_cache import AnnotationCache, annotation_key
from rukaz.pipeline.fingerprint import code_digest
from rukaz.pipeline.merge_reviews import merge_review
from rukaz.pipeline.plan import Shard
from rukaz.records import Document, Quarantined, Sentence, Split
from rukaz.repair.validator import Incident
from rukaz.repair.validator_process import stop

SUMMARY = "summary.json"


@dataclass(frozen=True, slots=True)
class ShardTask:
    """A shard, and what the build knows of its texts.

    Attributes:
        key: a digest of everything that decides the part of the corpus; the name of its folder.
        copies: near-duplicate blocks by ``doc_id``, with the reason by the number of the block.
        reviewed: reviewed sentences by ``doc_id``.
        contents: for a worker that does not share this machine's disk, the bytes of the texts by ``doc_id``.
        parts: likewise the documents that are parts of larger files.
    """

    key: str
    shard: Shard
    copies: Mapping[str, Mapping[str, str]]
    reviewed: Mapping[str, Sequence[Sentence]]
    contents: Mapping[str, bytes] | None = None
    parts: Mapping[str, Document] = field(default_factory=dict)

    def __str__(self) -> str:
        texts = self.shard.texts
        return f"a text between {texts[0].file} and {texts[-1].file}"


@dataclass(slots=True)
class ShardSummary:
    """What the build has to know of a finished shard.

    Attributes:
        files: SHA-256 of its files, by path.
        layers: a digest of each document's automatic sentences, by ``doc_id``.
        repairs, incidents, quarantine: of all its documents.
        automatic: the automatic sentences of documents that were reviewed, to be measured against the review.
    """

    key: str
    split: Split
    number: int
    ledger: Ledger = field(default_factory=Ledger)
    files: dict[str, str] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)
    repairs: Counter[str] = field(default_factory=Counter)
    incidents: list[Incident] = field(default_factory=list)
    quarantine: list[Quarantined] = field(default_factory=list)
    automatic: dict[str, tuple[Sentence, ...]] = field(default_factory=dict)


_SUMMARY = TypeAdapter(ShardSummary)


@dataclass
class ShardWork:
    """The work on a shard; the models are loaded once in each worker.

    Attributes:
        folder: each finished shard leaves a folder here, named by its key.
        cache: folder of the annotation kept between builds; None keeps none.
        abbreviations, links: the texts of the user's tables of them.
        model: as :func:`rukaz.annotation.model_files.find_model` takes it.
        model_digest: the model's ``answers_digest``, which proves it.
        code: digest of the RuKaz that gives out the work.
    """

    folder: Path
    cache: Path | None
    corpus: CorpusInfo
    model: str
    model_digest: str
    device: str
    code: str
    abbreviations: str = ""
    links: str = ""

    @cached_property
    def annotation_key(self) -> str:
        """What besides a document decides its annotation."""
        return annotation_key(self.model_digest, self.device, self.abbreviations)

    def at(self, folder: Path) -> ShardWork:
        """The same loaded work with its parts in another folder, perhaps on a machine that has no cache."""
        other = copy(self)
        other.folder, other.cache = folder, None
        return other

    def pack(self, task: ShardTask) -> ShardTask:
        """The task with the bytes of its texts, and with the documents that are parts of larger files."""
        inside = [text for text in task.shard.texts if text.part is not None]
        read = (read_text(text, self.corpus.language) for text in inside)
        parts = {one.doc_id: one for one in read if isinstance(one, Document)}
        return replace(task, contents=dict(contents(task.shard)), parts=parts)

    def load(self, threads: int | None) -> None:
        """Make sure that models and RuKaz are those of the build; the models load when they are needed.

        Raises:
            RukazError: they are others.
        """
        if code_digest() != self.code:
            raise RukazError(
                "RuKaz, Stanza, torch or udtools has another version than on the machine of the command",
                hint="Install the same versions on all nodes.",
            )
        self._model, self._threads = find_model(self.model), threads
        if self._model.answers_digest != self.model_digest:
            raise RukazError("the models on this node are not those of the command")
        Finalize(None, stop, exitpriority=1)  # a worker process skips what is registered with atexit

    def do(self, task: ShardTask, report: Report) -> ShardSummary:
        """Make the shard's part of the corpus; whole, or not at all.

        Raises:
            RukazError: a reviewed sentence does not fit, or the part fails its checks.
        """
        summary = ShardSummary(task.key, task.shard.split, task.shard.number)
        part = self.folder / f"{task.key}.{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        with PartWriter(
            part, task.shard.split, language=self.corpus.language, name=self.corpus.name
        ) as writer:
            for batch in batches(self._read(task)):
                for document, automatic in zip(batch, self._annotate(batch), strict=True):
                    reviewed = task.reviewed.get(document.doc_id)
                    published = automatic if reviewed is None else merge_review(document, automatic, reviewed)
                    published = add_layers(published, document, self.links, language=self.corpus.language)
                    writer.write(document, published.sentences)
                    _account(summary, document, automatic, published, is_reviewed=reviewed is not None)
                    tokens = sum(len(sentence.tokens) for sentence in published.sentences)
                    report(1, tokens, len(document.text))
        with no_collection():
            require_clean(check_part(part, self._describe(summary)))
        summary.files = digest_tree(part)
        (part / SUMMARY).write_bytes(_SUMMARY.dump_json(summary))
        shutil.rmtree(self.folder / task.key, ignore_errors=True)
        rename_with_retries(lambda: part.rename(self.folder / task.key))
        return summary

    def _describe(self, summary: ShardSummary) -> Manifest:
        """What the checks want to know of a part, as a manifest says it of a corpus."""
        return {
            "corpus": {key: getattr(self.corpus, key) for key in CORPUS_KEYS},
            **counts_of(summary.ledger),
            "ud_validator": validator_results(summary.incidents),
            "quarantine": [asdict(row) for row in summary.quarantine],
        }

    def _read(self, task: ShardTask) -> Iterator[Document]:
        """The documents of the shard; texts that cannot be read were counted by the first pass."""
        with _at_hand(task) as texts:
            for text in texts:
                document = task.parts.get(text.doc_id) or read_text(text, self.corpus.language)
                if isinstance(document, Document):
                    yield mark_duplicates(document, task.copies.get(document.doc_id, {}))

    def _annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        """The annotation of each document: kept from an earlier build, or made now and kept."""
        cache = AnnotationCache(self.cache, self.annotation_key)
        kept = {document.doc_id: cache.get(document) for document in documents}
        missing = [document for document in documents if kept[document.doc_id] is None]
        if missing:
            annotator = loaded_annotator(self._model, device=self.device, threads=self._threads)
            made = annotate_documents(annotator, missing, abbreviations=self.abbreviations)
            for document, annotation in zip(missing, made, strict=True):
                cache.put(document, annotation)
                kept[document.doc_id] = annotation
            _give_back_memory()
        return [annotation for annotation in kept.values() if annotation is not None]


def contents(shard: Shard) -> Iterator[tuple[str, bytes]]:
    """The bytes of those texts of a shard that are files and can be read."""
    for text in shard.texts:
        if text.part is None and text.fault is None:
            with suppress(OSError):  # the first pass has put it in quarantine
                yield text.doc_id, read_regular_file(text.path)


@contextmanager
def _at_hand(task: ShardTask) -> Iterator[Sequence[TextSource]]:
    """The texts of a task as files that this machine can read."""
    if task.contents is None:
        yield task.shard.texts
        return
    with TemporaryDirectory(prefix="rukaz-texts-") as folder:
        texts = []
        for number, text in enumerate(task.shard.texts):
            if text.doc_id in task.contents:
                path = Path(folder, f"{number}{text.path.suffix}")
                path.write_bytes(task.contents[text.doc_id])
                texts.append(replace(text, path=path))
            elif text.doc_id in task.parts:
                texts.append(text)
        yield texts


def read_summary(folder: Path, key: str) -> ShardSummary | None:
    """The summary of a shard that an earlier build finished; None if there is none, or a file is damaged."""
    part = folder / key
    try:
        summary = _SUMMARY.validate_json((part / SUMMARY).read_bytes())
        files = {name: digest for name, digest in digest_tree(part).items() if name != SUMMARY}
    except (OSError, ValidationError):
        return None
    return summary if files == summary.files else None


def _account(
    summary: ShardSummary,
    document: Document,
    automatic: Annotation,
    published: Annotation,
    *,
    is_reviewed: bool,
) -> None:
    """Enter a document into the summary of its shard.

    Raises:
        RukazError: a stretch of its text is in no sentence and not in quarantine, or in two.
    """
    ledger = summary.ledger
    ledger.files(documents=1, quarantined=0)
    ledger.ingested(document)
    ledger.made("annotate", document, automatic.sentences, automatic.quarantined)
    if is_reviewed:
        ledger.made("review", document, published.sentences, published.quarantined)
        summary.automatic[document.doc_id] = add_layers(automatic, document).sentences
    ledger.published(document, published.sentences)
    digest = LayerDigest()
    digest.update(automatic.sentences)
    summary.layers[document.doc_id] = digest.hexdigest()
    summary.repairs.update(published.repairs)
    # the message is long, and the manifest only counts
    summary.incidents += [replace(one, token_id=None, message="") for one in published.incidents]
    summary.quarantine += published.quarantined


def _give_back_memory() -> None:
    """The C library keeps what was freed, in pieces that the next batch does not fit into."""
    with suppress(AttributeError, OSError, TypeError):  # another C library than glibc; on Windows, None
        ctypes.CDLL(None).malloc_trim(0)
