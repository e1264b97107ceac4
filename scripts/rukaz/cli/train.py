"""`rukaz train`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.common import FOLDER


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--out", type=FOLDER, required=True, help="Directory of the models.")
@click.option("--minutes", type=float, default=None, help="Of tagger and parser; the others in proportion.")
@click.option("--only", multiple=True, help="Only these processors.")
def train(data: Path, out: Path, minutes: float | None, only: tuple[str, ...]) -> None:
    """Train all five models from treebanks, NER corpora and raw news.

    \b
    Example: rukaz train DATA --out MODELS
    """
    from rukaz.train.train import train

    train(data, out, minutes=minutes, only=only)
