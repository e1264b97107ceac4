"""The tables of abbreviations: a packaged one, and what a user's own file adds to it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from rukaz.errors import RukazError

Kind = Literal["before_name", "before_number", "before_word", "after_number", "at_end", "of_time", "either"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TABLE = "abbreviations.toml"
NO_KINDS: frozenset[Kind] = frozenset()
"""Of a word that is no abbreviation."""


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What stands after an abbreviation, by its words.

    Attributes:
        kinds: of ``("проф",)``, ``("т", "е")`` and so on, in lower case and without full stops.
        longest: words of the longest abbreviation.
    """

    kinds: Mapping[tuple[str, ...], frozenset[Kind]]
    longest: int

    def kinds_of(self, words: Sequence[str]) -> frozenset[Kind]:
        """The kinds of the longest abbreviation that ``words``, each before a full stop or not, end in.

        >>> table = read_abbreviations()
        >>> sorted(table.kinds_of(["и", "т", "е"])), sorted(table.kinds_of(["на", "ул"]))
        (['before_word'], ['before_name'])
        """
        for length in range(min(self.longest, len(words)), 0, -1):
            found = self.kinds.get(tuple(words[-length:]))
            if found:
                return found
        return NO_KINDS


@cache
def read_abbreviations(added: str = "") -> Abbreviations:
    """The packaged table with the lists of another one added.

    Args:
        added: the text of a file with the same lists.

    Raises:
        RukazError: ``added`` is not TOML, or holds something else than lists of abbreviations.
    """
    table = files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    kinds: dict[tuple[str, ...], frozenset[Kind]] = {}
    for source in (table, added):
        for kind, words in _read(source):
            kinds[words] = kinds.get(words, NO_KINDS) | {kind}
    return Abbreviations(kinds, max(map(len, kinds)))


def read_table(path: Path) -> str:
    """The text of a user's table, once it is sure that it is one.

    Raises:
        RukazError: it cannot be read, or is no table of abbreviations.
    """
    try:
        table = path.read_text(encoding="utf-8")
        read_abbreviations(table)
    except (OSError, UnicodeDecodeError) as error:
        raise RukazError(f"the table of abbreviations cannot be read: {error}", where=str(path)) from error
    except RukazError as error:
        raise RukazError(error.what, where=str(path), hint=error.hint) from error
    return table


def _read(table: str) -> list[tuple[Kind, tuple[str, ...]]]:
    try:
        lists = tomllib.loads(table)
    except tomllib.TOMLDecodeError as error:
        raise RukazError(f"the table of abbreviations is not valid TOML: {error}") from error
    for name, entries in lists.items():
        if name not in KINDS or not isinstance(entries, list):
            hint = f"It may have these lists: {', '.join(KINDS)}."
            raise RukazError(f"the table of abbreviations has {name!r}", hint=hint)
        for entry in entries:
            if not isinstance(entry, str) or not re.search(r"\w\.$", entry):
                hint = 'Write each with its full stop: "проф."'
                raise RukazError(f"{entry!r} in the list {name} of abbreviations", hint=hint)
    return [(kind, words_of(entry)) for kind in KINDS for entry in lists.get(kind, ())]


def words_of(abbreviation: str) -> tuple[str, ...]:
    """The words of an abbreviation as it is printed.

    >>> words_of("т. е."), words_of("др.-греч.")
    (('т', 'е'), ('др', 'греч'))
    """
    return tuple(re.findall(r"[^\W_]+(?:[-/][^\W_]+)*", abbreviation.lower()))
