"""croissant.json: what mlcroissant, the library of its specification, makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from rukaz.errors import RukazError
from rukaz.export.croissant import CROISSANT, read_description, responsible_ai
from rukaz.export.manifest import read_manifest
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.schema import CONFIGS

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.dev
@pytest.mark.parametrize("config", CONFIGS)
def test_mlcroissant_reads_every_row(config: str) -> None:
    from mlcroissant import Dataset

    records = list(Dataset(jsonld=str(CORPUS / CROISSANT)).records(config))
    assert len(records) == pq.read_table(CORPUS / config).num_rows
    assert {record[f"{config}/split"] for record in records} == {b"train", b"validation", b"test"}


def test_it_has_the_digests_of_the_manifest_and_says_who_reviewed() -> None:
    description = json.loads((CORPUS / CROISSANT).read_text(encoding="utf-8"))
    digests = {one["@id"]: one["sha256"] for one in description["distribution"] if "sha256" in one}
    outputs = read_manifest(CORPUS)["outputs"]
    assert digests == {name: digest for name, digest in outputs.items() if name != CROISSANT}
    assert "No person has checked" in description["rai:dataAnnotationProtocol"]


@pytest.mark.parametrize("text", ["[]", "{", "[" * 100_000], ids=["a list", "cut off", "deep"])
def test_a_damaged_description_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / CROISSANT).write_text(text, encoding="utf-8")
    with pytest.raises(RukazError) as error:
        read_description(tmp_path)
    assert error.value.where == str(tmp_path / CROISSANT)


@pytest.mark.parametrize("rai", ["dataCollected: by hand", "dataBiases: 7", "- dataBiases"])
def test_what_is_no_property_is_told(rai: str, tmp_path: Path) -> None:
    (tmp_path / "card.md").write_text(f"---\nrai:\n  {rai}\n---\n# Cats\n", encoding="utf-8")
    with pytest.raises(RukazError, match="the key rai is not a table of texts") as error:
        responsible_ai(CorpusInfo("cats", "Cats", card=tmp_path / "card.md"))
    assert "dataLimitations" in error.value.hint
