"""Break many builds; each leaves the old corpus or the new one, and the next build makes the same bytes.

    python tests/campaigns/break_builds.py TEXTS --rounds 200 --seed 1

Two versions of the texts take turns, so that each build has something to publish, and some begin without a
cache, so that annotation is disturbed too. Files of other people lie beside the corpus and are never touched.
``--only kill,signal`` chooses among the faults below.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import itertools
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests.* where this is run as a program

from rukaz.errors import RukazError
from rukaz.export.atomic_publish import recover
from rukaz.workspace import workspace
from tests.export.kill_points import KILL_POINTS, die_at

Bytes = Mapping[str, str]
"""SHA-256 of the files of a folder, by path."""

PRELOADED = ["torch", "stanza", "datasets", "pyarrow.parquet", "rukaz.cli", "rukaz.pipeline.build"]
"""What every build imports; it is imported once, by the process that all of them are forked from."""

CRASHED = 70
FOREIGN = ("notes.md", "corpus.part", "corpus.tmp", "corpus2/manifest.json", ".git/config", ".rukaz/notes")
REPLACED = "a build replaced the corpus while it was read"
REFUSED = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT)
CALLS = ("rename", "replace", "link", "fsync", "mkdir", "unlink", "rmdir")
"""What the operating system refuses, and when."""


@dataclass
class Campaign:
    """Builds of two versions of some texts into one corpus.

    Attributes:
        folder: where all of it happens.
        expected: the corpus that each version makes.
        readings: what a reader gets of each (:func:`read_once`).
        seconds: that a build takes.
        wrong: what should not have been, in this round.
    """

    folder: Path
    chance: random.Random
    versions: list[Path] = field(default_factory=list)
    expected: list[Bytes] = field(default_factory=list)
    readings: set[str] = field(default_factory=set)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def corpus(self) -> Path:
        """The corpus."""
        return self.folder / "corpus"

    def prepare(self, texts: Path) -> None:
        """Make the two versions, and the corpus that is expected of each."""
        self.versions = make_versions(texts, self.folder)
        for name in FOREIGN:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"of somebody else: {name}", encoding="utf-8")
        for version in (1, 0):
            start_time = time.monotonic()
            self.build(version)
            self.seconds = time.monotonic() - start_time
            self.expected.insert(0, read_bytes(self.corpus))
            self.readings.add(read_once(self.corpus))

    def start(self, version: int, *options: str, **disturbed: Any) -> BaseProcess:
        """A build in a process, and a process group, of its own."""
        arguments = ["build", str(self.versions[version]), "--corpus", str(self.corpus), *options]
        process = multiprocessing.get_context("forkserver").Process(
            target=run_rukaz, args=(arguments, self.folder / "log.txt"), kwargs=disturbed
        )
        process.start()
        return process

    def ended(self, process: BaseProcess) -> int:
        """Wait for a build; its exit code. A crash and a traceback are wrong."""
        process.join(600)
        if process.exitcode is None:
            self.wrong.append("hangs")
            kill(process, signal.SIGKILL)
            process.join()
        log = (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")
        if process.exitcode == CRASHED or "Traceback" in log:
            self.wrong.append(f"crashed: {log[-300:]}")
        return process.exitcode or 0

    def build(self, version: int, *options: str) -> None:
        """A build that nobody disturbs; it has to end well."""
        code = self.ended(self.start(version, *options))
        if code not in (0, 1):
            log = (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")
            self.wrong.append(f"an undisturbed build ended with {code}: {log[-300:]}")

    def expect(self, code: int, wanted: int, what: str) -> None:
        """Note an exit code that is not the right one."""
        if code != wanted:
            self.wrong.append(f"{what} ended with {code}, not {wanted}")


def run_rukaz(
    arguments: list[str],
    log: Path,
    *,
    fault: str = "",
    largest_file: int | None = None,
    refuse: tuple[int, int] | None = None,
) -> None:
    """Run a command line in this process, whose output goes to ``log``.

    Args:
        fault: the step of publishing at which the process kills itself.
        largest_file: bytes that a file may have.
        refuse: number of the call to the file system that fails, and the error.
    """
    os.setsid()
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    die_at(fault)
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    if refuse is not None:
        calls = itertools.count()
        for name in CALLS:
            setattr(os, name, partial(_refusing, getattr(os, name), calls, *refuse))
    from rukaz.cli import main

    main(arguments, prog_name="rukaz")


def _refusing(
    call: Callable[..., Any], calls: itertools.count[int], number: int, code: int, *args: Any, **options: Any
) -> Any:
    if next(calls) == number:
        raise OSError(code, os.strerror(code), str(args[0]))
    return call(*args, **options)


def kill(process: BaseProcess, with_signal: signal.Signals) -> None:
    """Send a signal to a build and the processes it has started."""
    try:
        os.killpg(process.pid or 0, with_signal)
    except ProcessLookupError:  # not yet a group, or no longer there
        process.terminate()


# -- the faults: each disturbs one build of a version and says how --


def kill_at_a_step(campaign: Campaign, new: int) -> str:
    """The process is killed at a step of publishing."""
    point = campaign.chance.choice(KILL_POINTS)
    campaign.ended(campaign.start(new, fault=point))
    return point


def kill_at_a_moment(campaign: Campaign, new: int) -> str:
    """The process and all its children are killed."""
    return _at_a_moment(campaign, new, signal.SIGKILL)


def signal_at_a_moment(campaign: Campaign, new: int) -> str:
    """Somebody presses Ctrl-C, closes the terminal, or the machine shuts down."""
    return _at_a_moment(campaign, new, campaign.chance.choice((signal.SIGINT, signal.SIGTERM, signal.SIGHUP)))


def _at_a_moment(campaign: Campaign, new: int, with_signal: signal.Signals) -> str:
    moment = campaign.chance.uniform(0, campaign.seconds)
    process = campaign.start(new)
    process.join(moment)
    if process.exitcode is not None:
        campaign.seconds *= 0.8
        return "was done before"
    kill(process, with_signal)
    campaign.ended(process)
    return f"{with_signal.name} after {moment:.2f} s"


def refuse_a_call(campaign: Campaign, new: int) -> str:
    """The file system refuses a rename, a sync, a new folder or a removal."""
    number, code = campaign.chance.randrange(60), campaign.chance.choice(REFUSED)
    ended = campaign.ended(campaign.start(new, refuse=(number, code)))
    return f"call {number}: {errno.errorcode[code]}, ended with {ended}"


def limit_files(campaign: Campaign, new: int) -> str:
    """No file may become larger than some size."""
    size = campaign.chance.randrange(60_000)
    ended = campaign.ended(campaign.start(new, largest_file=size))
    return f"files up to {size:,} bytes, ended with {ended}"


def fill_the_disk(campaign: Campaign, new: int) -> str:
    """The disk is full at some byte; it is a small one of its own, copied back when the build has ended."""
    size = campaign.chance.randrange(100, 2_000)
    disk, copy = campaign.folder / "disk", campaign.folder / "copy"
    for folder in (disk, copy):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    command = [sys.executable, "-m", "rukaz", "build", str(campaign.versions[new]), "--corpus", "corpus"]
    script = (
        f"mount -t tmpfs -o size={size}k tmpfs {disk} && cp -a {campaign.corpus} {disk} || exit 99; "
        f'cd {disk}; "$@" > {campaign.folder}/log.txt 2>&1; code=$?; cp -a {disk}/. {copy}; exit $code'
    )
    alone = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
    done = subprocess.run([*alone, *command], capture_output=True, check=False)
    if done.returncode == 99:
        return f"a disk of {size} kB: the corpus has no room, or no disk can be made here"
    recover(copy / "corpus")
    if read_bytes(copy / "corpus") not in campaign.expected:
        campaign.wrong.append("the corpus on the full disk is not whole")
    log = (campaign.folder / "log.txt").read_text(encoding="utf-8")
    if done.returncode == CRASHED or "Traceback" in log:
        campaign.wrong.append(f"crashed: {log[-300:]}")
    return f"a disk of {size} kB, ended with {done.returncode}"


def build_in_parallel(campaign: Campaign, new: int) -> str:
    """Two builds at once, of the two versions; one of them may be killed."""
    processes = [campaign.start(new), campaign.start(1 - new)]
    killed = campaign.chance.random() < 0.5
    if killed:
        processes[0].join(campaign.chance.uniform(0, campaign.seconds))
        kill(processes[0], signal.SIGKILL)
    codes = [campaign.ended(process) for process in processes]
    campaign.expect(max(0, codes[1]), 0, "the other build")
    return f"two builds{', one killed' if killed else ''}"


def read_meanwhile(campaign: Campaign, new: int) -> str:
    """Somebody reads the corpus again and again while it is replaced."""
    process = campaign.start(new)
    seen: Counter[str] = Counter()
    while process.exitcode is None:
        seen[read_once(campaign.corpus)] += 1
    campaign.ended(process)
    campaign.wrong += [
        f"a reader saw: {what}" for what in seen if what not in campaign.readings and REPLACED not in what
    ]
    return f"{seen.total()} times read"


def flip_in_the_cache(campaign: Campaign, new: int) -> str:
    """A byte of what is kept between builds is another one; it has to be noticed, and made again."""
    campaign.build(new)
    work = workspace(campaign.corpus)
    kept = campaign.chance.choice((work.cache, work.shards))
    path = campaign.chance.choice(sorted(path for path in kept.rglob("*") if path.is_file()))
    where = flip(path, campaign.chance)
    shutil.rmtree(campaign.corpus)
    campaign.build(new)
    if read_bytes(campaign.corpus) != campaign.expected[new]:
        campaign.wrong.append(f"byte {where} of {path.name} was believed")
    return f"byte {where} of {kept.name}/{path.name[:20]}"


def flip_in_the_corpus(campaign: Campaign, new: int) -> str:
    """A byte of the corpus is another one: it may be somebody's correction, and is not replaced unasked."""
    names = [name for name in read_bytes(campaign.corpus) if name != "manifest.json"]
    path = campaign.corpus / campaign.chance.choice(names)
    where = flip(path, campaign.chance)
    before = read_bytes(campaign.corpus)
    campaign.expect(campaign.ended(campaign.start(new)), 2, "a build over a changed file")
    if read_bytes(campaign.corpus) != before:
        campaign.wrong.append("a changed file was replaced")
    campaign.build(new, "--discard-edits")
    return f"byte {where} of {path.name}"


def lay_into_the_corpus(campaign: Campaign, new: int) -> str:
    """Somebody keeps a file of their own in the corpus."""
    name = campaign.chance.choice(("notes.md", "conllu/mine.conllu", ".git/config", "tokens/a.parquet"))
    path = campaign.corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine", encoding="utf-8")
    before = read_bytes(campaign.corpus)
    options = campaign.chance.choice(((), ("--discard-edits",)))
    campaign.expect(campaign.ended(campaign.start(new, *options)), 2, "a build over somebody's file")
    if read_bytes(campaign.corpus) != before:
        campaign.wrong.append("somebody's file was touched")
    path.unlink()
    shutil.rmtree(campaign.corpus / ".git", ignore_errors=True)
    return name


FAULTS: Mapping[str, Callable[[Campaign, int], str]] = {
    "step": kill_at_a_step,
    "kill": kill_at_a_moment,
    "signal": signal_at_a_moment,
    "refuse": refuse_a_call,
    "size": limit_files,
    "disk": fill_the_disk,
    "parallel": build_in_parallel,
    "read": read_meanwhile,
    "cache": flip_in_the_cache,
    "edit": flip_in_the_corpus,
    "foreign": lay_into_the_corpus,
}


def campaign(texts: Path, folder: Path, *, rounds: int, seed: int, only: tuple[str, ...] = ()) -> int:
    """Break builds of the .txt files in ``texts``; in how many rounds something was wrong.

    Args:
        folder: an empty folder to work in.
        only: the faults that take turns; all if none are named.
    """
    multiprocessing.set_forkserver_preload(PRELOADED)
    one = Campaign(folder, random.Random(seed))
    one.prepare(texts)
    beside = foreign_bytes(folder)
    names = [name for name in FAULTS if name in only or not only]
    failed, table = 0, Counter[str]()
    for number, name in enumerate(itertools.islice(itertools.cycle(names), rounds)):
        new = (number + 1) % 2
        if one.chance.random() < 0.3:
            shutil.rmtree(workspace(one.corpus).cache, ignore_errors=True)
        told = FAULTS[name](one, new)
        recover(one.corpus)
        if (left := read_bytes(one.corpus)) not in one.expected:
            one.wrong.append("the corpus is not whole")
        one.build(new)
        if read_bytes(one.corpus) != one.expected[new]:
            one.wrong.append("the next build made other bytes")
        if foreign_bytes(folder) != beside:
            one.wrong.append("other people's files were touched")
        found = "new" if left == one.expected[new] else "old" if left in one.expected else "BROKEN"
        print(
            f"{number + 1:4} {name:9} {told:44} left: {found:6} {'; '.join(one.wrong) or 'right'}", flush=True
        )
        table[name] += 1
        failed += bool(one.wrong)
        one.wrong.clear()
    print(", ".join(f"{name} {count}" for name, count in table.items()))
    return failed


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


def read_bytes(folder: Path) -> Bytes:
    """SHA-256 of every file of a folder; empty if there is none."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): digest(path) for path in files}


def foreign_bytes(folder: Path) -> Bytes:
    """SHA-256 of the texts and of what lies beside the corpus."""
    texts = {
        f"{name}/{file}": sha for name in ("short", "long") for file, sha in read_bytes(folder / name).items()
    }
    return {**texts, **{name: digest(folder / name) for name in FOREIGN}}


def digest(path: Path) -> str:
    """SHA-256 of a file; what it is if it is gone."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "gone"


def read_once(corpus: Path) -> str:
    """A digest of all sentences that a reader gets, or what it is told."""
    import rukaz

    try:
        sentences = list(rukaz.read(corpus))
    except RukazError as error:
        return str(error)
    return hashlib.sha256(repr(sentences).encode()).hexdigest()


def flip(path: Path, chance: random.Random) -> int:
    """Change one bit of a file; in which byte."""
    data = bytearray(path.read_bytes())
    where = chance.randrange(len(data))
    data[where] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return where


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="faults, with commas between them")
    arguments = parser.parse_args()
    only = tuple(filter(None, arguments.only.split(",")))
    with tempfile.TemporaryDirectory() as folder:
        failed = campaign(
            arguments.texts, Path(folder), rounds=arguments.rounds, seed=arguments.seed, only=only
        )
    print(f"{arguments.rounds} builds broken, {failed} wrong outcomes (seed {arguments.seed})")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
