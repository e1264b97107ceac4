"""``manifest.json``: what made a corpus, so that anybody can tell why two corpora differ.

It holds no time, host name or absolute path: the same inputs, versions and options give the same bytes.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from rukaz.errors import RukazError
from rukaz.export.ledger import STAGES, UNITS, Account, Ledger
from rukaz.export.manifest_shape import MANIFEST_SHAPE
from rukaz.json_files import load_json, require_shape
from rukaz.records import SPLITS, Quarantined, Sentence

if TYPE_CHECKING:
    from rukaz.annotation.model_files import Model
    from rukaz.ingest.corpus_info import CorpusInfo
    from rukaz.repair.validator import Incident

Manifest: TypeAlias = dict[str, Any]

MANIFEST = "manifest.json"
FORMAT = "rukaz-corpus"
FORMAT_VERSION = 1
CORPUS_KEYS = ("name", "title", "version", "language", "license", "conventions")
VERSIONED = (
    "rukaz", "stanza", "torch", "numpy", "pyarrow", "datasets", "conllu", "udtools", "pymorphy3",
    "pymorphy3-dicts-ru",
)  # fmt: skip
"""The packages that decide what a corpus says."""


@dataclass(frozen=True)
class Build:
    """All that a manifest says of a build, except the files that came out of it.

    Attributes:
        inputs: SHA-256 of what was read, by its path below the folder of texts (or what else names it).
        options: what the user chose that can change the corpus.
        automatic_layer: a digest of the automatic annotation of all documents, before any review.
        repairs: how often each rule repaired a tree.
        incidents: what the UD validator says of the published sentences.
        quarantine: what could not become part of the corpus.
        figures: tables of measurements, each with ``title``, ``columns``, ``rows`` and a ``note``.
        read: by the ending of their names, how many files were read, and how many documents and rows of
            quarantine they gave.
        not_read: how many files among the texts are of other kinds, by the ending of their names.
        set_aside: how many could be texts but have the name of something else, such as README.md.
    """

    corpus: CorpusInfo
    model: Model
    options: Mapping[str, Any]
    inputs: Mapping[str, str]
    ledger: Ledger
    automatic_layer: str
    repairs: Mapping[str, int]
    incidents: Sequence[Incident]
    quarantine: Sequence[Quarantined]
    figures: Sequence[Mapping[str, Any]] = ()
    read: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    not_read: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, int] = field(default_factory=dict)


class LayerDigest:
    """A digest of annotation, fed sentence by sentence: equal if and only if all records are equal.

    >>> LayerDigest().hexdigest() == LayerDigest().hexdigest()
    True
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def update(self, sentences: Iterable[Sentence]) -> None:
        """Add ``sentences``; their order counts."""
        for sentence in sentences:
            record = json.dumps(sentence, default=_fields, ensure_ascii=False, sort_keys=True)
            self._hash.update(f"{record}\n".encode())

    def hexdigest(self) -> str:
        """SHA-256 of all sentences so far."""
        return self._hash.hexdigest()


def _fields(record: Any) -> dict[str, Any]:
    """As ``dataclasses.asdict``, which would copy everything below it first."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def build_manifest(
    build: Build, outputs: Mapping[str, str], versions: Mapping[str, str] | None = None
) -> Manifest:
    """The manifest of a finished build.

    Args:
        outputs: SHA-256 of the files of the corpus (:func:`digest_tree`).
        versions: of the packages; by default of those that are installed.
    """
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "corpus": {key: getattr(build.corpus, key) for key in CORPUS_KEYS},
        "versions": dict(public_versions() if versions is None else versions),
        "model": {
            "name": build.model.name,
            "digest": build.model.digest,
            "files": {file.path: file.sha256 for file in sorted(build.model.files, key=lambda f: f.path)},
            "provenance": build.model.provenance,
        },
        "options": _sorted(build.options),
        "inputs": _sorted(build.inputs),
        "read": {suffix: dict(counts) for suffix, counts in build.read.items()},
        **({"not_read": dict(build.not_read)} if build.not_read else {}),
        **({"set_aside": dict(build.set_aside)} if build.set_aside else {}),
        **counts_of(build.ledger),
        "repairs": _sorted(build.repairs),
        "ud_validator": validator_results(build.incidents),
        "quarantine": [asdict(row) for row in sorted(build.quarantine, key=_place)],
        "automatic_layer": build.automatic_layer,
        "figures": list(build.figures),
        "outputs": _sorted(outputs),
    }


def write_manifest(corpus: Path, manifest: Manifest) -> None:
    """Write ``manifest`` into the folder ``corpus``."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (corpus / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def read_manifest(corpus: Path) -> Manifest:
    """The manifest of a corpus.

    Raises:
        RukazError: there is none, or it is not one that this version of RuKaz understands.
    """
    path = corpus / MANIFEST
    if not path.exists():
        hint = "Name the folder of a corpus, or make one with: rukaz build TEXTS --corpus OUT"
        raise RukazError("there is no corpus here: no manifest.json", where=str(corpus), hint=hint)
    manifest: Manifest = load_json(path)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise RukazError("this is not the manifest of a RuKaz corpus", where=str(path))
    if manifest.get("format_version") != FORMAT_VERSION:
        hint = "Rebuild the corpus, or install the version of RuKaz that built it."
        raise RukazError("the manifest was written by another version of RuKaz", where=str(path), hint=hint)
    require_shape(manifest, MANIFEST_SHAPE, path, hint="Build or download the corpus again.")
    return manifest


def digest_file(path: Path) -> str:
    """SHA-256 of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_tree(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below ``folder`` except the manifest, by its path with ``/``."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: digest_file(path) for name, path in sorted(files.items()) if name != MANIFEST}


def public_versions(packages: Iterable[str] = VERSIONED) -> dict[str, str]:
    """Versions of the installed packages, without the local build tag (``2.13.0+cpu`` is ``2.13.0``)."""
    try:
        return {package: importlib.metadata.version(package).partition("+")[0] for package in packages}
    except importlib.metadata.PackageNotFoundError as error:
        raise RukazError(f"the package {error.name} is not installed", hint="Run: pip install .") from error


def validator_results(incidents: Iterable[Incident]) -> list[dict[str, Any]]:
    """One row per test of the UD validator that something failed: errors first, then by level and name."""
    found: dict[tuple[bool, int, str], list[str | None]] = defaultdict(list)
    for incident in incidents:
        found[not incident.is_error, incident.level, incident.testid].append(incident.sent_id)
    return [
        {
            "severity": "warning" if is_warning else "error",
            "level": level,
            "test": test,
            "count": len(sentences),
            "sentences": sorted({sentence for sentence in sentences if sentence}),
        }
        for (is_warning, level, test), sentences in sorted(found.items())
    ]


def counts_of(ledger: Ledger) -> dict[str, Any]:
    """What a manifest says of the counts of a build."""
    return {
        "splits": {split: _sorted(ledger.splits[split]) for split in SPLITS if split in ledger.splits},
        "annotation": _sorted(ledger.annotation),
        "reviewers": _sorted(ledger.reviewers),
        "entities": _sorted(ledger.entities),
        "stages": {
            stage: {
                unit: _account(ledger.stages[stage][unit]) for unit in UNITS if unit in ledger.stages[stage]
            }
            for stage in STAGES
            if stage in ledger.stages
        },
        "left_out": {role: _sorted(counts) for role, counts in sorted(ledger.left_out.items())},
        "cleaned": _sorted(ledger.cleaned),
        "foreign": {language: _sorted(counts) for language, counts in sorted(ledger.foreign.items())},
        **({"not_annotated": sorted(ledger.not_annotated)} if ledger.not_annotated else {}),
    }


def _account(account: Account) -> dict[str, int]:
    return {
        "in": account.incoming,
        "out": account.out,
        "left_out": account.left_out,
        "quarantined": account.quarantined,
    }


def _place(row: Quarantined) -> tuple[str, int, int, str, str]:
    return row.file, row.start, row.end, row.stage, row.reason


def _sorted(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(values.items()))
