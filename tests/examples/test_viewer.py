"""What the Hub's viewer needs of the published files: random access, small reads, known types, a full card.

It reads at most 300,000,000 bytes for the rows it shows, and less than a row group only with a page index;
it counts rows, lists configs and splits, and names labels from the header of the card.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import load_dataset
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs
from huggingface_hub import DatasetCard

from rukaz.dataset_features import declared_features, features
from rukaz.pipeline.plan import LARGEST_SHARD
from rukaz.records import SPLITS
from rukaz.schema import CONFIGS, Config

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = sorted(CORPUS.glob("*/*.parquet"))
MOST_BYTES = 300_000_000
SIMPLE = (pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_())


def ids(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_any_row_can_be_reached_by_the_page_index(path: Path) -> None:
    metadata = pq.read_metadata(path)
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        columns = [group.column(i) for i in range(group.num_columns)]
        assert all(column.has_offset_index for column in columns)


def test_a_full_file_is_less_than_the_viewer_reads_at_once() -> None:
    """Row groups grow with the text: those of the largest file can be told from those of this corpus."""
    texts = pq.read_table(CORPUS / "documents", columns=["text"])["text"].to_pylist()
    text_bytes = sum(len(text.encode()) for text in texts)
    for config in CONFIGS:
        metadata = [pq.read_metadata(path) for path in FILES if path.parent.name == config]
        size = sum(one.row_group(i).total_byte_size for one in metadata for i in range(one.num_row_groups))
        assert size / text_bytes * LARGEST_SHARD < MOST_BYTES


def types(kind: pa.DataType) -> set[pa.DataType]:
    """The simple types that a column is made of."""
    if pa.types.is_list(kind):
        return types(kind.value_type)
    if pa.types.is_struct(kind):
        return {simple for i in range(kind.num_fields) for simple in types(kind.field(i).type)}
    return {kind}


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_no_column_is_of_a_type_it_does_not_show(path: Path) -> None:
    schema = pq.read_schema(path)
    assert {simple for column in schema for simple in types(column.type)} <= set(SIMPLE)


def test_the_card_names_configs_splits_and_features_for_datasets() -> None:
    card = DatasetCard.load(CORPUS / "README.md").data
    configs = MetadataConfigs.from_dataset_card_data(card)
    assert list(configs) == list(CONFIGS)
    assert configs.get_default_config_name() == "sentences"
    infos = DatasetInfosDict.from_dataset_card_data(card)
    for config in CONFIGS:
        assert [one["split"] for one in configs[config]["data_files"]] == list(SPLITS)
        assert infos[config].features == declared_features(config)


@pytest.mark.parametrize("config", CONFIGS)
def test_first_rows_come_without_the_rest(config: Config, tmp_path: Path) -> None:
    """Streaming reads the header and the first batch; nothing is prepared in the cache."""
    data = load_dataset(str(CORPUS), config, split="train", streaming=True, cache_dir=str(tmp_path))
    [first] = data.take(1)
    assert list(first) == list(features(config))
    assert not list(tmp_path.rglob("*.arrow"))
