"""`rukaz check`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from rukaz.cli.exit_codes import COULD_NOT, FINE, FOUND_SOMETHING
from rukaz.cli.options import CORPUS, FOLDER, as_json_text, command, option
from rukaz.wording import counted


@command()
@click.argument("corpus", type=FOLDER, default=CORPUS)
@option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="Check only this rule (T101) or class of rules (T). May be repeated.",
)
@option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(corpus: Path, select: tuple[str, ...], as_json: bool) -> None:
    """Check a corpus against its own rules and the UD validator.

    CORPUS is the folder of a corpus, by default corpus; or a single CoNLL-U file of any origin, which only
    the UD validator checks. Each finding is printed with its code, its place and what is wrong.

    \b
    Example: rukaz check
             rukaz check corpus --select T
             rukaz check worksheet.conllu
    """
    from rukaz.check.registry import NOT_CHECKED, check_corpus, check_file, message
    from rukaz.export.atomic_publish import recover

    if corpus.is_file():
        findings = check_file(corpus, select)
    else:
        recover(corpus)
        findings = check_corpus(corpus, select=select)
    if as_json:
        click.echo(as_json_text([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            click.echo(f"{finding.code} {finding.where}: {message(finding.code)} {finding.detail}")
        click.echo(f"{corpus}: {counted(len(findings), 'finding') if findings else 'no findings'}")
    if any(finding.code == NOT_CHECKED for finding in findings):
        sys.exit(COULD_NOT)
    sys.exit(FOUND_SOMETHING if findings else FINE)
