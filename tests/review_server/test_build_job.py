"""Builds that a page asks for."""

from __future__ import annotations

from multiprocessing import Pipe
from pathlib import Path
from types import SimpleNamespace

import pytest

from rukaz.errors import RukazError
from rukaz.pipeline.build import Options
from rukaz.review_server.build_job import BuildJob


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "gone", "manifest.json"), RukazError("no corpus here")]
)
def test_a_build_whose_pages_cannot_be_shown_has_ended(error: Exception, tmp_path: Path) -> None:
    """And the next one can begin: somebody else replaced the corpus when it was done."""

    def gone(_site: Path) -> None:
        raise error

    job = BuildJob(tmp_path, tmp_path, Options(), gone, state="running")
    job._process = SimpleNamespace(join=lambda: None)
    ours, theirs = Pipe(duplex=False)
    theirs.send(("ended", None))
    theirs.close()
    job._listen(ours, tmp_path / "site")
    assert (job.state, "are not shown" in job.said[-1]) == ("failed", True)
