"""`rukaz publish`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from rukaz.cli.exit_codes import COULD_NOT, FINE, FOUND_SOMETHING
from rukaz.cli.options import CORPUS, FOLDER, command, option, say
from rukaz.errors import RukazError
from rukaz.wording import counted

if TYPE_CHECKING:
    from rukaz.hub.publish_plan import Plan
    from rukaz.hub.remote import Remote


@command()
@click.argument("corpus", type=FOLDER, default=CORPUS)
@option(
    "--to",
    "target",
    metavar="USER/NAME",
    required=True,
    help="Upload to this data set on the Hub. It is created if it does not exist.",
)
@option("--yes", is_flag=True, help="Upload the corpus; otherwise, only say what would be done.")
@option("--public", is_flag=True, help="Create the data set as a public one.  [default: private]")
@option("--discard-edits", is_flag=True, help="Replace files even if somebody has edited them on the Hub.")
@option(
    "--rights-cleared",
    metavar="STATEMENT",
    help="State who cleared the rights to the texts, and how. This is published with the commit.",
    group="Texts (one of the two is required)",
)
@option(
    "--without-texts",
    is_flag=True,
    help="Upload only annotation and offsets, from which the texts cannot be restored.",
    group="Texts (one of the two is required)",
)
def publish(
    corpus: Path,
    target: str,
    rights_cleared: str | None,
    without_texts: bool,
    public: bool,
    discard_edits: bool,
    yes: bool,
) -> None:
    """Upload a corpus to the Hugging Face Hub, as one commit.

    Without --yes, nothing is sent: the command asks the Hub what is there and lists what it would upload
    and remove. Texts are uploaded only with a statement that their rights are cleared. Files of an earlier
    upload that the corpus no longer has are removed; files of other people stay. The access token is taken
    from `hf auth login` or from the environment variable HF_TOKEN.

    \b
    Example: rukaz publish --to anna/news --without-texts --yes
             rukaz publish --to anna/news --rights-cleared "Anna Li, by letter"
    """
    from rukaz.export.atomic_publish import kept_from_replacement
    from rukaz.hub.publish_plan import plan
    from rukaz.hub.remote import Remote
    from rukaz.hub.upload import conflict, look_up, upload

    if rights_cleared and without_texts:
        raise RukazError(
            "--rights-cleared and --without-texts cannot be combined", hint="Leave one of them out."
        )
    with kept_from_replacement(corpus, say=say):
        planned = plan(corpus, target, rights=rights_cleared, without_texts=without_texts, private=not public)
        if yes:
            click.echo(upload(planned, discard_edits=discard_edits, say=say))
            return
        try:
            remote, unknown = look_up(planned), None
        except RukazError as error:
            remote, unknown = Remote(), error
    obstacles = [*planned.obstacles]
    if remote.conflicts and not discard_edits:
        obstacles.append(conflict(remote))
    click.echo("\n".join([*_told(planned, rights_cleared), *_told_of_hub(remote, unknown)]))
    for obstacle in obstacles:
        click.echo("\n".join(wrap(f"refused: {obstacle}", 80, subsequent_indent="  ")))
    if not obstacles:
        click.echo("nothing was sent; the same command with --yes sends it")
    sys.exit(FOUND_SOMETHING if obstacles else COULD_NOT if unknown else FINE)


def _told(planned: Plan, rights: str | None) -> Iterator[str]:
    """What would be done."""
    from rukaz.hub.upload import REQUESTS, address

    yield f"to {address(planned.target)}, {'private' if planned.private else 'public'} if made now"
    yield f"one commit: {planned.message}"
    yield f"from {planned.folder}"
    for name, size in planned.files:
        yield f"{size:14,}  {name}"
    yield f"{sum(size for _, size in planned.files):14,}  bytes in {counted(len(planned.files), 'file')}"
    yield "the Hub would be asked to"
    yield from (f"  {number}. {request}" for number, request in enumerate(REQUESTS, 1))
    if planned.disclosed is not None:
        disclosed = planned.disclosed
        share = 100 * disclosed.added / max(disclosed.characters, 1)
        yield from wrap(
            f"without texts: of {disclosed.characters:,} characters of forms and lemmas, rules for lemmas "
            f"say {disclosed.added:,} openly ({share:.1f} %), and {disclosed.names:,} characters of names",
            80,
            subsequent_indent="  ",
        )
    elif rights:
        yield from wrap(f"rights to the texts: {rights}", 80, subsequent_indent="  ")


def _told_of_hub(remote: Remote, unknown: RukazError | None) -> Iterator[str]:
    """What would become of the files that are there."""
    if unknown is not None:
        what = f"what is there now, and would be removed, is not known: {unknown.what}"
        yield from wrap(what, 80, subsequent_indent="  ")
    elif remote.commit is None:
        yield "there is no such data set yet, or none that you may see"
    for name in remote.removed:
        yield f"{'removed':>14}  {name}"
    for name in remote.kept:
        yield f"{'kept':>14}  {name}"
