"""What the packages of Office and e-books, which are ZIP files, may hold."""

from __future__ import annotations

import io
import zipfile

from rukaz.extras import install, missing_modules
from rukaz.ingest.readers.extracted import UnreadableError

BYTES_AT_MOST = 1 << 29
"""Of everything in a package, unpacked: half a gigabyte."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of old Office begin, and encrypted ones of new Office."""


def open_package(data: bytes) -> zipfile.ZipFile:
    """A package that can be read without harm.

    Raises:
        UnreadableError: it is none, encrypted, holds macros, or would fill the memory.
    """
    if data.startswith(_OLE):
        raise UnreadableError("it is encrypted, or of an old Office: save it anew without a password")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError(f"the file is damaged: {error}") from error
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("it is encrypted: save it anew without a password")
    if sum(entry.file_size for entry in entries) > BYTES_AT_MOST:
        raise UnreadableError(f"unpacked it has more than {BYTES_AT_MOST >> 20} MB")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise UnreadableError("it holds macros: save it as .docx without them")
    return package


def require_library(*modules: str, suffix: str) -> None:
    """Make sure that the libraries for a kind of file are there.

    Raises:
        UnreadableError: names what is missing, and the extra that brings it.
    """
    if missing := missing_modules(modules):
        raise UnreadableError(f"to read {suffix}, {', '.join(missing)} is needed: type {install('formats')}")
