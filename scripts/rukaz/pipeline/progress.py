"""Progress of a build: documents and tokens done, rate, time left; a few plain lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from types import TracebackType

from rukaz.records import Document

SECONDS_BETWEEN_LINES = 60
"""Where the output is no terminal."""


class Progress:
    """Counts annotated documents; shows a bar on a terminal, else a line a minute."""

    def __init__(self, documents: Sequence[Document], say: Callable[[str], None]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._say = say
        self._characters = sum(len(document.text) for document in documents)
        self._done = self._documents = self._tokens = 0
        self._total = len(documents)
        self._begun = self._said = time.monotonic()
        console = Console(stderr=True)
        columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
        self._bar = Bar(*columns, console=console, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task("annotating", total=self._characters)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def annotated(self, document: Document, tokens: int) -> None:
        """A document was annotated."""
        self._documents += 1
        self._done += len(document.text)
        self._tokens += tokens
        self._bar.update(self._task, completed=self._done, description=self._state())
        now = time.monotonic()
        if self._bar.disable and now - self._said > SECONDS_BETWEEN_LINES:
            self._said = now
            left = (self._characters - self._done) * (now - self._begun) / self._done
            self._say(f"{self._state()}, about {left / 60:.0f} minutes left")

    def _state(self) -> str:
        rate = self._tokens / max(time.monotonic() - self._begun, 0.001)
        return f"{self._documents} of {self._total} documents, {self._tokens} tokens, {rate:.0f} tokens/s"
