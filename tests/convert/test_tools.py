"""Files for the tools of others: brat, Label Studio, NoSketch Engine, and tables of each configuration."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import rukaz
from rukaz.cli import main
from rukaz.export.parquet_files import read_rows, read_sentences
from rukaz.records import NER_TAGS

CORPUS = Path(__file__).parents[2] / "corpus"


def convert(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["convert", str(CORPUS), *map(str, arguments)])


def test_brat_has_the_source_and_the_names_at_their_places(tmp_path: Path) -> None:
    assert convert(tmp_path / "brat", "--to", "brat", "--split", "test").exit_code == 0
    for document, sentences in read_sentences(CORPUS, "test"):
        text = (tmp_path / "brat" / f"{document.doc_id}.txt").read_text(encoding="utf-8")
        lines = (tmp_path / "brat" / f"{document.doc_id}.ann").read_text(encoding="utf-8").splitlines()
        assert text == document.text
        found = [re.fullmatch(r"T\d+\t(\w+) (\d+) (\d+)\t(.*)", line) for line in lines if line[0] == "T"]
        entities = [entity for one in sentences for entity in one.entities]
        assert [(one[1], int(one[2]), int(one[3])) for one in found if one] == [
            (entity.label, entity.start, entity.end) for entity in entities
        ]
        assert all(text[int(one[2]) : int(one[3])] == one[4] for one in found if one)


def test_names_corrected_in_label_studio_come_back(tmp_path: Path) -> None:
    convert(tmp_path / "tasks.json", "--split", "test")
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    text = tasks[0]["data"]["text"]
    value = {"start": 0, "end": len(text.split()[0]), "labels": ["MISC"]}
    region = {"type": "labels", "value": value}
    tasks[0]["annotations"] = [{"id": 7, "result": [region, {"type": "choices", "value": {}}]}]
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    command = ["convert", str(tmp_path / "export.json"), str(tmp_path / "back.conllu")]
    assert CliRunner().invoke(main, command).exit_code == 0
    first, *others = rukaz.read(tmp_path / "back.conllu")
    assert [(one.label, one.text) for one in first.entities] == [("MISC", text.split()[0])]
    expected = list(rukaz.read(CORPUS, split="test"))[1:]
    assert [one.ner_tags for one in others] == [one.ner_tags for one in expected]
    value["end"] = 1
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    told = CliRunner().invoke(main, [*command[:-1], str(tmp_path / "again.conllu")])
    assert (told.exit_code, "MISC at 0:1 is no name of whole words" in told.stderr) == (2, True)


def test_a_registry_names_what_the_vertical_files_hold(tmp_path: Path) -> None:
    assert convert(tmp_path / "vert", "--to", "vertical").exit_code == 0
    registry = (tmp_path / "vert" / "registry").read_text(encoding="utf-8")
    text = (tmp_path / "vert" / "test.vert").read_text(encoding="utf-8")
    columns = {line.count("\t") + 1 for line in text.splitlines() if not line.startswith("<")}
    assert columns == {len(re.findall(r"^ATTRIBUTE", registry, flags=re.MULTILINE))}
    for structure, attributes in re.findall(r"<(\w+)((?: \w+=\"[^\"]*\")+)>", text):
        declared = registry.partition(f'STRUCTURE "{structure}" {{')[2].partition("}")[0]
        assert all(f'"{name}"' in declared for name in re.findall(r"(\w+)=", attributes))


@pytest.mark.parametrize("config", ["tokens", "sentences", "entities", "documents"])
def test_each_configuration_as_a_table(config: str, tmp_path: Path) -> None:
    assert convert(tmp_path / "test.csv", "--split", "test", "--config", config).exit_code == 0
    with (tmp_path / "test.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = list(read_rows(CORPUS, config, "test"))  # type: ignore[arg-type]
    assert len(rows) == len(expected)
    for row, one in zip(rows, expected, strict=True):
        for name, value in one.items():
            if not isinstance(value, list):
                assert row[name] == ("" if value is None else str(value))
        if config == "sentences":
            assert json.loads(row["ner_tags"]) == [NER_TAGS[label] for label in one["ner_tags"]]
    assert convert(tmp_path / "test.csv", "--split", "test", "--config", config).exit_code == 2
