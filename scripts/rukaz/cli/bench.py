"""`rukaz bench`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rukaz.cli.options import FOLDER, MODELS, as_json_text, command, option, say
from rukaz.errors import RukazError


@command()
@click.argument("texts", type=FOLDER)
@option(
    "--tokens",
    type=click.IntRange(1_000),
    default=100_000,
    show_default=True,
    help="Annotate about this many tokens with RuKaz and slovnet.",
)
@option(
    "--sample",
    type=click.IntRange(1_000),
    default=20_000,
    show_default=True,
    help="Annotate about this many tokens with Stanza, which is slower.",
)
@option(
    "--repeat",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="Measure everything this many times, and report the medians.",
)
@option(
    "--model",
    default="fast",
    show_default=True,
    help=f"Measure these models: {MODELS}. Stanza cannot run the accurate ones.",
)
@option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Measure only the systems whose names begin like this. May be repeated.",
)
@option("--json", "as_json", is_flag=True, help="Print the measurements as JSON.")
def bench(
    texts: Path, tokens: int, sample: int, repeat: int, model: str, only: tuple[str, ...], as_json: bool
) -> None:
    """Compare the speed of RuKaz with that of Stanza and slovnet.

    Each system runs in a process of its own, on texts from the folder TEXTS, from the files to the result.
    slovnet needs the extra train.

    \b
    Example: rukaz bench TEXTS
             rukaz bench TEXTS --tokens 1000000 --repeat 1 --json
    """
    if sys.platform == "win32":  # it has no interval timers, and counts no CPU time of ended processes
        raise RukazError(
            "the speed cannot be measured on Windows",
            hint="Use Linux, macOS or the Windows Subsystem for Linux.",
        )
    from rukaz.bench.bench import Options, measure
    from rukaz.bench.report import text

    report = measure(texts, Options(tokens, sample, repeat, model, only=only), say=say)
    click.echo(as_json_text(report) if as_json else text(report))
