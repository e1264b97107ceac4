"""What the pages of a review ask of the server: check a sentence, keep it, build; and what changed meanwhile.

A page says on which annotation a correction is based. If the sentence has another one by now, because another
page or ``rukaz review --accept`` has changed it, nothing is kept, and the answer says what differs.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Any

from rukaz.errors import RukazError
from rukaz.explore.data_files import sentence_columns
from rukaz.explore.site import write_site
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import MANIFEST, digest_file, read_manifest
from rukaz.ingest.text_files import REVIEWED
from rukaz.pipeline.build import Options
from rukaz.query.matches import search
from rukaz.records import Document, Sentence
from rukaz.repair.validation_cache import known_incidents
from rukaz.review.accept import accept, read_worksheet
from rukaz.review.kept_reviews import (
    Annotation,
    annotation_of,
    as_kept,
    has_conventions,
    is_as_built,
    review_path,
)
from rukaz.review.mentions_of_names import coreference_findings, with_mentions_of_names
from rukaz.review.overlay import overlapping, read_reviewed_file
from rukaz.review.queue import ORDERS, Order, queue
from rukaz.review.reasons import of_finding, of_incident
from rukaz.review.worksheet import guideline_findings
from rukaz.review.worksheet_files import accept_worksheet, corpus_documents, document_ids
from rukaz.review_server.build_job import BuildJob

MOST_QUEUED = 200
MOST_REASONS = 3
"""Sentences of a queue that a page shows, and reasons for each."""


class RefusedError(RukazError):
    """What the server itself does not do for a page, which knows the code in each of its languages.

    Args:
        values: what the text of the page has places for.
    """

    def __init__(self, code: str, what: str, *, hint: str = "", **values: str | int) -> None:
        super().__init__(what, hint=hint)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sentence that is no longer as the page thinks.

    Attributes:
        reviewer: who has changed it; None if the corpus was built anew.
        current: its annotation by now; None if it has other boundaries.
    """

    reviewer: str | None
    current: Annotation | None


class _ConflictError(Exception):
    def __init__(self, conflict: Conflict) -> None:
        super().__init__()
        self.conflict = conflict


@dataclass(frozen=True, slots=True)
class Pending:
    """Accepted sentences that the corpus does not have yet.

    Attributes:
        sentences: with the boundaries of sentences of the corpus.
        recut: ids of sentences of the corpus that were accepted with other boundaries.
    """

    sentences: tuple[Sentence, ...] = ()
    recut: tuple[str, ...] = ()


@dataclass(slots=True)
class ReviewSession:
    """One person's review of a corpus.

    Args:
        corpus: that is reviewed.
        texts: the folder that it is built from, where the review is kept.
        folder: for the sites, one for each state of the corpus; it is emptied.
        other: another corpus of the same texts, for the queue.
    """

    corpus: Path
    texts: Path
    folder: Path
    reviewer: str
    options: Options
    other: Path | None = None
    job: BuildJob = field(init=False)
    generation: str = field(init=False, default="")
    generations: set[str] = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)  # what the validator said is remembered for all
    _pending: dict[tuple[str, str], Pending] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.job = BuildJob(self.texts, self.corpus, self.options, self._built)
        write_site(self.corpus, self.folder / "next")
        self._built(self.folder / "next")

    def _built(self, site: Path) -> None:
        """Show the site of the corpus as it is now; the former sites stay for pages that are open."""
        generation = digest_file(self.corpus / MANIFEST)[:12]
        if (self.folder / generation).exists():  # nothing had changed
            shutil.rmtree(site)
        else:
            site.rename(self.folder / generation)
        self.generations.add(generation)
        self.generation = generation

    def site(self, generation: str) -> Path:
        """The folder of a site."""
        return self.folder / generation

    # -- what pages ask --

    def state(self) -> dict[str, Any]:
        """Who reviews, what is accepted and not built, and how the build goes."""
        pending = list(self.all_pending())
        sentences = [sentence for one in pending for sentence in one.sentences]
        return {
            "reviewer": self.reviewer,
            "generation": self.generation,
            "orders": [order for order in ORDERS if order != "disagreement" or self.other],
            "accepted": {
                "ids": [sentence.sent_id for sentence in sentences],
                "reviewers": [sentence.reviewer for sentence in sentences],
                **sentence_columns(sentences),
            },
            "recut": [sent_id for one in pending for sent_id in one.recut],
            "build": self.job.as_json(),
        }

    def check(self, conllu: str) -> dict[str, Any]:
        """What the UD validator and the guidelines say of a correction.

        Raises:
            RukazError: it is no sentence of the corpus, or no tree.
        """
        with self.lock, _as_file(self.folder, conllu) as file:
            document, [sentence] = self._read(file)
            return {"findings": self._findings_of_one(document, sentence)}

    def save(self, conllu: str, base: Annotation) -> dict[str, Any] | Conflict:
        """Accept a correction, as ``rukaz review --accept`` does.

        Args:
            base: the annotation that was corrected.

        Raises:
            RukazError: the correction is not valid; nothing was kept.
        """
        with self.lock, _as_file(self.folder, conllu) as file:
            document, [sentence] = self._read(file)
            findings = self._findings_of_one(document, sentence)
            if any(finding["error"] for finding in findings):
                return {"findings": findings, "saved": False}

            def require(document: Document, sentences: Sequence[Sentence]) -> None:
                if conflict := self._conflict(document, sentences[0], base):
                    raise _ConflictError(conflict)

            try:
                accepted = accept_worksheet(
                    file, self.corpus, self.texts, reviewer=self.reviewer, require=require
                )
            except _ConflictError as error:
                return error.conflict
        return {"findings": findings, "saved": True, "changes": list(accepted.changes)}

    def queue(self, order: Order, query: str) -> dict[str, Any]:
        """The sentences to look at first.

        Raises:
            RukazError: the query cannot be read.
        """
        among = None
        if query.strip():
            with search(self.corpus, query) as found:
                among = found.by_sentence().keys()
        other = self.other if order == "disagreement" else None
        with self.lock:
            queued = queue(self.corpus, order, other=other, among=among)
        rows = [
            {
                "sent_id": one.sentence.sent_id,
                "text": one.sentence.text,
                "why": [reason.as_json() for reason in one.why[:MOST_REASONS]],
            }
            for one in queued[:MOST_QUEUED]
        ]
        return {"rows": rows, "length": len(queued)}

    def build(self) -> dict[str, Any]:
        """Begin to build the corpus with what was accepted."""
        with self.lock:
            self.job.start(self.folder / "next")
        return self.job.as_json()

    # -- behind that --

    def _read(self, file: Path) -> tuple[Document, list[Sentence]]:
        """The document and the one sentence of a correction."""
        recover(self.corpus)
        sheets = read_worksheet(file, document_ids(self.corpus))
        if len(sheets) != 1 or len(next(iter(sheets.values()))) != 1:
            raise RefusedError("one-sentence", "this is not one sentence")
        [(doc_id, sheet)] = sheets.items()
        [(document, _)] = corpus_documents(self.corpus, [doc_id])
        sentences = accept(sheet, document, reviewer=self.reviewer, file=file)
        return document, with_mentions_of_names(document, sentences, self._known(document))

    def _findings_of_one(self, document: Document, sentence: Sentence) -> list[dict[str, Any]]:
        return [finding for found in self.findings(document, [sentence]).values() for finding in found]

    def findings(self, document: Document, sentences: Sequence[Sentence]) -> dict[str, list[dict[str, Any]]]:
        """What the UD validator and the guidelines say of sentences of a document, by ``sent_id``."""
        found: dict[str, list[dict[str, Any]]] = {sentence.sent_id: [] for sentence in sentences}
        of = {sentence.sent_id: sentence for sentence in sentences}
        for incident in known_incidents(sentences, language=document.language):
            sent_id = incident.sent_id or ""
            found[sent_id].append(of_incident(incident, of[sent_id]).as_json())
        conventions = has_conventions(read_manifest(self.corpus))
        findings = list(guideline_findings(document, sentences)) if conventions else []
        known = self._known(document)
        findings += coreference_findings(document, sentences, known, conventions=conventions)
        for finding in dict.fromkeys(findings):
            sent_id = finding.where.partition(", token ")[0]
            found[sent_id].append(of_finding(finding, of[sent_id]).as_json())
        return found

    def _known(self, document: Document) -> list[Sentence]:
        """The sentences of a document by now."""
        [(_, built)] = corpus_documents(self.corpus, [document.doc_id])
        return as_kept(review_path(self.texts, document.doc_id, where=str(self.corpus)), document, built)

    def _conflict(self, document: Document, sentence: Sentence, base: Annotation) -> Conflict | None:
        """What speaks against a correction that is based on ``base``."""
        before = self._current(document, sentence)
        same = [annotation_of(one) for one in before if _same_place(one, sentence)]
        known = same[0] if len(before) == 1 and same else None
        if known in (base, annotation_of(sentence)):
            return None
        return Conflict(_reviewer_of(before), known)

    def _current(self, document: Document, sentence: Sentence) -> list[Sentence]:
        """What stands at the place of a sentence by now: in the reviews, else in the corpus."""
        return overlapping(self._known(document), sentence)

    def all_pending(self) -> Iterator[Pending]:
        """What was accepted of each document since the corpus was built."""
        recover(self.corpus)
        manifest = read_manifest(self.corpus)
        known = set(document_ids(self.corpus))
        for path in sorted((self.texts / REVIEWED).glob("*.conllu")):
            if path.stem not in known or is_as_built(path, manifest):
                continue
            key = (self.generation, digest_file(path))
            if key not in self._pending:
                self._pending[key] = self._pending_of(path)
            yield self._pending[key]

    def _pending_of(self, path: Path) -> Pending:
        [(document, sentences)] = corpus_documents(self.corpus, [path.stem])
        built = {(one.start, one.end): one for one in sentences}
        waiting, recut = [], []
        for one in read_reviewed_file(path, document):
            was = built.get((one.start, one.end))
            if was is None:
                recut += [other.sent_id for other in overlapping(sentences, one)]
            elif (was.reviewer, annotation_of(was)) != (one.reviewer, annotation_of(one)):
                waiting.append(one)
        return Pending(tuple(waiting), tuple(dict.fromkeys(recut)))


@contextmanager
def _as_file(folder: Path, conllu: str) -> Iterator[Path]:
    """A correction as a file, which is what worksheets are."""
    with TemporaryDirectory(dir=folder, prefix="sheet-") as made:
        file = Path(made, "correction.conllu")
        file.write_text(conllu, encoding="utf-8", newline="\n")
        yield file


def _same_place(one: Sentence, other: Sentence) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _reviewer_of(sentences: Sequence[Sentence]) -> str | None:
    return next((one.reviewer for one in sentences if one.reviewer), None)
