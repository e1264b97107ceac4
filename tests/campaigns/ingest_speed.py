"""Measure how fast texts are read: as plain text and as one JSON Lines file, with all that ingest does.

    python tests/campaigns/ingest_speed.py TEXTS --rounds 5

TEXTS is a folder of .txt files. The best of the rounds counts, in processor seconds of one process.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rukaz.dictionary import morphology
from rukaz.ingest import ingest, read_project


def best_seconds(texts: Path, rounds: int) -> float:
    """Processor seconds of the fastest of some rounds."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        ingest(read_project(texts))
        seconds.append(time.process_time() - start)
    return min(seconds)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("texts", type=Path, metavar="TEXTS", help="folder of .txt files")
    parser.add_argument("--rounds", type=int, default=5, help="the best counts (default: 5)")
    options = parser.parse_args(arguments)
    files = sorted(options.texts.rglob("*.txt"))
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    morphology()  # loading the dictionary is no matter of size
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "texts.jsonl"
        with table.open("w", encoding="utf-8") as out:
            for path in files:
                row = {"id": path.stem, "text": path.read_text(encoding="utf-8")}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        for name, texts in (("plain text", options.texts), ("JSON Lines", table)):
            speed = megabytes / best_seconds(texts, options.rounds)
            print(f"{name}: {len(files)} texts, {megabytes:.1f} MB, {speed:.1f} MB a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
