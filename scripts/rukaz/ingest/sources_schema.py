"""The schema of ``sources.toml`` and its reading; every fault names the keys that are known."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from rukaz.errors import RukazError
from rukaz.ingest.clean import clean_text
from rukaz.records import Split
from rukaz.safe_paths import name_fault, path_fault


def _is_name(name: str) -> str:
    """Ids of texts, names and languages of corpora become parts of file names and of sentence ids."""
    if fault := name_fault(name):
        raise ValueError(fault)
    return name


def _is_below(file: str) -> str:
    if fault := path_fault(file):
        raise ValueError(fault)
    return file


CARD_BESIDE = "../dataset_card.md"
"""The one path that may lead out of the folder of texts: the template of the card beside it."""


def _card(file: str) -> str:
    return file if file == CARD_BESIDE else _is_below(file)


def _sha256(digest: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError("64 lower-case hexadecimal digits are expected")
    return digest


def _version(version: str) -> str:
    """As ``datasets`` reads it from the card, and no other way."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version, flags=re.ASCII):
        raise ValueError("write it as three numbers with points between: 1.0.0")
    return version


def _plain_date(value: object) -> object:
    """TOML's own dates are as good as quoted ones."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def _iso_date(date: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
        raise ValueError("write it as 2023, 2023-11 or 2023-11-09")
    datetime.date.fromisoformat((date + "-01-01")[:10])
    return date


def _fact(value: str) -> str | None:
    """On one line, in NFC; nothing is no fact."""
    return clean_text(value).strip() or None


_Fact = Annotated[str, AfterValidator(_fact)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CorpusTable(_Table):
    """The table ``[corpus]``."""

    name: Annotated[str, AfterValidator(_is_name)] | None = None
    title: _Fact | None = None
    version: Annotated[str, AfterValidator(_version)] = "0.1.0"
    language: Annotated[str, AfterValidator(_is_name)] = "ru"
    license: _Fact | None = None
    conventions: Literal["rukaz"] | None = None
    abbreviations: Annotated[str, AfterValidator(_is_below)] | None = None
    links: Annotated[str, AfterValidator(_is_below)] | None = None
    card: Annotated[str, AfterValidator(_card)] | None = None


class TextTable(_Table):
    """One table ``[[text]]``; a fact that is not known is absent."""

    id: Annotated[str, AfterValidator(_is_name)]
    file: Annotated[str, AfterValidator(_is_below)]
    sha256: Annotated[str, AfterValidator(_sha256)] | None = None
    encoding: str | None = None
    text_column: str | None = None
    id_column: str | None = None
    title: _Fact | None = None
    author: _Fact | None = None
    publisher: _Fact | None = None
    url: _Fact | None = None
    date: Annotated[str, BeforeValidator(_plain_date), AfterValidator(_iso_date)] | None = None
    rights: _Fact | None = None
    interviewee: _Fact | None = None
    inferred: _Fact | None = None
    language: Annotated[str, AfterValidator(_is_name)] | None = None
    split: Split | None = None


class Listing(_Table):
    """A whole sources.toml."""

    corpus: CorpusTable = CorpusTable()
    text: list[TextTable] = []


def read_listing(path: Path) -> Listing:
    """The sources.toml at ``path``, an empty one if there is none.

    Raises:
        RukazError: it cannot be read, is no TOML, or holds an unknown key or a wrong value.
    """
    if not path.exists():
        return Listing()
    if not path.is_file():  # a pipe could keep the reader waiting
        raise RukazError("this is not a file", where=str(path), hint="Move it elsewhere.")
    try:
        return Listing.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        hint = "Correct it; `rukaz init` writes a valid one to start from."
        raise RukazError(f"this is not valid TOML: {error}", where=str(path), hint=hint) from error
    except RecursionError as error:
        raise RukazError("this is nested too deeply", where=str(path)) from error
    except OSError as error:
        raise RukazError(f"it cannot be read: {error.strerror}", where=str(path)) from error
    except ValidationError as error:
        raise _explain(error, path) from error


_KNOWN_KEYS = {
    "[[text]]": tuple(TextTable.model_fields),
    "[corpus]": tuple(CorpusTable.model_fields),
    "sources.toml": tuple(Listing.model_fields),
}


def _explain(error: ValidationError, path: Path) -> RukazError:
    """The first fault of the file, with the keys that are known in its table."""
    fault = error.errors()[0]
    place = [part for part in fault["loc"] if isinstance(part, str | int)]
    table = "[[text]]" if place[0] == "text" else "[corpus]" if place[0] == "corpus" else "sources.toml"
    number = f" number {place[1] + 1}" if len(place) > 1 and isinstance(place[1], int) else ""
    keys = f"Known keys: {', '.join(_KNOWN_KEYS[table])}."
    message = {
        "extra_forbidden": f"unknown key {place[-1]!r}",
        "missing": f"the key {place[-1]!r} is missing",
    }.get(
        fault["type"],
        f"{place[-1]!r} is {fault.get('input')!r}: {fault['msg'].removeprefix('Value error, ')}",
    )
    place_in_file = "" if table == "sources.toml" else f"{table}{number}: "
    return RukazError(f"{place_in_file}{message}", where=str(path), hint=keys)
