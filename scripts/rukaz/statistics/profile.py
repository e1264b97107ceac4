"""The profile of a lemma: forms, relations with their collocates, names near it, where and when it occurs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rukaz.errors import RukazError
from rukaz.query.conditions import quoted
from rukaz.statistics.measures import association, deviation_of_proportions, log_dice

if TYPE_CHECKING:
    import duckdb

LEAST = 2
"""Times that a collocate must occur with the lemma."""


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word that stands in a relation to the lemma.

    Attributes:
        relation: of UD.
        is_head: the collocate is the head, and the lemma depends on it.
    """

    relation: str
    is_head: bool
    lemma: str
    upos: str
    count: int
    log_dice: float
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a lemma.

    Attributes:
        per_million: tokens.
        documents: number of those in which it occurs.
        dispersion: Gries's DP over documents, from 0 (even) to 1.
        forms: form in lower case, FEATS, count.
        collocates: by relation, those by logDice; the relations by their frequency.
        names: of entities in its sentences: name, label, count of sentences, log-likelihood.
        spread: documents in which it occurs, those with most first: id, count, per million of its tokens.
        trend: year and month (or what is known of the date), count, and per million tokens of that time.
    """

    lemma: str
    count: int
    per_million: float
    documents: int
    dispersion: float
    forms: list[tuple[str, str | None, int]]
    collocates: list[Collocate]
    names: list[tuple[str, str, int, float]]
    spread: list[tuple[str, int, float]]
    trend: list[tuple[str, int, float]]

    def as_json(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def profile(database: duckdb.DuckDBPyConnection, lemma: str, *, upos: str | None = None) -> Profile:
    """The profile of a lemma, of one part of speech or of all that it is.

    Raises:
        RukazError: no token has this lemma.
    """
    test = f"t.lemma = {quoted(lemma)}" + (f" AND t.upos = {quoted(upos)}" if upos else "")
    parts = database.sql(
        f"""SELECT t.doc, count(*) FILTER ({test}), count(*) FROM token t
            WHERE t.upos <> 'PUNCT' GROUP BY t.doc ORDER BY t.doc"""
    ).fetchall()
    counts, sizes = [part[1] for part in parts], [part[2] for part in parts]
    count, size = sum(counts), sum(sizes)
    if not count:
        raise RukazError(f"no token has the lemma {lemma}", hint="Without LEMMA, rukaz words lists them.")
    return Profile(
        lemma=lemma,
        count=count,
        per_million=round(count * 1e6 / size, 1),
        documents=sum(map(bool, counts)),
        dispersion=round(deviation_of_proportions(counts, sizes), 3),
        forms=database.sql(
            f"""SELECT lower(t.form), t.feats, count(*) FROM token t WHERE {test}
                GROUP BY ALL ORDER BY 3 DESC, 1, 2"""
        ).fetchall(),
        collocates=_collocates(database, test),
        names=_names(database, test),
        spread=sorted(
            ((doc, times, round(times * 1e6 / size, 1)) for doc, times, size in parts if times),
            key=lambda row: (-row[1], row[0]),
        ),
        trend=_trend(database, test),
    )


def _collocates(database: duckdb.DuckDBPyConnection, test: str) -> list[Collocate]:
    """The collocates on both ends of an arc; punctuation does not count."""
    found: list[Collocate] = []
    for is_head in (False, True):
        head, dependent = ("o", "t") if is_head else ("t", "o")
        arcs = f"""SELECT {dependent}.deprel, o.lemma, o.upos FROM token t JOIN token o
                   ON o.s = t.s AND {head}.id = {dependent}.head
                   WHERE {dependent}.upos <> 'PUNCT' AND t.upos <> 'PUNCT' AND {test}"""
        # how often each word is on that end of each relation, and of any
        ends = """SELECT d.deprel, d.lemma, d.upos FROM token d WHERE d.head > 0 AND d.upos <> 'PUNCT'"""
        if is_head:
            ends = """SELECT d.deprel, h.lemma, h.upos FROM token d
                      JOIN token h ON h.s = d.s AND h.id = d.head WHERE d.upos <> 'PUNCT'"""
        rows = database.sql(
            f"""WITH pairs AS (SELECT *, count(*) AS joint FROM ({arcs}) GROUP BY ALL),
                ends AS MATERIALIZED (SELECT deprel, lemma, upos, count(*) AS n FROM ({ends}) GROUP BY ALL),
                relations AS (SELECT deprel, sum(n) AS total FROM ends GROUP BY 1),
                words AS (SELECT lemma, upos, sum(n) AS anywhere FROM ends GROUP BY 1, 2),
                mine AS (SELECT deprel, sum(joint) AS first FROM pairs GROUP BY 1)
                SELECT deprel, p.lemma, p.upos, joint, first, n, anywhere, total FROM pairs p
                JOIN mine USING (deprel) JOIN relations USING (deprel) JOIN ends USING (deprel, lemma, upos)
                JOIN words USING (lemma, upos) WHERE joint >= {LEAST} ORDER BY first DESC, deprel"""
        ).fetchall()
        ranked = [
            Collocate(
                relation, is_head, word, upos, joint,
                round(log_dice(joint, int(first), int(anywhere)), 2),
                round(association(joint, int(first), n, int(total)), 2),
            )
            for relation, word, upos, joint, first, n, anywhere, total in rows
        ]  # fmt: skip
        order = {relation: place for place, relation in enumerate(dict.fromkeys(row[0] for row in rows))}
        found += sorted(ranked, key=lambda one: (order[one.relation], -one.log_dice, one.lemma))
    return found


def _names(database: duckdb.DuckDBPyConnection, test: str) -> list[tuple[str, str, int, float]]:
    """The entities named in its sentences, by log-likelihood of sentences; those it is itself part of too."""
    rows = database.sql(
        f"""WITH mine AS MATERIALIZED (SELECT DISTINCT t.sent_id FROM token t WHERE {test}),
            named AS (SELECT DISTINCT sent_id, coalesce(name, text) AS name, label FROM entities)
            SELECT name, label, count(*) FILTER (sent_id IN (SELECT sent_id FROM mine)) AS joint,
            (SELECT count(*) FROM mine), count(*), (SELECT count(*) FROM sentence)
            FROM named GROUP BY ALL HAVING joint >= {LEAST}"""
    ).fetchall()
    found = [(name, label, joint, round(association(joint, *of), 2)) for name, label, joint, *of in rows]
    return sorted(found, key=lambda row: (-row[3], row[0]))


def _trend(database: duckdb.DuckDBPyConnection, test: str) -> list[tuple[str, int, float]]:
    return database.sql(
        f"""SELECT substr(d.date, 1, 7), count(*) FILTER ({test}),
            round(count(*) FILTER ({test}) * 1e6 / count(*), 1)
            FROM token t JOIN documents d ON d.doc_id = t.doc
            WHERE d.date IS NOT NULL AND t.upos <> 'PUNCT' GROUP BY 1 ORDER BY 1"""
    ).fetchall()
