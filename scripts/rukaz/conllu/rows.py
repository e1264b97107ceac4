"""CoNLL-U as it stands in a file: the comments and the ten columns of each sentence, nothing interpreted.

Every reader of CoNLL-U begins here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rukaz.atomic_files import explaining_read_errors
from rukaz.errors import RukazError

COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")

_COMMENT = re.compile(r"#\s*(.*?)\s*(?:=\s*(.*))?", re.DOTALL)
_WORD = re.compile(r"[1-9][0-9]*")

Row = tuple[str, ...]
"""The ten columns of a line."""


@dataclass(frozen=True)
class RawSentence:
    """A sentence as its file has it.

    Attributes:
        comments: the lines that begin with ``#``, whole.
        rows: the ten columns of each other line, words, ranges (``3-4``) and empty nodes (``5.1``) alike.
        line: number of its first line in the file, from 1.
    """

    comments: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int = 1

    @cached_property
    def facts(self) -> dict[str, str | None]:
        """The comments by key; None for those without a value. The first of several with one key counts."""
        facts: dict[str, str | None] = {}
        for comment in self.comments:
            if match := _COMMENT.fullmatch(comment):
                facts.setdefault(match[1], match[2])
        return facts

    def words(self) -> Iterator[tuple[int, Row]]:
        """The rows of words with the number of their line."""
        return ((line, row) for line, row in self.numbered() if _WORD.fullmatch(row[0]))

    def numbered(self) -> Iterator[tuple[int, Row]]:
        """All rows with the number of their line in the file."""
        return enumerate(self.rows, self.line + len(self.comments))

    def __str__(self) -> str:
        """Its lines, and the empty line that ends it."""
        return "\n".join([*self.comments, *map("\t".join, self.rows)]) + "\n\n"


def read_rows(path: Path, *, strict: bool = False) -> Iterator[RawSentence]:
    """The sentences of a CoNLL-U file.

    Args:
        strict: what is not exactly UD's format of lines is an error; else line ends, further empty lines
            and a byte order mark may be any.

    Raises:
        RukazError: names the file and line that is no line of CoNLL-U, or the file that cannot be read.
    """
    encoding = "utf-8" if strict else "utf-8-sig"
    with explaining_read_errors(path), path.open(encoding=encoding, newline="\n") as file:
        yield from split_rows(file, where=str(path), strict=strict)


def split_rows(lines: Iterable[str], *, where: str, strict: bool = False) -> Iterator[RawSentence]:
    """The sentences of lines that keep their line ends; ``where`` names the source in errors."""
    block: list[str] = []
    number = 0
    for number, line in enumerate(lines, 1):
        if strict and line.endswith("\r\n"):
            hint = "Save the file with LF."
            raise RukazError("the line ends with CR LF", where=f"{where}, line {number}", hint=hint)
        if line != "\n" if strict else line.strip():
            block.append(line.rstrip("\r\n"))
        elif block:
            yield _sentence(block, number - len(block), where)
            block = []
        elif strict:
            raise RukazError("there is an empty line too many", where=f"{where}, line {number}")
    if block and strict:
        raise RukazError("the last sentence does not end with an empty line", where=f"{where}, line {number}")
    if block:
        yield _sentence(block, number + 1 - len(block), where)


def _sentence(lines: list[str], first: int, where: str) -> RawSentence:
    comments: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(lines, first):
        row = tuple(line.split("\t"))
        if line.startswith("#") and not rows:
            comments.append(line)
        elif len(row) == len(COLUMNS):
            rows.append(row)
        elif line.startswith("#"):
            hint = "Comments stand before the words of a sentence, which an empty line ends."
            raise RukazError("there is a comment among the words", where=f"{where}, line {number}", hint=hint)
        else:
            raise RukazError(
                f"{len(row)} columns instead of ten",
                where=f"{where}, line {number}",
                hint="Columns are separated by one tab; comments begin with #.",
            )
    return RawSentence(tuple(comments), tuple(rows), first)
