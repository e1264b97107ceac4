"""`rukaz search`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.options import (
    FOLDER,
    command,
    corpus_and,
    corpus_before,
    option,
    refuse_options,
    required,
    say,
)
from rukaz.cli.tables import (
    TABLE_FORMATS,
    fields_of,
    format_of,
    format_option,
    out_option,
    terminal_width,
    write_result,
    write_table,
)
from rukaz.wording import counted

if TYPE_CHECKING:
    from rukaz.query.matches import Matches

FORMAT_NAMES = (*TABLE_FORMATS, "conllu")
SHOWN = 20


@command()
@corpus_before
@click.argument("query")
@option(
    "--count-by",
    "fields",
    multiple=True,
    metavar="FIELDS",
    help="Count the matches by these fields, such as V.lemma,S.Case or doc.",
    group="What to show",
)
@option(
    "--columns",
    multiple=True,
    metavar="FIELDS",
    help="List these fields of each match.  [default: sent_id,left,match,right]",
    group="What to show",
)
@option(
    "--whether",
    default=None,
    metavar="CLAUSES",
    help="Count for how many matches these clauses hold. The result is also a field for --count-by.",
    group="What to show",
)
@option(
    "--other",
    type=FOLDER,
    default=None,
    metavar="CORPUS",
    help="Compare with this corpus of the same texts: other.upos is the UPOS that a word has there.",
    group="What to show",
)
@option(
    "--limit",
    type=click.IntRange(0),
    default=None,
    help="Show at most this many matches.  [default: 20 in a concordance, otherwise all]",
    group="What to show",
)
@option(
    "--sample",
    type=click.IntRange(1),
    default=None,
    help="Show a random sample of this many matches.",
    group="What to show",
)
@option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="Seed of the random sample; another number draws another sample.",
    group="What to show",
)
@format_option(FORMAT_NAMES)
@out_option
def search(
    corpus: tuple[Path, ...],
    query: str,
    fields: tuple[str, ...],
    columns: tuple[str, ...],
    whether: str | None,
    other: Path | None,
    limit: int | None,
    sample: int | None,
    seed: int,
    to: str | None,
    out: Path | None,
) -> None:
    """Search a corpus for words, sequences of words and patterns of trees.

    CORPUS is the folder of a corpus, by default corpus.
    QUERY is in the language of the explorer's page Search: a word (its form or lemma); a sequence of
    words, as in [upos=ADJ] [lemma="газ"]; or a pattern of a tree, as in Grew.

    \b
    Example: rukaz search "казах*"
             rukaz search "pattern { V -[nsubj]-> S; S [ner=PER] }"
             rukaz search "[upos=ADJ] [upos=NOUN]" --count-by X1.lemma
             rukaz search "pattern { V -[obj]-> O }" --whether "O << V"
             rukaz search "[ner=LOC]" --columns name,doc --to tsv
             rukaz search "pattern { X []; X.upos <> X.other.upos }" --other OLD
    """
    from rukaz.query.matches import search

    folder, given = corpus_and(corpus, query)
    query = required("QUERY", given)
    fields, columns = fields_of(fields), fields_of(columns)
    to = format_of(to, out, FORMAT_NAMES)
    counts = bool(fields) or (whether is not None and not columns)
    if to == "conllu":
        refuse_options("with --to conllu", "fields", "columns", "whether")
    elif counts:
        refuse_options("on counts", "columns", "sample", "seed")
    if sample is None:
        refuse_options("without --sample", "seed")
    else:
        refuse_options("with --sample", "limit")
    with search(folder, query, whether=whether, other=other) as found:
        say(f"{counted(found.count, 'match', 'matches')} in {counted(found.sentences, 'sentence')}")
        if not found.count:
            for told in found.missing():
                say(f"  {told}")
        picked = {"limit": limit if sample is None else sample, "shuffle": seed if sample else None}
        if to == "conllu":
            _write_sentences(found, out, **picked)
            return
        if counts:
            table = found.count_by(*(fields or ("whether",)))[:limit]
        elif columns or to:
            table = found.table(*columns, **picked)
        else:
            picked["limit"] = SHOWN if picked["limit"] is None else picked["limit"]
            _print_lines(found, **picked)
            return
        write_table(table, to, out)


def _write_sentences(found: Matches, out: Path | None, limit: int | None, shuffle: int | None) -> None:
    from rukaz.query.output import matching_sentences

    write_result("".join(matching_sentences(found, limit=limit, shuffle=shuffle)).encode(), out)


def _print_lines(found: Matches, limit: int | None, shuffle: int | None) -> None:
    from rukaz.query.concordance import concordance

    lines = list(found.lines(limit=limit, shuffle=shuffle))
    width = terminal_width()
    mark = partial(click.style, bold=True) if sys.stdout.isatty() else (lambda word: f"[{word}]")
    for line in concordance(lines, is_row=found.query.is_shorthand, width=width, mark=mark):
        click.echo(line)
    if len(lines) < found.count:
        say(f"the first {len(lines):,}; --limit N shows more, --sample N draws some at random")
