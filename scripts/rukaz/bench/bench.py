"""``rukaz bench``: how fast texts become checked sentences, beside slovnet and Stanza, in one run.

Each contestant works in a process of its own, one after the other, in rounds; of several rounds the medians
count. Tokens are counted by one regular expression for all, in what RuKaz annotates of the texts. Seconds are
those after the models were loaded; the seconds before are told apart.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rukaz.annotation.model_files import find_model
from rukaz.bench.accuracy import ACCURACY
from rukaz.bench.build_costs import build_costs
from rukaz.bench.child_process import Measured, in_process
from rukaz.bench.peers import Gold, find_gold
from rukaz.bench.systems import (
    A_TENTH,
    BUILD,
    BUILD_OF_A_TENTH,
    BY_DOCUMENT,
    CONTESTANTS,
    IN_BULK,
    LEARNERS,
    MODULES,
    ON_A_SAMPLE,
    ON_A_TENTH,
    ON_ALL_CORES,
    ON_ONE_CORE,
    RUKAZ,
    RUKAZ_AS_SLOVNET,
    SLOVNET,
    SPACY,
    UDPIPE,
    Run,
    Task,
    compare,
    paragraphs,
)
from rukaz.errors import RukazError
from rukaz.export.manifest import digest_file, public_versions
from rukaz.extras import install, missing_modules, require_extra
from rukaz.ingest.text_files import find_files
from rukaz.programs import usable_cpus

_TOKEN = re.compile(r"\w+|[^\w\s]")

Report = dict[str, Any]
"""What ``rukaz bench --json`` prints."""

System = tuple[str, int]
"""A contestant and the number of cores it may use."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user chooses.

    Attributes:
        tokens: about so many are taken of the texts.
        sample: about so many for the systems that are slow.
        repeat: rounds.
        cores: what a contestant on all cores uses.
        only: names of contestants, or beginnings of several names; all if empty.
        train_on: folder of CoNLL-U files, by whose trees peers are trained and all systems measured.
    """

    tokens: int = 100_000
    sample: int = 20_000
    repeat: int = 3
    model: str = "fast"
    cores: int = field(default_factory=usable_cpus)
    only: Sequence[str] = ()
    train_on: Path = Path("corpus")


@dataclass(frozen=True, slots=True)
class _Texts:
    """A selection of the texts: where they were copied, and what is in it; their size in bytes."""

    folder: Path
    documents: int
    tokens: int
    size: int
    sha256: str


def measure(texts: Path, options: Options, *, say: Callable[[str], None] = print) -> Report:
    """Measure all contestants on texts of the folder ``texts``.

    Args:
        say: is told who is at work.

    Raises:
        RukazError: there are no texts, the model is at fault, an extra is missing, or a contestant failed.
    """
    model = find_model(options.model)
    systems = list(_systems(options))
    if SLOVNET in dict(systems):
        require_extra("train")
    absent = [name for name, module in MODULES.items() if missing_modules([module])]
    for name in dict.fromkeys(one for one, _ in systems if one in absent):
        say(f"{name}: not installed. Type: {install('bench')}")
    systems = [system for system in systems if system[0] not in absent]
    with tempfile.TemporaryDirectory(prefix="rukaz-") as folder:
        wanted = {"all": options.tokens, "sample": options.sample, "tenth": options.tokens // 10}
        given = {name: _take(texts, Path(folder, name), tokens) for name, tokens in wanted.items()}
        gold = _gold(options.train_on, Path(folder, "peers"), say)
        systems = [system for system in systems if gold or system[0] not in LEARNERS]
        alone = Task(given["all"].folder, options.model, 1, Path(folder, "peers"))
        learned = _learned(systems, alone, say)
        measured: dict[System, list[Measured[Run]]] = {system: [] for system in systems}
        for number in range(options.repeat):
            for name, cores in systems:
                say(f"round {number + 1} of {options.repeat}: {name}, {_cores(cores)}")
                task = Task(given[_portion(name)].folder, options.model, cores, Path(folder, "peers"))
                threads = 1 if name in (RUKAZ, A_TENTH) else cores  # RuKaz has processes instead
                measured[name, cores].append(in_process(CONTESTANTS[name], task, threads))
        accuracy = _accuracies(systems, alone, say) if gold else {}
        compared = None
        if {IN_BULK, BY_DOCUMENT} & dict(systems).keys():
            say("comparing sentences with Stanza's")
            task = Task(given["sample"].folder, options.model, 1)
            compared = asdict(in_process(compare, task, 1).result)
    rows = [_row(system, given[_portion(system[0])], measured[system]) for system in systems]
    for row in rows:
        row["accuracy"] = accuracy.get(row["system"])
    words = {"train_words": gold.train_words, "test_words": gold.test_words} if gold else {}
    return {
        "command": _command(texts, options.train_on),
        "options": {**asdict(options), "train_on": options.train_on.name},
        "versions": public_versions(),
        "model_sha256": model.digest,
        "texts": {
            name: {"documents": one.documents, "tokens": one.tokens, "sha256": one.sha256}
            for name, one in given.items()
        },
        "ratios": _ratios(rows),
        "results": rows,
        **_costs(measured, given),
        "compared_with_stanza": compared,
        "gold": {**words, "seconds": learned} if gold else None,
    }


def _learned(systems: Sequence[System], task: Task, say: Callable[[str], None]) -> dict[str, float]:
    """Let the peers learn that are trained here; seconds of each."""
    seconds = {}
    for name in sorted(LEARNERS.keys() & dict(systems).keys()):
        say(f"training {name}")
        seconds[name] = round(in_process(LEARNERS[name], task, 1).result, 1)
    return seconds


def _accuracies(
    systems: Sequence[System], task: Task, say: Callable[[str], None]
) -> dict[str, dict[str, float]]:
    """How right each is."""
    found = {}
    for name in sorted(ACCURACY.keys() & dict(systems).keys()):
        say(f"measuring the accuracy of {name}")
        found[name] = in_process(ACCURACY[name], task, 1).result
    return found


def _command(texts: Path, trees: Path) -> str:
    """The command line without the folders of this machine."""
    told = shlex.join(["rukaz", *sys.argv[1:]]).replace(str(texts), "TEXTS")
    return told.replace(str(trees), "TREES") if trees.is_absolute() else told


def _gold(source: Path, folder: Path, say: Callable[[str], None]) -> Gold | None:
    """The trees to learn from and to be measured on, if there are any."""
    try:
        return find_gold(source, folder)
    except RukazError as error:
        say(f"accuracy is not measured, and systems that need training are left out: {error}")
        return None


def _costs(measured: Mapping[System, Sequence[Measured[Run]]], given: Mapping[str, _Texts]) -> Report:
    """What a token costs in a build, if both builds were measured."""
    runs = [[one.result for one in measured.get((name, 1), ())] for name in (BUILD, BUILD_OF_A_TENTH)]
    if not all(runs):
        return {}
    seconds, of_a_tenth = (
        {
            stage: median(run.shares.get(stage, 0.0) * (run.cpu or 0.0) for run in some)
            for stage in some[0].shares
        }
        for some in runs
    )
    both = given["all"].tokens, given["tenth"].tokens
    start = round(median(run.start for run in runs[0]), 2)
    return {"build": asdict(build_costs(seconds, of_a_tenth, both, given["all"].size, start))}


def _systems(options: Options) -> Iterator[System]:
    for name in CONTESTANTS:
        if options.only and not any(_is_meant(name, only) for only in options.only):
            continue
        if name not in ON_ALL_CORES:
            yield name, 1
        if name not in ON_ONE_CORE and (options.cores > 1 or name in ON_ALL_CORES):
            yield name, options.cores


def _is_meant(name: str, only: str) -> bool:
    return name == only if only in CONTESTANTS else name.startswith(only)


def _portion(name: str) -> str:
    return "tenth" if name in ON_A_TENTH else "sample" if name in ON_A_SAMPLE else "all"


def _cores(cores: int) -> str:
    return f"{cores} core{'s' if cores > 1 else ''}"


def _take(texts: Path, folder: Path, tokens: int) -> _Texts:
    """Copy texts until there are enough tokens, in an order that has nothing to do with what is in them."""
    found = [file for file in find_files(texts).texts if file.lower().endswith(".txt")]
    files = sorted(found, key=lambda file: hashlib.sha256(os.fsencode(file)).digest())
    if not files:
        raise RukazError("there is no .txt file in this folder", where=str(texts), hint="Put texts into it.")
    folder.mkdir()
    digest, taken, copied = hashlib.sha256(), 0, 0
    for copied, file in enumerate(files, 1):
        target = folder / f"{copied:06}.txt"
        shutil.copyfile(texts / file, target)
        digest.update(digest_file(target).encode())
        taken += len(_TOKEN.findall(target.read_text(encoding="utf-8", errors="replace")))
        if taken >= tokens:
            break
    tokens_of = (_TOKEN.findall(paragraph) for text in paragraphs(folder) for paragraph in text)
    size = sum(path.stat().st_size for path in folder.iterdir())
    return _Texts(folder, copied, sum(map(len, tokens_of)), size, digest.hexdigest())


def _row(system: System, texts: _Texts, measured: Sequence[Measured[Run]]) -> Report:
    seconds = median(one.result.seconds for one in measured)
    name, cores = system
    return {
        "system": name,
        "cores": cores,
        "tokens": texts.tokens,
        "seconds": [round(one.result.seconds, 3) for one in measured],
        "tokens_per_second": round(texts.tokens / seconds, 1),
        "cpu_seconds": round(median(one.result.cpu or one.cpu for one in measured), 2),
        "start_seconds": round(median(one.result.start for one in measured), 2),
        "peak_bytes": max(one.peak for one in measured),
        "shares": {stage: round(share, 3) for stage, share in measured[-1].result.shares.items()},
    }


_COMPARED: Mapping[str, tuple[str, str, str]] = {
    "RuKaz against Stanza document by document, all cores": (RUKAZ, BY_DOCUMENT, "all"),
    "RuKaz against Stanza document by document, one core": (RUKAZ, BY_DOCUMENT, "one"),
    "RuKaz against Stanza in bulk, one core": (RUKAZ, IN_BULK, "one"),
    "RuKaz against slovnet + razdel, all cores": (RUKAZ, SLOVNET, "all"),
    "RuKaz against slovnet + razdel, one core": (RUKAZ, SLOVNET, "one"),
    "RuKaz against spaCy, one core": (RUKAZ, SPACY, "one"),
    "RuKaz against UDPipe 1, one core": (RUKAZ, UDPIPE, "one"),
    "RuKaz without lemmas and checks against slovnet + razdel, one core": (RUKAZ_AS_SLOVNET, SLOVNET, "one"),
}


def _ratios(rows: Sequence[Report]) -> dict[str, float]:
    """How many times as fast the first is as the second; how much longer ten times the texts take."""
    rate = {(row["system"], row["cores"]): row["tokens_per_second"] for row in rows}
    time = {(row["system"], row["cores"]): median(row["seconds"]) for row in rows}
    most = max(cores for _, cores in rate)
    ratios: dict[str, float] = {}
    for what, (one, other, on) in _COMPARED.items():
        cores = most if on == "all" else 1
        if {(one, cores), (other, cores)} <= rate.keys():
            ratios[what] = round(rate[one, cores] / rate[other, cores], 2)
    if most > 1 and {(RUKAZ, 1), (RUKAZ, most)} <= rate.keys():
        ratios[f"RuKaz on {most} cores against one"] = round(rate[RUKAZ, most] / rate[RUKAZ, 1], 2)
    if {(RUKAZ, most), (A_TENTH, most)} <= time.keys():
        tokens = {row["system"]: row["tokens"] for row in rows}
        times = tokens[RUKAZ] / tokens[A_TENTH]
        grown = time[RUKAZ, most] / time[A_TENTH, most] * 10 / times
        ratios["time for ten times the texts"] = round(grown, 2)
    return ratios
