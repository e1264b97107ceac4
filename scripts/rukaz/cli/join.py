"""`rukaz join`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER, command, option, say


@command()
@click.argument("annotation", type=FOLDER)
@click.argument("texts", type=FOLDER)
@option("--corpus", type=FOLDER, required=True, help="Write the corpus to this folder.")
@option("--follow-links", is_flag=True, help="Read texts that symbolic links bring in from outside TEXTS.")
@option("--discard-edits", is_flag=True, help="Replace files of the corpus even if somebody has edited them.")
def join(annotation: Path, texts: Path, corpus: Path, follow_links: bool, discard_edits: bool) -> None:
    """Join a corpus that was published without its texts with the texts.

    ANNOTATION is the copy without texts. TEXTS is a folder with the texts, which are recognised by their
    SHA-256, whatever their names. The command verifies that CoNLL-U and Parquet come back byte for byte.

    \b
    Example: rukaz join ANNOTATION TEXTS --corpus OUT
    """
    from rukaz.hub.join import join
    from rukaz.pipeline.build_summary import summary

    manifest = join(
        annotation, texts, corpus, follow_links=follow_links, discard_edits=discard_edits, say=say
    )
    click.echo(summary(manifest))
