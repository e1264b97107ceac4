"""The work on a Ray cluster, or on Ray started for it on this machine (ray.io; the extra ``cluster``).

A task goes to a worker, and its result and files come back to the driver, which keeps them. A worker that
sees the driver's folder writes them there, and the driver renames them; others send them as bytes: nodes need
no common disk, but each needs the same RuKaz and models, and is asked for both. What a lost worker had in
hand is given to another; who starts a lost driver again repeats only the tasks that had not come back.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rukaz.atomic_files import rename_with_retries
from rukaz.errors import RukazError
from rukaz.executor.work import Execution, Result, Task, Work, WorkersReport
from rukaz.extras import require_extra
from rukaz.safe_paths import safe_path

LOSSES = 3
"""So often a task may cost its worker's life; then the task is the reason."""

PATIENCE = 1800.0
"""Seconds after which a worker that loads its models or does a task is taken for hung."""

SECONDS_BETWEEN_LOOKS = 30.0

OBJECT_STORE = 256 << 20
"""Bytes of Ray's own memory for what is under way, a few MB for each worker."""

_START = "Start one with `ray start --head`, and type: --address auto"

_SETTINGS = {
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # else `uv run` makes Ray copy the folder and make environments
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_worker_niceness": "0",  # else Ray's workers wait for everything else on the machine
}


Files = dict[str, NDArray[np.uint8]]
"""The bytes of files below a folder, by their path with ``/``; Ray hands arrays over without copying them."""

Answer = tuple[Any, str | Files, tuple[int, int, int]]
"""The result of a task; the name of the folder among the arrivals in which its files are, or the files
themselves; and what a :data:`~.work.Report` is told in all."""


class Worker:
    """The process on a node: its models, loaded once.

    Args:
        arrivals: a folder of the driver that only they can see who share its disk.
    """

    def __init__(self, work: Work[Any, Any], threads: int, arrivals: Path) -> None:
        self._work, self._threads, self._arrivals = work, threads, arrivals

    def load(self) -> None:
        """Load the models.

        Raises:
            RukazError: they, or RuKaz, are not those of the driver.
        """
        try:
            self._work.load(self._threads)
        except RukazError as error:
            raise RukazError(error.what, where=f"node {socket.gethostname()}", hint=error.hint) from error

    def do(self, task: Any) -> Answer:
        """Do a task."""
        if self._sees_arrivals():
            folder = Path(mkdtemp(dir=self._arrivals))
            result, done = self._do(task, folder)
            return result, folder.name, done
        with TemporaryDirectory(prefix="rukaz-") as own:
            result, done = self._do(task, Path(own))
            return result, read_files(Path(own)), done

    def _do(self, task: Any, folder: Path) -> tuple[Any, tuple[int, int, int]]:
        done: list[tuple[int, int, int]] = [(0, 0, 0)]
        result = self._work.at(folder).do(task, lambda *some: done.append(some))
        documents, tokens, characters = map(sum, zip(*done, strict=True))
        return result, (documents, tokens, characters)

    def _sees_arrivals(self) -> bool:
        """Whether this process shares the disk of the driver, as the same user."""
        try:
            return self._arrivals.stat().st_uid == getattr(os, "getuid", lambda: 0)()
        except OSError:
            return False


def run_on_ray(
    tasks: Sequence[Task], work: Work[Task, Result], execution: Execution, report: WorkersReport
) -> Iterator[Result]:
    """The tasks shared out among workers of a cluster; each begins as soon as its models are loaded.

    Raises:
        RukazError: Ray is not installed, there is no cluster at the address, or a task cannot be done.
    """
    if not tasks:
        return
    ray = _import_ray()
    with _connected(ray, execution), _arrivals(work.folder) as arrivals:
        workers = execution.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        resources = {"num_gpus": 1} if getattr(work, "device", "cpu").startswith("cuda") else {}
        actor_class = ray.remote(num_cpus=1, max_restarts=-1, **resources)(Worker)
        actors = [
            actor_class.remote(work, execution.threads or 1, arrivals)
            for _ in range(min(workers, len(tasks)))
        ]
        try:
            for actor, (result, files, done) in _results(ray, actors, deque(tasks), work.pack):
                accept_files(files, arrivals, work.folder)
                report(actors.index(actor) + 1, *done)
                yield result
        finally:
            for actor in actors:
                ray.kill(actor)


def read_files(folder: Path) -> Files:
    """The files below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): np.fromfile(path, np.uint8) for path in paths}


def accept_files(files: str | Files, arrivals: Path, folder: Path) -> None:
    """Put the files of a task into ``folder``; each folder of the task appears there as a whole.

    Args:
        files: as in :data:`Answer`.

    Raises:
        RukazError: a worker names a place outside ``arrivals``.
    """
    sender = "the answer of a worker"
    if isinstance(files, str):
        arrived = safe_path(arrivals, files, where=sender)
    else:
        arrived = Path(mkdtemp(dir=arrivals))
        for name, data in files.items():
            place = safe_path(arrived, name, where=sender)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data.data)
    for done in arrived.iterdir():
        shutil.rmtree(folder / done.name, ignore_errors=True)  # a damaged one may be left of an earlier build
        rename_with_retries(partial(done.rename, folder / done.name))
    arrived.rmdir()


@contextmanager
def _arrivals(folder: Path) -> Iterator[Path]:
    """A folder for what workers write; a worker that is still being stopped may write while it is removed."""
    with TemporaryDirectory(
        prefix="arrivals-", dir=folder.absolute(), ignore_cleanup_errors=True
    ) as arrivals:
        yield Path(arrivals)


def _import_ray() -> Any:
    os.environ.update({name: value for name, value in _SETTINGS.items() if name not in os.environ})
    require_extra("cluster")
    import ray

    return ray


@contextmanager
def _connected(ray: Any, execution: Execution) -> Iterator[None]:
    """A connection to the cluster; one that is there already is used, and left open."""
    if ray.is_initialized():
        yield
        return
    if execution.address:
        _require_answer(execution.address)
    own = {"num_cpus": execution.workers, "object_store_memory": OBJECT_STORE, "include_dashboard": False}
    try:
        ray.init(
            address=execution.address or "local",
            log_to_driver=False,
            logging_level=logging.ERROR,
            **({} if execution.address else own),
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise RukazError(
            f"there is no Ray cluster: {error}",
            where=str(execution.address or "this machine"),
            hint=_START,
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def _require_answer(address: str) -> None:
    """Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except OSError as error:
        raise RukazError(
            f"there is no Ray cluster: {error.strerror or error}", where=address, hint=_START
        ) from error


@dataclass
class _Schedule:
    """Who does what.

    Attributes:
        todo: tasks that nobody has begun.
        pack: makes of a task what is sent.
        busy: each call under way: its worker, its task (None while models are loaded), and when it began.
        idle: workers with loaded models for whom there was nothing to do.
        losses: how many workers died of each task; of loading the models under None.
    """

    todo: deque[Any]
    pack: Callable[[Any], Any]
    busy: dict[Any, tuple[Any, Any, float]] = field(default_factory=dict)
    idle: list[Any] = field(default_factory=list)
    losses: Counter[int | None] = field(default_factory=Counter)

    @property
    def open(self) -> bool:
        """Whether any task has not come back; a worker that never gets ready is not waited for."""
        return bool(self.todo) or any(task is not None for _, task, _ in self.busy.values())

    def load(self, actor: Any) -> None:
        """Have a worker load its models."""
        self.busy[actor.load.remote()] = actor, None, time.monotonic()

    def next(self, actor: Any) -> None:
        """Give a worker the next task, if there is one."""
        if not self.todo:
            self.idle.append(actor)
            return
        task = self.todo.popleft()
        self.busy[actor.do.remote(self.pack(task))] = actor, task, time.monotonic()

    def lost(self, actor: Any, task: Any) -> None:
        """A worker died; another one takes its task, and it is started anew."""
        cause = None if task is None else id(task)
        self.losses[cause] += 1
        if self.losses[cause] > LOSSES:
            what = "loading the models" if task is None else str(task)
            raise RukazError(
                f"{LOSSES + 1} worker processes died during the same task, perhaps because memory ran out",
                where=what,
            )
        if task is not None:
            self.todo.appendleft(task)
        self.load(actor)
        if self.idle:
            self.next(self.idle.pop())

    def overdue(self) -> Iterator[Any]:
        """Calls that have taken longer than any task may."""
        now = time.monotonic()
        return (call for call, (_, _, begun) in self.busy.items() if now - begun > PATIENCE)


def _results(
    ray: Any, actors: Sequence[Any], todo: deque[Any], pack: Callable[[Any], Any]
) -> Iterator[tuple[Any, Any]]:
    """Each worker with what its ``do`` gave for a task."""
    from ray.exceptions import RayActorError, RayTaskError

    schedule = _Schedule(todo, pack)
    for actor in actors:
        schedule.load(actor)
    while schedule.open:
        ready, _ = ray.wait(list(schedule.busy), num_returns=1, timeout=SECONDS_BETWEEN_LOOKS)
        for call in list(schedule.overdue()) if not ready else ():
            actor, task, _ = schedule.busy[call]
            if task is None:
                raise RukazError(
                    "no worker was ready in time",
                    hint="Check whether the cluster has a free CPU and enough memory.",
                )
            ray.kill(actor, no_restart=False)  # it hangs: its call ends with RayActorError
        for call in ready:
            actor, task, _ = schedule.busy.pop(call)
            try:
                result = ray.get(call)
            except RayActorError:
                schedule.lost(actor, task)
                continue
            except RayTaskError as error:
                raise (error.cause if isinstance(error.cause, RukazError) else error) from None
            if task is not None:
                yield actor, result
            schedule.next(actor)
