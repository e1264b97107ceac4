"""`rukaz stats`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.options import CORPUS, FOLDER, as_json_text, command, option, refuse_options
from rukaz.cli.tables import format_of, format_option, out_option, terminal_width, write_plot, write_table

if TYPE_CHECKING:
    from rukaz.statistics.summary import Summary


@command()
@click.argument("corpus", type=FOLDER, default=CORPUS)
@option(
    "--by",
    default=None,
    metavar="FIELD",
    help="Give the figures of each part: split, doc, publisher, role, annotation, date.",
)
@format_option()
@out_option
@option(
    "--plot",
    type=FOLDER,
    default=None,
    metavar="FILE",
    help="Draw lengths of sentences and dependencies, as .svg or .png.",
    group="Output",
)
@option("--json", "as_json", is_flag=True, help="Print the figures as JSON.", group="Output")
def stats(
    corpus: Path, by: str | None, to: str | None, out: Path | None, plot: Path | None, as_json: bool
) -> None:
    """Measure sentences, dependencies, readability and vocabulary.

    CORPUS is the folder of a corpus, by default corpus. Words are the tokens that are not punctuation marks
    or symbols. The page docs/words.md says how each figure is computed, and after whom.

    \b
    Example: rukaz stats
             rukaz stats --by doc --out stats.xlsx
             rukaz stats --plot lengths.svg
    """
    from rukaz.query.tables import explained_errors, open_corpus
    from rukaz.statistics.summary import Summary, distributions, summaries
    from rukaz.terminal_table import terminal_table

    if as_json:
        refuse_options("with --json", "to", "out")
    to = format_of(to, out)
    with open_corpus(corpus) as database, explained_errors(corpus):
        found = summaries(database, by)
        if plot:
            _draw(distributions(database), [] if by is None else found, plot)
    if as_json:
        click.echo(as_json_text([one.as_json() for one in found]))
    elif to:
        import pyarrow as pa

        write_table(pa.Table.from_pylist([one.as_json() for one in found]), to, out)
    else:
        names = [field.name for field in fields(Summary) if field.name != "part"]
        rows = [[name.replace("_", " "), *(_shown(getattr(one, name)) for one in found)] for name in names]
        click.echo(terminal_table(["", *(one.part for one in found)], rows, width=terminal_width()))


def _draw(counts: Mapping[str, Mapping[int, int]], parts: Sequence[Summary], out: Path) -> None:
    """Draw the distributions of a corpus, and the means of its parts where it was divided."""
    from rukaz.drawing.charts import bars, distribution

    charts = [
        distribution("Length of sentences", counts["sentence_length"], "words"),
        distribution("Distance of words from their heads", counts["dependency_length"], "tokens"),
    ]
    if parts:
        charts += [
            bars("Mean length of sentences, in words", [(one.part, one.sentence_length) for one in parts]),
            bars("Mean distance from the head", [(one.part, one.dependency_length) for one in parts]),
        ]
    write_plot(charts, out)


def _shown(value: float | int | None) -> str:
    return "–" if value is None else f"{value:,}"
