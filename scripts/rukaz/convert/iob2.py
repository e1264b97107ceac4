"""IOB2: a form and its tag per line, a tab between them, an empty line after each sentence.

This is what trainers of named entity recognisers read (Stanza, flair, transformers' older scripts). There
are no comments, because many of them would take a comment for a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import cast

from rukaz.atomic_files import explaining_read_errors
from rukaz.convert.piece import Piece, sentence_of_forms, with_newdoc_comments
from rukaz.errors import RukazError
from rukaz.ingest.ids import safe_name
from rukaz.iob2 import decode, unopened
from rukaz.records import NER_TAGS, Entity, EntityLabel, Sentence, Token

Line = tuple[int, str, str]  # number, form, tag


def write_iob2(path: Path, pieces: Iterable[Piece]) -> None:
    """Write the forms and tags of all sentences."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for piece in pieces:
            tagged = zip(piece.sentence.tokens, piece.sentence.ner_tags, strict=True)
            file.write("".join(f"{token.form}\t{tag}\n" for token, tag in tagged) + "\n")


def read_iob2(path: Path) -> Iterator[Piece]:
    """The sentences of a file; what it does not say is ``X``, ``_`` and a flat tree.

    Raises:
        RukazError: names the line that is not a form, a tab and a tag.
    """
    return with_newdoc_comments(_sentences(path))


def _sentences(path: Path) -> Iterator[Sentence]:
    doc_id = safe_name(path.stem)
    start = 0
    for tagged in _tagged(path):
        tokens = [bare_token(number, form) for number, (_, form, _) in enumerate(tagged, 1)]
        sentence = sentence_of_forms(
            f"{doc_id}-p1-c{start}",
            tokens,
            _entities(path, tagged),
            doc_id=doc_id,
            start=start,
            where=f"{path}, line {tagged[0][0]}",
        )
        yield sentence
        start = sentence.end + 1


def bare_token(number: int, form: str) -> Token:
    """A token of which only the form is known, in a flat tree below the first."""
    head, deprel = (0, "root") if number == 1 else (1, "dep")
    return Token(number, form, "_", "X", None, head, deprel, 0, 0)


def _tagged(path: Path) -> Iterator[list[Line]]:
    with explaining_read_errors(path), path.open(encoding="utf-8", newline="\n") as file:
        lines = ((number, line.rstrip("\r\n")) for number, line in enumerate(file, 1))
        for empty, group in groupby(lines, key=lambda numbered: not numbered[1]):
            if not empty:
                yield [_line(path, number, line) for number, line in group]


def _line(path: Path, number: int, line: str) -> Line:
    form, tab, tag = line.rpartition("\t")
    if not tab or not form or "\t" in form or tag not in NER_TAGS:
        hint = f"A line is a form, a tab and one of {' '.join(NER_TAGS)}."
        raise RukazError("this is not IOB2", where=f"{path}, line {number}", hint=hint)
    return number, form, tag


def _entities(path: Path, tagged: Sequence[Line]) -> list[Entity]:
    tags = [tag for _, _, tag in tagged]
    for position in unopened(tags):
        hint = "In IOB2 each entity begins with B-."
        where = f"{path}, line {tagged[position][0]}"
        raise RukazError(f"{tags[position]} does not continue an entity", where=where, hint=hint)
    return [
        Entity(cast(EntityLabel, label), 0, 0, "", first + 1, last + 1) for label, first, last in decode(tags)
    ]
