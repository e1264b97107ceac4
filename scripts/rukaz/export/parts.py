"""The files of one part of a split, and the parts of a split put together.

A shard writes its part as a corpus of one part of its own; :func:`assemble` gives the files their numbers.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rukaz.conllu.files import ConlluWriter, conllu_path, conllu_paths, part_letters
from rukaz.export.parquet_files import ParquetWriter, parquet_path, parquet_paths
from rukaz.records import Document, Sentence, Split
from rukaz.schema import CONFIGS

Pair = tuple[Document, Sequence[Sentence]]


class PartWriter:
    """Writes CoNLL-U and Parquet of one part, document by document; a context manager."""

    def __init__(self, folder: Path, split: Split, *, language: str, name: str) -> None:
        self._conllu = ConlluWriter(conllu_path(folder, split, language=language, name=name))
        self._parquet = ParquetWriter(folder, split)

    def __enter__(self) -> PartWriter:
        self._conllu.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._conllu.__exit__(kind, *rest)
        self._parquet.__exit__(kind, *rest)

    def write(self, document: Document, sentences: Sequence[Sentence]) -> None:
        """Add a document.

        Raises:
            RukazError: it cannot be written without loss.
        """
        self._conllu.write(document, sentences)
        self._parquet.write(document, sentences)


def assemble(
    parts: Sequence[Path], corpus: Path, split: Split, *, language: str, name: str
) -> dict[str, Path]:
    """Put the parts of a split, each a folder that a :class:`PartWriter` wrote, into ``corpus``.

    The files are linked where the file system can, else copied. Each config is numbered by itself: a part
    without entities, say, has no file of them.

    Returns:
        What each file was in its part, by its path in the corpus.
    """
    placed: dict[Path, Path] = {}
    for config in CONFIGS:
        files = [path for part in parts for path in parquet_paths(part, config, split)]
        for number, path in enumerate(files):
            placed[parquet_path(corpus, config, split, number, len(files))] = path
    files = [path for part in parts for path in conllu_paths(part, split)]
    for path, letters in zip(files, part_letters(len(files)), strict=bool(files)):
        placed[conllu_path(corpus, split, language=language, name=name, part=letters)] = path
    for target, source in placed.items():
        _link(source, target)
    return {target.relative_to(corpus).as_posix(): source for target, source in placed.items()}


def write_parts(
    corpus: Path, split: Split, parts: Iterable[Iterable[Pair]], *, language: str, name: str
) -> None:
    """Write a split whose documents are there, part by part."""
    corpus.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="parts-", dir=corpus) as folder:
        written: list[Path] = []
        for part in parts:
            written.append(Path(folder, str(len(written))))
            with PartWriter(written[-1], split, language=language, name=name) as writer:
                for document, sentences in part:
                    writer.write(document, sentences)
        assemble(written, corpus, split, language=language, name=name)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
