"""What ``rukaz review`` does: lay out a worksheet of a document, or take a corrected one into the seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rukaz.check.registry import CONVENTIONS, message
from rukaz.conllu.files import document_to_conllu
from rukaz.errors import RukazError
from rukaz.export.manifest import read_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.records import SPLITS, Document, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.review.accept import accept
from rukaz.review.overlay import read_reviewed_file, require_fit
from rukaz.review.worksheet import changes, guideline_findings, places_to_look_at, readable, worksheet


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a worksheet: where the review is kept, and what it changed, line by line."""

    kept: Path
    changes: Sequence[str]


SecondOpinion = Callable[[Document, Sequence[Sentence]], Sequence[Sentence]]
"""Another annotator's answer to the tokens of the sentences of a document."""


def write_worksheets(
    corpus: Path, doc_id: str, folder: Path, *, second: SecondOpinion | None = None
) -> list[Path]:
    """Write ``<doc_id>.conllu`` to correct and ``<doc_id>.txt`` to read into ``folder``.

    Args:
        second: also mark where this annotator disagrees.

    Raises:
        RukazError: the corpus has no such document, or a worksheet of it is there already.
    """
    document, sentences = _find(corpus, doc_id)
    incidents = validate_and_repair(sentences, language=document.language).incidents
    other = second(document, sentences) if second else ()
    findings = list(guideline_findings(document, sentences)) if _has_conventions(corpus) else []
    looks = places_to_look_at(sentences, _all_sentences(corpus), incidents, other, findings)
    written = {
        folder / f"{doc_id}.conllu": worksheet(document, sentences, looks),
        folder / f"{doc_id}.txt": readable(sentences, looks),
    }
    for path, text in written.items():
        if path.exists():
            raise RukazError(
                "a worksheet is there already", where=str(path), hint="Accept it, or move it away."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(written)


def accept_worksheet(file: Path, corpus: Path, seeds: Path, *, reviewer: str) -> Accepted:
    """Check a corrected worksheet and keep it in ``seeds/reviewed``, in the place of what it covers there.

    Raises:
        RukazError: names the sentence that does not fit the source or is not valid; nothing was kept.
    """
    if not seeds.is_dir():
        raise RukazError("there is no such folder of texts", where=str(seeds), hint="Type: --seeds TEXTS")
    document, before = _find(corpus, file.stem)
    sentences = sorted(accept(file, document, reviewer=reviewer), key=lambda sentence: sentence.start)
    require_fit(sentences, document, str(file))
    validate_and_repair(sentences, language=document.language)
    if _has_conventions(corpus):
        _require_conventions(document, sentences, file)
    kept = seeds / "reviewed" / f"{document.doc_id}.conllu"
    earlier = read_reviewed_file(kept, document) if kept.exists() else ()
    merged = sorted([*_elsewhere(earlier, sentences), *sentences], key=lambda sentence: sentence.start)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(document_to_conllu(document, merged), encoding="utf-8")
    return Accepted(kept, list(changes(before, sentences)))


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


def _find(corpus: Path, doc_id: str) -> tuple[Document, list[Sentence]]:
    read_manifest(corpus)
    known = []
    for split in SPLITS:
        for document, sentences in read_sentences(corpus, split):
            if document.doc_id == doc_id:
                return document, sentences
            known.append(document.doc_id)
    raise RukazError(
        f"the corpus has no document {doc_id!r}",
        where=str(corpus),
        hint=f"A worksheet bears the id of its document. Known: {', '.join(known[:20])}.",
    )


def _all_sentences(corpus: Path) -> Iterator[Sentence]:
    for split in SPLITS:
        for _, sentences in read_sentences(corpus, split):
            yield from sentences
