"""The data of a corpus in the YAML header of its card, as ``datasets`` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rukaz.dataset_features import declared_features
from rukaz.records import Split
from rukaz.schema import CONFIGS, DESCRIPTIONS, Config


@dataclass(frozen=True, slots=True)
class ConfigFiles:
    """What the files of one config hold; see :func:`rukaz.export.parquet_files.config_files`.

    Attributes:
        splits: those that have rows.
        digest: sha256 over its files, in the order of splits and shards.
    """

    splits: tuple[Split, ...]
    digest: str


def dataset_yaml(configs: Mapping[Config, ConfigFiles], *, version: str = "1.0.0") -> dict[str, Any]:
    """The ``configs`` and ``dataset_info`` of the card's YAML header; configs without rows are left out.

    The local cache of ``datasets`` is keyed on this header alone, so the description of each config carries
    the digest of its files: a rebuild that changed something is seen by the next ``load_dataset``. Sizes of
    splits are not stated, because ``load_dataset(..., filters=...)`` takes other numbers for an error.

    Args:
        version: ``x.y.z``; ``datasets`` reads nothing else.
    """
    present = {config: configs[config] for config in CONFIGS if config in configs and configs[config].splits}
    return {
        "configs": [
            _config_yaml(config, files, version, default=config == next(iter(present)))
            for config, files in present.items()
        ],
        "dataset_info": [
            {"config_name": config, "features": declared_features(config)._to_yaml_list()}
            for config in present
        ],
    }


def _config_yaml(config: Config, files: ConfigFiles, version: str, *, default: bool) -> dict[str, Any]:
    return {
        "config_name": config,
        **({"default": True} if default else {}),
        "version": version,
        "description": f"{DESCRIPTIONS[config]} (sha256:{files.digest[:16]})",
        "data_files": [{"split": split, "path": f"{config}/{split}-*.parquet"} for split in files.splits],
    }
