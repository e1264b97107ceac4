"""The folder of texts and what its ``sources.toml`` says of them; neutral defaults where there is none."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.atomic_files import explained, write_atomically
from rukaz.errors import RukazError
from rukaz.ingest.sources_schema import CARD_BESIDE, CorpusTable, TextTable, read_listing
from rukaz.ingest.text_files import actual_paths, find_files, text_faults, written_name
from rukaz.records import Split
from rukaz.safe_paths import safe_path

SOURCES = "sources.toml"
REVIEWED = "reviewed"
"""The folder of reviewed documents among the texts."""

_BESIDE = (SOURCES, REVIEWED, "README.md", "guidelines.md")
"""What stands beside the texts and is read for itself, or is for people."""

FEW_DOCUMENTS = 10
"""A corpus with fewer documents is not split unless sources.toml says how."""

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
_LATIN_LETTERS = (
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia a g q n o u u h i"
)
_LATIN = {
    cyrillic: latin.strip("_") for cyrillic, latin in zip(_CYRILLIC, _LATIN_LETTERS.split(), strict=True)
}


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What the corpus is called and how it is annotated.

    Attributes:
        name: the slug in file names.
        license: of the annotations.
        conventions: ``rukaz`` if reviewed sentences are held to the rules of seeds/guidelines.md.
        abbreviations: a table of them that adds to the packaged one.
    """

    name: str
    title: str
    version: str = "0.1.0"
    language: str = "ru"
    license: str | None = None
    conventions: str | None = None
    card: Path | None = None
    abbreviations: Path | None = None


@dataclass(frozen=True, slots=True)
class TextSource:
    """One text file and the facts known of it.

    Attributes:
        path: as the file system has it.
        language: most of it is in; None if that is the language of the corpus.
        file: the path below the folder, with ``/``, as it is written (:func:`~.file_names.written_name`).
        fault: why it cannot be part of the corpus, whatever it holds; None if nothing is known against it.
    """

    doc_id: str
    path: Path
    file: str
    split: Split
    fault: str | None = None
    sha256: str | None = None
    encoding: str = "utf-8"
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    rights: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A folder of texts, ready to be read.

    Attributes:
        listed: whether sources.toml lists the texts; else they were found in the folder.
        notices: what the reader of the build's output should know, such as a default split.
        not_read: how many files of other kinds than texts there are, by the ending of their names.
    """

    folder: Path
    info: CorpusInfo
    texts: tuple[TextSource, ...]
    listed: bool
    notices: tuple[str, ...] = ()
    not_read: Mapping[str, int] = field(default_factory=dict)


def read_project(
    folder: Path, *, encoding: str | None = None, follow_links: bool = False, corpus: Path | None = None
) -> Project:
    """The texts of ``folder`` and the facts of its sources.toml.

    Without sources.toml, or with one that lists no ``[[text]]``, every .txt file in the folder and its
    subfolders is a text (hidden files and folders are not), and its id is the file's name made safe and
    unique.

    Args:
        folder: where the texts are.
        encoding: of the texts for which sources.toml names none; UTF-8 if not given.
        follow_links: whether symbolic links may lead out of ``folder``, and links to folders are entered.
        corpus: where the corpus of the texts is written, which may be in ``folder``.

    Raises:
        RukazError: no folder or no texts, or a sources.toml that is wrong or does not fit the folder.
    """
    if not folder.is_dir():
        what = "this is a file, not a folder" if folder.exists() else "there is no such folder of texts"
        hint = "Name a folder of .txt files, as in: rukaz build TEXTS --corpus OUT"
        raise RukazError(what, where=str(folder), hint=hint)
    table = read_listing(folder / SOURCES)
    known = [*_BESIDE, *filter(None, [table.corpus.card, table.corpus.abbreviations])]
    if corpus is not None and corpus.resolve().is_relative_to(folder.resolve()):
        known.append(corpus.resolve().relative_to(folder.resolve()).as_posix())
    found = find_files(folder, follow_links=follow_links, known=known)
    places = actual_paths(folder, [entry.file for entry in table.text] or found.texts, found.texts)
    if table.text:
        _check_listing(folder, table.text, found.texts, places)
    elif not found.texts:
        raise RukazError("there is no .txt file in this folder", where=str(folder), hint="Put texts into it.")
    entries = table.text or _default_entries(found.texts)
    splits, notices = _splits(entries)
    faults = text_faults(folder, places, follow_links=follow_links)
    notices += tuple(f"the folder {link!r} is a symbolic link, and was not entered" for link in found.links)
    texts = tuple(
        TextSource(
            doc_id=entry.id,
            path=folder / places[entry.file],
            file=written_name(entry.file),
            split=splits[entry.id],
            encoding=entry.encoding or encoding or "utf-8",
            fault=faults.get(entry.file),
            **entry.model_dump(exclude={"id", "file", "split", "encoding"}),
        )
        for entry in entries
    )
    info = _corpus_info(folder, table.corpus, follow_links=follow_links)
    return Project(folder, info, texts, bool(table.text), notices, found.others)


def safe_name(name: str) -> str:
    """``name`` in the letters of ids: Cyrillic transliterated, accents dropped, a hyphen for all else.

    >>> safe_name("Статья 5 (új).v2")
    'statia-5-uj-.v2'
    """
    composed = unicodedata.normalize("NFC", name)
    latin = composed if name.isascii() else "".join(_LATIN.get(char, char) for char in composed.casefold())
    bare = "".join(char for char in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(char))
    return re.sub(r"[^A-Za-z0-9._]+", "-", bare).strip("-.") or "text"


def _default_entries(files: Iterable[str]) -> list[TextTable]:
    """The first of several texts of one name keeps it; the others add a digest of their path."""
    entries: dict[str, TextTable] = {}
    for file in files:
        doc_id = safe_name(Path(written_name(file)).stem)
        while doc_id in entries:
            doc_id += "-" + hashlib.sha256(os.fsencode(file)).hexdigest()[:8]
        entries[doc_id] = TextTable.model_construct(id=doc_id, file=file)
    return list(entries.values())


def _splits(entries: list[TextTable]) -> tuple[dict[str, Split], tuple[str, ...]]:
    """The split of each text: as written, else by a hash of its id; few texts are not split at all."""
    open_ids = [entry.id for entry in entries if entry.split is None]
    written: dict[str, Split] = {entry.id: entry.split for entry in entries if entry.split is not None}
    if open_ids and len(entries) < FEW_DOCUMENTS:
        notice = (
            f"{len(open_ids)} of {len(entries)} texts name no split, and {len(entries)} are too few to "
            "divide:\nall of them are in train."
        )
        return written | dict.fromkeys(open_ids, "train"), (notice,)
    return written | {doc_id: hashed_split(doc_id) for doc_id in open_ids}, ()


def hashed_split(doc_id: str) -> Split:
    """Eight in ten ids are train, one validation, one test; adding a text never moves another."""
    share = int.from_bytes(hashlib.sha256(doc_id.encode()).digest()[:8], "big") / 2**64
    return "train" if share < 0.8 else "validation" if share < 0.9 else "test"


def _corpus_info(folder: Path, table: CorpusTable, *, follow_links: bool) -> CorpusInfo:
    where = str(folder / SOURCES)
    card = _card_path(folder, table.card, where=where, follow_links=follow_links) if table.card else None
    if card and not card.is_file():
        hint = "Restore it, or remove the key 'card'."
        raise RukazError(f"the template of the card, {table.card!r}, does not exist", where=where, hint=hint)
    abbreviations = None
    if table.abbreviations:
        abbreviations = safe_path(folder, table.abbreviations, where=where, follow_links=follow_links)
        if not abbreviations.is_file():
            hint = "Restore it, or remove the key 'abbreviations'."
            raise RukazError(f"the table {table.abbreviations!r} is not there", where=where, hint=hint)
    name = table.name or safe_name(folder.resolve().name).lower()
    return CorpusInfo(
        name=name,
        title=table.title or name,
        version=table.version,
        language=table.language,
        license=table.license,
        conventions=table.conventions,
        card=card,
        abbreviations=abbreviations,
    )


def _card_path(folder: Path, card: str, *, where: str, follow_links: bool) -> Path:
    if card == CARD_BESIDE:
        folder, card = folder.resolve().parent, Path(card).name
    return safe_path(folder, card, where=where, follow_links=follow_links)


def _check_listing(
    folder: Path, entries: list[TextTable], files: Sequence[str], places: Mapping[str, str]
) -> None:
    """Every listed text exists, every text is listed, once."""
    where = str(folder / SOURCES)
    for key in ("id", "file"):
        values = [getattr(entry, key) for entry in entries]
        if twice := sorted(value for value, count in Counter(values).items() if count > 1):
            raise RukazError(
                f"two texts have the {key} {twice[0]!r}", where=where, hint=f"Give each its own {key}."
            )
    if missing := sorted(file for file, place in places.items() if not os.path.lexists(folder / place)):
        raise RukazError(
            f"the text {missing[0]!r} is listed, but does not exist",
            where=where,
            hint="Restore it or remove its entry.",
        )
    if unlisted := sorted(set(files) - {*places.values()}):
        more = f" and {len(unlisted) - 1} more" if len(unlisted) > 1 else ""
        hint = "Add a [[text]] entry with its id and file, or move it elsewhere."
        raise RukazError(f"the text {unlisted[0]!r}{more} is not listed", where=where, hint=hint)


_STARTER_HEAD = """\
# What is known of the texts in this folder. An unknown fact is left out, never invented.
# Complete the entries (remove the # before a key) and run `rukaz build`.

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
# language = "kk"                   # where it is not that of the corpus
# split = "train"                   # or validation, or test
"""


def init_project(folder: Path) -> Path:
    """Write a sources.toml to complete, with an entry for each text in ``folder``; the path of the file.

    Raises:
        RukazError: sources.toml exists already, or nothing to list.
    """
    path = folder / SOURCES
    if path.exists():
        raise RukazError("sources.toml exists already", where=str(path), hint="Edit it, or remove it first.")
    project = read_project(folder)
    texts = [
        _STARTER_TEXT.format(
            id=_quote(text.doc_id), file=_quote(text.file), sha256=_quote(_digest(text.path))
        )
        for text in project.texts
        if text.path.is_file()
    ]
    with explained(path):
        write_atomically(
            path, _STARTER_HEAD.format(name=_quote(project.info.name)) + "".join(texts), replace=False
        )
    return path


def _quote(value: str) -> str:
    """A TOML string."""
    from tomlkit import item

    return item(value).as_string()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
