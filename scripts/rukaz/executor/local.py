"""The work on one machine: in this process, or in several."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.util import Finalize
from threading import Thread

from rukaz.annotation.model_files import Model
from rukaz.errors import RukazError
from rukaz.pipeline.plan import chunks
from rukaz.pipeline.shard import Chunk, Done, Engine, Made, Make, Maker
from rukaz.records import Document
from rukaz.repair.validator_process import stop

WAITING = 2
"""Chunks handed out for each worker at a time: one that it works on, one that waits for it."""


@contextmanager
def workers(model: Model, engine: Engine) -> Iterator[Make]:
    """Load the models, in this process or in each of several; then they can :data:`Make` layers."""
    number = engine.workers or 1
    if number == 1:
        maker = Maker(model, engine.device, engine.threads)
        maker.load()
        yield partial(_make_here, maker)
    else:
        with _pool(Maker(model, engine.device, engine.threads or 1), number) as pool:
            yield partial(_make_in_pool, pool, number)


def _make_here(maker: Maker, documents: Sequence[Document]) -> Iterator[Done]:
    return ((chunk, maker.make(chunk)) for chunk in chunks(documents))


@contextmanager
def _pool(maker: Maker, number: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(
        number, mp_context=get_context("spawn"), initializer=_begin_worker, initargs=(maker,)
    )
    processes: set[int] = set()
    try:
        processes |= {loaded.result() for loaded in [pool.submit(_load) for _ in range(number)]}
        yield pool
    except BrokenProcessPool as error:
        raise RukazError(
            "a worker process died, perhaps for want of memory",
            hint="The same command goes on where this one was; with fewer --workers it takes less memory.",
        ) from error
    except BaseException:  # stopped: nobody will take what they are working on
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _make_in_pool(pool: ProcessPoolExecutor, number: int, documents: Sequence[Document]) -> Iterator[Done]:
    waiting: dict[Future[list[Made]], Chunk] = {}
    for chunk in chunks(documents, number):
        waiting[pool.submit(_make, chunk)] = chunk
        if len(waiting) >= WAITING * number:
            yield from _finished(waiting)
    while waiting:
        yield from _finished(waiting)


def _finished(waiting: dict[Future[list[Made]], Chunk]) -> Iterator[Done]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield waiting.pop(future), future.result()


# -- in a worker process --

_maker: Maker


def _begin_worker(maker: Maker) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process says that it was stopped
    Thread(target=_end_with_parent, daemon=True).start()
    Finalize(None, stop, exitpriority=1)  # a pool's processes skip what is registered with atexit
    global _maker  # noqa: PLW0603 - a worker process keeps its models between chunks
    _maker = maker


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)  # nobody is left to take the result


def _load() -> int:
    _maker.load()
    return os.getpid()


def _make(chunk: Chunk) -> list[Made]:
    return _maker.make(chunk)
