"""What a shard is to a worker that shares no disk with the driver."""

from __future__ import annotations

import shutil
from pathlib import Path

from rukaz.ingest.sources import read_project
from rukaz.pipeline.plan import plan
from rukaz.pipeline.shard import ShardTask, ShardWork

GOLDEN_SEEDS = Path(__file__).parents[1] / "golden" / "seeds"


def test_a_packed_task_has_its_texts_with_it(tmp_path: Path) -> None:
    texts = Path(shutil.copytree(GOLDEN_SEEDS, tmp_path / "texts"))
    (texts / "sources.toml").unlink()
    (texts / "damaged.txt").write_bytes(b"\xff\xfe\xfd")
    project = read_project(texts)
    work = ShardWork(tmp_path, None, project.info, "embedded", "", "cpu", "")
    (task,) = (ShardTask("", shard, {}, {}) for shard in plan(project.texts))
    here = list(work._read(task))
    packed = work.pack(task)
    shutil.rmtree(texts)
    assert [document.doc_id for document in here] == ["interview", "visit"]
    assert list(work._read(packed)) == here
