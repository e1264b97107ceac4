"""`rukaz tree`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.options import FOLDER, command, corpus_and, corpus_before, option, required, say
from rukaz.cli.tables import write_result
from rukaz.errors import RukazError
from rukaz.tree import Tree, with_tree
from rukaz.wording import counted

if TYPE_CHECKING:
    from rukaz.records import Sentence

FORMAT_NAMES = ("text", "svg", "png", "tikz", "conllu")
SUFFIXES = {".svg": "svg", ".png": "png", ".tex": "tikz", ".conllu": "conllu", ".txt": "text"}


@command()
@corpus_before
@click.argument("sent_id")
@option(
    "--to",
    type=click.Choice(FORMAT_NAMES),
    default=None,
    help="Write this format.  [default: the extension of --out, or text]",
)
@option("--out", type=FOLDER, default=None, help="Write to this file.  [default: standard output]")
def tree(corpus: tuple[Path, ...], sent_id: str, to: str | None, out: Path | None) -> None:
    """Draw the tree of a sentence, as text, SVG, PNG or LaTeX.

    CORPUS is the folder of a corpus, by default corpus, or a CoNLL-U file. SENT_ID is the id of a sentence,
    or its number, counted from 1. SVG looks as in the explorer; LaTeX needs the package tikz-dependency.

    \b
    Example: rukaz tree rasykh-vizit-p8-c88
             rukaz tree rasykh-vizit-p8-c88 --out tree.svg
             rukaz tree treebank.conllu 12 --to tikz
    """
    source, given = corpus_and(corpus, sent_id)
    sentence = _sentence(source, required("SENT_ID", given))
    if not Tree([token.head for token in with_tree(sentence).tokens]).is_whole:
        say(f"{sentence.sent_id}: its heads do not form a single tree")
    drawn = _drawn(sentence, to or _format_of(out))
    if out is None and isinstance(drawn, str):
        click.echo(drawn, nl=False)
    else:
        write_result(drawn.encode() if isinstance(drawn, str) else drawn, out)


def _format_of(out: Path | None) -> str:
    """The format that the name of a file says."""
    if out is None:
        return "text"
    if out.suffix not in SUFFIXES:
        hint = f"Let its name end in one of {', '.join(SUFFIXES)}, or add --to."
        raise RukazError("the format cannot be told from the name", where=str(out), hint=hint)
    return SUFFIXES[out.suffix]


def _sentence(source: Path, sent_id: str) -> Sentence:
    from rukaz.api import read

    number, numbered = 0, None
    for number, sentence in enumerate(read(source), 1):
        if sentence.sent_id == sent_id:
            return sentence
        if str(number) == sent_id:
            numbered = sentence
    if numbered:
        return numbered
    hint = f"It has {counted(number, 'sentence')}; rukaz search finds their ids."
    raise RukazError(f"there is no sentence {sent_id}", where=str(source), hint=hint)


def _drawn(sentence: Sentence, to: str) -> str | bytes:
    if to in ("svg", "png"):
        from rukaz.drawing.charts import png
        from rukaz.drawing.tree_svg import tree_svg

        return tree_svg(sentence) if to == "svg" else png(tree_svg(sentence))
    if to == "tikz":
        from rukaz.drawing.tree_tikz import tree_tikz

        return tree_tikz(sentence)
    if to == "conllu":
        from rukaz.conllu.files import extract_to_conllu

        return extract_to_conllu(sentence)
    from rukaz.drawing.tree_lines import tree_lines

    return "\n".join([sentence.text, *tree_lines(sentence), ""])
