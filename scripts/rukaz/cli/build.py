"""`rukaz build`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rukaz.cli.common import FOLDER, FOUND_SOMETHING, SEEDS, as_json_text, say
from rukaz.errors import RukazError


@click.command()
@click.argument("texts", type=FOLDER, default=SEEDS)
@click.option("--corpus", type=FOLDER, default=None, help="Output folder.  [default: corpus]")
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
    from rukaz.build import Options, build
    from rukaz.engine.work import Engine
    from rukaz.outcome import summary

    if corpus is None:
        if texts != SEEDS:
            raise RukazError("no output folder given", hint=f"Type: rukaz build {texts} --corpus OUT")
        corpus = Path("corpus")
    engine = Engine(device, workers, threads)
    manifest = build(texts, corpus, Options(model, encoding, engine, wait), say=say)
    click.echo(as_json_text(manifest) if as_json else summary(manifest))
    sys.exit(FOUND_SOMETHING if manifest["quarantine"] else 0)
