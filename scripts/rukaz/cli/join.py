"""`rukaz join`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER, say


@click.command()
@click.argument("annotation", type=FOLDER)
@click.argument("texts", type=FOLDER)
@click.option("--corpus", type=FOLDER, required=True, help="Output folder.")
@click.option("--follow-links", is_flag=True, help="Read texts that links fetch from elsewhere.")
@click.option("--discard-edits", is_flag=True, help="Replace files of the corpus changed by hand.")
def join(annotation: Path, texts: Path, corpus: Path, follow_links: bool, discard_edits: bool) -> None:
    """Join a corpus published without its texts to them.

    ANNOTATION is the copy without texts, TEXTS the folder of the texts: each is known by its SHA-256, under
    whatever name. CoNLL-U and Parquet come back byte for byte, which is verified.

    \b
    Example: rukaz join ANNOTATION TEXTS --corpus OUT
    """
    from rukaz.hub.join import join
    from rukaz.pipeline.build_summary import summary

    manifest = join(
        annotation, texts, corpus, follow_links=follow_links, discard_edits=discard_edits, say=say
    )
    click.echo(summary(manifest))
