"""`rukaz bench`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER, as_json_text, say


@click.command()
@click.argument("texts", type=FOLDER)
@click.option("--tokens", type=click.IntRange(1_000), default=100_000, show_default=True, help="To annotate.")
@click.option("--sample", type=click.IntRange(1_000), default=20_000, show_default=True, help="For Stanza.")
@click.option("--repeat", type=click.IntRange(1), default=3, show_default=True, help="Rounds.")
@click.option("--model", default="embedded", show_default=True, help="embedded, hub:ru, or a directory.")
@click.option("--only", multiple=True, help="Systems, by the beginnings of their names.")
@click.option("--json", "as_json", is_flag=True, help="Print the measurements as JSON.")
def bench(
    texts: Path, tokens: int, sample: int, repeat: int, model: str, only: tuple[str, ...], as_json: bool
) -> None:
    """Measure the speed beside Stanza and slovnet.

    \b
    Example: rukaz bench TEXTS
             rukaz bench TEXTS --tokens 1000000 --repeat 1 --json
    """
    from rukaz.bench.bench import Options, measure
    from rukaz.bench.report import text

    report = measure(texts, Options(tokens, sample, repeat, model, only=only), say=say)
    click.echo(as_json_text(report) if as_json else text(report))
