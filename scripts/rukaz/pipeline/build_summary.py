"""What a build has to say when it is done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from rukaz.export.manifest import Manifest
from rukaz.ingest.readers import KINDS
from rukaz.ingest.text_files import SET_ASIDE
from rukaz.records import SPLITS
from rukaz.terminal_table import WIDTH, terminal_table
from rukaz.wording import counted

COUNTED = ("documents", "sentences", "tokens", "entities")
REASONS_SHOWN = 10
DOCUMENTS_SHOWN = 5
_OUTCOMES = ("files", "documents", "quarantined")

_COMMAND = re.compile(r'pip install "[^"]*"')
_NO_BREAK = "\N{NO-BREAK SPACE}"  # at which no line ends, so that a command can be copied


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
    yield from _not_annotated(manifest)
    yield from _kinds(manifest)
    yield from _quarantined(manifest["quarantine"])


def _not_annotated(manifest: Manifest) -> Iterator[str]:
    """The first documents of which nothing is annotated, and the splits that have only such."""
    if names := manifest.get("not_annotated"):
        first, rest = names[:DOCUMENTS_SHOWN], len(names) - DOCUMENTS_SHOWN
        more = f" and {rest:,} more (all of them are listed in manifest.json)" if rest > 0 else ""
        told = f"nothing is annotated in {counted(len(names), 'document')}: {', '.join(first)}{more}"
        yield from wrap(told, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    for split, counts in manifest["splits"].items():
        if not counts.get("sentences"):
            what = "its texts repeat others or are left out. --split divides the texts in another way."
            yield from wrap(f"{split} has no sentence: {what}", WIDTH, subsequent_indent="  ")


def _kinds(manifest: Manifest) -> Iterator[str]:
    """A line for each kind of file: how many there are, as what they were read, and what became of them."""
    read, not_read = manifest.get("read", {}), manifest.get("not_read") or {}
    aside = manifest.get("set_aside") or {}
    if set(read) <= {".txt"} and not not_read and not aside:
        return
    rows = [
        [suffix, KINDS.get(suffix, ""), *(str(counts.get(name, 0)) for name in _OUTCOMES)]
        for suffix, counts in read.items()
    ]
    rows += [
        [(suffix or "no ending")[:12], "not read: unknown kind", str(count), "0", "0"]
        for suffix, count in not_read.items()
    ]
    rows += [
        [name, f"not read: {SET_ASIDE.get(name, 'no text')}", str(count), "0", "0"]
        for name, count in aside.items()
    ]
    yield terminal_table(["files", "read as", "number", "documents", "quarantine"], rows, texts=2)


def _quarantined(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How many stretches are in quarantine, and for each reason the first of them and how many more."""
    if not rows:
        return
    yield f"in quarantine: {len(rows)} (all of them are listed in manifest.json)"
    times = Counter(row["reason"] for row in rows)
    first = {row["reason"]: row["file"] for row in reversed(rows)}
    for reason, count in times.most_common(REASONS_SHOWN):
        whole = _COMMAND.sub(lambda command: command[0].replace(" ", _NO_BREAK), reason)
        more = f" and {count - 1:,} more" if count > 1 else ""
        line = f"  {first[reason]}{more}: {whole}"
        lines = wrap(line, WIDTH, subsequent_indent=" " * 4, drop_whitespace=False, break_on_hyphens=False)
        yield from (shown.replace(_NO_BREAK, " ") for shown in lines)


def _listed(what: str, counts: dict[str, int]) -> Iterator[str]:
    if counts:
        listed = ", ".join(f"{name} {count}" for name, count in counts.items())
        yield from wrap(f"{what}: {listed}", WIDTH, subsequent_indent="  ")
