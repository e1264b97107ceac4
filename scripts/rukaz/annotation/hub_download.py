"""Stanza's own models, fetched to the user's cache; the only step of RuKaz that needs a network."""

from __future__ import annotations

import os
from pathlib import Path

from rukaz.errors import RukazError

HUB_URL_VARIABLE = "RUKAZ_HUB_URL"
"""Where resources.json is found, if not at Stanza's own address (a mirror, a test)."""


def fetch(language: str, processors: tuple[str, ...]) -> Path:
    """The folder, laid out as Stanza's resources, that holds the default models of a language.

    Raises:
        RukazError: they are not in the cache and cannot be fetched.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "rukaz" / "stanza"
    if not (cache / language).is_dir():
        _download(language, processors, cache)
    return cache


def _download(language: str, processors: tuple[str, ...], cache: Path) -> None:
    import stanza

    mirror = os.environ.get(HUB_URL_VARIABLE)
    address = {"resources_url": mirror} if mirror else {}
    try:
        stanza.download(
            language, model_dir=str(cache), processors=",".join(processors), verbose=False, **address
        )
    except (OSError, ValueError) as error:
        raise RukazError(
            f"Stanza's models for {language!r} could not be fetched ({type(error).__name__})",
            hint="Check the connection, or use --model embedded, which needs none.",
        ) from error
