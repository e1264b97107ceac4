"""Progress of a build: documents and tokens done, rate, time left; a few plain lines in a log."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from rukaz.pipeline.ingest import Ingested
from rukaz.pipeline.shard import ShardSummary
from rukaz.wording import counted

if TYPE_CHECKING:
    from rich.console import Group

SECONDS_BETWEEN_LINES = 60
"""Where the output is no terminal."""

WORKERS_SHOWN = 8
"""More lines than this would fill a terminal; then the line for all workers says enough."""


class Progress:
    """Counts annotated documents; on a terminal shows a bar, and a line for each of several workers.

    Elsewhere it says a line every so many seconds.
    """

    def __init__(
        self, ingested: Ingested, say: Callable[[str], None], seconds: float = SECONDS_BETWEEN_LINES
    ) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._say, self._seconds = say, seconds
        self._documents: Counter[int] = Counter()  # by worker, as the tokens
        self._tokens: Counter[int] = Counter()
        self._skipped = 0
        self._total = len(ingested.digests)
        self._characters = ingested.characters
        self._left = self._to_do = sum(ingested.characters.values())
        self._begun = self._said = time.monotonic()
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(20),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
        )
        self._task = self._bar.add_task(f"0 of {counted(self._total, 'document')}", total=self._to_do)
        console = Console(stderr=True)
        self._live = Live(console=console, get_renderable=self._shown) if console.is_terminal else None

    def __enter__(self) -> Progress:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def skipped(self, summary: ShardSummary) -> None:
        """A shard was finished by an earlier build."""
        self._skipped += len(summary.layers)
        skipped = sum(self._characters[doc_id] for doc_id in summary.layers)
        self._left -= skipped
        self._to_do -= skipped
        self._bar.update(self._task, total=self._to_do, description=self._state())

    def done(self, worker: int, documents: int, tokens: int, characters: int) -> None:
        """A worker, by its number from 1, has annotated some documents of so many tokens and characters."""
        self._documents[worker] += documents
        self._tokens[worker] += tokens
        self._left -= characters
        finished = self._to_do - self._left
        self._bar.update(self._task, completed=finished, description=self._state())
        now = time.monotonic()
        if not self._live and now - self._said > self._seconds:
            self._said = now
            minutes = round(self._left * (now - self._begun) / max(finished, 1) / 60)
            left = f"about {counted(minutes, 'minute')}" if minutes else "less than a minute"
            self._say(f"{self._state()}, {left} left")

    def _state(self) -> str:
        finished = self._documents.total() + self._skipped
        return f"{finished:,} of {counted(self._total, 'document')}, {self._rate(self._tokens.total())}"

    def _rate(self, tokens: int) -> str:
        seconds = max(time.monotonic() - self._begun, 0.001)
        return f"{counted(tokens, 'token')}, {tokens / seconds:,.0f} tokens/s"

    def _shown(self) -> Group:
        """The bar, and below it what each of several workers has done."""
        from rich.console import Group
        from rich.text import Text

        several = 1 < len(self._documents) <= WORKERS_SHOWN
        lines = [
            Text(f"  worker {worker}: {counted(done, 'document')}, {self._rate(self._tokens[worker])}")
            for worker, done in sorted(self._documents.items())
            if several
        ]
        return Group(self._bar, *lines)
