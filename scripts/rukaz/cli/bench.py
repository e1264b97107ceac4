"""`rukaz bench`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rukaz.cli.options import FOLDER, MODELS, as_json_text, command, option, say
from rukaz.errors import RukazError
from rukaz.extras import require_extra
from rukaz.json_files import load_json


@command()
@click.argument("texts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
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
    help=f"Measure these models: {MODELS}. Where Stanza cannot run them, it gets the set stanza.",
)
@option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Measure only the systems whose names begin like this. May be repeated.",
)
@option(
    "--train-on",
    type=FOLDER,
    default="corpus",
    show_default=True,
    metavar="FOLDER",
    help="Train spaCy and UDPipe on the files *train*.conllu of this corpus or these treebanks, and measure "
    "the accuracy of all systems on the files *test*.conllu.",
)
@option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Draw accuracy against speed in this folder.",
)
@option("--json", "as_json", is_flag=True, help="Print the measurements as JSON.")
def bench(
    texts: tuple[Path, ...],
    tokens: int,
    sample: int,
    repeat: int,
    model: str,
    only: tuple[str, ...],
    train_on: Path,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Compare RuKaz with Stanza, slovnet, spaCy and UDPipe in speed and accuracy.

    Each system runs in a process of its own, on texts from the folder TEXTS, from files to results.
    slovnet needs the extra train; spaCy and UDPipe, which are trained first, need the extra bench. If TEXTS
    is one or more files that --json has printed, the command only draws the plot of --plot.

    \b
    Example: rukaz bench TEXTS
             rukaz bench TEXTS --tokens 1000000 --repeat 1 --json
             rukaz bench fast.json accurate.json --plot FOLDER
    """
    if sys.platform == "win32":  # it has no interval timers, and counts no CPU time of ended processes
        raise RukazError(
            "the speed cannot be measured on Windows",
            hint="Use Linux, macOS or the Windows Subsystem for Linux.",
        )
    from rukaz.bench.bench import Options, measure
    from rukaz.bench.plot import draw
    from rukaz.bench.report import text

    if plot is not None:
        require_extra("bench")
    if all(path.is_file() for path in texts):
        if plot is None:
            raise RukazError("this is not a folder of texts", where=str(texts[0]), hint="Add: --plot FOLDER")
        for drawn in draw([load_json(path) for path in texts], plot):
            say(f"written: {drawn}")
        return
    if len(texts) > 1 or not texts[0].is_dir():
        raise RukazError("name one folder of texts", where=str(texts[-1]))
    report = measure(texts[0], Options(tokens, sample, repeat, model, only=only, train_on=train_on), say=say)
    click.echo(as_json_text(report) if as_json else text(report))
    if plot is not None:
        draw([report], plot)
