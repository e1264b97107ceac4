"""The work on one machine: in this process, or in several."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache, partial
from multiprocessing import get_context, parent_process
from multiprocessing.queues import SimpleQueue
from threading import Thread
from typing import Any

from rukaz.errors import RukazError
from rukaz.executor.work import Execution, Result, Task, Work, WorkersReport

SECONDS_BETWEEN_REPORTS = 0.2

_Report = tuple[int, int, int, int]
"""The process of a worker, then what a :data:`~.work.Report` is told."""


def run_here(
    tasks: Sequence[Task], work: Work[Task, Result], execution: Execution, report: WorkersReport
) -> Iterator[Result]:
    """One task after the other, in this process."""
    if tasks:
        work.load(execution.threads)
    for task in tasks:
        yield work.do(task, partial(report, 1))


def run_in_processes(
    tasks: Sequence[Task], work: Work[Task, Result], workers: int, threads: int, report: WorkersReport
) -> Iterator[Result]:
    """The tasks shared out among processes of this machine."""
    with processes(work, workers, threads, report) as do:
        yield from do(tasks)


@contextmanager
def processes(
    work: Work[Task, Result], workers: int, threads: int, report: WorkersReport = lambda *_: None
) -> Iterator[Callable[[Sequence[Task]], Iterator[Result]]]:
    """Processes that have loaded the work; what is yielded does tasks, the first to be ready first."""
    reports: SimpleQueue[_Report] = get_context("spawn").SimpleQueue()
    numbers: dict[int, int] = {}  # of workers, by process
    with _pool(work, workers, threads, reports) as pool:

        def do(tasks: Sequence[Task]) -> Iterator[Result]:
            waiting = {pool.submit(_do, task) for task in tasks}
            while waiting:
                done, waiting = wait(waiting, SECONDS_BETWEEN_REPORTS, FIRST_COMPLETED)
                while not reports.empty():
                    process, documents, tokens, characters = reports.get()
                    number = numbers.setdefault(process, len(numbers) + 1)
                    report(number, documents, tokens, characters)
                for future in done:
                    yield future.result()

        yield do


@contextmanager
def _pool(
    work: Work[Any, Any], workers: int, threads: int, reports: SimpleQueue[_Report]
) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_begin_worker,
        initargs=(work, threads, reports),
    )
    processes: set[int] = set()
    try:
        processes |= {loaded.result() for loaded in [pool.submit(_load) for _ in range(workers)]}
        yield pool
    except BrokenProcessPool as error:
        raise RukazError(
            "a worker process died, perhaps because memory ran out",
            hint="Repeat the command to continue where it stopped. Fewer --workers need less memory.",
        ) from error
    except BaseException:  # stopped: nobody will take what they are working on
        for process in processes:
            with suppress(OSError):  # it has ended
                os.kill(process, signal.SIGTERM)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


# -- in a worker process --

_work: Work[Any, Any]
_threads: int
_reports: SimpleQueue[_Report]


def _begin_worker(work: Work[Any, Any], threads: int, reports: SimpleQueue[_Report]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process says that it was stopped
    Thread(target=_end_with_parent, daemon=True).start()
    global _work, _threads, _reports
    _work, _threads, _reports = work, threads, reports


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)  # nobody is left to take the result


@cache
def _loaded() -> Work[Any, Any]:
    _work.load(_threads)
    return _work


def _load() -> int:
    _loaded()
    return os.getpid()


def _do(task: Any) -> Any:
    return _loaded().do(task, lambda *done: _reports.put((os.getpid(), *done)))
