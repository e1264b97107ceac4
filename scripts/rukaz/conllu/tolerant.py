"""CoNLL-U made by others: treebanks and users' files, read as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rukaz.errors import RukazError


@dataclass(frozen=True, slots=True)
class ForeignSentence:
    """A sentence as its file has it.

    Attributes:
        comments: the lines that begin with ``#``, whole.
        rows: the ten columns of each other line, words, ranges (``3-4``) and empty nodes (``5.1``) alike.
        line: number of its first line in the file, from 1.
    """

    comments: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


def read_foreign(path: Path) -> Iterator[ForeignSentence]:
    """The sentences of a CoNLL-U file, nothing interpreted; line ends and a byte order mark may be any.

    Raises:
        RukazError: names the file and line that has not ten columns, or the file that is not UTF-8.
    """
    lines: list[str] = []
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line != "\n":
                    lines.append(line.removesuffix("\n"))
                elif lines:
                    yield _sentence(lines, number - len(lines), path)
                    lines = []
    except UnicodeDecodeError as error:
        raise RukazError("the file is not UTF-8", where=str(path), hint="Save it as UTF-8.") from error
    except OSError as error:
        raise RukazError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if lines:
        yield _sentence(lines, number + 1 - len(lines), path)


def _sentence(lines: list[str], first: int, path: Path) -> ForeignSentence:
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(lines, first):
        if not line.startswith("#"):
            row = tuple(line.split("\t"))
            if len(row) != 10:
                raise RukazError(
                    f"{len(row)} columns instead of ten",
                    where=f"{path}, line {number}",
                    hint="CoNLL-U has ten columns, separated by tabs, and comments that begin with #.",
                )
            rows.append(row)
    return ForeignSentence(tuple(line for line in lines if line.startswith("#")), tuple(rows), first)
