"""Measure how well articles are found in web pages, on the evaluation set of trafilatura, and beside it.

    python tests/campaigns/web_pages.py FOLDER

FOLDER is the folder ``tests`` of a clone of https://github.com/adbar/trafilatura: evaldata.json names phrases
of each page that belong to its article, and others that do not. Every second page counts, from the second on;
the others are for those who write rules. trafilatura is measured, too, if it is installed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.readers import read_document
from rukaz.ingest.readers.extracted import Extracted, UnreadableError
from rukaz.records import TEXT_ROLES

Extract = Callable[[bytes], str]


def by_the_page(data: bytes) -> str:
    """What the elements of a page do not tell to be around its article, and the rows of tables."""
    extracted = _read(data)
    left = [mark for mark in extracted.marks if mark.reason and mark.role != "table"]
    starts, ends = [0, *(mark.end for mark in left)], [*(mark.start for mark in left), len(extracted.text)]
    return "\n".join(extracted.text[start:end] for start, end in zip(starts, ends, strict=True))


def by_all_rules(data: bytes) -> str:
    """What is annotated, and the rows of tables."""
    extracted = _read(data)
    blocks = split_blocks(extracted.text, extracted.marks)
    kept = [block for block in blocks if block.role in TEXT_ROLES or block.role == "table"]
    return "\n".join(extracted.text[block.start : block.end] for block in kept)


def by_trafilatura(data: bytes) -> str:
    """What trafilatura extracts, with the settings of its own evaluation."""
    from trafilatura import extract

    return extract(data, include_comments=False, include_tables=True, include_formatting=False) or ""


def _read(data: bytes) -> Extracted:
    try:
        return read_document(data, ".html", "utf-8")
    except UnreadableError:
        return Extracted("")


def measured(extract: Extract, pages: Sequence[tuple[bytes, Mapping[str, Sequence[str]]]]) -> str:
    """Precision, recall and F1 of the phrases in per cent, and pages a second."""
    right = wrong = missed = 0
    start = time.process_time()
    for data, phrases in pages:
        text = _spaced(extract(data))
        found = sum(_spaced(phrase) in text for phrase in phrases["with"])
        right, missed = right + found, missed + len(phrases["with"]) - found
        wrong += sum(_spaced(phrase) in text for phrase in phrases["without"])
    speed = len(pages) / (time.process_time() - start)
    precision, recall = 100 * right / (right + wrong), 100 * right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    return f"precision {precision:.1f}, recall {recall:.1f}, F1 {f1:.1f}, {speed:.0f} pages a second"


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="tests of a clone of trafilatura")
    folder: Path = parser.parse_args(arguments).folder
    said = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    places = [
        next(path for part in ("cache", "eval") if (path := folder / part / one["file"]).exists())
        for one in said.values()
    ]
    pages = [(path.read_bytes(), one) for path, one in zip(places, said.values(), strict=True)][1::2]
    print(f"{len(pages)} pages")
    rows: dict[str, Extract] = {"by the page": by_the_page, "by all rules": by_all_rules}
    if find_spec("trafilatura"):
        rows["trafilatura"] = by_trafilatura
    for name, extract in rows.items():
        print(f"{name}: {measured(extract, pages)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
