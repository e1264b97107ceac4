"""What a build takes for changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rukaz.annotation.model_files import find_model
from rukaz.export.manifest import build_manifest, digest_tree, write_manifest
from rukaz.ingest.sources import InputOptions, read_project
from rukaz.pipeline import fingerprint as unchanged
from rukaz.pipeline.annotation_cache import annotation_key
from rukaz.pipeline.fingerprint import code_digest, fingerprint, is_published, remember
from rukaz.workspace import Workspace, workspace
from tests.export.small_build import VERSIONS, build


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Один.", encoding="utf-8")
    (folder / "b.txt").write_text("Два.", encoding="utf-8")
    return folder


def seen(texts: Path, encoding: str | None = None) -> str:
    curated = [path for path in [texts / "sources.toml"] if path.exists()]
    options = {"device": "cpu", "encoding": encoding}
    return fingerprint(
        read_project(texts, InputOptions(encoding=encoding)), find_model("accurate"), curated, options
    )


def test_the_same_is_the_same(texts: Path) -> None:
    assert seen(texts) == seen(texts)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a letter": lambda texts: (texts / "a.txt").write_text("Одна.", encoding="utf-8"),
    "a text more": lambda texts: (texts / "c.txt").write_text("Три.", encoding="utf-8"),
    "a text less": lambda texts: (texts / "b.txt").unlink(),
    "another name": lambda texts: (texts / "b.txt").rename(texts / "d.txt"),
    "a title": lambda texts: (texts / "sources.toml").write_text("[corpus]\ntitle = 'x'\n"),
    "a comment of a curator": lambda texts: (texts / "sources.toml").write_text("# nothing\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(change: str, texts: Path) -> None:
    before = seen(texts)
    CHANGES[change](texts)
    assert seen(texts) != before


def test_another_encoding_is_seen(texts: Path) -> None:
    assert seen(texts, "cp1251") != seen(texts)


def test_other_code_is_seen(texts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = seen(texts)
    code_digest.cache_clear()
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "rules.py").write_text("RULES = ()")
    monkeypatch.setattr(unchanged, "PACKAGE", tmp_path / "code")
    other = seen(texts)
    (tmp_path / "code" / "rules.py").write_text("RULES = (1,)")
    code_digest.cache_clear()
    assert len({before, other, seen(texts)}) == 3
    code_digest.cache_clear()


def test_annotation_is_kept_for_one_model_device_and_table() -> None:
    """What a graphics card computed is no answer for a processor; which of the cards does not matter."""
    given = [("a", "cpu", ""), ("b", "cpu", ""), ("a", "cuda", ""), ("a", "cpu", "т. е.")]
    assert len({annotation_key(*one) for one in given}) == len(given)
    assert annotation_key("a", "cuda:1") == annotation_key("a", "cuda")


@pytest.fixture
def published(tmp_path: Path) -> Workspace:
    work = workspace(tmp_path / "corpus")
    work.folder.mkdir(parents=True)
    work.corpus.mkdir()
    (work.corpus / "README.md").write_text("card")
    outputs = digest_tree(work.corpus)
    write_manifest(work.corpus, build_manifest(build(), outputs, VERSIONS))
    remember(work, "this")
    return work


def test_what_was_published_is_known(published: Workspace) -> None:
    assert is_published(published, "this")
    assert not is_published(published, "that")


DAMAGES: dict[str, Callable[[Workspace], object]] = {
    "a file changed": lambda work: (work.corpus / "README.md").write_text("other"),
    "a file gone": lambda work: (work.corpus / "README.md").unlink(),
    "a file more": lambda work: (work.corpus / "note").write_text("x"),
    "no manifest": lambda work: (work.corpus / "manifest.json").unlink(),
    "another manifest": lambda work: (work.corpus / "manifest.json").open("a").write(" "),
    "no note": lambda work: (work.folder / "published").unlink(),
    "a torn note": lambda work: (work.folder / "published").write_bytes(b"\xff"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_whole_is_built_again(damage: str, published: Workspace) -> None:
    DAMAGES[damage](published)
    assert not is_published(published, "this")
