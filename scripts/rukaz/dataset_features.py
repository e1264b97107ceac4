"""The ``datasets.Features`` of each config, as its files hold it and as the card declares it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rukaz.schema import FIELDS, LABELS, STRUCTS, Config

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features


def features(config: Config) -> Features:
    """The ``datasets.Features`` of a config as its files hold it."""
    import datasets

    return datasets.Features({field.column: _feature(field.kind) for field in FIELDS[config]})


@cache
def arrow_schema(config: Config) -> pa.Schema:
    """The schema of the files of a config, with the features in its metadata."""
    return features(config).arrow_schema


def declared_features(config: Config) -> Features:
    """The same as the card declares it and ``load_dataset`` gives it: strings of few values are labels."""
    import datasets

    labels = {field.column: list(field.classes) for field in FIELDS[config] if field.classes}
    return datasets.Features(
        features(config) | {column: datasets.ClassLabel(names=names) for column, names in labels.items()}
    )


def _feature(kind: str) -> Any:
    import datasets

    if kind.startswith("list["):
        return datasets.List(_feature(kind[5:-1]))
    if kind in LABELS:
        return datasets.ClassLabel(names=list(LABELS[kind]))
    if kind in STRUCTS:
        return {name: _feature(item) for name, item in STRUCTS[kind].items()}
    return datasets.Value(kind)
