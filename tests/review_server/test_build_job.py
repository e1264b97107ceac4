"""Builds that a page asks for."""

from __future__ import annotations

from collections.abc import Callable
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

    job = ended_build(gone, tmp_path)
    assert (job.state, "are not shown" in job.said[-1]) == ("failed", True)


def test_nothing_is_said_of_the_progress_of_a_build_that_is_done(tmp_path: Path) -> None:
    job = ended_build(lambda _site: None, tmp_path)
    assert (job.state, job.said) == ("done", [])


def ended_build(finished: Callable[[Path], None], folder: Path) -> BuildJob:
    """A job whose process has said how far it is, and then that it has ended."""
    job = BuildJob(folder, folder, Options(), finished, state="running")
    job._process = SimpleNamespace(join=lambda: None)
    ours, theirs = Pipe(duplex=False)
    theirs.send(("said", "4 of 11 documents"))
    theirs.send(("ended", None))
    theirs.close()
    job._listen(ours, folder / "site")
    return job
