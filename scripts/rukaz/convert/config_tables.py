"""A configuration of a corpus (``tokens``, ``entities``, …) as a table of Excel, CSV or TSV."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from rukaz.atomic_files import atomic_file, explaining_os_errors
from rukaz.conllu.files import FILE_SPLITS
from rukaz.convert.targets import new_target
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import read_manifest
from rukaz.export.parquet_files import parquet_paths, read_rows
from rukaz.query.output import table_bytes
from rukaz.records import SPLITS, Split
from rukaz.schema import FIELDS, LABELS, Config

if TYPE_CHECKING:
    import pyarrow as pa

ConfigFormat = Literal["csv", "tsv", "xlsx"]
CONFIG_FORMATS: tuple[ConfigFormat, ...] = get_args(ConfigFormat)


def convert_config(
    corpus: Path, target: Path, to: ConfigFormat, config: Config, *, split: Split | None = None
) -> list[Path]:
    """Write the rows of a configuration, a file for each split.

    A list in a cell is written as JSON, with the names of labels.

    Args:
        target: a folder (``train.xlsx``, …); of one split, a file.

    Returns:
        the files that were written.

    Raises:
        RukazError: there is no corpus, the split has no rows, ``target`` exists, or the rows are more than
            a sheet of Excel holds.
    """
    recover(corpus)
    read_manifest(corpus)
    splits = [one for one in SPLITS if parquet_paths(corpus, config, one) and split in (None, one)]
    if not splits:
        raise RukazError(f"there are no rows of {config}", where=str(corpus), hint="Name another --config.")
    paths = [target if split else target / f"{FILE_SPLITS[one]}.{to}" for one in splits]
    with new_target(target, single=split is not None) as written:
        for path, one in zip(paths, splits, strict=True):
            data = table_bytes(_table(corpus, config, one), to)
            with explaining_os_errors(path), atomic_file(path, replace=False) as part:
                part.write_bytes(data)
            written.append(path)
    return written


def _table(corpus: Path, config: Config, split: Split) -> pa.Table:
    import pyarrow as pa

    kinds = {field.column: field.kind for field in FIELDS[config]}
    columns: dict[str, list[object]] = {name: [] for name in kinds}
    for row in read_rows(corpus, config, split):
        for name, kind in kinds.items():
            columns[name].append(_cell(row[name], kind))
    return pa.table(columns)


def _cell(value: object, kind: str) -> object:
    if not isinstance(value, list):
        return value
    names = LABELS.get(kind.removeprefix("list[").removesuffix("]"))
    shown = [names[number] for number in value] if names else value
    return json.dumps(shown, ensure_ascii=False)
