"""`rukaz doctor`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.options import as_json_text, command, option

if TYPE_CHECKING:
    from rukaz.installation import Line


@command()
@option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def doctor(as_json: bool) -> None:
    """Report what is installed, what is missing, and how to get it.

    It checks the versions of Python and of all packages, the digests of the models, the extras, the
    browser, the disk and the encoding, and changes nothing. The exit code is 1 if something that every
    build needs is wrong. Please include the output in a bug report.

    \b
    Example: rukaz doctor
             rukaz doctor --json
    """
    from rukaz.installation import examine

    lines = list(examine())
    if as_json:
        click.echo(as_json_text([asdict(line) for line in lines]))
    else:
        click.echo("\n".join(_told(lines)))
    sys.exit(FOUND_SOMETHING if any(line.state == "wrong" for line in lines) else FINE)


def _told(lines: Sequence[Line]) -> Iterator[str]:
    """The lines as text, with what is missing at the end."""
    about = ""
    for line in lines:
        if line.about != about:
            about = line.about
            yield about
        mark = {"ok": " ", "missing": "-", "wrong": "!"}[line.state]
        yield from wrap(
            f"  {mark} {line.what:26} {line.found}", 100, subsequent_indent=" " * 31, drop_whitespace=False
        )
    todo = [line for line in lines if line.advice]
    if not todo:
        yield "\nNothing is missing."
        return
    yield "\nTo get what is missing (! every build needs it, - only some commands do):"
    for line in todo:
        yield f"  {line.what:28} {line.advice}"
