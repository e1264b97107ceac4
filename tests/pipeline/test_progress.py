"""Progress of a build: it moves on a terminal, and is a line a minute in a log."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time

import pytest

from rukaz.pipeline.ingest import Ingested
from rukaz.pipeline.progress import Progress

PROGRAM = """
import time
from rukaz.pipeline.ingest import Ingested
from rukaz.pipeline.progress import Progress

with Progress(Ingested(dict.fromkeys("abcd", ""), dict.fromkeys("abcd", 1000)), print) as progress:
    time.sleep(1.3)
    progress.done(1, 2, 600, 2000)
    progress.done(2, 1, 1200, 1000)
    time.sleep(0.3)
"""


def on_a_terminal(program: str) -> str:
    """What a program shows on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    subprocess.run([sys.executable, "-c", program], stderr=theirs, env=environment, check=True)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 100_000):
            shown += piece
    except OSError:  # Linux says so of the end
        pass
    os.close(ours)
    return shown.decode()


def test_it_moves_before_the_first_document_is_done() -> None:
    waiting, _, done = on_a_terminal(PROGRAM).partition("3 of 4 documents, 1,800 tokens")
    assert "0 of 4 documents" in waiting
    assert {"0:00:00", "0:00:01"} <= {waiting[at : at + 7] for at in range(len(waiting))}
    assert "tokens/s" in done
    assert "worker 1: 2 documents, 600 tokens" in done
    assert "worker 2: 1 document, 1,200 tokens" in done


def test_it_is_a_line_from_time_to_time_in_a_log() -> None:
    said: list[str] = []
    four = Ingested(dict.fromkeys("abcd", ""), dict.fromkeys("abcd", 1000))
    with Progress(four, said.append, seconds=3600) as told:
        told.done(1, 2, 600, 2000)
    assert said == []
    with Progress(four, said.append, seconds=-1) as told:
        told.done(1, 2, 600, 2000)
    (line,) = said
    assert line.startswith("2 of 4 documents, 600 tokens")
    assert line.endswith("less than a minute left")


def test_the_time_left_is_that_of_the_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    long_and_short = Ingested(dict.fromkeys("abc", ""), {"a": 9000, "b": 500, "c": 500})
    monkeypatch.setattr(time, "monotonic", lambda: 0)
    with Progress(long_and_short, said.append, seconds=-1) as told:
        monkeypatch.setattr(time, "monotonic", lambda: 540)
        told.done(1, 1, 1500, 9000)
    assert said[0].startswith("1 of 3 documents, 1,500 tokens")
    assert said[0].endswith("about 1 minute left")
