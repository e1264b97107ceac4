"""What a benchmark says, as a table and as the price of more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rukaz.bench.stages import OTHER, STAGES
from rukaz.bench.systems import EXPORT, RUKAZ
from rukaz.terminal_table import terminal_table

WIDTH = 100
COLUMNS = ("system", "cores", "tokens", "tokens/s", "CPU s", "peak MB", "start s")
_HOUR = 3600


def text(report: Mapping[str, Any]) -> str:
    """Ratios, then the table, then where the time goes; at most :data:`WIDTH` columns."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    for what, ratio in report["ratios"].items():
        yield f"{ratio:7.2f}  {what}"
    compared = report["compared_with_stanza"]
    yield f"{compared['different']:7}  of {compared['sentences']:,} sentences differ from those of Stanza"
    yield ""
    yield terminal_table(COLUMNS, rows(report), width=WIDTH)
    yield ""
    profiled = [row for row in report["results"] if row["cores"] == 1 and row["shares"]]
    seen = [stage for stage in (*STAGES, OTHER) if any(stage in row["shares"] for row in profiled)]
    shares = (
        [row["system"], *(f"{100 * row['shares'].get(one, 0):.0f}" for one in seen)] for row in profiled
    )
    yield terminal_table(["per cent of the time", *seen], shares, width=WIDTH)


def rows(report: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    """The cells below :data:`COLUMNS`."""
    return [
        [
            row["system"],
            str(row["cores"]),
            f"{row['tokens']:,}",
            f"{row['tokens_per_second']:,.0f}",
            f"{row['cpu_seconds']:,.0f}",
            f"{row['peak_bytes'] / 1e6:,.0f}",
            f"{row['start_seconds']:.1f}",
        ]
        for row in report["results"]
    ]


def price(report: Mapping[str, Any], tokens: int = 10_000_000_000) -> str:
    """What so many tokens cost, from what was measured on one core, and what comes to stand in the way."""
    measured = {(row["system"], row["cores"]): row for row in report["results"]}
    annotating, writing = measured[RUKAZ, 1], measured[EXPORT, 1]
    hours = tokens / annotating["tokens_per_second"] / _HOUR
    (first, most), (second, next_most), *_ = sorted(annotating["shares"].items(), key=lambda item: -item[1])
    alone = tokens / writing["tokens_per_second"] / _HOUR
    enough = writing["tokens_per_second"] / annotating["tokens_per_second"]
    return (
        f"{tokens / 1e9:g} billion tokens take {hours:,.0f} hours of one core to annotate, so "
        f"{hours / 1024:,.1f} hours of 1,024 cores; {most:.0%} of it is for “{first}” and {next_most:.0%} "
        f"for “{second}”. The next bottleneck is the command itself: it writes and checks the corpus in one "
        f"process, {writing['tokens_per_second']:,.0f} tokens a second, which is {alone:,.0f} hours, as long "
        f"as {max(1, round(enough))} cores annotate. So much text is better built as many corpora, side by "
        "side."
    )
