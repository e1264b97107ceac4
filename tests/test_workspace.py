"""Commands that replace what they have read take turns, and one that was killed is in nobody's way."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from click.testing import CliRunner

from rukaz.cli import main
from rukaz.errors import RukazError
from rukaz.workspace import one_at_a_time, workspace
from tests.broken.corpora import good


def hold(path: Path, ready: Event) -> None:
    with one_at_a_time(path):
        ready.set()
        time.sleep(60)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus, a folder of texts with its listing, and an empty folder."""
    monkeypatch.chdir(tmp_path)
    good().write(Path("corpus"))
    Path("texts").mkdir()
    Path("texts", "one.txt").write_text("Текст.", encoding="utf-8")
    CliRunner().invoke(main, ["init", "texts"])
    Path("empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("command", "replaced"),
    [
        ("build texts --corpus corpus", "corpus"),
        ("join empty texts --corpus corpus", "corpus"),
        ("publish corpus --to anna/news --without-texts", "corpus"),
        ("explore corpus --out site", "site"),
        ("init texts --update", "texts/sources.toml"),
        ("train empty --out models", "models"),
    ],
)
def test_commands_take_turns(
    command: str, replaced: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`rukaz review --accept` has a test of its own, with two reviewers."""

    def waits(*_: object) -> None:
        raise RukazError("it waits")

    monkeypatch.setattr("rukaz.workspace._wait", waits)
    if command.startswith("join"):
        CliRunner().invoke(main, ["publish", "corpus", "--to", "anna/news", "--without-texts"])
        shutil.rmtree("empty")
        (workspace(Path("corpus")).folder / "without-texts").rename("empty")
    with one_at_a_time(desk / replaced):
        result = CliRunner().invoke(main, command.split())
    assert "it waits" in result.output
    assert "Another command is working on" in result.output
    assert "it waits" not in CliRunner().invoke(main, command.split()).output


def test_a_killed_command_is_in_nobodys_way(tmp_path: Path) -> None:
    ready = multiprocessing.get_context("fork").Event()
    process = multiprocessing.get_context("fork").Process(target=hold, args=(tmp_path / "corpus", ready))
    process.start()
    assert ready.wait(10)
    with (
        pytest.raises(RukazError, match="another command is at work"),
        one_at_a_time(tmp_path / "corpus", wait=0),
    ):
        pass
    process.kill()
    process.join()
    with one_at_a_time(tmp_path / "corpus", wait=0):
        pass
