"""docs/layers.md has the figures that were measured, of the weights that are shipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rukaz.annotation.model_files import find_model

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "layers.md"
REPORTS: list[dict[str, Any]] = json.loads(
    (ROOT / "scripts/rukaz/models/ru/layers.json").read_text(encoding="utf-8")
)


def block(report: dict[str, Any]) -> str:
    """The command and the table of a report, as the page has them."""
    rows = [f"| {name} | {figure:g} |" for name, figure in report["figures"].items()]
    command = report["command"].removesuffix(" --json")
    return "\n".join([f"`{command}`", "", "| figure | |", "|---|---:|", *rows])


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: str(report["command"].split()[3]))
def test_the_page_has_the_figures(report: dict[str, Any], update_golden: bool) -> None:
    if update_golden:
        words = PAGE.read_text(encoding="utf-8").partition("layers.json).\n")
        PAGE.write_text("".join(words[:2]) + "\n" + "\n\n".join(map(block, REPORTS)) + "\n", encoding="utf-8")
    assert block(report) in PAGE.read_text(encoding="utf-8")


def test_the_figures_are_of_the_shipped_weights() -> None:
    of = {report["model_sha256"] for report in REPORTS if report["model_sha256"]}
    assert of == {find_model(name).digest for name in ("fast", "accurate")}
