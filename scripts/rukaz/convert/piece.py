"""What goes from format to format: a sentence with the comments before it, or its lines as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from rukaz.conllu.files import sentence_to_conllu
from rukaz.conllu.parser import SENT_ID, ConlluSentence, parse_conllu
from rukaz.conllu.rows import RawSentence
from rukaz.conllu.tolerant import read_any
from rukaz.errors import RukazError
from rukaz.export.parquet_files import parquet_to_conllu
from rukaz.layers.enhanced import add_enhanced
from rukaz.records import Entity, Sentence, Split, Token

_OWN_COMMENTS = tuple(
    f"# {key} = " for key in ("sent_id", "text", "annotation", "reviewer", "role", "lang", "speaker")
)
_UNWRITABLE = re.compile(r"[\t\r\n\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with what its document says before it.

    Attributes:
        before: whole comment lines (``# newdoc id = a``, ``# doc_title = ...``), without line ends.
        raw: the lines of its file, where RuKaz would write others: then they hold more than the sentence
            (empty nodes, comments, unknown MISC), or less (``TokenRange``).
    """

    sentence: Sentence
    before: tuple[str, ...] = ()
    raw: RawSentence | None = None

    def conllu(self) -> str:
        """Its lines in CoNLL-U, and the empty line that ends it."""
        return str(self.raw) if self.raw else sentence_to_conllu(self.sentence, before=self.before)


def read_conllu_pieces(path: Path) -> Iterator[Piece]:
    """The sentences of any CoNLL-U file.

    Raises:
        RukazError: names the line that is not CoNLL-U.
    """
    return map(piece_of, read_any(path))


def read_corpus_pieces(corpus: Path, split: Split, *, confidence: bool = False) -> Iterator[Piece]:
    """The sentences of a split of a corpus, from its Parquet files, one document in memory.

    Args:
        confidence: whether MISC says how sure the models were.

    Raises:
        RukazError: a row is damaged.
    """
    for text in parquet_to_conllu(corpus, split, confidence=confidence):
        yield from map(piece_of, parse_conllu(text, where=f"{corpus}, {split}"))


def piece_of(parsed: ConlluSentence) -> Piece:
    """The piece of a sentence of a file."""
    before = tuple(line for line in parsed.raw.comments if not line.startswith(_OWN_COMMENTS))
    ours = Piece(parsed.sentence, before)
    return ours if ours.conllu() == str(parsed.raw) else replace(ours, raw=parsed.raw)


def enhanced(piece: Piece) -> Piece:
    """The piece with the enhanced graph that follows from its tree; one that has a graph keeps it."""
    if any(token.deps for token in piece.sentence.tokens):
        return piece
    sentence = add_enhanced(piece.sentence)
    if piece.raw is None:
        return replace(piece, sentence=sentence)
    graph = {str(token.id): token.deps or "_" for token in sentence.tokens}
    rows = tuple((*row[:8], graph.get(row[0], row[8]), row[9]) for row in piece.raw.rows)
    return replace(piece, sentence=sentence, raw=replace(piece.raw, rows=rows))


def write_conllu_pieces(path: Path, pieces: Iterable[Piece]) -> None:
    """Write a CoNLL-U file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in pieces:
            file.write(piece.conllu())


def with_newdoc_comments(sentences: Iterable[Sentence]) -> Iterator[Piece]:
    """The sentences, with the comments that open a document and a paragraph."""
    doc_id = block = None
    for sentence in sentences:
        before = []
        if sentence.doc_id != doc_id:
            doc_id, block = sentence.doc_id, None
            before.append(f"# newdoc id = {doc_id}")
        if sentence.block != block:
            block = sentence.block
            before.append(f"# newpar id = {doc_id}-p{block}")
        yield Piece(sentence, tuple(before))


def sentence_of_forms(  # noqa: PLR0913 - what a sentence is made of
    sent_id: str,
    tokens: Sequence[Token],
    entities: Sequence[Entity],
    *,
    doc_id: str,
    start: int,
    where: str,
) -> Sentence:
    """A sentence whose text nobody kept: its forms, with a space after those that have ``space_after``.

    Args:
        sent_id: in which ``<doc_id>-p<block>-c<start>`` says the block.
        tokens, entities: their offsets and the texts of entities are set here.
        start: where the sentence starts in the text of its file, set out in this way.
        where: it stands, for errors.

    Raises:
        RukazError: no CoNLL-U holds this.
    """
    if fault := next(_faults(sent_id, tokens, entities, doc_id), None):
        raise RukazError(f"this is not a sentence: {fault}", where=where)
    ours = SENT_ID.fullmatch(sent_id)
    text = ""
    placed: list[Token] = []
    for token in tokens:
        begin = start + len(text)
        placed.append(replace(token, start=begin, end=begin + len(token.form)))
        text += token.form + " " * token.space_after
    text = text[: placed[-1].end - start]
    spans = [(placed[one.first_token - 1].start, placed[one.last_token - 1].end) for one in entities]
    return Sentence(
        doc_id=doc_id,
        sent_id=sent_id,
        block=ours["block"] if ours else "1",
        role="body",
        start=start,
        end=start + len(text),
        text=text,
        tokens=tuple(placed),
        entities=tuple(
            replace(one, start=first, end=last, text=text[first - start : last - start])
            for one, (first, last) in zip(entities, spans, strict=True)
        ),
    )


def _faults(sent_id: str, tokens: Sequence[Token], entities: Sequence[Entity], doc_id: str) -> Iterator[str]:
    """Why this cannot be written as CoNLL-U."""
    for text in (sent_id, doc_id, *(one.form for one in tokens)):
        if text != text.strip():
            yield f"there is white space around {text!r:.60}"
    cells = (of for one in tokens for of in (one.form, one.lemma, one.upos, one.xpos, one.feats, one.deprel))
    for cell in (sent_id, doc_id, *cells):
        if cell is not None and (not cell.strip() or _UNWRITABLE.search(cell)):
            yield f"{cell!r:.60} is empty or holds a tab, a line break or half a character"
    yield from heads_outside(tokens)
    for before, after in pairwise(entities):
        if after.first_token <= before.last_token:
            yield f"two names are on word {after.first_token}"
    if any(not 1 <= one.first_token <= one.last_token <= len(tokens) for one in entities):
        yield "a name has no words"


def heads_outside(tokens: Sequence[Token]) -> Iterator[str]:
    """What is wrong with the heads that are no words of the sentence."""
    for one in tokens:
        if not 0 <= one.head <= len(tokens):
            yield f"the head of {one.form!r} is word {one.head} of {len(tokens)}"
