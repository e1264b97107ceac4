"""The work on a Ray cluster, or on Ray started for it on this machine (ray.io; the extra ``cluster``).

A chunk goes to a worker and its layers come back to the driver, which keeps them: nodes need no common disk,
but each needs the same RuKaz and models, and is asked for both. What a lost worker had in hand is given to
another; who starts a lost driver again annotates only what had not come back.
"""

from __future__ import annotations

import logging
import os
import socket
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from rukaz.annotation.model_files import Model, find_model
from rukaz.errors import RukazError
from rukaz.extras import require_extra
from rukaz.pipeline.plan import chunks
from rukaz.pipeline.shard import Chunk, Done, Engine, Made, Make, Maker, makers
from rukaz.records import Document

LOSSES = 3
"""So often a chunk may cost its worker's life; then the chunk is the reason."""

PATIENCE = 600
"""Seconds until the first worker must have loaded its models."""

OBJECT_STORE = 256 << 20
"""Bytes of Ray's own memory for what is under way, a few MB for each worker."""

_START = "Start one with `ray start --head`, and type: --address auto"

_SETTINGS = {
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # else `uv run` makes Ray copy the folder and make environments
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_worker_niceness": "0",  # else Ray's workers wait for everything else on the machine
}


class Worker:
    """The process on a node: its models, loaded once."""

    def __init__(self, spec: str, digest: str, code: str, engine: Engine) -> None:
        self._spec, self._digest, self._code, self._engine = spec, digest, code, engine

    def load(self) -> None:
        """Load the models.

        Raises:
            RukazError: they, or RuKaz, are not those of the driver.
        """
        node = os.uname().nodename
        if makers() != self._code:
            raise RukazError(
                "RuKaz, Stanza, torch or udtools is of another version than here",
                where=f"node {node}",
                hint="Install the same on all nodes.",
            )
        model = find_model(self._spec)
        if model.digest != self._digest:
            raise RukazError("the models are others than here", where=f"node {node}")
        self._maker = Maker(model, self._engine.device, self._engine.threads or 1)
        self._maker.load()

    def make(self, chunk: Chunk) -> list[Made]:
        """The layer of each document of a chunk."""
        return self._maker.make(chunk)


@contextmanager
def workers(model: Model, spec: str, engine: Engine) -> Iterator[Make]:
    """Start the workers; each begins as soon as its models are loaded.

    Args:
        spec: how the model was asked for: ``embedded``, ``hub:ru``, or a directory that is on all nodes.

    Raises:
        RukazError: Ray is not installed, or there is no cluster at the address.
    """
    ray = _import_ray()
    spec = str(Path(spec).resolve()) if Path(spec).is_dir() else spec
    with _connected(ray, engine):
        number = engine.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        resources = {"num_gpus": 1} if engine.device.startswith("cuda") else {}
        worker = ray.remote(num_cpus=1, max_restarts=-1, **resources)(Worker)
        actors = [worker.remote(spec, model.digest, makers(), engine) for _ in range(number)]
        try:
            yield partial(_make, ray, actors)
        finally:
            for actor in actors:
                ray.kill(actor)


def _import_ray() -> Any:
    os.environ.update({name: value for name, value in _SETTINGS.items() if name not in os.environ})
    require_extra("cluster")
    import ray

    return ray


@contextmanager
def _connected(ray: Any, engine: Engine) -> Iterator[None]:
    """A connection to the cluster; one that is there already is used, and left open."""
    if ray.is_initialized():
        yield
        return
    if engine.address:
        _require_answer(engine.address)
    own = {"num_cpus": engine.workers, "object_store_memory": OBJECT_STORE, "include_dashboard": False}
    try:
        ray.init(
            address=engine.address or "local",
            log_to_driver=False,
            logging_level=logging.ERROR,
            **({} if engine.address else own),
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise RukazError(
            f"there is no Ray cluster: {error}",
            where=str(engine.address or "this machine"),
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
class _Board:
    """Who does what.

    Attributes:
        busy: each call under way, with its worker and the chunk, which is None while models are loaded.
        idle: workers with loaded models for whom there was nothing to do.
        losses: how many workers died of what.
    """

    todo: deque[Chunk]
    busy: dict[Any, tuple[Any, Chunk | None]] = field(default_factory=dict)
    idle: list[Any] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)

    @property
    def open(self) -> bool:
        """Whether any chunk has not come back; a worker that never gets ready is not waited for."""
        return bool(self.todo) or any(chunk is not None for _, chunk in self.busy.values())

    def load(self, actor: Any) -> None:
        """Have a worker load its models."""
        self.busy[actor.load.remote()] = actor, None

    def next(self, actor: Any) -> None:
        """Give a worker the next chunk, if there is one."""
        if not self.todo:
            self.idle.append(actor)
            return
        chunk = self.todo.popleft()
        self.busy[actor.make.remote(chunk)] = actor, chunk

    def lost(self, actor: Any, chunk: Chunk | None) -> None:
        """A worker died; another one takes its chunk, and it is started anew."""
        what = f"a text between {chunk[0].file} and {chunk[-1].file}" if chunk else "loading the models"
        self.losses[what] += 1
        if self.losses[what] > LOSSES:
            raise RukazError(
                f"{LOSSES + 1} worker processes died of the same, perhaps for want of memory", where=what
            )
        if chunk is not None:
            self.todo.appendleft(chunk)
        self.load(actor)
        if self.idle:
            self.next(self.idle.pop())


def _make(ray: Any, actors: Sequence[Any], documents: Sequence[Document]) -> Iterator[Done]:
    from ray.exceptions import RayActorError, RayTaskError

    board = _Board(deque(chunks(documents, len(actors))))
    for actor in actors:
        board.load(actor)
    patience: float | None = PATIENCE
    while board.open:
        ready, _ = ray.wait(list(board.busy), num_returns=1, timeout=patience)
        if not ready:
            raise RukazError("no worker was ready in time", hint="Has the cluster a free CPU, and memory?")
        patience = None
        actor, chunk = board.busy.pop(ready[0])
        try:
            made = ray.get(ready[0])
        except RayActorError:
            board.lost(actor, chunk)
            continue
        except RayTaskError as error:
            raise (error.cause if isinstance(error.cause, RukazError) else error) from None
        if chunk is not None:
            yield chunk, made
        board.next(actor)
