"""`rukaz init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rukaz.cli.exit_codes import FOUND_SOMETHING
from rukaz.cli.options import FOLDER, command, option, say


@command()
@click.argument("texts", type=FOLDER)
@option(
    "--update", is_flag=True, help="Add the texts that an existing sources.toml lacks, and keep the rest."
)
def init(texts: Path, update: bool) -> None:
    """Write a sources.toml for a folder of texts.

    It lists every text in TEXTS with the facts that you can state: title, author, publisher, date, address,
    rights, language and split. Fill in what you know: the build copies it into the corpus, where it takes
    precedence over what a file says about itself. An existing sources.toml is never replaced. --update also
    names the entries whose file has changed or is gone, and leaves them to you.

    \b
    Example: rukaz init TEXTS
             rukaz init TEXTS --update
    """
    from rukaz.ingest.starter import init_project, stale_entries

    path = init_project(texts, update=update, say=say)
    stale = list(stale_entries(texts)) if update else []
    for told in stale:
        click.echo(told)
    if stale:
        click.echo(f"{path}: these entries were left as they are; correct them, and build the corpus")
        sys.exit(FOUND_SOMETHING)
    click.echo(f"{path}: now fill in what you know of each text, and build the corpus")
