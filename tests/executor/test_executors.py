"""Executors: the same corpus from each of them, and what a dead process costs."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rukaz.errors import RukazError
from rukaz.executor import ray_cluster
from rukaz.executor.run import run
from rukaz.executor.work import Execution, Report
from rukaz.export.manifest import digest_tree
from rukaz.pipeline import plan
from rukaz.pipeline.build import Options, build
from rukaz.pipeline.shard import ShardWork
from rukaz.workspace import workspace

NEWS = "Президент России посетил Казахстан. Стороны договорились о поставках газа. "
TEXTS = 8


# -- any work --


class Doubling:
    """Work that takes no models."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def at(self, folder: Path) -> Doubling:
        return Doubling(folder)

    def pack(self, number: int) -> int:
        return number

    def load(self, threads: int | None) -> None:
        pass

    def do(self, number: int, report: Report) -> int:
        if number < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        report(1, number, 6 * number)
        (self.folder / str(number)).mkdir(exist_ok=True)
        (self.folder / str(number) / "doubled").write_text(str(2 * number))
        return 2 * number


class HangingRay:
    """Stands in for Ray: the first worker that gets a task never answers until it is killed."""

    def __init__(self) -> None:
        self.killed = 0
        self.answers: dict[object, Callable[[], object]] = {}

    def method(self, answer: Callable[..., object]) -> SimpleNamespace:
        def remote(*arguments: object) -> object:
            call = object()
            self.answers[call] = partial(answer, *arguments)
            return call

        return SimpleNamespace(remote=remote)

    def actor(self) -> SimpleNamespace:
        return SimpleNamespace(load=self.method(lambda: None), do=self.method(self.double))

    def double(self, number: int) -> int:
        if self.killed == 1:
            self.killed += 1
            raise ActorError
        return 2 * number

    def wait(self, calls: list[object], **_: object) -> tuple[list[object], list[object]]:
        hangs = not self.killed and self.answers[calls[0]].func == self.double  # type: ignore[attr-defined]  # a partial
        return ([], calls) if hangs else (calls[:1], calls[1:])

    def kill(self, _actor: object, **_: object) -> None:
        self.killed += 1

    def get(self, call: object) -> object:
        return self.answers[call]()


class ActorError(Exception):
    """What Ray raises for a worker that was killed."""


def test_a_worker_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    exceptions = SimpleNamespace(RayActorError=ActorError, RayTaskError=KeyError)
    monkeypatch.setitem(sys.modules, "ray.exceptions", exceptions)
    monkeypatch.setattr("rukaz.executor.ray_cluster.PATIENCE", -1.0)
    ray = HangingRay()
    results = list(ray_cluster._results(ray, [ray.actor()], deque([1, 2, 3]), lambda task: task))
    assert [result for _, result in results] == [2, 4, 6]
    assert ray.killed == 2


@pytest.mark.parametrize("workers", [None, 1, 2, 7])
def test_every_task_is_done_once_and_reported(workers: int | None, tmp_path: Path) -> None:
    reports: list[tuple[int, int, int, int]] = []
    execution = Execution(workers=workers)
    results = run(range(1, 6), Doubling(tmp_path), execution, lambda *report: reports.append(report))
    assert sorted(results) == [2, 4, 6, 8, 10]
    assert sorted(done for _, *done in reports) == [[1, number, 6 * number] for number in range(1, 6)]
    assert {worker for worker, *_ in reports} <= set(range(1, 1 + (workers or 1)))


@pytest.fixture
def arrivals(tmp_path: Path) -> Path:
    folder = tmp_path / "shards" / "arrivals"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("shares_disk", [True, False])
def test_what_a_worker_leaves_or_sends_takes_the_place_of_damaged_files(
    shares_disk: bool, arrivals: Path
) -> None:
    shards = arrivals.parent
    damaged = shards / "3" / "damaged"
    damaged.mkdir(parents=True)
    seen = arrivals if shares_disk else arrivals / "of another machine"
    result, files, done = ray_cluster.Worker(Doubling(shards), 1, seen).do(3)
    assert (result, done, isinstance(files, str)) == (6, (1, 3, 18), shares_disk)
    ray_cluster.accept_files(files, arrivals, shards)
    assert (shards / "3" / "doubled").read_text() == "6"
    assert not damaged.exists()
    assert not list(arrivals.iterdir())


@pytest.mark.parametrize("files", ["../3", "/tmp", {"../../3/doubled": np.zeros(1, np.uint8)}])
def test_a_worker_names_no_place_outside_its_folder(files: str | ray_cluster.Files, arrivals: Path) -> None:
    with pytest.raises(RukazError, match="was refused"):
        ray_cluster.accept_files(files, arrivals, arrivals.parent)
    assert list(arrivals.parent.iterdir()) == [arrivals]


def test_a_killed_process_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="a worker process died"):
        list(run([1, -1, 2], Doubling(tmp_path), Execution(workers=2)))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"code": "other"}, "another version"),
        ({"model_digest": "other"}, "models on this node"),
    ],
)
def test_a_node_with_other_code_or_models_is_refused(
    wrong: dict[str, str], message: str, tmp_path: Path
) -> None:
    from rukaz.annotation.model_files import find_model
    from rukaz.ingest.corpus_info import CorpusInfo
    from rukaz.pipeline.fingerprint import code_digest

    digests = {"model_digest": find_model("accurate").digest, "code": code_digest(), **wrong}
    work = ShardWork(tmp_path, None, CorpusInfo("x", "x"), "embedded", device="cpu", **digests)
    with pytest.raises(RukazError, match=message):
        work.load(1)


# -- the build --


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(TEXTS):
        (folder / f"{number}.txt").write_text(f"Новость номер {number}. {NEWS}", encoding="utf-8")
    return folder


@pytest.fixture
def a_shard_for_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "SMALLEST_SHARD", 1)
    monkeypatch.setattr(plan, "LARGEST_SHARD", 1)


def built(texts: Path, corpus: Path, execution: Execution) -> dict[str, str]:
    build(texts, corpus, Options(execution=execution), say=lambda _message: None)
    return digest_tree(corpus)


def finished(corpus: Path) -> dict[str, int]:
    """The finished shards, and when each of them was made."""
    shards = workspace(corpus).shards
    return {path.parent.name: path.stat().st_mtime_ns for path in shards.glob("*/summary.json")}


BUILD = """
import sys
from pathlib import Path
from rukaz.executor.work import Execution
from rukaz.pipeline import plan
from rukaz.pipeline.build import Options, build

if __name__ == "__main__":
    plan.SMALLEST_SHARD = plan.LARGEST_SHARD = 1
    texts, corpus, kind, address = sys.argv[1:]
    execution = Execution(workers=1, kind=kind, address=address or None)
    build(Path(texts), Path(corpus), Options(execution=execution))
"""


def kill_when_begun(texts: Path, corpus: Path, kind: str = "local", address: str = "") -> dict[str, int]:
    """Kill a build with SIGKILL when the first of its shards is finished; the shards it leaves."""
    command = [sys.executable, "-c", BUILD, str(texts), str(corpus), kind, address]
    driver = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not finished(corpus):
        assert driver.poll() is None
        time.sleep(0.02)
    driver.kill()
    driver.wait()
    left = finished(corpus)
    assert len(left) < TEXTS
    return left


@pytest.mark.usefixtures("a_shard_for_each_text")
def test_a_killed_build_goes_on_and_repeats_no_finished_shard(texts: Path, tmp_path: Path) -> None:
    left = kill_when_begun(texts, tmp_path / "corpus")
    again = built(texts, tmp_path / "corpus", Execution())
    assert finished(tmp_path / "corpus") | left == finished(tmp_path / "corpus")
    assert again == built(texts, tmp_path / "other", Execution())


@pytest.mark.usefixtures("a_shard_for_each_text")
def test_a_damaged_shard_is_made_again(texts: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    before = built(texts, corpus, Execution())
    shard = next(workspace(corpus).shards.iterdir())
    damaged = next(shard.rglob("*.parquet"))
    damaged.unlink()  # the corpus has a link to the same file
    damaged.write_bytes(b"damaged")
    (workspace(corpus).folder / "published").unlink()
    assert built(texts, corpus, Execution()) == before


@pytest.mark.usefixtures("a_shard_for_each_text")
def test_a_flipped_byte_in_the_cache_is_noticed(texts: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    before = built(texts, corpus, Execution())
    for entry in workspace(corpus).cache.iterdir():
        content = entry.read_bytes()
        entry.write_bytes(content.replace(b'"entities"', b'"Vntities"'))
    for shard in workspace(corpus).shards.iterdir():
        (shard / "summary.json").unlink()
    (workspace(corpus).folder / "published").unlink()
    assert built(texts, corpus, Execution()) == before
    assert not any(b"Vntities" in entry.read_bytes() for entry in workspace(corpus).cache.iterdir())


# -- a cluster of two nodes --


def test_without_ray_it_is_told_how_to_install_it(texts: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RukazError, match="not installed: ray"):
        built(texts, tmp_path / "corpus", Execution(kind="ray"))


@pytest.mark.cluster
def test_where_there_is_no_cluster_it_is_told_how_to_start_one(texts: Path, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="no Ray cluster"):
        built(texts, tmp_path / "corpus", Execution(kind="ray", address="127.0.0.1:1"))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    patched = pytest.MonkeyPatch()
    patched.setenv("RAY_worker_niceness", "0")
    node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 100 << 20}
    two: Any = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    two.add_node(**node)
    two.wait_for_nodes()
    yield two
    two.shutdown()
    patched.undo()


def kill_a_worker(cluster: Any) -> None:
    """As the kernel kills a process when memory is short."""
    raylets = {info.process.pid for node in cluster.list_all_nodes() for info in node.all_processes["raylet"]}
    for process in Path("/proc").glob("[0-9]*"):
        parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        if parent in raylets and (process / "cmdline").read_bytes().startswith(b"ray::Worker"):
            os.kill(int(process.name), signal.SIGKILL)
            return
    raise AssertionError("no worker found")


@pytest.mark.parametrize("shares_disk", [True, False])
@pytest.mark.usefixtures("a_shard_for_each_text")
def test_a_killed_worker_costs_only_what_it_had_in_hand(
    shares_disk: bool, texts: Path, cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class WorkerApart(ray_cluster.Worker):
        def _sees_arrivals(self) -> bool:
            return False

    accept = ray_cluster.accept_files
    accepted: list[str | ray_cluster.Files] = []

    def kill_after_the_first(files: str | ray_cluster.Files, arrivals: Path, folder: Path) -> None:
        accept(files, arrivals, folder)
        accepted.append(files)
        if len(accepted) == 1:
            kill_a_worker(cluster)

    monkeypatch.setattr(ray_cluster, "accept_files", kill_after_the_first)
    if not shares_disk:
        monkeypatch.setattr(ray_cluster, "Worker", WorkerApart)
    on_ray = built(texts, tmp_path / "ray", Execution(kind="ray", address=cluster.address))
    assert {isinstance(files, str) for files in accepted} == {shares_disk}
    assert on_ray == built(texts, tmp_path / "here", Execution())


@pytest.mark.usefixtures("a_shard_for_each_text")
def test_a_killed_driver_and_a_lost_node_cost_only_what_had_not_come_back(
    texts: Path, cluster: Any, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    left = kill_when_begun(texts, corpus, "ray", cluster.address)
    cluster.remove_node(cluster.worker_nodes.copy().pop(), allow_graceful=False)
    again = built(texts, corpus, Execution(kind="ray", workers=1, address=cluster.address))
    assert finished(corpus) | left == finished(corpus)
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["quarantine"] == []
    assert again == built(texts, tmp_path / "here", Execution())
