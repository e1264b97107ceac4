"""Where the work is done: in this process, in several, or on a Ray cluster; the results are the same.

:func:`run` hands tasks to workers. What a worker does is a :class:`Work`: it is sent to each worker once,
loads what it needs there, and then does task after task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, Self, TypeVar

Kind = Literal["local", "ray"]

Task = TypeVar("Task")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)

Report = Callable[[int, int], None]
"""Is told, from time to time, of documents and tokens done since the last time."""


@dataclass(frozen=True, slots=True)
class Execution:
    """How the work is done; nothing here changes the result.

    Attributes:
        workers: processes; each loads the models once. None is one on this machine, one for each CPU of a
            cluster.
        threads: of each process; None leaves torch's default to a single one, and gives one to each of many.
        kind: ``local``, or ``ray`` for a cluster.
        address: of a running Ray cluster; None starts Ray on this machine.
    """

    workers: int | None = None
    threads: int | None = None
    kind: Kind = "local"
    address: str | None = None


class Work(Protocol[Task, Result_co]):
    """What a worker does. It can be pickled, and is small until it is loaded.

    Attributes:
        folder: where :meth:`do` leaves files, each task in a folder of its own that appears as a whole.
    """

    @property
    def folder(self) -> Path: ...

    def at(self, folder: Path) -> Self:
        """The same work with its files in another folder: on a machine that shares no disk with this one."""
        ...

    def pack(self, task: Task) -> Task:
        """The task with all that a machine needs that shares no disk with this one."""
        ...

    def load(self, threads: int | None) -> None:
        """Load the models.

        Raises:
            RukazError: the worker cannot do the work: its models, or its RuKaz, are others.
        """
        ...

    def do(self, task: Task, report: Report) -> Result_co:
        """Do one task."""
        ...


def run(
    tasks: Sequence[Task], work: Work[Task, Result], execution: Execution, report: Report = lambda *_: None
) -> Iterator[Result]:
    """Do the tasks; yield the results in the order in which they get ready.

    The order of ``tasks`` is that in which they are begun: long ones first keep all workers busy to the end.

    Raises:
        RukazError: a worker died and the work cannot go on, or the work itself says so.
    """
    if execution.kind == "ray":
        from rukaz.executor.ray_cluster import run_on_ray

        return run_on_ray(tasks, work, execution, report)
    from rukaz.executor.local import run_here, run_in_processes

    workers = min(execution.workers or 1, len(tasks))
    if workers <= 1:
        return run_here(tasks, work, execution, report)
    return run_in_processes(tasks, work, workers, execution.threads or 1, report)
