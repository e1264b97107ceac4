"""The pictures of the README."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explore.screenshots import PICTURES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", [picture.name for picture in PICTURES])
def test_a_picture_is_there_and_small(name: str) -> None:
    assert 5_000 < (DOCS / f"{name}.png").stat().st_size < 150_000
