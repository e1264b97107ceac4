"""Tables of results: in the terminal, or written in a format to a file or to standard output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from rukaz.cli.options import FOLDER, option, say
from rukaz.errors import RukazError

if TYPE_CHECKING:
    import pyarrow as pa

    from rukaz.drawing.charts import Chart
    from rukaz.query.output import TableFormat

Function = TypeVar("Function", bound=Callable[..., Any])

PICTURE_FORMATS = ("svg", "png")
TABLE_FORMATS = ("tsv", "csv", "xlsx", "jsonl", "parquet")

out_option = option(
    "--out", type=FOLDER, default=None, help="Write to this file.  [default: standard output]", group="Output"
)
"""``--out`` of the commands that write a table; :func:`format_of` reads its ending."""


def format_option(formats: Sequence[str] = TABLE_FORMATS) -> Callable[[Function], Function]:
    """``--to`` of the commands that write a table."""
    return option(
        "--to",
        type=click.Choice(formats),
        default=None,
        help="Write this format.  [default: as the name of --out ends, else a table for the terminal]",
        group="Output",
    )


def terminal_width() -> int:
    """Columns of the terminal; 120 where there is none."""
    return shutil.get_terminal_size((120, 24)).columns


def format_of(to: str | None, out: Path | None, known: tuple[str, ...] = TABLE_FORMATS) -> str | None:
    """The format that ``--to`` or the ending of ``--out`` names; None for the terminal.

    Raises:
        RukazError: it is none of those known.
    """
    to = to or (out.suffix.removeprefix(".") if out else None)
    hint = f"Formats are {', '.join(known)}."
    if to == "":
        what = "its ending says no format, and there is no --to"
        raise RukazError(what, where=str(out), hint=hint)
    if to is not None and to not in known:
        raise RukazError(f"there is no format {to!r}", hint=hint)
    return to


def write_table(table: pa.Table, to: str | None, out: Path | None) -> None:
    """Write a table in a format; None draws it for the terminal."""
    from rukaz.query.output import table_bytes
    from rukaz.terminal_table import terminal_table

    if to is not None:
        write_result(table_bytes(table, cast("TableFormat", to)), out)  # as format_of has found it
        return
    rows = [[_shown(value) for value in row.values()] for row in table.to_pylist()]
    texts = sum(kind in ("string", "bool", "null") for kind in map(str, table.schema.types))
    click.echo(terminal_table(table.column_names, rows, width=terminal_width(), texts=texts))


def write_result(data: bytes, out: Path | None) -> None:
    """Write to a new file, or to standard output.

    Raises:
        RukazError: the file exists.
    """
    if out is not None:
        from rukaz.query.output import write_bytes

        write_bytes(out, data)
        say(f"{out}: {len(data):,} bytes")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def write_plot(charts: Sequence[Chart], out: Path) -> None:
    """Write charts to a new file, as SVG or PNG as its name ends.

    Raises:
        RukazError: it ends otherwise, the file exists, or PNG cannot be made here.
    """
    from rukaz.drawing.charts import figure, png

    to = format_of(None, out, PICTURE_FORMATS)
    svg = figure(charts)
    write_result(png(svg) if to == "png" else svg.encode(), out)


def fields_of(options: tuple[str, ...]) -> tuple[str, ...]:
    """``V.lemma,S.lemma`` and several options are the same; a field named twice counts once."""
    names = (name.strip() for option in options for name in option.split(","))
    return tuple(dict.fromkeys(filter(None, names)))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
