"""Reading a query that somebody typed: with its mistakes shown, and what it asks of features."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.query.conditions import expression_of
from rukaz.query.facts import parse_facts
from rukaz.query.parser import parse, parse_clauses
from rukaz.query.syntax import (
    Clause,
    Compared,
    Constraint,
    Distance,
    Has,
    Query,
    QueryError,
    Related,
    Scope,
    Value,
)

if TYPE_CHECKING:
    import duckdb


def read_query(text: str) -> Query:
    """The query.

    Raises:
        RukazError: it cannot be read; the message shows where.
    """
    with _shown_in(text):
        return parse(text)


def read_facts(text: str) -> tuple[Constraint, ...]:
    """What is said of sentences, as in ``split=test``.

    Raises:
        RukazError: it cannot be read; the message shows where.
    """
    with _shown_in(text):
        return parse_facts(text)


def read_clauses(text: str, pattern: Scope) -> Scope:
    """Clauses about the nodes of a pattern.

    Raises:
        RukazError: they cannot be read; the message shows where.
    """
    with _shown_in(text):
        return parse_clauses(text, pattern)


def require_expressions(database: duckdb.DuckDBPyConnection, query: Query, whether: Scope | None) -> None:
    """Make sure that the regular expressions of a query are some.

    Raises:
        RukazError: one is none, or has what RE2 does not know (look-around, back references).
    """
    import duckdb

    for value in _values(query, whether):
        if not value.is_regex:
            continue
        try:
            database.execute("SELECT regexp_full_match('', ?)", [expression_of(value)]).fetchall()
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0].rpartition("Error: ")[2]
            what = f"this is no regular expression: {reason}"
            raise _explained(QueryError(what, value.position), query.text) from error


def _values(query: Query, whether: Scope | None) -> Iterator[Value]:
    for constraint in constraints(query, whether):
        yield from constraint.values


def features_of(query: Query, whether: Scope | None) -> Iterator[str]:
    """All features that a query names."""
    yield from (one.feature for one in constraints(query, whether))
    for clause in _clauses(query, whether):
        if isinstance(clause, Compared):
            yield from clause.features


def constraints(query: Query, whether: Scope | None = None) -> Iterator[Constraint]:
    """All that a query asks of features."""
    yield from query.globals
    for clause in _clauses(query, whether):
        match clause:
            case Has():
                for alternative in clause.alternatives:
                    yield from alternative
            case Related():
                yield from clause.label
            case Compared() | Distance():
                pass


def _clauses(query: Query, whether: Scope | None) -> Iterator[Clause]:
    for scope in (query.pattern, *query.filters, *([whether] if whether else [])):
        yield from scope.clauses


@contextmanager
def _shown_in(text: str) -> Iterator[None]:
    """Show a mistake in a query with its place in ``text``."""
    try:
        yield
    except QueryError as error:
        raise _explained(error, text) from error


def _explained(error: QueryError, text: str) -> RukazError:
    """What is wrong with a query, with its place marked."""
    line = text.count("\n", 0, error.position)
    start = text.rfind("\n", 0, error.position) + 1
    shown = text.split("\n")[line]
    mark = " " * (error.position - start)
    hint = f"\n  Perhaps: {error.suggestion}" if error.suggestion else ""
    return RukazError(f"the query cannot be read: {error.what}\n  {shown}\n  {mark}^{hint}")
