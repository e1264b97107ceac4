"""A user's own table of links: which item of Wikidata the names of automatic entities are.

A text of four columns separated by tabs, with the header ``form``, ``label``, ``wikidata``, ``source``; lines
that begin with ``#`` are remarks::

    form	label	wikidata	source
    Казахстан	LOC	Q232	its article in Wikipedia
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from rukaz.errors import RukazError
from rukaz.layers.normal_forms import comparable
from rukaz.records import ENTITY_LABELS, Entity, Sentence

HEADER = ("form", "label", "wikidata", "source")
_ITEM = re.compile(r"Q[1-9][0-9]*")

Links = Mapping[tuple[str, str], str]
"""The item of each name, by label and form, in lower case."""


def read_links(path: Path) -> str:
    """The text of a table, once it is sure that it is one.

    Raises:
        RukazError: it cannot be read, or names the line that is no link.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RukazError(f"the table of links cannot be read: {error}", where=str(path)) from error
    try:
        links_of(text)
    except RukazError as error:
        raise RukazError(error.what, where=f"{path}, {error.where}", hint=error.hint) from error
    return text


@cache
def links_of(text: str) -> Links:
    """The links that the text of a table holds.

    Raises:
        RukazError: names the line that is no link.
    """
    found: dict[tuple[str, str], str] = {}
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    for number, line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if (number, line) == lines[0] and tuple(cells) == HEADER:
            continue
        fault = _fault(cells)
        key = (cells[1], comparable(cells[0])) if not fault else ("", "")
        if not fault and found.get(key, cells[2]) != cells[2]:
            fault = f"{cells[0]} was {found[key]} before"
        if fault:
            hint = "Each line is form, label, wikidata and source, with a tab between them."
            raise RukazError(f"no link: {fault}", where=f"line {number}", hint=hint)
        found[key] = cells[2]
    return found


def _fault(cells: Sequence[str]) -> str | None:
    if len(cells) != len(HEADER):
        return f"{len(cells)} columns instead of {len(HEADER)}"
    form, label, item, source = cells
    if not form or not source:
        return "the form or its source is empty"
    if label not in ENTITY_LABELS:
        return f"the label {label!r} is none of {', '.join(ENTITY_LABELS)}"
    return None if _ITEM.fullmatch(item) else f"{item!r} is no item of Wikidata, such as Q232"


def add_links(sentences: Sequence[Sentence], links: Links) -> list[Sentence]:
    """The automatic sentences with the links of a table, by normal form or as the name stands in the text."""
    if not links:
        return list(sentences)
    return [
        one
        if one.annotation == "reviewed"
        else replace(one, entities=tuple(_linked(entity, links) for entity in one.entities))
        for one in sentences
    ]


def _linked(entity: Entity, links: Links) -> Entity:
    forms = [form for form in (entity.name, entity.text) if form]
    items = (links.get((entity.label, comparable(form))) for form in forms)
    return replace(entity, wikidata=next(filter(None, items), entity.wikidata))
