"""A query as SQL: each node is the table of tokens again, joined on the sentence.

The tables are those of :mod:`rukaz.query.tables`. As in Grew, a match gives each node of the pattern a token
of its own, ``with`` and ``without`` only filter the matches, and a node may be the anchor above the root,
where what is asked of it allows that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rukaz.query.syntax import (
    ANCHOR,
    OTHER,
    SENTENCE_COLUMNS,
    Alternatives,
    Clause,
    Compared,
    Constraint,
    Distance,
    Has,
    Query,
    Related,
    Scope,
    Value,
)

_OF_TOKEN = (
    "form", "lemma", "upos", "xpos", "deprel", "ner", "entity", "doc", "feats", "sent_id", "head", "enhanced"
)  # fmt: skip
_OF_SENTENCE = (*SENTENCE_COLUMNS, "text")


def quoted(text: str) -> str:
    """A string of SQL.

    >>> quoted("O'Нил")
    "'O''Нил'"
    """
    return "'" + text.replace("'", "''") + "'"


def limit_sql(rows: int | None) -> str:
    """The end of a query that gives no more rows; DuckDB counts to 63 bits."""
    return "" if rows is None else f"LIMIT {min(int(rows), 2**63 - 1)}"


def value_of(feature: str, token: str) -> str:
    """The value of a feature of the token with the alias ``token``; NULL where it has none."""
    if feature.startswith(OTHER):
        value = value_of(feature.removeprefix(OTHER), "o")
        return f"(SELECT {value} FROM other o WHERE o.s = {token}.s AND o.id = {token}.id)"
    if feature in _OF_TOKEN:
        return f"{token}.{feature}"
    if feature == "name":
        return f"(SELECT name FROM mention_name m WHERE m.sent_id = {token}.sent_id AND m.id = {token}.id)"
    if feature in _OF_SENTENCE:
        return f"(SELECT f.{feature} FROM sentence f WHERE f.sent_id = {token}.sent_id)"
    return f"nullif(regexp_extract('|' || {token}.feats, {quoted(_item(feature))}, 1), '')"


def _item(feature: str) -> str:
    return rf"\|{re.escape(feature)}=([^|]*)"


def expression_of(value: Value) -> str:
    """The regular expression of a value as RE2 has it, which DuckDB uses."""
    text = re.sub(r"\\u\{?([0-9A-Fa-f]{4,6})\}?", r"\\x{\1}", value.text)
    text = re.sub(r"\\([pP])\{(?:Script|sc)=(\w+)\}", r"\\\1{\2}", text)
    return f"(?i){text}" if value.ignore_case else text


# -- what is asked of values --


def constraint_sql(constraint: Constraint, token: str, *, in_facts: bool = False) -> str:
    """What is asked of a feature, as a condition.

    Args:
        in_facts: ``token`` is the alias of a row of the table ``sentence``.
    """
    if constraint.feature == "word":
        sides = (f"replace(lower({token}.{name}), 'ё', 'е')" for name in ("form", "lemma"))
        return _any(_test(side, constraint.values) for side in sides)
    value = constraint_value(constraint, token, in_facts=in_facts)
    if constraint.is_absent:
        return f"{value} IS NULL"
    if not constraint.values:
        return f"{value} IS NOT NULL"
    if constraint.feature.removeprefix(OTHER) == "ner":
        label = f"substr({value}, 3)"
        test = _any(_test(value if _is_tag(one) else label, [one]) for one in constraint.values)
    elif _is_of_feats(constraint.feature) and not constraint.is_different and not in_facts:
        test = _any(_feature_test(constraint.feature, one, token, value) for one in constraint.values)
    else:
        test = _test(value, constraint.values)
    return f"{value} IS NOT NULL AND NOT ({test})" if constraint.is_different else test


def constraint_value(constraint: Constraint, token: str, *, in_facts: bool = False) -> str:
    """The value that is asked about: of a feature, or one part of a relation."""
    value = f"{token}.{constraint.feature}" if in_facts else value_of(constraint.feature, token)
    if constraint.part == 1:
        return f"split_part({value}, ':', 1)"
    return f"nullif(split_part({value}, ':', 2), '')" if constraint.part == 2 else value


def _is_tag(value: Value) -> bool:
    """Whether ``B-PER`` or an expression is meant, and not a name of any length."""
    return value.is_regex or value.text[:2] in ("B-", "I-")


def _is_of_feats(feature: str) -> bool:
    return feature not in (*_OF_TOKEN, *_OF_SENTENCE, "name") and not feature.startswith(OTHER)


def _feature_test(feature: str, one: Value, token: str, value: str) -> str:
    if one.is_regex:
        return _test(value, [one])
    return f"contains('|' || {token}.feats || '|', {quoted(f'|{feature}={one.text}|')})"


def _test(value: str, wanted: Sequence[Value]) -> str:
    words = [one.text for one in wanted if not one.is_regex]
    tests = [_matches(value, one) for one in wanted if one.is_regex]
    if words:
        tests.insert(0, f"{value} IN ({', '.join(map(quoted, words))})")
    return _any(tests)


def _matches(value: str, one: Value) -> str:
    """A regular expression, by what is three times as fast where it says how a value begins or ends."""
    if not one.ignore_case:
        if begins := re.fullmatch(r"([\w -]+)\.\*", one.text):
            return f"starts_with({value}, {quoted(begins[1])})"
        if ends := re.fullmatch(r"\.\*([\w -]+)", one.text):
            return f"suffix({value}, {quoted(ends[1])})"
    return f"regexp_full_match({value}, {quoted(expression_of(one))})"


def _any(tests: Iterable[str]) -> str:
    return "(" + " OR ".join(tests) + ")"


def _all(tests: Iterable[str]) -> str:
    return " AND ".join(f"({test})" for test in tests) or "true"


def _alternatives(alternatives: Alternatives, token: str) -> str:
    return _any(_all(constraint_sql(one, token) for one in constraints) for constraints in alternatives)


def _allows_anchor(alternatives: Alternatives) -> bool:
    return any(all(map(_is_of_anchor, constraints)) for constraints in alternatives)


def _is_of_anchor(constraint: Constraint) -> bool:
    """Whether the anchor may have it; expressions for its form are left to the database."""
    if constraint.feature != "form":
        return constraint.is_absent
    if constraint.is_absent:
        return False
    if not constraint.values or any(one.is_regex for one in constraint.values):
        return True
    return any(one.text == ANCHOR for one in constraint.values) != constraint.is_different


# -- queries --


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
            facts = _all(constraint_sql(one, "f", in_facts=True) for one in query.globals)
            tests.insert(0, f"n0.sid IN (SELECT f.sent_id FROM sentence f WHERE {facts})")
        tests += [self.filter_sql(scope, number) for number, scope in enumerate(query.filters)]
        nodes_of = [f"{self._table(query.pattern, name)} {alias}" for name, alias in self._alias.items()]
        tables = ", ".join([*nodes_of, *self._joined])
        columns = ", ".join(f"{alias}.id AS p{number}" for number, alias in enumerate(self._alias.values()))
        above = f"WITH RECURSIVE {', '.join(self.above)} " if self.above else ""
        self.sql = f"{above}SELECT n0.s AS s, {columns} FROM {tables} WHERE {_all(tests)}"

    def filter_sql(self, scope: Scope, number: int) -> str:
        """The condition that ``with`` or ``without`` makes."""
        alias = {**self._alias, **{name: f"f{number}_{at}" for at, name in enumerate(scope.nodes)}}
        tests = list(self._scope(scope, alias))
        if scope.nodes:
            first = alias[scope.nodes[0]]
            tests.insert(0, f"{first}.s = n0.s")
            tests += self._together(scope, scope.nodes, alias)
            tables = ", ".join(f"{self._table(scope, name)} {alias[name]}" for name in scope.nodes)
            found = f"EXISTS (SELECT 1 FROM {tables} WHERE {_all(tests)})"
        else:
            found = f"coalesce({_all(tests)}, false)"
        return f"NOT {found}" if scope.kind == "without" else found

    def _table(self, scope: Scope, name: str) -> str:
        """The table that a node is taken from: the tokens, with the anchors if it may be one."""
        may_be = self._anchors and all(map(_allows_anchor, _asked_of(name, scope.clauses)))
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
                    yield _alternatives(clause.alternatives, names[0])
                case Related():
                    related = self._enhanced if clause.is_enhanced else self._related
                    yield related(clause, names, scope)
                case Distance():
                    yield f"{names[0]}.s = {names[1]}.s"
                    apart = f"{names[1]}.id - {names[0]}.id"
                    yield f"{f'abs({apart})' if clause.is_length else apart} {clause.sign} {clause.number}"
                case Compared():
                    sides = [value_of(*pair) for pair in zip(clause.features, names, strict=True)]
                    yield f"{sides[0]} {'=' if clause.is_same else '<>'} {sides[1]}"

    def _related(  # noqa: PLR0911 - one for each kind
        self, clause: Related, names: Sequence[str], scope: Scope
    ) -> str:
        label = [constraint_sql(one, "{}") for one in clause.label]
        one, two = (*names, "")[:2]
        match clause.kind:
            case "edge":
                labels = [test.replace("{}", two) for test in label]
                return _all([f"{two}.s = {one}.s", f"{two}.head = {one}.id", *labels])
            case "in":
                return _all([f"{one}.head IS NOT NULL", *(test.replace("{}", one) for test in label)])
            case "out":
                labels = [test.replace("{}", "o") for test in label]
                tests = _all([f"o.s = {one}.s", f"o.head = {one}.id", *labels])
                return f"EXISTS (SELECT 1 FROM token o WHERE {tests})"
            case "before":
                return _all([f"{two}.s = {one}.s", f"{two}.id = {one}.id + 1"])
            case "precedes":
                return _all([f"{two}.s = {one}.s", f"{one}.id < {two}.id"])
            case "dominates":
                above = self._add_above(scope, clause.nodes[1])
                tests = _all([f"{above}.s = {two}.s", f"{above}.id = {two}.id", f"{above}.top = {one}.id"])
                if scope is self._pattern:
                    self._joined.append(above)
                    return tests
                return f"EXISTS (SELECT 1 FROM {above} WHERE {tests})"
        return _crossing(*names)

    def _enhanced(self, clause: Related, names: Sequence[str], scope: Scope) -> str:
        """That an edge of the enhanced graph leads to a word, from it, or from one to the other."""
        label = _all(constraint_sql(one, "e") for one in clause.label)
        one, two = (*names, names[0])[:2]
        if clause.kind != "edge":
            at = "id" if clause.kind == "in" else "head"
            return f"EXISTS (SELECT 1 FROM enhanced e WHERE e.s = {one}.s AND e.{at} = {one}.id AND {label})"
        table = f"enhanced{len(self._joined)}"
        edges = f"(SELECT DISTINCT s, id, head FROM enhanced e WHERE {label}) {table}"
        tests = _all([f"{table}.s = {two}.s", f"{table}.id = {two}.id", f"{table}.head = {one}.id"])
        if scope is not self._pattern:
            return f"{two}.s = {one}.s AND EXISTS (SELECT 1 FROM {edges} WHERE {tests})"
        self._joined.append(edges)
        return f"{two}.s = {one}.s AND {tests}"

    def _add_above(self, scope: Scope, name: str) -> str:
        """A table of what is above the tokens that a node may be, each pair once: ``s``, ``id``, ``top``."""
        number = len(self.above)
        table = f"above{number}"
        clauses = scope.clauses if scope is self._pattern else [*self._pattern.clauses, *scope.clauses]
        tests = _all(_alternatives(one, "t") for one in _asked_of(name, clauses))
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
