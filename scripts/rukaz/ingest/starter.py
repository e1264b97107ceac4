"""The ``sources.toml`` that `rukaz init` writes, to be completed by a person."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

from rukaz.atomic_files import atomic_file, explaining_os_errors, explaining_read_errors
from rukaz.errors import RukazError
from rukaz.ingest.ids import safe_name
from rukaz.ingest.readers import suffix_of
from rukaz.ingest.readers.tables import TABLES
from rukaz.ingest.sources import SOURCES, default_entries, find_texts
from rukaz.ingest.sources_schema import TextTable, read_listing
from rukaz.ingest.text_files import actual_paths, written_name
from rukaz.workspace import one_at_a_time

_STARTER_HEAD = """\
# What is known of the texts in this folder. An unknown fact is left out, never invented.
# Complete the entries (remove the # before a key) and build the corpus again.

[corpus]
name = {name}
title = {name}
version = "0.1.0"
language = "ru"
# license = "CC-BY-SA-4.0"          # of the annotations
# card = "../dataset_card.md"       # template of the card: beside this folder under this name, or in it
# abbreviations = "abbreviations.toml"  # your own, after which a sentence does not end
"""

_STARTER_TEXT = """
[[text]]
id = {id}
file = {file}
sha256 = {sha256}
# encoding = "windows-1251"         # where it is not UTF-8
# title = ""
# author = ""
# publisher = ""
# url = ""
# date = "2023-11-09"               # or 2023-11, or 2023
# rights = ""
# interviewee = ""                  # a person of the text, who speaks in its answers
# inferred = "publisher"            # facts that the text does not state but lets infer
# language = "kk"                   # where it is not that of the corpus
# split = "train"                   # or validation, or test
"""

_STARTER_TABLE = """\
# text_column = "text"              # which column holds the texts
# id_column = "id"                  # and which names them
"""


def init_project(
    folder: Path, *, update: bool = False, say: Callable[[str], None] = lambda message: None
) -> Path:
    """Write a sources.toml to complete, with an entry for each file in ``folder`` that is read; its path.

    Args:
        update: add entries for the files that the sources.toml lacks, and leave what it holds as it is.
        say: is told which files were added, and once if another command is at work on the file.

    Raises:
        RukazError: sources.toml exists already (or, to update, none), or nothing to list.
    """
    path = folder / SOURCES
    if path.exists() != update:
        there = "it exists already", "Add what is new with --update, or edit it."
        what, hint = there if path.exists() else ("there is no such file yet", "Leave out --update.")
        raise RukazError(what, where=str(path), hint=hint)
    if path.is_symlink():  # it would become a file of its own, and the one it leads to stay as it was
        hint = "Name the folder that has the file itself."
        raise RukazError(
            "this is a symbolic link, and RuKaz does not follow links", where=str(path), hint=hint
        )
    with one_at_a_time(path, say=say) if update else nullcontext(), explaining_os_errors(path):
        name = _quote(safe_name(folder.resolve().name).lower())
        before = _as_it_is(path) if update else _STARTER_HEAD.format(name=name)
        line_end = "\r\n" if "\r\n" in before else "\n"
        entries = _missing(folder)
        if update:
            say(f"added {len(entries):,}: {', '.join(entries)}" if entries else "no text is new")
        text = before + "".join(entries.values()).replace("\n", line_end)
        _require_toml(text, path)
        with atomic_file(path, replace=update) as part:
            part.write_bytes(text.encode())
    return path


def _as_it_is(path: Path) -> str:
    """The text of a file with its own line ends."""
    with explaining_read_errors(path):
        return path.read_bytes().decode()


def _require_toml(text: str, path: Path) -> None:
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:  # text = [{…}] is closed, and takes no [[text]] below it
        hint = "Write each of its texts under a line [[text]] of its own, and try again."
        raise RukazError(
            "entries cannot be added to this list of texts", where=str(path), hint=hint
        ) from error


def stale_entries(folder: Path) -> Iterator[str]:
    """What to do about each entry whose file has changed or is gone; a build would stop at it."""
    table = read_listing(folder / SOURCES)
    entries = table.text
    places = actual_paths(folder, [entry.file for entry in entries], find_texts(folder, table.corpus).texts)
    for entry in entries:
        path = folder / places[entry.file]
        if not path.is_file():
            yield f"gone: {entry.file}: restore the file, or remove its entry"
        elif entry.sha256 is not None and (digest := _digest(path)) != entry.sha256:
            yield f'changed: {entry.file}: if that is meant, put into its entry: sha256 = "{digest}"'


def _missing(folder: Path) -> dict[str, str]:
    """The entries of the files that sources.toml lacks, by their names."""
    table = read_listing(folder / SOURCES)
    known = find_texts(folder, table.corpus).texts
    listed = {written_name(entry.file) for entry in table.text}
    files = [file for file in known if written_name(file) not in listed and (folder / file).is_file()]
    ids = {entry.id.lower() for entry in table.text}
    return {entry.file: _entry(folder, entry) for entry in default_entries(files, ids)}


def _entry(folder: Path, entry: TextTable) -> str:
    """The entry of a file, with what may be said of it."""
    text = _STARTER_TEXT.format(
        id=_quote(entry.id), file=_quote(entry.file), sha256=_quote(_digest(folder / entry.file))
    )
    return text + (_STARTER_TABLE if suffix_of(entry.file) in TABLES else "")


def _quote(value: str) -> str:
    """A TOML string."""
    from tomlkit import item

    return item(value).as_string()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
