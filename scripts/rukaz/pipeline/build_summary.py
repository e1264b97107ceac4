"""What a build has to say when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from rukaz.export.manifest import Manifest
from rukaz.records import SPLITS
from rukaz.terminal_table import WIDTH, terminal_table

COUNTED = ("documents", "sentences", "tokens", "entities")
REASONS_SHOWN = 10


def summary(manifest: Manifest) -> str:
    """The counts of a build, at most 80 columns wide."""
    return "\n".join(_lines(manifest))


def _lines(manifest: Manifest) -> Iterator[str]:
    corpus = manifest["corpus"]
    yield f"{corpus['title']} {corpus['version']}, model {manifest['model']['name']}"
    splits = manifest["splits"]
    rows = (
        [split, *(f"{splits[split].get(unit, 0):,}" for unit in COUNTED)]
        for split in SPLITS
        if split in splits
    )
    yield terminal_table(["", *COUNTED], rows, width=WIDTH)
    yield from _listed("annotation", manifest["annotation"])
    left_out = {role: counts["blocks"] for role, counts in manifest["left_out"].items()}
    yield from _listed("blocks left out", left_out)
    foreign = {language: counts["sentences"] for language, counts in manifest.get("foreign", {}).items()}
    yield from _listed("sentences in other languages, not parsed", foreign)
    yield from _listed("repairs", manifest["repairs"])
    if not_read := manifest.get("not_read"):
        others = {ending or "no ending": count for ending, count in not_read.items()}
        number = sum(others.values())
        what = "1 file of another kind was" if number == 1 else f"{number} files of other kinds were"
        yield from _listed(f"{what} not read", others)
    yield from _quarantined(manifest["quarantine"])


def _quarantined(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How many stretches are in quarantine, and for each reason how many and the first of them."""
    if not rows:
        return
    yield f"in quarantine: {len(rows)} (all of them are listed in manifest.json)"
    times = Counter(row["reason"] for row in rows)
    first = {row["reason"]: row["file"] for row in reversed(rows)}
    for reason, count in times.most_common(REASONS_SHOWN):
        yield from wrap(
            f"{count:6} {first[reason]}: {reason}", WIDTH, subsequent_indent=" " * 7, drop_whitespace=False
        )


def _listed(what: str, counts: dict[str, int]) -> Iterator[str]:
    if counts:
        listed = ", ".join(f"{name} {count}" for name, count in counts.items())
        yield from wrap(f"{what}: {listed}", WIDTH, subsequent_indent="  ")
