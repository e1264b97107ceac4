"""What is installed, what is missing, and how to get it: packages, models, extras and the machine."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from rukaz.annotation.model_files import SETS, find_model
from rukaz.errors import RukazError
from rukaz.extras import install
from rukaz.programs import usable_cpus

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "firefox", "msedge", "safari")
NEEDED = 2_000_000_000
"""Bytes of disk and of temporary space below which a build of some size may fail."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at.

    Attributes:
        state: ``ok``; ``missing`` what only some commands need; ``wrong`` what every build needs.
        advice: how to mend it; empty if there is nothing to mend.
    """

    about: str
    what: str
    found: str
    state: str = "ok"
    advice: str = ""


def examine() -> Iterator[Line]:
    """Everything that can be looked at, without the network."""
    yield Line("versions", "rukaz", version("rukaz"))
    yield Line("versions", "Python", f"{platform.python_version()} on {platform.platform()}")
    yield from _packages()
    yield from map(_models, SETS)
    yield from _extras()
    yield from _machine()


def _packages() -> Iterator[Line]:
    """The packages that every command needs, held to the versions that pyproject.toml allows."""
    for name, allowed in _required(None):
        found = _installed(name)
        if _fits(found, allowed):
            yield Line("versions", name, str(found))
        else:
            yield Line("versions", name, found or "not installed", "wrong", f'pip install "{name}{allowed}"')


def _models(name: str) -> Line:
    try:
        model = find_model(name)
    except RukazError as error:
        return Line(
            "models",
            name,
            " ".join(str(error).split()),
            "wrong",
            "pip install --force-reinstall . in the project folder",
        )
    size = sum(file.size for file in model.files) / 1e6
    found = f"{size:.0f} MB in {len(model.files)} files, each as published; digest {model.digest[:16]}"
    return Line("models", name, found)


def _extras() -> Iterator[Line]:
    """Each extra: complete, or what of it is missing."""
    for extra in metadata("rukaz").get_all("Provides-Extra") or []:
        missing = [name for name, allowed in _required(extra) if not _fits(_installed(name), allowed)]
        if missing:
            yield Line("extras", extra, f"without {', '.join(missing)}", "missing", install(extra))
        else:
            yield Line("extras", extra, "complete")


def _machine() -> Iterator[Line]:
    yield Line("machine", "CPUs", str(usable_cpus()))
    yield _gpu()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser or platform.system() in ("Darwin", "Windows"):
        yield Line("machine", "browser", browser or "that of the system")
    else:
        advice = "open the site that rukaz explore writes on another machine"
        yield Line("machine", "browser", "none found", "missing", advice)
    for what, folder in (("disk here", Path()), ("temporary files", Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(folder).free
        enough = free >= NEEDED
        advice = "" if enough else f"free some space; a build may need {NEEDED / 1e9:.0f} GB"
        yield Line("machine", what, f"{free / 1e9:.1f} GB free", "ok" if enough else "missing", advice)
    writable = os.access(Path(), os.W_OK)
    advice = "" if writable else "go to a folder of your own, or name one with --corpus"
    yield Line(
        "machine",
        "this folder",
        "can be written to" if writable else "read-only",
        "ok" if writable else "missing",
        advice,
    )
    yield Line("machine", "names of files", sys.getfilesystemencoding())


def _gpu() -> Line:
    import torch

    names = [torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count())]
    return Line("machine", "GPU", ", ".join(names) or "none; RuKaz does not need one")


def _required(extra: str | None) -> list[tuple[str, str]]:
    """The packages of an extra, or of RuKaz itself for None, with the versions that are allowed."""
    from packaging.requirements import Requirement

    everything = map(Requirement, requires("rukaz") or [])
    if extra is None:
        needed = [one for one in everything if one.marker is None or one.marker.evaluate({"extra": ""})]
    else:
        marked = [one for one in everything if one.marker and not one.marker.evaluate({"extra": ""})]
        needed = [one for one in marked if one.marker and one.marker.evaluate({"extra": extra})]
    return [(one.name, str(one.specifier)) for one in needed]


def _fits(found: str | None, allowed: str) -> bool:
    from packaging.specifiers import SpecifierSet

    return found is not None and SpecifierSet(allowed).contains(found, prereleases=True)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
