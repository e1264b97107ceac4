"""A limit of processor time for reading one file: a forged one can keep a library busy for years."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_LEAST = 60.0
PER_MEGABYTE = 20.0
"""Seconds of processor time that a file may take, and more for each megabyte of it; most take hundredths."""

_AGAIN = 0.1
"""Seconds after which the limit is told again to a library that went on."""


class TookTooLongError(BaseException):
    """The time is over; no Exception, which libraries catch and pass over."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise :class:`TookTooLongError` in what takes more processor time.

    The main thread of a process on Linux and macOS alone can be interrupted; elsewhere there is no limit.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    is_over = False

    def end(*_: object) -> None:
        nonlocal is_over
        is_over = True
        raise TookTooLongError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    if is_over:  # it was raised where Python passes over what is raised: in a finalizer, in a callback
        raise TookTooLongError
