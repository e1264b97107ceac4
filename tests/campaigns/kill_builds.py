"""Kill many builds; each leaves the old corpus or the new one, and the next build makes the same bytes.

    python tests/campaigns/kill_builds.py TEXTS --kills 100 --seed 1

Two versions of the texts take turns, so that each build has something to publish. Half of the builds kill
themselves at a step of publishing, half are killed with all their processes at a random moment; some begin
without a cache, so that annotation is interrupted too.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rukaz.export.atomic_publish import FAULT_POINTS, FAULT_VARIABLE, recover, workspace
from rukaz.export.manifest import MANIFEST, digest_file, digest_tree

RUKAZ = "from rukaz.cli import main; main()"

TOO_LATE = "not killed: was done"
"""Of a build that had ended before its moment came; it does not count."""

Bytes = dict[str, str]


def campaign(texts: Path, folder: Path, *, kills: int, seed: int) -> int:
    """Kill ``kills`` builds of the .txt files in ``texts``; how many left what they should not.

    Args:
        folder: an empty folder to work in.
    """
    chance, failures, killed = random.Random(seed), 0, 0
    versions = make_versions(texts, folder)
    references = [undisturbed(version, folder / f"reference-{version.name}") for version in versions]
    expected, seconds = [bytes_of for bytes_of, _ in references], max(taken for _, taken in references)
    corpus = folder / "corpus"
    undisturbed(versions[0], corpus)
    for new in itertools.cycle((1, 0)):
        if killed == kills:
            break
        if chance.random() < 0.3:
            shutil.rmtree(workspace(corpus).cache, ignore_errors=True)
        how = kill_build(versions[new], corpus, chance, seconds, at_step=killed % 2 == 0)
        recover(corpus)
        left = read_bytes(corpus)
        rebuilt, _ = undisturbed(versions[new], corpus)
        if how == TOO_LATE:
            seconds *= 0.8
        killed += how != TOO_LATE
        whole, same = left in expected, rebuilt == expected[new]
        failures += not (whole and same)
        found = ("new" if left == expected[new] else "old") if whole else "BROKEN"
        outcome = "same bytes" if same else "OTHER BYTES"
        print(f"{killed:4} {how:24} left: {found:6} next build: {outcome}", flush=True)
    return failures


def make_versions(texts: Path, folder: Path) -> list[Path]:
    """Two folders with the texts, one of them with a sentence more."""
    versions = [folder / name for name in ("short", "long")]
    for version in versions:
        version.mkdir()
        for path in texts.glob("*.txt"):
            shutil.copy(path, version)
    longer = min(versions[1].iterdir())
    longer.write_bytes(longer.read_bytes() + "\n\nПереговоры продолжились в Астане.\n".encode())
    return versions


def undisturbed(texts: Path, corpus: Path) -> tuple[Bytes, float]:
    """The bytes that a build which nobody kills leaves, and its seconds."""
    start = time.monotonic()
    status = start_build(texts, corpus).wait()
    if status not in (0, 1):
        raise SystemExit(f"the undisturbed build of {texts} ended with {status}")
    return read_bytes(corpus), time.monotonic() - start


def kill_build(texts: Path, corpus: Path, chance: random.Random, seconds: float, *, at_step: bool) -> str:
    """Start a build and have it killed; where."""
    if at_step:
        point = chance.choice(FAULT_POINTS)
        start_build(texts, corpus, fault=point).wait()
        return point
    moment = chance.uniform(0, seconds)
    process = start_build(texts, corpus)
    try:
        process.wait(moment)
        return TOO_LATE
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"after {moment:.2f} s"


def start_build(texts: Path, corpus: Path, *, fault: str = "") -> subprocess.Popen[bytes]:
    """``rukaz build``, in a process group of its own."""
    command = [sys.executable, "-c", RUKAZ, "build", str(texts), "--corpus", str(corpus)]
    environment = {**os.environ, FAULT_VARIABLE: fault}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def read_bytes(corpus: Path) -> Bytes:
    """SHA-256 of every file of a corpus, its manifest too; empty if there is none."""
    if not corpus.exists():
        return {}
    return {**digest_tree(corpus), MANIFEST: digest_file(corpus / MANIFEST)}


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        failures = campaign(arguments.texts, Path(folder), kills=arguments.kills, seed=arguments.seed)
    print(f"{arguments.kills} builds killed, {failures} wrong outcomes (seed {arguments.seed})")
    raise SystemExit(bool(failures))


if __name__ == "__main__":
    main()
