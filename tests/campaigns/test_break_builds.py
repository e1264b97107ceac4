"""A short run of the campaign; the long one is a command of its own."""

from pathlib import Path

import pytest

from tests.campaigns.break_builds import FAULTS, campaign

TEXTS = Path(__file__).parents[1] / "golden" / "seeds"


def test_broken_builds_leave_a_whole_corpus_and_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = campaign(TEXTS, tmp_path, rounds=len(FAULTS), seed=2)
    assert failed == 0, capsys.readouterr().out
