"""Texts that are not files yet: standard input, and data sets of the Hugging Face Hub."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rukaz.errors import RukazError
from rukaz.ingest.ids import safe_name
from rukaz.records import Split

STANDARD_INPUT = "-"
HUB = "hf:"
_SPLITS: dict[str, Split] = {
    "train": "train", "validation": "validation", "valid": "validation", "dev": "validation", "test": "test",
}  # fmt: skip


def as_files(inputs: Sequence[str | Path], folder: Path) -> list[Path]:
    """The inputs of a build as files and folders.

    Args:
        inputs: paths, ``-`` for standard input, ``hf:NAME`` or ``hf:NAME:CONFIG`` for a data set of the Hub.
        folder: where those that are no files are kept; what lay there before is removed.

    Raises:
        RukazError: a data set cannot be had.
    """
    shutil.rmtree(folder, ignore_errors=True)
    return [_as_file(str(one), folder) for one in inputs]


def _as_file(name: str, folder: Path) -> Path:
    if name == STANDARD_INPUT:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "stdin.txt").open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        return folder / "stdin.txt"
    if name.startswith(HUB):
        return _from_hub(name.removeprefix(HUB), folder)
    return Path(name)


def _from_hub(name: str, folder: Path) -> Path:
    """A folder with a table for each split of a data set, and a sources.toml that says which is which."""
    import datasets

    path, _, config = name.partition(":")
    try:
        loaded = datasets.load_dataset(path, config or None)
    except Exception as error:  # whatever the network, the Hub or a data set's own form makes of it
        what = " ".join(str(error).split())[:200]
        raise RukazError(f"the data set cannot be had: {what}", where=f"{HUB}{name}") from error
    splits: dict[str, Any] = dict(loaded.items()) if isinstance(loaded, dict) else {"train": loaded}
    target = folder / safe_name(path)
    target.mkdir(parents=True)
    lines = ["[corpus]", f"title = {json.dumps(name)}"]
    for split, rows in splits.items():
        file = f"{safe_name(str(split))}.parquet"
        rows.to_parquet(target / file)
        lines += ["", "[[text]]", f'id = "{safe_name(path.rpartition("/")[2])}-{safe_name(str(split))}"']
        lines.append(f'file = "{file}"')
        if str(split) in _SPLITS:
            lines.append(f'split = "{_SPLITS[str(split)]}"')
    (target / "sources.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target
