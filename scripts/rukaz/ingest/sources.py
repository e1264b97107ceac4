"""The texts of a corpus, and what a ``sources.toml`` beside them says; neutral defaults without one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rukaz.errors import RukazError
from rukaz.ingest.corpus_info import CorpusInfo, corpus_info
from rukaz.ingest.ids import safe_name, unique_id
from rukaz.ingest.parts import expand
from rukaz.ingest.readers import KINDS, suffix_of
from rukaz.ingest.sources_schema import CorpusTable, TextTable, read_listing
from rukaz.ingest.split_values import split_values
from rukaz.ingest.splits import Splitting, assign_splits
from rukaz.ingest.text_files import (
    FOR_PEOPLE,
    REVIEWED,
    SET_ASIDE,
    FoundFiles,
    actual_paths,
    find_files,
    set_aside,
    text_faults,
    written_name,
)
from rukaz.records import Split
from rukaz.wording import quoted

SOURCES = "sources.toml"
FAULTS_SHOWN = 10
_BESIDE = (SOURCES, REVIEWED, *FOR_PEOPLE)
"""What stands beside the texts and is read for itself, or is for people."""


@dataclass(frozen=True, slots=True)
class TextSource:
    """One text and the facts that people know of it: a file, or a part of one.

    Attributes:
        path: of the file, as the file system has it.
        file: the path below the folder, with ``/``, as it is written (:func:`~.text_files.written_name`).
        part: which part of the file it is, as :class:`~.readers.containers.Part` has its address.
        size: bytes of the part; None for the whole file.
        fault: why it cannot be part of the corpus, whatever it holds; None if nothing is known against it.
        text_column, id_column: of a table; None for the usual names.
        keep_tokens: whether the sentences and tokens of CoNLL-U are kept.
        language: most of it is in; None if that is what the file says, or the language of the corpus.
    """

    doc_id: str
    path: Path
    file: str
    split: Split = "train"
    part: str | None = None
    size: int | None = None
    fault: str | None = None
    sha256: str | None = None
    encoding: str = "utf-8"
    text_column: str | None = None
    id_column: str | None = None
    keep_tokens: bool = False
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    rights: str | None = None
    interviewee: str | None = None
    inferred: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How texts are found and read.

    Attributes:
        encoding: of the texts for which sources.toml names none, and that do not say it themselves; UTF-8 if
            not given.
        text_column, id_column: of tables, where sources.toml names none.
        splitting: how texts are divided for which sources.toml names no split.
        follow_links: whether symbolic links may lead out of a folder, and links to folders are entered.
        keep_tokens: whether the sentences and tokens of CoNLL-U are kept, not made anew.
    """

    encoding: str | None = None
    text_column: str | None = None
    id_column: str | None = None
    splitting: Splitting = field(default_factory=Splitting)
    follow_links: bool = False
    keep_tokens: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """The texts of a corpus, ready to be read.

    Attributes:
        folder: where they are; the first of several folders.
        folders: those with files that people wrote beside the texts, by what their files are called here.
        listed: whether sources.toml lists the texts; else they were found in the folder.
        notices: what the reader of the build's output should know, such as a default split.
        not_read: how many files of kinds that are not read there are, by the ending of their names.
        set_aside: how many of what :data:`~.text_files.SET_ASIDE` names, where sources.toml lists no texts.
    """

    folder: Path
    info: CorpusInfo
    texts: tuple[TextSource, ...]
    listed: bool
    notices: tuple[str, ...] = ()
    not_read: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, int] = field(default_factory=dict)
    folders: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Input:
    """What one folder or file holds, before its tables and archives are opened."""

    folder: Path
    table: CorpusTable
    sources: list[TextSource]
    written: dict[str, Split]
    listed: bool
    notices: tuple[str, ...]
    others: Mapping[str, int]
    set_aside: Mapping[str, int] = field(default_factory=dict)


def read_project(
    texts: Path | Sequence[Path], options: InputOptions | None = None, *, corpus: Path | None = None
) -> Project:
    """The texts in a folder, a file, or several of them, and the facts of their sources.toml.

    Without sources.toml, or with one that lists no ``[[text]]``, every file whose kind is read is a text
    (hidden files and folders are not), and its id is the file's name made safe and unique. Of several inputs,
    the first says what the corpus is called.

    Args:
        corpus: where the corpus of the texts is written, which may be in their folder.

    Raises:
        RukazError: no folder or no texts, or a sources.toml that is wrong or does not fit the folder.
    """
    options = options or InputOptions()
    paths = [texts] if isinstance(texts, Path) else list(texts)
    inputs = {name: _read_input(path, options, corpus) for name, path in _named(paths).items()}
    sources: list[TextSource] = []
    written: dict[str, Split] = {}
    taken: set[str] = set()
    for name, one in inputs.items():
        for source in one.sources:
            file = f"{name}/{source.file}" if name else source.file
            doc_id = unique_id(source.doc_id, taken, file) if name else source.doc_id
            sources.append(replace(source, doc_id=doc_id, file=file))
            if source.doc_id in one.written:
                written[file] = one.written[source.doc_id]
    expanded, packed = expand(sources)
    by_id = {source.doc_id: written[source.file] for source in expanded if source.file in written}
    values = split_values([one for one in expanded if one.doc_id not in by_id], options.splitting)
    splits, notices = assign_splits([source.doc_id for source in expanded], by_id, options.splitting, values)
    first = next(iter(inputs.values()))
    others = sum((Counter(one.others) for one in inputs.values()), packed)
    return Project(
        folder=first.folder,
        info=corpus_info(
            first.folder,
            first.table,
            _stem(paths[0].resolve().name) if paths[0].is_file() else paths[0].resolve().name,
            where=str(first.folder / SOURCES),
            follow_links=options.follow_links,
        ),
        texts=tuple(replace(source, split=splits[source.doc_id]) for source in expanded),
        listed=any(one.listed for one in inputs.values()),
        notices=(*(notice for one in inputs.values() for notice in one.notices), *notices),
        not_read=dict(sorted(others.items(), key=lambda item: (-item[1], item[0]))),
        set_aside=dict(sum((Counter(one.set_aside) for one in inputs.values()), Counter())),
        folders={name: path for name, path in _named(paths).items() if path.is_dir()},
    )


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """The inputs by what stands before the names of their files: nothing, if there is only one."""
    if len(paths) == 1:
        return {"": paths[0]}
    named: dict[str, Path] = {}
    for path in paths:
        name = (
            written_name(path.resolve().name) if path.is_dir() else written_name(path.resolve().parent.name)
        )
        while name in named and named[name] != path:
            name += "-"
        named[name] = path
    return named


def _read_input(path: Path, options: InputOptions, corpus: Path | None) -> _Input:
    if path.is_dir():
        return _read_folder(path, options, corpus)
    if not os.path.lexists(path):
        hint = "Name a folder or a file, as in: rukaz build TEXTS --corpus OUT"
        raise RukazError("there is no such file or folder", where=str(path), hint=hint)
    if not suffix_of(path.name):
        hint = f"Its name should end in one of: {', '.join(KINDS)}"
        raise RukazError("files of this kind cannot be read", where=str(path), hint=hint)
    entry = TextTable.model_construct(id=safe_name(_stem(path.name)), file=path.name)
    sources = _sources(path.parent, [entry], {path.name: path.name}, options)
    return _Input(path.parent, CorpusTable(), sources, {}, False, (), {})


def find_texts(
    folder: Path, table: CorpusTable, *, follow_links: bool = False, corpus: Path | None = None
) -> FoundFiles:
    """The files in a folder of texts, without those that are read for themselves or are for people.

    Args:
        corpus: where the corpus of the texts is written.

    Raises:
        RukazError: there is nothing to read, or the folder cannot be read.
    """
    known = [*_BESIDE, *filter(None, [table.card, table.abbreviations, table.links])]
    if corpus is not None and corpus.resolve().is_relative_to(folder.resolve()):
        known.append(corpus.resolve().relative_to(folder.resolve()).as_posix())
    found = find_files(folder, follow_links=follow_links, known=known)
    if not found.texts:
        hint = f"Put texts into it: {', '.join(KINDS)}."
        if aside := set_aside(folder, found):
            told = ", ".join(f"{name} ({SET_ASIDE[name]})" for name in aside)
            hint += f"\n  This is there, but not read as text: {told}. Give it another name."
        raise RukazError("there is no file in this folder that can be read", where=str(folder), hint=hint)
    return found


def _read_folder(folder: Path, options: InputOptions, corpus: Path | None) -> _Input:
    table = read_listing(folder / SOURCES)
    found = find_texts(folder, table.corpus, follow_links=options.follow_links, corpus=corpus)
    places = actual_paths(folder, [entry.file for entry in table.text] or found.texts, found.texts)
    if table.text:
        _check_listing(folder, table.text, found.texts, places)
    entries = table.text or default_entries(found.texts)
    written = {entry.id: entry.split for entry in entries if entry.split is not None}
    notices = tuple(f"the folder {link!r} is a symbolic link, and was not entered" for link in found.links)
    sources = _sources(folder, entries, places, options)
    aside = {} if table.text else set_aside(folder, found)
    return _Input(folder, table.corpus, sources, written, bool(table.text), notices, found.others, aside)


def _sources(
    folder: Path, entries: Sequence[TextTable], places: Mapping[str, str], options: InputOptions
) -> list[TextSource]:
    faults = text_faults(folder, places, follow_links=options.follow_links)
    said = {"id", "file", "split", "encoding", "text_column", "id_column"}
    return [
        TextSource(
            doc_id=entry.id,
            path=folder / places[entry.file],
            file=written_name(entry.file),
            fault=faults.get(entry.file),
            encoding=entry.encoding or options.encoding or "utf-8",
            text_column=entry.text_column or options.text_column,
            id_column=entry.id_column or options.id_column,
            keep_tokens=options.keep_tokens,
            **entry.model_dump(exclude=said),
        )
        for entry in entries
    ]


def default_entries(files: Sequence[str], taken: set[str] | None = None) -> list[TextTable]:
    """An entry for each file; the first of several of one name keeps it, others add a digest of their path.

    Args:
        taken: ids that others have, in lower case.
    """
    taken = set() if taken is None else taken
    return [
        TextTable.model_construct(id=unique_id(_stem(Path(written_name(file)).name), taken, file), file=file)
        for file in files
    ]


def _stem(name: str) -> str:
    """The name of a file without what says its kind."""
    return name[: len(name) - len(suffix_of(name))]


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
    missing = sorted(file for file, place in places.items() if not os.path.lexists(folder / place))
    unlisted = sorted(set(files) - {*places.values()})
    faults = [f"the text {file!r} is listed, but does not exist" for file in missing]
    faults += [f"the text {file!r} is not listed" for file in unlisted]
    if faults:
        more = [f"Also, {fault}." for fault in faults[1:FAULTS_SHOWN]]
        if len(faults) > FAULTS_SHOWN:
            more.append(f"And so on: {len(missing):,} do not exist, {len(unlisted):,} are not listed.")
        update = f"rukaz init {quoted(folder)} --update"
        more.append(f"Type `{update}`: it adds what is new, and says what to do about the rest.")
        raise RukazError(faults[0], where=where, hint="\n  ".join(more))
