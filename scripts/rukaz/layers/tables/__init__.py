"""Word lists of the rules, as tables of tab-separated text; lines that begin with ``#`` are remarks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def read_table(name: str) -> Iterator[list[str]]:
    """The rows of ``tables/<name>.tsv`` below its header; cells missing at the end are empty.

    >>> next(read_table("fixed_expressions"))
    ['друг друга', 'PRON']
    """
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    header, *rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return (row + [""] * (len(header) - len(row)) for row in rows)
