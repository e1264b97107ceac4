"""A corpus is not built where ``load_dataset`` could not open it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.export.atomic_publish import building


@pytest.mark.parametrize("name", ["news[1]", "news::1"])
def test_a_path_that_is_a_pattern_to_datasets_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="load_dataset cannot open"), building(tmp_path / name / "corpus"):
        pass
    assert not list(tmp_path.iterdir())
