"""The tables that every build measures: the models against the review, and the review against itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rukaz.annotation.model_files import Model
from rukaz.measure.confidence import judge, reliability
from rukaz.measure.coreference import coreference_scores
from rukaz.measure.quotes_and_dates import date_scores, quote_scores
from rukaz.measure.scores import Scores, score
from rukaz.records import Sentence
from rukaz.review.overlay import Reviewed, overlapping

ANNOTATED = ("UPOS", "FEATS", "Lemmas", "UAS", "LAS", "NER")
METRICS = ("Sentences", "Tokens", *ANNOTATED)
CONFUSIONS = 3
"""How many of the commonest confusions of each metric are shown."""

SEEN = """\
The same measures; rukaz evaluate gives their intervals. None of these files was trained on or converted; \
errors in some were read while rules were written, so the figures may flatter a little."""

Figure = Mapping[str, Any]
"""A table: ``title``, ``columns``, ``rows`` (lists of strings) and a ``note``."""


def review_figures(
    reviewed: Reviewed, automatic: Mapping[str, Sequence[Sentence]], passes: Sequence[Reviewed]
) -> list[Figure]:
    """The figures of a reviewed corpus; none where nothing was reviewed.

    Args:
        automatic: the automatic sentences of each reviewed document.
        passes: the independent passes of the review, if they were kept.
    """
    if not reviewed:
        return []
    pairs = {doc_id: (list(gold), _within(automatic[doc_id], gold)) for doc_id, gold in reviewed.items()}
    figures = [
        _table(
            "Automatic annotation against the review",
            pairs,
            "F1 in per cent, tokens and sentences matched by offsets. FEATS: exact on fourteen features; "
            "Lemmas: with case, ё as е; LAS: universal relations; NER: exact spans.",
        ),
        _confusions(_all(pairs)),
    ]
    if len(passes) == 2:
        first, second = passes
        both = {doc_id: (first[doc_id], second[doc_id]) for doc_id in first if doc_id in second}
        note = (
            "The same measures between two passes of one reader over given sentences and tokens: not "
            "agreement of annotators."
        )
        figures.append(_table("Self-consistency of the review", both, note, ANNOTATED))
    return [*figures, *_confidence(pairs), *_spans(pairs, passes), *_coreference(passes)]


def _confidence(pairs: _Pairs) -> list[Figure]:
    """What the confidence of the automatic annotation is worth; nothing if the models say none."""
    gold, made = ([one for pair in pairs.values() for one in pair[side]] for side in (0, 1))
    judged = judge(gold, made)
    if not judged:
        return []
    names = {"token": "all four", "entity": "entities"}
    rows = []
    for kind, answers in judged.items():
        measured = reliability(answers)
        figures = (
            measured.right,
            measured.confidence,
            measured.calibration_error,
            measured.errors_found,
        )
        rows.append([names.get(kind, kind), f"{measured.answers:,}", *(f"{one:.1f}" for one in figures)])
    return [
        {
            "title": "Confidence of the automatic annotation against the review",
            "columns": [
                "answers",
                "count",
                "right",
                "confidence",
                "calibration error",
                "errors in the least sure tenth",
            ],
            "rows": rows,
            "note": "In per cent; calibration errors (ECE, 15 bins) in points. The scores were calibrated on "
            "other texts: those of words on science and fiction, with posts, verse and Wikipedia for the "
            "weights; those of entities on older news.",
        }
    ]


def _spans(pairs: _Pairs, passes: Sequence[Reviewed]) -> list[Figure]:
    """Quotes and dates by rule against the review, as far as it has any."""
    gold, made = ([one for pair in pairs.values() for one in pair[side]] for side in (0, 1))
    if not any(sentence.quotes or sentence.dates for sentence in gold):
        return []
    both = [[one for sentences in side.values() for one in sentences] for side in passes]
    rows = []
    for name, scores in (("quotes", quote_scores), ("dates", date_scores)):
        found = scores(gold, made)
        again = f"{scores(both[1], both[0])['recall']:.1f}" if len(both) == 2 else "–"
        measured = (f"{found[measure]:.1f}" for measure in ("precision", "recall"))
        rows.append([name, f"{found[f'{name} in gold']:g}", *measured, again])
    return [
        {
            "title": "Quotes and dates by rule against the review",
            "columns": ["layer", "in the review", "precision", "recall", "second pass in the first"],
            "rows": rows,
            "note": "In per cent, exact spans; of quotes the kind too. The last column is self-consistency: "
            "how much of the second pass of the review the first one has.",
        }
    ]


def _coreference(passes: Sequence[Reviewed]) -> list[Figure]:
    """The second pass of the review against the first, as far as both have mentions."""
    sides = [[one for sentences in side.values() for one in sentences] for side in passes]
    if len(sides) != 2 or not all(any(one.mentions for one in side) for side in sides):
        return []
    scores = coreference_scores(*sides)
    return [
        {
            "title": "Self-consistency of coreference",
            "columns": ["measure", "precision", "recall", "F1"],
            "rows": [[name, *(f"{value:.1f}" for value in values)] for name, values in scores.items()],
            "note": "In per cent, exact spans, clusters of one mention included: the second pass of the "
            "review against the first. Names were given in both, and one reader made both on one day: two "
            "readers would agree less.",
        }
    ]


def model_figures(model: Model) -> list[Figure]:
    """What the models reach on treebanks and NER corpora they have not seen, as far as it was measured."""
    rows = [
        [f"{report['gold']} ({report['input']})", result["system"], *_common(result["common"]["metrics"])]
        for report in model.evaluations
        if report["model_sha256"] == model.digest
        for result in report["results"]
    ]
    if not rows:
        return []
    return [
        {
            "title": "The models on other people's gold data",
            "columns": ["data", "system", *METRICS],
            "rows": rows,
            "note": SEEN,
        }
    ]


def _common(metrics: Mapping[str, Mapping[str, float]]) -> list[str]:
    return [f"{metrics[metric]['f1']:.1f}" if metric in metrics else "–" for metric in METRICS]


def _within(automatic: Sequence[Sentence], gold: Sequence[Sentence]) -> list[Sentence]:
    """The automatic sentences of what was reviewed."""
    return [one for one in automatic if overlapping(gold, one)]


_Pairs = Mapping[str, tuple[Sequence[Sentence], Sequence[Sentence]]]


def _all(pairs: _Pairs) -> Scores:
    gold = [sentence for pair in pairs.values() for sentence in pair[0]]
    system = [sentence for pair in pairs.values() for sentence in pair[1]]
    return score(gold, system, confusions=CONFUSIONS)


def _table(title: str, pairs: _Pairs, note: str, metrics: Sequence[str] = METRICS) -> Figure:
    rows = [_row(doc_id, score(*pair), metrics) for doc_id, pair in sorted(pairs.items())]
    return {
        "title": title,
        "columns": ["text", *metrics],
        "rows": [*rows, _row("all", _all(pairs), metrics)],
        "note": note,
    }


def _row(name: str, scores: Scores, metrics: Sequence[str]) -> list[str]:
    measured = (scores.metrics.get(metric) for metric in metrics)
    return [name, *(f"{one.f1:.1f}" if one else "–" for one in measured)]


def _confusions(scores: Scores) -> Figure:
    return {
        "title": "The commonest errors of the automatic annotation",
        "columns": ["layer", "reviewed", "automatic", "times", "example"],
        "rows": list(_confusion_rows(scores)),
        "note": "In the example, the word meant stands in brackets.",
    }


def _confusion_rows(scores: Scores) -> Iterator[list[str]]:
    for one in scores.confusions:
        yield [one.metric, one.gold, one.system, str(one.count), one.example]
