"""Whether the corpus is already what a build would make; then there is nothing to do.

Beside the cache lies a fingerprint of everything that decided the corpus that was published last: texts,
curated files, options, models, code, versions; and the digest of its manifest, which has those of its files.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from rukaz.annotation.model_files import Model
from rukaz.atomic_files import write_atomically
from rukaz.errors import RukazError
from rukaz.export.manifest import MANIFEST, VERSIONED, digest_file, digest_tree, read_manifest
from rukaz.ingest.sources import Project
from rukaz.ingest.text_files import read_regular_file
from rukaz.workspace import Workspace

PUBLISHED = "published"
"""The file in the work folder that holds the fingerprint and the digest of the manifest."""

DECISIVE = (*VERSIONED, "PyYAML", "Jinja2")
PACKAGE = Path(__file__).parents[1]
CODE = (".py", ".md", ".json", ".toml", ".tsv")


def fingerprint(
    project: Project, model: Model, curated: Iterable[Path], options: Mapping[str, str | None]
) -> str:
    """A digest of all that decides the corpus, read from the disk now; it needs no model loaded.

    Args:
        project: with the encodings that were chosen.
        curated: what people wrote beside the texts.
        options: what a user chose that decides the corpus.
    """
    digest = hashlib.sha256()
    for line in _decisive(project, model, curated, options):
        digest.update(f"{line}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


@cache
def code_digest() -> str:
    """A digest of this code and of the versions of what it builds on: equal on machines whose work agrees."""
    digest = hashlib.sha256(f"{sys.version} {sys.platform}\n".encode())
    for package in DECISIVE:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in CODE):
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {_digest(path)}\n".encode())
    return digest.hexdigest()


def is_published(work: Workspace, of: str) -> bool:
    """Whether the corpus is the whole and undamaged result of what has the fingerprint ``of``."""
    try:
        known = (work.folder / PUBLISHED).read_text(encoding="utf-8").split()
        if known != [of, digest_file(work.corpus / MANIFEST)]:
            return False
        outputs: dict[str, str] = read_manifest(work.corpus)["outputs"]
        return digest_tree(work.corpus) == outputs
    except (OSError, ValueError, RukazError):
        return False  # what cannot be read is not whole: build it again


def remember(work: Workspace, of: str) -> None:
    """Note that the corpus which was just published is the result of what has the fingerprint ``of``."""
    write_atomically(work.folder / PUBLISHED, f"{of}\n{digest_file(work.corpus / MANIFEST)}\n")


def _decisive(
    project: Project, model: Model, curated: Iterable[Path], options: Mapping[str, str | None]
) -> Iterator[str]:
    told = [model.name, model.language, model.answers_digest, model.provenance, model.evaluations]
    yield json.dumps(told, sort_keys=True)
    counts = [sorted(one.items()) for one in (project.not_read, project.set_aside)]
    yield repr((sorted(options.items()), project.info, project.texts, counts))
    files = dict.fromkeys((*curated, *(text.path for text in project.texts)))
    yield from (f"{path} {_digest(path)}" for path in files)
    yield code_digest()


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(read_regular_file(path)).hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"
