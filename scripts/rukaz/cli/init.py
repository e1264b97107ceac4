"""`rukaz init`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER


@click.command()
@click.argument("texts", type=FOLDER)
def init(texts: Path) -> None:
    """Write the sources.toml of a folder of texts, to be completed.

    \b
    Example: rukaz init TEXTS
    """
    from rukaz.ingest.sources import init_project

    click.echo(f"{init_project(texts)}: now complete what you know of each text")
