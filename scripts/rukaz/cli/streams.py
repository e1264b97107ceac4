"""Standard streams that can always be written to: in any locale, closed, full, or read by nobody any more."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import sys
from typing import Any, TextIO

_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[0-9;]*m)")
"""What moves the cursor or gives orders to a terminal; bold print and colours are let through."""


class _Terminal(io.TextIOWrapper):
    """Shows texts that may come from anybody."""

    def write(self, text: str, /) -> int:
        """Write ``text`` with signs in the place of control characters."""
        return super().write(_CONTROL.sub("\ufffd", text))


class _Output(io.FileIO):
    """A file descriptor that takes everything.

    Attributes:
        fault: why it was not written, from the first time on that it could not be.
    """

    fault: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write ``data``, or drop it where that is impossible."""
        if self.fault is None:
            try:
                return super().write(data)
            except OSError as error:
                self.fault = error
        return len(data)


def make_streams_writable() -> _Output | None:
    """Put streams that never fail in the place of this process's standard output and standard error.

    What an encoding lacks is written as ``\\u0439``. ASCII, the encoding of a program without a locale,
    becomes UTF-8. Streams that somebody has already put there are left alone. The new streams stay to the
    end of the process, because Python itself writes to them last.

    Returns:
        what is written to; None if standard output was left alone.
    """
    _open_closed()
    output = None
    if sys.stdout is sys.__stdout__:
        sys.stdout, output = _writable(sys.stdout, 1)
    if sys.stderr is sys.__stderr__:
        sys.stderr, _ = _writable(sys.stderr, 2)
    return output


def unwritten(output: _Output | None) -> str | None:
    """Why the output could not be written; None if it was, or if its reader has gone away (``| head``)."""
    if output is None or output.fault is None or output.fault.errno == errno.EPIPE:
        return None
    return output.fault.strerror


def nobody_reads() -> bool:
    """Whether standard output cannot be written any more, so that a long command may end (``| head``)."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return isinstance(raw, _Output) and raw.fault is not None


def _open_closed() -> None:
    """Open the null device in the place of a closed stream, which the next opened file would become."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _writable(stream: TextIO | None, number: int) -> tuple[TextIO, _Output | None]:
    if stream is not None:
        stream.flush()
        if os.name == "nt" and stream.isatty():  # the console takes text, in whatever code page it is
            kind = _Terminal if number != 2 else io.TextIOWrapper
            return kind(stream.buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True), None
    output = _Output(number, "w", closefd=False)
    encoding = getattr(stream, "encoding", "utf-8")
    kind = _Terminal if number != 2 and output.isatty() else io.TextIOWrapper
    text = kind(
        io.BufferedWriter(output),
        encoding="utf-8" if codecs.lookup(encoding).name == "ascii" else encoding,
        errors="backslashreplace",
        line_buffering=number == 2 or output.isatty(),
        write_through=getattr(stream, "write_through", False),
    )
    return text, output
