"""The libraries of the extras, looked for before the work begins that needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec

from rukaz.errors import RukazError

EXTRAS: Mapping[str, Sequence[str]] = {
    "bench": ("matplotlib", "spacy", "ufal"),
    "cluster": ("ray",),
    "downstream": ("spacy",),
    "formats": ("docx", "lxml", "pypdf"),
    "pictures": ("resvg_py",),
    "train": ("natasha", "navec", "razdel", "slovnet"),
}
"""Modules of each extra that RuKaz itself imports."""


def require_extra(extra: str) -> None:
    """Make sure that the libraries of an extra are installed.

    Raises:
        RukazError: names those that are missing, and the extra.
    """
    if missing := missing_modules(EXTRAS[extra]):
        raise RukazError(f"not installed: {', '.join(missing)}", hint=f"Type: {install(extra)}")


def install(extra: str) -> str:
    """What to type to install an extra: RuKaz is installed from its folder, as it is on no package index.

    >>> install("formats")
    'pip install ".[formats]" in the project folder'
    """
    return f'pip install ".[{extra}]" in the project folder'


def missing_modules(modules: Iterable[str]) -> list[str]:
    """Those of ``modules`` that are not installed."""
    return [module for module in modules if find_spec(module) is None]
