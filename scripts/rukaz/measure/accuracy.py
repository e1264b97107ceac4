"""`rukaz evaluate`: a model, and a peer beside it, against a treebank or a named-entity corpus.

Two kinds of figures: the official CoNLL metrics on the file as given, by udtools' scorer (a subprocess,
for it is GPL), and the common ones of :mod:`rukaz.measure.scores`. Test files are never converted.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rukaz.annotation.assemble import Analysis, tree_fault
from rukaz.conllu.files import sentence_to_conllu
from rukaz.errors import RukazError
from rukaz.measure.gold_files import entities_of, genres, read_gold
from rukaz.measure.scores import Score, Scores, score, score_segmentation
from rukaz.programs import clean_environment, python
from rukaz.records import UNKNOWN, Sentence
from rukaz.terminal_table import terminal_table
from rukaz.tree import with_tree

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
_NEEDING = {
    "UPOS": ("UPOS", "UFeats", "AllTags", "MLAS"),
    "LEMMA": ("Lemmas", "BLEX"),
    "DEPREL": ("UAS", "LAS", "CLAS", "MLAS", "BLEX"),
}
"""The official metrics that need a column of gold; one cell ``_`` would count as the system's error."""

_SCORER = "from udtools.cli import main_eval; main_eval()"  # its module has no entry of its own
_OPTIONS = ("--no-enhanced", "--multiple-roots-okay")  # peers do not answer trees without fail
WIDTH = 100
ENTITY_METRICS = ("NER", "NER PER", "NER ORG", "NER LOC", "NER MISC")


@dataclass(frozen=True, slots=True)
class Result:
    """What one system reached on one file.

    Attributes:
        official: the CoNLL 2018 metrics; empty for a file without trees, or where a peer's are none.
        by_kind: sentences and tokens from raw text, by kind of text where gold names it.
    """

    system: str
    scores: Scores
    official: Mapping[str, float]
    by_kind: Mapping[str, Mapping[str, Score]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """System, official and common figures in per cent."""
        kinds = {
            kind: {metric: round(score.f1, 2) for metric, score in scores.items()}
            for kind, scores in self.by_kind.items()
        }
        found = {"system": self.system, "official": dict(self.official), "common": self.scores.as_json()}
        return {**found, **({"by_kind": kinds} if kinds else {})}


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation: of which weights, on which file, from which input, with which results.

    Attributes:
        notes: what was left out of the figures, and why.
    """

    gold: str
    gold_sha256: str
    raw: bool
    model_sha256: str
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report for the model card: figures in per cent."""
        return {
            "gold": self.gold,
            "gold_sha256": self.gold_sha256,
            "input": "raw text" if self.raw else "gold tokens",
            "model_sha256": self.model_sha256,
            **({"notes": list(self.notes)} if self.notes else {}),
            "results": [result.as_json() for result in self.results],
        }

    def table(self) -> str:
        """Figures and the most frequent confusions, to read in a terminal."""
        source = "raw text" if self.raw else "gold tokens"
        parts = [f"{self.gold}, from {source}", *self.notes]
        if any(result.official for result in self.results):
            parts += ["", _official_table(self.results)]
        parts += ["", _common_table(self.results)]
        for result in self.results:
            if result.by_kind:
                parts += ["", _kind_table(result)]
        if self.results[0].scores.confusions:
            parts += ["", _confusion_table(self.results[0])]
        return "\n".join(parts)


def evaluate(model: str, gold: Path, *, raw: bool, peer: str | None = None) -> Report:
    """Score a model on a gold file.

    Args:
        model: as `rukaz build --model` takes it.
        gold: a CoNLL-U file, or the archive of factRuEval-2016 (its test set, always from raw text).
        raw: whether the systems split the text themselves; else they get the gold tokens and sentences.
        peer: "slovnet" to score it too.

    Raises:
        RukazError: the model or the gold file cannot be used.
    """
    from rukaz.annotation.annotator import Annotator
    from rukaz.annotation.model_files import find_model
    from rukaz.measure.peer import annotate_with_peer, require_peer

    if peer is not None:
        require_peer(peer)
    documents, sentences = read_gold(gold)
    unknown = unannotated(sentences)
    raw = raw or "UPOS" in unknown.whole
    found = find_model(model)
    annotator = Annotator(found)
    if raw:
        answer = [s for a in annotator.annotate(documents) for s in a.sentences]
    else:
        answer = annotate_tokens(annotator, sentences)
    systems = {found.name: answer}
    if peer is not None:
        systems[peer] = annotate_with_peer(peer, documents, sentences, raw=raw)
    kinds = genres(gold, sentences) if raw else []
    results = tuple(
        Result(
            name,
            score(sentences, system),
            _official(sentences, system, unknown, gold),
            score_segmentation(sentences, system, kinds) if kinds else {},
        )
        for name, system in systems.items()
    )
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    notes = (*unknown.notes, *_incomplete(sentences, systems))
    return Report(gold.name, digest, raw, found.digest, results, notes)


def _incomplete(gold: Sequence[Sentence], systems: Mapping[str, Sequence[Sentence]]) -> Iterator[str]:
    """The systems whose answer is not to the whole text, in words."""
    for name, system in systems.items():
        if _letters(system) != _letters(gold):
            yield f"no official figures of {name}: its answer is not to the whole text"
        elif not _are_trees(system):
            yield f"no official figures of {name}: some of its answers are no trees"


@dataclass(frozen=True, slots=True)
class Unannotated:
    """How many words of gold lack UPOS, lemma or relation (``_``).

    Attributes:
        words: of how many words.
        cells: by column, those of which there are any.
    """

    words: int
    cells: Mapping[str, int]

    @property
    def whole(self) -> set[str]:
        """The columns in which no word has anything."""
        return {column for column, count in self.cells.items() if count == self.words}

    @property
    def notes(self) -> tuple[str, ...]:
        """What is left out of the figures because of it, in words."""
        return tuple(
            f"not annotated, so not scored: {column} of {count:,} of {self.words:,} words"
            for column, count in self.cells.items()
            if count < self.words
        )


def unannotated(gold: Sequence[Sentence]) -> Unannotated:
    """What is missing in the annotation of gold sentences."""
    tokens = [token for sentence in gold for token in sentence.tokens]
    columns = {"UPOS": "upos", "LEMMA": "lemma", "DEPREL": "deprel"}
    cells = {
        name: sum(getattr(t, attribute) == UNKNOWN for t in tokens) for name, attribute in columns.items()
    }
    return Unannotated(len(tokens), {name: count for name, count in cells.items() if count})


def annotate_tokens(annotator: Any, gold: Sequence[Sentence]) -> list[Sentence]:
    """The gold sentences with the annotator's analysis of their tokens."""
    return with_analyses(gold, annotator.analyse([[t.form for t in sentence.tokens] for sentence in gold]))


def with_analyses(gold: Sequence[Sentence], analysed: Sequence[Sequence[Analysis]]) -> list[Sentence]:
    """The gold sentences with other analyses of their tokens."""
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


def _official(
    gold: Sequence[Sentence], system: Sequence[Sentence], unknown: Unannotated, file: Path
) -> dict[str, float]:
    """The official metrics that need only columns which are annotated throughout; none without trees."""
    left_out = {metric for column in unknown.cells for metric in _NEEDING[column]}
    if "UPOS" in unknown.whole or not _are_trees(system) or _letters(gold) != _letters(system):
        return {}
    scores = official_scores(list(map(with_tree, gold)), system, file)
    return {metric: figure for metric, figure in scores.items() if metric not in left_out}


def official_scores(gold: Sequence[Sentence], system: Sequence[Sentence], file: Path) -> dict[str, float]:
    """F1 of the CoNLL 2018 metrics in per cent, as udtools' evaluator prints them.

    Args:
        file: where the gold sentences come from, for the error.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("gold.conllu", "system.conllu")]
        for path, sentences in zip(files, (gold, system), strict=True):
            path.write_text("".join(map(sentence_to_conllu, sentences)), encoding="utf-8")
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
        hint = (
            "Is udtools installed?" if "No module named" in last else "It needs gold as UD's level 2 has it."
        )
        raise RukazError(f"the official scorer failed: {last}", where=str(file), hint=hint)
    rows = [[cell.strip() for cell in line.split("|")] for line in run.stdout.splitlines() if "|" in line]
    figures = {row[0]: float(row[3]) for row in rows if row[0] in OFFICIAL}
    if set(figures) != set(OFFICIAL):
        raise RukazError(
            "the official scorer answered in a form that is not known", hint="Is udtools 0.2.9 installed?"
        )
    return figures


def _letters(sentences: Sequence[Sentence]) -> str:
    """All that is not white space, in which gold and answer must agree for the official scorer."""
    return "".join("".join(sentence.text.split()) for sentence in sentences)


def _are_trees(sentences: Sequence[Sentence]) -> bool:
    faults = (tree_fault([token.head for token in s.tokens]) or "" for s in sentences)
    return not any("cycle" in fault or "outside" in fault for fault in faults)


def _official_table(results: Sequence[Result]) -> str:
    scored = [result for result in results if result.official]
    rows = (
        [metric, *(f"{result.official[metric]:.2f}" for result in scored)] for metric in scored[0].official
    )
    return terminal_table(["official (CoNLL 2018)", *(result.system for result in scored)], rows, width=WIDTH)


def _kind_table(result: Result) -> str:
    metrics = list(dict.fromkeys(metric for scores in result.by_kind.values() for metric in scores))
    rows = (
        [kind, *(f"{scores[metric].f1:.2f}" for metric in metrics)] for kind, scores in result.by_kind.items()
    )
    return terminal_table([f"{result.system} by kind of text (F1)", *metrics], rows, width=WIDTH)


def _common_table(results: Sequence[Result]) -> str:
    names = dict.fromkeys(name for result in results for name in result.scores.metrics)
    rows = ([name, *(_common(name, result.scores.metrics.get(name)) for result in results)] for name in names)
    head = ["common (F1, 95 % interval)", *(result.system for result in results)]
    return terminal_table(head, rows, width=WIDTH)


def _common(name: str, score: Score | None) -> str:
    if score is None:
        return "-"
    detail = f" P {score.precision:.1f} R {score.recall:.1f}" if name in ENTITY_METRICS else ""
    low, high = score.interval
    return f"{score.f1:.2f} ({low:.1f}-{high:.1f}){detail}"


def _confusion_table(result: Result) -> str:
    rows = (
        [one.metric, f"{one.gold} -> {one.system}", f"{one.count}x", one.example]
        for one in result.scores.confusions
    )
    head = ["", f"most frequent confusions of {result.system}", "", ""]
    return terminal_table(head, rows, width=WIDTH, texts=4)
