"""Run every command in odd environments; each must do what it does in a plain one.

    python tests/campaigns/environments.py --runs 500 --seed 1

An environment is a locale, a time zone, what standard streams are, and some variables, drawn at random. A run
fails if its exit code or the files that it leaves are others than in the plain environment, or if a traceback
is seen.
"""

from __future__ import annotations

import argparse
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rukaz.export.manifest import digest_tree

PLAIN = {"LC_ALL": "C.UTF-8"}

LOCALES: Sequence[Mapping[str, str]] = (
    PLAIN,
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "ru_RU.KOI8-R"},
    {"LC_ALL": "tr_TR.UTF-8"},
    {"LC_ALL": "no such locale"},
)
ZONES = ("UTC", "Asia/Almaty", "Pacific/Kiritimati", "America/St_Johns", "no such zone", "")
STREAMS = (
    *("", "< /dev/null", "<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full", "2>&1 | head -c 1"),
    *("> /dev/full", "> /dev/full 2>&1"),
)
VARIABLES: Mapping[str, Sequence[str]] = {
    "PYTHONIOENCODING": ("ascii", "cp1251", "utf-16", "utf-8:strict", "latin-1:ignore"),
    "PYTHONWARNINGS": ("error", "always"),
    "PYTHONOPTIMIZE": ("1", "2"),
    "PYTHONDEVMODE": ("1",),
    "PYTHONHASHSEED": ("0", "7"),
    "PYTHONUNBUFFERED": ("1",),
    "PYTHONSAFEPATH": ("1",),
    "PYTHONSTARTUP": ("no such file",),
    "PYTHONDONTWRITEBYTECODE": ("1",),
    "PYTHONUTF8": ("0", "1"),
    "PYTHONNODEBUGRANGES": ("1",),
    "COLUMNS": ("1", "20", "many"),
    "TERM": ("dumb", ""),
    "NO_COLOR": ("1",),
    "FORCE_COLOR": ("1",),
    "HOME": ("/nowhere", ""),
    "TMPDIR": ("/nowhere",),
    "HF_HOME": ("/nowhere",),
    "XDG_CACHE_HOME": ("/nowhere",),
    "OMP_NUM_THREADS": ("3", "many"),
}

TEXTS = {
    "Заметка.txt": "Президент России посетил Казахстан. Стороны договорились о поставках газа.\n",
    "краи\u0306.txt": "Его встретил Токаев.\n\nПереговоры прошли в Астане.\n",
}

COMMANDS = {
    "build": "build тексты --corpus out",
    "build, two workers": "build тексты --corpus out --workers 2",
    "build, an error": "build нигде --corpus out",
    "check": "check корпус",
    "diff": "diff корпус корпус --json",
    "diff, different": "diff корпус other.conllu",
    "convert": "convert корпус out --to jsonl",
    "convert to a table": "convert корпус out.csv --split train",
    "annotate": "annotate тексты/Заметка.txt",
    "annotate, nothing to read": "annotate нигде.txt",
    "search": "search корпус каз* --out found.tsv",
    "search, in lines": "search корпус каз*",
    "words": "words корпус --by form --out words.xlsx",
    "stats": "stats корпус",
    "tree": "tree корпус 1 --out tree.svg",
    "doctor": "doctor",
    "explore": "explore корпус --out site",
    "review": "review zametka --corpus корпус --out листы",
    "review --accept": "review --accept zametka.conllu --corpus корпус --seeds тексты --reviewer Анна",
    "init": "init тексты",
    "init --update": "init новые --update",
    "publish": "publish корпус --to anna/news",
    "publish --without-texts": "publish корпус --to anna/news --without-texts",
    "evaluate": "evaluate нигде other.conllu",
    "join": "join нигде тексты --corpus out",
    "bench": "bench нигде",
    "train": "train нигде --out out",
    "--help": "build --help",
}


@dataclass(frozen=True)
class Environment:
    """Where a command runs.

    Attributes:
        streams: redirections of the shell.
    """

    variables: Mapping[str, str]
    streams: str = ""

    @property
    def output_is_lost(self) -> bool:
        """Whether standard output cannot be written, which a command that has something to say must tell."""
        return "> /dev/full" in self.streams.removeprefix("2")

    def __str__(self) -> str:
        return " ".join(
            [*(f"{name}={shlex.quote(value)}" for name, value in self.variables.items()), self.streams]
        )


@dataclass(frozen=True)
class Outcome:
    """What a command did: exit code, digests of all files afterwards, output."""

    code: int
    files: Mapping[str, str]
    output: str


def draw(chance: random.Random) -> Environment:
    """An environment in which about four things are odd."""
    variables = dict(chance.choice(LOCALES))
    variables["TZ"] = chance.choice(ZONES)
    for name in chance.sample(sorted(VARIABLES), chance.randrange(4)):
        variables.setdefault(name, chance.choice(VARIABLES[name]))
    return Environment(variables, chance.choice(STREAMS))


def make_desk(folder: Path) -> Path:
    """A folder with texts, their corpus, a worksheet and a CoNLL-U file to work on."""
    (folder / "тексты").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "тексты" / name).write_text(text, encoding="utf-8")
    for command in ("build тексты --corpus корпус", "review zametka --corpus корпус --out ."):
        if (ran := run(folder, command, Environment(PLAIN))).code:
            raise SystemExit(f"rukaz {command}: {ran.output}")
    (folder / "новые").mkdir()
    (folder / "новые" / "sources.toml").write_text('[corpus]\nname = "a"\n', encoding="utf-8")
    shutil.copy(folder / "тексты" / "Заметка.txt", folder / "новые")
    shutil.rmtree(folder / ".rukaz")
    (conllu,) = (folder / "корпус" / "conllu").iterdir()
    first, _, rest = conllu.read_text(encoding="utf-8").partition("\tNOUN\t")
    (folder / "other.conllu").write_text(f"{first}\tPROPN\t{rest}", encoding="utf-8")
    return folder


def run(desk: Path, command: str, environment: Environment) -> Outcome:
    """Run a command in ``desk``."""
    line = f"{shlex.quote(sys.executable)} -m rukaz {command} {environment.streams}"
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        cwd=desk,
        env={
            "HOME": str(desk),
            "HF_HUB_OFFLINE": "1",
            "OMP_NUM_THREADS": "1",
            **kept,
            **environment.variables,
        },
        capture_output=True,
        check=False,
        timeout=600,
    )
    return Outcome(ran.returncode, _files(desk), (ran.stdout + ran.stderr).decode("utf-8", errors="replace"))


def _files(desk: Path) -> dict[str, str]:
    """The files that a user sees, not those of Python and the cache."""
    return {
        name: digest
        for name, digest in digest_tree(desk).items()
        if not {".rukaz", ".cache", "__pycache__"} & set(Path(name).parts)
    }


def run_anew(desk: Path, folder: Path, command: str, environment: Environment) -> Outcome:
    """Run a command in a copy of ``desk``."""
    copy = folder / "desk"
    shutil.copytree(desk, copy)
    try:
        return run(copy, command, environment)
    finally:
        shutil.rmtree(copy)


def fault(found: Outcome, plain: Outcome, environment: Environment) -> str | None:
    """What is wrong with an outcome; None if nothing is."""
    lost = environment.output_is_lost and plain.code in (0, 1)
    codes = {plain.code, 2} if lost else {plain.code}
    if found.code not in codes:
        return f"exit code {found.code} instead of {plain.code}"
    if "Traceback" in found.output.replace("\0", ""):
        return "a traceback"
    if found.files != plain.files:
        changed = {
            name
            for name in found.files.keys() | plain.files.keys()
            if found.files.get(name) != plain.files.get(name)
        }
        return f"other files: {', '.join(sorted(changed))}"
    return None


def campaign(runs: int, seed: int, commands: Sequence[str] = tuple(COMMANDS)) -> dict[str, Counter[str]]:
    """Run the commands in turn, each in environments of its own; how many runs and failures of each."""
    chance = random.Random(seed)
    tallies: dict[str, Counter[str]] = {name: Counter() for name in commands}
    with tempfile.TemporaryDirectory(prefix="rukaz-") as place:
        folder = Path(place)
        desk = make_desk(folder / "plain")
        plain = {name: run_anew(desk, folder, COMMANDS[name], Environment(PLAIN)) for name in commands}
        for number in range(runs):
            name = commands[number % len(commands)]
            environment = draw(chance)
            found = run_anew(desk, folder, COMMANDS[name], environment)
            tallies[name]["runs"] += 1
            print(f"{number + 1} of {runs} runs", file=sys.stderr, flush=True)
            if wrong := fault(found, plain[name], environment):
                tallies[name]["failures"] += 1
                print(
                    f"rukaz {COMMANDS[name]}: {wrong}\n    {environment}\n{found.output[-2000:]}", flush=True
                )
    return tallies


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tallies = campaign(arguments.runs, arguments.seed)
    print("| command | runs | failures |\n|---|---|---|")
    for name, tally in tallies.items():
        print(f"| {name} | {tally['runs']} | {tally['failures']} |")
    raise SystemExit(any(tally["failures"] for tally in tallies.values()))


if __name__ == "__main__":
    main()
