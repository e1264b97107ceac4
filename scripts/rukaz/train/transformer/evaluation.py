"""How often a joint model is right on held-out sentences, counted as `rukaz evaluate` counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rukaz.annotation.assemble import Analysis
from rukaz.conllu.training_sentences import TrainingSentence, Word, pairs_of
from rukaz.iob2 import decode
from rukaz.train.lexicon import SCORED
from rukaz.train.transformer.examples import bioes

METRICS = ("UPOS", "FEATS", "Lemmas", "UAS", "LAS")


def tree_figures(gold: Sequence[TrainingSentence], found: Sequence[Sequence[Analysis]]) -> dict[str, float]:
    """Return the share of words with the right answer, in per cent."""
    right: Counter[str] = Counter()
    words = 0
    for tree, analyses in zip(gold, found, strict=True):
        for word, analysis in zip(tree, analyses, strict=True):
            words += 1
            right["UPOS"] += _same_upos(word, analysis.upos)
            right["FEATS"] += _scored(word.feats) == _scored(pairs_of(analysis.feats or "_"))
            right["Lemmas"] += _without_yo(word.lemma) == _without_yo(analysis.lemma)
            right["UAS"] += word.head == analysis.head
            same_relation = _universal(word.deprel) == _universal(analysis.deprel)
            right["LAS"] += word.head == analysis.head and same_relation
    return {metric: round(100 * right[metric] / words, 2) for metric in METRICS}


def name_figures(gold: Sequence[TrainingSentence], found: Sequence[Sequence[Analysis]]) -> dict[str, float]:
    """Return F1 of exact spans in per cent, by label and of all."""
    both: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for tree, analyses in zip(gold, found, strict=True):
        right = set(decode(bioes([word.misc.get("NE", "O") for word in tree])))
        ours = set(decode([analysis.ner for analysis in analyses]))
        for part, weight in ((right, 1), (ours, 1)):
            for span in part:
                for label in (span[0], "all"):
                    total[label] += weight
                    both[label] += span in right and span in ours
    return {label: round(100 * both[label] / total[label], 2) for label in sorted(total)}


def _same_upos(word: Word, upos: str) -> bool:
    relative = "котор" in word.form.lower()
    return word.upos == upos or (relative and {word.upos, upos} <= {"PRON", "DET"})


def _scored(feats: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in feats.items() if key in SCORED}


def _without_yo(lemma: str) -> str:
    return lemma.replace("ё", "е").replace("Ё", "Е")


def _universal(relation: str) -> str:
    return relation.partition(":")[0]
