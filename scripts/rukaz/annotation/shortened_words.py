"""The words that abbreviations stand for: рис. 2 → рисунок, д. 5 → дом, пр-те → проспект."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

TABLE = "shortened_words.toml"
_NUMBER = re.compile(r"\d.*|[IVXLCХ]+")
_COUNT = re.compile(r"\d.*|(?:тыс|млн|млрд|трлн)\.?")
_LENGTH = re.compile(r"(?:к|с|м)?м\.?")
_ENDING = re.compile(r"[аыуеио]|о[вм]|а[мх]|ами|ей")


class WholeWord(NamedTuple):
    """What an abbreviation stands for."""

    lemma: str
    upos: str


EXPRESSIONS: Mapping[tuple[str, str], tuple[WholeWord, WholeWord]] = {
    ("т", "д"): (WholeWord("так", "ADV"), WholeWord("далее", "ADV")),
    ("т", "п"): (WholeWord("то", "PRON"), WholeWord("подобный", "ADJ")),
    ("т", "е"): (WholeWord("то", "PRON"), WholeWord("быть", "VERB")),
    ("т", "к"): (WholeWord("так", "ADV"), WholeWord("как", "SCONJ")),
}
"""Two words that are one expression, without their full stops: т. д., т. е."""


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath(TABLE).read_text(encoding="utf-8"))


def whole_word(forms: Sequence[str], at: int) -> WholeWord | None:
    """The noun or adjective that the word at ``at`` of a sentence abbreviates; None if that is not sure.

    >>> whole_word(["на", "рис.", "2"], 1)
    WholeWord(lemma='рисунок', upos='NOUN')
    """
    lemma = _lemma(forms, at)
    return WholeWord(lemma, "ADJ" if lemma.endswith(("ый", "ий")) else "NOUN") if lemma else None


def _lemma(forms: Sequence[str], at: int) -> str | None:
    form = forms[at]
    before = forms[at - 1].lower() if at else ""
    after = forms[at + 1] if at + 1 < len(forms) else ""
    word = form.lower().removesuffix(".")
    if len(word) == 1 and form[0].isupper():  # an initial
        return None
    if "-" in word:
        return _contracted(word)
    return next((table[word] for table in _tables_for(form, before, after) if word in table), None)


def _tables_for(form: str, before: str, after: str) -> Iterator[Mapping[str, str]]:
    """The tables that hold between two words, the surest first."""
    tables, has_stop = _table(), form.endswith(".")
    if _LENGTH.fullmatch(after):
        yield tables["before_length"]
    if before.removesuffix(".") in tables["before_length"]:
        yield tables["lengths"]
    if _COUNT.fullmatch(before):
        yield from [tables["amounts"], tables["after_number"]] if has_stop else [tables["amounts"]]
        return
    if has_stop and before != "т.":
        if _NUMBER.fullmatch(after):
            yield tables["before_number"]
        if after[:1].isupper():
            yield tables["before_name"]
        yield tables["anywhere"]


def _contracted(word: str) -> str | None:
    """Of a word without its middle, in any case: пр-т, пр-те."""
    for stem, whole in _table()["contracted"].items():
        if word.startswith(stem) and (word == stem or _ENDING.fullmatch(word.removeprefix(stem))):
            return whole
    return None
