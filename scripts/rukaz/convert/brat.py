"""Names for the annotation tool brat: the source of each document, and its entities by offsets into it.

Source: https://brat.nlplab.org/standoff.html and https://brat.nlplab.org/configuration.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rukaz.atomic_files import explaining_os_errors, write_atomically
from rukaz.convert.targets import new_target
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import read_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.records import ENTITY_LABELS, SPLITS, Document, Sentence, Split
from rukaz.safe_paths import require_name

CONFIG = "[entities]\n" + "\n".join(ENTITY_LABELS) + "\n\n[relations]\n\n[events]\n\n[attributes]\n"
"""The file annotation.conf of the folder."""


def convert_brat(corpus: Path, target: Path, *, split: Split | None = None) -> list[Path]:
    """Write ``ID.txt`` and ``ID.ann`` of each document, and annotation.conf.

    Returns:
        the files that were written.

    Raises:
        RukazError: there is no corpus, the id of a document is no name of a file, or ``target`` holds
            something.
    """
    recover(corpus)
    read_manifest(corpus)
    with new_target(target, single=False) as written, explaining_os_errors(target):
        for name, text in _files(corpus, SPLITS if split is None else (split,)):
            write_atomically(target / name, text, replace=False)
            written.append(target / name)
    return written


def _files(corpus: Path, splits: Iterable[Split]) -> Iterator[tuple[str, str]]:
    """Names and contents of the files."""
    yield "annotation.conf", CONFIG
    for split in splits:
        for document, sentences in read_sentences(corpus, split):
            name = require_name(document.doc_id, where=str(corpus))
            yield f"{name}.txt", document.text
            yield f"{name}.ann", standoff(document, sentences)


def standoff(document: Document, sentences: Sequence[Sentence]) -> str:
    """The lines of ``ID.ann``; id and normal form of an entity are a note on it."""
    lines: list[str] = []
    entities = [entity for sentence in sentences for entity in sentence.entities]
    for number, entity in enumerate(entities, 1):
        spans = list(_without_breaks(document.text, entity.start, entity.end))
        places = ";".join(f"{start} {end}" for start, end in spans)
        text = " ".join(document.text[start:end] for start, end in spans)
        lines.append(f"T{number}\t{entity.label} {places}\t{text}\n")
        note = " ".join(filter(None, (entity.entity_id, entity.name)))
        if note:
            lines.append(f"#{number}\tAnnotatorNotes T{number}\t{note}\n")
    return "".join(lines)


def _without_breaks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a span between line breaks, over which none may go in brat."""
    for part in re.finditer(r"[^\r\n]+", text[start:end]):
        yield start + part.start(), start + part.end()
