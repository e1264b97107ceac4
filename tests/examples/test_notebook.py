"""The notebook: it runs from its first cell to its last, which draws a plot, and is kept without output."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "corpus.ipynb"


@pytest.mark.notebook
def test_it_runs_to_the_plot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # of nbformat
    assert not any(cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, resources={"metadata": {"path": NOTEBOOK.parents[1]}}).execute()
    assert "image/png" in notebook.cells[-1].outputs[-1].data
