"""Programs that RuKaz starts do what they do, whatever the variables of Python say."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import rukaz
from rukaz.programs import clean_environment, python

PROGRAM = "import rukaz, sys; print(rukaz.__file__, sys.stdout.encoding, sys.flags.optimize, 'Қ')"


def test_a_program_does_not_see_the_variables_of_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('not the library')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONIOENCODING", "utf-16")
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    ran = subprocess.run(
        [*python(), "-c", PROGRAM + "; import json"], env=clean_environment(), capture_output=True, check=True
    )
    assert ran.stdout.decode("utf-8").split() == [rukaz.__file__, "utf-8", "0", "Қ"]


def test_places_of_packages_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    assert clean_environment()["PYTHONPATH"].split(os.pathsep)[-1] == "somewhere"
