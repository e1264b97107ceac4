"""Reviewed sentences in the place of automatic ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rukaz.pipeline.annotate import Annotation
from rukaz.records import Document, Quarantined, Sentence
from rukaz.repair.validate_and_repair import validate_and_repair
from rukaz.review.overlay import overlay


def merge_review(document: Document, automatic: Annotation, reviewed: Sequence[Sentence]) -> Annotation:
    """The annotation with reviewed sentences in the place of automatic ones, valid again.

    Raises:
        RukazError: names a reviewed sentence that is not valid Universal Dependencies.
    """
    sentences = overlay(document, automatic.sentences, reviewed)
    untouched = set(automatic.sentences) & set(sentences)
    files = {document.doc_id: document.file}
    repaired = validate_and_repair(
        [s for s in sentences if s not in untouched], language=document.language, files=files
    )
    valid = {sentence.sent_id: sentence for sentence in (*untouched, *repaired.sentences)}
    kept = {sentence.sent_id for sentence in untouched}
    return replace(
        automatic,
        sentences=tuple(valid[s.sent_id] for s in sentences if s.sent_id in valid),
        quarantined=(
            *(rest for row in automatic.quarantined for rest in _uncovered(row, reviewed)),
            *repaired.quarantine,
        ),
        repairs=Counter(automatic.repairs) + Counter(repair for _, repair in repaired.repairs.elements()),
        incidents=(*(i for i in automatic.incidents if i.sent_id in kept), *repaired.incidents),
    )


def _uncovered(row: Quarantined, reviewed: Sequence[Sentence]) -> Iterator[Quarantined]:
    """What reviewed sentences, in the order of the text, leave of a quarantined stretch."""
    start = row.start
    for sentence in reviewed:
        if sentence.start < row.end and start < sentence.end:
            if start < sentence.start:
                yield replace(row, start=start, end=sentence.start)
            start = sentence.end
    if start < row.end:
        yield replace(row, start=start)
