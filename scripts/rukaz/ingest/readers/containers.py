"""What files that hold many documents have in common, and how they are to be read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rukaz.ingest.readers.extracted import Extracted


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a user says of a file.

    Attributes:
        encoding: of texts that do not say it themselves.
        text_column, id_column: of tables; None for the usual names.
        keep_tokens: of CoNLL-U.
    """

    encoding: str = "utf-8"
    text_column: str | None = None
    id_column: str | None = None
    keep_tokens: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A document in a file of many.

    Attributes:
        address: where it is, unique in the file: ``row 12``, ``2024/a.html``, ``export.jsonl, row 3``.
        name: what its id is made of; empty for the address.
        size: bytes, as nearly as they are known without reading it.
    """

    address: str
    name: str
    size: int


class Container(Protocol):
    """An open file of many documents."""

    def parts(self) -> Iterator[Part]:
        """Its documents, in their order.

        Raises:
            UnreadableError: the file as a whole cannot be read.
        """
        ...

    def read(self, address: str) -> Extracted:
        """One of its documents.

        Raises:
            UnreadableError: it cannot be read.
        """
        ...

    def others(self) -> dict[str, int]:
        """How many files in it are of kinds that are not read, by the endings of their names."""
        ...


def columns_apart(names: Sequence[str]) -> list[str]:
    """The names of columns, each another: what stands under one that comes twice is not lost.

    >>> columns_apart(["text", "", "text"])
    ['text', 'column 2', 'text 2']
    """
    taken: set[str] = set()
    return [_apart(name or f"column {number}", "", taken) for number, name in enumerate(names, 1)]


def files_apart(names: Sequence[str]) -> list[str]:
    """The names of the files in an archive, in which a name may come twice, each another.

    >>> files_apart(["2024/a.txt", "b.txt", "2024/a.txt"])
    ['2024/a.txt', 'b.txt', '2024/a 2.txt']
    """
    taken: set[str] = set()
    return [_apart(*posixpath.splitext(name), taken) for name in names]


def _apart(stem: str, suffix: str, taken: set[str]) -> str:
    name, number = stem + suffix, 1
    while name in taken:
        number += 1
        name = f"{stem} {number}{suffix}"
    taken.add(name)
    return name
