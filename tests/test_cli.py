"""The command line: help without torch, one message for an error, exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rukaz.cli import main


def rukaz(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_help_answers_without_torch() -> None:
    program = (
        "import sys; from rukaz.cli import main; main(['--help'], standalone_mode=False); "
        "sys.exit(bool({'torch', 'stanza', 'datasets'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_and_an_example(command: str) -> None:
    text = rukaz(command, "--help").output
    assert "Example: rukaz " in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "nowhere", "--corpus", "out"], "nowhere"),
        (["build", "texts"], "rukaz build texts --corpus OUT"),
        (["check", "nowhere"], "no corpus here"),
    ],
)
def test_an_error_is_one_message(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = rukaz(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_scripts_are_the_commands() -> None:
    scripts = Path(__file__).parent.parent / "scripts"
    assert {path.stem for path in scripts.glob("*.py")} == set(main.commands)
    for path in scripts.glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 10
        assert f'main(["{path.stem}", *sys.argv[1:]])' in lines
