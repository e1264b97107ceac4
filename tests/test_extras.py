"""A library that is missing is told before the work begins, with the extra that brings it."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

from rukaz import extras
from rukaz.cli import main

ROOT = Path(__file__).parent.parent


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    optional = {module for modules in extras.EXTRAS.values() for module in modules}
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name in optional else find_spec(name))


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(
    ("command", "extra"),
    [
        ("bench TEXTS", "train"),
        ("review dw-20231109 --second", "train"),
        ("evaluate embedded GOLD --peer slovnet", "train"),
        ("train DATA --out MODELS", "train"),
        ("convert corpus OUT --to docbin", "downstream"),
        ("build TEXTS --corpus OUT --engine ray", "cluster"),
    ],
)
def test_a_missing_extra_is_named(
    command: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "TEXTS").mkdir()
    (tmp_path / "TEXTS" / "a.txt").write_text("Шёл дождь.", encoding="utf-8")
    (tmp_path / "GOLD").touch()
    for folder in ("treebanks", "ner", "raw_news"):
        (tmp_path / "DATA" / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, command.split())
    assert result.exit_code == 2
    assert f'pip install ".[{extra}]"' in result.output
    assert not {"OUT", "MODELS", "review"} & {path.name for path in tmp_path.iterdir()}


def test_the_extras_bring_what_is_looked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    brought = {
        "natasha": {"navec", "razdel", "slovnet"},
        "python-docx": {"docx"},
        "resvg-py": {"resvg_py"},
    }
    for extra, modules in extras.EXTRAS.items():
        names = {re.split(r"[^\w-]", line)[0] for line in project["optional-dependencies"][extra]}
        assert set(modules) <= names.union(*(brought.get(name, set()) for name in names))
