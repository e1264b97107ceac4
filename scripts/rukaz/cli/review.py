"""`rukaz review`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from rukaz.cli.options import CORPUS, FOLDER, SEEDS, as_json_text, command, option, refuse_options
from rukaz.errors import RukazError
from rukaz.records import Document, Sentence


@command()
@click.argument("document")
@option(
    "--out",
    type=FOLDER,
    default=Path("review"),
    show_default=True,
    help="Write the worksheet to this folder.",
    group="Write a worksheet",
)
@option(
    "--second",
    is_flag=True,
    help="Mark the words on which slovnet disagrees. Needs the extra train.",
    group="Write a worksheet",
)
@option(
    "--accept",
    is_flag=True,
    help="Keep the corrections of a worksheet: DOCUMENT is its file.",
    group="Accept a worksheet",
)
@option(
    "--reviewer",
    metavar="NAME",
    default=None,
    help="With --accept: record this person as the reviewer. Required.",
    group="Accept a worksheet",
)
@option(
    "--seeds",
    "texts",
    type=FOLDER,
    default=None,
    help="Keep the review with the texts in this folder.  [default: the folder that the corpus was built "
    "from]",
    group="Accept a worksheet",
)
@option("--corpus", type=FOLDER, default=CORPUS, show_default=True, help="Review this corpus.")
@option("--json", "as_json", is_flag=True, help="Print the files and the changes as JSON.")
def review(
    document: str,
    accept: bool,
    reviewer: str | None,
    corpus: Path,
    texts: Path | None,
    out: Path,
    second: bool,
    as_json: bool,
) -> None:
    """Correct a document: write its worksheet, or accept it.

    A worksheet is a CoNLL-U file for any editor. Correct it, delete the sentences that you did not read,
    and accept it: every later build keeps the corrections. DOCUMENT is the id of a document, or of a
    sentence, which then has a worksheet of its own; with --accept it is the file of a worksheet.

    \b
    Example: rukaz review dw-20231109
             rukaz review rasykh-vizit-p8-c88
             rukaz review --accept review/dw-20231109.conllu --reviewer "A. B."
    """
    from rukaz.export.atomic_publish import recover
    from rukaz.measure.peer import require_peer
    from rukaz.review.worksheet_files import accept_worksheet, write_worksheets

    if accept:
        refuse_options("with --accept", "out", "second")
    else:
        refuse_options("without --accept", "reviewer", "texts")
    recover(corpus)
    if second:
        require_peer("slovnet")
    if not accept:
        worksheets = [
            str(path) for path in write_worksheets(corpus, document, out, second=_slovnet if second else None)
        ]
        click.echo(as_json_text({"worksheets": worksheets}) if as_json else "\n".join(worksheets))
        return
    if not reviewer:
        raise RukazError("no reviewer was given", hint='Add: --reviewer "your name"')
    accepted = accept_worksheet(Path(document), corpus, texts, reviewer=reviewer)
    kept = [str(path) for path in accepted.kept]
    if as_json:
        click.echo(as_json_text({"kept": kept, "changes": list(accepted.changes)}))
        return
    for line in accepted.changes:
        click.echo(line)
    click.echo(f"{len(accepted.changes)} changes, kept in {', '.join(kept) or 'no file'}")
    if kept:
        click.echo(f"Next, type: {_next_command(Path(document), corpus, accepted.texts)}")


def _next_command(file: Path, corpus: Path, texts: Path) -> str:
    command = "rukaz build"
    if (texts, corpus) != (SEEDS, CORPUS):
        command += f" {shlex.quote(str(texts))} --corpus {shlex.quote(str(corpus))}"
    # what was corrected in the corpus itself is replaced by the same corrections from the review
    return f"{command} --discard-edits" if file.resolve().is_relative_to(corpus.resolve()) else command


def _slovnet(document: Document, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    from rukaz.measure.peer import annotate_with_peer

    return annotate_with_peer("slovnet", [document], sentences)
