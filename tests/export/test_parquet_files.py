"""Parquet: rows of the four configs, shards, reproducible bytes, and the way back to records and CoNLL-U."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from rukaz.conllu.files import conllu_paths
from rukaz.dataset_features import features
from rukaz.errors import RukazError
from rukaz.export import parquet_files
from rukaz.export.manifest import digest_tree
from rukaz.export.parquet_files import (
    ParquetWriter,
    config_files,
    parquet_paths,
    parquet_to_conllu,
    read_parts,
    read_sentences,
)
from rukaz.export.parquet_rows import columns, sentence_of
from rukaz.records import Block, DateExpression, Mention, Quote, Sentence
from rukaz.schema import CONFIGS
from tests.export.strategies import sentences
from tests.files import write_split
from tests.trees import document, sentence

VISIT = (
    "Токаев/PROPN/2:nsubj/B-PER прибыл/VERB/0:root/=прибыть в/ADP/4:case Нур/PROPN/2:obl/B-LOC"
    " Султан/PROPN/4:flat/I-LOC ./PUNCT/2:punct"
)
DOCUMENTS = [
    document("a", f"{VISIT}\nДа/PART/0:root", "Ещё/ADV/0:root", title="Визит"),
    document("b"),
    document("c", "Нет/PART/0:root"),
]


def rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def through_arrow(written: Sentence) -> dict[str, Any]:
    made, _ = DOCUMENTS[0]
    table = pa.table(columns("sentences", made, [written]), schema=features("sentences").arrow_schema)
    row: dict[str, Any] = table.to_pylist()[0]
    return row


@given(sentences())
def test_a_row_gives_its_sentence_back(written: Sentence) -> None:
    assert sentence_of(through_arrow(written)) == written


def test_a_split_gives_its_records_back(tmp_path: Path) -> None:
    made, sentences = DOCUMENTS[0]
    odd = replace(
        made, blocks=(*made.blocks, Block("3a", "boilerplate", 60, 70, "navigation")), date="2023-11"
    )
    documents = [(odd, sentences), *DOCUMENTS[1:]]
    write_split(tmp_path, "train", documents)
    assert [(doc, tuple(back)) for doc, back in read_sentences(tmp_path, "train")] == documents


def row_counts(corpus: Path) -> dict[str, int]:
    return {
        config: sum(len(rows(path)) for path in parquet_paths(corpus, config, "train")) for config in CONFIGS
    }


def test_the_rows_of_tokens_entities_and_documents(tmp_path: Path) -> None:
    made, (first, *others) = DOCUMENTS[0]
    city = replace(first.entities[1], entity_id="astana", name="Астана")
    quote = Quote("indirect", first.start, others[0].end, speaker_start=0, speaker_end=6, speaker_id="astana")
    date = DateExpression(first.start, first.start + 6, "2023")
    mention = Mention("a_e1", "person", first.start, first.start + 6, 1, 1, 1)
    where = Mention("a_e2", "place", city.start, city.end, 4, 5, 4)
    first = replace(
        first, entities=(first.entities[0], city), quotes=(quote,), dates=(date,), mentions=(mention, where)
    )
    write_split(tmp_path, "train", [(made, [first, *others])])
    counts = {
        "sentences": 3,
        "tokens": 8,
        "entities": 2,
        "quotes": 1,
        "dates": 1,
        "coreference": 2,
        "documents": 1,
    }
    assert row_counts(tmp_path) == counts
    token = rows(parquet_paths(tmp_path, "tokens", "train")[0])[4]
    assert {
        name: token[name] for name in ("token_id", "form", "upos", "ner", "entity_id", "space_after")
    } == {
        "token_id": 5,
        "form": "Султан",
        "upos": "PROPN",
        "ner": "I-LOC",
        "entity_id": "astana",
        "space_after": False,
    }
    entity = rows(parquet_paths(tmp_path, "entities", "train")[0])[1]
    assert (entity["mention_id"], entity["text"], entity["name"]) == ("a-e16", "Нур Султан", "Астана")
    assert (entity["label"], entity["first_token"], entity["last_token"]) == ("LOC", 4, 5)
    (said,) = rows(parquet_paths(tmp_path, "quotes", "train")[0])
    assert said["sent_ids"] == [first.sent_id, others[0].sent_id]
    assert (said["text"], said["speaker"]) == ("Токаев прибыл в Нур Султан. Да", "Токаев")
    assert (said["speaker_name"], said["cue"]) == ("Астана", None)
    (date_row,) = rows(parquet_paths(tmp_path, "dates", "train")[0])
    assert (date_row["text"], date_row["value"], date_row["part"]) == ("Токаев", "2023", None)
    _, referred = rows(parquet_paths(tmp_path, "coreference", "train")[0])
    assert (referred["mention_id"], referred["cluster_id"], referred["kind"]) == ("a-m16-26", "a_e2", "name")
    assert (referred["text"], referred["entity_id"], referred["head"]) == ("Нур Султан", "astana", 4)
    (row,) = rows(parquet_paths(tmp_path, "documents", "train")[0])
    assert (row["title"], row["url"], row["n_sentences"], row["n_tokens"]) == ("Визит", None, 3, 8)


def test_parquet_gives_the_bytes_of_the_conllu_file(tmp_path: Path) -> None:
    write_split(tmp_path, "test", DOCUMENTS)
    (path,) = conllu_paths(tmp_path, "test")
    assert "".join(parquet_to_conllu(tmp_path, "test")).encode() == path.read_bytes()


def test_parts_end_with_documents_and_bear_their_number(tmp_path: Path) -> None:
    write_split(tmp_path, "train", DOCUMENTS, per_part=2)
    paths = parquet_paths(tmp_path, "documents", "train")
    assert [path.name for path in paths] == ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet"]
    assert [[row["doc_id"] for row in rows(path)] for path in paths] == [["a", "b"], ["c"]]
    assert [path.name for path in conllu_paths(tmp_path, "train")] == [
        "ru_x-ud-train-a.conllu",
        "ru_x-ud-train-b.conllu",
    ]
    assert [[doc.doc_id for doc, _ in part] for part in read_parts(tmp_path, "train")] == [["a", "b"], ["c"]]
    assert all(pq.ParquetFile(path).num_row_groups == 1 for path in tmp_path.rglob("*.parquet"))
    assert [doc.doc_id for doc, _ in read_sentences(tmp_path, "train")] == ["a", "b", "c"]


def test_no_rows_no_file(tmp_path: Path) -> None:
    write_split(tmp_path, "train", [document("b"), document("c", "Нет/PART/0:root")])
    assert row_counts(tmp_path) == {
        "sentences": 1,
        "tokens": 1,
        "entities": 0,
        "quotes": 0,
        "dates": 0,
        "coreference": 0,
        "documents": 2,
    }
    assert config_files(tmp_path)["entities"].splits == ()
    write_split(tmp_path, "test", [])
    assert list(read_sentences(tmp_path, "test")) == []


def test_the_same_records_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_split(tmp_path / "one", "train", DOCUMENTS)
    monkeypatch.setattr(parquet_files, "CHARACTERS_PER_BATCH", 1)
    write_split(tmp_path / "two", "train", DOCUMENTS)
    assert digest_tree(tmp_path / "one") == digest_tree(tmp_path / "two")
    assert config_files(tmp_path / "one") == config_files(tmp_path / "two")


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("upos", [99], "not a valid sentence"),
        ("upos", [-1], "not a valid sentence"),
        ("ner_tags", [1], "misc contradicts"),
        ("ner_tags", [2], "does not continue an entity"),
        ("token_start", [1], "misc contradicts"),
        ("text", "Нет", "the text does not go on"),
        ("tokens", ["Да", "нет"], "not a valid sentence"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(column: str, value: Any, what: str) -> None:
    row = through_arrow(sentence("Да/PART/0:root")) | {column: value}
    with pytest.raises(RukazError, match=what) as error:
        sentence_of(row)
    assert error.value.where == "doc-p1-c0"


def test_a_label_that_no_table_knows_is_refused(tmp_path: Path) -> None:
    made, (only,) = document("a", "Да/PART/0:root")
    wrong = replace(only, tokens=(replace(only.tokens[0], upos="PARTICLE"),))
    with (
        pytest.raises(RukazError, match="document a: upos has no label PARTICLE"),
        ParquetWriter(tmp_path, "train") as writer,
    ):
        writer.write(made, [wrong])


def test_sentences_without_their_document_are_refused(tmp_path: Path) -> None:
    write_split(tmp_path, "train", DOCUMENTS)
    write_split(tmp_path / "other", "train", DOCUMENTS[:2])
    (path,) = parquet_paths(tmp_path / "other", "documents", "train")
    path.rename(parquet_paths(tmp_path, "documents", "train")[0])
    with pytest.raises(RukazError, match="no row in `documents`"):
        list(read_sentences(tmp_path, "train"))
