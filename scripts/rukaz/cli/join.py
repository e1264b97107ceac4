"""`rukaz join`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER, say


@click.command()
@click.argument("annotation", type=FOLDER)
@click.argument("texts", type=FOLDER)
@click.option("--corpus", type=FOLDER, required=True, help="Output folder.")
def join(annotation: Path, texts: Path, corpus: Path) -> None:
    """Join a corpus published without its texts to them.

    ANNOTATION is the copy without texts, TEXTS the folder of the texts: each is known by its SHA-256, under
    whatever name. CoNLL-U and Parquet come back byte for byte, which is verified.

    \b
    Example: rukaz join ANNOTATION TEXTS --corpus OUT
    """
    from rukaz.hub.join import join
    from rukaz.pipeline.build_summary import summary

    click.echo(summary(join(annotation, texts, corpus, say=say)))
