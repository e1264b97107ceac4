"""Engines: how the work is shared out, the same bytes from each, and what a dead process costs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rukaz.annotation.model_files import find_model
from rukaz.errors import RukazError
from rukaz.executor.ray_cluster import Worker
from rukaz.ingest import ingest, read_project
from rukaz.pipeline import plan as chunks
from rukaz.pipeline.annotation_cache import make_layers, without_layer
from rukaz.pipeline.shard import Engine, makers
from rukaz.records import Document

NEWS = "Президент России посетил Казахстан. Стороны договорились о поставках газа. "
TEXTS = 8


# -- sharing out --


def of_length(number: int, size: int) -> Document:
    return Document(f"d{number}", f"{number}.txt", "0" * 64, "а" * size, "train", ())


@pytest.mark.parametrize("workers", [1, 2, 32])
def test_each_document_is_in_one_chunk(workers: int) -> None:
    documents = [of_length(number, 37 * number**2 % 9_000) for number in range(200)]
    shared = [one for chunk in chunks.chunks(documents, workers) for one in chunk]
    assert sorted(shared, key=documents.index) == documents


def test_several_workers_end_with_small_chunks() -> None:
    documents = [of_length(number, 5_000) for number in range(400)]
    sizes = [chunks.characters(chunk) for chunk in chunks.chunks(documents, 2)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == chunks.LARGEST
    assert sizes[-1] <= chunks.SMALLEST


def test_the_longest_text_comes_first() -> None:
    documents = [of_length(number, size) for number, size in enumerate([10, 900_000, 20])]
    first, *_ = chunks.chunks(documents, 2)
    assert [one.doc_id for one in first] == ["d1"]


def test_a_node_with_other_code_or_models_is_refused() -> None:
    model = find_model("embedded")
    with pytest.raises(RukazError, match="another version"):
        Worker("embedded", model.digest, "other code", Engine()).load()
    with pytest.raises(RukazError, match="models are others"):
        Worker("embedded", "other models", makers(), Engine()).load()


# -- the same layers, whoever dies --


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engines") / "texts"
    folder.mkdir()
    for number in range(TEXTS):
        (folder / f"{number}.txt").write_text(f"Новость номер {number}. {NEWS}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(texts: Path) -> dict[str, bytes]:
    return kept(made(texts, texts.parent / "expected", Engine(threads=1)))


@pytest.fixture
def a_chunk_for_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "SMALLEST", 1)
    monkeypatch.setattr(chunks, "LARGEST", 1)


def made(texts: Path, store: Path, engine: Engine, *, on_first: Callable[[], object] = lambda: None) -> Path:
    """Make what is missing of the layers; ``on_first`` is done when the first of them is there."""
    model = find_model("embedded")
    documents = without_layer(ingest(read_project(texts)).documents, model, store)
    todo = [on_first]

    def on_document(_document: Document, _tokens: int) -> None:
        if todo:
            todo.pop()()

    make_layers(documents, model, store, engine, on_document=on_document)
    return store


def kept(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.glob("*.json")}


def times(store: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in store.glob("*.json")}


def kill_a_child() -> None:
    os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)


@pytest.mark.usefixtures("a_chunk_for_each_text")
def test_a_killed_process_is_a_message_and_the_next_build_goes_on(
    texts: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    with pytest.raises(RukazError, match="a worker process died"):
        made(texts, tmp_path, Engine(workers=2), on_first=kill_a_child)
    before = times(tmp_path)
    assert before
    made(texts, tmp_path, Engine(threads=1))
    assert kept(tmp_path) == expected
    assert times(tmp_path) | before == times(tmp_path)


# -- a cluster of two nodes --


def test_without_ray_it_is_told_how_to_install_it(texts: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RukazError, match="Ray is not installed"):
        made(texts, tmp_path, Engine(kind="ray"))


@pytest.mark.cluster
def test_where_there_is_no_cluster_it_is_told_how_to_start_one(texts: Path, tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="no Ray cluster"):
        made(texts, tmp_path, Engine(kind="ray", address="127.0.0.1:1"))


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


@pytest.mark.usefixtures("a_chunk_for_each_text")
def test_a_killed_worker_costs_only_what_it_had_in_hand(
    texts: Path, expected: dict[str, bytes], cluster: Any, tmp_path: Path
) -> None:
    engine = Engine(kind="ray", address=cluster.address)
    made(texts, tmp_path, engine, on_first=lambda: kill_a_worker(cluster))
    assert kept(tmp_path) == expected


BUILD = """
import sys
from pathlib import Path
from rukaz.pipeline.build import Options, build
from rukaz.pipeline import plan as chunks
from rukaz.pipeline.shard import Engine

chunks.SMALLEST = chunks.LARGEST = 1
texts, corpus, address = sys.argv[1:]
build(Path(texts), Path(corpus), Options(engine=Engine(kind="ray", workers=1, address=address)))
"""


@pytest.mark.usefixtures("a_chunk_for_each_text")
def test_a_killed_driver_and_a_lost_node_cost_only_what_had_not_come_back(
    texts: Path, expected: dict[str, bytes], cluster: Any, tmp_path: Path
) -> None:
    store = tmp_path / ".rukaz" / "corpus" / "cache"
    command = [sys.executable, "-c", BUILD, str(texts), str(tmp_path / "corpus"), cluster.address]
    driver = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not times(store):
        assert driver.poll() is None
        time.sleep(0.05)
    driver.kill()
    driver.wait()
    before = times(store)
    assert len(before) < TEXTS
    cluster.remove_node(cluster.worker_nodes.copy().pop(), allow_graceful=False)
    made(texts, store, Engine(kind="ray", workers=1, address=cluster.address))
    assert kept(store) == expected
    assert times(store) | before == times(store)
