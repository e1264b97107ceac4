"""Ingest: from a folder of texts to documents with blocks and splits; what cannot be read is quarantined."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rukaz.errors import RukazError
from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from rukaz.ingest.duplicates import DuplicateSearch, long_blocks, mark_duplicates
from rukaz.ingest.parts import extract
from rukaz.ingest.readers.extracted import Extracted, UnreadableError
from rukaz.ingest.sources import InputOptions, Project, TextSource, read_project
from rukaz.ingest.starter import init_project
from rukaz.records import Block, Document, Quarantined
from rukaz.schema import DOCUMENT_FACTS

__all__ = [
    "Ingested",
    "InputOptions",
    "Project",
    "account",
    "ingest",
    "init_project",
    "read_project",
    "read_text",
]

_CYRILLIC = frozenset({"ru", "kk", "ky", "uk", "be", "bg", "mk", "sr", "mn", "tg", "tt", "ba", "cv", "os"})

_HEAD = 1_000
"""Characters of a text that nearly always show that there is something in it."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of the texts of a project: each is a document or a quarantined file."""

    documents: tuple[Document, ...]
    quarantine: tuple[Quarantined, ...]


def ingest(project: Project) -> Ingested:
    """Read, divide into blocks and mark duplicates: the texts of a project that fits into memory.

    Raises:
        RukazError: a text is not the one that sources.toml lists (its sha256 differs), or an encoding does
            not exist.
    """
    results = [read_text(text, project.info.language) for text in project.texts]
    documents = [result for result in results if isinstance(result, Document)]
    with DuplicateSearch() as search:
        for document in documents:
            search.add(document.doc_id, document.split, long_blocks(document))
        copies = search.copies()
    return Ingested(
        tuple(mark_duplicates(document, copies.get(document.doc_id, {})) for document in documents),
        tuple(result for result in results if isinstance(result, Quarantined)),
    )


def account(document: Document) -> None:
    """Prove that every character of the source is in exactly one block, or is white space between blocks.

    Raises:
        AssertionError: otherwise; this is a fault of the block rules, not of the text.
    """
    at = 0
    for block in document.blocks:
        if not at <= block.start < block.end <= len(document.text):
            raise AssertionError(
                f"{document.file}: block {block.block} overlaps the one before it, or is empty"
            )
        if document.text[at : block.start].strip():
            raise AssertionError(f"{document.file}: text is lost before block {block.block}")
        at = block.end
    if document.text[at:].strip():
        raise AssertionError(f"{document.file}: text is lost at the end")


def read_text(text: TextSource, language: str) -> Document | Quarantined:
    """The document of a text, with every character accounted for; a quarantine row if it cannot be read.

    What people say of a text in sources.toml holds against what its file says of itself.

    Raises:
        RukazError: as :func:`ingest`.
    """
    if text.fault is not None:
        return _quarantined(text, text.fault)
    try:
        digest, extracted = extract(text)
        require_text(extracted.text)
    except UnreadableError as error:
        return _quarantined(text, str(error))
    except RukazError as error:
        raise RukazError(error.what, where=error.where or text.file, hint=error.hint) from error
    facts: dict[str, Any] = {
        name: getattr(text, name) or extracted.facts.get(name) for name in DOCUMENT_FACTS
    }
    said = extracted.facts.get("language")
    if text.language is None and said is not None and not may_be_in(said, extracted.text):
        facts["language"] = None
    metadata = json.dumps(extracted.metadata, ensure_ascii=False, sort_keys=True)
    document = Document(
        doc_id=text.doc_id,
        sha256=digest,
        text=extracted.text,
        split=text.split,
        blocks=_paragraphs(extracted) if extracted.given else split_blocks(extracted.text, extracted.marks),
        given=extracted.given,
        origins=extracted.origins,
        metadata=metadata if extracted.metadata else None,
        **{**facts, "language": facts["language"] or language},
    )
    account(document)
    return document


def _paragraphs(extracted: Extracted) -> tuple[Block, ...]:
    """The blocks of a text that came as sentences of tokens: no rule may leave out or cut one."""
    return tuple(
        Block(str(number), "body", mark.start, mark.end) for number, mark in enumerate(extracted.marks, 1)
    )


def require_text(text: str) -> None:
    """Make sure that a text can be part of a corpus.

    Raises:
        UnreadableError: it holds half a character, or nothing visible.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:  # UTF-7 and JSON can hold half a pair
        raise UnreadableError(f"the file holds half a character (a surrogate) at {error.start}") from error
    if "\0" in text:
        raise UnreadableError("the file holds NUL characters: it is no text")
    if not any(map(str.isalnum, text[:_HEAD])) and not clean_text(text).strip():
        raise UnreadableError("the file is empty" if not text.strip() else "the file holds nothing visible")


def may_be_in(language: str, text: str) -> bool:
    """Whether the letters of a text are those of a language: pages often name that of their program.

    >>> may_be_in("en", "Шёл дождь."), may_be_in("kk", "Жаңбыр жауды.")
    (False, True)
    """
    letters = [char for char in text[:10_000] if char.isalpha()]
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    return (2 * cyrillic > len(letters)) == (language in _CYRILLIC)


def _quarantined(text: TextSource, reason: str) -> Quarantined:
    where = f"{text.part}: " if text.part is not None else ""
    return Quarantined(file=text.file, doc_id=text.doc_id, stage="ingest", reason=where + reason)
