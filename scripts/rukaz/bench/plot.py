"""Accuracy against speed, drawn from what a benchmark measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rukaz.errors import RukazError

NAME = "speed"
SIZE = (7.0, 4.2)  # inches


def points(reports: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    """Tokens a second on one core and LAS of each system; of RuKaz, of each set of models."""
    found: dict[str, tuple[float, float]] = {}
    for report in reports:
        for row in report["results"]:
            if row["cores"] == 1 and row.get("accuracy"):
                own = row["system"] == "RuKaz"
                name = f"RuKaz, {report['options']['model']} models" if own else row["system"]
                found.setdefault(name, (row["tokens_per_second"], row["accuracy"]["LAS"]))
    return found


def draw(reports: Sequence[Mapping[str, Any]], folder: Path) -> list[Path]:
    """Draw LAS against tokens a second as SVG and PNG; the files.

    Args:
        reports: as ``rukaz bench --json`` prints them.

    Raises:
        RukazError: their figures of accuracy are not of the same gold sentences.
    """
    if len({report["gold"]["test_words"] for report in reports if report.get("gold")}) > 1:
        hint = "Give --train-on the same folder in both runs."
        raise RukazError("these reports measured accuracy on different sentences", hint=hint)
    import matplotlib as mpl
    from matplotlib.figure import Figure

    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{NAME}.svg", folder / f"{NAME}.png"]
    with mpl.rc_context({"svg.hashsalt": "rukaz"}):
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.add_subplot()
        for name, (speed, las) in points(reports).items():
            is_ours = name.startswith("RuKaz")
            axes.scatter(speed, las, s=60, color="#0b6e4f" if is_ours else "#8a8f98", zorder=3)
            axes.annotate(name, (speed, las), (6, 5), textcoords="offset points")
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xscale("log")
        axes.margins(x=0.25, y=0.15)
        axes.grid(color="#e3e5e8", zorder=0)
        axes.set_xlabel("tokens a second, one core, from text to trees")
        axes.set_ylabel("LAS on gold tokens, %")
        for path in paths:
            figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)
    return paths
