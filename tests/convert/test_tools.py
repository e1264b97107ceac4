"""Files for the tools of others: brat, Label Studio, NoSketch Engine, and tables of each configuration."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import replace
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import rukaz
from rukaz.cli import main
from rukaz.convert.label_studio import read_label_studio
from rukaz.convert.vertical import read_vertical
from rukaz.errors import RukazError
from rukaz.export.parquet_files import read_rows, read_sentences
from rukaz.records import NER_TAGS
from tests.broken.corpora import good

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


def test_a_task_that_was_skipped_keeps_its_names(tmp_path: Path) -> None:
    convert(tmp_path / "tasks.json", "--split", "test")
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"].insert(0, {"was_cancelled": True, "result": []})
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    back = [read_label_studio(tmp_path / name) for name in ("tasks.json", "export.json")]
    assert list(back[0]) == list(back[1])


BREAK, HALF = "x\n1\tу", "\ud800"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *((("data", "sent_id"), one) for one in (BREAK, HALF)),
        *((("data", "doc_id"), one) for one in (BREAK, HALF)),
        *((("data", "forms", 0), one) for one in ("у\r", "\ud800у", "  ")),
        (("annotations", 0, "result", 1, "value", "start"), 0),
    ],
    ids=ascii,
)
def test_a_task_that_is_no_sentence(path: tuple[str | int, ...], value: object, tmp_path: Path) -> None:
    """What CoNLL-U cannot hold is told, not written as lines of their own."""
    task: Any = {
        "data": {"forms": ["Ан", "на"], "spaces": [True, False]},
        "annotations": [
            {
                "result": [
                    {"type": "labels", "value": {"start": 0, "end": 2, "labels": ["PER"]}},
                    {"type": "labels", "value": {"start": 3, "end": 5, "labels": ["LOC"]}},
                ]
            }
        ],
    }
    (tmp_path / "good.json").write_text(json.dumps([task]), encoding="utf-8")
    assert len(list(read_label_studio(tmp_path / "good.json"))) == 1
    *above, last = path
    reduce(getitem, above, task)[last] = value
    (tmp_path / "bad.json").write_text(json.dumps([task]), encoding="utf-8")
    with pytest.raises(RukazError, match="task 1: this is not a sentence"):
        list(read_label_studio(tmp_path / "bad.json"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<s id="a-p1-c0">', '<s id="a&#10;1&#9;у">'),
        ('<doc id="a">', '<doc id="a&#10;# text = у">'),
        ("Шёл", "Ш&#10;л"),
        ("идти", ""),
        ("2\t0\troot", "2\t9\troot"),
        ('<name type="PER">', '<name type="PER">\n<name type="PER">'),
    ],
)
def test_lines_of_a_vertical_file_that_are_no_sentence(old: str, new: str, tmp_path: Path) -> None:
    lines = (
        '<doc id="a">', '<s id="a-p1-c0">', '<name type="PER">',
        "Путин\tПутин\tPROPN\t\t\t1\t2\tnsubj", "</name>",
        "Шёл\tидти\tVERB\t\t\t2\t0\troot", "</s>", "</doc>",
    )  # fmt: skip
    good = "\n".join(lines)
    (tmp_path / "a.vert").write_text(good, encoding="utf-8")
    assert len(list(read_vertical(tmp_path / "a.vert"))) == 1
    assert old in good
    (tmp_path / "b.vert").write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RukazError, match=r"b\.vert, line \d: this is not a sentence"):
        list(read_vertical(tmp_path / "b.vert"))


@pytest.mark.parametrize("to", ["brat", "csv", "jsonl"])
def test_all_files_are_written_or_none(to: str, tmp_path: Path) -> None:
    """Two splits were written when the third could not be read."""
    corpus = Path(shutil.copytree(CORPUS, tmp_path / "corpus"))
    for file in corpus.glob("*/test-*.parquet"):
        file.write_bytes(file.read_bytes()[:-100])
    result = CliRunner().invoke(main, ["convert", str(corpus), str(tmp_path / "out"), "--to", to])
    assert (result.exit_code, (tmp_path / "out").exists()) == (2, False)


def test_an_id_of_somebodys_corpus_leads_nowhere(tmp_path: Path) -> None:
    draft = good()
    draft.documents[0] = (replace(draft.documents[0][0], doc_id="../../victim"), ())
    draft.write(tmp_path / "corpus")
    target = tmp_path / "deep" / "er" / "brat"
    result = CliRunner().invoke(main, ["convert", str(tmp_path / "corpus"), str(target), "--to", "brat"])
    assert (result.exit_code, "is not used in the name of a file" in result.stderr) == (2, True)
    assert not list(tmp_path.rglob("victim*"))


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
    expected = list(read_rows(CORPUS, config, "test"))  # type: ignore[arg-type]  # a name
    assert len(rows) == len(expected)
    for row, one in zip(rows, expected, strict=True):
        for name, value in one.items():
            if not isinstance(value, list):
                assert row[name] == ("" if value is None else str(value))
        if config == "sentences":
            assert json.loads(row["ner_tags"]) == [NER_TAGS[label] for label in one["ner_tags"]]
    assert convert(tmp_path / "test.csv", "--split", "test", "--config", config).exit_code == 2
