"""Who takes part in ``rukaz bench``: each loads its models, then works on the texts while the clock runs."""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from rukaz.annotation.model_files import PROCESSORS, find_model
from rukaz.bench.stages import Shares, stages
from rukaz.errors import RukazError
from rukaz.executor.local import processes
from rukaz.ingest import ingest, read_project
from rukaz.ingest.clean import clean_text
from rukaz.pipeline.annotate import annotate_documents, batches
from rukaz.programs import clean_environment, python
from rukaz.records import TEXT_ROLES, Document
from rukaz.repair.validator_process import stop

Texts = Sequence[Sequence[str]]
"""The clean paragraphs of each document that are annotated."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a contestant is given.

    Attributes:
        folder: of the texts.
        model: the weights of RuKaz and of Stanza.
        cores: as many processes or threads may work.
    """

    folder: Path
    model: str
    cores: int


@dataclass(frozen=True, slots=True)
class Run:
    """How it went.

    Attributes:
        seconds: on the wall, after the models were loaded; ``start`` are those before.
        shares: where they went, if it was seen.
        cpu: CPU seconds, where not all of the process count.
    """

    seconds: float
    start: float
    shares: Shares
    cpu: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many sentences of Stanza were compared, and how many of them RuKaz has otherwise or not."""

    sentences: int
    different: int


@contextmanager
def _clock(begun: float) -> Iterator[list[Run]]:
    """Runs from now; ``begun`` is when the loading of the models began."""
    start = time.perf_counter()
    result: list[Run] = []
    with stages() as shares:
        yield result
        end = time.perf_counter()
    result.append(Run(end - start, start - begun, shares))


@dataclass
class _Annotating:
    """The work of annotating and repairing batches of documents, without files."""

    model: str
    folder: Path = Path()

    def at(self, _folder: Path) -> _Annotating:
        return self

    def pack(self, batch: list[Document]) -> list[Document]:
        return batch

    def load(self, threads: int | None) -> None:
        from rukaz.annotation.annotator import Annotator

        self._annotator = Annotator(find_model(self.model), threads=threads)
        Finalize(None, stop, exitpriority=1)  # a worker process skips what is registered with atexit

    def do(self, batch: list[Document], _report: object) -> int:
        return len(annotate_documents(self._annotator, batch))


def rukaz(task: Task) -> Run:
    """RuKaz, from the files to checked sentences, in as many processes as there are cores."""
    begun = time.perf_counter()
    work = _Annotating(task.model)
    if task.cores == 1:
        work.load(1)
        with _clock(begun) as clocked:
            for batch in batches(ingest(read_project(task.folder)).documents):
                work.do(batch, None)
        return clocked[0]
    with processes(work, task.cores, threads=1) as do, _clock(begun) as clocked:
        for _ in do(list(batches(ingest(read_project(task.folder)).documents))):
            pass
    return replace(clocked[0], shares={})  # the time goes in other processes


def rukaz_as_slovnet(task: Task) -> Run:
    """RuKaz without what slovnet does not do: no lemmas, no validation and repair of trees."""
    from rukaz.annotation.annotator import Annotator

    begun = time.perf_counter()
    annotator: Any = Annotator(find_model(task.model), threads=1)
    annotator._stages = replace(annotator._stages, lemmatizer=_Forms())
    with _clock(begun) as run:
        for portion in batches(ingest(read_project(task.folder)).documents):
            annotator.annotate(portion)
    return run[0]


class _Forms:
    """Stands where the lemmatizer does: the form is the lemma, at no cost."""

    def lemmas(self, sentences: Sequence[Sequence[str]], _tags: object) -> list[list[str]]:
        return [list(forms) for forms in sentences]


def rukaz_export(task: Task) -> Run:
    """What a build does besides annotating: it writes the corpus and checks it, in one process."""
    with tempfile.TemporaryDirectory(prefix="rukaz-") as folder:
        corpus = Path(folder, "corpus")
        _build(task, corpus)
        shutil.rmtree(corpus)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        _build(task, corpus)
        seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(seconds, 0.0, {}, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _build(task: Task, corpus: Path) -> None:
    command = [*python(), "-m", "rukaz", "build", str(task.folder), "--corpus", str(corpus)]
    done = subprocess.run(
        [*command, "--model", task.model],
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=clean_environment(),
    )
    if done.returncode not in (0, 1):
        raise RukazError(done.stderr.strip())


def slovnet(task: Task) -> Run:
    """slovnet's news models on razdel's sentences and tokens, sorted by length in batches."""
    from razdel import sentenize, tokenize

    from rukaz.train.silver import Segment, Teacher

    texts = paragraphs(task.folder)
    begun = time.perf_counter()
    teacher = Teacher()
    with _clock(begun) as run:
        sentences = [one.text for one in chain.from_iterable(map(sentenize, chain.from_iterable(texts)))]
        segments = [
            Segment(text, tuple((one.start, one.stop) for one in tokenize(text))) for text in sentences
        ]
        teacher.trees([segment.tokens for segment in segments if segment.tokens])
        teacher.names(segments)
    return run[0]


def stanza_by_document(task: Task) -> Run:
    """Stanza itself with the same weights, one call for each document."""
    return _stanza(task, lambda pipeline, texts: [pipeline(text) for text in texts])


def stanza_in_bulk(task: Task) -> Run:
    """Stanza itself with the same weights, all documents at once."""
    return _stanza(task, lambda pipeline, texts: pipeline.bulk_process(texts))


def _stanza(task: Task, annotate: Callable[[Any, list[str]], object]) -> Run:
    import stanza

    texts = ["\n\n".join(text) for text in paragraphs(task.folder)]
    begun = time.perf_counter()
    model = find_model(task.model)
    if model.joint:
        raise RukazError("Stanza's own code cannot run this model", where=model.name)
    options = {"processors": ",".join(PROCESSORS), **model.options}
    pipeline = stanza.Pipeline(
        download_method=None, device="cpu", verbose=False, lemma_store_results=True, **options
    )
    with _clock(begun) as run:
        annotate(pipeline, texts)
    return run[0]


def compare(task: Task) -> Comparison:
    """Hold RuKaz's sentences against those of Stanza's own code with the same weights."""
    from rukaz.annotation.annotator import Annotator

    model = find_model(task.model)
    fast, stock = (Annotator(model, threads=1, fast=quick) for quick in (True, False))
    compared = different = 0
    for portion in batches(ingest(read_project(task.folder)).documents):
        for ours, theirs in zip(fast.annotate(portion), stock.annotate(portion), strict=True):
            compared += len(theirs.sentences)
            different += len({*theirs.sentences} - {*ours.sentences})
    return Comparison(compared, different)


def paragraphs(folder: Path) -> Texts:
    """What RuKaz annotates of the texts in a folder, so that all have the same to do."""
    return [
        [
            clean_text(document.text[block.start : block.end])
            for block in document.blocks
            if block.role in TEXT_ROLES
        ]
        for document in ingest(read_project(folder)).documents
    ]


RUKAZ, A_TENTH = "RuKaz", "RuKaz, a tenth of the texts"
EXPORT = "RuKaz, only export"
RUKAZ_AS_SLOVNET, SLOVNET = "RuKaz, no lemmas, no checks", "slovnet + razdel"
IN_BULK, BY_DOCUMENT = "Stanza, in bulk", "Stanza, document by document"

CONTESTANTS: Mapping[str, Callable[[Task], Run]] = {
    RUKAZ: rukaz,
    A_TENTH: rukaz,
    EXPORT: rukaz_export,
    RUKAZ_AS_SLOVNET: rukaz_as_slovnet,
    SLOVNET: slovnet,
    IN_BULK: stanza_in_bulk,
    BY_DOCUMENT: stanza_by_document,
}
"""In the order of the table."""

ON_ONE_CORE = frozenset({RUKAZ_AS_SLOVNET, EXPORT})
ON_ALL_CORES = frozenset({A_TENTH})
ON_A_SAMPLE = frozenset({IN_BULK, BY_DOCUMENT})
"""They are slow: they work on a part of the texts."""
