"""No name or path in a file leads anybody out of the folder it belongs to, whatever file it is in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rukaz.annotation.model_files import EMBEDDED, find_model
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import building, recover
from rukaz.export.manifest import digest_tree, read_manifest, write_manifest
from rukaz.hub.join import _by_digest, join
from rukaz.hub.publish_plan import plan
from rukaz.hub.without_texts import write_without_texts
from rukaz.ingest import InputOptions, ingest, read_project
from rukaz.ingest.inputs import as_files
from rukaz.pipeline.build import build
from rukaz.safe_paths import name_fault, path_fault, safe_path
from tests.broken.corpora import good

WRONG_NAMES = ["a/../../victim/ru", "..", ".git", "-rf", "a b", "a\nb", "новости", "", "a\0", 7, None]
WRONG_PATHS = [
    "/etc/passwd", "../secret.md", "a/../../b", "./a", "a//b", "a/", ".", "", "a\0b", "\ud800", "я" * 128, 7,
    None,
]  # fmt: skip


@pytest.mark.parametrize("name", WRONG_NAMES, ids=ascii)
def test_a_name_is_letters_digits_and_three_signs(name: object) -> None:
    assert name_fault(name)


@pytest.mark.parametrize("path", WRONG_PATHS, ids=ascii)
def test_a_path_stays_below_its_folder(path: object, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="was refused") as caught:
        safe_path(tmp_path, path, where="manifest.json")
    assert caught.value.where == "manifest.json"


@pytest.mark.parametrize("path", ["a.txt", "старое/край 1.txt", "a..b", "..a/b", "a\nb.txt"])
def test_a_path_of_a_file_is_used(path: str, tmp_path: Path) -> None:
    assert path_fault(path) is None
    assert safe_path(tmp_path, path, where="") == tmp_path / path


def test_a_link_may_lead_where_it_likes_within_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "inside").symlink_to("a.txt")
    (folder / "outside").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to("loop")
    (folder / "home").symlink_to(tmp_path)
    assert safe_path(folder, "inside", where="")
    for name in ("outside", "loop", "home/secret"):
        with pytest.raises(RukazError, match="symbolic link"):
            safe_path(folder, name, where="")
        assert safe_path(folder, name, where="", follow_links=True)


# -- every file that names files --


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file beside the folders, which nobody may read or overwrite."""
    folder = tmp_path / "victim"
    folder.mkdir()
    path = folder / "ru_syntagrus-ud-train.conllu"
    path.write_text("years of work", encoding="utf-8")
    return path


def forged(corpus: Path, **facts: str) -> None:
    manifest = read_manifest(corpus)
    write_manifest(corpus, {**manifest, "corpus": {**manifest["corpus"], **facts}})


FACTS = [{"name": "a/../../../../../victim/ru_syntagrus"}, {"language": "../../../../victim/ru"}]


@pytest.mark.parametrize("facts", FACTS)
def test_a_manifest(facts: dict[str, str], victim: Path, tmp_path: Path) -> None:
    good().write(tmp_path / "corpus")
    (tmp_path / "copy").mkdir()
    write_without_texts(tmp_path / "corpus", tmp_path / "copy")
    (tmp_path / "texts").mkdir()
    for one, _ in good().documents:
        (tmp_path / "texts" / one.file).write_text(one.text, encoding="utf-8")
    for folder in ("corpus", "copy"):
        forged(tmp_path / folder, **facts)
    with pytest.raises(RukazError):
        plan(tmp_path / "corpus", "anna/news", rights=None, without_texts=True)
    with pytest.raises(RukazError, match="not used in the name of a file"):
        join(tmp_path / "copy", tmp_path / "texts", tmp_path / "joined")
    assert victim.read_text(encoding="utf-8") == "years of work"
    assert [path.name for path in victim.parent.iterdir()] == [victim.name]


def test_the_outputs_of_a_manifest(victim: Path, tmp_path: Path) -> None:
    good().write(tmp_path / "corpus")
    (tmp_path / "copy").mkdir()
    write_without_texts(tmp_path / "corpus", tmp_path / "copy")
    manifest = read_manifest(tmp_path / "copy")
    manifest["without_texts"]["outputs"] = {"../../../victim/ru_syntagrus-ud-train.conllu": "0" * 64}
    write_manifest(tmp_path / "copy", manifest)
    (tmp_path / "texts").mkdir()
    draft = good()
    for one, _ in draft.documents:
        (tmp_path / "texts" / one.file).write_text(one.text, encoding="utf-8")
    with pytest.raises(RukazError):
        join(tmp_path / "copy", tmp_path / "texts", tmp_path / "joined")
    assert not (tmp_path / "joined").exists()


def test_texts_to_join_behind_a_link(victim: Path, tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.txt").symlink_to(victim)
    found = _by_digest(tmp_path / "texts", False, said.append)
    assert (found, "--follow-links" in said[0]) == ({}, True)
    assert len(_by_digest(tmp_path / "texts", True, said.append)) == 1


LISTINGS = [
    '[corpus]\ncard = "/etc/passwd"\n',
    '[corpus]\ncard = "../victim/ru_syntagrus-ud-train.conllu"\n',
    '[corpus]\ncard = "link.md"\n',
    '[corpus]\nname = "../victim/ru_syntagrus"\n',
    '[corpus]\nlanguage = "../victim/ru"\n',
    '[[text]]\nid = "a"\nfile = "../victim/ru_syntagrus-ud-train.conllu"\n',
    '[[text]]\nid = "../victim/a"\nfile = "a.txt"\n',
]


@pytest.mark.parametrize("follow", [False, True])
def test_the_card_beside_the_texts_is_no_link(follow: bool, victim: Path, tmp_path: Path) -> None:
    """The one path that may lead out of the folder of texts does not lead out of the one above."""
    project = tmp_path / "project"
    (project / "texts").mkdir(parents=True)
    (project / "texts" / "a.txt").write_text("Шёл дождь.", encoding="utf-8")
    (project / "texts" / "sources.toml").write_text(
        '[corpus]\ncard = "../dataset_card.md"\n', encoding="utf-8"
    )
    (project / "dataset_card.md").symlink_to(victim)
    if follow:
        assert read_project(project / "texts", InputOptions(follow_links=True)).info.card
    else:
        with pytest.raises(RukazError, match="symbolic link"):
            read_project(project / "texts")


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_sources_toml(listing: str, victim: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Шёл дождь.", encoding="utf-8")
    (texts / "link.md").symlink_to(victim)
    (texts / "sources.toml").write_text(listing, encoding="utf-8")
    with pytest.raises(RukazError) as caught:
        read_project(texts)
    assert caught.value.where == str(texts / "sources.toml")


@pytest.mark.parametrize("path", [str(EMBEDDED / "pos.pt"), "../ru/pos.pt"])
def test_a_models_json(path: str, tmp_path: Path) -> None:
    described = json.loads((EMBEDDED / "models.json").read_text(encoding="utf-8"))
    del described["sets"]["accurate"], described["sets"]["fast"]
    described["files"]["pos"]["path"] = path
    (tmp_path / "models.json").write_text(json.dumps(described), encoding="utf-8")
    for file in EMBEDDED.glob("*.pt"):
        (tmp_path / file.name).symlink_to(file)
    with pytest.raises(RukazError, match="was refused") as caught:
        find_model(str(tmp_path))
    assert caught.value.where == str(tmp_path / "models.json")


LINKS = [".rukaz", ".rukaz/.gitignore", ".rukaz/corpus"]
LINKS += [
    f".rukaz/corpus/{name}"
    for name in ("shards", "shards/a", "trash", "old", "new", "published.part", "lock")
]


@pytest.mark.parametrize("link", LINKS)
def test_a_work_folder_that_came_with_somebodys_corpus(link: str, victim: Path, tmp_path: Path) -> None:
    """Nothing is written or removed where a link in it leads."""
    (victim.parent / "inputs").mkdir()
    (victim.parent / "inputs" / "1.md").write_text("years of work", encoding="utf-8")
    place = tmp_path / "clone" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(victim if place.suffix or place.name == "lock" else victim.parent)
    good().write(tmp_path / "clone" / "corpus")
    before = digest_tree(victim.parent)
    with pytest.raises(RukazError, match="symbolic link"), building(tmp_path / "clone" / "corpus"):
        pass
    with pytest.raises(RukazError, match="symbolic link"):
        recover(tmp_path / "clone" / "corpus")
    with pytest.raises(RukazError, match="symbolic link"), as_files(["-"], tmp_path / "clone" / "corpus"):
        pass
    with pytest.raises(RukazError, match="no such file or folder"):
        build(tmp_path / "nowhere", tmp_path / "clone" / "corpus")
    assert digest_tree(victim.parent) == before


def test_links_out_of_the_texts(victim: Path, tmp_path: Path) -> None:
    """A linked file is named in quarantine, a linked folder in a notice; --follow-links reads both."""
    texts = tmp_path / "texts"
    (texts / "deep").mkdir(parents=True)
    (texts / "a.txt").write_text("Шёл дождь.", encoding="utf-8")
    (texts / "b.txt").symlink_to("a.txt")
    (texts / "x.txt").symlink_to(victim)
    (texts / "round").symlink_to(texts)
    (texts / "far").symlink_to(victim.parent)
    (victim.parent / "far.txt").write_text("Шёл снег.", encoding="utf-8")
    project = read_project(texts)
    read = ingest(project)
    assert [one.file for one in read.documents] == ["a.txt", "b.txt"]
    ((file, reason),) = [(row.file, row.reason) for row in read.quarantine]
    assert file == "x.txt"
    assert "leads out of the folder of texts" in reason and "--follow-links" in reason
    assert {notice for notice in project.notices if "link" in notice} == {
        "the folder 'far' is a symbolic link, and was not entered",
        "the folder 'round' is a symbolic link, and was not entered",
    }
    followed = ingest(read_project(texts, InputOptions(follow_links=True)))
    assert [one.file for one in followed.documents] == ["a.txt", "b.txt", "far/far.txt", "x.txt"]
