"""`rukaz diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.options import FOLDER, as_json_text, command, option, refuse_options, say
from rukaz.wording import quoted

if TYPE_CHECKING:
    from rukaz.compare.changes import Difference


@command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@option(
    "--examples",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    help="Show this many examples of each kind of change.",
)
@option("--changelog", is_flag=True, help="Print an entry for the changelog of a data release, as Markdown.")
@option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
def diff(old: Path, new: Path, examples: int, changelog: bool, as_json: bool) -> None:
    """Report what changed between two builds or releases.

    OLD and NEW are corpora, CoNLL-U files, or folders of CoNLL-U files. Words are matched by document and
    by offset in the source, so words do not look changed because their sentence is split elsewhere. The
    exit code is 0 if the two are equal, 1 if they differ, and 2 if they could not be compared.

    \b
    Example: rukaz diff OLD corpus
             rukaz diff OLD corpus --changelog
             rukaz diff seeds/reviewed/pass-1 seeds/reviewed/pass-2
    """
    from rukaz.compare import report
    from rukaz.compare.changes import compare

    if as_json:
        refuse_options("with --json", "changelog")
    found = compare(old, new, examples=examples)
    if as_json:
        click.echo(as_json_text(report.as_json(found)))
    else:
        click.echo(report.as_changelog(found) if changelog else report.as_text(found))
        if not changelog and found.old and found.new and (feature := _searchable(found)):
            query = f"pattern {{ X []; X.{feature} <> X.other.{feature} }}"
            asked = f"{quoted(query)} --other {quoted(old)} --count-by X.other.{feature},X.{feature}"
            say(f"To search for what differs, type: rukaz search {quoted(new)} {asked}")
    sys.exit(FINE if found.equal else FOUND_SOMETHING)


def _searchable(found: Difference) -> str | None:
    """The first feature of words that differs, as queries call it."""
    names = {"UPOS": "upos", "deprel": "deprel", "lemma": "lemma"}
    return next((name for layer, name in names.items() if found.changes.get(layer)), None)
