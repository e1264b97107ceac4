"""Which Stanza models to use, and proof that they are the ones that were meant.

Three kinds: those in the package (``accurate``, ``fast`` and ``stanza``; ``embedded`` is the first),
``hub:LANG`` (Stanza's official models) and a directory, laid out either as ours (``models.json`` with
sha256) or as Stanza's resources (``resources.json`` with md5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from rukaz.annotation.calibration import Calibration, read_calibration
from rukaz.annotation.hub_download import cache_folder, download
from rukaz.errors import RukazError
from rukaz.json_files import Shape, load_json, read_json
from rukaz.safe_paths import require_name, safe_path

PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
_ENSEMBLE = ("pos", "depparse")  # beside a joint model, both or neither
_WITH_VECTORS = (*_ENSEMBLE, "ner")
JOINT = ("joint", "joint-words")
"""What models.json calls models of ours that do the work of all processors but the tokenizer."""
PIECES = "pieces"
"""What it calls the pieces of words that they read."""


class _File(Shape):
    path: str
    sha256: str


class _Described(Shape):
    """What a models.json must say."""

    name: str
    version: str
    language: str
    files: dict[str, _File]
    sets: dict[str, list[str]] | None = None
    training: dict[str, Any] | None = None


class _Common(Shape):
    metrics: dict[str, dict[str, Any]]


class _Result(Shape):
    system: str
    common: _Common


class _Evaluation(Shape):
    """What a figures.json must say of each evaluation."""

    gold: str
    input: str
    model_sha256: str
    results: list[_Result]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: path below the model's folder, and the digest it was verified against."""

    path: str
    sha256: str
    size: int


class JointFiles(NamedTuple):
    """The files of a joint model.

    Attributes:
        model: its weights.
        pieces: those of words, with their embeddings.
    """

    model: Path
    pieces: Path


@dataclass(frozen=True, slots=True)
class Model:
    """Verified models, ready for Stanza.

    Attributes:
        name: how the user asked for it, without paths of this machine.
        options: keyword arguments of ``stanza.Pipeline`` that load exactly these files.
        provenance: what models.json says of the training; empty for other people's models.
        evaluations: what ``rukaz evaluate --json`` said of these files (figures.json beside them).
        joint: the model for all but tokens and perhaps lemmas, if it is one that Stanza does not know.
        calibration: what its scores mean (calibration.json beside the files); None if nobody measured it.
    """

    name: str
    language: str
    files: tuple[ModelFile, ...]
    options: Mapping[str, Any]
    provenance: Mapping[str, Any]
    evaluations: Sequence[Mapping[str, Any]] = ()
    joint: JointFiles | None = None
    calibration: Calibration | None = None

    @property
    def digest(self) -> str:
        """sha256 over the names and digests of the files."""
        lines = [f"{file.path} {file.sha256}\n" for file in self.files]
        return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()

    @property
    def answers_digest(self) -> str:
        """sha256 of all that decides the answers: the files, and the calibration of their confidence."""
        told = repr((self.digest, self.calibration))
        return hashlib.sha256(told.encode()).hexdigest()


SETS = ("accurate", "fast", "stanza")
"""The sets of models in the package; the first is used where nothing is said."""

EMBEDDED = Path(__file__).parent.parent / "models" / "ru"
_DESCRIBED = TypeAdapter(_Described)
_EVALUATIONS = TypeAdapter(list[_Evaluation])
_NO_RESOURCES = EMBEDDED.parent / "no_resources.json"  # Stanza reads one even when it has every path
_REINSTALL = "Install RuKaz, or fetch the model, again."


def find_model(spec: str) -> Model:
    """The models that ``spec`` names, each file verified.

    Raises:
        RukazError: a file is missing or is not the one that was published.
    """
    if spec in (*SETS, "embedded"):
        return _own_layout(EMBEDDED, spec, SETS[0] if spec == "embedded" else spec)
    if spec.startswith("hub:"):
        return _from_hub(spec)
    folder = Path(spec)
    if (folder / "models.json").is_file():
        return _own_layout(folder, folder.name)
    if (folder / "resources.json").is_file():
        return _stanza_layout(folder, _only_language(folder), folder.name)
    raise RukazError(
        "no models here: neither models.json nor resources.json",
        where=spec,
        hint="Name accurate, fast, hub:ru, or a directory that holds one of these files.",
    )


def find_sets(folder: Path) -> list[Model]:
    """All sets of models of a folder with a models.json; one, if it names none."""
    described = read_json(folder / "models.json", _DESCRIBED, hint=_REINSTALL)
    return [_own_layout(folder, folder.name, name) for name in described.get("sets") or [None]]


def _own_layout(folder: Path, name: str, wanted: str | None = None) -> Model:
    described = read_json(folder / "models.json", _DESCRIBED, hint=_REINSTALL)
    listed, sets = described["files"], described.get("sets", {})
    chosen = wanted or next(iter(sets), None)
    if chosen is not None:
        listed = {processor: listed.get(processor) for processor in sets.get(chosen, ())}
    if missing := [processor for processor, entry in listed.items() if entry is None]:
        raise RukazError(f"models.json has no entry for {', '.join(missing)}", where=str(folder))
    for processor, entry in listed.items():
        file = safe_path(folder, entry["path"], where=str(folder / "models.json"), follow_links=True)
        _verify(file, "sha256", entry["sha256"], f"{name} model ({processor})")
    paths = {processor: entry["path"] for processor, entry in listed.items()}
    title = " ".join(filter(None, [described["name"], described["version"], chosen]))
    joint = _joint_files(folder, paths)
    options = _joint_options(folder, paths) if joint else _stanza_options(folder, paths)
    options |= {"lang": described["language"], "allow_unknown_language": True}
    options |= {"resources_filepath": str(_NO_RESOURCES)}
    verified = sorted((entry["path"], entry["sha256"]) for entry in listed.values())
    files = tuple(ModelFile(path, sha256, (folder / path).stat().st_size) for path, sha256 in verified)
    model = Model(title, described["language"], files, options, _provenance(described, listed), joint=joint)
    return replace(
        model,
        evaluations=_evaluations(folder / "figures.json", model.digest),
        calibration=read_calibration(folder, model.digest, hint=_REINSTALL),
    )


def _provenance(described: Mapping[str, Any], listed: Mapping[str, Any]) -> dict[str, Any]:
    return {part: said for part, said in described.get("training", {}).items() if part in listed}


def _stanza_options(folder: Path, paths: Mapping[str, str]) -> dict[str, Any]:
    """What tells Stanza to load a model for each processor."""
    return _options(folder, paths, (*PROCESSORS, "pretrain"))


def _joint_files(folder: Path, paths: Mapping[str, str]) -> JointFiles | None:
    """The files of the joint model, if there is one."""
    model = next((folder / paths[name] for name in JOINT if name in paths), None)
    if model is None:
        return None
    if PIECES not in paths:
        raise RukazError(f"models.json has no entry for {PIECES}", where=str(folder))
    return JointFiles(model, folder / paths[PIECES])


def _joint_options(folder: Path, paths: Mapping[str, str]) -> dict[str, Any]:
    """What tells Stanza to load what stands beside a joint model: the tokenizer, and what else there is."""
    ensemble = () if paths.keys().isdisjoint(_ENSEMBLE) else (*_ENSEMBLE, "pretrain")
    return _options(folder, paths, ("tokenize", *ensemble)) | {"lemma_pretagged": True}


def _options(folder: Path, paths: Mapping[str, str], needed: Sequence[str]) -> dict[str, Any]:
    """What tells Stanza to load the processors that have a file."""
    if missing := [name for name in needed if name not in paths]:
        raise RukazError(f"models.json has no entry for {', '.join(missing)}", where=str(folder))
    present = [processor for processor in PROCESSORS if processor in paths]
    models = {f"{processor}_model_path": str(folder / paths[processor]) for processor in present}
    vectors = {
        f"{processor}_pretrain_path": str(folder / paths["pretrain"])
        for processor in present
        if processor in _WITH_VECTORS and "pretrain" in paths
    }
    return {"processors": ",".join(present), **models, **vectors}


def _from_hub(spec: str) -> Model:
    language = require_name(spec.removeprefix("hub:"), where=spec)
    try:
        return _stanza_layout(cache_folder(), language, spec)
    except RukazError:  # they were never fetched, or not to the end
        download(language, PROCESSORS)
    return _stanza_layout(cache_folder(), language, spec)


def _stanza_layout(folder: Path, language: str, name: str) -> Model:
    listed = load_json(folder / "resources.json", hint=_REINSTALL)
    try:
        return _stanza_model(listed.get(language), folder, language, name)
    except (LookupError, TypeError, AttributeError) as error:
        what = f"resources.json is not as Stanza has it ({error!r:.100})"
        raise RukazError(what, where=str(folder), hint=_REINSTALL) from error


def _stanza_model(listed: Any, folder: Path, language: str, name: str) -> Model:
    if not listed:
        raise RukazError(f"resources.json does not list the language {language!r}", where=str(folder))
    packages = listed["packages"]["default"]
    paths: list[str] = []
    for processor in PROCESSORS:
        if processor not in packages:
            raise RukazError(f"there is no {processor} model for {language!r}", where=str(folder))
        package = packages[processor]
        wanted = [(processor, package)]
        wanted += [
            (dependency["model"], dependency["package"])
            for dependency in listed[processor][package].get("dependencies", [])
        ]
        for kind, part in wanted:
            path = f"{language}/{kind}/{part}.pt"
            file = safe_path(folder, path, where=str(folder / "resources.json"), follow_links=True)
            _verify(file, "md5", listed[kind][part].get("md5"), f"{name} model ({kind})")
            paths.append(path)
    options = {
        "lang": language,
        "dir": str(folder),
        "processors": {processor: packages[processor] for processor in PROCESSORS},
        "package": None,
    }
    return Model(name, language, tuple(_describe(folder, sorted(set(paths)))), options, {})


def _only_language(folder: Path) -> str:
    languages = [path.name for path in sorted(folder.iterdir()) if path.is_dir()]
    if len(languages) == 1:
        return languages[0]
    raise RukazError(
        f"the directory holds models for {len(languages)} languages",
        where=str(folder),
        hint="Keep one folder of a language beside resources.json.",
    )


def _describe(folder: Path, paths: list[str]) -> Iterator[ModelFile]:
    for path in paths:
        file = folder / path
        yield ModelFile(path, _digest(file, "sha256"), file.stat().st_size)


def _verify(file: Path, algorithm: str, expected: str | None, what: str) -> None:
    if not file.is_file():
        raise RukazError(f"a file of the {what} is missing", where=str(file), hint=_REINSTALL)
    if expected is not None and _digest(file, algorithm) != expected:
        raise RukazError(
            f"a file of the {what} is damaged: its {algorithm} is not the published one",
            where=str(file),
            hint=_REINSTALL,
        )


def _digest(file: Path, algorithm: str) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, algorithm).hexdigest()


def _evaluations(figures: Path, digest: str) -> Sequence[Mapping[str, Any]]:
    """What figures.json says of the models with this digest."""
    found = read_json(figures, _EVALUATIONS, hint=_REINSTALL) if figures.is_file() else []
    return [evaluation for evaluation in found if evaluation["model_sha256"] == digest]
