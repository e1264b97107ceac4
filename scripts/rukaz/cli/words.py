"""`rukaz words`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rukaz.cli.options import (
    FOLDER,
    as_json_text,
    command,
    corpus_and,
    corpus_before,
    option,
    refuse_options,
)
from rukaz.cli.tables import (
    fields_of,
    format_of,
    format_option,
    out_option,
    terminal_width,
    write_plot,
    write_table,
)
from rukaz.errors import RukazError
from rukaz.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from rukaz.drawing.charts import Chart
    from rukaz.statistics.profile import Collocate, Profile

SHOWN = 20
PER_RELATION = 10


@command()
@corpus_before
@click.argument("lemma", required=False)
@option(
    "--upos", default=None, help="With LEMMA: count it only as this part of speech.", group="What to count"
)
@option(
    "--by",
    "fields",
    multiple=True,
    metavar="FIELDS",
    help="Count by these fields, such as form, Case or lemma,doc.  [default: lemma,upos]",
    group="What to count",
)
@option(
    "--ngrams",
    type=click.IntRange(2, 9),
    default=None,
    help="Count n-grams of this many words.",
    group="What to count",
)
@option(
    "--in",
    "subset",
    default=None,
    metavar="SUBSET",
    help="Count only in these sentences.",
    group="What to count",
)
@option(
    "--against",
    default=None,
    metavar="SUBSET",
    help="List keywords: what is more frequent than in these sentences; rest means all other sentences.",
    group="What to count",
)
@option(
    "--limit",
    type=click.IntRange(1),
    default=None,
    help="Show at most this many lines.  [default: 20 in the terminal, all in a file]",
    group="Output",
)
@format_option()
@out_option
@option(
    "--plot",
    type=FOLDER,
    default=None,
    metavar="FILE",
    help="Draw to this .svg or .png file. With LEMMA: when and where it occurs; otherwise the list.",
    group="Output",
)
@option(
    "--json", "as_json", is_flag=True, help="With LEMMA: print the whole profile as JSON.", group="Output"
)
def words(
    corpus: tuple[Path, ...],
    lemma: str | None,
    upos: str | None,
    fields: tuple[str, ...],
    ngrams: int | None,
    subset: str | None,
    against: str | None,
    limit: int | None,
    to: str | None,
    out: Path | None,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Count words, find keywords, and profile a lemma.

    CORPUS is the folder of a corpus, by default corpus.

    With LEMMA, the command shows its forms, the words in each syntactic relation to it, the names near it,
    and where and when it occurs. Without LEMMA, it lists frequencies, n-grams or keywords. SUBSET selects
    sentences: by a field, as in split=test or doc=ID, or by a query that they match.

    \b
    Example: rukaz words президент
             rukaz words президент --plot президент.svg
             rukaz words --by form --in "split=test"
             rukaz words --ngrams 2 --by lemma
             rukaz words --in "doc=dw-20231109" --against rest
    """
    from rukaz.query.tables import explained_errors, open_corpus
    from rukaz.statistics.lists import frequencies, keywords
    from rukaz.statistics.profile import profile

    folder, lemma = corpus_and(corpus, lemma)
    if lemma is None:
        refuse_options("without LEMMA", "upos", "as_json")
    else:
        refuse_options("with LEMMA", "fields", "ngrams", "subset", "against", "limit", "to", "out")
    to = format_of(to, out)
    with open_corpus(folder) as database, explained_errors(folder):
        if lemma is not None:
            found = profile(database, lemma, upos=upos)
            if plot:
                write_plot(_charts(found), plot)
            click.echo(as_json_text(found.as_json()) if as_json else _shown(found))
            return
        names = fields_of(fields) or ("lemma", "upos")
        most = limit or (None if to else SHOWN)
        if against is None:
            table = frequencies(database, names, subset=subset, length=ngrams or 1, limit=most)
        elif subset is None:
            raise RukazError("there is nothing to compare with", hint='Add: --in "split=test"')
        else:
            others = None if against == "rest" else against
            table = keywords(database, subset, against=others, fields=names, length=ngrams or 1, limit=most)
        if plot:
            write_plot([_listed(table, names)], plot)
        write_table(table, to, out)


def _charts(found: Profile) -> list[Chart]:
    """When and where a lemma occurs."""
    from rukaz.drawing.charts import bars, columns

    trend = [(date, share) for date, _, share in found.trend]
    spread = [(doc, share) for doc, _, share in found.spread[:SHOWN]]
    return [
        *([columns(f"{found.lemma} by date", trend, "per million words")] if trend else []),
        bars(f"{found.lemma} by document, per million words", spread),
    ]


def _listed(table: pa.Table, names: Sequence[str]) -> Chart:
    """The counts of a list."""
    from rukaz.drawing.charts import bars

    rows = table.slice(0, SHOWN).to_pylist()
    labels = [" · ".join("–" if row[name] is None else str(row[name]) for name in names) for row in rows]
    return bars("Frequencies", [(label, row["count"]) for label, row in zip(labels, rows, strict=True)])


def _shown(found: Profile) -> str:
    from rukaz.terminal_table import terminal_table

    width = terminal_width()
    spread = f"in {counted(found.documents, 'document')}, DP {found.dispersion}"
    times = f"{counted(found.count, 'time')}, {found.per_million:,} per million words"
    parts = [f"{found.lemma}: {times}, {spread}"]
    forms = [[form, feats or "–", f"{count:,}"] for form, feats, count in found.forms[:SHOWN]]
    parts.append(terminal_table(["form", "features", "count"], forms, width=width, texts=2))
    for (relation, is_head), group in groupby(found.collocates, key=lambda one: (one.relation, one.is_head)):
        best = [_row(one) for one in list(group)[:PER_RELATION]]
        head = f"{relation} of" if is_head else relation
        parts.append(terminal_table([head, "", "count", "logDice", "G²"], best, width=width, texts=2))
    names = [[name, label, f"{count:,}", f"{g2:.1f}"] for name, label, count, g2 in found.names[:SHOWN]]
    if names:
        parts.append(terminal_table(["name near it", "", "sentences", "G²"], names, width=width, texts=2))
    trend = [[date, f"{count:,}", f"{share:,.0f}"] for date, count, share in found.trend]
    if trend:
        parts.append(terminal_table(["date", "count", "per million"], trend, width=width))
    return "\n\n".join(parts)


def _row(one: Collocate) -> list[str]:
    return [one.lemma, one.upos, f"{one.count:,}", f"{one.log_dice:.2f}", f"{one.log_likelihood:.1f}"]
