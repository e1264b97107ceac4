"""`rukaz evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.options import FOLDER, as_json_text, command, option

if TYPE_CHECKING:
    from rukaz.measure.layers import Layer, LayerReport


@command()
@click.argument("model")
@click.argument("gold", type=FOLDER, nargs=-1, required=True)
@option("--raw", is_flag=True, help="Start from the raw text instead of the gold tokens.")
@option(
    "--peer",
    type=click.Choice(["slovnet"]),
    default=None,
    help="Score this system as well, for comparison. Needs the extra train.",
)
@option(
    "--layer",
    type=click.Choice(["words", "names", "enhanced", "quotes", "dates", "confidence"]),
    default=None,
    help="Score what the rules add to the model's answer: features and relations of words, normal forms and "
    "ids of names, enhanced dependencies, quotes and their speakers, or dates; or score its confidence.",
)
@option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def evaluate(
    model: str, gold: tuple[Path, ...], raw: bool, peer: str | None, layer: Layer | None, as_json: bool
) -> None:
    """Score a model against treebanks or NER files.

    MODEL is accurate, fast, stanza, hub:ru or a directory, as for build. GOLD is one or more files: CoNLL-U,
    or the archive of factRuEval-2016; or the directory of the training data, of which the test files are
    used. Scores are F1 in per cent, computed as in the CoNLL 2018 shared task.

    \b
    Example: rukaz evaluate accurate ru_taiga-ud-test.conllu
             rukaz evaluate fast DATA --peer slovnet
             rukaz evaluate accurate factrueval-2016.tar.gz --layer names
             rukaz evaluate accurate seeds/reviewed/*.conllu --layer confidence
    """
    from rukaz.measure.accuracy import Report, evaluate
    from rukaz.measure.gold_files import gold_files

    reports: list[Report] | list[LayerReport]
    if layer is not None:
        from rukaz.measure.layers import evaluate_layer

        reports = [evaluate_layer(layer, model, gold)]
    else:
        files = [file for path in gold for file in gold_files(path)]
        reports = [evaluate(model, file, raw=raw, peer=peer) for file in files]
    if as_json:
        click.echo(as_json_text([report.as_json() for report in reports]))
    else:
        click.echo("\n\n".join(report.table() for report in reports))
