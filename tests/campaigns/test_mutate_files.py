"""A short run of the campaign, and proof that it sees what goes wrong."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.campaigns import mutate_files
from tests.campaigns.mutate_files import campaign, outcome


@pytest.mark.downstream
def test_mutated_files_are_read_or_told() -> None:
    assert campaign(140, seed=2) == 0


def test_what_goes_wrong_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutate_files, "LONGEST", 1)
    assert outcome(lambda file, _out: file.read_text(), tmp_path / "none")[0] == "traceback"
    assert outcome(lambda _file, _out: time.sleep(5), tmp_path)[0] == "hang"
