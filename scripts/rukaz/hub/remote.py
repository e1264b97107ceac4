"""What the data set on the Hub holds now, and what of it an earlier upload of ours put there.

The ``manifest.json`` of the earlier upload says so, with digests. What it does not list was made by somebody
else, what has another digest was changed since; neither is removed, nor replaced unless that is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rukaz.export.manifest import FORMAT, MANIFEST, digest_file
from rukaz.hub.publish_plan import Plan
from rukaz.safe_paths import path_fault

if TYPE_CHECKING:
    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import RepoFile

LARGEST_MANIFEST = 200_000_000
"""Bytes; what is larger is no manifest."""


@dataclass(frozen=True, slots=True)
class Remote:
    """The data set before an upload.

    Attributes:
        commit: the state that was looked at; None if there is no data set yet.
        removed: files of an earlier upload that the corpus no longer has.
        kept: files of other people, and files to be removed that somebody changed.
        conflicts: files that the upload would replace although no earlier upload left them as they are.
    """

    commit: str | None = None
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def read_remote(api: HfApi, plan: Plan) -> Remote:
    """Ask the Hub what is there; nothing is changed.

    Raises:
        Exception: whatever the client, the network or the server comes up with.
    """
    from huggingface_hub.errors import RepositoryNotFoundError
    from huggingface_hub.hf_api import RepoFile

    try:
        commit = str(api.repo_info(plan.target, repo_type="dataset").sha)
    except RepositoryNotFoundError:
        return Remote()
    tree = api.list_repo_tree(plan.target, repo_type="dataset", recursive=True, revision=commit)
    files = {one.path: one for one in tree if isinstance(one, RepoFile)}
    with TemporaryDirectory() as folder:
        return _compare(plan, _Earlier(api, plan.target, commit, files, Path(folder)))


@dataclass
class _Earlier:
    """The files on the Hub, fetched into ``folder`` where their digests are not told."""

    api: HfApi
    target: str
    commit: str
    files: Mapping[str, RepoFile]
    folder: Path
    outputs: Mapping[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self.outputs = self._outputs()

    def _outputs(self) -> Mapping[str, object]:
        """SHA-256 of what the earlier upload put there; empty if there was none of ours."""
        file = self.files.get(MANIFEST)
        if file is None or file.size > LARGEST_MANIFEST:
            return {}
        try:
            manifest = json.loads(self._fetch(MANIFEST).read_bytes())
            outputs = manifest["outputs"] if manifest["format"] == FORMAT else {}
        except (ValueError, RecursionError, KeyError, TypeError):
            return {}
        return {**outputs, MANIFEST: self.digest(MANIFEST)} if isinstance(outputs, dict) else {}

    def is_ours(self, name: str) -> bool:
        """Whether the file is as the earlier upload left it."""
        return name in self.outputs and self.outputs[name] == self.digest(name)

    def is_same(self, name: str, local: Path) -> bool:
        """Whether the file has the bytes of a local one."""
        file = self.files[name]
        if file.lfs is not None:
            return digest_file(local) == file.lfs.sha256
        return file.size == local.stat().st_size and file.blob_id == _blob_id(local)

    def digest(self, name: str) -> str:
        """SHA-256 of a file."""
        lfs = self.files[name].lfs
        return digest_file(self._fetch(name)) if lfs is None else str(lfs.sha256)

    def _fetch(self, name: str) -> Path:
        fetched = self.api.hf_hub_download(
            self.target, name, repo_type="dataset", revision=self.commit, local_dir=self.folder
        )
        return Path(str(fetched))


def _compare(plan: Plan, earlier: _Earlier) -> Remote:
    new = {name for name, _ in plan.files}
    removed: list[str] = []
    kept: list[str] = []
    conflicts: list[str] = []
    for name in sorted(earlier.files):
        if path_fault(name):
            kept.append(name)
        elif name not in new:
            (removed if earlier.is_ours(name) else kept).append(name)
        elif not earlier.is_same(name, plan.folder / name) and not earlier.is_ours(name):
            conflicts.append(name)
    return Remote(earlier.commit, tuple(removed), tuple(kept), tuple(conflicts))


def _blob_id(path: Path) -> str:
    """The id that git gives to the bytes of a file."""
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
