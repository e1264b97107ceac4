"""Writes the site of a corpus: the page and its scripts, and the corpus as data that they load.

It is static and works from ``file://``, where a page may load scripts and nothing else; so each data file is
a script that hands over one value. The same corpus gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import Any

from rukaz.atomic_files import explaining_os_errors, read_text
from rukaz.errors import RukazError
from rukaz.explore.data_files import NOTHING, TOKENS_PER_CHUNK, Automatic, Chunk, Tables
from rukaz.explore.other_annotation import Confusions, twins
from rukaz.explore.overview import Overview
from rukaz.explore.site_files import place_site, require_replaceable
from rukaz.export.atomic_publish import recover
from rukaz.export.card import CARD, totals
from rukaz.export.manifest import Manifest, read_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.ingest.clean import clean_text
from rukaz.records import SPLITS, TEXT_ROLES, Document, Sentence
from rukaz.schema import DOCUMENT_FACTS
from rukaz.workspace import one_at_a_time

_Pair = tuple[Document, list[Sentence]]

PAGE = "index.html"

HEADING = 70
"""So many characters, at most, stand for a title."""

_META = "meta"

_FACTS = (*DOCUMENT_FACTS, "split")
_TOLD = ("versions", "splits", "annotation", "entities", "stages", "left_out", "repairs", "figures")
"""What the page knows of the manifest, besides the model's name and what is in quarantine."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that has been written: its page, and the bytes of all its files."""

    page: Path
    size: int


def write_site(
    corpus: Path,
    out: Path,
    *,
    automatic: Path | None = None,
    say: Callable[[str], None] = lambda message: None,
) -> Site:
    """Write the site of ``corpus`` into ``out``, in the place of a former site.

    Args:
        automatic: a corpus of the same texts built without the reviews; where its sentences have the same
            offsets and another annotation, the site shows both.
        say: is told once if another command is at work on the site.

    Raises:
        RukazError: a corpus cannot be read, or ``out`` holds what would be overwritten and is not of a site.
    """
    for shown in (corpus, automatic):
        if shown is not None:
            recover(shown)
    manifest = read_manifest(corpus)
    require_replaceable(out)
    with (
        one_at_a_time(out, say=say) as work,
        explaining_os_errors(out.parent),
        TemporaryDirectory(dir=work.folder) as folder,
    ):
        made = Path(folder)
        (made / "data").mkdir()
        with as_file(files("rukaz.explore") / "assets") as assets:
            shutil.copytree(assets, made / "assets")
        (made / "assets" / PAGE).rename(made / PAGE)
        _write_data(made / "data", corpus, manifest, automatic)
        size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
        place_site(made, out)
    return Site(out / PAGE, size)


def _write_data(folder: Path, corpus: Path, manifest: Manifest, automatic: Path | None) -> None:
    tables, overview, confusions = Tables(), Overview(), Confusions()
    documents: list[dict[str, Any]] = []
    sizes: list[dict[str, int]] = []
    others = _Automatic(automatic) if automatic else None
    for number, group in enumerate(_chunks(_documents(corpus))):
        chunk = Chunk(number, tables)
        for document, sentences in group:
            automatic_of = others.take(document.doc_id) if others else NOTHING
            known = twins(sentences, automatic_of.values()) if others else None
            chunk.add(document, sentences, automatic_of, known)
            confusions.add(sentences, known or {})
            overview.add(document, sentences)
            documents.append(_facts(document, sentences, number))
        _write(folder, f"chunk-{number:03d}", chunk.as_json())
        sizes.append(chunk.size)
    if others:
        others.require_found()
    _write(folder, "strings", tables.as_json())
    told: dict[str, Any] = {"documents": documents, "chunks": sizes, "overview": overview.as_json()}
    if others:
        told["confusions"] = confusions.as_json()
    _write(folder, _META, {**_told(corpus, manifest), "compared": automatic is not None, **told})


def _documents(corpus: Path) -> Iterator[_Pair]:
    for split in SPLITS:
        yield from read_sentences(corpus, split)


def _chunks(documents: Iterator[_Pair]) -> Iterator[Iterable[_Pair]]:
    """Runs of documents; one ends with the document that brings it to the size of a chunk."""
    tokens = 0

    def number(pair: _Pair) -> int:
        nonlocal tokens
        before = tokens
        tokens += sum(len(sentence.tokens) for sentence in pair[1])
        return before // TOKENS_PER_CHUNK

    return (group for _, group in groupby(documents, key=number))


def _facts(document: Document, sentences: Sequence[Sentence], chunk: int) -> dict[str, Any]:
    return {
        "id": document.doc_id,
        **{name: getattr(document, name) for name in _FACTS},
        "heading": _heading(document),
        "chunk": chunk,
        "sentences": len(sentences),
        "tokens": sum(len(sentence.tokens) for sentence in sentences),
        "blocks": len(document.blocks),
        "left_out": sum(block.reason is not None for block in document.blocks),
    }


def _heading(document: Document) -> str | None:
    """What a document without a title is called: the title in its text, else how the text begins."""
    titles = [block for block in document.blocks if block.role == "title"]
    for block in titles or [block for block in document.blocks if block.role in TEXT_ROLES]:
        return shorten(clean_text(document.text[block.start : block.end]), HEADING, placeholder=" …")
    return None


def _told(corpus: Path, manifest: Manifest) -> dict[str, Any]:
    """What the page knows of the corpus as a whole; ``card`` is the text of its card."""
    card = read_text(corpus / CARD) if (corpus / CARD).is_file() else ""
    return {
        **manifest["corpus"],
        **{name: manifest[name] for name in _TOLD},
        "counts": totals(manifest),
        "model": manifest["model"]["name"],
        "quarantine": len(manifest["quarantine"]),
        "card": card.split("\n---\n", 1)[-1].strip(),
    }


def _write(folder: Path, name: str, value: object) -> None:
    """A script that hands over ``value`` under its name."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    script = f"{_handed_over(name)}{text});\n"
    (folder / f"{name}.js").write_text(script, encoding="utf-8", newline="\n")


def _handed_over(name: str) -> str:
    return f"rukaz.corpus.receive({json.dumps(name)},"


class _Automatic:
    """The documents of a corpus that was built without the reviews, taken in their order."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._documents = _documents(corpus)
        self._next = next(self._documents, None)
        self._found = False

    def take(self, doc_id: str) -> Automatic:
        """The sentences of ``doc_id`` if it is the next document that both corpora have."""
        if self._next is None or self._next[0].doc_id != doc_id:
            return NOTHING
        sentences = self._next[1]
        self._next = next(self._documents, None)
        self._found = True
        return {(sentence.start, sentence.end): sentence for sentence in sentences}

    def require_found(self) -> None:
        """RukazError if the two corpora have no document in common, or not in one order."""
        if not self._found or self._next is not None:
            raise RukazError(
                "it does not have the same documents as the corpus to be shown",
                where=str(self._corpus),
                hint="Build it from the same texts without the reviews (docs/questions.md, question 10).",
            )
