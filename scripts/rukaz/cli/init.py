"""`rukaz init`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER, command


@command()
@click.argument("texts", type=FOLDER)
def init(texts: Path) -> None:
    """Start a sources.toml for a folder of texts.

    It lists every text of TEXTS with the facts that can be stated: title, author, publisher, date, address,
    rights, language and split. Fill in what you know; the build copies it into the corpus. An existing
    sources.toml is never replaced.

    \b
    Example: rukaz init TEXTS
    """
    from rukaz.ingest.sources import init_project

    click.echo(f"{init_project(texts)}: now fill in what you know of each text, and build the corpus")
