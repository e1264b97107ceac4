"""Sentences whose tokens came with the text, as the annotator takes them: nothing is divided or joined."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rukaz.annotation.assemble import Segment
from rukaz.annotation.long_sentences import LONGEST_SENTENCE, overlong
from rukaz.ingest.clean import Cleaned, clean, clean_text
from rukaz.ingest.readers.extracted import GivenWord
from rukaz.records import TEXT_ROLES, Block, Document


def given_segments(document: Document) -> Iterator[Segment]:
    """The sentences of a document that has them, in those of its blocks that are annotated."""
    starts = [sentence[0][1] for sentence in document.given]
    for block in document.blocks:
        if block.role not in TEXT_ROLES:
            continue
        cleaned = clean(document.text[block.start : block.end])
        for sentence in document.given[bisect_left(starts, block.start) : bisect_left(starts, block.end)]:
            yield _segment(document, block, cleaned, sentence)


def _segment(document: Document, block: Block, cleaned: Cleaned, sentence: Sequence[GivenWord]) -> Segment:
    def place(offset: int) -> int:
        return bisect_left(cleaned.starts, offset - block.start)

    return Segment(
        document,
        block,
        cleaned,
        [(place(start), place(end)) for _, start, end in sentence],
        fault=_fault(sentence),
        forms=[clean_text(form) for form, _, _ in sentence],
    )


def _fault(sentence: Sequence[GivenWord]) -> str:
    """What forbids to keep a sentence as it is; others would be cut."""
    if len(sentence) > LONGEST_SENTENCE:
        return f"a given sentence of {len(sentence)} tokens (at most {LONGEST_SENTENCE})"
    return overlong(max(len(form) for form, _, _ in sentence))
