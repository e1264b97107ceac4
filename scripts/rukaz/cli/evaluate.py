"""`rukaz evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.options import FOLDER, as_json_text

if TYPE_CHECKING:
    from rukaz.measure.layers import Layer, LayerReport


@click.command()
@click.argument("model")
@click.argument("gold", type=FOLDER, nargs=-1, required=True)
@click.option("--raw", is_flag=True, help="From raw text instead of gold tokens.")
@click.option("--peer", type=click.Choice(["slovnet"]), default=None, help="Score a peer beside it.")
@click.option(
    "--layer",
    type=click.Choice(["words", "names", "enhanced"]),
    default=None,
    help="Score what rules add to the model's answer instead.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def evaluate(
    model: str, gold: tuple[Path, ...], raw: bool, peer: str | None, layer: Layer | None, as_json: bool
) -> None:
    """Score a model against treebanks or NER files.

    \b
    Example: rukaz evaluate embedded ru_taiga-ud-test.conllu
             rukaz evaluate embedded factrueval-2016.tar.gz --layer names
    """
    from rukaz.measure.accuracy import Report, evaluate

    reports: list[Report] | list[LayerReport]
    if layer is not None:
        from rukaz.measure.layers import evaluate_layer

        reports = [evaluate_layer(layer, model, gold)]
    else:
        reports = [evaluate(model, file, raw=raw, peer=peer) for file in gold]
    if as_json:
        click.echo(as_json_text([report.as_json() for report in reports]))
    else:
        click.echo("\n\n".join(report.table() for report in reports))
