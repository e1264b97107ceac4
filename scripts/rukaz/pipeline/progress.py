"""Progress of a build: documents and tokens done, rate, time left; a few plain lines in a log."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

from rukaz.pipeline.ingest import Ingested
from rukaz.pipeline.shard import ShardSummary

SECONDS_BETWEEN_LINES = 60
"""Where the output is no terminal."""


class Progress:
    """Counts annotated documents; shows a bar on a terminal, else says a line every so many seconds."""

    def __init__(
        self, ingested: Ingested, say: Callable[[str], None], seconds: float = SECONDS_BETWEEN_LINES
    ) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._say, self._seconds = say, seconds
        self._documents = self._tokens = self._skipped = 0
        self._total = len(ingested.digests)
        self._begun = self._said = time.monotonic()
        console = Console(stderr=True)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(20),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(f"0 of {self._total} documents", total=self._total)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def skipped(self, summary: ShardSummary) -> None:
        """A shard was finished by an earlier build."""
        self._skipped += len(summary.layers)
        self._bar.update(self._task, completed=self._skipped)

    def done(self, documents: int, tokens: int) -> None:
        """Some documents were annotated."""
        self._documents += documents
        self._tokens += tokens
        finished = self._documents + self._skipped
        self._bar.update(self._task, completed=finished, description=self._state())
        now = time.monotonic()
        if self._bar.disable and now - self._said > self._seconds:
            self._said = now
            left = (self._total - finished) * (now - self._begun) / self._documents
            self._say(f"{self._state()}, about {left / 60:.0f} minutes left")

    def _state(self) -> str:
        rate = self._tokens / max(time.monotonic() - self._begun, 0.001)
        finished = self._documents + self._skipped
        return f"{finished} of {self._total} documents, {self._tokens} tokens, {rate:.0f} tokens/s"
