"""How much of the hand-marked files is found, and that every word kept leads back into its file."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.page import Page, Trait
from tests.ingest.marked_files import FIGURES, figures, marked_files, measured


@pytest.mark.parametrize("part", ["seen", "last", "kinds"])
def test_marked_files(part: str) -> None:
    """The figures are those of docs/files.json: ``python tests/ingest/marked_files.py --write``."""
    found = [measured(marked) for marked in marked_files(part)]
    assert sum(one.lost for one in found) == 0
    assert sum(one.words for one in found) > 1200
    measured_now = figures(found)
    assert measured_now == json.loads(FIGURES.read_text(encoding="utf-8"))[part]["all"]
    if part != "last":  # which was read once, and of which nothing was mended
        assert measured_now["f1"] >= 97 and measured_now["roles"] >= 95


def test_rules_that_are_not_asked_would_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        marked.data.decode() for marked in marked_files("seen") if marked.name.endswith((".txt", ".html"))
    ]
    quick = list(map(split_blocks, texts))
    monkeypatch.setattr(Page, "traits", lambda page, at: (True,) * len(get_args(Trait)))
    assert list(map(split_blocks, texts)) == quick
