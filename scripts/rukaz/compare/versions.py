"""The documents of two versions of a corpus, read side by side from corpora or CoNLL-U files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path

from rukaz.conllu.files import DOCUMENT_COMMENTS
from rukaz.conllu.tolerant import read_any
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import MANIFEST, Manifest, read_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.records import SPLITS, Document, Sentence

SOURCE_TEXT = "source text"
BLOCKS = "blocks"
"""Facts that only a corpus knows: digest of the text, and how it is divided into paragraphs."""


@dataclass(frozen=True, slots=True)
class Version:
    """A document in one version of the corpus.

    Attributes:
        facts: what is known of it, by name; a name is missing where the files cannot say it.
    """

    doc_id: str
    facts: Mapping[str, str | None]
    sentences: list[Sentence]


def read_versions(place: Path, *, doc_id: str = "") -> Iterator[Version]:
    """The documents of a corpus, of any CoNLL-U file, or of a folder of such files.

    Args:
        doc_id: of documents that a file does not name; by default the stem of its name.

    Raises:
        RukazError: there is nothing of the kind, or it is damaged.
    """
    if (place / MANIFEST).exists():
        return _of_corpus(place)
    files = [place] if place.is_file() else sorted(place.glob("*.conllu"))
    if not files:
        hint = "Name a corpus, a CoNLL-U file, or a folder of CoNLL-U files."
        raise RukazError("there is nothing to compare here", where=str(place), hint=hint)
    return (version for path in files for version in _of_file(path, doc_id))


def made_by(place: Path) -> Manifest | None:
    """The manifest of a corpus; None of other files."""
    if not (place / MANIFEST).exists():
        return None
    recover(place)
    return read_manifest(place)


def _of_corpus(corpus: Path) -> Iterator[Version]:
    recover(corpus)
    read_manifest(corpus)
    for split in SPLITS:
        for document, sentences in read_sentences(corpus, split):
            yield version_of(document, sentences)


def version_of(document: Document, sentences: Sequence[Sentence]) -> Version:
    """A document of a corpus."""
    facts = {attribute: getattr(document, attribute) for attribute in DOCUMENT_COMMENTS.values()}
    blocks = "; ".join(f"{one.block} {one.role} {one.start}:{one.end}" for one in document.blocks)
    known = {**facts, "split": document.split, SOURCE_TEXT: document.sha256, BLOCKS: blocks}
    return Version(document.doc_id, known, list(sentences))


def _of_file(path: Path, doc_id: str) -> Iterator[Version]:
    for name, group in groupby(read_any(path, doc_id=doc_id), key=lambda parsed: parsed.sentence.doc_id):
        first, *others = group
        facts = {attribute: first.raw.facts.get(key) for key, attribute in DOCUMENT_COMMENTS.items()}
        yield Version(name, facts, [parsed.sentence for parsed in (first, *others)])


def paired(old: Iterable[Version], new: Iterable[Version]) -> Iterator[tuple[Version | None, Version | None]]:
    """Each document of both versions; where both go in the same order, few are in memory at once.

    Raises:
        RukazError: a document stands in two places of one version.
    """
    waiting: tuple[dict[str, Version], dict[str, Version]] = ({}, {})
    seen: tuple[set[str], set[str]] = (set(), set())
    for both in zip_longest(old, new):
        for side, version in enumerate(both):
            if version is None:
                continue
            if version.doc_id in seen[side]:
                raise RukazError("the document occurs in two places", where=f"document {version.doc_id}")
            seen[side].add(version.doc_id)
            waiting[side][version.doc_id] = version
            if version.doc_id in waiting[1 - side]:
                yield waiting[0].pop(version.doc_id), waiting[1].pop(version.doc_id)
    yield from ((version, None) for version in waiting[0].values())
    yield from ((None, version) for version in waiting[1].values())
