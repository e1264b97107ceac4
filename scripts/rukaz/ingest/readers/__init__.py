"""Readers: from a file of any kind to plain text that knows where in the file it stands.

One module for each family of kinds; :data:`DOCUMENTS` and :data:`CONTAINERS` are the list of all. A reader
never fails but with :class:`~.extracted.UnreadableError`, whatever a file holds.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import BinaryIO, TypeVar

from rukaz.errors import RukazError
from rukaz.ingest.readers.archives import Archive, Readers
from rukaz.ingest.readers.conllu_texts import ConlluTexts
from rukaz.ingest.readers.containers import Container, ReadingOptions
from rukaz.ingest.readers.extracted import TOO_DEEP, Extracted, UnreadableError
from rukaz.ingest.readers.tables import TABLES, Table
from rukaz.ingest.readers.time_limit import AT_LEAST, PER_MEGABYTE, TookTooLongError, at_most

Made = TypeVar("Made")

DOCUMENTS: Mapping[str, tuple[str, str]] = {
    ".txt": ("plain", "read_plain"),
    ".md": ("markdown", "read_markdown"),
    ".markdown": ("markdown", "read_markdown"),
    ".html": ("html_page", "read_html"),
    ".htm": ("html_page", "read_html"),
    ".xhtml": ("html_page", "read_html"),
    ".docx": ("docx", "read_docx"),
    ".docm": ("docx", "read_docx"),
    ".pdf": ("pdf", "read_pdf"),
    ".epub": ("epub", "read_epub"),
    ".srt": ("subtitles", "read_subtitles"),
    ".vtt": ("subtitles", "read_subtitles"),
}
"""Files that are one document, by the ending of their names: the module that reads them, and its function."""

CONTAINERS = (*TABLES, ".conllu", ".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
"""Files that hold many documents."""

_ARCHIVES = tuple(suffix for suffix in CONTAINERS if suffix not in (*TABLES, ".conllu"))

KINDS: Mapping[str, str] = {
    ".txt": "plain text", ".md": "Markdown", ".markdown": "Markdown", ".html": "web page", ".htm": "web page",
    ".xhtml": "web page", ".docx": "Word", ".docm": "Word with macros", ".pdf": "PDF", ".epub": "e-book",
    ".srt": "subtitles", ".vtt": "subtitles", ".jsonl": "table", ".ndjson": "table", ".csv": "table",
    ".tsv": "table", ".parquet": "table", ".arrow": "table", ".conllu": "CoNLL-U",
    **dict.fromkeys(_ARCHIVES, "archive"),
}  # fmt: skip
"""What is read, in words."""

_LONGEST_FIRST = tuple(sorted(KINDS, key=len, reverse=True))


def suffix_of(name: str) -> str:
    """The ending of a name that says how its file is read; empty if none does.

    >>> suffix_of("2024/Новость.v2.TXT"), suffix_of("a.tar.gz"), suffix_of("a.png")
    ('.txt', '.tar.gz', '')
    """
    lower = name.lower()
    if not lower.endswith(_LONGEST_FIRST):
        return ""
    return next(suffix for suffix in _LONGEST_FIRST if lower.endswith(suffix))


def read_document(data: bytes, suffix: str, encoding: str) -> Extracted:
    """The text of a file that is one document.

    Raises:
        UnreadableError: it cannot be read; the message says why.
        RukazError: there is no such encoding.
    """
    module, function = DOCUMENTS[suffix]
    reader: Callable[[bytes, str], Extracted] = getattr(
        importlib.import_module(f"{__name__}.{module}"), function
    )
    seconds = AT_LEAST + PER_MEGABYTE * len(data) / 1_000_000
    try:
        with at_most(seconds):
            return _guarded(lambda: reader(data, encoding))
    except TookTooLongError as error:
        raise UnreadableError(f"reading it takes more than {seconds:.0f} s of processor time") from error


def open_container(file: BinaryIO, suffix: str, options: ReadingOptions) -> Container:
    """A file of many documents.

    Raises:
        UnreadableError: it cannot be read; the message says why.
        RukazError: there is no such encoding.
    """
    if suffix in TABLES:
        return _guarded(lambda: Table(file, suffix, options))
    if suffix == ".conllu":
        return _guarded(lambda: ConlluTexts(file, suffix, options))
    suffixes = {**dict.fromkeys(DOCUMENTS, False), **dict.fromkeys((*TABLES, ".conllu"), True)}
    readers = Readers(suffixes, open_container, read_document)
    return _guarded(lambda: Archive(file, suffix, options, readers))


def read_part(container: Container, address: str) -> Extracted:
    """One of the documents of a file.

    Raises:
        UnreadableError: it cannot be read; the message says why.
    """
    return _guarded(lambda: container.read(address))


def _guarded(read: Callable[[], Made]) -> Made:
    """What ``read`` answers; whatever a library stumbles over in a damaged file is told in one line."""
    try:
        return read()
    except (UnreadableError, RukazError):
        raise
    except RecursionError as error:
        raise UnreadableError(TOO_DEEP) from error
    except Exception as error:  # each library has errors of its own, and of all kinds
        what = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise UnreadableError(f"the file is damaged ({what})") from error
