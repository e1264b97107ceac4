"""The pipeline: a folder of texts in, a corpus out; what is not whole is not published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.annotate.stanza_models import find_model
from rukaz.automatic import Engine, make_layers, without_layer
from rukaz.check.rules import check_corpus
from rukaz.errors import RukazError
from rukaz.export.card import write_card
from rukaz.export.conllu_files import conllu_path, write_conllu
from rukaz.export.manifest import (
    Build,
    Manifest,
    build_manifest,
    digest_file,
    digest_tree,
    write_manifest,
)
from rukaz.export.parquet_files import write_split
from rukaz.export.publish import building, publish
from rukaz.ingest import Ingested, ingest
from rukaz.ingest.sources import Project, read_project
from rukaz.measure.figures import model_figures, review_figures
from rukaz.progress import Progress
from rukaz.records import SPLITS
from rukaz.release import Release
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
    """

    model: str = "embedded"
    encoding: str | None = None
    engine: Engine = field(default_factory=Engine)
    wait: bool = True


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
    project = read_project(texts, encoding=options.encoding)
    for notice in project.notices:
        say(notice)
    with building(corpus, wait=None if options.wait else 0, say=say) as work:
        model = find_model(options.model)
        ingested = ingest(project)
        missing = without_layer(ingested.documents, model, work.cache)
        with Progress(missing, say) as progress:
            make_layers(missing, model, work.cache, options.engine, on_document=progress.annotated)
        reviewed = read_reviewed(project.folder / REVIEWED, ingested.documents)
        release = Release(ingested, model, work.cache, reviewed)
        _write_data(release, project, work.staging)
        manifest = _describe(release, project, options, work.staging)
        _require_clean(work.staging)
        publish(work.staging, corpus)
    return manifest


def _write_data(release: Release, project: Project, staging: Path) -> None:
    for split in SPLITS:
        path = conllu_path(staging, split, language=project.info.language, name=project.info.name)
        write_conllu(path, release.entered(split))
        write_split(staging, split, release.documents(split))


def _describe(release: Release, project: Project, options: Options, staging: Path) -> Manifest:
    """Write the card and the manifest."""
    facts = Build(
        corpus=project.info,
        model=release.model,
        options={"encoding": options.encoding},
        inputs=_inputs(project, release.ingested),
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
    curated = [project.folder / "sources.toml", *(project.folder / REVIEWED).rglob("*.conllu")]
    digests = {document.file: document.sha256 for document in ingested.documents}
    digests |= {
        path.relative_to(project.folder).as_posix(): digest_file(path) for path in curated if path.is_file()
    }
    if project.info.card:
        digests[project.info.card.name] = digest_file(project.info.card)
    return digests


def _require_clean(staging: Path) -> None:
    findings = check_corpus(staging)
    if findings:
        shown = "".join(f"\n  {finding}" for finding in findings[:20])
        raise RukazError(
            f"the corpus fails {len(findings)} of its checks; nothing was published{shown}",
            hint="This is an error in RuKaz or in a reviewed sentence; the first line says which.",
        )
