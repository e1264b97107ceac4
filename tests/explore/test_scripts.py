"""The scripts of the site: their style and types, as eslint, Prettier and TypeScript see them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STYLED = ("scripts/rukaz/explore/**/*.{js,ts,css}", "tests/explore/*.js", "*.js", "*.json")


@pytest.mark.javascript
@pytest.mark.parametrize(
    "command",
    [("eslint", "."), ("prettier", "--check", *STYLED), ("tsc",)],
    ids=lambda command: command[0],
)
def test_the_scripts_pass(command: tuple[str, ...]) -> None:
    program = ROOT / "node_modules" / ".bin" / command[0]
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
