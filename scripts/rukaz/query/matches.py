"""A search: its matches, what is known of them, how often it is so, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.query.conditions import value_of
from rukaz.query.hints import missing_values
from rukaz.query.reading import constraints, features_of, read_clauses, read_query, require_expressions
from rukaz.query.sql import Plan, limit_sql
from rukaz.query.syntax import ANCHOR, COMPARABLE, GLOBAL_COLUMNS, OTHER, TOKEN_COLUMNS
from rukaz.query.tables import explained_errors, open_corpus

if TYPE_CHECKING:
    import pyarrow as pa

CONTEXT_COLUMNS = ("left", "match", "right")
WHETHER = "whether"

MOST_POSITIONS = 200_000_000
"""Positions of all nodes of all matches that are kept, which need 1.6 GB."""

_FIELD = re.compile(
    r"(?:(?!other\.)(?P<node>[^\W\d]\w*\$?)\.)?(?P<feature>(?:other\.)?[^\W\d][\w-]*(?:\[[a-z]+\])?)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A match in its sentence.

    Attributes:
        words: of the sentence, each with the white space after it.
        positions: of the nodes in the order of the query, from 1; 0 is the anchor.
    """

    sent_id: str
    words: tuple[str, ...]
    positions: tuple[int, ...]


class Matches:
    """The matches of a query in a corpus; a context manager, which closes the database.

    Attributes:
        nodes: names of the nodes of the pattern; of a row of words, ``X1``, ``X2`` and so on.
        count: number of matches.
        sentences: number of sentences that have some.
    """

    def __init__(
        self, corpus: Path, text: str, *, whether: str | None = None, other: Path | None = None
    ) -> None:
        self.corpus = corpus
        self.query = read_query(text)
        self._has_other = other is not None
        self.nodes = self.query.pattern.nodes
        self._plan = Plan(self.query)
        self._whether = None if whether is None else read_clauses(whether, self.query.pattern)
        number = len(self.query.filters)
        self._whether_sql = self._whether and self._plan.filter_sql(self._whether, number)
        if any(one.startswith(OTHER) for one in features_of(self.query, self._whether)):
            self._require_other()
        self._database = open_corpus(corpus, other)
        require_expressions(self._database, self.query, self._whether)
        most = MOST_POSITIONS // len(self.nodes)
        with explained_errors(corpus):
            self._database.execute(f"CREATE TEMP TABLE matches AS {self._plan.sql} LIMIT {most + 1}")
            [counted] = self._database.sql("SELECT count(*), count(DISTINCT s) FROM matches").fetchall()
        if counted[0] > most:
            raise RukazError(f"there are more than {most:,} matches", hint="Restrict the nodes further.")
        self.count: int = counted[0]
        self.sentences: int = counted[1]

    def __enter__(self) -> Matches:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def __len__(self) -> int:
        return int(self.count)

    def __iter__(self) -> Iterator[Line]:
        return self.lines()

    # -- what is known of the matches --

    def table(self, *columns: str, limit: int | None = None, shuffle: int | None = None) -> pa.Table:
        """A row for each match, in the order of the corpus.

        Args:
            columns: fields (:meth:`count_by`), or ``left``, ``match`` and ``right`` for the words around; the
                default is ``sent_id`` and these.
            limit: no more rows.
            shuffle: the seed of a random order, so that ``limit`` makes a sample.

        Raises:
            RukazError: there is no such field.
        """
        wanted = columns or ("sent_id", *CONTEXT_COLUMNS)
        values = ", ".join(f'{self._expression(name)} AS "{name}"' for name in wanted)
        return self._select(values, wanted, "ORDER BY m.number", limit, shuffle)

    def count_by(self, *fields: str) -> pa.Table:
        """How often each combination of values occurs, most frequent first; the column ``count`` is last.

        >>> import rukaz
        >>> with rukaz.search("corpus", "pattern { V -[nsubj]-> S }") as found:
        ...     found.count_by("V.lemma", "S.upos").to_pylist()[:1]
        [{'V.lemma': 'встретить', 'S.upos': 'PROPN', 'count': 1}]

        Args:
            fields: ``V.lemma``, ``S.Case``: features of a node; without its name, of the first one. ``doc``,
                ``split``, ``role``, ``date`` and the like: of the sentence. ``whether``: whether the clauses
                hold that were given.

        Raises:
            RukazError: there is no such field.
        """
        values = ", ".join(f'{self._expression(name)} AS "{name}"' for name in fields)
        order = ", ".join(f'"{name}" NULLS LAST' for name in fields)
        end = f"GROUP BY ALL ORDER BY count DESC, {order}"
        return self._select(f"{values}, count(*)::BIGINT AS count", fields, end, None, None)

    def lines(self, *, limit: int | None = None, shuffle: int | None = None) -> Iterator[Line]:
        """The matches with the words of their sentences."""
        values = f"w.sid, c.words, {self._positions('m.')}"
        found = self._select(values, CONTEXT_COLUMNS, "ORDER BY m.number", limit, shuffle)
        for batch in found.to_batches(1000):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield Line(row[0], tuple(row[1]), tuple(row[2:]))

    def by_sentence(
        self, *, limit: int | None = None, shuffle: int | None = None
    ) -> dict[str, list[tuple[int, ...]]]:
        """The ids of the sentences that have matches, with the positions of the nodes of each match."""
        values = f"w.sid, {self._positions('m.')}"
        found = self._select(values, ["sent_id"], "ORDER BY m.number", limit, shuffle)
        by_sentence: dict[str, list[tuple[int, ...]]] = {}
        for sent_id, *row in zip(*(column.to_pylist() for column in found.columns), strict=True):
            by_sentence.setdefault(sent_id, []).append(tuple(row))
        return by_sentence

    def missing(self) -> list[str]:
        """What the query asks for and nothing in the corpus has, a sentence for each."""
        with explained_errors(self.corpus):
            return missing_values(self._database, constraints(self.query, self._whether))

    # -- SQL --

    def _positions(self, table: str = "") -> str:
        return ", ".join(f"{table}p{number}" for number in range(len(self.nodes)))

    def _select(
        self, values: str, fields: Sequence[str], end: str, limit: int | None, shuffle: int | None
    ) -> pa.Table:
        places = self._positions()
        order = f"s, {places}" if shuffle is None else f"hash(s, {places}, {int(shuffle)}), s, {places}"
        first = f"SELECT * FROM matches ORDER BY {order} {limit_sql(limit)}"
        picked = f"SELECT *, row_number() OVER () AS number FROM ({first})"
        table = "token" if self.query.is_shorthand else "place"
        tables = ["picked m"]
        for number in sorted(self._needed(fields)):
            tables.append(f"JOIN {table} n{number} ON n{number}.s = m.s AND n{number}.id = m.p{number}")
        if any(name in (*GLOBAL_COLUMNS, *CONTEXT_COLUMNS) for name in fields):
            tables.append("JOIN (SELECT s, sid FROM token WHERE id = 1) w ON w.s = m.s")
        if any(name in GLOBAL_COLUMNS and name != "sent_id" for name in fields):
            tables.append("JOIN sentence f ON f.sent_id = w.sid")
        if set(CONTEXT_COLUMNS) & set(fields):
            words = "list(form || CASE WHEN space_after THEN ' ' ELSE '' END ORDER BY id)"
            within = f"SELECT s, {words} AS words FROM token WHERE s IN (SELECT s FROM picked) GROUP BY s"
            tables.append(f"JOIN ({within}) c ON c.s = m.s")
        above = "".join(f", {table}" for table in self._plan.above if WHETHER in fields)
        parts = f"WITH RECURSIVE picked AS MATERIALIZED ({picked}){above}"
        sql = f"{parts} SELECT {values} FROM {' '.join(tables)} {end}"
        with explained_errors(self.corpus):
            return self._database.sql(sql).to_arrow_table()

    def _needed(self, fields: Sequence[str]) -> set[int]:
        """The numbers of the nodes whose tokens must be looked up."""
        if WHETHER in fields:
            return set(range(len(self.nodes)))
        others = (*GLOBAL_COLUMNS, *CONTEXT_COLUMNS)
        return {self._node(name)[0] for name in fields if name not in others}

    def _node(self, name: str) -> tuple[int, str]:
        """The number of the node that a field is of, and the feature."""
        found = _FIELD.fullmatch(name)
        features: Sequence[str] = (*TOKEN_COLUMNS, "feats", "id", "head")
        feature = found["feature"].removeprefix(OTHER) if found else ""
        if found and found["feature"] != feature:
            self._require_other()
            features = (*COMPARABLE, "feats")
        if not found or not (feature in features or feature[:1].isupper()):
            known = ", ".join((*features, *GLOBAL_COLUMNS))
            hint = f"Fields are {known}, features such as Case, and of a node: {self.nodes[0]}.lemma."
            raise RukazError(f"there is no field {name!r}", hint=hint)
        node = found["node"] or self.nodes[0]
        if node not in self.nodes:
            raise RukazError(f"the pattern has no node {node}", hint=f"It has {', '.join(self.nodes)}.")
        return self.nodes.index(node), re.sub(r"__([a-z]+)$", r"[\1]", found["feature"])

    def _require_other(self) -> None:
        if not self._has_other:
            raise RukazError("there is no other corpus to compare with", hint="Add: --other CORPUS")

    def _expression(self, name: str) -> str:
        if name == WHETHER:
            if self._whether_sql is None:
                raise RukazError("the field whether has no clauses", hint='Add: --whether "S << V"')
            return f"({self._whether_sql})"
        if name in GLOBAL_COLUMNS:
            return "w.sid" if name == "sent_id" else f"f.{name}"
        if name in CONTEXT_COLUMNS:
            return self._context(name)
        number, feature = self._node(name)
        value = f"m.p{number}" if feature == "id" else value_of(feature, f"n{number}")
        if self.query.is_shorthand or feature == "id":
            return value
        return f"CASE WHEN m.p{number} = 0 THEN '{ANCHOR}' ELSE {value} END"

    def _context(self, name: str) -> str:
        """The words before, of and after what stands in the middle: a row of words, or the first node."""
        first, last = "m.p0", f"m.p{len(self.nodes) - 1}" if self.query.is_shorthand else "m.p0"
        match name:
            case "left":
                part = f"c.words[1:{first} - 1]"
            case "match":
                part = f"c.words[{first}:{last}]"
            case _:
                part = f"c.words[{last} + 1:]"
        return f"CASE WHEN {first} = 0 THEN '' ELSE trim(array_to_string({part}, '')) END"


def search(corpus: Path, query: str, *, whether: str | None = None, other: Path | None = None) -> Matches:
    """Find what a query describes in a corpus; see :func:`rukaz.search`."""
    return Matches(corpus, query, whether=whether, other=other)
