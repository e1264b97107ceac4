"""What a benchmark says, as a table and as the price of more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rukaz.bench.build_costs import ALONE, SHARED, BuildCosts, estimate
from rukaz.bench.stages import OTHER, STAGES
from rukaz.bench.systems import ON_WHOLE_BUILDS
from rukaz.terminal_table import terminal_table

WIDTH = 100
COLUMNS = ("system", "cores", "tokens", "tokens/s", "CPU s", "peak MB", "start s")
ACCURACY_COLUMNS = ("system", "UPOS", "LAS", "tokens/s, one core")
MOST_WORKERS = 1024
WORKERS = (1, 4, 16, 64, 256, MOST_WORKERS)
SCALE = (1_000_000_000, 10_000_000_000)
"""Tokens."""

SCALE_COLUMNS = (
    "workers",
    *(cell for tokens in SCALE for cell in (f"hours, {tokens // 10**9} billion", "alone")),
    "most of the time goes to",
)
_HOUR = 3600


def text(report: Mapping[str, Any]) -> str:
    """Ratios, then the table, then where the time goes; at most :data:`WIDTH` columns."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    for what, ratio in report["ratios"].items():
        yield f"{ratio:7.2f}  {what}"
    if compared := report["compared_with_stanza"]:
        yield f"{compared['different']:7}  of {compared['sentences']:,} sentences differ from those of Stanza"
    yield ""
    yield terminal_table(COLUMNS, rows(report), width=WIDTH)
    if report.get("gold"):
        yield ""
        yield terminal_table(ACCURACY_COLUMNS, accuracy_rows(report), width=WIDTH)
    yield ""
    profiled = [
        row
        for row in report["results"]
        if row["cores"] == 1 and row["shares"] and row["system"] not in ON_WHOLE_BUILDS
    ]
    seen = [stage for stage in (*STAGES, OTHER) if any(stage in row["shares"] for row in profiled)]
    shares = (
        [row["system"], *(f"{100 * row['shares'].get(one, 0):.0f}" for one in seen)] for row in profiled
    )
    yield terminal_table(["per cent of the time", *seen], shares, width=WIDTH)
    if "build" in report:
        costs = BuildCosts(**report["build"])
        told = [*costs.largest(SHARED), ("in all, shared by workers", costs.shared)]
        told += [*costs.largest(ALONE), ("in all, by the command alone", costs.alone)]
        yield ""
        yield terminal_table(
            ["µs a token", ""], ([stage, f"{cost:.2f}"] for stage, cost in told), width=WIDTH
        )


def accuracy_rows(report: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    """The cells below :data:`ACCURACY_COLUMNS`: how right each system is, and how fast on one core."""
    return [
        [
            row["system"],
            *(f"{row['accuracy'][metric]:.1f}" for metric in ("UPOS", "LAS")),
            f"{row['tokens_per_second']:,.0f}",
        ]
        for row in report["results"]
        if row.get("accuracy") and row["cores"] == 1
    ]


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
    """What so many tokens cost, as far as a token was measured, and what comes to stand in the way."""
    costs = BuildCosts(**report["build"])
    (first, most), (second, next_most), *_ = costs.largest(SHARED)
    (heaviest, heavy), (other, next_heavy), *_ = costs.largest(ALONE)
    hours = tokens * costs.shared / 1e6 / _HOUR
    cluster = estimate(costs, tokens, MOST_WORKERS).seconds / _HOUR
    return (
        f"{tokens / 1e9:g} billion tokens take {hours:,.0f} hours of one core, "
        f"{costs.shared:,.0f} µs a token, "
        f"{most / costs.shared:.0%} of it for “{first}” and {next_most / costs.shared:.0%} for “{second}”. "
        f"Any number of workers share it: {MOST_WORKERS:,} would be done in {cluster:,.1f} hours. "
        f"What the command does in one process is {costs.alone:.2f} µs a token "
        f"({1 / costs.alone:,.1f} million tokens a second), {heavy:.2f} for “{heaviest}” and "
        f"{next_heavy:.2f} for “{other}”; it would take as long as all the rest on "
        f"{costs.shared / costs.alone:,.0f} cores."
    )


def scale_rows(report: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    """The cells below :data:`SCALE_COLUMNS`: what more and more workers would take."""
    costs = BuildCosts(**report["build"])
    found = [[estimate(costs, tokens, workers) for tokens in SCALE] for workers in WORKERS]
    return [
        [
            f"{row[0].workers:,}",
            *(
                cell
                for one in row
                for cell in (f"{one.seconds / _HOUR:,.2f}", f"{one.alone / one.seconds:.0%}")
            ),
            row[-1].bottleneck,
        ]
        for row in found
    ]
