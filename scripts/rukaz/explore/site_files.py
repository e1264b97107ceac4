"""The files of a site in their place: a later run replaces what an earlier one wrote, and nothing else.

``site.json`` in the site lists what was written, with digests. Whatever else lies in the folder (``.git``,
``CNAME``, pages of one's own) stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from rukaz.atomic_files import explaining_os_errors, write_atomically
from rukaz.errors import RukazError
from rukaz.export.manifest import digest_tree
from rukaz.export.own_files import find_not_ours, listed
from rukaz.safe_paths import path_fault, safe_path

LISTING = "site.json"
FORMAT = "rukaz-site"

_Written = Mapping[str, frozenset[str]]
"""Files of the site by their path, with the SHA-256 that each may have."""


def require_replaceable(out: Path) -> None:
    """Make sure before a site is made that ``out`` can take it.

    Raises:
        RukazError: ``out`` holds something else than a site, or files of the site were changed by hand.
    """
    with explaining_os_errors(out):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            _require_unchanged(out, _read_listing(out))


def place_site(made: Path, out: Path) -> None:
    """Move the files of the folder ``made`` into ``out``, and remove those of the site that was there.

    A run that is killed leaves files of both sites; the next one knows them for its own.

    Raises:
        RukazError: a file is in the way that is not of the former site.
    """
    new = {name: frozenset((digest,)) for name, digest in digest_tree(made).items()}
    with explaining_os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        old = _read_listing(out) if any(out.iterdir()) else {}
        _require_unchanged(out, old)
        places = {name: safe_path(out, name, where=str(out)) for name in (*old, *new)}
        if taken := [name for name in new if name not in old and places[name].exists()]:
            _refuse(out, f"files that are not of the site are in its way: {listed(taken)}")
        nothing = frozenset[str]()
        _write_listing(out, {name: old.get(name, nothing) | new.get(name, nothing) for name in places})
        for name in new:
            places[name].parent.mkdir(parents=True, exist_ok=True)
            (made / name).replace(places[name])
        for name in old.keys() - new.keys():
            places[name].unlink(missing_ok=True)
        _write_listing(out, new)


def _require_unchanged(out: Path, written: _Written) -> None:
    if edited := find_not_ours(out, {**written, LISTING: frozenset()}).edited:
        _refuse(out, f"files of the site were changed by hand: {listed(edited)}")


def _refuse(out: Path, what: str) -> None:
    hint = "Move them elsewhere, or name another folder: rukaz explore CORPUS --out SITE"
    raise RukazError(what, where=str(out), hint=hint)


def _read_listing(out: Path) -> dict[str, frozenset[str]]:
    """What a former run wrote into ``out``, which is not empty.

    Raises:
        RukazError: it is no site.
    """
    try:
        listing = json.loads((out / LISTING).read_text(encoding="utf-8"))
        files = {name: frozenset(map(str, digests)) for name, digests in listing["files"].items()}
        if listing["format"] != FORMAT or any(map(path_fault, files)) or not all(files.values()):
            raise ValueError(f"not {FORMAT}")
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise RukazError(
            f"this is not a site of `rukaz explore` (it has no {LISTING}), and it is not overwritten",
            where=str(out),
            hint="Name another folder: rukaz explore CORPUS --out SITE",
        ) from error
    return files


def _write_listing(out: Path, written: _Written) -> None:
    files = {name: sorted(written[name]) for name in sorted(written)}
    text = json.dumps({"format": FORMAT, "files": files}, ensure_ascii=False, indent=1)
    write_atomically(out / LISTING, f"{text}\n")
