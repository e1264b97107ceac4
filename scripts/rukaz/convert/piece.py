"""What goes from format to format: one sentence and the comments before it, read from CoNLL-U or Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rukaz.conllu.files import read_conllu_comments, sentence_to_conllu
from rukaz.conllu.parser import ConlluSentence, parse_conllu
from rukaz.export.parquet_files import parquet_to_conllu
from rukaz.records import Entity, Sentence, Split, Token

_OF_SENTENCE = frozenset({"sent_id", "text", "annotation", "reviewer", "role"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with what its document says before it.

    Attributes:
        before: whole comment lines (``# newdoc id = a``, ``# doc_title = ...``), without line ends.
    """

    sentence: Sentence
    before: tuple[str, ...] = ()


def read_conllu_pieces(path: Path) -> Iterator[Piece]:
    """The sentences of a CoNLL-U file of ours.

    Raises:
        RukazError: names the line that is not CoNLL-U as RuKaz writes it.
    """
    return map(_piece, read_conllu_comments(path))


def read_corpus_pieces(corpus: Path, split: Split) -> Iterator[Piece]:
    """The sentences of a split of a corpus, from its Parquet files, one document in memory.

    Raises:
        RukazError: a row is damaged.
    """
    for text in parquet_to_conllu(corpus, split):
        yield from map(_piece, parse_conllu(text, where=f"{corpus}, {split}"))


def _piece(parsed: ConlluSentence) -> Piece:
    others = [(key, value) for key, value in parsed.comments.items() if key not in _OF_SENTENCE]
    return Piece(parsed.sentence, tuple(f"# {k}" if v is None else f"# {k} = {v}" for k, v in others))


def write_conllu_pieces(path: Path, pieces: Iterable[Piece]) -> None:
    """Write a CoNLL-U file: comments that are not the sentence's own stand before those that are."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in pieces:
            file.write(sentence_to_conllu(piece.sentence, before=piece.before))


def with_openings(sentences: Iterable[Sentence]) -> Iterator[Piece]:
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


def set_out(sent_id: str, tokens: Sequence[Token], entities: Sequence[Entity], *, start: int) -> Sentence:
    """A sentence whose text nobody kept: its forms, with a space after those that have ``space_after``.

    Args:
        sent_id: ``<doc_id>-p<block>-c<start>``.
        tokens, entities: their offsets and the texts of entities are set here.
        start: where the sentence starts in the text of its file, set out in this way.
    """
    doc_id, _, place = sent_id.rpartition("-p")
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
        block=place.partition("-c")[0],
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
