"""Frequency lists, n-grams and keywords of a corpus or of some of its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rukaz.errors import RukazError
from rukaz.query.conditions import constraint_sql, value_of
from rukaz.query.reading import read_facts, read_query
from rukaz.query.sql import Plan, limit_sql
from rukaz.query.syntax import GLOBAL_COLUMNS, TOKEN_COLUMNS
from rukaz.statistics.measures import log_likelihood, log_ratio

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

PER = 1_000_000

_COLUMNS = ("count", "other", "per_million", "log_likelihood", "log_ratio", "s", "id")
"""Names of columns of the lists, which DuckDB reads in any case."""

WORDS = "t.upos NOT IN ('PUNCT', 'SYM')"


def subset_sql(subset: str) -> str:
    """The condition that a token ``t`` is of a subset of the sentences.

    Args:
        subset: what ``global { … }`` says of sentences (``split=test``, ``doc=a|b``), or a query: then the
            sentences in which it has a match.

    Raises:
        RukazError: it is neither.
    """
    if re.match(r"\s*(pattern|with|without|global)\s*\{", subset) or "[" in subset:
        return f"t.s IN (SELECT s FROM ({Plan(read_query(subset)).sql}))"
    constraints = read_facts(subset)
    if not constraints:
        raise RukazError("no sentences were selected", hint="Type, for example: split=test")
    facts = " AND ".join(f"({constraint_sql(one, 'f', of_row=True)})" for one in constraints)
    return f"t.sid IN (SELECT f.sent_id FROM sentence f WHERE {facts})"


def frequencies(
    database: duckdb.DuckDBPyConnection,
    fields: Sequence[str] = ("lemma", "upos"),
    *,
    subset: str | None = None,
    length: int = 1,
    limit: int | None = None,
) -> pa.Table:
    """How often each combination of values occurs, most frequent first.

    Punctuation marks and symbols do not count, and no n-gram goes over one.

    Args:
        fields: of tokens, and of their sentences (``doc``, ``split``); of n-grams, those of each word, one
            behind the other with spaces between, and ``_`` for what a word does not have.
        subset: only these sentences (:func:`subset_sql`).
        length: of n-grams, in words.

    Returns:
        the fields, ``count``, and ``per_million`` words.

    Raises:
        RukazError: there are no words in the subset, or no such field.
    """
    [(size,)] = database.sql(f"SELECT count(*) FROM token t WHERE {_of(subset)}").fetchall()
    if subset is not None and not size:
        raise _no_words(subset)
    counted = _counted(fields, subset, length)
    order = ", ".join(f'"{name}" NULLS LAST' for name in fields)
    return database.sql(
        f"""SELECT *, round(count * {PER} / {size}, 1) AS per_million FROM ({counted})
            ORDER BY count DESC, {order} {limit_sql(limit)}"""
    ).to_arrow_table()


def keywords(  # noqa: PLR0913 - what is compared, and how
    database: duckdb.DuckDBPyConnection,
    subset: str,
    *,
    against: str | None = None,
    fields: Sequence[str] = ("lemma", "upos"),
    length: int = 1,
    limit: int | None = None,
) -> pa.Table:
    """What is more frequent in some sentences than in others, by log-likelihood.

    Args:
        against: the other sentences; all that are not of ``subset`` if not given.

    Returns:
        the fields, ``count`` and ``other`` (in the others), ``log_likelihood``, ``log_ratio``; only what is
        more frequent in ``subset``.

    Raises:
        RukazError: one of the two is empty.
    """
    import pyarrow as pa

    other = _of(against) if against is not None else f"{WORDS} AND NOT ({subset_sql(subset)})"
    sizes = [
        database.sql(f"SELECT count(*) FROM token t WHERE {test}").fetchall()[0][0]
        for test in (_of(subset), other)
    ]
    if not all(sizes):
        raise _no_words(subset if not sizes[0] else against or f"all but {subset}")
    names = ", ".join(f'a."{name}"' for name in fields)
    same = " AND ".join(f'a."{name}" IS NOT DISTINCT FROM b."{name}"' for name in fields)
    counted = database.sql(
        f"""SELECT {names}, a.count, coalesce(b.count, 0) AS other FROM ({_counted(fields, subset, length)}) a
            LEFT JOIN ({_counted(fields, None, length, other)}) b ON {same}"""
    ).to_arrow_table()
    rows = [
        {
            **row,
            "log_likelihood": round(log_likelihood(row["count"], row["other"], *sizes), 2),
            "log_ratio": round(log_ratio(row["count"], row["other"], *sizes), 2),
        }
        for row in counted.to_pylist()
        if row["count"] / sizes[0] > row["other"] / sizes[1]
    ]
    rows.sort(key=lambda row: (-row["log_likelihood"], *(str(row[name]) for name in fields)))
    schema = pa.schema([*counted.schema, ("log_likelihood", pa.float64()), ("log_ratio", pa.float64())])
    return pa.Table.from_pylist(rows[:limit], schema=schema)


def _no_words(subset: str) -> RukazError:
    return RukazError(f"there are no words in {subset}", hint="Name others, as in: split=test, doc=ID.")


def _of(subset: str | None) -> str:
    return WORDS if subset is None else f"{WORDS} AND {subset_sql(subset)}"


def _counted(fields: Sequence[str], subset: str | None, length: int, test: str | None = None) -> str:
    """SQL that counts combinations of fields in the tokens of which a test holds, or those of a subset."""
    names = ", ".join(f'"{name}"' for name in fields)
    if length == 1:
        values = ", ".join(f'{_value(name)} AS "{name}"' for name in fields)
        of_words = f"FROM token t WHERE {test or _of(subset)}"
        return f"SELECT {values}, count(*)::BIGINT AS count {of_words} GROUP BY ALL"
    alone = ", ".join(f"coalesce({_value(name)}, '_') AS \"{name}\"" for name in fields)
    words = f"SELECT s, id, {alone} FROM token t WHERE {test or _of(subset)}"
    joined = " ".join(
        f"JOIN words w{number} ON w{number}.s = w0.s AND w{number}.id = w0.id + {number}"
        for number in range(1, length)
    )
    each = {name: ", ".join(f'w{number}."{name}"' for number in range(length)) for name in fields}
    values = ", ".join(f"concat_ws(' ', {words_of}) AS \"{name}\"" for name, words_of in each.items())
    return (
        f"WITH words AS ({words}) SELECT {names}, count(*)::BIGINT AS count FROM "
        f"(SELECT {values} FROM words w0 {joined}) GROUP BY ALL"
    )


def _value(name: str) -> str:
    known = (*TOKEN_COLUMNS, *GLOBAL_COLUMNS, "feats")
    is_feature = re.fullmatch(r"[^\W\da-zа-яё][\w-]*(\[[a-z]+\])?", name) and name.lower() not in _COLUMNS
    if name not in known and not is_feature:
        raise RukazError(
            f"there is no field {name!r}", hint=f"Fields are {', '.join(known)}, and features such as Case."
        )
    return value_of(name, "t")
