"""Archives (.zip, .tar and compressed .tar): each file in them that can be read is a document, or many."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from rukaz.ingest.readers.containers import Container, Part, ReadingOptions, files_apart
from rukaz.ingest.readers.extracted import Extracted, UnreadableError
from rukaz.safe_paths import path_fault

FILES_AT_MOST = 1_000_000
BYTES_AT_MOST = 1 << 28
"""Of one file in an archive, unpacked: a quarter of a gigabyte."""
ALL_BYTES_AT_MOST = 1 << 36
"""Of all of them: 64 gigabytes."""
_MOST_EXPANDED = 200
"""Times the size of the archive, for files of more than :data:`BYTES_AT_MOST`; text packs to a fifth."""

_HIDDEN = re.compile(r"\.(?!\.?$)|__MACOSX$|~\$")
_BOXES = re.compile(r"[\u2500-\u259f]")
_DAMAGED = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Readers:
    """How files in an archive are read.

    Attributes:
        suffixes: the endings of names that can be read, and whether such a file holds many documents.
    """

    suffixes: Mapping[str, bool]
    open_container: Callable[[BinaryIO, str, ReadingOptions], Container]
    read_document: Callable[[bytes, str, str], Extracted]


class Archive:
    """An open archive.

    Args:
        readers: how the files in it are read.
    """

    def __init__(
        self,
        file: BinaryIO,
        suffix: str,
        options: ReadingOptions,
        readers: Readers,
    ) -> None:
        self._options, self._suffixes = options, readers.suffixes
        self._open_container, self._read_document = readers.open_container, readers.read_document
        self._opened: tuple[str, Container] | None = None
        self._others: Counter[str] = Counter()
        try:
            self._files = _ZipFiles(file) if suffix == ".zip" else _TarFiles(file)
        except _DAMAGED as error:
            raise UnreadableError(f"the archive is damaged: {error}") from error

    def parts(self) -> Iterator[Part]:
        """The documents in the archive, file by file in the order of their names."""
        self._others.clear()
        for name, size in sorted(self._files.sizes.items()):
            suffix = PurePosixPath(name).suffix.lower()
            if any(_HIDDEN.match(part) for part in PurePosixPath(name).parts):
                continue
            if suffix not in self._suffixes:
                self._others[suffix] += 1
            elif not self._suffixes[suffix] or path_fault(name):
                yield Part(name, PurePosixPath(name).stem, size)
            else:
                yield from self._parts_of(name, size)

    def _parts_of(self, name: str, size: int) -> Iterator[Part]:
        try:
            for part in self._container(name).parts():
                inner = part.name or f"{PurePosixPath(name).stem}-{part.address.rpartition(' ')[2]}"
                yield Part(f"{name}, {part.address}", inner, part.size)
        except UnreadableError:
            yield Part(name, PurePosixPath(name).stem, size)  # to be read again, and told then

    def read(self, address: str) -> Extracted:
        """A document in the archive.

        Raises:
            UnreadableError: it cannot be read, or its name leads out of the archive.
        """
        name, _, inner = (address, "", "") if address in self._files.sizes else address.rpartition(", ")
        if fault := path_fault(name):
            raise UnreadableError(f"a file in the archive is not read for its name: {fault}")
        suffix = PurePosixPath(name).suffix.lower()
        if self._suffixes.get(suffix):
            container = self._container(name)
            if not inner:
                next(container.parts())
                raise UnreadableError("it holds no documents")
            return container.read(inner)
        return self._read_document(self._bytes(name), suffix, self._options.encoding)

    def others(self) -> dict[str, int]:
        """Files of kinds that are not read; known after :meth:`parts`."""
        return dict(self._others)

    def _container(self, name: str) -> Container:
        """A table in the archive; the one that was used last stays open."""
        if self._opened is None or self._opened[0] != name:
            suffix = PurePosixPath(name).suffix.lower()
            self._opened = name, self._open_container(io.BytesIO(self._bytes(name)), suffix, self._options)
        return self._opened[1]

    def _bytes(self, name: str) -> bytes:
        if self._files.sizes[name] > BYTES_AT_MOST:
            raise UnreadableError(f"unpacked the file has more than {BYTES_AT_MOST >> 20} MB")
        try:
            return self._files.read(name)
        except _DAMAGED as error:
            raise UnreadableError(f"it cannot be unpacked: {error}") from error


def require_small(files: int, total: int, packed: int) -> None:
    """Make sure that an archive unpacks to what can be read.

    Args:
        total, packed: bytes of all its files, and of itself.

    Raises:
        UnreadableError: it does not.
    """
    if files > FILES_AT_MOST:
        raise UnreadableError(f"the archive holds more than {FILES_AT_MOST} files")
    if total > min(ALL_BYTES_AT_MOST, max(BYTES_AT_MOST, _MOST_EXPANDED * packed)):
        raise UnreadableError(f"the archive would unpack to {total >> 20} MB from {packed >> 10} KB")


class _ZipFiles:
    """The files of a .zip, by name, with their sizes."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file)
        entries = [one for one in self._zip.infolist() if not one.is_dir()]
        self._entries = dict(zip(files_apart([_name(one) for one in entries]), entries, strict=True))
        self.sizes = {name: one.file_size for name, one in self._entries.items()}
        require_small(len(self.sizes), sum(self.sizes.values()), file.seek(0, 2))

    def read(self, name: str) -> bytes:
        """The bytes of a file: no more than its entry says, for zipfile reads no further."""
        if self._entries[name].flag_bits & 1:
            raise UnreadableError("it is encrypted: pack it anew without a password")
        return self._zip.read(self._entries[name])


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a file: macOS and Info-ZIP write UTF-8, and Windows cp866, without saying so."""
    if entry.flag_bits & 0x800 or entry.filename.isascii():
        return entry.filename
    try:
        written = entry.filename.encode("cp437")
    except UnicodeError:
        return entry.filename
    shown = written.decode("cp866")
    try:  # what is Cyrillic in UTF-8 has lines of boxes in cp866; the bytes of «сад» fit both
        return written.decode("utf-8") if _BOXES.search(shown) else shown
    except UnicodeError:
        return shown


class _TarFiles:
    """What a .tar holds; links and devices are not followed."""

    def __init__(self, file: BinaryIO) -> None:
        packed = file.seek(0, 2)
        self._tar = tarfile.open(fileobj=_Unpacked(_unpacked(file)), mode="r:")  # noqa: SIM115 - kept open
        entries: list[tarfile.TarInfo] = []
        total = 0
        for entry in self._tar:
            if not entry.isdir():
                entries.append(entry)
                total += entry.size
                require_small(len(entries), total, packed)
        self._entries = dict(zip(files_apart([one.name for one in entries]), entries, strict=True))
        self.sizes = {name: one.size for name, one in self._entries.items()}

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        if not self._entries[name].isfile():
            raise UnreadableError("it is a link or a device in the archive, and is not followed")
        file = self._tar.extractfile(self._entries[name])
        assert file is not None
        with file:
            return file.read(BYTES_AT_MOST)


def _unpacked(file: BinaryIO) -> BinaryIO:
    """What was packed into a .tar, whatever compressed it."""
    file.seek(0)
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(file))
    return cast(BinaryIO, lzma.LZMAFile(file)) if head == b"\xfd7zXZ\0" else file


class _Unpacked(io.RawIOBase):
    """Refuses to read at once what would fill the memory: tarfile believes the sizes in a header."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any file, but no more than one file of an archive may have."""
        if size is None or not 0 <= size <= BYTES_AT_MOST:
            raise UnreadableError("a header of the archive is damaged")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As of any file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As of any file."""
        return self._file.tell()
