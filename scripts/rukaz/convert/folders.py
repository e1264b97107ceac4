"""Formats with files of their own for each document, beside files for all: written, and not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rukaz.atomic_files import explaining_os_errors, write_atomically
from rukaz.convert import brat, uima_xmi
from rukaz.convert.targets import new_target
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import read_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.records import SPLITS, Document, Sentence, Split
from rukaz.safe_paths import require_name


@dataclass(frozen=True, slots=True)
class Folder:
    """A format of this kind.

    Attributes:
        fixed: names and contents of the files for all documents.
        files: of each document, the text by the suffix of its file.
    """

    fixed: Mapping[str, str]
    files: Mapping[str, Callable[[Document, Sequence[Sentence]], str]]


FOLDERS: Mapping[str, Folder] = {
    "brat": Folder(
        {"annotation.conf": brat.CONFIG},
        {".txt": lambda document, sentences: document.text, ".ann": brat.standoff},
    ),
    "xmi": Folder({"TypeSystem.xml": uima_xmi.type_system()}, {".xmi": uima_xmi.xmi}),
}


def convert_folder(corpus: Path, target: Path, to: str, *, split: Split | None = None) -> list[Path]:
    """Write the files of each document, and those for all.

    Returns:
        the files that were written.

    Raises:
        RukazError: there is no corpus, the id of a document is no name of a file, or ``target`` holds
            something.
    """
    recover(corpus)
    read_manifest(corpus)
    with new_target(target, single=False) as written, explaining_os_errors(target):
        for name, text in _files(corpus, FOLDERS[to], SPLITS if split is None else (split,)):
            write_atomically(target / name, text, replace=False)
            written.append(target / name)
    return written


def _files(corpus: Path, folder: Folder, splits: Iterable[Split]) -> Iterator[tuple[str, str]]:
    """Names and contents of the files."""
    yield from folder.fixed.items()
    for split in splits:
        for document, sentences in read_sentences(corpus, split):
            name = require_name(document.doc_id, where=str(corpus))
            for suffix, text in folder.files.items():
                yield name + suffix, text(document, sentences)
