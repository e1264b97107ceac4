"""The build: a folder of texts in, a corpus out; what is not whole is not published.

:func:`build` names the stages in order. What happens to each shard is told in :mod:`rukaz.pipeline.shard`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.annotation.model_files import Model, find_model
from rukaz.annotation.segmentation.abbreviations import read_table
from rukaz.check.registry import check_assembled, require_clean
from rukaz.errors import RukazError
from rukaz.executor.work import Execution
from rukaz.export.atomic_publish import building, publish
from rukaz.export.card import CARD, require_template, write_card
from rukaz.export.croissant import CROISSANT, responsible_ai, write_croissant
from rukaz.export.manifest import (
    MANIFEST,
    Build,
    Manifest,
    build_manifest,
    digest_file,
    read_manifest,
    write_manifest,
)
from rukaz.ingest import read_text
from rukaz.ingest.inputs import as_files
from rukaz.ingest.readers import suffix_of
from rukaz.ingest.sources import SOURCES, InputOptions, Project, read_project
from rukaz.ingest.text_files import REVIEWED
from rukaz.layers.links import read_links
from rukaz.measure.figures import Figure, model_figures, review_figures
from rukaz.pipeline.fingerprint import code_digest, fingerprint, is_published, remember
from rukaz.pipeline.ingest import Ingested, ingest_shards
from rukaz.pipeline.merge import Merged, assemble_corpus, merge
from rukaz.pipeline.plan import plan
from rukaz.pipeline.progress import SECONDS_BETWEEN_LINES, Progress
from rukaz.pipeline.shard import ShardWork
from rukaz.pipeline.tasks import do_tasks, forget_other_shards, make_tasks
from rukaz.records import Document, Sentence
from rukaz.review.overlay import Reviewed, read_reviewed
from rukaz.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Options:
    """What a user chooses.

    Attributes:
        model: ``accurate``, ``fast``, ``stanza``, ``hub:ru`` or a directory.
        inputs: how texts are found, read and divided.
        device: as torch names it: ``cpu``, ``cuda``.
        execution: how the work is done; it does not change the result.
        wait: for another build of the same corpus, instead of an error.
        discard_edits: files of the corpus that were changed by hand may be replaced.
        seconds_between_lines: of progress, where there is no terminal to show a bar.
    """

    model: str = "accurate"
    inputs: InputOptions = field(default_factory=InputOptions)
    device: str = "cpu"
    execution: Execution = field(default_factory=Execution)
    wait: bool = True
    discard_edits: bool = False
    seconds_between_lines: float = SECONDS_BETWEEN_LINES

    @property
    def decisive(self) -> dict[str, str | None]:
        """Those that decide the corpus, as its manifest tells them."""
        splitting = self.inputs.splitting
        return {
            "device": self.device.partition(":")[0],
            "encoding": self.inputs.encoding,
            **({"split": str(splitting)} if splitting.asked else {}),
        }


def build(
    texts: Path | Sequence[Path | str],
    corpus: Path,
    options: Options | None = None,
    *,
    say: Callable[[str], None] = print,
) -> Manifest:
    """Turn texts into the corpus ``corpus``; the manifest of what was published.

    Args:
        texts: a folder, a file, or several of them; ``-`` and ``hf:NAME`` as :mod:`rukaz.ingest.inputs` has
            them.
        say: is told of notices and of progress, line by line.

    Raises:
        RukazError: the project is at fault (sources.toml, model, folders), or the result fails its checks;
            then nothing was published.
    """
    options = options or Options()
    with as_files([texts] if isinstance(texts, Path) else texts, corpus) as files:
        return build_project(read_project(files, options.inputs, corpus=corpus), corpus, options, say)


def build_project(project: Project, corpus: Path, options: Options, say: Callable[[str], None]) -> Manifest:
    """Turn the texts of a project into the corpus ``corpus``, as :func:`build` does."""
    require_template(project.info)
    responsible_ai(project.info)  # a mistake there is told before the work begins
    waiting = None if options.wait else 0
    with building(corpus, wait=waiting, say=say, discard_edits=options.discard_edits) as work:
        model = find_model(options.model)
        before = _fingerprint(project, model, options)
        if is_published(work, before):
            say("nothing has changed since the last build")
            return read_manifest(corpus)
        state = _state(project)
        shards = plan(project.texts)
        ingested = ingest_shards(shards, project.info.language, options.execution.workers)
        reviewed, passes = _read_reviews(project)
        for notice in project.notices:  # not before an error, or where nothing is built
            say(notice)
        stages = _stages(project, model, options, work)
        tasks = make_tasks(shards, ingested.digests, ingested.copies, reviewed, stages)
        with Progress(ingested, say, options.seconds_between_lines) as progress:
            summaries = do_tasks(tasks, stages, options.execution, progress)
        merged = merge(ingested, summaries)
        files = assemble_corpus(summaries, work.shards, work.staging, project.info)
        figures = [*review_figures(reviewed, merged.automatic, passes), *model_figures(model)]
        manifest = _describe(work.staging, project, model, options, ingested, merged, figures, files)
        require_clean(check_assembled(work.staging))
        _require_documents(corpus, manifest)
        publish(work.staging, corpus, discard_edits=options.discard_edits)
        forget_other_shards(work.shards, summaries)
        if _state(project) == state:  # no text was changed meanwhile
            remember(work, before)
    return manifest


def _require_documents(corpus: Path, manifest: Manifest) -> None:
    """Make sure that the corpus is not empty.

    Raises:
        RukazError: no text could be read; says why of the first.
    """
    if any(split["documents"] for split in manifest["splits"].values()):
        return
    stays = "the corpus stays as it was" if (corpus / MANIFEST).is_file() else "there is no corpus"
    reasons = [f"{row['file']}: {row['reason']}" for row in manifest["quarantine"]]
    more = f"\n  and {len(reasons) - 1:,} more" if len(reasons) > 1 else ""
    hint = f"{reasons[0]}{more}" if reasons else "There is no text any more."
    raise RukazError(f"no text could be read, so {stays}", where=str(corpus), hint=hint)


def _stages(project: Project, model: Model, options: Options, work: Workspace) -> ShardWork:
    """What happens to each shard, with all that decides it but the shard itself."""
    work.shards.mkdir(parents=True, exist_ok=True)
    work.cache.mkdir(parents=True, exist_ok=True)
    return ShardWork(
        folder=work.shards,
        cache=work.cache,
        corpus=project.info,
        model=str(Path(options.model).resolve()) if Path(options.model).is_dir() else options.model,
        model_digest=model.answers_digest,
        device=options.device,
        abbreviations=read_table(table) if (table := project.info.abbreviations) else "",
        links=read_links(table) if (table := project.info.links) else "",
        code=code_digest(),
    )


def _read_reviews(project: Project) -> tuple[Reviewed, list[Reviewed]]:
    """The reviewed sentences, and the independent passes of the review where they were kept beside.

    Raises:
        RukazError: a reviewed sentence does not fit its text.
    """
    folders = [folder / REVIEWED for folder in project.folders.values()]
    passes = sorted(one for folder in folders for one in folder.glob("pass-*"))
    names = {path.stem for one in (*folders, *passes) for path in one.glob("*.conllu")}
    read = (read_text(text, project.info.language) for text in project.texts if text.doc_id in names)
    documents = [document for document in read if isinstance(document, Document)]
    _require_reviews((*folders, *passes), [text.doc_id for text in project.texts])
    reviewed: dict[str, Sequence[Sentence]] = {}
    for folder in folders:
        reviewed.update(read_reviewed(folder, documents))
    return reviewed, [read_reviewed(one, documents) for one in passes]


def _require_reviews(folders: Sequence[Path], doc_ids: Sequence[str]) -> None:
    """Make sure that every .conllu of the folders of reviews is called like a document.

    Raises:
        RukazError: names the first that is not, and what the folder is for.
    """
    known = set(doc_ids)
    for file in (path for folder in folders for path in sorted(folder.glob("*.conllu"))):
        if file.stem not in known:
            some = ", ".join(doc_ids[:10]) + (f" and {len(doc_ids) - 10:,} more" if doc_ids[10:] else "")
            hint = (
                f"The folder {REVIEWED} holds reviews, one for each reviewed document; put your own texts\n"
                f"  into another folder. The documents are: {some}."
            )
            raise RukazError(
                f"there is no document {file.stem!r} of which this could be the review",
                where=str(file),
                hint=hint,
            )


def _describe(  # noqa: PLR0913, PLR0917 - a manifest tells of everything
    corpus: Path,
    project: Project,
    model: Model,
    options: Options,
    ingested: Ingested,
    merged: Merged,
    figures: Sequence[Figure],
    files: Mapping[str, str],
) -> Manifest:
    """Write the card, the description for Croissant and the manifest; ``files`` are those of the shards."""
    facts = Build(
        corpus=project.info,
        model=model,
        options=options.decisive,
        inputs=_inputs(project, ingested),
        read=_read(project, ingested),
        not_read=project.not_read,
        set_aside=project.set_aside,
        ledger=merged.ledger,
        automatic_layer=merged.automatic_layer,
        repairs=merged.repairs,
        incidents=merged.incidents,
        quarantine=merged.quarantine,
        figures=figures,
    )
    manifest = build_manifest(facts, files)
    write_card(corpus, project.info, manifest)
    outputs = {**files, CARD: digest_file(corpus / CARD)}
    manifest["outputs"] = dict(sorted(outputs.items()))
    write_croissant(corpus, manifest, responsible_ai(project.info))
    outputs[CROISSANT] = digest_file(corpus / CROISSANT)
    manifest["outputs"] = dict(sorted(outputs.items()))
    write_manifest(corpus, manifest)
    return manifest


def _read(project: Project, ingested: Ingested) -> dict[str, dict[str, int]]:
    """How many files of each kind there are, by the endings of their names, and what became of them."""
    read: defaultdict[str, Counter[str]] = defaultdict(Counter)
    files = {text.file for text in project.texts}
    for name, things in (
        ("files", files),
        ("documents", [text.file for text in project.texts if text.doc_id in ingested.digests]),
        ("quarantined", [row.file for row in ingested.quarantine]),
    ):
        for file in things:
            read[suffix_of(file)][name] += 1
    return {suffix: dict(counts) for suffix, counts in sorted(read.items())}


def _inputs(project: Project, ingested: Ingested) -> dict[str, str]:
    """sha256 of all that was read: the texts, and what curators wrote beside them."""
    files = {text.doc_id: text.file for text in project.texts}
    digests = {files[doc_id]: digest for doc_id, digest in ingested.digests.items()}
    return digests | {name: digest_file(path) for name, path in _curated(project).items()}


def _curated(project: Project) -> dict[str, Path]:
    """What people wrote beside the texts: the list of them, reviewed sentences, the template of the card."""
    files: dict[str, Path] = {}
    for name, folder in project.folders.items():
        for path in (folder / SOURCES, *sorted((folder / REVIEWED).rglob("*.conllu"))):
            if path.is_file():
                files[
                    f"{name}/{path.relative_to(folder)}" if name else path.relative_to(folder).as_posix()
                ] = path
    for path in filter(None, (project.info.card, project.info.abbreviations, project.info.links)):
        below = path.is_relative_to(project.folder)  # the template of the card may stand beside the folder
        files[path.relative_to(project.folder).as_posix() if below else path.name] = path
    return files


def _state(project: Project) -> dict[Path, tuple[int, int] | None]:
    """Size and time of the last change of each file that decides the corpus; None where there is none."""
    paths = dict.fromkeys((*_curated(project).values(), *(text.path for text in project.texts)))
    stats = {path: path.stat() if path.exists() else None for path in paths}
    return {path: (stat.st_size, stat.st_mtime_ns) if stat else None for path, stat in stats.items()}


def _fingerprint(project: Project, model: Model, options: Options) -> str:
    return fingerprint(project, model, _curated(project).values(), options.decisive)
