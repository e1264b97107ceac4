"""Tables for a terminal, drawn by rich as plain text, so that they are the same in a file or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

WIDTH = 80


def terminal_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, width: int = WIDTH, texts: int = 1
) -> str:
    """A table without lines; cells too long for ``width`` columns are folded.

    Args:
        texts: so many of the first columns are texts and stand on the left; the others are figures.

    >>> print(terminal_table(["", "tokens"], [["train", "10"], ["test", "5"]]))
           tokens
    train      10
    test        5
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < texts else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    drawn = StringIO()
    Console(file=drawn, width=width, color_system=None, markup=False, emoji=False, highlight=False).print(
        table
    )
    return "\n".join(line.rstrip() for line in drawn.getvalue().splitlines())
