"""models.json says what the files are and what they were trained from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.export.manifest import digest_file
from rukaz.train.model_set import chosen_record, describe, write_models_file
from rukaz.train.train import train


def test_files_and_training_are_described(tmp_path: Path) -> None:
    models, data, work = (tmp_path / name for name in ("models", "data", "work"))
    for folder in (models, data / "treebanks", work / "parser"):
        folder.mkdir(parents=True)
    (models / "depparse.pt").write_bytes(b"weights")
    (data / "treebanks" / "ru_gsd-ud-dev.conllu").write_text("", encoding="utf-8")
    history = [{"LAS": 80.0, "steps": 5}, {"LAS": 79.0, "steps": 9}]
    (work / "parser" / "checkpoint.json").write_text(json.dumps({"history": history}), encoding="utf-8")
    write_models_file(models, data, work, {"depparse": "depparse.pt", "ner": "ner.pt"})
    written = json.loads((models / "models.json").read_text(encoding="utf-8"))
    assert set(written["files"]) == {"depparse"}
    assert written["files"]["depparse"]["sha256"] == digest_file(models / "depparse.pt")
    training = written["training"]["depparse"]
    assert (training["steps"], training["figures"]) == (5, {"LAS": 80.0})
    assert [source["licence"] for source in training["data"]] == ["CC BY-SA 4.0"]


def test_what_is_said_of_an_unchanged_file_stays(tmp_path: Path) -> None:
    model = tmp_path / "ner.pt"
    model.write_bytes(b"weights")
    known = {"data": [], "command": "by hand", "seed": 1, "steps": 2, "figures": {}}
    before = {"files": {"ner": describe(model)}, "training": {"ner": known}}
    (tmp_path / "models.json").write_text(json.dumps(before), encoding="utf-8")
    write_models_file(tmp_path, tmp_path, tmp_path, {"ner": "ner.pt"})
    assert json.loads((tmp_path / "models.json").read_text(encoding="utf-8"))["training"]["ner"] == known
    model.write_bytes(b"other weights")
    write_models_file(tmp_path, tmp_path, tmp_path, {"ner": "ner.pt"})
    assert json.loads((tmp_path / "models.json").read_text(encoding="utf-8"))["training"]["ner"] != known


def test_a_log_of_lines_ends_with_the_model_kept(tmp_path: Path) -> None:
    log = tmp_path / "ner.log"
    log.write_text('{"step": 1}\n{"step": 2}\n', encoding="utf-8")
    assert chosen_record(log) == {"step": 2}
    assert chosen_record(tmp_path / "none.log") == {}


@pytest.mark.train
def test_missing_data_and_unknown_processors_are_told(tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="a folder with training data is missing"):
        train(tmp_path, tmp_path / "models")
    for name in ("treebanks", "ner", "raw_news"):
        (tmp_path / name).mkdir()
    with pytest.raises(RukazError, match="no such processor: coref"):
        train(tmp_path, tmp_path / "models", only=["coref"])
