"""What a query asks for and the corpus nowhere has, with what may have been meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rukaz.query.conditions import constraint_sql, constraint_value
from rukaz.query.syntax import ENHANCED, GLOBAL_COLUMNS, MENTION_COLUMNS, OTHER, Constraint, Value

if TYPE_CHECKING:
    import duckdb

SUGGESTED = 3
FEW = 20
"""So many values of a feature are told if none is like the one asked for."""
MOST_VALUES = 20_000

_SIGNS = re.compile(r"[.*+?()\[\]{}|^$\\]")


def missing_values(database: duckdb.DuckDBPyConnection, asked: Iterable[Constraint]) -> list[str]:
    """A sentence for each value that no token or sentence has."""
    found: list[str] = []
    for constraint in asked:
        for value in constraint.values:
            one = Constraint(constraint.feature, (value,), part=constraint.part)
            if constraint.feature in ("text", "sent_id") or value.is_regex or _exists(database, one):
                continue
            near = _closest(value.text, values := _values(database, one))
            if _is_meant_as_expression(database, one, value):
                near.insert(0, f"/{value.text}/")
            if not near and len(values) <= FEW:
                near = sorted(values)
            meant = f"; there is {', '.join(near)}" if near else ""
            found.append(f"{_nothing(constraint.feature, value)}{meant}")
    return list(dict.fromkeys(found))


def _closest(text: str, values: Sequence[str]) -> list[str]:
    """The values that begin like ``text``, and those that are spelled nearly so."""
    longer = [value for value in values if value.lower().startswith(text.lower())]
    return list(dict.fromkeys([*longer, *difflib.get_close_matches(text, values, SUGGESTED)]))[:SUGGESTED]


def _nothing(feature: str, value: Value) -> str:
    if feature == "word":
        return f"no word has the form or lemma ‘{value.text}’"
    return f"nothing has {feature}={value.text}"


def _is_meant_as_expression(database: duckdb.DuckDBPyConnection, one: Constraint, value: Value) -> bool:
    """Whether ``"каз.*"``, as CQL has it, would find something as an expression."""
    import duckdb

    if one.feature == "word" or not _SIGNS.search(value.text):
        return False
    try:
        return _exists(database, replace(one, values=(replace(value, is_regex=True),)))
    except duckdb.Error:  # it is none
        return False


def _table(one: Constraint) -> str:
    if one.feature == ENHANCED:
        return "enhanced"
    if one.feature in MENTION_COLUMNS:
        return "coref_mention"
    return "sentence" if one.feature in GLOBAL_COLUMNS and one.feature != "doc" else "token"


def _has_column(one: Constraint) -> bool:
    return _table(one) in ("sentence", "coref_mention")


def _exists(database: duckdb.DuckDBPyConnection, one: Constraint) -> bool:
    test = constraint_sql(one, "t", of_row=_has_column(one))
    return bool(database.sql(f"SELECT 1 FROM {_table(one)} t WHERE {test} LIMIT 1").fetchall())


def _values(database: duckdb.DuckDBPyConnection, one: Constraint) -> list[str]:
    """The values of a feature, most frequent first."""
    value = "lower(t.lemma)" if one.feature == "word" else constraint_value(one, "t", of_row=_has_column(one))
    rows = database.sql(
        f"SELECT {value} AS value FROM {_table(one)} t WHERE value IS NOT NULL GROUP BY 1 "
        f"ORDER BY count(*) DESC LIMIT {MOST_VALUES}"
    ).fetchall()
    found = [row[0] for row in rows]
    if one.feature.removeprefix(OTHER) != "ner":
        return found
    tags = any(value.text[:2] in ("B-", "I-") for value in one.values)
    return found if tags else list(dict.fromkeys(tag[2:] for tag in found))  # types of names
