"""What a whole build costs, stage by stage, and what any number of workers would take for more texts.

A build in one process is watched by a clock (:mod:`rukaz.bench.stages`). What it does to a shard, workers
share; the rest the command does alone. A build of a tenth of the texts is watched, too: what does not grow
with the texts is no part of their price. Costs are CPU time; waiting for disks and networks was not measured.
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from types import FrameType

from rukaz.bench.stages import OTHER
from rukaz.executor.ray_cluster import accept_files, read_files
from rukaz.ingest.sources import Project
from rukaz.pipeline.build import build, build_project
from rukaz.pipeline.ingest import ReadWork
from rukaz.pipeline.plan import plan, shard_size
from rukaz.pipeline.shard import ShardTask, ShardWork, contents, read_summary

SHARED, ALONE = "shared: ", "alone: "
"""Beginnings of the names of stages: what workers share, and what the command does alone."""

READ = f"{SHARED}first pass"
"""Reading all texts once, which processes of the machine of the command share."""

VALIDATE = f"{SHARED}validate"
"""The UD validator, a process of its own."""

SEND, RECEIVE = f"{ALONE}send texts", f"{ALONE}receive files"
"""What a cluster needs beside."""

NEAR_DUPLICATES = f"{ALONE}ingest shards"
_AMONG_SHARDS = (f"{ALONE}do tasks", SEND, RECEIVE)
"""What the command does while workers are at work."""

_WITHIN = {
    ReadWork.do.__code__: READ,
    ShardWork.do.__code__: SHARED,
    build_project.__code__: ALONE,
    build.__code__: ALONE,
}

CPUS_OF_THE_COMMAND = 16
"""Of the machine from which a cluster is told what to do."""


def stage_of_build(frame: FrameType | None) -> str:
    """The stage of a frame: the function that the build, or the work on a shard, has called."""
    called = OTHER
    while frame is not None:
        within = _WITHIN.get(frame.f_code)
        if within is not None:
            return within if within == READ else within + called
        name = frame.f_code.co_name
        called = "write" if name == "__exit__" else name.strip("_").replace("_", " ")
        frame = frame.f_back
    return OTHER


def transfer_seconds(project: Project, shards: Path) -> Mapping[str, float]:
    """CPU seconds for what a cluster without a common disk needs beside: texts packed, files put down.

    Its network is not there. Ray, too, pickles arrays by protocol 5, which hands them over without a copy.

    Args:
        shards: the finished shards of a build.
    """

    def send() -> None:
        for shard in plan(project.texts):
            pickle.dumps(ShardTask("", shard, {}, {}, dict(contents(shard))))

    def receive() -> None:
        with tempfile.TemporaryDirectory(prefix="rukaz-") as folder:
            arrivals, kept = Path(folder, "arrivals"), Path(folder, "kept")
            arrivals.mkdir()
            kept.mkdir()
            for answer, buffers in sent:
                _summary, files = pickle.loads(answer, buffers=buffers)
                accept_files(files, arrivals, kept)

    sent: list[tuple[bytes, list[pickle.PickleBuffer]]] = []
    for shard in shards.iterdir():
        files = {f"{shard.name}/{name}": data for name, data in read_files(shard).items()}
        buffers: list[pickle.PickleBuffer] = []
        answer = pickle.dumps((read_summary(shards, shard.name), files), 5, buffer_callback=buffers.append)
        sent.append((answer, buffers))
    return {SEND: _cpu_seconds(send), RECEIVE: _cpu_seconds(receive)}


def _cpu_seconds(work: Callable[[], None]) -> float:
    """The median of three times: at the first, a virtual machine gets its memory from the host."""

    def once() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return median(once() for _ in range(3))


@dataclass(frozen=True, slots=True)
class BuildCosts:
    """What a token of text costs.

    Attributes:
        microseconds: CPU time of each stage; its name begins with :data:`SHARED` or :data:`ALONE`.
        bytes: of the text files.
        start_seconds: until a worker has loaded the models.
    """

    microseconds: Mapping[str, float]
    bytes: float
    start_seconds: float

    @property
    def shared(self) -> float:
        """Microseconds of what workers share."""
        return sum(cost for stage, cost in self.microseconds.items() if stage.startswith(SHARED))

    @property
    def alone(self) -> float:
        """Microseconds of what the command does alone."""
        return sum(cost for stage, cost in self.microseconds.items() if stage.startswith(ALONE))

    def largest(self, kind: str) -> list[tuple[str, float]]:
        """The stages of a kind and their microseconds, the most expensive first."""
        costs = [
            (stage.removeprefix(kind), c) for stage, c in self.microseconds.items() if stage.startswith(kind)
        ]
        return sorted(costs, key=lambda cost: -cost[1])


def build_costs(
    seconds: Mapping[str, float],
    of_a_tenth: Mapping[str, float],
    tokens: tuple[int, int],
    size: float,
    start_seconds: float,
) -> BuildCosts:
    """The costs of a token from CPU seconds by stage, of all texts and of a tenth of them.

    Args:
        tokens: of all texts, and of the tenth.
        size: bytes of all texts.
    """
    many, few = tokens
    grown: defaultdict[str, float] = defaultdict(float)
    for stage, spent in seconds.items():
        grown[stage] = max(spent - of_a_tenth.get(stage, 0.0), 0.0) / (many - few) * 1e6
    return BuildCosts(
        {stage: round(cost, 3) for stage, cost in sorted(grown.items())}, round(size / many, 2), start_seconds
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a build would take.

    Attributes:
        alone: seconds in which the command works and workers wait.
        bottleneck: what takes most of the time.
    """

    workers: int
    seconds: float
    alone: float
    bottleneck: str


def estimate(costs: BuildCosts, tokens: int, workers: int) -> Estimate:
    """A build of ``tokens`` on a cluster: the first pass, the shards as workers get ready, then the rest.

    The command gives out a shard and takes its files in one at a time; shards are of one size.
    """
    cost = {stage: tokens * microseconds / 1e6 for stage, microseconds in costs.microseconds.items()}
    size = ceil(tokens * costs.bytes)
    shards = ceil(size / shard_size(size))
    reading = cost.get(READ, 0.0) / min(workers, CPUS_OF_THE_COMMAND)
    first_pass = max(reading, cost.get(NEAR_DUPLICATES, 0.0))
    of_a_shard = (tokens * costs.shared / 1e6 - cost.get(READ, 0.0)) / shards
    handing = sum(cost.get(stage, 0.0) for stage in _AMONG_SHARDS)
    on_shards = _makespan(shards, workers, of_a_shard, handing / shards, costs.start_seconds)
    alone = {stage: seconds for stage, seconds in cost.items() if stage.startswith(ALONE)}
    rest = sum(s for stage, s in alone.items() if stage not in (*_AMONG_SHARDS, NEAR_DUPLICATES))
    work = shards * of_a_shard / workers
    parts = {"the workers": max(work, on_shards - handing), "the first pass": reading, **alone}
    bottleneck = max(parts, key=lambda part: parts[part])
    return Estimate(
        workers, first_pass + on_shards + rest, first_pass - reading + rest, bottleneck.removeprefix(ALONE)
    )


def _makespan(shards: int, workers: int, work: float, handing: float, start: float) -> float:
    """Seconds until all shards are done; one at a time is handed to the first worker that is free."""
    free = [start] * min(workers, shards)
    handed = 0.0
    for _ in range(shards):
        handed = max(handed, free[0]) + handing
        heapq.heapreplace(free, handed + work)
    return max(free)
