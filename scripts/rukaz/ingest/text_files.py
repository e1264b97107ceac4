"""The files of a folder of texts: which are texts, how their names are written, what speaks against them."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from rukaz.errors import RukazError
from rukaz.ingest.readers import suffix_of
from rukaz.safe_paths import leads_out

REVIEWED = "reviewed"
"""The folder of reviewed documents among the texts; its ``pass-*`` hold the passes it was made from."""

FOR_PEOPLE = ("README.md", "guidelines.md")
SET_ASIDE = {
    **dict.fromkeys(FOR_PEOPLE, "for people"),
    f"{REVIEWED}/": "for reviews",
    "hidden": "begins with a point",
}
"""What could be a text and is not read, with the reason."""

_CONTROLS = frozenset({"Cc", "Zl", "Zp"})
_READING = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
"""How a file is opened: Windows has the last of the flags, other systems have the two before it."""

_OWN_LISTINGS = frozenset({"manifest.json", "site.json"})
_BESIDE_ARROW = ("dataset_info.json", "state.json")
"""What ``datasets`` writes beside the tables of a dataset on the disk."""


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What lies in a folder; hidden files and folders do not count, nor corpora and sites that RuKaz made.

    Attributes:
        texts: paths below the folder, with ``/``, of files whose kind is read, be they dead links, and of
            folders that are called .txt.
        links: paths of symbolic links to folders that were not entered.
        others: how many files of other kinds there are, by the ending of their names, most frequent first.
        hidden: how many files whose kind is read, and folders with such, have names that begin with a point.
    """

    texts: Sequence[str]
    links: Sequence[str]
    others: Mapping[str, int]
    hidden: int = 0


def find_files(folder: Path, *, follow_links: bool = False, known: Collection[str] = ()) -> FoundFiles:
    """Look for texts in ``folder`` and the folders below it.

    Args:
        follow_links: whether symbolic links to folders are entered.
        known: paths below ``folder`` that are no texts, but are read for themselves or are for people.
    """
    texts: list[str] = []
    links: list[str] = []
    others: Counter[str] = Counter()
    entered = {folder.resolve()}
    hidden = 0
    for root, folders, files in os.walk(folder, onerror=_unreadable_folder, followlinks=follow_links):
        below = Path(root).relative_to(folder)
        if below.parts and _is_own(Path(root), files):
            folders.clear()
            continue
        hidden += _hidden_texts(Path(root), folders, files)
        folders[:] = sorted(name for name in folders if name[0] != ".")
        known_here = {*known, *((below / name).as_posix() for name in _BESIDE_ARROW if _holds_arrow(files))}
        shown = [(below / name).as_posix() for name in files if not name.startswith((".", "~$"))]
        shown = [path for path in shown if not _is_known(path, known_here)]
        texts += [path for name in folders if suffix_of(path := (below / name).as_posix()) == ".txt"]
        texts += filter(suffix_of, shown)
        others.update(_ending(path) for path in shown if not suffix_of(path))
        for name in [name for name in folders if (folder / below / name).is_symlink()]:
            target = (folder / below / name).resolve()
            if not follow_links or any(target == one or target in one.parents for one in entered):
                links.append((below / name).as_posix())
                folders.remove(name)
            entered.add(target)
    by_count = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return FoundFiles(sorted(texts, key=written_name), sorted(links), dict(by_count), hidden)


def set_aside(folder: Path, found: FoundFiles) -> dict[str, int]:
    """What could be a text but has the name of something else, as :data:`SET_ASIDE` names it."""
    counts = {name: int((folder / name).is_file()) for name in FOR_PEOPLE}
    below = (path for path in (folder / REVIEWED).rglob("*") if path.is_file() and path.name[0] != ".")
    counts[f"{REVIEWED}/"] = sum(path.suffix != ".conllu" for path in below)
    return {name: count for name, count in {**counts, "hidden": found.hidden}.items() if count}


def _hidden_texts(root: Path, folders: Iterable[str], files: Iterable[str]) -> int:
    """How many hidden files and folders hold texts, to judge by names; ``._*`` of macOS are none."""
    found = sum(name[0] == "." and name[:2] != "._" and bool(suffix_of(name)) for name in files)
    for name in folders:
        if name[0] == "." and not (root / name).is_symlink():
            found += any(map(suffix_of, os.listdir(root / name)))  # noqa: PTH208 - names are enough
    return found


def _unreadable_folder(error: OSError) -> None:
    raise RukazError(f"the folder cannot be read: {error.strerror}", where=str(error.filename)) from error


def actual_paths(folder: Path, wanted: Iterable[str], files: Sequence[str]) -> dict[str, str]:
    """The paths of texts as the file system has them, perhaps in other Unicode characters than are wanted."""
    known = {written_name(file): file for file in reversed(files)}
    return {
        file: file if os.path.lexists(folder / file) else known.get(written_name(file), file)
        for file in wanted
    }


def text_faults(folder: Path, places: Mapping[str, str], *, follow_links: bool) -> dict[str, str]:
    """Why texts cannot be part of the corpus: for their names, or for where links lead."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for file, place in places.items():
        if fault := file_name_fault(file):
            found[file] = fault
        elif written_name(file) in seen:
            found[file] = "another text has this name, in other Unicode characters: rename one of them"
        elif not follow_links and leads_out(folder / place, folder):
            out = "this is a symbolic link that leads out of the folder of texts"
            found[file] = f"{out}: put the file itself there, or add --follow-links"
        seen.add(written_name(file))
    return found


def written_name(file: str) -> str:
    r"""``file`` in Unicode's composed form NFC, whatever the file system uses, to be shown on one line.

    >>> written_name("краи\u0306.txt"), written_name("a\nb.txt")
    ('край.txt', 'a\\nb.txt')
    """
    name = os.fsencode(file).decode("utf-8", errors="replace")
    shown = (char.encode("unicode_escape").decode() if _is_control(char) else char for char in name)
    return unicodedata.normalize("NFC", "".join(shown))


def file_name_fault(file: str) -> str | None:
    r"""Why a text with this name cannot be in a corpus; None if it can.

    >>> file_name_fault("a\nb.txt")
    'the name of the file holds a line break or another control character: rename it'
    """
    try:
        name = os.fsencode(file).decode("utf-8")
    except UnicodeDecodeError:
        return "the name of the file is not UTF-8: rename it"
    if any(map(_is_control, name)):
        return "the name of the file holds a line break or another control character: rename it"
    if name != name.strip():
        return "the name of the file begins or ends with white space: rename it"
    return None


def open_regular_file(path: Path) -> BufferedReader:
    """A file, to be read; pipes, sockets and devices, which could keep the reader waiting, are not opened.

    Raises:
        OSError: it cannot be read, or is none of the files that can.
    """
    descriptor = os.open(path, _READING)
    file = open(descriptor, "rb")  # noqa: PTH123, SIM115 - a descriptor has no path; the caller closes it
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "This is not a file", str(path))
    return file


def read_regular_file(path: Path) -> bytes:
    """The bytes of a file that :func:`open_regular_file` opens.

    Raises:
        OSError: as there.
    """
    with open_regular_file(path) as file:
        return file.read()


def _is_own(folder: Path, files: Collection[str]) -> bool:
    """Whether RuKaz made a folder: a corpus or a site, to judge by its listing."""
    for name in _OWN_LISTINGS & set(files):
        try:
            with (folder / name).open("rb") as file:
                if b'"format": "rukaz-' in file.read(200):
                    return True
        except OSError:
            continue
    return False


def _holds_arrow(files: Collection[str]) -> bool:
    return any(name.endswith(".arrow") for name in files)


def _is_known(path: str, known: Collection[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in known)


def _ending(path: str) -> str:
    return written_name(Path(path).suffix.lower())


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in _CONTROLS
