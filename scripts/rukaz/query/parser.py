"""The query language: requests as Grew reads them (grew.fr/doc/request), and a shorthand for a row of words.

>>> parse("pattern { V [upos=VERB]; V -[nsubj]-> S }").pattern.nodes
['V', 'S']
>>> parse("Касым-Жомарт [lemma=Токаев]").is_shorthand
True
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from rukaz.query.facts import global_clauses, scanner_in_braces
from rukaz.query.row_of_words import row_of_words
from rukaz.query.scanner import Scanner
from rukaz.query.syntax import (
    Clause,
    Compared,
    Constraint,
    Distance,
    Has,
    Query,
    Related,
    Scope,
)

_KEYWORDS = ("pattern", "with", "without", "global")
MOST_NODES = 31
"""Of a query, in both engines."""

_WORD = re.compile(r"[^\W\d_]+")
_BEGINS = re.compile(r"(?:pattern|with|without|global)\s*\{")
_SIGN = re.compile(r"<<|>>|><|<>|<|>")
_EQUALITY = re.compile(r"=|<>")
_COMPARISON = re.compile(r"<=|>=|<>|=|<|>")
_NUMBER = re.compile(r"-?\d+")
_OTHER_SIDE = re.compile(r"([^\W\d]\w*\$?)\s*\.\s*")


def parse(text: str) -> Query:
    """The query as scopes of nodes and clauses.

    Raises:
        QueryError: it cannot be read.
    """
    scanner = Scanner(text)
    scanner.space()
    if scanner.ended:
        scanner.fail("type a word, or a pattern such as pattern { V [upos=VERB] }", 0)
    query = _request(scanner) if _BEGINS.match(text, scanner.at) else row_of_words(scanner)
    if sum(len(scope.nodes) for scope in (query.pattern, *query.filters)) > MOST_NODES:
        scanner.fail(f"there are more than {MOST_NODES} nodes", 0)
    return query


def parse_clauses(text: str, pattern: Scope) -> Scope:
    """Clauses about the nodes of a pattern, as they stand in ``with { … }``; braces may be left out.

    Raises:
        QueryError: they cannot be read.
    """
    scanner = scanner_in_braces(text)
    reader = _Reader("with", _Reader.of(pattern))
    reader.read(scanner)
    scanner.need_end()
    return reader.resolved()


# -- requests --


def _request(scanner: Scanner) -> Query:
    pattern = _Reader("pattern", None)
    filters: list[_Reader] = []
    constraints: list[Constraint] = []
    while not scanner.ended:
        position = scanner.at
        word = scanner.take(_WORD)
        scanner.space()
        match word[0] if word else None:
            case "pattern":
                pattern.read(scanner)
            case "with" | "without" as kind:
                filters.append(_Reader(kind, pattern))
                filters[-1].read(scanner)
            case "global":
                constraints += global_clauses(scanner)
            case _:
                scanner.fail(f"one of {', '.join(_KEYWORDS)} is expected", position)
    scope = pattern.resolved()
    others = tuple(one.resolved() for one in filters)
    if not scope.nodes:
        scanner.fail("a pattern is expected: pattern { V [upos=VERB] }", 0)
    return Query(scanner.text, scope, others, tuple(constraints), is_shorthand=False)


class _Edge(NamedTuple):
    nodes: tuple[str, ...]


class _Reader:
    """Reads one pair of braces; what a name stands for is settled when all has been read."""

    def __init__(self, kind: Literal["pattern", "with", "without"], outer: _Reader | None) -> None:
        self._scope = Scope(kind)
        self._outer = outer
        self._edges: dict[str, _Edge] = {}
        self._open: list[Callable[[], None]] = []

    @classmethod
    def of(cls, scope: Scope) -> _Reader:
        """The reader that has read ``scope``."""
        reader = cls("pattern", None)
        reader._scope = scope
        return reader

    def resolved(self) -> Scope:
        """The scope with its own nodes."""
        outer = self._outer
        self._scope.nodes = [name for name in self._scope.nodes if not (outer and outer.has(name))]
        for resolve in self._open:
            resolve()
        return self._scope

    def has(self, name: str) -> bool:
        """Whether there is a node of that name, here or in the pattern."""
        return name in self._scope.nodes or bool(self._outer and self._outer.has(name))

    def edge(self, name: str) -> _Edge | None:
        """The edge of that name."""
        return self._edges.get(name) or (self._outer.edge(name) if self._outer else None)

    def read(self, scanner: Scanner) -> None:
        """Read from { to }."""
        scanner.need("{", f"{{ is expected after {self._scope.kind}")
        while True:
            while scanner.skip(";"):
                pass
            if scanner.skip("}"):
                return
            if scanner.ended:
                scanner.fail(f"}} is expected at the end of {self._scope.kind}")
            self._clause(scanner)
            if scanner.next not in (";", "}", ""):
                scanner.fail("either ; or } is expected after a clause")

    def _declare(self, name: str) -> None:
        if name not in self._scope.nodes:
            self._scope.nodes.append(name)

    def _add(self, clause: Clause) -> None:
        self._scope.clauses.append(clause)

    def _clause(self, scanner: Scanner) -> None:
        if scanner.next == "*":
            self._into(scanner)
            return
        position = scanner.at
        name = scanner.name("a node is expected, such as V [upos=VERB] or V -[nsubj]-> S")
        full = f"{name}$" if scanner.skip("$") else name
        match scanner.next:
            case "(" if name in ("length", "delta"):
                self._distance(scanner, name)
            case "[":
                self._declare(full)
                self._add(Has((full,), scanner.alternatives()))
            case ":":
                self._named_edge(scanner, name)
            case ".":
                self._compare(scanner, full, position)
            case "-":
                self._from(scanner, full)
            case "<" | ">":
                self._order(scanner, full, position)
            case _:
                scanner.fail(f"after {full}, one of [ -> -[ < << . is expected")

    def _named_edge(self, scanner: Scanner, name: str) -> None:
        """``e: V -[nsubj]-> S``."""
        scanner.skip(":")
        clause = self._from(scanner, scanner.node("a node is expected after the name of an edge"))
        if clause.kind != "edge" or clause.is_enhanced:
            scanner.fail("an edge between two nodes is expected after its name")
        self._edges[name] = _Edge(clause.nodes)

    def _from(self, scanner: Scanner, source: str) -> Related:
        """``V -> S``, ``V -[nsubj]-> S``, ``V -[nsubj]-> *``, ``V ->> S``."""
        self._declare(source)
        if scanner.skip("->>"):
            clause = Related("dominates", (source, self._target(scanner)))
        else:
            label = self._arrow(scanner)
            if scanner.skip("*"):
                clause = Related("out", (source,), label)
            else:
                clause = Related("edge", (source, self._target(scanner)), label)
        self._add(clause)
        return clause

    def _into(self, scanner: Scanner) -> None:
        """``* -[nsubj]-> S``."""
        scanner.skip("*")
        label = self._arrow(scanner)
        self._add(Related("in", (self._target(scanner),), label))

    def _arrow(self, scanner: Scanner) -> tuple[Constraint, ...]:
        if scanner.skip("->"):
            return ()
        scanner.need("-[", "-> or -[relation]-> is expected")
        return scanner.label()

    def _target(self, scanner: Scanner) -> str:
        name = scanner.node("a node is expected after the arrow")
        self._declare(name)
        return name

    def _order(self, scanner: Scanner, name: str, position: int) -> None:
        """``V < S`` (next to it), ``V << S`` (anywhere after it), > and >>; edges that cross: ``e >< f``."""
        found = scanner.take(_SIGN)
        assert found
        sign = found[0]
        scanner.space()
        place = scanner.at
        other = scanner.node(f"a node is expected after {sign}")

        def resolve() -> None:
            one, two = self.edge(name), self.edge(other)
            if sign == "><" and one and two:
                self._add(Related("crossing", (*one.nodes, *two.nodes)))
                return
            if one or two or sign in ("><", "<>"):
                scanner.fail("between two edges there is only ><, between two nodes < << > >>", position)
            self._require(scanner, name, position)
            self._require(scanner, other, place)
            nodes = (name, other) if sign[0] == "<" else (other, name)
            self._add(Related("before" if len(sign) == 1 else "precedes", nodes))

        self._open.append(resolve)

    def _require(self, scanner: Scanner, name: str, position: int) -> None:
        if not self.has(name):
            scanner.fail(f"there is no node {name}; declare it before: {name} []", position)

    def _compare(self, scanner: Scanner, name: str, position: int) -> None:
        """``V.lemma = S.lemma``, ``V.Number <> S.Number``, ``V.lemma = "быть"``, ``e.label = f.label``."""
        scanner.skip(".")
        feature = scanner.feature()
        sign = scanner.take(_EQUALITY)
        if not sign:
            scanner.fail("= or <> is expected")
        scanner.space()
        same = sign[0] == "="
        start = scanner.at
        if other := scanner.take(_OTHER_SIDE):
            sides = ((name, feature, position), (other[1], scanner.feature(), start))

            def resolve() -> None:
                (one, of_one), (two, of_two) = (self._side(scanner, *side) for side in sides)
                self._add(Compared((one, two), (of_one, of_two), same))

            self._open.append(resolve)
            return
        value = scanner.value()

        def resolve_value() -> None:
            node, of = self._side(scanner, name, feature, position)
            self._add(Has((node,), [[Constraint(of, (value,), is_different=not same)]]))

        self._open.append(resolve_value)

    def _side(self, scanner: Scanner, name: str, feature: str, position: int) -> tuple[str, str]:
        """Node and feature of one side; the label of an edge is the relation of its dependent."""
        edge = self.edge(name)
        if edge is None:
            self._require(scanner, name, position)
            scanner.known(feature, position)
            return name, feature
        if feature != "label":
            scanner.fail(f"an edge has only a label: {name}.label", position)
        return edge.nodes[1], "deprel"

    def _distance(self, scanner: Scanner, kind: str) -> None:
        """``length(V, S) > 3``, ``delta(V, S) = -1``."""
        scanner.skip("(")
        one = self._distant(scanner)
        scanner.need(",", ", is expected")
        two = self._distant(scanner)
        scanner.need(")", ") is expected")
        sign = scanner.take(_COMPARISON)
        if not sign:
            scanner.fail("one of = <> < <= > >= is expected")
        scanner.space()
        number = scanner.take(_NUMBER)
        if not number:
            scanner.fail("a number is expected")
        scanner.space()
        self._add(Distance((one, two), sign[0], int(number[0]), is_length=kind == "length"))

    def _distant(self, scanner: Scanner) -> str:
        position = scanner.at
        name = scanner.node("a node is expected")
        self._open.append(lambda: self._require(scanner, name, position))
        return name
