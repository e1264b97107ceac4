"""What ``rukaz review`` does: lay out a worksheet of a document, or take a corrected one into the seeds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from rukaz.atomic_files import explaining_os_errors, write_atomically
from rukaz.check.registry import message
from rukaz.conllu.parser import SENT_ID
from rukaz.errors import RukazError
from rukaz.export.manifest import digest_file, read_manifest
from rukaz.export.parquet_files import read_rows, read_sentences
from rukaz.json_files import read_json
from rukaz.layers.enhanced import without_derived
from rukaz.records import SPLITS, Document, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.review.accept import accept, read_worksheet
from rukaz.review.kept_reviews import (
    Requirement,
    Review,
    as_kept,
    has_conventions,
    keep,
    require_valid,
    review_path,
)
from rukaz.review.mentions_of_names import coreference_findings, with_mentions_of_names
from rukaz.review.texts_folder import find_texts_folder, require_texts
from rukaz.review.worksheet import changes, guideline_findings, places_to_look_at, readable, worksheet
from rukaz.safe_paths import require_name
from rukaz.workspace import one_at_a_time, workspace


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a worksheet.

    Attributes:
        kept: the files of the reviews.
        changes: what is different from the corpus, line by line.
        texts: the folder of texts that the corpus is built from.
    """

    kept: Sequence[Path]
    changes: Sequence[str]
    texts: Path


SecondOpinion = Callable[[Document, Sequence[Sentence]], Sequence[Sentence]]
"""Another annotator's answer to the tokens of the sentences of a document."""


def write_worksheets(
    corpus: Path, name: str, folder: Path, *, second: SecondOpinion | None = None
) -> list[Path]:
    """Write ``<name>.conllu`` to correct and ``<name>.txt`` to read into ``folder``.

    Worksheets that are there already are replaced if they are as they were written, or were accepted as they
    are.

    Args:
        name: the id of a document, or of a sentence, which is then alone in its worksheet.
        second: also mark where this annotator disagrees.

    Raises:
        RukazError: the corpus has no such document or sentence, or there is a worksheet of it that was
            changed since.
    """
    document, sentences = _find(corpus, name)
    incidents = validate_and_repair(sentences, language=document.language).incidents
    other = second(document, sentences) if second else ()
    conventions = has_conventions(read_manifest(corpus))
    findings = list(guideline_findings(document, sentences)) if conventions else []
    every = (sentence for _, found in corpus_documents(corpus) for sentence in found)
    looks = places_to_look_at(sentences, every, incidents, other, findings)
    require_name(name, where=str(corpus))
    written = {
        folder / f"{name}.conllu": worksheet(document, sentences, looks),
        folder / f"{name}.txt": readable(sentences, looks),
    }
    return write_new(corpus, written)


def write_new(corpus: Path, written: dict[Path, str]) -> list[Path]:
    """Write worksheets, all or none, in the place of no work that was not accepted.

    Raises:
        RukazError: a file is in the way that was changed since it was written or accepted.
    """
    known = _known_digests(corpus)
    _remember(corpus, (hashlib.sha256(text.encode()).hexdigest() for text in written.values()))
    ours = {path for path in written if path.is_file() and digest_file(path) in known}
    for path in written.keys() - ours:
        if path.exists():
            raise _in_the_way(path)
    for path, text in written.items():
        try:
            with explaining_os_errors(path):
                write_atomically(path, text, replace=path in ours)
        except RukazError as error:
            if isinstance(error.__cause__, FileExistsError):
                raise _in_the_way(path) from error
            raise
    return list(written)


def _in_the_way(path: Path) -> RukazError:
    hint = "Accept it if you have not. Then delete it, and the file of the same name beside it."
    return RukazError("the worksheet exists already", where=str(path), hint=hint)


def accept_worksheet(
    file: Path,
    corpus: Path,
    texts: Path | None = None,
    *,
    reviewer: str,
    require: Requirement = lambda document, sentences: None,
) -> Accepted:
    """Check a corrected worksheet and keep it in ``texts/reviewed``, in the place of what it covers there.

    All sentences of a worksheet count as reviewed. Of a file of the corpus itself, which somebody corrected
    where it lies, only those do that are not as they were.

    Args:
        file: of any name; it may hold several documents.
        texts: the folder of texts; by default the one that the corpus was built from, if it is found.
        require: raises if sentences may not take the place of what is kept.

    Raises:
        RukazError: names the sentence that does not fit the source or is not valid; nothing was kept.
    """
    reviewer = require_reviewer(reviewer)
    conventions = has_conventions(read_manifest(corpus))
    digest = digest_file(file) if file.is_file() else None
    sheets = read_worksheet(file, document_ids(corpus))
    known = {one.doc_id: (one, found) for one, found in corpus_documents(corpus, sheets.keys())}
    documents = [document for document, _ in known.values()]
    if not documents:
        raise RukazError("there are no sentences in it", where=str(file))
    texts = find_texts_folder(corpus, documents) if texts is None else require_texts(texts, documents)
    in_corpus = file.resolve().is_relative_to(corpus.resolve())
    reviews: list[Review] = []
    changed: list[str] = []
    for doc_id, sheet in sheets.items():
        document, before = known[doc_id]
        sentences = accept(sheet, document, reviewer=reviewer, file=file)
        path = review_path(texts, doc_id, where=str(file))
        now = as_kept(path, document, before)
        sentences = _with_own_edges(with_mentions_of_names(document, sentences, now), before)
        if in_corpus:
            sentences = _corrected(sentences, before)
        if sentences:
            require_valid(document, sentences, file, conventions=conventions)
            _require_coreference(document, sentences, now, file, conventions=conventions)
            reviews.append(Review(path, document, sentences))
            changed += changes(before, sentences)
    keep(reviews, texts, require=require)
    if digest and not in_corpus:
        _remember(corpus, [digest])
    return Accepted([review.path for review in reviews], changed, texts)


def _require_coreference(
    document: Document,
    sentences: Sequence[Sentence],
    known: Sequence[Sentence],
    file: Path,
    *,
    conventions: bool,
) -> None:
    found = coreference_findings(document, sentences, known, conventions=conventions)
    if broken := [f"{one.where}: {message(one.code)} {one.detail}" for one in found]:
        what = "\n  ".join(["the coreference of the document does not hold together:", *broken])
        raise RukazError(what, where=str(file), hint="Correct Entity in MISC, or the ids of the names.")


def require_reviewer(reviewer: str) -> str:
    """The name of a reviewer, as a comment of CoNLL-U can hold it.

    Raises:
        RukazError: it is empty, or has line breaks or control characters.
    """
    name = reviewer.strip()
    if not name or not name.isprintable():
        hint = "Name the reviewer without line breaks and control characters."
        raise RukazError(f"this cannot be the name of a reviewer: {reviewer!r}", hint=hint)
    return name


def document_ids(corpus: Path) -> list[str]:
    """The ids of the documents of a corpus, in its order."""
    return [row["doc_id"] for split in SPLITS for row in read_rows(corpus, "documents", split, ["doc_id"])]


def corpus_documents(
    corpus: Path, doc_ids: Collection[str] | None = None
) -> Iterator[tuple[Document, list[Sentence]]]:
    """The documents of a corpus, all or some, with their sentences."""
    read_manifest(corpus)
    for split in SPLITS:
        yield from read_sentences(corpus, split, doc_ids)


def _with_own_edges(sentences: Sequence[Sentence], before: Iterable[Sentence]) -> list[Sentence]:
    """The sentences with those cells of DEPS alone that a reader wrote, if not also words were cut anew."""
    old = {sentence.sent_id: sentence for sentence in before}
    return [without_derived(sentence, old.get(sentence.sent_id)) for sentence in sentences]


def _corrected(sentences: Sequence[Sentence], before: Iterable[Sentence]) -> list[Sentence]:
    """The sentences that are not as they were."""
    old = {sentence.sent_id: sentence for sentence in before}
    return [
        one
        for one in sentences
        if (was := old.get(one.sent_id)) is None
        or (was := without_derived(was)) != replace(one, annotation=was.annotation, reviewer=was.reviewer)
    ]


def _find(corpus: Path, name: str) -> tuple[Document, list[Sentence]]:
    """A document with its sentences, or with the one sentence that has this id."""
    stated = SENT_ID.fullmatch(name)
    for document, sentences in corpus_documents(corpus, [name, *([stated["doc_id"]] if stated else [])]):
        if document.doc_id == name:
            return document, sentences
        if one := next((sentence for sentence in sentences if sentence.sent_id == name), None):
            return document, [one]
    ids = document_ids(corpus)
    known = ", ".join(ids[:20]) + (f" and {len(ids) - 20:,} more" if len(ids) > 20 else "")
    hint = f"Documents are {known}; rukaz search finds the ids of sentences."
    raise RukazError(f"there is no document or sentence {name!r}", where=str(corpus), hint=hint)


# -- which worksheets hold nothing that is not kept --

_DIGESTS = TypeAdapter(list[str])


def _ledger(corpus: Path) -> Path:
    return workspace(corpus).folder / "worksheets.json"


def _known_digests(corpus: Path) -> set[str]:
    """SHA-256 of the worksheets that were written or accepted."""
    path = _ledger(corpus)
    return set(read_json(path, _DIGESTS, hint="Delete it.")) if path.exists() else set()


def _remember(corpus: Path, digests: Iterable[str]) -> None:
    path = _ledger(corpus)
    with explaining_os_errors(path), one_at_a_time(path):
        known = _known_digests(corpus)
        if not known >= (new := set(digests)):
            write_atomically(path, json.dumps(sorted(known | new), indent=1))
