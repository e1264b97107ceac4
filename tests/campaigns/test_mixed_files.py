"""A short campaign of files of all kinds."""

from __future__ import annotations

from pathlib import Path

from tests.campaigns.mixed_files import campaign


def test_files_of_all_kinds_become_one_corpus(tmp_path: Path) -> None:
    made, manifest = campaign(tmp_path, files=120, seed=4)
    assert len(made) > 12
    assert sum(split["documents"] for split in manifest["splits"].values()) > 60
    assert {row["stage"] for row in manifest["quarantine"]} >= {"ingest"}
