"""Build corpora of one, three and ten million tokens; no process may take more memory for a larger one.

    python tests/campaigns/shard_memory.py TEXTS --tokens 1000000 3000000 10000000 --workers 2 --seed 1

The texts of a folder are copied until there are enough of them, and in each copy some words are others of
the folder or are put together of two, so that no copy is a near-duplicate of another and the vocabulary
grows. The networks, whose memory does not depend on how many texts there are, are replaced by a stand-in;
all else is the build as it is: rules, validator, files, checks.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.long_sentences import Span

WITHIN = 0.15
"""The largest peak of a kind of process may exceed the smallest by this part."""

REPLACED, COINED = 0.3, 0.02
"""Parts of the words that become another word of the folder, and a new one."""

SECONDS_BETWEEN_LOOKS = 0.1

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"[а-яё]{3,}")
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")


# -- texts --


def write_texts(source: Path, target: Path, tokens: int, seed: int) -> int:
    """Write varied copies of the texts of a folder until there are so many tokens; how many there are."""
    originals = [path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.txt"))]
    vocabulary = sorted({word for text in originals for word in _WORD.findall(text)})
    target.mkdir()
    written = number = 0
    while written < tokens:
        text = varied(originals[number % len(originals)], vocabulary, random.Random(f"{seed} {number}"))
        (target / f"{number:07}.txt").write_text(text, encoding="utf-8")
        written += len(_TOKEN.findall(text))
        number += 1
    return written


def varied(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    """``text`` with some of its words exchanged."""

    def other(word: re.Match[str]) -> str:
        drawn = chance.random()
        if drawn < COINED:
            first, second = chance.choices(vocabulary, k=2)
            return first[: len(first) // 2 + 1] + second[len(second) // 2 :]
        return chance.choice(vocabulary) if drawn < REPLACED else word[0]

    return _WORD.sub(other, text)


# -- a stand-in for the networks --


class StandIn:
    """Sentences end at full stops, every word is a noun below the first: quick, and sound enough to publish.

    It stands where :class:`rukaz.annotation.processors.Stages` does; rules go on with what it says.
    """

    def tokenize(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        return [[list(_spans(text, sentence)) for sentence in _SENTENCE.finditer(text)] for text in texts]

    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        return [[_analysis(number, form) for number, form in enumerate(forms)] for forms in sentences]


def _spans(text: str, sentence: re.Match[str]) -> Iterator[Span]:
    return (token.span() for token in _TOKEN.finditer(text, *sentence.span()))


def _analysis(number: int, form: str) -> Analysis:
    is_word = form[0].isalnum()
    upos, deprel = ("NOUN", "nmod") if is_word else ("PUNCT", "punct")
    name = "S-PER" if is_word and form[0].isupper() and number else "O"
    return Analysis(form.lower(), upos, None, int(number > 0), deprel if number else "root", name)


def build() -> None:
    """``rukaz`` with the stand-in, in this process and in its workers."""
    from rukaz.cli import main

    main(sys.argv[2:])


def put_stand_in() -> None:
    """From now on the stand-in annotates in this process."""
    mock.patch("rukaz.annotation.annotator.load_pipeline").start()
    mock.patch("rukaz.annotation.processors.JointStages", lambda *_: StandIn()).start()


# -- memory --


@dataclass
class Peaks:
    """The peak memory of each process of a build, in bytes, by what it is.

    Attributes:
        processes: by the kind of process (driver, worker, validator), then by its id.
    """

    tokens: int
    seconds: float = 0.0
    processes: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def look(self, driver: int) -> None:
        """Note the peak so far of the driver and of all processes below it."""
        parents = dict(_parents())
        for process in parents:
            ancestors = list(_ancestors(process, parents))
            if process == driver or driver in ancestors:
                with suppress(OSError, LookupError):  # it ended meanwhile
                    self.processes[_kind(process, driver)][process] = _peak(process)

    def largest(self, kind: str) -> int:
        return max(self.processes[kind].values(), default=0)

    def __str__(self) -> str:
        told = [
            f"{kind} {', '.join(f'{peak / 1e6:,.0f}' for peak in sorted(peaks.values()))} MB"
            for kind, peaks in sorted(self.processes.items())
        ]
        return f"{self.tokens:12,} tokens {self.seconds:8.0f} s   {'; '.join(told)}"


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            yield int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[1])


def _ancestors(process: int, parents: dict[int, int]) -> Iterator[int]:
    while process := parents.get(process, 0):
        yield process


def _kind(process: int, driver: int) -> str:
    if process == driver:
        return "driver"
    command = Path(f"/proc/{process}/cmdline").read_bytes()
    kinds = {b"resource_tracker": "tracker", b"validator": "validator", b"spawn_main": "worker"}
    found = [kind for mark, kind in kinds.items() if mark in command]
    if not found:
        raise LookupError("not yet what it will be")
    return found[0]


def _peak(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return 1024 * int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0])


# -- the campaign --


def measured(texts: Path, corpus: Path, tokens: int, workers: int) -> Peaks:
    """Build the corpus of ``texts`` in processes of their own, and watch them."""
    peaks = Peaks(tokens)
    command = [sys.executable, __file__, "--build", "build", str(texts), "--corpus", str(corpus)]
    begun = time.monotonic()
    process = subprocess.Popen(
        [*command, "--workers", str(workers)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    try:
        while process.poll() is None:
            peaks.look(process.pid)
            time.sleep(SECONDS_BETWEEN_LOOKS)
    finally:
        process.terminate()
    if process.returncode not in (0, 1):
        raise SystemExit("the build failed")
    peaks.seconds = time.monotonic() - begun
    return peaks


def campaign(source: Path, sizes: Sequence[int], workers: int, seed: int) -> list[Peaks]:
    """A build of each size, one after the other."""
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="rukaz-memory-") as folder:
            texts = Path(folder, "texts")
            tokens = write_texts(source, texts, size, seed)
            found.append(measured(texts, Path(folder, "corpus"), tokens, workers))
        print(found[-1], flush=True)
    return found


def growth(found: Sequence[Peaks], kind: str) -> float:
    """By how much the largest peak of a kind of process exceeds the smallest, over the sizes."""
    peaks = [one.largest(kind) for one in found]
    return max(peaks) / max(min(peaks), 1) - 1


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    parser.add_argument("--tokens", type=int, nargs="+", default=[1_000_000, 3_000_000, 10_000_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = campaign(arguments.texts, arguments.tokens, arguments.workers, arguments.seed)
    grown = {kind: growth(found, kind) for kind in ("driver", "worker", "validator")}
    for kind, part in grown.items():
        print(f"{kind:10} {part:+.0%} from the smallest to the largest peak (seed {arguments.seed})")
    raise SystemExit(any(part > WITHIN for part in grown.values()))


if __name__ == "__mp_main__":  # a worker: multiprocessing runs this file in it, too
    put_stand_in()
elif __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        put_stand_in()
        build()
    main()
