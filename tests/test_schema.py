"""The table of columns: complete, in agreement with the records, and the source of schema and card header."""

from __future__ import annotations

from dataclasses import fields

import pytest
import yaml
from datasets import ClassLabel, Features, List, Value

from rukaz import records
from rukaz.dataset_features import declared_features, features
from rukaz.export.card_header import ConfigFiles, dataset_yaml
from rukaz.schema import CONFIGS, FIELDS, Config

IN_MISC = {"misc", "space_after"}
IN_LISTS = {"tokens", "entities", "multiword_tokens", "quotes", "dates", "mentions"}


@pytest.mark.parametrize(
    ("config", "record", "elsewhere"),
    [
        ("sentences", records.Sentence, IN_LISTS),
        ("sentences", records.Token, IN_MISC | {"id"}),
        ("entities", records.Entity, set()),
        ("quotes", records.Quote, set()),
        ("dates", records.DateExpression, set()),
        ("coreference", records.Mention, set()),
        ("documents", records.Document, {"blocks", "origins", "split", "given"}),
    ],
)
def test_every_attribute_of_a_record_has_its_column(
    config: Config, record: type, elsewhere: set[str]
) -> None:
    published = {field.attribute for field in FIELDS[config] if field.record == record.__name__}
    assert published == {attribute.name for attribute in fields(record)} - elsewhere


@pytest.mark.parametrize("config", CONFIGS)
def test_every_source_exists_and_every_meaning_is_a_sentence(config: Config) -> None:
    for field in FIELDS[config]:
        if field.record != "derived":
            assert field.attribute in getattr(records, field.record).__dataclass_fields__
        assert field.meaning.endswith(".")
    assert len({field.column for field in FIELDS[config]}) == len(FIELDS[config])


def test_the_types_that_training_scripts_ask_for() -> None:
    sentences = features("sentences")
    assert sentences["ner_tags"] == List(ClassLabel(names=list(records.NER_TAGS)))
    assert sentences["upos"].feature.names == list(records.UPOS_TAGS)
    assert sentences["head"] == List(Value("int32"))
    assert features("tokens")["upos"] == Value("string")
    assert declared_features("sentences")["role"].names[:3] == ["title", "lead", "body"]
    assert declared_features("entities")["label"] == ClassLabel(names=["PER", "ORG", "LOC", "MISC"])


@pytest.mark.parametrize("config", CONFIGS)
def test_what_trainers_stratify_by_are_labels_in_every_config(config: Config) -> None:
    declared = declared_features(config)
    strings = {column for column, kind in declared.items() if kind == Value("string")}
    assert strings & {"role", "annotation", "label", "kind", "etype"} == set()


@pytest.mark.parametrize("config", CONFIGS)
def test_yaml_header_and_arrow_schema_differ_in_labels_alone(config: Config) -> None:
    declared, stored = declared_features(config), features(config)
    header = yaml.safe_load(yaml.safe_dump(declared._to_yaml_list()))
    assert Features._from_yaml_list(header) == declared
    assert Features.from_arrow_schema(stored.arrow_schema) == stored
    unlike = {column for column, kind in declared.items() if kind != stored[column]}
    assert all(stored[column] == Value("string") for column in unlike)


def config_files(*splits: records.Split) -> ConfigFiles:
    return ConfigFiles(splits, digest="ab" * 32)


def test_the_header_names_what_there_is() -> None:
    header = dataset_yaml(
        {
            "documents": config_files("train", "test"),
            "sentences": config_files("train"),
            "entities": config_files(),
        },
        version="0.2.0",
    )
    sentences, documents = header["configs"]
    assert (sentences["config_name"], sentences["default"]) == ("sentences", True)
    assert "default" not in documents
    assert documents["version"] == "0.2.0"
    assert "sha256:abababababababab" in documents["description"]
    assert documents["data_files"] == [
        {"split": "train", "path": "documents/train-*.parquet"},
        {"split": "test", "path": "documents/test-*.parquet"},
    ]
    assert [set(info) for info in header["dataset_info"]] == [{"config_name", "features"}] * 2
