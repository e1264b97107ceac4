"""Work in a process of its own, and what it cost."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from rukaz.bench.systems import Task
from rukaz.errors import RukazError
from rukaz.repair.validator_process import stop

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Measured(Generic[Result]):
    """A result and what it cost: CPU seconds of all processes, bytes of the largest of them."""

    result: Result
    cpu: float
    peak: int


def in_process(work: Callable[[Task], Result], task: Task, threads: int) -> Measured[Result]:
    """Work in a new process of so many threads.

    Raises:
        RukazError: it failed; nothing is measured then.
    """
    before = {variable: os.environ.get(variable) for variable in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, str(threads)))
    receiving, sending = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_answer, args=(work, task, sending))
    process.start()
    sending.close()
    for variable, value in before.items():
        os.environ.pop(variable) if value is None else os.environ.update({variable: value})
    try:
        answer: Measured[Result] | str = receiving.recv()
    except EOFError:
        answer = "its process died"
    process.join()
    if isinstance(answer, str):
        what = f"{getattr(work, '__name__', work)} could not be measured: {answer}"
        raise RukazError(what, hint="Choose other systems with --only.")
    return answer


def _answer(work: Callable[[Task], Any], task: Task, sending: Connection) -> None:
    os.dup2(2, 1)  # what trainers print is no part of the report
    try:
        result = work(task)
    except Exception as error:  # the parent process tells of it, whatever it is
        sending.send(f"{type(error).__name__}: {error}")
        return
    stop()  # only processes that have ended are counted
    if sys.platform == "win32":  # the command refuses to run there
        raise NotImplementedError
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(one.ru_utime + one.ru_stime for one in (own, children))
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    sending.send(Measured(result, cpu, unit * max(own.ru_maxrss, children.ru_maxrss)))
