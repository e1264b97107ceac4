"""The card of the embedded models, made from models.json and figures.json beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rukaz.annotation.model_files import Model, find_model
from rukaz.export.card import table
from rukaz.measure.figures import model_figures
from rukaz.train.hyperparameters import SHIPPED

CARD = "README.md"
LOG = "runs.md"
"""What was tried, by hand: each run with its figures, failures too."""

SPEED = "speed.json"
"""The last `rukaz bench --json`."""

SPEED_OF_A_MILLION = "speed-million.json"
"""The last one of a million tokens."""

TRIALS = "trials.json"
"""What `rukaz train DATA --out MODELS --trials WORDS` writes."""

PROCESSORS = {"tokenize": "tokenize", "tag": "pos", "lemma": "lemma", "parse": "depparse", "names": "ner"}

WHAT = """\
Five processors for [Stanza](https://stanfordnlp.github.io/stanza/) and the word vectors that three of
them share, trained by `rukaz train`. They annotate running Russian news on one core of a CPU and need no
network."""

TRIED = """\
Trainings of {words:,} words that differ in one thing; whole trainings are some twenty times as long, so all
figures are lower than those above. They are those of the held-out data, which are no news but web texts and
Wikipedia, with gold tokens, for the parser with gold tags. Silver is raw news, annotated by slovnet, or by
the teacher, which is the set of models above."""

FIGURES = {"pos": ("UPOS", "FEATS"), "depparse": ("UAS", "LAS")}

LICENCES = """\
The licences of the data are stated as they are; the weights hold none of the texts. Word vectors come
from navec (MIT), silver annotation from slovnet (MIT), dictionary forms from pymorphy3 (OpenCorpora,
CC BY-SA 3.0)."""


def render_model_card(folder: Path) -> str:
    """The card as Markdown; the log of runs is taken over as it is."""
    model = find_model(str(folder))
    log = folder / LOG
    runs = log.read_text(encoding="utf-8") if log.is_file() else ""
    parts = [*_parts(model), *_speed(folder / SPEED, model), *_trials(folder / TRIALS), runs]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _parts(model: Model) -> Iterator[str]:
    yield f"# {model.name}: Stanza models for Russian news"
    yield WHAT
    yield "## Files"
    yield table(["file", "megabytes", "sha256"], [_file(*one) for one in _files(model)])
    yield "## Measured"
    for figure in model_figures(model):
        yield table(figure["columns"], figure["rows"])
        yield str(figure["note"])
        yield "`rukaz evaluate embedded FILE --peer slovnet` measures again, with intervals and confusions."
    yield "## Trained on"
    yield table(["data", "licence as stated by its source", "used for"], list(_data(model)))
    yield LICENCES
    yield "## Training"
    yield table(["processor", "command", "seed", "steps"], list(_training(model)))


def _speed(path: Path, model: Model) -> Iterator[str]:
    """Tokens a second of each processor on one core, where these weights were measured."""
    report = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if report.get("model_sha256") != model.digest:
        return
    whole = report["results"][0]
    rows = [
        [name, f"{whole['tokens_per_second'] / whole['shares'][stage]:,.0f}"]
        for stage, name in PROCESSORS.items()
    ]
    yield "## Speed"
    yield table(["processor", "tokens a second, one core"], rows)
    yield f"Measured by `{report['command']}`."


def _trials(path: Path) -> Iterator[str]:
    """What other shapes and single sources of data give."""
    rows = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    if not rows:
        return
    yield "## Shapes and sources"
    yield TRIED.format(words=min(row["words"] for row in rows))
    columns = ["processor", "layers × states", "silver", "gold", "figures", "tokens a second, one core"]
    yield table(columns, [_trial(row) for row in rows])


def _trial(row: dict[str, Any]) -> list[str]:
    shipped = row["shape"] == SHIPPED[row["processor"]]
    return [
        row["processor"],
        row["shape"] + (" (shipped)" if shipped else ""),
        row["silver"],
        "yes" if row["gold"] else "no",
        ", ".join(f"{name} {row[name]:.1f}" for name in FIGURES[row["processor"]]),
        f"{row['tokens_per_second']:,.0f}",
    ]


def _files(model: Model) -> list[tuple[str, int, str]]:
    return [(file.path, file.size, file.sha256) for file in model.files]


def _file(path: str, size: int, sha256: str) -> list[str]:
    return [f"`{path}`", f"{size / 1e6:.1f}", f"`{sha256[:16]}…`"]


def _data(model: Model) -> Iterator[Sequence[str]]:
    users: dict[tuple[str, str], list[str]] = {}
    for processor, training in model.provenance.items():
        for data in training["data"]:
            folder = data["name"].partition("/")[0]
            name = folder if folder == "raw_news" else data["name"]
            using = users.setdefault((name, data["licence"]), [])
            if processor not in using:
                using.append(processor)
    for (name, licence), processors in users.items():
        yield f"`{name}`", licence, ", ".join(processors)


def _training(model: Model) -> Iterator[Sequence[str]]:
    for processor, training in model.provenance.items():
        yield processor, f"`{training['command']}`", str(training["seed"]), str(training["steps"])
