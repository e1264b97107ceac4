"""`rukaz explore`."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from rukaz.cli.options import FOLDER, say


@click.command()
@click.argument("corpus", type=FOLDER, default=Path("corpus"))
@click.option("--out", type=FOLDER, default=Path("explorer"), show_default=True, help="Folder of the site.")
@click.option("--automatic", type=FOLDER, default=None, help="The same texts built without the reviews.")
@click.option("--open", "show", is_flag=True, help="Show it in a browser.")
def explore(corpus: Path, out: Path, automatic: Path | None, show: bool) -> None:
    """Write a site to read, search and see a corpus.

    \b
    Example: rukaz explore --open
             rukaz explore corpus --automatic automatic --out explorer
    """
    from rukaz.explore.site import write_site

    site = write_site(corpus, out, automatic=automatic)
    click.echo(f"{site.page}: {site.size / 1e6:.1f} MB; it needs no server and no network")
    if show and not webbrowser.open(site.page.resolve().as_uri()):
        say("there is no browser here that could be started; open that file in one")
