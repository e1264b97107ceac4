"""`rukaz evaluate --layer`: what :mod:`rukaz.layers` makes by rule, against gold annotation.

- words: features and relations of the model's answer to gold tokens, as it is and completed;
- names: normal forms and ids, on factRuEval-2016 (:mod:`rukaz.measure.names`);
- enhanced: graphs made from gold trees, against the graphs of their treebank, in any language;
- quotes, dates: those of reviewed files, found in reviewed trees and in the model's answer to their tokens;
- confidence: what that of the model's answer to gold tokens is worth (:mod:`rukaz.measure.confidence`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from rukaz.conllu.tolerant import read_any
from rukaz.errors import RukazError
from rukaz.layers.enhanced import EnhancedGraph
from rukaz.layers.features import add_features
from rukaz.layers.relations import add_relations
from rukaz.measure.accuracy import annotate_tokens, official_scores
from rukaz.measure.confidence import confidence_figures
from rukaz.measure.gold_files import read_gold
from rukaz.measure.names import evaluate_names
from rukaz.measure.quotes_and_dates import by_rule, date_scores, quote_scores, read_documents
from rukaz.records import Sentence
from rukaz.terminal_table import terminal_table

Layer = Literal["words", "names", "enhanced", "quotes", "dates", "confidence"]

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LayerReport:
    """Figures of a layer, in per cent, counts apart; of which weights and which files."""

    layer: Layer
    gold: Mapping[str, str]
    model_sha256: str
    figures: Figures

    def as_json(self) -> dict[str, Any]:
        """The report, with the SHA-256 of each gold file."""
        return {
            "layer": self.layer,
            "gold": dict(self.gold),
            "model_sha256": self.model_sha256,
            "figures": dict(self.figures),
        }

    def table(self) -> str:
        """The figures, to read in a terminal."""
        rows = ([name, f"{figure:g}"] for name, figure in self.figures.items())
        return terminal_table([f"{self.layer}: {', '.join(self.gold)}", ""], rows)


def evaluate_layer(layer: Layer, model: str, files: Sequence[Path]) -> LayerReport:
    """Score a layer on all the files together.

    Args:
        model: as ``rukaz build --model`` takes it; enhanced graphs are made from gold trees without it.

    Raises:
        RukazError: a file has not what the layer is measured by.
    """
    from rukaz.annotation.annotator import Annotator
    from rukaz.annotation.model_files import find_model

    found = find_model(model)
    if layer == "enhanced":
        figures = graph_scores(files)
    elif layer == "names":
        (archive,) = files
        figures = evaluate_names(Annotator(found), archive).figures()
    elif layer in ("quotes", "dates"):
        figures = span_scores(layer, Annotator(found), files)
    else:
        gold = [sentence for file in files for sentence in read_gold(file)[1]]
        annotator = Annotator(found)
        if layer == "confidence":
            figures = confidence_figures(annotator, gold)
        else:
            figures = word_scores(gold, annotate_tokens(annotator, gold), files[0])
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return LayerReport(layer, digests, "" if layer == "enhanced" else found.digest, figures)


def span_scores(layer: Literal["quotes", "dates"], annotator: Any, files: Sequence[Path]) -> Figures:
    """Quotes or dates by rule from what the model makes of the tokens, and from reviewed trees and names."""
    documents = read_documents(files)
    gold = [sentence for _, sentences in documents for sentence in sentences]
    answer = iter(add_features(add_relations(one)) for one in annotate_tokens(annotator, gold))
    answers = [(day, list(islice(answer, len(sentences)))) for day, sentences in documents]
    scores = quote_scores if layer == "quotes" else date_scores
    figures: dict[str, float] = {}
    sources = [("model", answers, False)]
    if all(sentence.annotation == "reviewed" for sentence in gold):
        sources.append(("reviewed trees", documents, True))
    for source, found, is_named in sources:
        made = [one for day, sentences in found for one in by_rule(sentences, day, is_named=is_named)]
        figures |= {f"{name}, {source}": figure for name, figure in scores(gold, made).items()}
    return figures


def word_scores(gold: Sequence[Sentence], answer: Sequence[Sentence], file: Path) -> Figures:
    """UFeats of CoNLL 2018, all features, LAS with and without subtypes: before the rules and after them.

    Args:
        file: to be named if the gold annotation cannot be scored.
    """
    figures: dict[str, float] = {}
    completed = [add_features(add_relations(sentence)) for sentence in answer]
    for when, sentences in (("model", answer), ("completed", completed)):
        official = official_scores(gold, sentences, file)
        words = [
            (one, other)
            for sentence, made in zip(gold, sentences, strict=True)
            for one, other in zip(sentence.tokens, made.tokens, strict=True)
        ]
        figures[f"UFeats, {when}"] = official["UFeats"]
        figures[f"all features, {when}"] = _share(one.feats == other.feats for one, other in words)
        figures[f"LAS, {when}"] = official["LAS"]
        figures[f"LAS with subtypes, {when}"] = _share(
            (one.head, one.deprel) == (other.head, other.deprel) for one, other in words
        )
    return figures


def _share(right: Iterable[bool]) -> float:
    answers = list(right)
    return round(100 * sum(answers) / len(answers), 2)


ANY_LABEL: Mapping[str, frozenset[str]] = {"conj": frozenset()}
"""Every preposition and case may be added to a relation; no conjunction, as in most treebanks."""


def graph_scores(files: Iterable[Path]) -> Figures:
    """ELAS and EULAS (F1 of edges, with and without what is added to relations), and those of the bare tree.

    Subjects of infinitives are ``nsubj:xsubj`` or ``nsubj``, and conjuncts ``conj:и`` or ``conj``, as the
    treebank has it. Empty nodes count as missed.

    Raises:
        RukazError: the files have no enhanced graphs.
    """
    made: set[_Edge] = set()
    gold: set[_Edge] = set()
    copied: set[_Edge] = set()
    number = 0
    for file in files:
        for parsed in read_any(file):
            number += 1
            sentence = parsed.sentence
            for _, row in parsed.raw.words():
                gold |= {(number, int(row[0]), *_edge(edge)) for edge in row[8].split("|") if edge != "_"}
            graph = EnhancedGraph(sentence, ANY_LABEL)
            made |= {
                (number, word, str(head), name.removesuffix(":xsubj"))
                for word, edges in graph.edges.items()
                for head, name in edges
            }
            copied |= {(number, token.id, str(token.head), token.deprel) for token in sentence.tokens}
    if not gold:
        raise RukazError("the files have no enhanced dependencies", hint="Give a treebank that has DEPS.")
    return {
        "ELAS": _f1(gold, made),
        "EULAS": _f1(set(map(_universal, gold)), set(map(_universal, made))),
        "ELAS of the tree itself": _f1(gold, copied),
    }


_Edge = tuple[int, int, str, str]


def _edge(written: str) -> tuple[str, str]:
    head, _, name = written.partition(":")
    return head, "conj" if name.startswith("conj:") else name.removesuffix(":xsubj")


def _universal(edge: _Edge) -> _Edge:
    return (*edge[:3], edge[3].partition(":")[0])


def _f1(gold: set[_Edge], made: set[_Edge]) -> float:
    return round(200 * len(gold & made) / (len(gold) + len(made)), 2)
