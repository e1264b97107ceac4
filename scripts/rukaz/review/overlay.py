"""Reviewed sentences in the place of automatic ones, aligned on offsets.

How another model splits the text does not matter: what a reviewed sentence covers is taken out of the
automatic layer, and an automatic sentence that reaches beyond it keeps the rest of its tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path

from rukaz.annotation.assemble import tree_fault
from rukaz.conllu.confidence_items import without_confidence
from rukaz.conllu.files import read_conllu
from rukaz.errors import RukazError
from rukaz.ingest.clean import clean_text
from rukaz.records import TEXT_ROLES, Document, Entity, Sentence, Token, sentence_id

Reviewed = Mapping[str, Sequence[Sentence]]
"""The reviewed sentences of each document, by ``doc_id``, in the order of the text."""

_REVISE = "Correct the sentence, or remove it to fall back on the automatic annotation."


def read_reviewed(folder: Path, documents: Sequence[Document]) -> Reviewed:
    """Read ``<doc_id>.conllu`` files and hold each sentence against its source.

    Raises:
        RukazError: names the file and the sentence that is no longer the source's, is not a tree, overlaps
            another, or belongs to no document or block.
    """
    known = {document.doc_id: document for document in documents}
    reviewed: dict[str, Sequence[Sentence]] = {}
    for file in sorted(folder.glob("*.conllu")):
        if not file.is_file():  # a pipe could keep the reader waiting
            raise RukazError("this is not a file", where=str(file), hint="Move it elsewhere.")
        document = known.get(file.stem)
        if document is None:
            raise RukazError(
                f"there is no document {file.stem!r} that could be read",
                where=str(file),
                hint="A review is called like its document.",
            )
        reviewed[document.doc_id] = read_reviewed_file(file, document)
    return reviewed


def read_reviewed_file(file: Path, document: Document) -> Sequence[Sentence]:
    """The reviewed sentences of one document; see :func:`read_reviewed`."""
    sentences = sorted(read_conllu(file), key=lambda sentence: sentence.start)
    require_fit(sentences, document, str(file))
    return sentences


def require_fit(sentences: Sequence[Sentence], document: Document, where: str) -> None:
    """Reviewed ``sentences``, in the order of the text, fit the source of ``document``.

    Raises:
        RukazError: names the sentence that does not.
    """
    for sentence in sentences:
        fault = _fault(sentence, document)
        if fault:
            raise RukazError(fault, where=f"{where}, {sentence.sent_id}", hint=_REVISE)
    for before, after in pairwise(sentences):
        if after.start < before.end:
            raise RukazError(
                f"overlaps with {before.sent_id}", where=f"{where}, {after.sent_id}", hint=_REVISE
            )


def _fault(sentence: Sentence, document: Document) -> str | None:
    blocks = {block.block: block for block in document.blocks if block.role in TEXT_ROLES}
    block = blocks.get(sentence.block)
    if block is None:
        return f"the document has no block of text {sentence.block!r}"
    if sentence.sent_id != sentence_id(document.doc_id, block, sentence.start):
        return f"its place in the source asks for {sentence_id(document.doc_id, block, sentence.start)}"
    if sentence.annotation != "reviewed" or not sentence.reviewer:
        return "a reviewed sentence says `annotation = reviewed` and who the reviewer is"
    if sentence.role not in {block.role, "foreign"}:
        return f"the block has the role {block.role}, not {sentence.role}"
    stretches = [(sentence.text, sentence.start, sentence.end)]
    stretches += [(unit.form, unit.start, unit.end) for unit in sentence.surface]
    for written, start, end in stretches:
        found = clean_text(document.text[start:end])
        if written != found:
            return f"the source has {found!r} at {start}:{end}, not {written!r}"
    return tree_fault([token.head for token in sentence.tokens])


def overlapping(sentences: Iterable[Sentence], sentence: Sentence) -> list[Sentence]:
    """Those of the sentences that have text of ``sentence``."""
    return [one for one in sentences if one.start < sentence.end and sentence.start < one.end]


def overlay(
    document: Document, automatic: Sequence[Sentence], reviewed: Sequence[Sentence]
) -> tuple[Sentence, ...]:
    """The sentences of the document: the reviewed ones, and what they leave of the automatic ones."""
    rest = (part for sentence in automatic for part in _rest(document, sentence, reviewed))
    return tuple(sorted([*reviewed, *rest], key=lambda sentence: sentence.start))


def _rest(document: Document, sentence: Sentence, reviewed: Sequence[Sentence]) -> Iterator[Sentence]:
    """The parts of an automatic sentence that no reviewed sentence covers; itself if there is no overlap."""
    covering = overlapping(reviewed, sentence)
    if not covering:
        yield sentence
        return
    sentence = without_confidence(sentence)  # what is left of it has another tree
    free = [(token, _trimmed(document, token, covering)) for token in sentence.tokens]
    for uncovered, run in groupby(free, key=lambda pair: pair[1] is not None):
        if uncovered:
            yield _part(document, sentence, [trimmed for _, trimmed in run if trimmed])


def _trimmed(document: Document, token: Token, covered: Sequence[Sentence]) -> Token | None:
    """The token as far as it is not covered; None if nothing remains."""
    start, end = token.start, token.end
    for sentence in covered:
        if sentence.start <= start < sentence.end:
            start = min(sentence.end, end)
        if sentence.start < end <= sentence.end:
            end = max(sentence.start, start)
    form = clean_text(document.text[start:end]).strip()
    if not form:
        return None
    if (start, end) == (token.start, token.end):
        return token
    return replace(token, form=form, lemma=form, start=start, end=end)


def _part(document: Document, sentence: Sentence, tokens: Sequence[Token]) -> Sentence:
    """The tokens of a sentence that remain, as a sentence of their own with a tree of their own."""
    block = next(block for block in document.blocks if block.block == sentence.block)
    start, end = tokens[0].start, tokens[-1].end
    number = {token.id: new for new, token in enumerate(tokens, 1)}
    return replace(
        sentence,
        sent_id=sentence_id(document.doc_id, block, start),
        start=start,
        end=end,
        text=clean_text(document.text[start:end]),
        tokens=tuple(_replanted(tokens, number)),
        entities=tuple(_kept(sentence.entities, number)),
        multiword_tokens=tuple(
            replace(mwt, first=number[mwt.first], last=number[mwt.last])
            for mwt in sentence.multiword_tokens
            if mwt.first in number and mwt.last in number
        ),
    )


def _replanted(tokens: Sequence[Token], number: Mapping[int, int]) -> Iterator[Token]:
    """Renumber; words that lost their head hang on the first of them, or on the old root."""
    orphans = [token.id for token in tokens if token.head not in number]
    roots = [token.id for token in tokens if token.head == 0]
    root = number[(roots or orphans)[0]]
    for token in tokens:
        new = number[token.id]
        if new == root:
            yield replace(token, id=new, head=0, deprel="root")
        else:
            deprel = "parataxis" if token.deprel == "root" else token.deprel
            yield replace(token, id=new, head=number.get(token.head, root), deprel=deprel)


def _kept(entities: Sequence[Entity], number: Mapping[int, int]) -> Iterator[Entity]:
    for entity in entities:
        if entity.first_token in number and entity.last_token in number:
            yield replace(
                entity, first_token=number[entity.first_token], last_token=number[entity.last_token]
            )
