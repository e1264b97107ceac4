"""Tasks handed to workers, wherever these are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rukaz.executor.local import run_here, run_in_processes
from rukaz.executor.ray_cluster import run_on_ray
from rukaz.executor.work import Execution, Result, Task, Work, WorkersReport


def run(
    tasks: Sequence[Task],
    work: Work[Task, Result],
    execution: Execution,
    report: WorkersReport = lambda *_: None,
) -> Iterator[Result]:
    """Do the tasks; yield the results in the order in which they get ready.

    The order of ``tasks`` is that in which they are begun: long ones first keep all workers busy to the end.

    Raises:
        RukazError: a worker died and the work cannot go on, or the work itself says so.
    """
    if execution.kind == "ray":
        return run_on_ray(tasks, work, execution, report)
    workers = min(execution.workers or 1, len(tasks))
    if workers <= 1:
        return run_here(tasks, work, execution, report)
    return run_in_processes(tasks, work, workers, execution.threads or 1, report)
