"""`rukaz agreement`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.options import FOLDER, as_json_text, command, option, say
from rukaz.wording import counted, quoted

if TYPE_CHECKING:
    from rukaz.compare.agreement import Agreements, Disputed

CONFUSIONS_SHOWN = 3


@command()
@click.argument("first", type=FOLDER)
@click.argument("second", type=FOLDER)
@option(
    "--worksheet",
    type=FOLDER,
    default=None,
    help="Write the sentences on which the two disagree to this file, in the version of FIRST, with both "
    "readings.",
)
@option("--json", "as_json", is_flag=True, help="Print the figures and all confusions as JSON.")
def agreement(first: Path, second: Path, worksheet: Path | None, as_json: bool) -> None:
    """Measure how far two annotations of the same texts agree.

    FIRST and SECOND are corpora, CoNLL-U files, or folders of CoNLL-U files, such as the worksheets of two
    people. Words are matched by document and by offset in the source. Cohen's kappa is 0 if the two agree
    no more than by chance, and 1 if they always agree.

    \b
    Example: rukaz agreement review-anna review-boris
             rukaz agreement review-anna review-boris --worksheet decide.conllu
    """
    from rukaz.compare.agreement import agreement as measure

    found = measure(first, second)
    if worksheet is not None:
        _write(worksheet, found.disputed)
    if as_json:
        click.echo(as_json_text(found.as_json()))
        return
    click.echo(_table(found))
    for line in _confusions(found, first, second):
        click.echo(line)
    apart = sum(len(one.apart) for one in found.disputed)
    say(f"they disagree on {counted(apart, 'word')} in {counted(len(found.disputed), 'sentence')}")
    for side, count in zip((first, second), found.alone, strict=True):
        if count:
            say(f"only in {side}, and not compared: {counted(count, 'sentence')}")


def _table(found: Agreements) -> str:
    from rukaz.terminal_table import terminal_table

    rows = [
        [
            name,
            f"{one.share:.2f}",
            "" if one.kappa is None else f"{one.kappa:.3f}",
            f"{one.equal:,}",
            f"{one.first:,}" if one.first == one.second else f"{one.first:,} / {one.second:,}",
        ]
        for name, one in found.layers.items()
    ]
    return terminal_table(["", "agreement, %", "kappa", "equal", "of"], rows)


def _confusions(found: Agreements, first: Path, second: Path) -> Iterator[str]:
    """The commonest confusions, each with the command that finds it where the two are corpora."""
    from rukaz.compare.agreement import confusion_query
    from rukaz.export.manifest import MANIFEST

    are_corpora = all((place / MANIFEST).exists() for place in (first, second))
    for layer, pairs in found.confusions.items():
        for (one, two), count in pairs.most_common(CONFUSIONS_SHOWN):
            yield f"{count:7,}  {layer}: {one} or {two}"
            if are_corpora and (query := confusion_query(layer, one, two)):
                yield f"{'':9}rukaz search {quoted(first)} {quoted(query)} --other {quoted(second)}"


def _write(file: Path, disputed: list[Disputed]) -> None:
    """The disputed sentences as a worksheet, each with what the two say of its words."""
    from rukaz.atomic_files import explaining_os_errors
    from rukaz.conllu.files import NEWDOC, sentence_to_conllu
    from rukaz.query.output import write_bytes
    from rukaz.review.worksheet import LOOK

    lines: list[str] = []
    doc_id = None
    for one in disputed:
        before = [] if one.sentence.doc_id == doc_id else [f"{NEWDOC}{one.sentence.doc_id}"]
        doc_id = one.sentence.doc_id
        lines.append(sentence_to_conllu(one.sentence, before=[*before, *(LOOK + why for why in one.apart)]))
    with explaining_os_errors(file):
        write_bytes(file, "".join(lines).encode())
