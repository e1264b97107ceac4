"""`rukaz diff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.options import FOLDER, as_json_text


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--examples", type=click.IntRange(0), default=2, show_default=True, help="Of each change.")
@click.option("--changelog", is_flag=True, help="Print the entry of a changelog, as Markdown.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def diff(old: Path, new: Path, examples: int, changelog: bool, as_json: bool) -> None:
    """Tell what changed between two builds or releases.

    OLD and NEW are corpora, CoNLL-U files, or folders of CoNLL-U files. What stands at the same offsets of
    the same document is compared. Exit code: 0 equal, 1 different, 2 not compared.

    \b
    Example: rukaz diff OLD corpus
             rukaz diff OLD corpus --changelog
             rukaz diff seeds/reviewed/pass-1 seeds/reviewed/pass-2
    """
    from rukaz.compare import report
    from rukaz.compare.changes import compare

    found = compare(old, new, examples=examples)
    if as_json:
        click.echo(as_json_text(report.as_json(found)))
    else:
        click.echo(report.as_changelog(found) if changelog else report.as_text(found))
    sys.exit(FINE if found.equal else FOUND_SOMETHING)
