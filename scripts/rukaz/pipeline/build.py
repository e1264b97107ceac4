"""The pipeline: a folder of texts in, a corpus out; what is not whole is not published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.annotation.model_files import find_model
from rukaz.check.registry import check_corpus
from rukaz.conllu.files import conllu_path, write_conllu
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import building, publish
from rukaz.export.card import require_template, write_card
from rukaz.export.manifest import (
    Build,
    Manifest,
    build_manifest,
    digest_file,
    digest_tree,
    read_manifest,
    write_manifest,
)
from rukaz.export.parquet_files import SplitWriter
from rukaz.ingest import Ingested, ingest
from rukaz.ingest.sources import Project, read_project
from rukaz.measure.figures import model_figures, review_figures
from rukaz.pipeline.annotation_cache import make_layers, without_layer
from rukaz.pipeline.fingerprint import fingerprint, is_published, remember
from rukaz.pipeline.merge_reviews import Release
from rukaz.pipeline.progress import Progress
from rukaz.pipeline.shard import Engine
from rukaz.records import SPLITS
from rukaz.review.overlay import Reviewed, read_reviewed

REVIEWED = "reviewed"
"""The folder of reviewed documents among the texts; its ``pass-*`` hold the passes they were settled from."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a user chooses.

    Attributes:
        model: ``embedded``, ``hub:ru`` or a directory.
        encoding: of the texts; None for UTF-8 or what sources.toml says.
        engine: how the annotation is computed; it does not change the result.
        wait: for another build of the same corpus, instead of an error.
        follow_links: symbolic links may lead out of the folder of texts.
        discard_edits: files of the corpus that were changed by hand may be replaced.
    """

    model: str = "embedded"
    encoding: str | None = None
    engine: Engine = field(default_factory=Engine)
    wait: bool = True
    follow_links: bool = False
    discard_edits: bool = False


def build(
    texts: Path, corpus: Path, options: Options | None = None, *, say: Callable[[str], None] = print
) -> Manifest:
    """Turn the folder ``texts`` into the corpus ``corpus``; the manifest of what was published.

    Args:
        say: is told of notices and of progress, line by line.

    Raises:
        RukazError: the project is at fault (sources.toml, model, folders), or the result fails its checks;
            then nothing was published.
    """
    options = options or Options()
    project = read_project(texts, encoding=options.encoding, follow_links=options.follow_links)
    require_template(project.info)
    for notice in project.notices:
        say(notice)
    waiting = None if options.wait else 0
    with building(corpus, wait=waiting, say=say, discard_edits=options.discard_edits) as work:
        model = find_model(options.model)
        now = fingerprint(project, model, _curated(project))
        if is_published(work, now):
            say("nothing has changed since the last build")
            return read_manifest(corpus)
        ingested = ingest(project)
        missing = without_layer(ingested.documents, model, work.cache)
        if 0 < len(missing) < len(ingested.documents):
            say(f"{len(missing)} of {len(ingested.documents)} texts are still to be annotated")
        with Progress(missing, say) as progress:
            make_layers(
                missing,
                model,
                work.cache,
                options.engine,
                spec=options.model,
                on_document=progress.annotated,
            )
        reviewed = read_reviewed(project.folder / REVIEWED, ingested.documents)
        release = Release(ingested, model, work.cache, reviewed)
        _write_data(release, project, work.staging)
        manifest = _describe(release, project, options, work.staging)
        _require_clean(work.staging)
        publish(work.staging, corpus, discard_edits=options.discard_edits)
        if fingerprint(project, model, _curated(project)) == now:  # no text was changed meanwhile
            remember(work, now)
    return manifest


def _write_data(release: Release, project: Project, staging: Path) -> None:
    for split in SPLITS:
        path = conllu_path(staging, split, language=project.info.language, name=project.info.name)
        writer = SplitWriter(staging, split)
        write_conllu(path, writer.writing(release.entered(split)))
        writer.close()


def _describe(release: Release, project: Project, options: Options, staging: Path) -> Manifest:
    """Write the card and the manifest."""
    facts = Build(
        corpus=project.info,
        model=release.model,
        options={"encoding": options.encoding},
        inputs=_inputs(project, release.ingested),
        not_read=project.not_read,
        ledger=release.ledger,
        automatic_layer=release.automatic.hexdigest(),
        repairs=release.repairs,
        incidents=release.incidents,
        quarantine=release.quarantine,
        figures=[
            *review_figures(release.reviewed, release.automatic_sentences, _passes(release, project)),
            *model_figures(release.model),
        ],
    )
    write_card(staging, project.info, build_manifest(facts, digest_tree(staging)))
    manifest = build_manifest(facts, digest_tree(staging))
    write_manifest(staging, manifest)
    return manifest


def _passes(release: Release, project: Project) -> list[Reviewed]:
    """The independent passes of the review, where they were kept beside what was settled."""
    folders = sorted((project.folder / REVIEWED).glob("pass-*"))
    return [read_reviewed(folder, release.ingested.documents) for folder in folders]


def _inputs(project: Project, ingested: Ingested) -> dict[str, str]:
    """sha256 of all that was read: the texts, and what curators wrote beside them."""
    digests = {document.file: document.sha256 for document in ingested.documents}
    for path in _curated(project):
        digests[path.relative_to(project.folder).as_posix()] = digest_file(path)
    return digests


def _curated(project: Project) -> list[Path]:
    """What people wrote beside the texts: the list of them, reviewed sentences, the template of the card."""
    files = [project.folder / "sources.toml", *sorted((project.folder / REVIEWED).rglob("*.conllu"))]
    files += [project.info.card] if project.info.card else []
    return [path for path in files if path.is_file()]


def _require_clean(staging: Path) -> None:
    findings = check_corpus(staging)
    if findings:
        shown = "".join(f"\n  {finding}" for finding in findings[:20])
        raise RukazError(
            f"the corpus fails {len(findings)} of its checks; nothing was published{shown}",
            hint="This is an error in RuKaz or in a reviewed sentence; the first line says which.",
        )
