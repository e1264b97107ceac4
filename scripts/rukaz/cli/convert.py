"""`rukaz convert`."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, cast

import click

from rukaz.cli.exit_codes import FINE, FOUND_SOMETHING
from rukaz.cli.options import FOLDER, as_json_text, command, option, refuse_options, say
from rukaz.errors import RukazError
from rukaz.extras import install
from rukaz.records import SPLITS, Split
from rukaz.schema import CONFIGS, Config
from rukaz.wording import quoted

if TYPE_CHECKING:
    from rukaz.convert.config_tables import ConfigFormat
    from rukaz.convert.convert import Fidelity

FORMAT_NAMES = ("conllu", "jsonl", "docbin", "iob2", "vertical", "labelstudio")
TABLE_NAMES = ("csv", "tsv", "xlsx")
FOLDER_NAMES = ("brat", "xmi")
ANNIS = "annis"
ALL_NAMES = (*FORMAT_NAMES, *TABLE_NAMES, *FOLDER_NAMES, ANNIS)


@command()
@click.argument("source", type=FOLDER)
@click.argument("target", type=FOLDER, required=False)
@option(
    "--to",
    type=click.Choice(ALL_NAMES),
    metavar="FORMAT",
    help=f"Write this format: {', '.join(ALL_NAMES)}.  [default: the extension of TARGET]",
)
@option("--split", type=click.Choice(SPLITS), default=None, help="Convert only this split of a corpus.")
@option(
    "--config",
    type=click.Choice(CONFIGS),
    default="tokens",
    show_default=True,
    help="With csv, tsv and xlsx: write this configuration as a table.",
)
@option(
    "--enhanced",
    is_flag=True,
    help="Add the enhanced dependencies that follow from the trees, where a file has none.",
)
@option("--confidence", is_flag=True, help="Add to MISC how sure the models were of each word of a corpus.")
@option(
    "--fidelity",
    is_flag=True,
    help="Write nothing, but report how much of SOURCE survives a round trip through each format.",
)
@option("--json", "as_json", is_flag=True, help="With --fidelity: print the report as JSON.")
def convert(
    source: Path,
    target: Path | None,
    to: str | None,
    split: Split | None,
    config: Config,
    enhanced: bool,
    confidence: bool,
    fidelity: bool,
    as_json: bool,
) -> None:
    """Write a corpus in the formats of other tools, and read them.

    SOURCE is a corpus, a file in one of the formats, or a folder of such files. JSON Lines hold everything
    that CoNLL-U holds; --fidelity reports what the other formats lose. csv, tsv, xlsx, brat, xmi (for
    INCEpTION) and annis are written from a corpus and not read. TARGET is never overwritten.

    \b
    Example: rukaz convert corpus OUT --to docbin         (OUT/train.spacy, ...)
             rukaz convert corpus OUT --to vertical       (NoSketch Engine)
             rukaz convert corpus OUT --to xmi            (INCEpTION)
             rukaz convert corpus corpus.zip --to annis
             rukaz convert corpus OUT --to xlsx --config entities
             rukaz convert corpus dev.iob2 --split validation
             rukaz convert OUT BACK --to conllu           (and back)
             rukaz convert dev.conllu OUT.conllu --enhanced
             rukaz convert corpus --fidelity
    """
    from rukaz.convert.annis import convert_annis
    from rukaz.convert.config_tables import convert_config
    from rukaz.convert.convert import convert
    from rukaz.convert.folders import convert_folder

    if fidelity:
        refuse_options("with --fidelity", "target", "to", "enhanced", "confidence")
        sys.exit(_print_fidelity(source, split, as_json=as_json))
    refuse_options("without --fidelity", "as_json")
    if target is None:
        raise RukazError(
            "no target was given", hint=f"Type: rukaz convert {quoted(source)} TARGET, or --fidelity"
        )
    added = [name for name, wanted in (("enhanced", enhanced), ("confidence", confidence)) if wanted]
    suffix = target.suffix.removeprefix(".")
    if to is None and split is None and suffix in TABLE_NAMES:
        hint = f"Add --split, or --to {suffix} to write a folder."
        raise RukazError("a table holds one split", where=str(target), hint=hint)
    _refuse_options_of_others(to or suffix)
    if to in FOLDER_NAMES:
        written = convert_folder(source, target, to, split=split)
    elif to == ANNIS:
        written = convert_annis(source, target, split=split)
    elif (to or suffix) in TABLE_NAMES:
        written = convert_config(source, target, cast("ConfigFormat", to or suffix), config, split=split)
    else:
        written = convert(source, target, to, split=split, added=added)
    for path in written:
        say(f"{path}: {path.stat().st_size:,} bytes")


def _print_fidelity(source: Path, split: Split | None, *, as_json: bool) -> int:
    """What comes back from each format, and the exit code that says whether it is what should."""
    from rukaz.convert.convert import fidelity, formats_left_out

    measured = fidelity(source, split)
    for name in formats_left_out():
        say(f"{name}: not measured. It needs spaCy: {install('downstream')}")
    click.echo(as_json_text(_as_json(measured)) if as_json else "\n".join(map(_told, measured)))
    return FOUND_SOMETHING if any(one.broken for one in measured) else FINE


def _refuse_options_of_others(form: str) -> None:
    """Refuse what other formats take."""
    if form in (*FOLDER_NAMES, *TABLE_NAMES, ANNIS):
        refuse_options(f"on {form}", "enhanced")
    if form not in TABLE_NAMES:
        refuse_options("except with csv, tsv and xlsx", "config")


def _told(one: Fidelity) -> str:
    """What came back from one format, in a few lines."""
    head = f"{one.format.name}: {one.whole:,} of {one.sentences:,} sentences come back whole, "
    lost = ", ".join(f"{aspect} {count:,}" for aspect, count in one.changed.items())
    lines = [f"{head}{one.size:,} bytes"]
    if lost:
        lines += wrap(f"  sentences that lose: {lost}", 78, subsequent_indent="    ")
    lines += [f"  {aspect} should have come back; please report this" for aspect in one.broken]
    return "\n".join(lines)


def _as_json(measured: list[Fidelity]) -> list[dict[str, object]]:
    return [
        {
            "format": one.format.name,
            "sentences": one.sentences,
            "whole": one.whole,
            "bytes": one.size,
            "cannot_hold": one.format.loses,
            "changed": one.changed,
        }
        for one in measured
    ]
