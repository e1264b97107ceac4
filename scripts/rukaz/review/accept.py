"""From a corrected worksheet back to records: any CoNLL-U editor may have written it.

Offsets are found anew from the forms, so sentences and tokens may have been split and joined; comments but
``sent_id`` do not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rukaz.annotation.assemble import Analysis, Segment, assemble
from rukaz.annotation.long_sentences import Span
from rukaz.conllu.misc_column import Misc, read_misc
from rukaz.conllu.tolerant import ForeignSentence, read_foreign
from rukaz.errors import RukazError
from rukaz.ingest.clean import Cleaned, clean
from rukaz.records import TEXT_ROLES, Block, Document, Sentence

_SENT_ID = re.compile(r"# sent_id = .*-p([0-9]+[a-z]*)-c([0-9]+)")


@dataclass(frozen=True, slots=True)
class _Place:
    """A position in the cleaned text of a block."""

    block: int
    position: int


def accept(file: Path, document: Document, *, reviewer: str) -> list[Sentence]:
    """The sentences of a worksheet as reviewed sentences of ``document``.

    Raises:
        RukazError: names the sentence whose words are not where the source has them, or that is no tree.
    """
    blocks = [block for block in document.blocks if block.role in TEXT_ROLES]
    texts = [clean(document.text[block.start : block.end]) for block in blocks]
    sentences: list[Sentence] = []
    after = _Place(0, 0)
    for foreign in read_foreign(file):
        where = f"{file}, line {foreign.line}"
        forms = [row[1] for row in _words(foreign, where)]
        found = _find(forms, [*_stated(foreign, blocks, texts), *_next(after, blocks)], texts)
        if found is None:
            raise RukazError(
                f"the source has no sentence «{' '.join(forms[:8])}» here",
                where=where,
                hint="Words stay as the source has them; keep the order of the sentences, or their sent_id.",
            )
        number, spans = found
        segment = Segment(document, blocks[number], texts[number], spans)
        sentences.append(_sentence(segment, foreign, reviewer, where))
        after = _Place(number, spans[-1][1])
    return sentences


def _words(foreign: ForeignSentence, where: str) -> tuple[tuple[str, ...], ...]:
    for row in foreign.rows:
        if not row[0].isdecimal():
            raise RukazError(
                f"the line with ID {row[0]} is no word", where=where, hint="A review works on words alone."
            )
    return foreign.rows


def _stated(foreign: ForeignSentence, blocks: Sequence[Block], texts: Sequence[Cleaned]) -> Iterator[_Place]:
    """Where ``sent_id`` says that the sentence begins."""
    for comment in foreign.comments:
        match = _SENT_ID.fullmatch(comment)
        for number, block in enumerate(blocks):
            if match and block.block == match[1]:
                yield _Place(number, bisect_left(texts[number].starts, int(match[2])))


def _next(after: _Place, blocks: Sequence[Block]) -> Iterator[_Place]:
    """Where a sentence begins that follows the one before: in the same block or the next ones."""
    yield after
    yield from (_Place(number, 0) for number in range(after.block + 1, len(blocks)))


def _find(
    forms: Sequence[str], places: Sequence[_Place], texts: Sequence[Cleaned]
) -> tuple[int, list[Span]] | None:
    for place in places:
        spans = _aligned(forms, texts[place.block].text, place.position)
        if spans:
            return place.block, spans
    return None


def _aligned(forms: Sequence[str], text: str, position: int) -> list[Span] | None:
    spans = []
    for form in forms:
        while position < len(text) and text[position].isspace():
            position += 1
        if not text.startswith(form, position):
            return None
        spans.append((position, position + len(form)))
        position += len(form)
    return spans


def _sentence(segment: Segment, foreign: ForeignSentence, reviewer: str, where: str) -> Sentence:
    try:
        miscs = [read_misc(_cell(row[9])) for row in foreign.rows]
        analyses = [_analysis(row, misc) for row, misc in zip(foreign.rows, miscs, strict=True)]
    except ValueError as error:
        raise RukazError(str(error), where=where) from error
    sentence = assemble(segment, analyses)
    if not isinstance(sentence, Sentence):
        raise RukazError(sentence.reason, where=where)
    return replace(
        sentence,
        annotation="reviewed",
        reviewer=reviewer,
        tokens=tuple(
            replace(token, xpos=_cell(row[4]), deps=_cell(row[8]), misc=misc.extra)
            for token, row, misc in zip(sentence.tokens, foreign.rows, miscs, strict=True)
        ),
        entities=tuple(
            replace(
                entity,
                name=miscs[entity.first_token - 1].name,
                entity_id=miscs[entity.first_token - 1].entity_id,
            )
            for entity in sentence.entities
        ),
    )


def _analysis(row: Sequence[str], misc: Misc) -> Analysis:
    if not row[6].isdecimal():
        raise ValueError(f"HEAD of {row[1]!r} is {row[6]!r}, not a number")
    return Analysis(row[2], row[3], _cell(row[5]), int(row[6]), row[7], misc.tag)


def _cell(cell: str) -> str | None:
    return None if cell == "_" else cell
