"""The command line: commands, exit codes, and the one place where an error becomes a message.

Exit codes: 0 all is well; 1 it was done, but something was left in quarantine or found wrong; 2 it could
not be done, or could not be checked.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rukaz.errors import RukazError
from rukaz.records import Document, Sentence

FOUND_SOMETHING = 1
COULD_NOT = 2
INTERRUPTED = 130

_FOLDER = click.Path(path_type=Path)
_SEEDS = Path("seeds")


class _Commands(click.Group):
    """Shows a RukazError as what, where and what to do, in the order of the commands below."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RukazError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"rukaz: {error}", err=True)
            sys.exit(COULD_NOT)
        except KeyboardInterrupt:
            click.echo("rukaz: stopped; the same command goes on where this one was", err=True)
            sys.exit(INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="rukaz", prog_name="rukaz")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Build, check and correct annotated corpora of Russian text."""


@main.command()
@click.argument("texts", type=_FOLDER, default=_SEEDS)
@click.option("--corpus", type=_FOLDER, default=None, help="Output folder.  [default: corpus]")
@click.option("--model", default="embedded", show_default=True, help="embedded, hub:ru, or a directory.")
@click.option("--encoding", default=None, help="Encoding of the texts, where it is not UTF-8.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1), default=None, help="Threads of each process.")
@click.option("--wait/--no-wait", default=True, show_default=True, help="For another build of this corpus.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def build(
    texts: Path,
    corpus: Path | None,
    model: str,
    encoding: str | None,
    device: str,
    workers: int,
    threads: int | None,
    wait: bool,
    as_json: bool,
) -> None:
    """Turn a folder of texts into a corpus.

    \b
    Example: rukaz build                        (seeds/ into corpus/)
             rukaz build TEXTS --corpus OUT     (any folder of .txt files)
    """
    from rukaz.automatic import Engine
    from rukaz.build import Options, build
    from rukaz.outcome import summary

    if corpus is None:
        if texts != _SEEDS:
            raise RukazError("no output folder given", hint=f"Type: rukaz build {texts} --corpus OUT")
        corpus = Path("corpus")
    engine = Engine(device, workers, threads)
    manifest = build(texts, corpus, Options(model, encoding, engine, wait), say=_say)
    click.echo(_as_json(manifest) if as_json else summary(manifest))
    sys.exit(FOUND_SOMETHING if manifest["quarantine"] else 0)


@main.command()
@click.argument("texts", type=_FOLDER)
def init(texts: Path) -> None:
    """Write the sources.toml of a folder of texts, to be completed.

    \b
    Example: rukaz init TEXTS
    """
    from rukaz.ingest.sources import init_project

    click.echo(f"{init_project(texts)}: now complete what you know of each text")


@main.command()
@click.argument("corpus", type=_FOLDER, default=Path("corpus"))
@click.option("--select", multiple=True, help="Only these codes or classes of codes (T101, F).")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(corpus: Path, select: tuple[str, ...], as_json: bool) -> None:
    """Check a corpus against its own rules and the UD validator.

    \b
    Example: rukaz check corpus --select T
    """
    from rukaz.check.rules import NOT_CHECKED, check_corpus, message
    from rukaz.export.publish import recover

    recover(corpus)
    findings = check_corpus(corpus, select=select)
    if as_json:
        click.echo(_as_json([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            click.echo(f"{finding.code} {finding.where}: {message(finding.code)} {finding.detail}")
        click.echo(f"{corpus}: {len(findings) or 'no'} finding{'s' * (len(findings) != 1)}")
    if any(finding.code == NOT_CHECKED for finding in findings):
        sys.exit(COULD_NOT)
    sys.exit(FOUND_SOMETHING if findings else 0)


@main.command()
@click.argument("document")
@click.option("--accept", is_flag=True, help="DOCUMENT is a corrected worksheet to be kept.")
@click.option("--reviewer", default=None, help="With --accept: who reviewed it.")
@click.option("--corpus", type=_FOLDER, default=Path("corpus"), show_default=True)
@click.option("--seeds", type=_FOLDER, default=_SEEDS, show_default=True, help="Where reviews are kept.")
@click.option("--out", type=_FOLDER, default=Path("review"), show_default=True, help="For worksheets.")
@click.option("--second", is_flag=True, help="Mark where slovnet disagrees.")
def review(
    document: str, accept: bool, reviewer: str | None, corpus: Path, seeds: Path, out: Path, second: bool
) -> None:
    """Correct a document: write or accept its worksheet.

    \b
    Example: rukaz review dw-20231109
             rukaz review --accept review/dw-20231109.conllu --reviewer "A. B."
    """
    from rukaz.export.publish import recover
    from rukaz.review.desk import lay_out, take_in

    recover(corpus)
    if not accept:
        for path in lay_out(corpus, document, out, second=_slovnet if second else None):
            click.echo(path)
        return
    if not reviewer:
        raise RukazError("a review has a reviewer", hint='Type: --reviewer "your name"')
    accepted = take_in(Path(document), corpus, seeds, reviewer=reviewer)
    for line in accepted.changes:
        click.echo(line)
    click.echo(f"{len(accepted.changes)} changes, kept in {accepted.kept}; now type: rukaz build")


def _slovnet(document: Document, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    from rukaz.measure.peer import annotate_with_peer

    return annotate_with_peer("slovnet", [document], sentences)


@main.command()
@click.argument("model")
@click.argument("gold", type=_FOLDER, nargs=-1, required=True)
@click.option("--raw", is_flag=True, help="From raw text instead of gold tokens.")
@click.option("--peer", type=click.Choice(["slovnet"]), default=None, help="Score a peer beside it.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def evaluate(model: str, gold: tuple[Path, ...], raw: bool, peer: str | None, as_json: bool) -> None:
    """Score a model against treebanks or NER files.

    \b
    Example: rukaz evaluate embedded ru_taiga-ud-test.conllu
    """
    from rukaz.measure.accuracy import evaluate

    reports = [evaluate(model, file, raw=raw, peer=peer) for file in gold]
    if as_json:
        click.echo(_as_json([report.as_json() for report in reports]))
    else:
        click.echo("\n\n".join(report.table() for report in reports))


@main.command()
@click.argument("data", type=_FOLDER)
@click.option("--out", type=_FOLDER, required=True, help="Directory of the models.")
@click.option("--minutes", type=float, default=None, help="Time limit of each training.")
@click.option("--only", multiple=True, help="Only these processors.")
def train(data: Path, out: Path, minutes: float | None, only: tuple[str, ...]) -> None:
    """Train all five models from treebanks, NER corpora and raw news.

    \b
    Example: rukaz train DATA --out MODELS
    """
    from rukaz.train.train import train

    train(data, out, minutes=minutes, only=only)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _say(message: str) -> None:
    click.echo(message, err=True)
