"""Texts in files: a file that is one document, and the documents in a file of many."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.ingest.ids import unique_id
from rukaz.ingest.readers import CONTAINERS, open_container, read_document, read_part, suffix_of
from rukaz.ingest.readers.containers import Container, Part, ReadingOptions
from rukaz.ingest.readers.extracted import Extracted, UnreadableError
from rukaz.ingest.text_files import open_regular_file, read_regular_file

if TYPE_CHECKING:
    from rukaz.ingest.sources import TextSource

LONGEST_ID = 100
"""Characters of what a table calls a row."""

LARGEST_FILE = 1 << 29
"""Bytes of a file that is read as a whole: half a gigabyte; tables and archives may be larger."""


def extract(text: TextSource) -> tuple[str, Extracted]:
    """SHA-256 of the file of a text, and what its reader makes of it.

    Raises:
        UnreadableError: it cannot be read; the message says why.
        RukazError: there is no such encoding, or the file is not the one that sources.toml lists.
    """
    try:
        if text.part is not None:
            container, digest = _opened(text.path, suffix_of(text.file), _options(text), _state(text.path))
            return digest, read_part(container, text.part)
        if text.path.exists() and not text.path.is_file():
            raise UnreadableError("this is not a file")
        suffix = suffix_of(text.file) or ".txt"
        if suffix in CONTAINERS:
            raise UnreadableError("it holds many documents: build a corpus of it")
        if suffix != ".txt" and text.path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(f"the file is larger than {LARGEST_FILE >> 20} MB")
        data = read_regular_file(text.path)
    except OSError as error:
        raise UnreadableError(_refused(error)) from error
    digest = hashlib.sha256(data).hexdigest()
    require_listed(text, digest)
    return digest, read_document(data, suffix, text.encoding)


def _refused(error: OSError) -> str:
    """Why the system does not give a file."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return f"the file cannot be read: {error.strerror}"


def require_listed(text: TextSource, digest: str) -> None:
    """Make sure that a file is the one that sources.toml lists.

    Raises:
        RukazError: its SHA-256 is another.
    """
    if text.sha256 is not None and digest != text.sha256:
        raise RukazError(
            "the text has changed: its sha256 is not the one in sources.toml",
            where=str(text.path),
            hint=f'Restore the text, or accept it with sha256 = "{digest}".\n'
            "  `rukaz init TEXTS --update` names every text that has changed.",
        )


def expand(texts: Iterable[TextSource]) -> tuple[list[TextSource], Counter[str]]:
    """The documents in files: for a table or archive those in it, or one with a fault if there are none.

    Returns:
        the texts with ids that are unique, and how many files of other kinds archives hold, by ending.

    Raises:
        RukazError: as :func:`extract`.
    """
    listed = list(texts)
    taken = {text.doc_id.lower() for text in listed if not is_container(text)}
    found: list[TextSource] = []
    others: Counter[str] = Counter()
    for text in listed:
        if text.fault is not None or not is_container(text):
            found.append(text)
            continue
        try:
            container, digest = _opened(text.path, suffix_of(text.file), _options(text), _state(text.path))
            require_listed(text, digest)
            parts = list(container.parts())
            if not parts:
                raise UnreadableError("it holds no documents")
        except (UnreadableError, OSError) as error:
            reason = str(error) if isinstance(error, UnreadableError) else _refused(error)
            found.append(replace(text, doc_id=unique_id(text.doc_id, taken, text.file), fault=reason))
            continue
        others.update(container.others())
        found += _sources(text, parts, taken)
    return found, others


def _sources(text: TextSource, parts: Iterable[Part], taken: set[str]) -> Iterator[TextSource]:
    for part in parts:
        wanted = part.name[:LONGEST_ID] or f"{text.doc_id}-{part.address.rpartition(' ')[2]}"
        doc_id = unique_id(wanted, taken, f"{text.file}, {part.address}")
        yield replace(text, doc_id=doc_id, part=part.address, size=part.size, sha256=None)


def is_container(text: TextSource) -> bool:
    """Whether the file of a text holds many documents."""
    return text.part is None and suffix_of(text.file) in CONTAINERS


def _options(text: TextSource) -> ReadingOptions:
    return ReadingOptions(text.encoding, text.text_column, text.id_column, text.keep_tokens)


def _state(path: Path) -> tuple[int, int, int]:
    """What changes when a file does."""
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


@lru_cache(maxsize=2)
def _opened(
    path: Path, suffix: str, options: ReadingOptions, _state: tuple[int, int, int]
) -> tuple[Container, str]:
    """An open file of many documents and its SHA-256; the ones that were used last stay open."""
    file = open_regular_file(path)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return open_container(file, suffix, options), digest
