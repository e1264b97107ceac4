"""The UD validator as a running program that is given one text after another.

It reads sentences from its input and says at once what it finds, so that one process serves for a whole
build; starting it takes longer than a hundred sentences. After each text a line follows whose ID is none:
when the validator complains of it, it has said all there is to say of the text.
"""

from __future__ import annotations

import atexit
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from rukaz.programs import clean_environment, python

PROGRAM = Path(__file__).with_name("validator_program.py")

MOST_LINES = 2_000_000
"""Given to one process, which remembers the ids of all sentences."""

PATIENCE = 600.0
"""Seconds without a word after which a program that still runs is given up."""

FEATURED = "# sent_id = rukaz\n# text = Не\n1\tНе\tне\tPART\t_\tPolarity=Neg\t0\troot\t_\t_\n\n"
"""Some features are missed only where the validator has seen a feature before: whoever reads this has."""

_MARK = "1RUKAZ{}\t_\t_\tX\t_\t_\t0\troot\t_\t_\n\n"
_COMPLAINT = "Unexpected ID format '1RUKAZ{}'."


class SilenceError(Exception):
    """The program ended before it had answered, or does neither; the argument is what it said."""


class Validator:
    """One running program.

    Attributes:
        lines: number of lines it was given, from which it counts on.
        texts: number of texts it was given, with the two it begins with.
    """

    def __init__(self, arguments: Sequence[str], first: str = "") -> None:
        self.lines = 0
        self.texts = 0
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._process = subprocess.Popen(
            [*command(), *arguments, "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=clean_environment(),
        )
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.ask(first)  # its first complaint of a kind is longer
        if self.ask(""):
            raise SilenceError("it says of a sentence that has one error more than that")

    def ask(self, text: str) -> list[str]:
        """The lines of the answer to a text that ends with an empty line.

        Raises:
            SilenceError: the program has ended, or says nothing any more.
        """
        self.texts += 1
        mark = _MARK.format(self.texts)
        self.lines += (text + mark).count("\n")
        Thread(target=self._say, args=(text + mark,), daemon=True).start()  # it may have stopped to listen
        answer: list[str] = []
        while (line := self._line()) is not None:
            if line.endswith(_COMPLAINT.format(self.texts)):
                return answer
            answer.append(line)
        raise SilenceError("\n".join(answer))

    def _line(self) -> str | None:
        try:
            return self._lines.get(timeout=PATIENCE)
        except Empty:
            self.close()
            raise SilenceError(f"it has said nothing for {PATIENCE:g} seconds") from None

    @property
    def spent(self) -> bool:
        """Whether another should be started: it has ended, or remembers a lot."""
        return self.lines >= MOST_LINES or self._process.poll() is not None

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with suppress(OSError):  # what was still to be said to it
                pipe.close()

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text)
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended; its last words are in its answer

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)


def command() -> list[str]:
    """How the program is started."""
    return [*python(), str(PROGRAM)]


_running: dict[tuple[str, ...], Validator] = {}
one_at_a_time = Lock()
"""Held by who asks, from :func:`running` to the end of the answer."""


def running(arguments: Sequence[str], first: str = "") -> Validator:
    """The program running with these arguments, started by this process; ``first`` is its first text."""
    key = (str(os.getpid()), *command(), *arguments)
    if key in _running and _running[key].spent:
        _running.pop(key).close()
    if key not in _running:
        _running[key] = Validator(arguments, first)
    return _running[key]


@atexit.register
def stop() -> None:
    """End all programs that this process started."""
    for key in [key for key in _running if key[0] == str(os.getpid())]:
        _running.pop(key).close()
