"""Ingest: from a folder of texts to documents with blocks and splits; what cannot be read is quarantined."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from rukaz.errors import RukazError
from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from rukaz.ingest.duplicates import DuplicateSearch, long_blocks, mark_duplicates
from rukaz.ingest.encodings import likely_encoding
from rukaz.ingest.sources import Project, TextSource, init_project, read_project
from rukaz.ingest.text_files import read_regular_file
from rukaz.records import Document, Quarantined
from rukaz.schema import DOCUMENT_FACTS

__all__ = ["Ingested", "Project", "account", "ingest", "init_project", "read_project", "read_text"]

_SURROGATE = re.compile("[\ud800-\udfff]")  # UTF-7 can hold half a pair


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

    Raises:
        RukazError: as :func:`ingest`.
    """
    if text.fault is not None:
        return _quarantined(text, text.fault)
    if text.path.exists() and not text.path.is_file():
        return _quarantined(text, "this is not a file")
    try:
        data = read_regular_file(text.path)
    except OSError as error:
        return _quarantined(text, f"the file cannot be read: {error.strerror}")
    digest = hashlib.sha256(data).hexdigest()
    if text.sha256 is not None and digest != text.sha256:
        raise RukazError(
            "the text has changed: its sha256 is not the one in sources.toml",
            where=str(text.path),
            hint=f'Restore the text, or accept it with sha256 = "{digest}".',
        )
    decoded = _decode(text, data)
    if isinstance(decoded, Quarantined):
        return decoded
    facts = {name: getattr(text, name) for name in DOCUMENT_FACTS}
    document = Document(
        doc_id=text.doc_id,
        sha256=digest,
        text=decoded,
        split=text.split,
        blocks=split_blocks(decoded),
        **{**facts, "language": text.language or language},
    )
    account(document)
    return document


def _decode(text: TextSource, data: bytes) -> str | Quarantined:
    try:
        decoded = data.decode(text.encoding)
    except UnicodeDecodeError as error:
        likely = likely_encoding(data)
        hint = f"; it is probably {likely}: say so with --encoding or in sources.toml" if likely else ""
        return _quarantined(text, f"not {text.encoding}: byte {error.start} does not fit{hint}")
    except (LookupError, ValueError) as error:  # undefined, idna and others that Python has for other things
        raise RukazError(
            f"there is no encoding {text.encoding!r} of texts",
            where=text.file,
            hint="Name one such as utf-8 or cp1251.",
        ) from error
    if text.encoding.lower().replace("_", "-") not in {"utf-8", "utf8", "utf-8-sig"} and _is_utf8(data):
        return _quarantined(text, f"this is utf-8, not {text.encoding}: say so in sources.toml")
    if "\0" in decoded:
        likely = likely_encoding(data)
        hint = f"; it is probably {likely}" if likely else ": it is no text"
        return _quarantined(text, f"the file holds NUL characters{hint}")
    if half := _SURROGATE.search(decoded):
        return _quarantined(text, f"the file holds half a character (a surrogate) at {half.start()}")
    if not clean_text(decoded).strip():
        return _quarantined(
            text, "the file is empty" if not decoded.strip() else "the file holds nothing visible"
        )
    return decoded


def _is_utf8(data: bytes) -> bool:
    """Whether ``data`` holds letters beyond ASCII as UTF-8, which no other text does by accident."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _quarantined(text: TextSource, reason: str) -> Quarantined:
    return Quarantined(file=text.file, doc_id=text.doc_id, stage="ingest", reason=reason)
