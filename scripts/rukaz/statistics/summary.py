"""A corpus, or each part of it, in figures: sentences, dependencies, readability, diversity of its words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rukaz.errors import RukazError
from rukaz.query.syntax import SENTENCE_COLUMNS
from rukaz.statistics.measures import lix, reading_ease, yules_k

if TYPE_CHECKING:
    import duckdb

WINDOW = 100
"""Words of the moving windows of MATTR."""

LONG = 6
"""Letters that a word of LIX has more than."""

_NO_VOWELS = "[^аеёиоуыэюяәөұүіАЕЁИОУЫЭЮЯӘӨҰҮІ]"


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a part of a corpus; words are the tokens that are no punctuation marks or symbols.

    Attributes:
        part: its name; ``all`` for a whole corpus.
        sentence_length, sentence_length_90: in words: the mean, and what nine in ten do not exceed.
        dependency_length: mean distance of a word from its head, in tokens, without roots and punctuation
            marks (Liu 2008, "Dependency distance as a metric of language comprehension difficulty").
        longest_dependency: of a sentence, the mean.
        types, lemmas, hapaxes: different forms in lower case, different lemmas, lemmas that occur once.
        mattr: share of different forms in a moving window of 100 words (Covington and McFall 2010,
            "Cutting the Gordian knot: the moving-average type–token ratio"); None of fewer words.
        yules_k: of lemmas.
        syllables: of a word, the mean number of its vowels.
        reading_ease: Flesch's, for Russian; ``lix``: both in :mod:`rukaz.statistics.measures`.
    """

    part: str
    documents: int
    sentences: int
    tokens: int
    words: int
    sentence_length: float
    sentence_length_90: float
    dependency_length: float
    longest_dependency: float
    types: int
    lemmas: int
    hapaxes: int
    mattr: float | None
    yules_k: float
    syllables: float
    reading_ease: float
    lix: float

    def as_json(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def summaries(database: duckdb.DuckDBPyConnection, by: str | None = None) -> list[Summary]:
    """The figures of a corpus, and of each of its parts.

    Args:
        by: a field of sentences that divides them: split, doc, publisher, role, annotation, date.

    Raises:
        RukazError: there is no such field.
    """
    if by is not None and by not in SENTENCE_COLUMNS:
        raise RukazError(f"there is no field {by!r}", hint=f"Fields are {', '.join(SENTENCE_COLUMNS)}.")
    part = "'all'" if by is None else f"coalesce(f.{by}, '–')"
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE counted AS SELECT {part} AS part, t.s, t.doc, lower(t.form) AS form,
            t.lemma, t.upos NOT IN ('PUNCT', 'SYM') AS is_word, t.s + t.id AS place,
            CASE WHEN t.head > 0 AND t.upos <> 'PUNCT' THEN abs(t.id - t.head) END AS distance,
            length(regexp_replace(t.form, '{_NO_VOWELS}', '', 'g')) AS syllables,
            length(t.form) > {LONG} AS is_long
            FROM token t JOIN sentence f ON f.sent_id = t.sent_id"""
    ).fetchall()
    parts = {row[0]: row[1:] for row in database.sql(_COUNTS).fetchall()}
    lengths = {row[0]: row[1:] for row in database.sql(_LENGTHS).fetchall()}
    mattr = dict(database.sql(_MATTR).fetchall())
    spectra: dict[str, list[tuple[int, int]]] = {}
    for name, times, words in database.sql(_SPECTRUM).fetchall():
        spectra.setdefault(name, []).append((times, words))
    return [
        _summary(name, parts[name], lengths[name], mattr.get(name), spectra[name]) for name in sorted(spectra)
    ]


def distributions(database: duckdb.DuckDBPyConnection) -> dict[str, dict[int, int]]:
    """How many sentences have each number of words, and how many words are at each distance from their head.

    Returns:
        ``sentence_length`` and ``dependency_length``, counted as in :class:`Summary`.
    """
    sentences = database.sql(
        """SELECT words, count(*) FROM (SELECT count(*) FILTER (upos NOT IN ('PUNCT', 'SYM')) AS words
           FROM token GROUP BY s) GROUP BY 1"""
    ).fetchall()
    distances = database.sql(
        """SELECT abs(id - head) AS distance, count(*) FROM token WHERE head > 0 AND upos <> 'PUNCT'
           GROUP BY 1"""
    ).fetchall()
    return {"sentence_length": dict(sentences), "dependency_length": dict(distances)}


def _summary(
    part: str,
    counts: tuple[Any, ...],
    lengths: tuple[Any, ...],
    mattr: float | None,
    spectrum: list[tuple[int, int]],
) -> Summary:
    documents, sentences, tokens, words, types, distance, syllables, long_words = counts
    mean, most, longest = lengths
    return Summary(
        part, documents, sentences, tokens, words,
        sentence_length=round(mean, 2),
        sentence_length_90=round(most, 1),
        dependency_length=round(distance or 0, 2),
        longest_dependency=round(longest or 0, 2),
        types=types,
        lemmas=sum(number for _, number in spectrum),
        hapaxes=sum(number for times, number in spectrum if times == 1),
        mattr=None if mattr is None else round(mattr, 4),
        yules_k=round(yules_k(spectrum), 1),
        syllables=round(syllables, 3),
        reading_ease=round(reading_ease(mean, syllables), 1),
        lix=round(lix(mean, long_words), 1),
    )  # fmt: skip


_COUNTS = """SELECT part, count(DISTINCT doc), count(DISTINCT s), count(*), count(*) FILTER (is_word),
    count(DISTINCT form) FILTER (is_word), avg(distance), avg(syllables) FILTER (is_word),
    avg(is_long::INT) FILTER (is_word) FROM counted GROUP BY part HAVING count(*) FILTER (is_word) > 0"""

_LENGTHS = """SELECT part, avg(words), quantile_cont(words, 0.9), avg(longest) FROM (SELECT part, s,
    count(*) FILTER (is_word) AS words, max(distance) AS longest FROM counted GROUP BY part, s)
    GROUP BY part"""

_SPECTRUM = """SELECT part, times, count(*) FROM (SELECT part, lemma, count(*) AS times FROM counted
    WHERE is_word GROUP BY part, lemma) GROUP BY part, times"""

# A word is new in a window that begins after its last occurrence before: so many windows are counted for each
# word, and all together give the sum of the different words of all windows.
_MATTR = f"""WITH words AS (SELECT part, form, row_number() OVER (PARTITION BY part ORDER BY place) - 1 AS i
    FROM counted WHERE is_word),
    sizes AS (SELECT part, count(*) AS n FROM words GROUP BY part HAVING count(*) >= {WINDOW}),
    last AS (SELECT part, i, coalesce(lag(i) OVER (PARTITION BY part, form ORDER BY i), -1) AS p FROM words)
    SELECT part, sum(greatest(0, least(i, n - {WINDOW}) - greatest(p + 1, i - {WINDOW} + 1, 0) + 1))
    / ((any_value(n) - {WINDOW} + 1) * {WINDOW}) FROM last JOIN sizes USING (part) GROUP BY part"""
