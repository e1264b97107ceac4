"""A query as SQL: each node is the table of tokens again, joined on the sentence.

The tables are those of :mod:`rukaz.query.tables`. As in Grew, a match gives each node of the pattern a token
of its own, ``with`` and ``without`` only filter the matches, and a node may be the anchor above the root,
where what is asked of it allows that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rukaz.query.conditions import (
    all_of,
    allows_anchor,
    alternatives_sql,
    comparison_sql,
    constraint_sql,
)
from rukaz.query.syntax import (
    Alternatives,
    Clause,
    Compared,
    Distance,
    Has,
    Query,
    Related,
    Scope,
)


def limit_sql(rows: int | None) -> str:
    """The end of a query that gives no more rows; DuckDB counts to 63 bits."""
    return "" if rows is None else f"LIMIT {min(int(rows), 2**63 - 1)}"


class Plan:
    """The SQL of a query.

    Attributes:
        above: tables that its conditions need, as they stand after WITH RECURSIVE.
        sql: gives a row for each match, in no order: ``s``, the number of the sentence, and ``p0``, ``p1``,
            …, the position of each node in it.
    """

    def __init__(self, query: Query) -> None:
        self._anchors = not query.is_shorthand
        self.above: list[str] = []
        self._joined: list[str] = []
        self._pattern = query.pattern
        nodes = query.pattern.nodes
        self._alias = {name: f"n{number}" for number, name in enumerate(nodes)}
        tests = [*self._scope(query.pattern, self._alias), *self._together(query.pattern, nodes)]
        if query.globals:
            facts = all_of(constraint_sql(one, "f", of_row=True) for one in query.globals)
            tests.insert(0, f"n0.sid IN (SELECT f.sent_id FROM sentence f WHERE {facts})")
        tests += [self.filter_sql(scope, number) for number, scope in enumerate(query.filters)]
        nodes_of = [f"{self._table(query.pattern, name)} {alias}" for name, alias in self._alias.items()]
        tables = ", ".join([*nodes_of, *self._joined])
        columns = ", ".join(f"{alias}.id AS p{number}" for number, alias in enumerate(self._alias.values()))
        above = f"WITH RECURSIVE {', '.join(self.above)} " if self.above else ""
        self.sql = f"{above}SELECT n0.s AS s, {columns} FROM {tables} WHERE {all_of(tests)}"

    def filter_sql(self, scope: Scope, number: int) -> str:
        """The condition that ``with`` or ``without`` makes."""
        alias = {**self._alias, **{name: f"f{number}_{at}" for at, name in enumerate(scope.nodes)}}
        tests = list(self._scope(scope, alias))
        if scope.nodes:
            first = alias[scope.nodes[0]]
            tests.insert(0, f"{first}.s = n0.s")
            tests += self._together(scope, scope.nodes, alias)
            tables = ", ".join(f"{self._table(scope, name)} {alias[name]}" for name in scope.nodes)
            found = f"EXISTS (SELECT 1 FROM {tables} WHERE {all_of(tests)})"
        else:
            found = f"coalesce({all_of(tests)}, false)"
        return f"NOT {found}" if scope.kind == "without" else found

    def _table(self, scope: Scope, name: str) -> str:
        """The table that a node is taken from: the tokens, with the anchors if it may be one."""
        may_be = self._anchors and all(map(allows_anchor, _asked_of(name, scope.clauses)))
        return "place" if may_be else "token"

    def _together(
        self, scope: Scope, nodes: Sequence[str], alias: Mapping[str, str] | None = None
    ) -> Iterator[str]:
        """That the nodes of a scope stand in one sentence, and that each is a token of its own."""
        alias = alias or self._alias
        for name in nodes[1:]:
            yield f"{alias[name]}.s = {alias[nodes[0]]}.s"
        outer = [name for name in self._pattern.nodes if scope is not self._pattern]
        pairs = [*combinations(nodes, 2), *((name, other) for name in nodes for other in outer)]
        for one, two in pairs:
            if not (one.endswith("$") or two.endswith("$")):
                yield f"{alias[one]}.id <> {alias[two]}.id"

    def _scope(self, scope: Scope, alias: Mapping[str, str]) -> Iterator[str]:
        for clause in scope.clauses:
            names = [alias[name] for name in clause.nodes]
            match clause:
                case Has():
                    yield alternatives_sql(clause.alternatives, names[0])
                case Related():
                    related = self._enhanced if clause.is_enhanced else self._related
                    yield related(clause, names, scope)
                case Distance():
                    yield f"{names[0]}.s = {names[1]}.s"
                    apart = f"{names[1]}.id - {names[0]}.id"
                    yield f"{f'abs({apart})' if clause.is_length else apart} {clause.sign} {clause.number}"
                case Compared():
                    yield comparison_sql(clause, names)

    def _related(  # noqa: PLR0911 - one for each kind
        self, clause: Related, names: Sequence[str], scope: Scope
    ) -> str:
        label = [constraint_sql(one, "{}") for one in clause.label]
        one, two = (*names, "")[:2]
        match clause.kind:
            case "edge":
                labels = [test.replace("{}", two) for test in label]
                return all_of([f"{two}.s = {one}.s", f"{two}.head = {one}.id", *labels])
            case "in":
                return all_of([f"{one}.head IS NOT NULL", *(test.replace("{}", one) for test in label)])
            case "out":
                labels = [test.replace("{}", "o") for test in label]
                tests = all_of([f"o.s = {one}.s", f"o.head = {one}.id", *labels])
                return f"EXISTS (SELECT 1 FROM token o WHERE {tests})"
            case "before":
                return all_of([f"{two}.s = {one}.s", f"{two}.id = {one}.id + 1"])
            case "precedes":
                return all_of([f"{two}.s = {one}.s", f"{one}.id < {two}.id"])
            case "dominates":
                above = self._add_above(scope, clause.nodes[1])
                tests = all_of([f"{above}.s = {two}.s", f"{above}.id = {two}.id", f"{above}.top = {one}.id"])
                if scope is self._pattern:
                    self._joined.append(above)
                    return tests
                return f"EXISTS (SELECT 1 FROM {above} WHERE {tests})"
        return _crossing(*names)

    def _enhanced(self, clause: Related, names: Sequence[str], scope: Scope) -> str:
        """That an edge of the enhanced graph leads to a word, from it, or from one to the other."""
        label = all_of(constraint_sql(one, "e") for one in clause.label)
        one, two = (*names, names[0])[:2]
        if clause.kind != "edge":
            at = "id" if clause.kind == "in" else "head"
            return f"EXISTS (SELECT 1 FROM enhanced e WHERE e.s = {one}.s AND e.{at} = {one}.id AND {label})"
        table = f"enhanced{len(self._joined)}"
        edges = f"(SELECT DISTINCT s, id, head FROM enhanced e WHERE {label}) {table}"
        tests = all_of([f"{table}.s = {two}.s", f"{table}.id = {two}.id", f"{table}.head = {one}.id"])
        if scope is not self._pattern:
            return f"{two}.s = {one}.s AND EXISTS (SELECT 1 FROM {edges} WHERE {tests})"
        self._joined.append(edges)
        return f"{two}.s = {one}.s AND {tests}"

    def _add_above(self, scope: Scope, name: str) -> str:
        """A table of what is above the tokens that a node may be, each pair once: ``s``, ``id``, ``top``."""
        number = len(self.above)
        table = f"above{number}"
        clauses = scope.clauses if scope is self._pattern else [*self._pattern.clauses, *scope.clauses]
        tests = all_of(alternatives_sql(one, "t") for one in _asked_of(name, clauses))
        self.above.append(
            f"below{number} AS MATERIALIZED (SELECT t.s, t.id, t.head FROM token t WHERE {tests}), "
            f"heads{number} AS MATERIALIZED "
            f"(SELECT s, id, head FROM token WHERE s IN (SELECT s FROM below{number})), "
            f"{table}(s, id, top) AS (SELECT s, id, head FROM below{number} UNION "
            f"SELECT {table}.s, {table}.id, h.head FROM {table} JOIN heads{number} h "
            f"ON h.s = {table}.s AND h.id = {table}.top)"
        )
        return table


def _asked_of(name: str, clauses: Iterable[Clause]) -> list[Alternatives]:
    return [one.alternatives for one in clauses if isinstance(one, Has) and one.nodes == (name,)]


def _crossing(a: str, b: str, c: str, d: str) -> str:
    """That one of the ends of an arc is within the other arc, and the other end is not."""
    first, last = f"least({a}.id, {b}.id)", f"greatest({a}.id, {b}.id)"
    start, end = f"least({c}.id, {d}.id)", f"greatest({c}.id, {d}.id)"
    return (
        f"({first} < {start} AND {start} < {last} AND {last} < {end}) OR "
        f"({start} < {first} AND {first} < {end} AND {end} < {last})"
    )
