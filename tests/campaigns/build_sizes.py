"""Build a tenth of the texts of a folder, then all: what time, and memory of the largest process, it takes.

    python tests/campaigns/build_sizes.py TEXTS --workers 2

Then the same again with nothing changed, and with one text changed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUKAZ = "from rukaz.cli import main; main()"
LARGEST = 2 << 30
"""Bytes that no process may exceed."""


@dataclass(frozen=True)
class Built:
    """A build: what its manifest says, and what it took; memory is that of the largest process, in bytes."""

    tokens: int
    seconds: float
    cpu: float
    peak: int

    def __str__(self) -> str:
        return (
            f"{self.tokens:10,} tokens {self.seconds:9.1f} s {self.cpu:9.1f} CPU s {self.peak / 1e6:8,.0f} MB"
        )


def build(texts: Path, corpus: Path, *options: str) -> Built:
    """``rukaz build`` in a process of its own."""
    command = [sys.executable, "-c", RUKAZ, "build", str(texts), "--corpus", str(corpus), "--json", *options]
    start = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit("the build failed")
        output.seek(0)
        manifest: dict[str, Any] = json.load(output)
    tokens = sum(counts["tokens"] for counts in manifest["splits"].values())
    # ru_maxrss of a process that was waited for is that of the largest among it and its own children
    return Built(tokens, time.monotonic() - start, usage.ru_utime + usage.ru_stime, 1024 * usage.ru_maxrss)


def campaign(texts: Path, folder: Path, *options: str) -> list[Built]:
    """Four builds below an empty ``folder``: a tenth, all, all again, one text changed."""
    files = sorted(texts.rglob("*.txt"))
    (folder / "tenth").mkdir()
    (folder / "all").mkdir()
    for number, file in enumerate(files):
        shutil.copy(file, folder / "all" / f"{number}.txt")
        if number % 10 == 0:
            shutil.copy(file, folder / "tenth")
    built = [
        report("a tenth", build(folder / "tenth", folder / "corpus-tenth", *options)),
        report("all", build(folder / "all", folder / "corpus", *options)),
        report("nothing changed", build(folder / "all", folder / "corpus", *options)),
    ]
    with (folder / "all" / "0.txt").open("a", encoding="utf-8") as changed:
        changed.write("\n\nПереговоры продолжились в Астане.\n")
    built.append(report("one text changed", build(folder / "all", folder / "corpus", *options)))
    return built


def report(what: str, built: Built) -> Built:
    """Print a build and give it back."""
    print(f"{what:18}{built}", flush=True)
    return built


def main() -> None:
    """Run a campaign from the command line; what it does not know is for ``rukaz build``."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    arguments, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        built = campaign(arguments.texts, Path(folder), *options)
    raise SystemExit(any(one.peak > LARGEST for one in built))


if __name__ == "__main__":
    main()
