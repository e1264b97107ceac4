"""The formulas, each with its source, on plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log2


def log_likelihood(a: float, b: float, c: float, d: float) -> float:
    """G² of two samples: how sure it is that a word has not the same frequency in both.

    ``2 (a ln(a / E1) + b ln(b / E2))`` with ``E1 = c (a + b) / (c + d)`` and ``E2 = d (a + b) / (c + d)``.
    3.84 is the limit for p < 0.05, 6.63 for p < 0.01, 10.83 for p < 0.001, of one word.

    Source: Rayson and Garside 2000, "Comparing corpora using frequency profiling", after Dunning 1993.

    >>> round(log_likelihood(20, 5, 1000, 1000), 2)
    9.64

    Args:
        a, b: how often the word occurs in each sample.
        c, d: the sizes of the samples, above 0.
    """
    expected_a, expected_b = c * (a + b) / (c + d), d * (a + b) / (c + d)
    return 2 * (_term(a, expected_a) + _term(b, expected_b))


def association(joint: int, first: int, second: int, total: int) -> float:
    """G² of a pair of words: how sure it is that they do not meet by chance.

    ``2 Σ O ln(O / E)`` over the four cells of the table of ``joint``, ``first``, ``second`` and ``total``.

    Source: Dunning 1993, "Accurate methods for the statistics of surprise and coincidence".

    >>> round(association(10, 20, 30, 1000), 2)
    46.5

    Args:
        joint: how often they occur together.
        first, second: how often each of them occurs at all.
        total: of all pairs.
    """
    rows, columns = (first, total - first), (second, total - second)
    observed = ((joint, first - joint), (second - joint, total - first - second + joint))
    return 2 * sum(_term(observed[i][j], rows[i] * columns[j] / total) for i in range(2) for j in range(2))


def log_dice(joint: int, first: int, second: int) -> float:
    """``14 + log2(2 f(x, R, y) / (f(x, R, *) + f(*, *, y)))``: 14 at most, the same in corpora of any size.

    Source: Rychlý 2008, "A lexicographer-friendly association score".

    >>> log_dice(8, 8, 8), log_dice(1, 1000, 1048)
    (14.0, 4.0)
    """
    return 14 + log2(2 * joint / (first + second))


def log_ratio(a: float, b: float, c: float, d: float) -> float:
    """How many times a frequency is doubled: ``log2((a / c) / (b / d))``, with 0.5 in the place of 0.

    Source: Hardie 2014, "Log Ratio: an informal introduction".

    >>> log_ratio(20, 5, 1000, 1000)
    2.0
    """
    return log2(((a or 0.5) / c) / ((b or 0.5) / d))


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """DP: 0 where a word is spread over the parts of a corpus as they are large, nearly 1 where it is in one.

    ``Σ |v - s| / 2`` over the parts: the share of the word's occurrences, and that of the corpus.

    Source: Gries 2008, "Dispersions and adjusted frequencies in corpora".

    >>> deviation_of_proportions([1, 1], [50, 50]), deviation_of_proportions([2, 0], [10, 90])
    (0.0, 0.9)
    """
    word, corpus = sum(counts), sum(sizes)
    return sum(abs(count / word - size / corpus) for count, size in zip(counts, sizes, strict=True)) / 2


def reading_ease(words_per_sentence: float, syllables_per_word: float) -> float:
    """Flesch's reading ease with the coefficients for Russian: 100 is easy, 30 and less is hard.

    ``206.835 - 1.3 ASL - 60.1 ASW``.

    Source: Оборнева 2006, "Автоматизированная оценка сложности учебных текстов на основе статистических
    параметров", after Flesch 1948.

    >>> round(reading_ease(15, 2.3), 1)
    49.1
    """
    return 206.835 - 1.3 * words_per_sentence - 60.1 * syllables_per_word


def lix(words_per_sentence: float, long_words: float) -> float:
    """Läsbarhetsindex: ``ASL + 100`` times the share of words of more than six letters; 50 and more is hard.

    Source: Björnsson 1968, "Läsbarhet".

    >>> lix(20, 0.3)
    50.0
    """
    return words_per_sentence + 100 * long_words


def yules_k(spectrum: Sequence[tuple[int, int]]) -> float:
    """Yule's K: how likely two words are the same, times 10,000; it hardly depends on the length of a text.

    ``10⁴ (Σ i² V(i) - N) / N²``, with V(i) words that occur i times, and N occurrences.

    Source: Yule 1944, "The statistical study of literary vocabulary".

    >>> yules_k([(1, 8), (2, 1)])
    200.0

    Args:
        spectrum: pairs of i and V(i).
    """
    size = sum(times * words for times, words in spectrum)
    return 1e4 * (sum(times**2 * words for times, words in spectrum) - size) / size**2


def _term(observed: float, expected: float) -> float:
    return observed * log(observed / expected) if observed else 0.0
