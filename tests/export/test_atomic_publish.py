"""A build that is killed at any moment leaves the old corpus or the new one, whole."""

import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from rukaz.atomic_files import explaining_os_errors
from rukaz.errors import RukazError
from rukaz.export import manifest as manifests
from rukaz.export.atomic_publish import building, publish, recover
from rukaz.workspace import workspace
from tests.export.kill_points import KILL_POINTS, die_at
from tests.export.small_build import VERSIONS, build

FILES = 3
KILLED = -signal.SIGKILL


def build_corpus(corpus: Path, version: str) -> None:
    """Build and publish a corpus all of whose files say ``version``."""
    with building(corpus) as work:
        write_files(work.staging, version)
        publish(work.staging, corpus)


def write_files(folder: Path, version: str) -> None:
    """Write a corpus of small files without publishing it."""
    (folder / "conllu").mkdir()
    for number in range(FILES):
        (folder / "conllu" / f"{number}.conllu").write_text(version)
    manifest = manifests.build_manifest(build(), manifests.digest_tree(folder), VERSIONS)
    manifests.write_manifest(folder, manifest)


def version_of(corpus: Path) -> str:
    """The version that all files of ``corpus`` agree on; a corpus that is not whole fails here."""
    files = manifests.digest_tree(corpus)
    assert files == manifests.read_manifest(corpus)["outputs"]
    (version,) = {path.read_text() for path in (corpus / "conllu").iterdir()}
    return version


def leftovers(corpus: Path) -> set[str]:
    """What a publish must not leave behind."""
    return {path.name for path in workspace(corpus).folder.iterdir()} & {"new", "old", "trash"}


def start_build(corpus: Path, version: str, fault: str = "") -> BaseProcess:
    """Build in a process of its own, which kills itself at ``fault``."""

    def run() -> None:
        die_at(fault)
        build_corpus(corpus, version)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    return process


def exit_code(process: BaseProcess) -> int | None:
    process.join()
    return process.exitcode


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    build_corpus(folder, "old")
    return folder


@pytest.mark.parametrize("point", KILL_POINTS)
def test_killed_publish_is_finished_or_undone(corpus: Path, point: str) -> None:
    assert exit_code(start_build(corpus, "new", fault=point)) == KILLED
    recover(corpus)
    finished = point not in ("before-sync", "after-sync", "before-finish")
    assert version_of(corpus) == ("new" if finished else "old")
    assert not leftovers(corpus)


@pytest.mark.parametrize("first", ["after-finish", "after-set-aside", "after-place", "after-discard"])
@pytest.mark.parametrize("second", KILL_POINTS)
def test_killed_recovery_is_recovered(corpus: Path, first: str, second: str) -> None:
    assert exit_code(start_build(corpus, "new", fault=first)) == KILLED
    start_build(corpus, "newer", fault=second).join()
    recover(corpus)
    assert version_of(corpus) in ("new", "newer")
    assert not leftovers(corpus)


@pytest.mark.parametrize("point", KILL_POINTS)
def test_killed_first_publish(tmp_path: Path, point: str) -> None:
    corpus = tmp_path / "corpus"
    start_build(corpus, "new", fault=point).join()
    recover(corpus)
    assert not corpus.exists() or version_of(corpus) == "new"
    build_corpus(corpus, "newer")
    assert version_of(corpus) == "newer"


def test_killed_at_random_moments(corpus: Path) -> None:
    chance, possible = random.Random(2026), {"old"}
    for number in range(40):
        process = start_build(corpus, str(number))
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        process.join()
        recover(corpus)
        possible |= {str(number)}
        assert version_of(corpus) in possible
        assert not leftovers(corpus)


def test_corpus_is_read_only_by_recovery_that_has_nothing_to_do(tmp_path: Path) -> None:
    recover(tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_second_build_waits_and_says_so(corpus: Path) -> None:
    said: list[str] = []
    with building(corpus) as work:
        write_files(work.staging, "first")
        with (
            pytest.raises(RukazError, match="still working"),
            building(corpus, wait=0.3, say=said.append),
        ):
            pass
        publish(work.staging, corpus)
    assert len(said) == 1
    assert "Another command" in said[0]
    build_corpus(corpus, "second")
    assert version_of(corpus) == "second"


def test_failed_build_leaves_the_corpus_and_the_next_one_starts_clean(corpus: Path) -> None:
    with pytest.raises(RuntimeError), building(corpus) as work:
        (work.staging / "half").touch()
        raise RuntimeError
    assert version_of(corpus) == "old"
    with building(corpus) as work:
        assert list(work.staging.iterdir()) == []


@pytest.mark.parametrize("stranger", ["notes.md", ".git/config", "conllu/old.conllu"])
def test_foreign_files_are_never_deleted(corpus: Path, stranger: str) -> None:
    (corpus / stranger).parent.mkdir(exist_ok=True)
    (corpus / stranger).write_text("mine")
    with pytest.raises(RukazError, match=f"RuKaz did not write: {stranger}"):
        build_corpus(corpus, "new")
    assert (corpus / stranger).read_text() == "mine"


def test_hand_edits_stop_the_build_and_show_the_way_out(corpus: Path) -> None:
    edited = corpus / "conllu" / "1.conllu"
    edited.write_text("my corrections")
    with pytest.raises(RukazError, match=r"changed by hand.*: conllu/1\.conllu") as caught:
        build_corpus(corpus, "new")
    assert f"rukaz review --accept {edited}" in caught.value.hint
    assert "--discard-edits" in caught.value.hint
    assert edited.read_text() == "my corrections"
    with building(corpus, discard_edits=True) as work:
        write_files(work.staging, "new")
        publish(work.staging, corpus, discard_edits=True)
    assert version_of(corpus) == "new"


def test_hand_edits_that_come_while_a_build_runs(corpus: Path) -> None:
    edited = corpus / "conllu" / "1.conllu"
    with pytest.raises(RukazError, match="changed by hand"), building(corpus) as work:
        write_files(work.staging, "new")
        edited.write_text("my corrections")
        publish(work.staging, corpus)
    assert edited.read_text() == "my corrections"


def test_hand_edits_before_a_killed_publish_is_finished(corpus: Path) -> None:
    assert exit_code(start_build(corpus, "new", fault="after-finish")) == KILLED
    edited = corpus / "conllu" / "1.conllu"
    edited.write_text("my corrections")
    with pytest.raises(RukazError, match="changed by hand"):
        recover(corpus)
    assert edited.read_text() == "my corrections"
    with building(corpus, discard_edits=True):
        assert version_of(corpus) == "new"


@pytest.mark.parametrize("content", [{"thesis.txt": "…"}, {"manifest.json": '{"name": "a web app"}'}])
def test_folder_of_something_else_is_not_replaced(tmp_path: Path, content: dict[str, str]) -> None:
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(RukazError, match="not a corpus that RuKaz built"):
        build_corpus(tmp_path, "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == content


def test_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "corpus").touch()
    with pytest.raises(RukazError, match="a file, not a folder"):
        build_corpus(tmp_path / "corpus", "new")


def test_empty_folder_and_symbolic_link_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "corpus").symlink_to("disk")
    build_corpus(tmp_path / "corpus", "new")
    assert version_of(tmp_path / "disk") == "new"
    assert (tmp_path / "corpus").is_symlink()


def test_work_folder_hides_itself_from_git(corpus: Path) -> None:
    assert (corpus.parent / ".rukaz" / ".gitignore").read_text() == "*\n"


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder nobody may write to; root, who may always, becomes somebody else for the test."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        yield folder
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_no_write_permission(locked_folder: Path) -> None:
    with pytest.raises(RukazError) as caught:
        build_corpus(locked_folder / "corpus", "new")
    assert caught.value.where == str(locked_folder / ".rukaz")
    assert "You may not write there" in caught.value.hint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_full_disk(corpus: Path) -> None:
    with pytest.raises(RukazError, match="No space left") as caught, building(corpus):
        Path("/dev/full").write_text("x")
    assert "Free some space" in caught.value.hint
    assert version_of(corpus) == "old"


def test_other_errors_of_the_file_system_are_told_too(tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="No such file") as caught, explaining_os_errors(tmp_path):
        (tmp_path / "gone").read_text()
    assert caught.value.where == str(tmp_path / "gone")
