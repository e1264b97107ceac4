"""`rukaz build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.next_steps import after_build
from rukaz.cli.options import CORPUS, FOLDER, SEEDS, as_json_text, command, model_option, option, say
from rukaz.errors import RukazError
from rukaz.wording import quoted

if TYPE_CHECKING:
    from rukaz.executor.work import Kind


@command()
@click.argument("texts", nargs=-1, metavar="[TEXTS]...")
@option(
    "--corpus",
    type=FOLDER,
    default=None,
    help="Write the corpus to this folder. It is required unless TEXTS is seeds.  [default: corpus]",
    group="Input and output",
)
@option(
    "--encoding",
    default=None,
    help="Read the texts in this encoding. An encoding is never guessed.  [default: UTF-8]",
    group="Input and output",
)
@option(
    "--text-column",
    default=None,
    help="Take the texts of tables (CSV, JSON Lines, Parquet) from this column.  "
    "[default: text, or one like it]",
    group="Input and output",
)
@option(
    "--id-column",
    default=None,
    help="Make the ids of the documents in a table from this column.  [default: id, if there is one]",
    group="Input and output",
)
@option(
    "--keep-tokens",
    is_flag=True,
    help="Keep the sentences, tokens and multi-word tokens of CoNLL-U files, and annotate these; "
    "otherwise the text is tokenised again.",
    group="Input and output",
)
@option(
    "--split",
    default=None,
    help="Divide the texts into train, validation and test by these shares, in per cent.  [default: 80/10/10 "
    "for ten texts or more]",
    group="Input and output",
)
@option(
    "--split-by",
    default=None,
    help="Divide by date, with the newest in test; or by a column such as author, whose equal values stay "
    "together.  [default: a hash of the id]",
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
@model_option
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
    texts: tuple[str, ...],
    corpus: Path | None,
    model: str,
    encoding: str | None,
    text_column: str | None,
    id_column: str | None,
    keep_tokens: bool,
    split: str | None,
    split_by: str | None,
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
    """Turn texts into a corpus.

    TEXTS are folders or files: plain text, Markdown, web pages, Word, PDF, e-books, subtitles, tables,
    CoNLL-U, and archives of them; - is standard input, and hf:NAME is a data set on the Hugging Face Hub.

    Texts that have not changed since the last build are not annotated again, and a build that was stopped
    resumes where it left off. The old corpus is replaced only by a complete new one that passes all checks.

    \b
    Example: rukaz build                        (seeds/ into corpus/)
             rukaz build TEXTS --corpus OUT     (any folder)
             rukaz build posts.csv --corpus OUT --text-column post
             rukaz build TEXTS --corpus OUT --workers 4
             rukaz build TEXTS --corpus OUT --engine ray --address auto
    """
    from rukaz.executor.work import Execution
    from rukaz.ingest.sources import InputOptions
    from rukaz.ingest.splits import parse_splitting
    from rukaz.pipeline.build import Options, build
    from rukaz.pipeline.build_summary import summary

    if corpus is None:
        if texts and [Path(one) for one in texts] != [SEEDS]:
            hint = f"Type: rukaz build {' '.join(quoted(Path(one)) for one in texts)} --corpus OUT"
            raise RukazError("no output folder was given", hint=hint)
        corpus = CORPUS
    execution = Execution(workers, threads, kind, address)
    splitting = parse_splitting(split, split_by)
    inputs = InputOptions(encoding, text_column, id_column, splitting, follow_links, keep_tokens)
    options = Options(model, inputs, device, execution, wait, discard_edits)
    manifest = build(texts or [SEEDS], corpus, options, say=say)
    if as_json:
        click.echo(as_json_text(manifest))
    else:
        click.echo(f"{summary(manifest)}\n\n{after_build(corpus)}")
    sys.exit(FOUND_SOMETHING if manifest["quarantine"] else FINE)
