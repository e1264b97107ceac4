"""Build one corpus of thousands of files of every kind, many of them damaged; every file is accounted for.

    python tests/campaigns/mixed_files.py --files 10000 --seed 1

The files are the hand-marked ones and the short article of tests/ingest in every format: as they are, with
other words, with changed bytes, under the ending of another kind, cut off, empty, or of a kind that is not
read; with names that people give, in folders. They go through ``rukaz build`` together, with the stand-in for
the networks of :mod:`tests.campaigns.raw_texts`. A traceback ends the campaign and leaves the files in place.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests.* where this is run as a program

from rukaz.api import build
from rukaz.export.manifest import Manifest
from rukaz.ingest.readers import KINDS, suffix_of
from tests.campaigns.mutate_files import change_bytes, text_or_bytes
from tests.campaigns.raw_texts import stand_in
from tests.ingest.formats import FILES
from tests.ingest.marked_files import marked_files

_NAMES = (
    "новость",
    "Протокол № 5",
    "a",
    "статья (копия)",
    "ЛЕКЦИЯ.final",
    "é",
    "100%",
    "x" * 80,
    "-",
    "данные;1",
)
_FOLDERS = ("", "", "2024/", "Мои документы/", "a/b/c/", "export.zip.d/")
_WORDS = ("дождь", "степь", "река", "мост", "поезд", "школа", "озеро", "хлеб", "ветер", "письмо")


def originals() -> dict[str, bytes]:
    """Files without faults, by their names."""
    marked = {
        f"{one.genre}-{one.name}": one.data
        for half in ("seen", "last", "kinds")
        for one in marked_files(half)
    }
    return {**FILES, **marked}


def other_words(data: bytes, chance: random.Random) -> bytes:
    """Other words in a file whose text is not packed, so that it is no copy."""
    for word in (b"\xd0\xb8", b"\xd0\xbd\xd0\xb0", b"\xd0\xb2"):  # и, на, в
        new = chance.choice(_WORDS).encode()
        data = data.replace(b" " + word + b" ", b" " + word + b" " + new + b" ", chance.randrange(1, 4))
    return data


CHANGES: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "as it is": lambda data, _: data,
    "other words": other_words,
    "changed": text_or_bytes,
    "damaged": change_bytes,
    "cut off": lambda data, chance: data[: chance.randrange(len(data) + 1)],
    "empty": lambda _, chance: b"" if chance.random() < 0.5 else b" \n" * 3,
}
_WEIGHTS = (15, 30, 20, 20, 10, 5)


def make_files(folder: Path, files: int, seed: int) -> Counter[str]:
    """Write so many files below ``folder``; how many there are of each kind."""
    chance = random.Random(seed)
    sources = [sorted(FILES.items()), sorted(originals().items())]
    made: Counter[str] = Counter()
    for number in range(files):
        name, data = chance.choice(chance.choice(sources))
        ending = suffix_of(name)
        change = chance.choices(list(CHANGES), _WEIGHTS)[0]
        if chance.random() < 0.05:
            ending = chance.choice([*KINDS, ".png", ".doc", ".rtf", ""])
        path = folder / chance.choice(_FOLDERS) / f"{chance.choice(_NAMES)} {number}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(CHANGES[change](data, chance))
        made[suffix_of(path.name) or "not read"] += 1
    return made


def campaign(folder: Path, files: int, seed: int) -> tuple[Counter[str], Manifest]:
    """Build a corpus of so many files; how many there were of each kind, and the manifest.

    Raises:
        Exception: whatever the build raises.
        AssertionError: a file is neither in the corpus, nor in quarantine, nor among those not read.
    """
    texts, corpus = folder / "texts", folder / "corpus"
    made = make_files(texts, files, seed)
    with stand_in(networks=False):
        manifest = build(texts, corpus, say=lambda _: None)
    known = {row["file"] for row in manifest["quarantine"]}
    for path in (corpus / "documents").iterdir():
        known.update(pq.read_table(path, columns=["file"])["file"].to_pylist())
    assert len(known) + made["not read"] == files, (len(known), made)
    for units in manifest["stages"].values():
        for account in units.values():
            assert account["in"] == account["out"] + account["left_out"] + account["quarantined"], account
    return made, manifest


def main() -> None:
    """Run a campaign from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="rukaz-mixed-"))
    print(f"the files are in {folder}", flush=True)
    made, manifest = campaign(folder, arguments.files, arguments.seed)
    refused = Counter(suffix_of(row["file"]) for row in manifest["quarantine"] if row["stage"] == "ingest")
    for ending, number in sorted(made.items()):
        print(f"{ending:10} {number:6} files, {refused[ending]:6} documents in quarantine")
    counts = {
        name: sum(split[name] for split in manifest["splits"].values()) for name in ("documents", "tokens")
    }
    print(counts, len(manifest["quarantine"]), "rows in quarantine")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
