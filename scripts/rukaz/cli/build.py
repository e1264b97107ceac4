"""`rukaz build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.options import FOLDER, SEEDS, as_json_text, say
from rukaz.errors import RukazError

if TYPE_CHECKING:
    from rukaz.executor.work import Kind


@click.command()
@click.argument("texts", type=FOLDER, default=SEEDS)
@click.option("--corpus", type=FOLDER, default=None, help="Output folder.  [default: corpus]")
@click.option("--model", default="embedded", show_default=True, help="embedded, hub:ru, or a directory.")
@click.option("--encoding", default=None, help="Encoding of the texts, where it is not UTF-8.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@click.option("--workers", type=int, default=None, help="Processes.  [default: 1; one a CPU on Ray]")
@click.option("--threads", type=int, default=None, help="Threads of each process.")
@click.option(
    "--engine", "kind", metavar="[local|ray]", default="local", show_default=True, help="Ray: a cluster."
)
@click.option("--address", default=None, help="Of a running Ray cluster.")
@click.option("--wait/--no-wait", default=True, show_default=True, help="For another build of this corpus.")
@click.option("--follow-links", is_flag=True, help="Read texts that links fetch from elsewhere.")
@click.option("--discard-edits", is_flag=True, help="Replace files of the corpus changed by hand.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def build(
    texts: Path,
    corpus: Path | None,
    model: str,
    encoding: str | None,
    device: str,
    workers: int | None,
    threads: int | None,
    kind: Kind,
    address: str | None,
    wait: bool,
    follow_links: bool,
    discard_edits: bool,
    as_json: bool,
) -> None:
    """Turn a folder of texts into a corpus.

    \b
    Example: rukaz build                        (seeds/ into corpus/)
             rukaz build TEXTS --corpus OUT     (any folder of .txt files)
             rukaz build TEXTS --corpus OUT --engine ray --address auto
    """
    from rukaz.executor.work import Execution
    from rukaz.pipeline.build import Options, build
    from rukaz.pipeline.build_summary import summary

    if corpus is None:
        if texts != SEEDS:
            raise RukazError("no output folder given", hint=f"Type: rukaz build {texts} --corpus OUT")
        corpus = Path("corpus")
    execution = Execution(workers, threads, kind, address)
    options = Options(model, encoding, device, execution, wait, follow_links, discard_edits)
    manifest = build(texts, corpus, options, say=say)
    click.echo(as_json_text(manifest) if as_json else summary(manifest))
    sys.exit(FOUND_SOMETHING if manifest["quarantine"] else FINE)
