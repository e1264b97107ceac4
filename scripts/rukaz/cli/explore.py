"""`rukaz explore`."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from rukaz.cli.options import CORPUS, FOLDER, command, option, say


@command()
@click.argument("corpus", type=FOLDER, default=CORPUS)
@option(
    "--out", type=FOLDER, default=Path("explorer"), show_default=True, help="Write the site to this folder."
)
@option(
    "--automatic",
    type=FOLDER,
    default=None,
    help="Show beside each reviewed sentence what the models said in this corpus, built from the same "
    "texts without their reviews.",
)
@option("--open", "show", is_flag=True, help="Open the site in your browser.")
def explore(corpus: Path, out: Path, automatic: Path | None, show: bool) -> None:
    """Write a site to read, search and correct a corpus.

    The site consists of plain files: it needs no server and no network, and can be put on any web server.

    \b
    Example: rukaz explore --open
             rukaz explore corpus --automatic automatic --out explorer
    """
    from rukaz.explore.site import write_site

    site = write_site(corpus, out, automatic=automatic, say=say)
    click.echo(f"{site.page}: {site.size / 1e6:.1f} MB; it needs no server and no network")
    if show and not webbrowser.open(site.page.resolve().as_uri()):
        say("no browser could be started; open that file in one")
