"""How fast the models of the trials are, each in the place of its like in a whole set of models."""

from __future__ import annotations

import json
import shutil
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from rukaz.annotation.annotator import Annotator
from rukaz.annotation.model_files import EMBEDDED, find_model
from rukaz.bench.stages import stages
from rukaz.conllu.training_sentences import read_trees
from rukaz.train.loop import best_model
from rukaz.train.model_set import write_models_file
from rukaz.train.train import FILES

STAGES = {"pos": "tag", "depparse": "parse"}
SENTENCES = 1_500


def add_speeds(trials: Path, silver: Path) -> None:
    """Write into the file of the trials the tokens a second of each shape, on one core.

    Args:
        trials: their file, beside their folders.
        silver: CoNLL-U with the running text that is annotated.
    """
    sentences = [[word.form for word in tree] for tree in islice(read_trees(silver), SENTENCES)]
    rows = json.loads(trials.read_text(encoding="utf-8"))
    known: dict[tuple[str, str], float] = {}
    for row in rows:
        shape = row["processor"], row["shape"]
        if shape not in known:
            trained = best_model(trials.parent / row["name"] / "checkpoint.pt")
            known[shape] = _speed(trained, row["processor"], sentences)
        row["tokens_per_second"] = round(known[shape])
    trials.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _speed(trained: Path, processor: str, sentences: list[list[str]]) -> float:
    with TemporaryDirectory() as folder:
        for name in FILES.values():
            shutil.copyfile(EMBEDDED / name, Path(folder, name))
        shutil.copyfile(trained, Path(folder, FILES[processor]))
        write_models_file(Path(folder), EMBEDDED, EMBEDDED, FILES)
        annotator = Annotator(find_model(folder), threads=1)
        annotator.analyse(sentences[: len(sentences) // 10])
        began = time.perf_counter()
        with stages() as shares:
            annotator.analyse(sentences)
        seconds = time.perf_counter() - began
    return sum(map(len, sentences)) / (seconds * shares[STAGES[processor]])
