"""From a corrected worksheet back to records: any CoNLL-U editor may have written it.

Offsets are found anew from the forms, so sentences and tokens may have been split and joined, and words put
together to multi-word tokens; comments but ``sent_id`` do not matter. Empty nodes have no place in a review.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from rukaz.annotation.assemble import Analysis, Segment, assemble, tree_fault
from rukaz.annotation.long_sentences import Span
from rukaz.conllu.misc_column import Misc, mentions_of, read_misc, with_multiword_spaces
from rukaz.conllu.parser import SENT_ID, ConlluSentence
from rukaz.conllu.rows import RawSentence
from rukaz.conllu.tolerant import read_any
from rukaz.errors import RukazError
from rukaz.ingest.clean import Cleaned, clean
from rukaz.records import (
    TEXT_ROLES,
    Block,
    DateExpression,
    Document,
    Mention,
    MultiwordToken,
    Quote,
    Sentence,
    Token,
)
from rukaz.tree import Tree

_SENT_ID = re.compile(r"# sent_id = .*-p([0-9]+[a-z]*A?)-c([0-9]+)")


@dataclass(frozen=True, slots=True)
class _Place:
    """A position in the cleaned text of a block."""

    block: int
    position: int


def read_worksheet(file: Path, known: Collection[str]) -> dict[str, list[ConlluSentence]]:
    """The sentences of a worksheet by the ``doc_id`` of their document.

    ``sent_id`` and ``newdoc id`` say which it is; where neither does, the name of the file.

    Args:
        known: the documents of the corpus.

    Raises:
        RukazError: the file is no CoNLL-U, or names no document of the corpus.
    """
    found: dict[str, list[ConlluSentence]] = {}
    doc_id = file.stem
    for parsed in read_any(file, ranges=False):
        facts = parsed.raw.facts
        match = SENT_ID.fullmatch(facts.get("sent_id") or "")
        named = match["doc_id"] if match and match["doc_id"] in known else facts.get("newdoc id")
        doc_id = named or doc_id
        if doc_id not in known:
            raise RukazError(
                f"the corpus has no document {doc_id!r}",
                where=f"{file}, line {parsed.raw.line}",
                hint=f"Name it at the top of the file: # newdoc id = {next(iter(known), 'ID')}",
            )
        found.setdefault(doc_id, []).append(parsed)
    return found


def accept(
    worksheet: Iterable[ConlluSentence], document: Document, *, reviewer: str, file: Path
) -> list[Sentence]:
    """The sentences of a worksheet as reviewed sentences of ``document``.

    Args:
        file: where the sentences are from, for errors.

    Raises:
        RukazError: names the sentence whose words are not where the source has them, or that is no tree.
    """
    blocks = [block for block in document.blocks if block.role in TEXT_ROLES]
    texts = [clean(document.text[block.start : block.end]) for block in blocks]
    sentences: list[Sentence] = []
    after = _Place(0, 0)
    for parsed in worksheet:
        _require_no_empty_nodes(parsed.raw, file)
        forms = [unit.form for unit in parsed.sentence.surface]
        found = _find(forms, [*_stated(parsed.raw, blocks, texts), *_next(after, blocks)], texts)
        if found is None:
            raise _not_in_source(parsed, forms, [*_stated(parsed.raw, blocks, texts), after], texts, file)
        number, spans = found
        words = [
            span
            for span, unit in zip(spans, parsed.sentence.surface, strict=True)
            for _ in range(unit.last - unit.first + 1 if isinstance(unit, MultiwordToken) else 1)
        ]
        segment = Segment(document, blocks[number], texts[number], words)
        _require_tree(parsed, file)
        sentences.append(_sentence(segment, parsed, reviewer, file))
        after = _Place(number, spans[-1][1])
    return sentences


def _require_no_empty_nodes(raw: RawSentence, file: Path) -> None:
    for line, row in raw.numbered():
        if "." in row[0]:
            raise RukazError(
                f"the line with ID {row[0]} is an empty node",
                where=f"{file}, line {line}",
                hint="A review keeps words and multi-word tokens only; remove the node and relations to it.",
            )


def _require_tree(parsed: ConlluSentence, file: Path) -> None:
    """Find the line of the word that keeps the heads from being a tree."""
    lines = [line for line, _ in parsed.raw.words()]
    for line, row in parsed.raw.words():
        if row[6] == "_":
            raise RukazError(f"HEAD of {row[1]!r} is '_', not a number", where=f"{file}, line {line}")
    heads = [token.head for token in parsed.sentence.tokens]
    if fault := tree_fault(heads):
        roots = [number for number, head in enumerate(heads) if head == 0]
        wrong = roots[1] if len(roots) > 1 else Tree(heads).cyclic_words()[0] - 1
        raise RukazError(fault, where=f"{file}, line {lines[wrong]}")


def _stated(raw: RawSentence, blocks: Sequence[Block], texts: Sequence[Cleaned]) -> Iterator[_Place]:
    """Where ``sent_id`` says that the sentence begins."""
    for comment in raw.comments:
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


def _not_in_source(
    parsed: ConlluSentence,
    forms: Sequence[str],
    places: Sequence[_Place],
    texts: Sequence[Cleaned],
    file: Path,
) -> RukazError:
    """The error of a sentence that the source has not here, at the first word that differs."""
    hint = "Leave the words as in the source, and keep the order or the sent_id of the sentences."
    place = places[0]
    text = texts[place.block].text if texts else ""
    same = 0
    while same < len(forms) - 1 and _aligned(forms[: same + 1], text, place.position) is not None:
        same += 1
    if not same and len(places) == 1:  # nothing says where the sentence belongs
        what = f"the source has no sentence «{' '.join(forms[:8])}» here"
        return RukazError(what, where=f"{file}, line {parsed.raw.line}", hint=hint)
    spans = _aligned(forms[:same], text, place.position)
    rest = text[spans[-1][1] if spans else place.position :].split(maxsplit=1)
    unit = parsed.sentence.surface[same]
    number = str(unit.id) if isinstance(unit, Token) else f"{unit.first}-{unit.last}"
    line = next((line for line, row in parsed.raw.numbered() if row[0] == number), parsed.raw.line)
    what = f"the source has no word «{unit.form}» here" + (f", but «{rest[0]}»" if rest else "")
    return RukazError(what, where=f"{file}, line {line}", hint=hint)


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


def _sentence(segment: Segment, parsed: ConlluSentence, reviewer: str, file: Path) -> Sentence:
    miscs = [_misc(row[9], f"{file}, line {line}") for line, row in parsed.raw.words()]
    written = parsed.sentence.tokens
    analyses = [
        Analysis(token.lemma, token.upos, token.feats, token.head, token.deprel, misc.tag)
        for token, misc in zip(written, miscs, strict=True)
    ]
    made = assemble(segment, analyses)
    if not isinstance(made, Sentence):
        raise RukazError(made.reason, where=f"{file}, line {parsed.raw.line}")
    tokens = [
        replace(placed, form=token.form, xpos=token.xpos, deps=token.deps, misc=misc.extra)
        for placed, token, misc in zip(made.tokens, written, miscs, strict=True)
    ]
    ranges = [_placed(mwt, tokens) for mwt in parsed.sentence.multiword_tokens]
    spaces = [(mwt, Misc(space_after=made.tokens[mwt.last - 1].space_after)) for mwt in ranges]
    return replace(
        made,
        annotation="reviewed",
        reviewer=reviewer,
        lang=parsed.sentence.lang,
        role="foreign" if parsed.sentence.role == "foreign" else made.role,
        speaker=parsed.sentence.speaker,
        quotes=_at_their_words([misc.quote for misc in miscs], tokens, parsed.raw, file),
        dates=_at_their_words([misc.date for misc in miscs], tokens, parsed.raw, file),
        mentions=_mentions(miscs, tokens, parsed.raw, file),
        tokens=tuple(with_multiword_spaces(tokens, spaces)),
        multiword_tokens=tuple(ranges),
        entities=tuple(
            replace(
                entity,
                name=miscs[entity.first_token - 1].name,
                entity_id=miscs[entity.first_token - 1].entity_id,
                wikidata=miscs[entity.first_token - 1].wikidata,
            )
            for entity in made.entities
        ),
    )


_Stretch = TypeVar("_Stretch", Quote, DateExpression)


def _at_their_words(
    spans: Sequence[_Stretch | None], tokens: Sequence[Token], raw: RawSentence, file: Path
) -> tuple[_Stretch, ...]:
    """The quotes or dates of a sentence, each on the word that it begins with."""
    for span, token, (line, _) in zip(spans, tokens, raw.words(), strict=True):
        if span is not None and span.start != token.start:
            what = (
                f"a quote or date from {span.start} stands at {token.form!r}, which begins at {token.start}"
            )
            raise RukazError(what, where=f"{file}, line {line}", hint="Correct its range, or move it.")
    return tuple(span for span in spans if span is not None)


def _mentions(
    miscs: Sequence[Misc], tokens: Sequence[Token], raw: RawSentence, file: Path
) -> tuple[Mention, ...]:
    try:
        return mentions_of(tokens, miscs)
    except ValueError as error:
        raise RukazError(str(error), where=f"{file}, line {raw.line}") from error


def _placed(mwt: MultiwordToken, tokens: Sequence[Token]) -> MultiwordToken:
    """A multi-word token at the place of its words."""
    return replace(mwt, start=tokens[mwt.first - 1].start, end=tokens[mwt.first - 1].end)


def _misc(cell: str, where: str) -> Misc:
    try:
        return read_misc(None if cell == "_" else cell)
    except ValueError as error:
        raise RukazError(str(error), where=where) from error
