"""Every campaign starts as the command that its first lines show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGNS = sorted(Path(__file__).parent.glob("*.py"))
OF_OTHER_EXTRAS = {"edits_in_browser.py", "explore_at_size.py"}  # they need a browser


@pytest.mark.parametrize(
    "path",
    [path for path in CAMPAIGNS if not path.name.startswith("test_") and path.name not in OF_OTHER_EXTRAS],
    ids=lambda path: str(path.stem),
)
def test_a_campaign_starts(path: Path) -> None:
    assert f"python tests/campaigns/{path.name}" in path.read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path), "--help"],
        check=False,
        capture_output=True,
        text=True,
        cwd=path.parents[2],
    )
    assert done.returncode == 0, done.stderr
