"""A file is the old one or the new one, whatever happens while it is written."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
from pathlib import Path

import pytest

from rukaz import atomic_files
from rukaz.atomic_files import (
    atomic_file,
    explaining_os_errors,
    rename_with_retries,
    windows_advice,
    write_atomically,
)
from rukaz.errors import RukazError

OLD, NEW = "старое\n", "новое\n" * 1000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "review.conllu"
    path.write_text(OLD, encoding="utf-8")
    return path


def only(file: Path, text: str) -> bool:
    """Whether the folder holds ``file`` with ``text``, and nothing else."""
    return [path.name for path in file.parent.iterdir()] == [file.name] and file.read_text("utf-8") == text


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error, atomic_file(tmp_path / "found.tsv"):
        pass  # nothing was written
    assert error.value.filename == str(tmp_path / "found.tsv")


def test_written_and_replaced(file: Path) -> None:
    file.chmod(0o640)
    write_atomically(file, NEW)
    assert only(file, NEW)
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_may_not_be_replaced_is_not(file: Path) -> None:
    with pytest.raises(FileExistsError):
        write_atomically(file, NEW, replace=False)
    assert only(file, OLD)


def test_not_even_where_there_are_no_hard_links(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(FileExistsError):
        write_atomically(file, NEW, replace=False)
    assert only(file, OLD)
    file.unlink()
    write_atomically(file, NEW, replace=False)
    assert only(file, NEW)


def test_what_is_open_for_a_moment_on_windows_is_renamed_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_files, "PAUSES", (0, 0))
    answers = [PermissionError(), PermissionError(), None]

    def rename() -> None:
        if answer := answers.pop(0):
            raise answer

    rename_with_retries(rename)
    answers += [PermissionError()] * 3
    with pytest.raises(PermissionError):
        rename_with_retries(rename)


def test_what_windows_refuses_has_its_own_advice() -> None:
    shared = OSError(errno.EACCES, "in use")
    shared.winerror = 32  # type: ignore[attr-defined]  # Windows has it
    assert "Close the programs" in (windows_advice(shared, "corpus") or "")
    assert "too long" in (windows_advice(FileNotFoundError(), "a" * 260) or "")
    assert windows_advice(FileNotFoundError(), "corpus") is None


def test_a_failure_leaves_the_old_file(file: Path) -> None:
    with pytest.raises(ValueError, match="in the middle"), atomic_file(file) as part:
        part.write_text(NEW[:10], encoding="utf-8")
        raise ValueError("in the middle")
    assert only(file, OLD)


@pytest.mark.parametrize("what", ["os.fsync", "pathlib.Path.replace"])
def test_a_disk_that_refuses_leaves_the_old_file(
    what: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(what, refuse)
    with pytest.raises(RukazError, match="No space left") as caught, explaining_os_errors(file):
        write_atomically(file, NEW)
    assert "disk is full" in caught.value.hint
    assert only(file, OLD)


def test_a_file_that_becomes_too_large(file: Path) -> None:
    def run() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
        try:
            write_atomically(file, NEW)
        except OSError as error:
            os._exit(error.errno or 1)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode == errno.EFBIG
    assert only(file, OLD)


def test_killed_in_the_middle(file: Path) -> None:
    def run() -> None:
        with atomic_file(file) as part:
            part.write_text(NEW[:10], encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert file.read_text(encoding="utf-8") == OLD
    write_atomically(file, NEW)
    assert file.read_text(encoding="utf-8") == NEW
