"""The shards as tasks: which of them an earlier build has finished, and which are still to be done."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from rukaz.executor.run import run
from rukaz.executor.work import Execution
from rukaz.ingest.sources import TextSource
from rukaz.pipeline.plan import Shard
from rukaz.pipeline.progress import Progress
from rukaz.pipeline.shard import ShardSummary, ShardTask, ShardWork, read_summary
from rukaz.records import Sentence
from rukaz.review.overlay import Reviewed

_TEXT = TypeAdapter(TextSource)
_SENTENCES = TypeAdapter(tuple[Sentence, ...])


def make_tasks(
    shards: Sequence[Shard],
    digests: Mapping[str, str],
    copies: Mapping[str, Mapping[str, str]],
    reviewed: Reviewed,
    stages: ShardWork,
) -> list[ShardTask]:
    """A task for each shard, largest first.

    Args:
        digests: SHA-256 of the texts, by ``doc_id``; texts without one are in quarantine.
        copies: near-duplicate blocks, as :class:`rukaz.pipeline.ingest.Ingested` has them.
    """
    tasks = []
    for shard in shards:
        ids = [text.doc_id for text in shard.texts]
        of_shard = {doc_id: copies[doc_id] for doc_id in ids if doc_id in copies}
        gold = {doc_id: tuple(reviewed[doc_id]) for doc_id in ids if doc_id in reviewed}
        key = _key(_decisive(shard, digests, of_shard, gold, stages))
        tasks.append(ShardTask(key, shard, of_shard, gold))
    return sorted(tasks, key=lambda task: (-task.shard.size, task.key))


def do_tasks(
    tasks: Sequence[ShardTask], stages: ShardWork, execution: Execution, progress: Progress
) -> list[ShardSummary]:
    """Do what no earlier build has finished; the summaries of all shards, in any order.

    Raises:
        RukazError: a shard cannot be done; those that were finished stay, for the next build.
    """
    finished: list[ShardSummary] = []
    to_do: list[ShardTask] = []
    for task in tasks:
        summary = read_summary(stages.folder, task.key)
        if summary is None:
            to_do.append(task)
        else:
            finished.append(summary)
            progress.skipped(summary)
    finished += run(to_do, stages, execution, progress.done)
    return finished


def forget_other_shards(folder: Path, summaries: Sequence[ShardSummary]) -> None:
    """Remove shards that are no part of the corpus any more."""
    keys = {summary.key for summary in summaries}
    for path in folder.iterdir():
        if path.name not in keys:
            shutil.rmtree(path, ignore_errors=True)


def _key(decisive: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for line in decisive:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _decisive(
    shard: Shard,
    digests: Mapping[str, str],
    copies: Mapping[str, Mapping[str, str]],
    reviewed: Reviewed,
    stages: ShardWork,
) -> Iterator[bytes]:
    yield repr((shard.split, stages.code, stages.annotation_key)).encode()
    yield stages.links.encode()
    yield repr((stages.corpus.name, stages.corpus.language, stages.corpus.conventions)).encode()
    for text in shard.texts:
        yield _TEXT.dump_json(text, exclude={"path"})
        yield repr((digests.get(text.doc_id), sorted(copies.get(text.doc_id, {}).items()))).encode()
        yield _SENTENCES.dump_json(tuple(reviewed.get(text.doc_id, ())))
