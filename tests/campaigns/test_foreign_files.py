"""A short run of the campaign; the long one is a command of its own."""

from pathlib import Path

import pytest

from tests.campaigns.foreign_files import COMMANDS, campaign

TEXTS = Path(__file__).parents[1] / "golden" / "seeds"


def test_no_command_touches_other_peoples_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failed = campaign(TEXTS, tmp_path, rounds=3 * len(COMMANDS), seed=4)
    assert failed == 0, capsys.readouterr().out
