"""Run every command that writes, among other people's files; none of them is ever changed or removed.

    python tests/campaigns/foreign_files.py tests/golden/seeds --rounds 1000 --seed 1

In each round some files and links of somebody else lie beside and inside every folder that the command writes
to, under names that are near to its own, or are its own.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from rukaz.cli import main as rukaz
from rukaz.hub.without_texts import write_without_texts


@dataclass(frozen=True)
class Command:
    """A command line, the folders it writes to, and names of files that it writes there."""

    arguments: str
    folders: tuple[str, ...]
    names: tuple[str, ...]


COMMANDS: Mapping[str, Command] = {
    "build": Command(
        "build texts --corpus corpus", ("corpus", "corpus/conllu"), ("README.md", "manifest.json.part")
    ),
    "build anew": Command("build texts --corpus new", ("new", "new/tokens"), ("README.md", "manifest.json")),
    "join": Command("join copy texts --corpus joined", ("joined",), ("README.md", "manifest.json")),
    "explore": Command(
        "explore corpus --out site",
        ("site", "site/data", "site/assets"),
        ("chunk-001.js", "app.js.part", "site.js"),
    ),
    "explore anew": Command(
        "explore corpus --out pages", ("pages", "pages/data"), ("index.html", "meta.js", "site.json")
    ),
    "convert": Command("convert corpus out --to jsonl", ("out",), ("train.jsonl", "train.jsonl.part")),
    "convert to a file": Command(
        "convert corpus out.iob2 --split train", (".",), ("out.iob2", "out.iob2.part", ".out.iob2")
    ),
    "review": Command(
        "review visit --corpus corpus --out review",
        ("review",),
        ("visit.conllu", "visit.txt", "visit.conllu.part"),
    ),
    "accept": Command(
        "review --accept sheet/visit.conllu --corpus corpus --seeds texts --reviewer A",
        ("texts", "texts/reviewed", "sheet"),
        ("visit.conllu.part", "other.conllu", "visit.txt"),
    ),
    "init": Command("init bare", ("bare",), ("sources.toml", "sources.toml.part", "other.txt")),
    "publish": Command(
        "publish corpus --to anna/news --without-texts", (".", "corpus"), ("without-texts", "README")
    ),
}

ANYWHERE = (
    "notes.md",
    "CNAME",
    ".git/config",
    "thesis/chapter 1.html",
    "staging",
    "new",
    "old",
    "trash",
    "край.txt",
)


def campaign(texts: Path, folder: Path, *, rounds: int, seed: int) -> int:
    """Run commands in rounds; how often a file of somebody else was not as before."""
    chance, failed, codes = random.Random(seed), 0, Counter[tuple[str, int]]()
    ready = folder / "ready"
    prepare(texts, ready)
    secret = folder / "secret.txt"
    secret.write_text("of somebody else, elsewhere", encoding="utf-8")
    for number in range(rounds):
        work = folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(ready, work, symlinks=True)
        name, command = chance.choice(list(COMMANDS.items()))
        laid = list(lay_out(command, work, secret, chance))
        before = {path: state(path) for path in (*laid, secret)}
        with contextlib.chdir(work):
            result = CliRunner().invoke(rukaz, command.arguments.split())
        codes[name, result.exit_code] += 1
        touched = [path for path in before if state(path) != before[path]]
        if touched or result.exit_code not in (0, 1, 2):
            failed += 1
            names = ", ".join(path.relative_to(folder).as_posix() for path in touched)
            print(f"{number:5} {name}: exit {result.exit_code}, touched: {names or 'nothing'}")
            print(result.output[-500:])
    for (name, code), count in sorted(codes.items()):
        print(f"{name:18} exit {code}: {count}")
    return failed


def prepare(texts: Path, ready: Path) -> None:
    """What the commands find: texts, a corpus, a site, a copy without texts, a worksheet, and bare texts."""
    shutil.copytree(texts, ready / "texts")
    (ready / "copy").mkdir()
    (ready / "bare").mkdir()
    for path in texts.glob("*.txt"):
        shutil.copy(path, ready / "bare")
    with contextlib.chdir(ready):
        for line in (
            "build texts --corpus corpus",
            "explore corpus --out site",
            "review visit --corpus corpus --out sheet",
        ):
            result = CliRunner().invoke(rukaz, line.split())
            assert result.exit_code in (0, 1), result.output
        write_without_texts(Path("corpus"), Path("copy"))


def lay_out(command: Command, work: Path, secret: Path, chance: random.Random) -> Iterator[Path]:
    """Lay files and links of somebody else where the command writes, unless something is there."""
    for _ in range(chance.randrange(1, 4)):
        folder = work / chance.choice((".", *command.folders))
        path = folder / chance.choice((*ANYWHERE, *command.names))
        if path.exists() or path.is_symlink() or any(parent.is_file() for parent in path.parents):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if chance.random() < 0.2:
            path.symlink_to(secret)
        else:
            path.write_text(f"of somebody else: {chance.random()}", encoding="utf-8")
        yield path


def state(path: Path) -> str:
    """What a path is: a link and where it leads, or the digest of a file."""
    if path.is_symlink():
        return f"link to {path.readlink()}"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "gone"


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        failed = campaign(arguments.texts, Path(folder), rounds=arguments.rounds, seed=arguments.seed)
    print(f"{arguments.rounds} commands, {failed} that touched somebody's file (seed {arguments.seed})")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
