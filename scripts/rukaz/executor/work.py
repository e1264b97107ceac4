"""What workers do, and how many of them there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, Self, TypeVar, get_args

from rukaz.errors import RukazError

Kind = Literal["local", "ray"]

Task = TypeVar("Task")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)

Report = Callable[[int, int, int], None]
"""Is told, from time to time, of documents, their tokens and their characters done since the last time."""

WorkersReport = Callable[[int, int, int, int], None]
"""The same for several workers: the number of the worker, from 1, before these."""


MOST = 65_536
"""Workers, and threads of each; no machine has as many CPUs."""


@dataclass(frozen=True, slots=True)
class Execution:
    """How the work is done; nothing here changes the result.

    Attributes:
        workers: processes; each loads the models once. None is one on this machine, one for each CPU of a
            cluster.
        threads: of each process; None leaves torch's default to a single one, and gives one to each of many.
        kind: ``local``, or ``ray`` for a cluster.
        address: of a running Ray cluster; None starts Ray on this machine.

    Raises:
        RukazError: there are no workers or threads, or no such engine, or an address that it does not use.
    """

    workers: int | None = None
    threads: int | None = None
    kind: Kind = "local"
    address: str | None = None

    def __post_init__(self) -> None:
        for name, number in (("workers", self.workers), ("threads", self.threads)):
            if number is not None and number < 1:
                raise RukazError(f"{name} must be 1 or more, not {number}")
            if number is not None and number > MOST:
                raise RukazError(f"these are too many {name}: {number}", hint=f"Give at most {MOST}.")
        if self.kind not in get_args(Kind):
            raise RukazError(
                f"there is no engine {self.kind!r}", hint=f"Name one of {', '.join(get_args(Kind))}."
            )
        if self.address is not None and self.kind != "ray":
            hint = f"Type: --engine ray --address {self.address}"
            raise RukazError("only the engine ray uses an address", hint=hint)


class Work(Protocol[Task, Result_co]):
    """What a worker does: it is sent to each worker once, loads what it needs, then does task after task.

    It can be pickled, and is small until it is loaded. The files of a task are in a folder of its own in
    ``folder``, which appears as a whole.
    """

    @property
    def folder(self) -> Path:
        """Where tasks leave their files."""
        ...

    def at(self, folder: Path) -> Self:
        """The same work with its files in another folder, perhaps on a machine that shares no disk with this
        one.
        """
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
