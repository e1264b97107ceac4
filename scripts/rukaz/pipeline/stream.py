"""Annotation without a corpus: paragraphs of texts one after the other, each answered before the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rukaz.compare.align import shifted
from rukaz.errors import RukazError
from rukaz.ingest import read_text
from rukaz.ingest.ids import safe_name
from rukaz.ingest.pieces import letters, split_pieces
from rukaz.ingest.sources import TextSource
from rukaz.layers import RULED_LANGUAGE
from rukaz.layers.enhanced import add_enhanced
from rukaz.layers.names import add_names
from rukaz.layers.quotes import add_quotes
from rukaz.pipeline.annotate import annotate_documents
from rukaz.records import Block, Document, Quarantined, Sentence

if TYPE_CHECKING:
    from rukaz.annotation.annotator import Annotator

REMEMBERED = 200
"""Sentences with names that a new paragraph is read after: a surname gets the first name it had in them."""

CHARACTERS_PER_ANSWER = 20_000
"""Paragraphs of a file are annotated together, at first few, then as many as make so much text."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Some text to annotate: a document, of which only the blocks listed are meant.

    Attributes:
        offset: where ``document.text`` begins in the text that it is part of, in code points.
    """

    document: Document
    offset: int = 0


def document_ids(files: Sequence[Path]) -> list[str]:
    """The names of files made safe; of several files of one name, the second gets ``-2``.

    >>> document_ids([Path("a/Новость.txt"), Path("b/новость.txt"), Path("-")])
    ['novost', 'novost-2', 'text']
    """
    found: list[str] = []
    for path in files:
        name = doc_id = safe_name(path.stem) or "text"
        number = 1
        while doc_id in found:
            number += 1
            doc_id = f"{name}-{number}"
        found.append(doc_id)
    return found


def paragraphs_of_file(path: Path, doc_id: str, encoding: str) -> Iterator[Paragraphs | Quarantined]:
    """The paragraphs of a file, in growing groups; a quarantine row if it cannot be read."""
    document = read_text(TextSource(doc_id, path, str(path), "train", encoding=encoding), RULED_LANGUAGE)
    if isinstance(document, Quarantined):
        yield document
        return
    for blocks in _groups(_blocks(document.text)):
        yield Paragraphs(replace(document, blocks=tuple(blocks)))


def paragraphs_of_lines(
    lines: Iterable[str], doc_id: str, *, each_line: bool = False
) -> Iterator[Paragraphs]:
    """The paragraphs of a text that comes line by line, each as soon as an empty line ends it.

    Args:
        lines: with their line breaks, as they are.
        each_line: every line is a paragraph.
    """
    text, offset, number = "", 0, 0
    for line in lines:
        text += line
        if text.strip() and (each_line or not line.strip()):
            number += 1
            yield _paragraph(text, doc_id, offset, number)
        if not text.strip() or each_line or not line.strip():
            text, offset = "", offset + len(text)
    if text.strip():
        yield _paragraph(text, doc_id, offset, number + 1 if number else None)


def _paragraph(text: str, doc_id: str, offset: int, number: int | None) -> Paragraphs:
    """A paragraph by its number; without one it is the whole text, whose lines are its paragraphs."""
    blocks = _blocks(text)
    if number is not None:
        names = [f"{number}{letters(at)}" if len(blocks) > 1 else str(number) for at in range(len(blocks))]
        blocks = [replace(block, block=name) for block, name in zip(blocks, names, strict=True)]
    return Paragraphs(Document(doc_id, "standard input", "", text, "train", tuple(blocks)), offset)


def annotate_paragraphs(
    annotator: Annotator, paragraphs: Iterable[Paragraphs | Quarantined]
) -> Iterator[tuple[list[Sentence], list[Quarantined]]]:
    """The sentences of each, and what was left out; names are told apart as far as a document was read."""
    before: list[Sentence] = []
    for each in paragraphs:
        if isinstance(each, Quarantined):
            yield [], [each]
            continue
        [annotation] = annotate_documents(annotator, [each.document])
        sentences = list(annotation.sentences)
        if before and before[-1].doc_id != each.document.doc_id:
            before = []
        if sentences and each.document.language == RULED_LANGUAGE:
            named = add_names([*before, *sentences])
            sentences = [add_enhanced(sentence) for sentence in add_quotes(named)[len(before) :]]
        yield [shifted(sentence, [0], [each.offset]) for sentence in sentences], list(annotation.quarantined)
        before = [*before, *(one for one in sentences if one.entities)][-REMEMBERED:]


def decoded_lines(lines: Iterable[str], encoding: str) -> Iterator[str]:
    """The lines of a stream of text.

    Raises:
        RukazError: it is not in its encoding.
    """
    try:
        yield from lines
    except UnicodeError as error:  # of UTF-16 without a byte order mark, it is not about a byte
        reason = str(error)
        if isinstance(error, UnicodeDecodeError):
            reason = f"the byte 0x{error.object[error.start]:02x} does not fit"
        what = f"not {encoding}: {reason}"
        hint = "Name its encoding, as in: rukaz annotate --encoding cp1251"
        raise RukazError(what, where="standard input", hint=hint) from error


def _blocks(text: str) -> list[Block]:
    """Every paragraph of a text, whatever it is in an article."""
    return [Block(one.number, "body", one.start, one.end) for one in split_pieces(text) if one.text]


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Consecutive blocks: the first alone, so that it is answered at once, then ever more."""
    size, most, group = 0, 0, list[Block]()
    for block in blocks:
        group.append(block)
        size += block.end - block.start
        if size >= most:
            yield group
            most, size, group = min(CHARACTERS_PER_ANSWER, max(most * 2, size * 2)), 0, []
    if group:
        yield group
