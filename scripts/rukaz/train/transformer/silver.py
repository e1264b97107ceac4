"""Silver for the joint model: raw news, and gold that lacks trees, annotated by a set of models.

Four files of CoNLL-U, each made once: news; the news texts of factRuEval and the wiki news of NEREL, with
gold names in MISC; OpenCorpora's sentences. What stands in a test file or in the gold treebanks is left out.
The first teacher's answers are kept; where another one answers otherwise, MISC says what is in doubt.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from rukaz.annotation.annotator import Annotator
from rukaz.annotation.assemble import Analysis
from rukaz.annotation.model_files import find_model
from rukaz.conllu.training_sentences import (
    TrainingSentence,
    Word,
    letters,
    pairs_of,
    read_trees,
    write_trees,
)
from rukaz.train.ner import gold_names, test_sentences
from rukaz.train.ner_data import Tagged
from rukaz.train.self_training import AT_ONCE, annotate
from rukaz.train.silver import is_running_text, read_articles
from rukaz.train.token_rules import split
from rukaz.train.treebanks import SOURCES
from rukaz.train.treebanks import test_sentences as test_trees

ARTICLES = 1_200
LONGEST = 60  # words of a sentence of OpenCorpora
OPENCORPORA = "opencorpora-morphology.conllu.gz"
NAMED = ("factrueval", "nerel")
DOUBT = "Doubt"
"""Key in MISC; its value is one of `TAG`, `TREE`, `BOTH`."""
TAG, TREE, BOTH = "tag", "tree", "both"


def annotate_all(
    data: Path, out: Path, teachers: Sequence[str], skip: int = 0, articles: int = ARTICLES
) -> None:
    """Make the files of silver that are missing.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        out: folder of the files.
        teachers: models, as `find_model` knows them, the best first.
        skip: articles of raw news that an earlier training had.
        articles: of raw news that are annotated.
    """
    out.mkdir(parents=True, exist_ok=True)
    known = known_sentences(data)
    sources = {"news": news(data / "raw_news", skip, articles), "opencorpora": read_opencorpora(data, out)}
    sources |= {name: named(data, name) for name in NAMED}
    missing = [name for name in sources if not (out / f"{name}.conllu").exists()]
    if missing:
        first, *others = [Annotator(find_model(teacher)) for teacher in teachers]
        for name in missing:
            trees = annotated(first, without_copies(sources[name], known))
            write_trees(out / f"{name}.conllu", doubted(others, trees))


def known_sentences(data: Path) -> set[str]:
    """Return the letters of the sentences of all tests and gold treebanks."""
    known = test_trees(data / "treebanks")
    for name, *_ in SOURCES:
        known |= {letters(w.form for w in tree) for tree in read_trees(data / "treebanks" / name)}
    return known | {letters(sentence.forms) for sentence in test_sentences(data)}


def without_copies(trees: Iterable[TrainingSentence], known: set[str]) -> Iterator[TrainingSentence]:
    """Yield the sentences that are not known; short ones repeat by chance."""
    return (tree for tree in trees if len(tree) < 6 or letters(word.form for word in tree) not in known)


def news(raw: Path, skip: int = 0, articles: int = ARTICLES) -> Iterator[TrainingSentence]:
    """Yield sentences of raw news, of some articles after the first ones, as words not annotated."""
    for paragraphs in read_articles(raw)[skip : skip + articles]:
        for text in paragraphs:
            for sentence in split(text):
                forms = [text[start:end] for start, end in sentence.tokens]
                if is_running_text(forms):
                    yield bare(forms)


def named(data: Path, name: str) -> Iterator[TrainingSentence]:
    """Yield the sentences of a corpus of names that none of its held-out texts has."""
    for sentence in gold_names(data, name).train:
        yield bare(sentence.forms, sentence.tags)


def read_opencorpora(data: Path, out: Path) -> Iterator[TrainingSentence]:
    """Yield the sentences of OpenCorpora with its own tags and lemmas."""
    plain = out / OPENCORPORA.removesuffix(".gz")
    if not plain.exists():
        plain.write_bytes(gzip.decompress((data / "treebanks" / OPENCORPORA).read_bytes()))
    return (tree for tree in read_trees(plain) if len(tree) <= LONGEST)


def bare(forms: Sequence[str], names: Sequence[str] = ()) -> TrainingSentence:
    """Return words without annotation, but for names."""
    tree = [Word(form, "_", "X", {}, 0, "dep") for form in forms]
    for word, name in zip(tree, names, strict=False):
        word.misc["NE"] = name
    return tree


def annotated(annotator: Annotator, trees: Iterable[TrainingSentence]) -> Iterator[TrainingSentence]:
    """Yield trees with the annotation of a model in place of theirs; names that are known stay."""
    waiting = iter(trees)
    while part := list(islice(waiting, AT_ONCE)):
        annotate(annotator, part, names=True)
        yield from part


def doubted(others: Sequence[Annotator], trees: Iterable[TrainingSentence]) -> Iterator[TrainingSentence]:
    """Yield trees with a mark on each word of which another model says something else."""
    waiting = iter(trees)
    while part := list(islice(waiting, AT_ONCE)):
        for other in others:
            mark_doubts(part, other.analyse([[word.form for word in tree] for tree in part]))
        yield from part


def mark_doubts(trees: Iterable[TrainingSentence], answers: Iterable[Sequence[Analysis]]) -> None:
    """Mark the words whose tag, or whose head or relation, differs in `answers`."""
    for tree, analyses in zip(trees, answers, strict=True):
        for word, other in zip(tree, analyses, strict=True):
            tag = (word.upos, word.feats) != (other.upos, pairs_of(other.feats or "_"))
            arc = (word.head, word.deprel) != (other.head, other.deprel)
            before = word.misc.get(DOUBT)
            tag, arc = tag or before in {TAG, BOTH}, arc or before in {TREE, BOTH}
            if tag or arc:
                word.misc[DOUBT] = BOTH if tag and arc else TAG if tag else TREE


def tagged_trees(sentences: Iterable[Tagged]) -> list[TrainingSentence]:
    """Return sentences with names as trees without annotation."""
    return [bare(sentence.forms, sentence.tags) for sentence in sentences]
