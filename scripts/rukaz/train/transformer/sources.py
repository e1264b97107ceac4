"""The data of the joint model: gold trees, verse, OpenCorpora's morphology, names, and silver news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.lemma_scripts import script
from rukaz.annotation.joint.model_file import load_joint_model
from rukaz.annotation.model_files import JointFiles
from rukaz.conllu.training_sentences import TrainingSentence, Word, normal_sentence, read_trees
from rukaz.train.convention import convert
from rukaz.train.lemmatizer import normal_lemma
from rukaz.train.ner import gold_names
from rukaz.train.transformer.examples import Example, Numbering, Weights
from rukaz.train.transformer.image import Image
from rukaz.train.transformer.pretrained import pieces_of, russian_rows, used_pieces
from rukaz.train.transformer.silver import (
    ARTICLES,
    NAMED,
    annotate_all,
    known_sentences,
    read_opencorpora,
    tagged_trees,
    without_copies,
)
from rukaz.train.transformer.tags import IGNORED, TagSets, tag_of
from rukaz.train.treebanks import read_gold

SOURCES = ("taiga", "taiga-2020", "gsd", "poetry", "opencorpora", "silver")
"""Whose annotation a sentence has; that of the first is what the model is asked for."""

POETRY = ("ru_poetry-ud-dev.conllu", "ru_poetry-ud-test.conllu")
RARE_LETTER, RARE_SCRIPT = 5, 3  # what is rarer is left out
LONGEST = 250  # pieces of a sentence
WEIGHTS: Mapping[str, Weights] = {
    "silver": Weights(0.5, 0.5, 0.5, 0.3),
    "named": Weights(0.5, 0.5, 0.5, 1.0),
    "opencorpora": Weights(1.0, 0.4, 0.7, 0.0),
}
"""Gold counts 1 for all but names, of which it says nothing."""


@dataclass(frozen=True)
class Trees:
    """All trees.

    Attributes:
        gold: by source.
        held_out: gold of trees, and by the corpus of names.
        named: with gold names, by corpus.
        opencorpora: as it is, and as silver.
    """

    gold: Mapping[str, list[TrainingSentence]]
    held_out: Mapping[str, list[TrainingSentence]]
    named: Mapping[str, list[TrainingSentence]]
    opencorpora: list[tuple[TrainingSentence, TrainingSentence]]
    silver: list[TrainingSentence]

    @property
    def numbered(self) -> list[TrainingSentence]:
        """Those whose words have tags and lemmas of ours."""
        parts = [*self.gold.values(), *self.named.values(), self.silver]
        return [*(tree for part in parts for tree in part), *(silver for _, silver in self.opencorpora)]


def read_all(
    data: Path, silver: Path, teachers: Sequence[str], skip: int = 0, articles: int = ARTICLES
) -> Trees:
    """Read all data, and make the silver that is missing.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        silver: folder of the silver.
        teachers: models that annotate it, the best first.
        skip: articles of raw news that an earlier training had.
        articles: of raw news that are annotated.
    """
    annotate_all(data, silver, teachers, skip, articles)
    gold = read_gold(data / "treebanks")
    train: dict[str, list[TrainingSentence]] = {}
    for tree in {id(tree): tree for tree in gold.train}.values():
        train.setdefault(gold.source[id(tree)], []).append(tree)
    known = known_sentences(data)
    train["poetry"] = [tree for tree in poetry(data / "treebanks") if normal_sentence(tree) not in known]
    return Trees(
        train,
        {"trees": gold.dev} | {name: tagged_trees(gold_names(data, name).held_out) for name in NAMED},
        {name: list(read_trees(silver / f"{name}.conllu")) for name in NAMED},
        list(
            zip(
                without_copies(read_opencorpora(data, silver), known),
                read_trees(silver / "opencorpora.conllu"),
                strict=True,
            )
        ),
        list(read_trees(silver / "news.conllu")),
    )


def poetry(treebanks: Path) -> list[TrainingSentence]:
    """Return the verse, converted."""
    trees = [tree for name in POETRY for tree in read_trees(treebanks / name)]
    for tree in trees:
        convert(tree, "taiga")
    return trees


def inventory(image: Image, trees: Trees) -> tuple[Inventory, list[int]]:
    """Return what the answers may be, which is what gold has and silver often has, and the pieces kept."""
    gold = [tree for part in trees.gold.values() for tree in part]
    letters: Counter[str] = Counter()
    scripts: Counter[str] = Counter()
    for tree in trees.numbered:
        for word in tree:
            letters.update(word.form)
            scripts[script(word.form, normal_lemma(word.form, word.lemma, word.upos)) or ""] += 1
    known = sorted(letter for letter, count in letters.items() if count >= RARE_LETTER)
    rows = russian_rows(image.pieces, used_pieces(image, ([w.form for w in tree] for tree in trees.numbered)))
    answers = Inventory(
        *pieces_of(image, rows),
        {letter: number for number, letter in enumerate(known, 2)},
        tuple(sorted({tag_of(word) for tree in gold for word in tree})),
        tuple(sorted({word.deprel for tree in gold for word in tree})),
        tuple(sorted(name for name, count in scripts.items() if name and count >= RARE_SCRIPT)),
        SOURCES,
    )
    return answers, rows


def inventory_of(image: Image, files: JointFiles) -> tuple[Inventory, list[int]]:
    """Return the inventory of a finished model, and the pieces that it kept."""
    _, known = load_joint_model(files)
    place = {piece: number for number, piece in enumerate(image.pieces)}
    return known, [place[piece] for piece in known.pieces.scores]


def training_examples(trees: Trees, known: Inventory, sets: TagSets) -> dict[str, list[Example]]:
    """Return the training sentences in numbers, by source."""
    numbering = Numbering(known)

    def fitting(found: Iterable[Example]) -> list[Example]:
        return [example for example in found if example.length <= LONGEST]

    def of(part: Sequence[TrainingSentence], source: str, weights: Weights) -> list[Example]:
        return fitting(numbering.example(tree, [*map(sets.gold, tree)], source, weights) for tree in part)

    found = {source: of(part, source, Weights()) for source, part in trees.gold.items()}
    found |= {name: of(part, "silver", WEIGHTS["named"]) for name, part in trees.named.items()}
    found["silver"] = of(trees.silver, "silver", WEIGHTS["silver"])
    found["opencorpora"] = fitting(
        numbering.example(
            merged(gold, silver), [*map(sets.opencorpora, gold)], "opencorpora", WEIGHTS["opencorpora"]
        )
        for gold, silver in trees.opencorpora
    )
    return found


def held_out_examples(trees: Trees, known: Inventory) -> dict[str, list[Example]]:
    """Return the held-out sentences in numbers."""
    numbering = Numbering(known)
    return {
        name: [numbering.example(tree, [IGNORED] * len(tree), SOURCES[0], Weights()) for tree in part]
        for name, part in trees.held_out.items()
    }


def merged(opencorpora: TrainingSentence, silver: TrainingSentence) -> TrainingSentence:
    """Return the silver tree with OpenCorpora's lemmas."""
    return [
        replace(ours, lemma=opencorpora_lemma(theirs, ours))
        for theirs, ours in zip(opencorpora, silver, strict=True)
    ]


def opencorpora_lemma(word: Word, silver: Word) -> str:
    """Return the lemma in our convention; ``_`` where that differs in more than its letters.

    OpenCorpora's lemma of a participle may be an adjective, and verbs in -ся keep it in the passive.
    """
    if silver.upos in {"VERB", "AUX"} and (word.upos != "VERB" or word.form.lower().endswith(("ся", "сь"))):
        return "_"
    if silver.upos in {"DET", "PRON", "NUM", "X", "SYM", "PUNCT"}:
        return silver.lemma
    small = word.lemma.lower()
    if silver.upos != "PROPN":
        return small.replace("ё", "е")
    if word.form.isupper():
        return silver.lemma
    return "-".join(part[:1].upper() + part[1:] for part in small.split("-"))
