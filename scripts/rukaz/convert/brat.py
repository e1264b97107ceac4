"""Names for the annotation tool brat: the source of each document, and its entities by offsets into it.

Source: https://brat.nlplab.org/standoff.html and https://brat.nlplab.org/configuration.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rukaz.records import ENTITY_LABELS, Document, Sentence

CONFIG = "[entities]\n" + "\n".join(ENTITY_LABELS) + "\n\n[relations]\n\n[events]\n\n[attributes]\n"
"""The file annotation.conf of the folder."""


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
