"""The lock files hold the newest versions that pyproject.toml allows, each with its digests."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, str]:
    """Version by package."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))


def requirements() -> list[Requirement]:
    return [Requirement(line) for line in PROJECT["dependencies"]]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda one: one.name)
def test_a_range_ends_with_the_locked_version(requirement: Requirement) -> None:
    version = locked("requirements.lock")[canonicalize_name(requirement.name)]
    assert version in requirement.specifier
    ends = {one.version for one in requirement.specifier if one.operator in ("<=", "==")}
    assert ends <= {version.partition("+")[0]}


def test_what_is_locked_for_users_is_locked_for_tests() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_every_extra_is_locked() -> None:
    lines = [line for extra in PROJECT["optional-dependencies"].values() for line in extra]
    versions = locked("requirements-dev.lock")
    needed = [one for one in map(Requirement, lines) if one.name != PROJECT["name"]]
    assert all(versions[canonicalize_name(one.name)] in one.specifier for one in needed)


@pytest.mark.parametrize("name", LOCKS)
def test_every_version_has_digests_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
