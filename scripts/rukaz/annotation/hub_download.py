"""Stanza's own models, fetched to the user's cache; the only step of RuKaz that needs a network."""

from __future__ import annotations

import os
from pathlib import Path

from rukaz.errors import RukazError

HUB_URL_VARIABLE = "RUKAZ_HUB_URL"
"""Where resources.json is found, if not at Stanza's own address (a mirror, a test)."""


def cache_folder() -> Path:
    """Where fetched models are kept, laid out as Stanza's resources."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "rukaz" / "stanza"


def download(language: str, processors: tuple[str, ...]) -> None:
    """Fetch the default models of a language; those that are in the cache and whole are not fetched again.

    Raises:
        RukazError: they cannot be fetched.
    """
    cache = cache_folder()
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
            hint="Check the connection, or use --model accurate, which needs none.",
        ) from error
