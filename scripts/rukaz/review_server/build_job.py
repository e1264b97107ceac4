"""A build that a page asks for: in a process of its own, so that pages are answered meanwhile."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from rukaz.errors import RukazError
from rukaz.explore.site import write_site
from rukaz.pipeline.build import Options, build
from rukaz.wording import build_command

SECONDS_BETWEEN_LINES = 1.0
LINES_KEPT = 50

State = Literal["none", "running", "done", "failed"]


@dataclass(slots=True)
class BuildJob:
    """The last build that was asked for.

    Args:
        texts, corpus, options: of the build.
        finished: is told of the folder of the new site when the corpus has been replaced.
    """

    texts: Path
    corpus: Path
    options: Options
    finished: Callable[[Path], None]
    state: State = "none"
    said: list[str] = field(default_factory=list)
    _begun: float = 0.0
    _seconds: float = 0.0
    _process: Any = None

    def start(self, site: Path) -> None:
        """Begin to build, and to write the site of the corpus to ``site``; nothing if a build is running."""
        if self.state == "running":
            return
        self.state, self.said, self._begun = "running", [], time.monotonic()
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        arguments = (self.texts, self.corpus, self.options, site, theirs)
        self._process = context.Process(target=_run, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        Thread(target=self._listen, args=(ours, site), daemon=True).start()

    def _listen(self, said: Connection, site: Path) -> None:
        failure: str | None = (
            f"The build ended without a word. Type: {build_command(self.texts, self.corpus)}"
        )
        with suppress(EOFError):
            while True:
                kind, text = said.recv()
                if kind == "said":
                    self.said = [*self.said, text][-LINES_KEPT:]
                else:
                    failure = text
        self._process.join()
        if failure is None:
            try:
                self.finished(site)
            except (OSError, RukazError) as error:  # another build has replaced the corpus meanwhile
                failure = f"the pages of the corpus are not shown ({error}). Build again."
        self.said = [] if failure is None else [*self.said, failure]
        self._seconds = time.monotonic() - self._begun
        self.state = "done" if failure is None else "failed"

    def stop(self) -> None:
        """End a build that is running; the corpus stays as it was, and what was annotated is kept."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join()

    def as_json(self) -> dict[str, Any]:
        """State, what was said last, and seconds."""
        seconds = time.monotonic() - self._begun if self.state == "running" else self._seconds
        return {"state": self.state, "said": self.said, "seconds": round(seconds)}


def _run(texts: Path, corpus: Path, options: Options, site: Path, say: Connection) -> None:
    """What the process does; its last word is ``("ended", failure or None)``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when it ends
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - for as long as the process lives
    try:
        options = replace(options, seconds_between_lines=SECONDS_BETWEEN_LINES)
        build(texts, corpus, options, say=lambda line: say.send(("said", line)))
        say.send(("said", "writing the pages"))
        write_site(corpus, site)
        say.send(("ended", None))
    except RukazError as error:
        say.send(("ended", str(error)))
    except BrokenPipeError:  # the server has ended
        pass
    except Exception as error:  # told in the page, which is the only place to tell it
        what = f"the build crashed: {type(error).__name__}: {error}"
        say.send(("ended", f"{what}. Type: {build_command(texts, corpus)}"))
