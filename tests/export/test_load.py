"""The corpus as its users open it: datasets, pandas, polars, duckdb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml

from rukaz.dataset_features import declared_features
from rukaz.export.card_header import dataset_yaml
from rukaz.export.parquet_files import config_files
from rukaz.records import SPLITS, DateExpression, Document, Quote, Sentence, Split
from rukaz.schema import CONFIGS, Config
from tests.files import write_split
from tests.trees import document, mention

Documents = list[tuple[Document, tuple[Sentence, ...]]]

ASTANA = "Астана/PROPN/0:root/B-LOC"


def said(doc_id: str, spec: str) -> tuple[Document, tuple[Sentence, ...]]:
    """A document whose first sentence is a quote, a date and a mention."""
    made, (first, *others) = document(doc_id, spec)
    span = first.start, first.end
    first = replace(
        first,
        quotes=(Quote("direct", *span),),
        dates=(DateExpression(*span, "2023"),),
        mentions=(mention(first, f"{doc_id}_e1", (1, 1), 1),),
    )
    return made, (first, *others)


CORPUS: dict[Split, Documents] = {
    "train": [
        said("a", f"{ASTANA}\nДа/PART/0:root"),
        document("b", "10_000/NUM/0:root", title="Десять"),
    ],
    "validation": [said("c", ASTANA)],
    "test": [said("d", f"Нет/PART/0:root {ASTANA}")],
}


def write_corpus(corpus: Path, splits: dict[Split, Documents]) -> Path:
    for split, documents in splits.items():
        write_split(corpus, split, documents, per_part=1)
    header = yaml.safe_dump(dataset_yaml(config_files(corpus)), allow_unicode=True, sort_keys=False)
    (corpus / "README.md").write_text(f"---\n{header}---\n# Corpus\n", encoding="utf-8")
    return corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("published") / "corpus", CORPUS)


def column(data: datasets.Dataset, name: str) -> list[object]:
    return [row[name] for row in data]


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("config", CONFIGS)
def test_every_config_and_split(corpus: Path, tmp_path: Path, config: Config, *, streaming: bool) -> None:
    data = datasets.load_dataset(str(corpus), config, streaming=streaming, cache_dir=str(tmp_path))
    assert list(data) == list(SPLITS)
    for split in SPLITS:
        assert data[split].features == declared_features(config)
        written = pq.read_table(sorted((corpus / config).glob(f"{split}-*.parquet")))
        assert sum(1 for _ in data[split]) == len(written)


def test_sentences_are_the_default_from_the_folder_itself(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.parent)
    data = datasets.load_dataset("./corpus", cache_dir=str(tmp_path))
    labels = data["train"].features["ner_tags"].feature
    assert [labels.int2str(tags) for tags in column(data["train"], "ner_tags")] == [["B-LOC"], ["O"], ["O"]]
    assert column(data["test"], "tokens") == [["Нет", "Астана"]]


@pytest.mark.parametrize("streaming", [False, True])
def test_rows_can_be_filtered_while_they_are_loaded(corpus: Path, tmp_path: Path, *, streaming: bool) -> None:
    filters = [("doc_id", "==", "b")]
    data = datasets.load_dataset(
        str(corpus), "tokens", split="train", filters=filters, streaming=streaming, cache_dir=str(tmp_path)
    )
    assert [row["form"] for row in data] == ["10 000"]


def test_the_strings_of_the_files_are_labels_to_trainers(corpus: Path, tmp_path: Path) -> None:
    sentences = datasets.load_dataset(str(corpus), split="train", cache_dir=str(tmp_path))
    role = sentences.features["role"]
    assert [role.int2str(row) for row in column(sentences, "role")] == ["body"] * 3
    parts = sentences.train_test_split(test_size=0.34, stratify_by_column="role", seed=1)
    assert [len(part) for part in parts.values()] == [1, 2]
    bodies = [("role", "==", "body")]
    assert len(datasets.load_dataset(str(corpus), split="test", filters=bodies, cache_dir=str(tmp_path))) == 1
    assert sql(f"SELECT DISTINCT role, annotation FROM '{corpus}/sentences/*.parquet'") == [("body", "auto")]
    assert sql(f"SELECT DISTINCT label FROM '{corpus}/entities/*.parquet'") == [("LOC",)]


def test_a_rebuild_is_seen_through_the_cache(tmp_path: Path) -> None:
    made, (first, second) = CORPUS["train"][0]
    changed = replace(second, tokens=(replace(second.tokens[0], lemma="да-да"),))
    seen = []
    for sentences in ((first, second), (first, changed)):
        corpus = write_corpus(tmp_path / "corpus", {"train": [(made, sentences)]})
        data = datasets.load_dataset(str(corpus), cache_dir=str(tmp_path / "cache"), split="train")
        seen.append(column(data, "lemmas"))
    assert seen == [[["Астана"], ["да"]], [["Астана"], ["да-да"]]]


def test_a_split_or_config_without_rows_is_left_out(tmp_path: Path) -> None:
    without: dict[Split, Documents] = {"train": [document("b", "Да/PART/0:root")], "test": [document("e")]}
    corpus = write_corpus(tmp_path / "corpus", without)
    cache = str(tmp_path / "cache")
    assert list(datasets.load_dataset(str(corpus), "sentences", cache_dir=cache)) == ["train"]
    assert list(datasets.load_dataset(str(corpus), "documents", cache_dir=cache)) == ["train", "test"]
    with pytest.raises(ValueError, match="BuilderConfig 'entities' not found"):
        datasets.load_dataset(str(corpus), "entities", cache_dir=cache)


def forms_by_pandas(files: str) -> Sequence[str]:
    return list(pd.concat(map(pd.read_parquet, sorted(Path("/").glob(files[1:]))))["form"])


def forms_by_polars(files: str) -> Sequence[str]:
    return pl.read_parquet(files)["form"].to_list()


def forms_by_duckdb(files: str) -> Sequence[str]:
    return [form for (form,) in sql(f"SELECT form FROM '{files}' ORDER BY doc_id, start")]


def sql(query: str) -> list[tuple[str, ...]]:
    return duckdb.connect().execute(query).fetchall()


@pytest.mark.parametrize("forms", [forms_by_pandas, forms_by_polars, forms_by_duckdb])
def test_the_tokens_in_data_frames_and_sql(corpus: Path, forms: Callable[[str], Sequence[str]]) -> None:
    assert forms(f"{corpus}/tokens/train-*.parquet") == ["Астана", "Да", "10 000"]


def test_nested_columns_in_data_frames_and_sql(corpus: Path) -> None:
    (path,) = (corpus / "sentences").glob("test-*.parquet")
    assert pl.read_parquet(path)["tokens"].to_list() == [["Нет", "Астана"]]
    assert pd.read_parquet(path)["head"][0].tolist() == [0, 0]
    assert sql(f"SELECT unnest(tokens) FROM '{path}'") == [("Нет",), ("Астана",)]
