"""What ``rukaz review`` does: lay out a worksheet of a document, or take a corrected one into the seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rukaz.atomic_files import explained, write_atomically
from rukaz.check.registry import CONVENTIONS, message
from rukaz.conllu.files import document_to_conllu
from rukaz.errors import RukazError
from rukaz.export.manifest import read_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.ingest.sources import REVIEWED
from rukaz.records import SPLITS, Document, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.review.accept import accept, read_worksheet
from rukaz.review.overlay import read_reviewed_file, require_fit
from rukaz.review.texts_folder import find_texts_folder, require_texts
from rukaz.review.worksheet import changes, guideline_findings, places_to_look_at, readable, worksheet
from rukaz.safe_paths import require_name, safe_path
from rukaz.workspace import one_at_a_time


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

    Args:
        name: the id of a document, or of a sentence, which is then alone in its worksheet.
        second: also mark where this annotator disagrees.

    Raises:
        RukazError: the corpus has no such document or sentence, or a worksheet of it is there already.
    """
    document, sentences = _find(corpus, name)
    incidents = validate_and_repair(sentences, language=document.language).incidents
    other = second(document, sentences) if second else ()
    findings = list(guideline_findings(document, sentences)) if _has_conventions(corpus) else []
    every = (sentence for _, found in _documents(corpus) for sentence in found)
    looks = places_to_look_at(sentences, every, incidents, other, findings)
    require_name(name, where=str(corpus))
    written = {
        folder / f"{name}.conllu": worksheet(document, sentences, looks),
        folder / f"{name}.txt": readable(sentences, looks),
    }
    made: list[Path] = []
    try:
        for path, text in written.items():
            with explained(path):
                write_atomically(path, text, replace=False)
            made.append(path)
    except BaseException as error:  # one of two would be in the way of the next try
        for one in made:
            one.unlink()
        if isinstance(error.__cause__, FileExistsError):
            hint = "Accept it if you have not. Then delete it, and the file of the same name beside it."
            raise RukazError("the worksheet exists already", where=str(path), hint=hint) from error
        raise
    return made


def accept_worksheet(file: Path, corpus: Path, texts: Path | None = None, *, reviewer: str) -> Accepted:
    """Check a corrected worksheet and keep it in ``texts/reviewed``, in the place of what it covers there.

    All sentences of a worksheet count as reviewed. Of a file of the corpus itself, which somebody corrected
    where it lies, only those do that are not as they were.

    Args:
        file: of any name; it may hold several documents.
        texts: the folder of texts; by default the one that the corpus was built from, if it is found.

    Raises:
        RukazError: names the sentence that does not fit the source or is not valid; nothing was kept.
    """
    reviewer = _require_reviewer(reviewer)
    sheets = read_worksheet(file, [document.doc_id for document, _ in _documents(corpus)])
    known = {one.doc_id: (one, found) for one, found in _documents(corpus) if one.doc_id in sheets}
    documents = [document for document, _ in known.values()]
    if not documents:
        raise RukazError("there is no sentence in it", where=str(file))
    texts = find_texts_folder(corpus, documents) if texts is None else require_texts(texts, documents)
    in_corpus = file.resolve().is_relative_to(corpus.resolve())
    conventions = _has_conventions(corpus)
    reviews: list[_Review] = []
    changed: list[str] = []
    for doc_id, sheet in sheets.items():
        document, before = known[doc_id]
        sentences = accept(sheet, document, reviewer=reviewer, file=file)
        if in_corpus:
            sentences = _corrected(sentences, before)
        if sentences:
            _require_valid(document, sentences, file, conventions=conventions)
            name = f"{REVIEWED}/{require_name(doc_id, where=str(file))}.conllu"
            reviews.append(_Review(safe_path(texts, name, where=str(file)), document, sentences))
            changed += changes(before, sentences)
    _keep(reviews, texts / REVIEWED)
    return Accepted([review.path for review in reviews], changed, texts)


@dataclass(frozen=True, slots=True)
class _Review:
    """Sentences of a document, and the file that keeps the reviews of it."""

    path: Path
    document: Document
    sentences: Sequence[Sentence]


def _keep(reviews: Sequence[_Review], folder: Path) -> None:
    """Put reviews in the place of what they cover in ``folder``; what another command keeps there stays."""
    if not reviews:
        return
    with one_at_a_time(folder):
        written = {review.path: _merged(review) for review in reviews}
        for path, text in written.items():
            with explained(path):
                write_atomically(path, text)


def _require_reviewer(reviewer: str) -> str:
    name = reviewer.strip()
    if not name or not name.isprintable():
        hint = "Name the reviewer without line breaks and control characters."
        raise RukazError(f"this is no name of a reviewer: {reviewer!r}", hint=hint)
    return name


def _corrected(sentences: Sequence[Sentence], before: Iterable[Sentence]) -> list[Sentence]:
    """The sentences that are not as they were."""
    old = {sentence.sent_id: sentence for sentence in before}
    return [
        one
        for one in sentences
        if (was := old.get(one.sent_id)) is None
        or was != replace(one, annotation=was.annotation, reviewer=was.reviewer)
    ]


def _require_valid(document: Document, sentences: list[Sentence], file: Path, *, conventions: bool) -> None:
    """The sentences, which are sorted here, fit the source and are valid."""
    sentences.sort(key=lambda sentence: sentence.start)
    require_fit(sentences, document, str(file))
    validate_and_repair(sentences, language=document.language, reviewed_in=str(file))
    if conventions:
        _require_conventions(document, sentences, file)


def _merged(review: _Review) -> str:
    """The reviews of a document with those sentences in the place of what they cover, as CoNLL-U."""
    earlier = read_reviewed_file(review.path, review.document) if review.path.exists() else ()
    kept = _elsewhere(earlier, review.sentences)
    merged = sorted([*kept, *review.sentences], key=lambda sentence: sentence.start)
    return document_to_conllu(review.document, merged)


def _has_conventions(corpus: Path) -> bool:
    conventions: object = read_manifest(corpus)["corpus"]["conventions"]
    return conventions == CONVENTIONS


def _require_conventions(document: Document, sentences: Sequence[Sentence], file: Path) -> None:
    broken = [
        f"{one.where}: {message(one.code)} {one.detail}" for one in guideline_findings(document, sentences)
    ]
    if broken:
        raise RukazError(
            "\n  ".join(["the review departs from its guidelines:", *broken]),
            where=str(file),
            hint="seeds/guidelines.md says how such a case is decided; correct it, or change both.",
        )


def _elsewhere(earlier: Iterable[Sentence], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    for one in earlier:
        if not any(new.start < one.end and one.start < new.end for new in sentences):
            yield one


def _find(corpus: Path, name: str) -> tuple[Document, list[Sentence]]:
    """A document with its sentences, or with the one sentence that has this id."""
    known, alone = [], None
    for document, sentences in _documents(corpus):
        if document.doc_id == name:
            return document, sentences
        if one := next((sentence for sentence in sentences if sentence.sent_id == name), None):
            alone = document, [one]
        known.append(document.doc_id)
    if alone:
        return alone
    hint = f"Documents are {', '.join(known[:20])}; rukaz search finds the ids of sentences."
    raise RukazError(f"there is no document or sentence {name!r}", where=str(corpus), hint=hint)


def _documents(corpus: Path) -> Iterator[tuple[Document, list[Sentence]]]:
    read_manifest(corpus)
    for split in SPLITS:
        yield from read_sentences(corpus, split)
