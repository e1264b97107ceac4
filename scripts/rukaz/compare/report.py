"""The differences of two versions as a table for people, as JSON, and as the entry of a changelog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from rukaz.compare.changes import UNITS, Difference
from rukaz.export.manifest import Manifest
from rukaz.terminal_table import terminal_table
from rukaz.wording import counted

WIDTH = 90
ONE = {"sentences": "sentence", "tokens": "token", "entities": "entity"}
KINDS_SHOWN = 6
"""How many different changes of a layer are listed; the JSON has them all."""

LAYERS: Mapping[str, str] = {
    "documents": "documents",
    "sentences": "sentence boundaries",
    "tokens": "token boundaries",
    "multi-word tokens": "multi-word tokens",
    "lemma": "lemmas",
    "UPOS": "parts of speech",
    "FEATS": "features",
    "head": "heads",
    "deprel": "relations",
    "entities": "entities",
    "entity label": "entity labels",
    "entity id": "entity ids",
    "entity name": "entity names",
    "entity link": "entity links",
    "quotes": "quotes",
    "dates": "dates",
    "mentions": "mentions",
    "cluster": "clusters",
    "annotation": "sentences' state of review",
}
"""Layers in the order in which they are told, and what the changelog calls them; others follow by name."""


def as_text(found: Difference) -> str:
    """The differences, at most :data:`WIDTH` columns wide."""
    return "\n".join(_lines(found))


def _lines(found: Difference) -> Iterator[str]:
    totals = ((unit, found.totals[unit]) for unit in UNITS)
    rows = ([unit, f"{old:,}", f"{new:,}", _signed(new - old)] for unit, (old, new) in totals)
    yield terminal_table(["", "old", "new", "change"], rows)
    for line in made_differently(found.old, found.new):
        yield from wrap(line, WIDTH, subsequent_indent="  ")
    if found.equal:
        yield "no differences"
    for layer in _layers(found):
        yield ""
        changes = found.changes[layer]
        yield f"{layer}: {changes.total():,}"
        for what, count in changes.most_common(KINDS_SHOWN):
            yield _cut(f"{count:7,}  {what}", WIDTH)
            for example in found.examples[layer, what]:
                place = f"{'':9}{example.sent_id}  "
                yield place + _cut(example.text, WIDTH - len(place))
        if len(changes) > KINDS_SHOWN:
            rest = changes.total() - sum(count for _, count in changes.most_common(KINDS_SHOWN))
            yield f"{rest:7,}  others ({len(changes) - KINDS_SHOWN:,} kinds; --json lists them)"


def as_json(found: Difference) -> dict[str, Any]:
    """The differences as values for JSON."""
    return {
        "equal": found.equal,
        "totals": {
            unit: dict(zip(("old", "new"), counts, strict=True)) for unit, counts in found.totals.items()
        },
        "made_differently": made_differently(found.old, found.new),
        "changes": {
            layer: [
                {
                    "what": what,
                    "count": count,
                    "examples": [
                        {"sent_id": one.sent_id, "text": one.text} for one in found.examples[layer, what]
                    ],
                }
                for what, count in found.changes[layer].most_common()
            ]
            for layer in _layers(found)
        },
    }


def as_changelog(found: Difference) -> str:
    """The entry of a data release for a changelog, as keepachangelog.com has them, in Markdown."""
    version = found.new["corpus"]["version"] if found.new else "unreleased"
    parts = {
        "Added": _entries(found, "added"),
        "Changed": _changed(found),
        "Removed": _entries(found, "removed"),
    }
    sections = [f"### {title}\n\n" + "\n".join(lines) for title, lines in parts.items() if lines]
    head = f"## [{version}] - unreleased" if found.new else "## [unreleased]"
    return "\n\n".join([head, *(sections or ["No annotation changed."])]) + "\n"


def _entries(found: Difference, kind: str) -> list[str]:
    """Documents that came or went, then how many units there are more or fewer."""
    names = [f"`{one.sent_id}` ({one.text})" for one in found.examples["documents", kind]]
    count = found.changes["documents"][kind] if "documents" in found.changes else 0
    more = f" and {count - len(names):,} more" if count > len(names) else ""
    listed = [f"- {counted(count, 'document')}: {', '.join(names)}{more}."] if count else []
    sign = 1 if kind == "added" else -1
    units = [
        f"{abs(after - before):,} {unit if abs(after - before) > 1 else ONE[unit]}"
        for unit, (before, after) in found.totals.items()
        if unit != "documents" and (after - before) * sign > 0
    ]
    return [*listed, *([f"- {', '.join(units)}."] if units else [])]


def _changed(found: Difference) -> list[str]:
    lines = []
    for layer in _layers(found):
        kinds = [(w, n) for w, n in found.changes[layer].most_common() if layer != "documents"]
        if not kinds:
            continue
        listed = ", ".join(f"{what} {count:,}" for what, count in kinds[:KINDS_SHOWN])
        rest = sum(count for _, count in kinds[KINDS_SHOWN:])
        others = f", others {rest:,}" if rest else ""
        total = sum(count for _, count in kinds)
        lines += wrap(
            f"- {_capital(LAYERS.get(layer, layer))}: {total:,} ({listed}{others}).",
            110,
            subsequent_indent="  ",
        )
    made = made_differently(found.old, found.new)
    return [*lines, *(f"- Made with another {line}." for line in made)]


def made_differently(old: Manifest | None, new: Manifest | None) -> list[str]:
    """What made the two, where it is known and differs: version, models, packages."""
    if old is None or new is None:
        return []
    facts = [_makers(manifest) for manifest in (old, new)]
    return [
        f"{name}: {facts[0].get(name, 'none')} → {facts[1].get(name, 'none')}"
        for name in sorted(facts[0].keys() | facts[1].keys())
        if facts[0].get(name) != facts[1].get(name)
    ]


def _makers(manifest: Manifest) -> dict[str, str]:
    model = f"{manifest['model']['name']} ({manifest['model']['digest'][:8]})"
    return {"version": manifest["corpus"]["version"], "model": model, **manifest["versions"]}


def _layers(found: Difference) -> list[str]:
    """The layers with changes, the most telling first."""
    order = [*LAYERS, *sorted(found.changes.keys() - LAYERS.keys())]
    return [layer for layer in order if layer in found.changes]


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "="


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - 2, 0)] + " …"
