"""Texts that are not files yet: standard input, and data sets of the Hugging Face Hub."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rukaz.atomic_files import explaining_os_errors
from rukaz.errors import RukazError
from rukaz.ingest.ids import safe_name
from rukaz.records import Split
from rukaz.workspace import create, workspace

STANDARD_INPUT = "-"
HUB = "hf:"
_SPLITS: dict[str, Split] = {
    "train": "train", "validation": "validation", "valid": "validation", "dev": "validation", "test": "test",
}  # fmt: skip


@contextmanager
def as_files(inputs: Sequence[str | Path], corpus: Path) -> Iterator[list[Path]]:
    """The inputs of a build as files and folders; those that are neither are kept as such meanwhile.

    Args:
        inputs: paths, ``-`` for standard input, ``hf:NAME`` or ``hf:NAME:CONFIG`` for a data set of the Hub.
        corpus: that is built; they are kept in its work folder.

    Raises:
        RukazError: standard input is closed, a data set cannot be had, or nothing can be written beside
            ``corpus``.
    """
    names = [str(one) for one in inputs]
    if not any(name == STANDARD_INPUT or name.startswith(HUB) for name in names):
        yield [Path(name) for name in names]
        return
    work = workspace(corpus)
    with explaining_os_errors(work.folder):
        create(work)
        place = TemporaryDirectory(dir=work.folder)
    with place as name:
        folder = Path(name, "inputs")  # the name is part of that of each file
        folder.mkdir()
        yield [_as_file(one, folder) for one in names]


def _as_file(name: str, folder: Path) -> Path:
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            raise RukazError("standard input is closed", hint="Name a file or a folder.")
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
        raise RukazError(f"the data set could not be read: {what}", where=f"{HUB}{name}") from error
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
