"""How far two annotations agree, against figures that can be counted by hand."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import rukaz
from rukaz.cli import main
from rukaz.compare.agreement import agreement, kappa
from rukaz.conllu.files import document_to_conllu
from rukaz.conllu.tolerant import read_any
from rukaz.errors import RukazError
from tests.broken.corpora import good
from tests.trees import document

FIRST = (
    "Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть раму/NOUN/2:obj/=рама ./PUNCT/2:punct",
    "Токаев/PROPN/2:nsubj/B-PER прибыл/VERB/0:root/=прибыть в/ADP/4:case Астану/PROPN/2:obl/=Астана/B-LOC",
)
SECOND = (
    "Мама/PROPN/2:nsubj/B-PER/=мама мыла/VERB/0:root/=мыть раму/NOUN/1:obj/=рама ./PUNCT/2:punct",
    "Токаев/PROPN/2:nsubj/B-PER прибыл/VERB/0:root/=прибыть в/ADP/4:case Астану/PROPN/2:obj/=Астана/B-LOC",
)


def write(file: Path, *blocks: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(document_to_conllu(*document("letter", *blocks)), encoding="utf-8")
    return file


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    return write(tmp_path / "a" / "letter.conllu", *FIRST), write(tmp_path / "b" / "letter.conllu", *SECOND)


def test_shares_of_eight_words(two: tuple[Path, Path]) -> None:
    layers = agreement(*two).layers
    assert {name: (one.equal, one.first) for name, one in layers.items() if "NER" not in name} == {
        "Sentences": (2, 2), "Tokens": (8, 8), "UPOS": (7, 8), "FEATS": (8, 8), "Lemmas": (8, 8),
        "Relations": (7, 8), "UAS": (7, 8), "LAS": (6, 8),
    }  # fmt: skip
    assert (layers["NER"].equal, layers["NER"].first, layers["NER"].second) == (2, 2, 3)
    assert round(layers["NER"].share, 1) == 80.0
    assert layers["NER PER"].share == pytest.approx(200 / 3)


def test_kappa_is_what_sklearn_gives() -> None:
    """Of NOUN NOUN NOUN VERB VERB ADJ against NOUN NOUN ADJ VERB VERB NOUN."""
    pairs = {("NOUN", "NOUN"): 2, ("NOUN", "ADJ"): 1, ("VERB", "VERB"): 2, ("ADJ", "NOUN"): 1}
    assert kappa(pairs) == pytest.approx(0.45454545)
    assert kappa({("NOUN", "NOUN"): 9}) == 1
    assert kappa({("a", "b"): 5, ("b", "a"): 5}) == -1


def test_only_what_both_have_is_compared(two: tuple[Path, Path], tmp_path: Path) -> None:
    third = write(tmp_path / "c" / "letter.conllu", FIRST[0])
    found = agreement(two[0], third)
    assert (found.layers["Tokens"].first, found.alone) == (4, (1, 0))
    assert found.disputed == []


def test_other_words_are_told(tmp_path: Path, two: tuple[Path, Path]) -> None:
    joined = FIRST[0].replace("мыла/VERB/0:root/=мыть раму/NOUN/2:obj/=рама", "мыла_раму/VERB/0:root/=мыть")
    other = write(tmp_path / "d" / "letter.conllu", joined, FIRST[1])
    found = agreement(two[0], other)
    assert any("other words" in why for one in found.disputed for why in one.apart)


def test_nothing_in_common(two: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    other = document_to_conllu(*document("note", FIRST[0]))
    (tmp_path / "e" / "note.conllu").write_text(other, encoding="utf-8")
    with pytest.raises(RukazError, match="no word in common"):
        agreement(two[0].parent, tmp_path / "e")


def test_the_command_and_its_worksheet(two: tuple[Path, Path], tmp_path: Path) -> None:
    sheet = tmp_path / "decide.conllu"
    command = ["agreement", str(two[0].parent), str(two[1].parent)]
    shown = CliRunner().invoke(main, [*command, "--worksheet", str(sheet)])
    assert shown.exit_code == 0
    assert "they disagree on 3 words in 2 sentences" in shown.output
    first, second = read_any(sheet)
    assert first.raw.comments[:2] == ("# newdoc id = letter", "# look = 1 Мама: NOUN or PROPN; O or B-PER")
    assert first.sentence.tokens[0].upos == "NOUN"
    assert second.raw.comments[0] == "# look = 4 Астану: obl or obj"
    told = json.loads(CliRunner().invoke(main, [*command, "--json"]).stdout)
    assert told["layers"]["LAS"]["agreement"] == 75
    query = 'pattern { X [upos="NOUN", other.upos="PROPN"] }'
    assert told["confusions"]["UPOS"] == [{"first": "NOUN", "second": "PROPN", "count": 1, "query": query}]
    again = CliRunner().invoke(main, [*command, "--worksheet", str(sheet)])
    assert (again.exit_code, "already" in again.output) == (2, True)


def test_a_confusion_is_found_by_its_query(tmp_path: Path) -> None:
    """Between two corpora, as often as it is counted, whatever the labels hold."""
    good().write(tmp_path / "new")
    old = good()
    old.token("раму", upos="PROPN", lemma='"ра\\ма"', deprel="obl")
    old.sentence("Астану", entities=())
    old.write(tmp_path / "old")
    found = agreement(tmp_path / "new", tmp_path / "old")
    told = found.as_json()["confusions"]
    queries = {one["query"]: one["count"] for layer in told.values() for one in layer if one["query"]}
    assert len(queries) == 5
    for query, count in queries.items():
        with rukaz.search(tmp_path / "new", query, other=tmp_path / "old") as matches:
            assert matches.count == count, query


def test_diff_says_how_to_search_for_differences(tmp_path: Path) -> None:
    good().write(tmp_path / "new")
    old = good()
    old.token("раму", deprel="obl")
    old.write(tmp_path / "old")
    told = CliRunner().invoke(main, ["diff", str(tmp_path / "old"), str(tmp_path / "new")]).stderr
    command = shlex.split(told.partition("type: ")[2])
    found = CliRunner().invoke(main, command[1:])
    assert found.stdout.split() == ["X.other.deprel", "X.deprel", "count", "obl", "obj", "1"]
