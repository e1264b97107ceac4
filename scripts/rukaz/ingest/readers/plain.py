"""Plain text: the file, decoded, is the text."""

from __future__ import annotations

from rukaz.errors import RukazError
from rukaz.ingest.encodings import likely_encoding
from rukaz.ingest.readers.extracted import Extracted, UnreadableError


def read_plain(data: bytes, encoding: str) -> Extracted:
    """The text of a .txt file, unchanged."""
    return Extracted(decode(data, encoding))


def decode(data: bytes, encoding: str) -> str:
    """``data`` as text.

    Raises:
        UnreadableError: it is in another encoding; the message names the likely one.
        RukazError: there is no such encoding.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        likely = likely_encoding(data)
        hint = f"; it is probably {likely}: say so with --encoding or in sources.toml" if likely else ""
        raise UnreadableError(f"not {encoding}: byte {error.start} does not fit{hint}") from error
    except (LookupError, ValueError) as error:  # undefined, idna and others that Python has for other things
        hint = "Name one such as utf-8 or cp1251."
        raise RukazError(f"there is no encoding {encoding!r} of texts", hint=hint) from error
    if encoding.lower().replace("_", "-") not in {"utf-8", "utf8", "utf-8-sig"} and _is_utf8(data):
        raise UnreadableError(f"this is utf-8, not {encoding}: say so in sources.toml")
    if "\0" in text:
        likely = likely_encoding(data)
        hint = f"; it is probably {likely}" if likely else ": it is no text"
        raise UnreadableError(f"the file holds NUL characters{hint}")
    return text


def decode_lines(data: bytes, encoding: str) -> list[str]:
    """The lines of a text, without a byte order mark."""
    return decode(data, encoding).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_utf8(data: bytes) -> bool:
    """Whether ``data`` holds letters beyond ASCII as UTF-8, which no other text does by accident."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False
