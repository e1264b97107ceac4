"""Silver annotation by a set of Stanza models: the sentences that slovnet annotated, annotated anew.

A teacher that learned from slovnet's silver and from gold is better than slovnet, and what it says is in the
project's convention as it is; a smaller model learns more from it.
"""

from __future__ import annotations

from pathlib import Path

from rukaz.annotation.annotator import Annotator
from rukaz.annotation.model_files import find_model
from rukaz.conllu.training_sentences import TrainingSentence, pairs_of, read_trees, write_trees

AT_ONCE = 1_000  # sentences


def annotate_silver(silver: Path, shards: Path, teacher: str) -> int:
    """Annotate the shards under `silver` anew; return how many are new.

    Args:
        silver: folder of CoNLL-U shards; sentences and tokens are taken from there, and names.
        shards: output folder; a shard that is there already is not made again.
        teacher: a model, as `find_model` knows it.
    """
    shards.mkdir(parents=True, exist_ok=True)
    new = [path for path in sorted(silver.glob("*.conllu")) if not (shards / path.name).exists()]
    if new:
        annotator = Annotator(find_model(teacher))
        for path in new:
            trees = list(read_trees(path))
            for start in range(0, len(trees), AT_ONCE):
                annotate(annotator, trees[start : start + AT_ONCE])
            write_trees(shards / path.name, trees)
    return len(new)


def annotate(annotator: Annotator, trees: list[TrainingSentence], *, names: bool = False) -> None:
    """Give the words of trees the lemmas, tags and arcs that a model gives them.

    Args:
        names: whether to add the names that it finds to words of which nothing is known.
    """
    found = annotator.analyse([[word.form for word in tree] for tree in trees])
    for tree, analyses in zip(trees, found, strict=True):
        for word, analysis in zip(tree, analyses, strict=True):
            word.lemma, word.upos = analysis.lemma, analysis.upos
            word.feats = pairs_of(analysis.feats or "_")
            word.head, word.deprel = analysis.head, analysis.deprel
            if names:
                word.misc.setdefault("NE", analysis.ner)
