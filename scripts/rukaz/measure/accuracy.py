"""`rukaz evaluate`: a model, and a peer beside it, against a treebank or a named-entity corpus.

Two kinds of figures: the official CoNLL metrics on the file as given, by udtools' scorer (a subprocess,
for it is GPL), and the common ones of :mod:`rukaz.measure.scores`. Test files are never converted.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rukaz.errors import RukazError
from rukaz.measure.gold_files import entities_of, read_gold
from rukaz.measure.scores import Scores, score
from rukaz.programs import clean_environment, python
from rukaz.records import Sentence

OFFICIAL = (
    "Tokens",
    "Sentences",
    "UPOS",
    "UFeats",
    "AllTags",
    "Lemmas",
    "UAS",
    "LAS",
    "CLAS",
    "MLAS",
    "BLEX",
)
_SCORER = "from udtools.cli import main_eval; main_eval()"  # its module has no entry of its own
_OPTIONS = ("--no-enhanced", "--multiple-roots-okay")  # peers do not answer trees without fail
ENTITY_METRICS = ("NER", "NER PER", "NER ORG", "NER LOC", "NER MISC")


@dataclass(frozen=True, slots=True)
class Result:
    """What one system reached on one file.

    Attributes:
        official: the CoNLL 2018 metrics; empty for a file without trees, or where a peer's are none.
    """

    system: str
    scores: Scores
    official: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        """System, official and common figures in per cent."""
        return {"system": self.system, "official": dict(self.official), "common": self.scores.as_json()}


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation: of which weights, on which file, from which input, with which results."""

    gold: str
    gold_sha256: str
    raw: bool
    model_sha256: str
    results: tuple[Result, ...]

    def as_json(self) -> dict[str, Any]:
        """The report for the model card: figures in per cent."""
        return {
            "gold": self.gold,
            "gold_sha256": self.gold_sha256,
            "input": "raw text" if self.raw else "gold tokens",
            "model_sha256": self.model_sha256,
            "results": [result.as_json() for result in self.results],
        }

    def table(self) -> str:
        """Figures and the most frequent confusions, to read in a terminal."""
        source = "raw text" if self.raw else "gold tokens"
        parts = [f"{self.gold}, from {source}"]
        if any(result.official for result in self.results):
            parts += ["", "official (CoNLL 2018)", *_official_rows(self.results)]
        parts += ["", "common (F1, 95 % interval)", *_common_rows(self.results)]
        if self.results[0].scores.confusions:
            parts += ["", f"most frequent confusions of {self.results[0].system}"]
        parts += [
            f"  {c.metric:<7} {c.gold} -> {c.system}  {c.count}x  {c.example}"
            for c in self.results[0].scores.confusions
        ]
        return "\n".join(parts)


def evaluate(model: str, gold: Path, *, raw: bool, peer: str | None = None) -> Report:
    """Score a model on a gold file.

    Args:
        model: as `rukaz build --model` takes it.
        gold: a CoNLL-U file, or the archive of factRuEval-2016 (its test set, always from raw text).
        raw: whether the model splits the text itself; else it gets the gold tokens and sentences.
        peer: "slovnet" to score it too, always on gold tokens.

    Raises:
        RukazError: the model or the gold file cannot be used.
    """
    from rukaz.annotation.annotator import Annotator
    from rukaz.annotation.model_files import find_model

    documents, sentences = read_gold(gold)
    trees = sentences[0].tokens[0].upos != "_"
    found = find_model(model)
    annotator = Annotator(found)
    if raw or not trees:
        answer = [s for a in annotator.annotate(documents) for s in a.sentences]
    else:
        answer = annotate_tokens(annotator, sentences)
    systems = {found.name: answer}
    if peer is not None:
        from rukaz.measure.peer import annotate_with_peer

        systems[peer] = annotate_with_peer(peer, documents, sentences)
    results = tuple(
        Result(
            name,
            score(sentences, system),
            official_scores(sentences, system) if trees and _are_trees(system) else {},
        )
        for name, system in systems.items()
    )
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    return Report(gold.name, digest, raw or not trees, found.digest, results)


def annotate_tokens(annotator: Any, gold: Sequence[Sentence]) -> list[Sentence]:
    """The gold sentences with the annotator's analysis of their tokens."""
    analysed = annotator.analyse([[token.form for token in sentence.tokens] for sentence in gold])
    return [
        replace(
            sentence,
            tokens=tuple(
                replace(t, lemma=a.lemma, upos=a.upos, feats=a.feats, head=a.head, deprel=a.deprel)
                for t, a in zip(sentence.tokens, analyses, strict=True)
            ),
            entities=entities_of(sentence, [analysis.ner for analysis in analyses]),
        )
        for sentence, analyses in zip(gold, analysed, strict=True)
    ]


def official_scores(gold: Sequence[Sentence], system: Sequence[Sentence]) -> dict[str, float]:
    """F1 of the CoNLL 2018 metrics in per cent, as udtools' evaluator prints them."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("gold.conllu", "system.conllu")]
        for file, sentences in zip(files, (gold, system), strict=True):
            file.write_text("".join(map(_conllu, sentences)), encoding="utf-8")
        run = subprocess.run(
            [*python(), "-c", _SCORER, "--verbose", *_OPTIONS, *map(str, files)],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            env=clean_environment(),
        )
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["no message"])[-1]
        raise RukazError(f"the official scorer failed: {last}", hint="Is udtools installed?")
    rows = [[cell.strip() for cell in line.split("|")] for line in run.stdout.splitlines() if "|" in line]
    figures = {row[0]: float(row[3]) for row in rows if row[0] in OFFICIAL}
    if set(figures) != set(OFFICIAL):
        raise RukazError(
            "the official scorer answered in a form that is not known", hint="Is udtools 0.2.9 installed?"
        )
    return figures


def _are_trees(sentences: Sequence[Sentence]) -> bool:
    from rukaz.annotation.assemble import tree_fault

    faults = (tree_fault([token.head for token in s.tokens]) or "" for s in sentences)
    return not any("cycle" in fault or "outside" in fault for fault in faults)


def _conllu(sentence: Sentence) -> str:
    lines = [
        "\t".join(
            (
                str(t.id), t.form, t.lemma or "_", t.upos, t.xpos or "_", t.feats or "_", str(t.head),
                t.deprel, "_", "_" if t.space_after else "SpaceAfter=No",
            )
        )
        for t in sentence.tokens
    ]  # fmt: skip
    return "\n".join(lines) + "\n\n"


def _official_rows(results: Sequence[Result]) -> list[str]:
    scored = [result for result in results if result.official]
    head = f"  {'':<10}" + "".join(f"  {result.system:>20}" for result in scored)
    rows = [
        f"  {metric:<10}" + "".join(f"  {result.official[metric]:>20.2f}" for result in scored)
        for metric in scored[0].official
    ]
    return [head, *rows]


def _common_rows(results: Sequence[Result]) -> list[str]:
    names = list(dict.fromkeys(name for result in results for name in result.scores.metrics))
    head = f"  {'':<12}" + "".join(f"{result.system:>33}" for result in results)
    rows = []
    for name in names:
        cells = []
        for result in results:
            figure = result.scores.metrics.get(name)
            if figure is None:
                cells.append(f"{'-':>33}")
                continue
            detail = f" P {figure.precision:.1f} R {figure.recall:.1f}" if name in ENTITY_METRICS else ""
            low, high = figure.interval
            cells.append(f"{f'{figure.f1:.2f} ({low:.1f}-{high:.1f}){detail}':>33}")
        rows.append(f"  {name:<12}" + "".join(cells))
    return [head, *rows]
