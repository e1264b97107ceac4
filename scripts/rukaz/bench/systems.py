"""Who takes part in ``rukaz bench``: each loads its models, then works on the texts while the clock runs."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from rukaz.annotation.model_files import PROCESSORS, Model, find_model
from rukaz.bench import peers
from rukaz.bench.build_costs import VALIDATE, stage_of_build, transfer_seconds
from rukaz.bench.stages import Shares, stages
from rukaz.executor.local import processes
from rukaz.ingest import ingest, read_project
from rukaz.ingest.clean import clean_text
from rukaz.pipeline.annotate import annotate_documents, batches
from rukaz.pipeline.build import Options, build
from rukaz.records import TEXT_ROLES, Document
from rukaz.repair.validator_process import stop
from rukaz.workspace import workspace

Texts = Sequence[Sequence[str]]
"""The clean paragraphs of each document that are annotated."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a contestant is given.

    Attributes:
        folder: of the texts.
        model: the weights of RuKaz and of Stanza.
        cores: as many processes or threads may work.
        peers: folder of what peers have learned and are measured on (:mod:`rukaz.bench.peers`).
    """

    folder: Path
    model: str
    cores: int
    peers: Path = Path()


@dataclass(frozen=True, slots=True)
class Run:
    """How it went.

    Attributes:
        seconds: on the wall, after the models were loaded; ``start`` are those before.
        shares: where they went, if it was seen; of a build, of its CPU seconds, with what a cluster needs.
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
    if annotator.model.joint:
        annotator._stages._joint._decoder._lemmatizer = _Forms()
    else:
        annotator._stages = replace(annotator._stages, lemmatizer=_Forms())
    with _clock(begun) as run:
        for portion in batches(ingest(read_project(task.folder)).documents):
            annotator.annotate(portion)
    return run[0]


class _Forms:
    """Stands where the lemmatizer does: the form is the lemma, at no cost."""

    def lemmas(self, sentences: Sequence[Sequence[str]], _tags: object) -> list[list[str]]:
        return [list(forms) for forms in sentences]


def rukaz_build(task: Task) -> Run:
    """A whole build in one process, from the files to a published corpus; what a cluster needs is added."""
    from rukaz.annotation.annotator import loaded_annotator

    if sys.platform == "win32":  # the command refuses to run there
        raise NotImplementedError
    begun = time.perf_counter()
    loaded_annotator(find_model(task.model), threads=1)
    with tempfile.TemporaryDirectory(prefix="rukaz-") as folder:
        corpus = Path(folder, "corpus")
        start, before = time.perf_counter(), time.process_time()
        with stages(stage_of_build, clock=time.process_time) as shares:
            build(task.folder, corpus, Options(task.model), say=lambda _message: None)
        seconds, own = time.perf_counter() - start, time.process_time() - before
        stop()
        of_validator = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = {stage: share * own for stage, share in shares.items()}
        spent[VALIDATE] = of_validator.ru_utime + of_validator.ru_stime
        cpu = sum(spent.values())
        spent |= transfer_seconds(read_project(task.folder), workspace(corpus).shards)
    return Run(seconds, start - begun, {stage: one / cpu for stage, one in spent.items()}, cpu)


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
    """Stanza itself, all documents at once."""
    return _stanza(task, lambda pipeline, texts: pipeline.bulk_process(texts))


def _stanza(task: Task, annotate: Callable[[Any, list[str]], object]) -> Run:
    import stanza

    texts = ["\n\n".join(text) for text in paragraphs(task.folder)]
    begun = time.perf_counter()
    model = model_of_stanza(task.model)
    options = {"processors": ",".join(PROCESSORS), **model.options}
    pipeline = stanza.Pipeline(
        download_method=None, device="cpu", verbose=False, lemma_store_results=True, **options
    )
    with _clock(begun) as run:
        annotate(pipeline, texts)
    return run[0]


def model_of_stanza(spec: str) -> Model:
    """The models that Stanza runs: those of RuKaz, or, if it cannot, those in the package that it can."""
    model = find_model(spec)
    return find_model("stanza") if model.joint else model


def spacy(task: Task) -> Run:
    """spaCy with the model that it has learned, all documents at once."""
    texts = ["\n\n".join(text) for text in paragraphs(task.folder)]
    begun = time.perf_counter()
    nlp = peers.load_spacy(task.peers)
    with _clock(begun) as run:
        for _ in nlp.pipe(texts):
            pass
    return run[0]


def udpipe(task: Task) -> Run:
    """UDPipe 1 with the model that it has learned, from text to CoNLL-U."""
    from ufal.udpipe import Pipeline

    texts = ["\n\n".join(text) for text in paragraphs(task.folder)]
    begun = time.perf_counter()
    model, default = peers.load_udpipe(task.peers), Pipeline.DEFAULT
    pipeline = Pipeline(model, "tokenize", default, default, "conllu")  # it does not keep the model alive
    with _clock(begun) as run:
        for text in texts:
            pipeline.process(text)
    return run[0]


def learn_spacy(task: Task) -> float:
    """Seconds in which spaCy has learned."""
    return peers.train_spacy(task.peers)


def learn_udpipe(task: Task) -> float:
    """Seconds in which UDPipe has learned."""
    return peers.train_udpipe(task.peers)


def compare(task: Task) -> Comparison:
    """Hold RuKaz's sentences against those of Stanza's own code with the same weights."""
    from rukaz.annotation.annotator import Annotator

    model = model_of_stanza(task.model)
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
BUILD, BUILD_OF_A_TENTH = "RuKaz, whole build", "RuKaz, whole build of a tenth"
RUKAZ_AS_SLOVNET, SLOVNET = "RuKaz, no lemmas, no checks", "slovnet + razdel"
IN_BULK, BY_DOCUMENT = "Stanza, in bulk", "Stanza, document by document"
SPACY, UDPIPE = "spaCy, trained here", "UDPipe 1, trained here"

CONTESTANTS: Mapping[str, Callable[[Task], Run]] = {
    RUKAZ: rukaz,
    A_TENTH: rukaz,
    BUILD: rukaz_build,
    BUILD_OF_A_TENTH: rukaz_build,
    RUKAZ_AS_SLOVNET: rukaz_as_slovnet,
    SLOVNET: slovnet,
    IN_BULK: stanza_in_bulk,
    BY_DOCUMENT: stanza_by_document,
    SPACY: spacy,
    UDPIPE: udpipe,
}
"""In the order of the table."""

LEARNERS: Mapping[str, Callable[[Task], float]] = {SPACY: learn_spacy, UDPIPE: learn_udpipe}
MODULES: Mapping[str, str] = {SPACY: "spacy", UDPIPE: "ufal"}
"""What the peers need that are trained here; without it they do not take part."""

ON_WHOLE_BUILDS = frozenset({BUILD, BUILD_OF_A_TENTH})
ON_ONE_CORE = frozenset({RUKAZ_AS_SLOVNET, SPACY, UDPIPE, *ON_WHOLE_BUILDS})
ON_ALL_CORES = frozenset({A_TENTH})
ON_A_TENTH = frozenset({A_TENTH, BUILD_OF_A_TENTH})
ON_A_SAMPLE = frozenset({IN_BULK, BY_DOCUMENT, UDPIPE})
"""They are slow: they work on a part of the texts."""
