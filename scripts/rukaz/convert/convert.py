"""One corpus, file or folder of files into another format, sentence by sentence, and what comes back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from rukaz.atomic_files import atomic_file, explaining_os_errors, write_atomically
from rukaz.conllu.files import FILE_SPLITS
from rukaz.convert.config_tables import CONFIG_FORMATS
from rukaz.convert.folders import FOLDERS
from rukaz.convert.formats import ASPECTS, FORMATS, Format
from rukaz.convert.piece import Piece, enhanced, read_corpus_pieces
from rukaz.convert.targets import new_target
from rukaz.errors import RukazError
from rukaz.export.atomic_publish import recover
from rukaz.export.manifest import MANIFEST, read_manifest
from rukaz.export.parquet_files import parquet_paths
from rukaz.extras import EXTRAS, missing_modules
from rukaz.records import SPLITS, Split

_LISTED = ", ".join(FORMATS)
WRITTEN = (*FORMATS, *CONFIG_FORMATS, *FOLDERS, "annis")
"""The formats that a corpus is written in, by this module and those beside it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that becomes one file: a split of a corpus, or a file; ``stem`` names its target.

    Attributes:
        added: ``enhanced``, if its sentences get enhanced dependencies; ``confidence``, if MISC says how sure
            the models were, which only a corpus knows.
    """

    stem: str
    path: Path
    split: Split | None = None
    added: Collection[str] = ()

    def pieces(self) -> Iterator[Piece]:
        """Its sentences, one after the other."""
        if self.split is not None:
            pieces = read_corpus_pieces(self.path, self.split, confidence="confidence" in self.added)
        else:
            pieces = format_of(self.path).read(self.path)
        return map(enhanced, pieces) if "enhanced" in self.added else pieces


@dataclass(slots=True)
class Fidelity:
    """What came back of a source that was written in a format and read again.

    Attributes:
        whole: sentences that are the same in CoNLL-U, byte for byte.
        changed: of each aspect that did not come back, in how many sentences.
        size: bytes of the files.
    """

    format: Format
    sentences: int = 0
    whole: int = 0
    size: int = 0
    changed: dict[str, int] = field(default_factory=dict)

    @property
    def broken(self) -> list[str]:
        """Aspects that the format is said to hold, and that changed all the same; there should be none."""
        return [aspect for aspect in self.changed if aspect in self.format.holds]

    def add(self, written: Piece | None, back: Piece | None) -> None:
        """Count one sentence."""
        self.sentences += 1
        if written is None or back is None:
            changed = list(ASPECTS)
        else:
            self.whole += written.conllu() == back.conllu()
            changed = [aspect for aspect, of in ASPECTS.items() if of(written) != of(back)]
        for aspect in changed:
            self.changed[aspect] = self.changed.get(aspect, 0) + 1


def convert(
    source: Path,
    target: Path,
    to: str | None = None,
    *,
    split: Split | None = None,
    added: Collection[str] = (),
) -> list[Path]:
    """Write ``source`` in another format.

    Args:
        source: a corpus, a file of one of the formats, or a folder of such files.
        target: a file; of a corpus with all its splits, or of a folder, a folder (``train.jsonl``, ...).
        to: name of the format; by default what the suffix of ``target`` says.
        split: of a corpus, if not all.
        added: ``enhanced``: sentences without enhanced dependencies get those that follow from their trees;
            ``confidence``: MISC says how sure the models were.

    Returns:
        the files that were written.

    Raises:
        RukazError: there is nothing to read, it is damaged, the format is not known, or ``target`` exists.
    """
    sources = [replace(one, added=added) for one in find_sources(source, split)]
    single = source.is_file() or split is not None
    form = _format_named(to) if to else _format_of_target(target, single)
    paths = [target if single else target / f"{one.stem}{form.suffix}" for one in sources]
    with new_target(target, single=single) as written:
        for path, one in zip(paths, sources, strict=True):
            _write(form, path, one)
            written.append(path)
        if form.registry is not None:
            beside = target.with_suffix(".registry") if single else target / "registry"
            write_atomically(beside, form.registry(paths), replace=False)
            written.append(beside)
    return written


def find_sources(source: Path, split: Split | None = None) -> list[Source]:
    """What is to be read: the splits of a corpus, a file, or the files of a folder.

    Raises:
        RukazError: there is nothing of the kind.
    """
    if (source / MANIFEST).exists():
        return _splits(source, split)
    if split is not None:
        raise RukazError(
            "only a corpus has splits", where=str(source), hint="Leave out --split, or name a corpus."
        )
    if source.is_file():
        return [Source(source.stem, source)]
    suffixes = {one.suffix for one in FORMATS.values()}
    files = sorted(path for path in source.glob("*") if path.suffix in suffixes)
    if len({path.stem for path in files}) < len(files):
        hint = "Convert them one by one: rukaz convert FILE TARGET"
        raise RukazError("two of these files would get the same name", where=str(source), hint=hint)
    if not files:
        hint = f"Name a corpus, or a file or folder of {', '.join(sorted(suffixes))}."
        raise RukazError("there is nothing to convert here", where=str(source), hint=hint)
    return [Source(path.stem, path) for path in files]


def _splits(corpus: Path, split: Split | None) -> list[Source]:
    recover(corpus)
    read_manifest(corpus)
    found = [one for one in SPLITS if parquet_paths(corpus, "sentences", one) and split in (None, one)]
    if not found:
        what = "the corpus" if split is None else f"the split {split}"
        raise RukazError(f"{what} has no sentences", where=str(corpus))
    return [Source(FILE_SPLITS[one], corpus, one) for one in found]


def format_of(path: Path) -> Format:
    """The format that the suffix of a file says.

    Raises:
        RukazError: it says none.
    """
    for form in FORMATS.values():
        if path.suffix == form.suffix:
            return form
    endings = (*(form.suffix for form in FORMATS.values()), *(f".{name}" for name in CONFIG_FORMATS))
    hint = f"End it in one of {', '.join(endings)}."
    raise RukazError("the format cannot be told from the name", where=str(path), hint=hint)


def _format_named(name: str) -> Format:
    if name not in FORMATS:
        raise RukazError(f"there is no format {name!r}", hint=f"The formats are {_LISTED}.")
    return FORMATS[name]


def _format_of_target(target: Path, single: bool) -> Format:
    if single:
        return format_of(target)
    if known := next((form for form in FORMATS.values() if form.suffix == target.suffix), None):
        hint = f"Add --to {known.name} to write a folder, or --split to write one of a corpus."
        raise RukazError("one file does not hold several splits or files", where=str(target), hint=hint)
    what = f"the ending {target.suffix} is that of no format" if target.suffix else "no format was named"
    raise RukazError(what, where=str(target), hint=f"Add --to with {', '.join(WRITTEN)}.")


def _write(form: Format, path: Path, source: Source) -> None:
    """Write a file that appears when it is whole."""
    with explaining_os_errors(path), atomic_file(path, replace=False) as part:
        form.write(part, source.pieces())


def fidelity(source: Path, split: Split | None = None) -> list[Fidelity]:
    """Write ``source`` in every format, read it back, and count what came back; nothing is left behind.

    Formats of :func:`formats_left_out` are not measured.

    Raises:
        RukazError: there is nothing to read, or it is damaged.
    """
    sources = find_sources(source, split)
    return [_round_trip(form, sources) for name, form in FORMATS.items() if name not in formats_left_out()]


def formats_left_out() -> list[str]:
    """The formats whose libraries are not installed: spaCy writes its own."""
    return ["docbin"] if missing_modules(EXTRAS["downstream"]) else []


def _round_trip(form: Format, sources: list[Source]) -> Fidelity:
    counted = Fidelity(form)
    with TemporaryDirectory() as folder:
        for source in sources:
            path = Path(folder) / f"{source.stem}{form.suffix}"
            _write(form, path, source)
            counted.size += path.stat().st_size
            for written, back in zip_longest(source.pieces(), form.read(path)):
                counted.add(written, back)
    counted.changed = {aspect: counted.changed[aspect] for aspect in ASPECTS if aspect in counted.changed}
    return counted
