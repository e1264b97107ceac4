"""What a build has to say when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rukaz.export.manifest import Manifest
from rukaz.records import SPLITS

COUNTED = ("documents", "sentences", "tokens", "entities")


def summary(manifest: Manifest) -> str:
    """The counts of a build, at most 80 columns wide."""
    return "\n".join(_lines(manifest))


def _lines(manifest: Manifest) -> Iterator[str]:
    corpus = manifest["corpus"]
    yield f"{corpus['title']} {corpus['version']}, model {manifest['model']['name']}"
    yield f"{'':12}" + "".join(f"{unit:>12}" for unit in COUNTED)
    splits = manifest["splits"]
    for split in SPLITS:
        if split in splits:
            yield f"{split:12}" + "".join(f"{splits[split].get(unit, 0):12}" for unit in COUNTED)
    yield from _listed("annotation", manifest["annotation"])
    left_out = {role: counts["blocks"] for role, counts in manifest["left_out"].items()}
    yield from _listed("blocks left out", left_out)
    yield from _listed("repairs", manifest["repairs"])
    reasons = Counter(row["reason"] for row in manifest["quarantine"])
    if reasons:
        yield f"in quarantine: {reasons.total()} (all rows are in manifest.json)"
        yield from (f"  {times:6} {reason}" for reason, times in reasons.most_common(10))


def _listed(what: str, counts: dict[str, int]) -> Iterator[str]:
    if counts:
        yield f"{what}: " + ", ".join(f"{name} {count}" for name, count in counts.items())
