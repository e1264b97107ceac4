"""`rukaz build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.next_steps import after_build
from rukaz.cli.options import CORPUS, FOLDER, SEEDS, as_json_text, command, option, say
from rukaz.errors import RukazError

if TYPE_CHECKING:
    from rukaz.executor.work import Kind


@command()
@click.argument("texts", type=FOLDER, default=SEEDS)
@option(
    "--corpus",
    type=FOLDER,
    default=None,
    help="Write the corpus to this folder. Required unless TEXTS is seeds.  [default: corpus]",
    group="Input and output",
)
@option(
    "--encoding",
    default=None,
    help="Read the texts in this encoding. An encoding is never guessed.  [default: UTF-8]",
    group="Input and output",
)
@option(
    "--follow-links",
    is_flag=True,
    help="Read texts that symbolic links bring in from outside TEXTS.",
    group="Input and output",
)
@option(
    "--discard-edits",
    is_flag=True,
    help="Replace files of the corpus even if somebody has edited them.",
    group="Input and output",
)
@option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.", group="Input and output")
@option(
    "--model",
    default="embedded",
    show_default=True,
    help="Annotate with the models in the package (embedded), with Stanza's from the network (hub:ru), or "
    "with those in a directory.",
    group="Models",
)
@option(
    "--device",
    default="cpu",
    show_default=True,
    help="Run the models on this PyTorch device, such as cpu or cuda.",
    group="Models",
)
@option(
    "--workers",
    type=int,
    default=None,
    help="Share the work among this many processes.  [default: 1, on Ray one for each CPU]",
    group="Speed",
)
@option(
    "--threads",
    type=int,
    default=None,
    help="Use this many threads in each process.  [default: PyTorch's choice for one process, 1 for each of "
    "several]",
    group="Speed",
)
@option(
    "--engine",
    "kind",
    metavar="[local|ray]",
    default="local",
    show_default=True,
    help="Work on this machine, or on a Ray cluster.",
    group="Speed",
)
@option(
    "--address",
    default=None,
    help="With --engine ray: connect to the cluster at this address; auto finds the one this machine "
    "belongs to.  [default: start Ray here]",
    group="Speed",
)
@option(
    "--wait/--no-wait",
    default=True,
    show_default=True,
    help="If another build of this corpus is running, wait for it, or give up.",
    group="Speed",
)
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

    Texts that have not changed since the last build are not annotated again, and a build that was stopped
    carries on where it was. The old corpus is replaced only by a complete new one that passes all checks.

    \b
    Example: rukaz build                        (seeds/ into corpus/)
             rukaz build TEXTS --corpus OUT     (any folder of .txt files)
             rukaz build TEXTS --corpus OUT --workers 4
             rukaz build TEXTS --corpus OUT --engine ray --address auto
    """
    from rukaz.executor.work import Execution
    from rukaz.pipeline.build import Options, build
    from rukaz.pipeline.build_summary import summary

    if corpus is None:
        if texts != SEEDS:
            raise RukazError("no output folder was given", hint=f"Type: rukaz build {texts} --corpus OUT")
        corpus = CORPUS
    execution = Execution(workers, threads, kind, address)
    options = Options(model, encoding, device, execution, wait, follow_links, discard_edits)
    manifest = build(texts, corpus, options, say=say)
    if as_json:
        click.echo(as_json_text(manifest))
    else:
        click.echo(f"{summary(manifest)}\n\n{after_build(corpus)}")
    sys.exit(FOUND_SOMETHING if manifest["quarantine"] else FINE)
