"""How much of the hand-marked files is found, and that every word kept leads back into its file."""

from __future__ import annotations

import json

import pytest

from tests.ingest.marked_files import FIGURES, figures, marked_files, measured


@pytest.mark.parametrize("part", ["seen", "last"])
def test_marked_files(part: str) -> None:
    """The figures are those of docs/files.json: ``python tests/ingest/marked_files.py --write``."""
    found = [measured(marked) for marked in marked_files(part)]
    assert sum(one.lost for one in found) == 0
    assert sum(one.words for one in found) > 1200
    assert figures(found) == json.loads(FIGURES.read_text(encoding="utf-8"))[part]["all"]
