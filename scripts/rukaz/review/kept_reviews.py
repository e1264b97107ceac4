"""The folder ``reviewed`` of the texts: one file for each document, and one writer at a time.

A review that is killed at any moment leaves each file as it was or as it was to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rukaz.atomic_files import explaining_os_errors, write_atomically
from rukaz.check.graphs import known_enhanced_relation, rooted_graph
from rukaz.check.registry import CONVENTIONS, message
from rukaz.conllu.files import document_to_conllu
from rukaz.errors import RukazError
from rukaz.export.manifest import Manifest, digest_file
from rukaz.ingest.text_files import REVIEWED
from rukaz.layers.enhanced import add_enhanced
from rukaz.records import Document, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.review.overlay import overlapping, read_reviewed_file, require_fit
from rukaz.review.worksheet import guideline_findings
from rukaz.safe_paths import require_name, safe_path
from rukaz.workspace import one_at_a_time


@dataclass(frozen=True, slots=True)
class Review:
    """Sentences of a document, in the order of the text, and the file that keeps the reviews of it."""

    path: Path
    document: Document
    sentences: Sequence[Sentence]


Annotation = list[Any]
"""What a page can change of a sentence, as :func:`annotation_of` has it."""

Requirement = Callable[[Document, Sequence[Sentence]], None]
"""Raises if sentences may not take the place of what is kept; asked while nobody else can write."""


def annotation_of(sentence: Sentence) -> Annotation:
    """Columns of tokens, and names, as ``assets/edit/drafts.js`` has them."""
    return [
        [[t.form, t.lemma, t.upos, t.feats, t.head, t.deprel] for t in sentence.tokens],
        [[e.first_token, e.last_token, e.label, e.name, e.entity_id] for e in sentence.entities],
    ]


def keep(
    reviews: Sequence[Review], texts: Path, *, require: Requirement = lambda document, sentences: None
) -> None:
    """Put reviews in the place of what they cover; what another command keeps meanwhile stays."""
    if not reviews:
        return
    with one_at_a_time(texts / REVIEWED):
        for review in reviews:
            require(review.document, review.sentences)
        written = {review.path: _merged(review) for review in reviews}
        for path, text in written.items():
            with explaining_os_errors(path):
                write_atomically(path, text)


def review_path(texts: Path, doc_id: str, *, where: str) -> Path:
    """The file of the review of a document."""
    return safe_path(texts, f"{REVIEWED}/{require_name(doc_id, where=where)}.conllu", where=where)


def as_kept(path: Path, document: Document, built: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of a document by now: those of its review, and those of the corpus elsewhere."""
    kept = read_reviewed_file(path, document) if path.exists() else ()
    return sorted([*kept, *_elsewhere(built, kept)], key=lambda sentence: sentence.start)


def is_as_built(path: Path, manifest: Manifest) -> bool:
    """Whether a corpus was built from this file of a review, as it is now."""
    built = {digest for name, digest in manifest["inputs"].items() if f"/{name}".endswith(f"/{_name(path)}")}
    return digest_file(path) in built if path.exists() else not built


def _name(path: Path) -> str:
    return f"{REVIEWED}/{path.name}"


def require_valid(document: Document, sentences: list[Sentence], file: Path, *, conventions: bool) -> None:
    """Make sure that sentences, which are sorted here, fit the source and are valid.

    Args:
        file: where the sentences are from, for errors.
        conventions: hold them to the guidelines of this corpus.

    Raises:
        RukazError: names the sentence that does not fit, is not valid, or breaks a guideline.
    """
    sentences.sort(key=lambda sentence: sentence.start)
    require_fit(sentences, document, str(file))
    validate_and_repair(sentences, language=document.language, reviewed_in=str(file))
    _require_graphs(document, sentences, file)
    if conventions:
        _require_conventions(document, sentences, file)


def _require_graphs(document: Document, sentences: Sequence[Sentence], file: Path) -> None:
    """Make sure that what was written into DEPS makes graphs together with what the rules fill in."""
    written = [add_enhanced(one) for one in sentences if any(token.deps for token in one.tokens)]
    for rule in (rooted_graph, known_enhanced_relation):
        for where, fault in rule(document, written):
            hint = "Write _ to have the cell filled by the rules."
            raise RukazError(f"DEPS is not valid: {fault}", where=f"{file}, {where}", hint=hint)


def _merged(review: Review) -> str:
    """The reviews of a document with those sentences in the place of what they cover, as CoNLL-U."""
    earlier = read_reviewed_file(review.path, review.document) if review.path.exists() else ()
    kept = _elsewhere(earlier, review.sentences)
    merged = sorted([*kept, *review.sentences], key=lambda sentence: sentence.start)
    return document_to_conllu(review.document, merged)


def has_conventions(manifest: Manifest) -> bool:
    """Whether the reviewed sentences of a corpus are held to the guidelines."""
    conventions: object = manifest["corpus"]["conventions"]
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
        if not overlapping(sentences, one):
            yield one
