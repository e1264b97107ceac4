"""Peers that the bench trains itself, spaCy and UDPipe 1, and how right all systems are on the same trees.

No Russian model of either comes without a network, so both learn from the trees that are there, by their own
trainers with the settings that they recommend for a CPU. What is said of accuracy is of gold tokens.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from rukaz.annotation.assemble import Analysis
from rukaz.conllu.training_sentences import TrainingSentence, read_trees, write_trees
from rukaz.errors import RukazError
from rukaz.train.transformer.evaluation import tree_figures

MOST_WORDS = 100_000
"""Of the trees that the peers learn from; UDPipe takes hours for a million."""

HELD_OUT = 10
"""Each tenth sentence is not learned from: by it the trainers choose the best of their models."""

SPACY_PIPELINE = ("morphologizer", "trainable_lemmatizer", "parser")
MOST_STEPS, WORDS_PER_STEP = 2_000, 10  # of spaCy's training
MOST_EPOCHS, WORDS_PER_EPOCH = 20, 500  # of UDPipe's tokenizer, which would take 100 for any corpus

TRAIN, HELD, TEST = "train.conllu", "dev.conllu", "test.conllu"
SPACY_MODEL, UDPIPE_MODEL = "spacy/model-best", "model.udpipe"

Found = Sequence[Sequence[Analysis]]


@dataclass(frozen=True, slots=True)
class Gold:
    """Trees to learn from, and others to be measured on; numbers of words."""

    folder: Path
    train_words: int
    test_words: int


def find_gold(source: Path, target: Path) -> Gold:
    """Put the trees of CoNLL-U files below a folder into ``target``: by their names those of train and test.

    Raises:
        RukazError: there are none of one of them.
    """
    target.mkdir()
    sentences: dict[str, list[TrainingSentence]] = {}
    for part in ("train", "test"):
        files = [path for path in sorted(source.rglob("*.conllu")) if re.search(rf"[-_]{part}\b", path.stem)]
        sentences[part] = list(_first(chain.from_iterable(map(read_trees, files)), MOST_WORDS))
        if not sentences[part]:
            what = f"there is no CoNLL-U of {part} to train and measure peers with"
            raise RukazError(what, where=str(source), hint="Name a corpus or treebanks: --train-on FOLDER")
    learned = [tree for number, tree in enumerate(sentences["train"]) if number % HELD_OUT]
    words = write_trees(target / TRAIN, learned)
    write_trees(target / HELD, sentences["train"][::HELD_OUT])
    return Gold(target, words, write_trees(target / TEST, sentences["test"]))


def _first(trees: Iterator[TrainingSentence], words: int) -> Iterator[TrainingSentence]:
    for tree in trees:
        words -= len(tree)
        yield tree
        if words <= 0:
            return


# -- training --


def train_spacy(folder: Path) -> float:
    """Train spaCy on the trees in a folder; the seconds that it took."""
    from spacy.cli.convert import convert
    from spacy.cli.init_config import init_config
    from spacy.cli.train import train

    begun, target = time.perf_counter(), folder / "spacy"
    target.mkdir()
    for part in (TRAIN, HELD):
        convert(folder / part, target, converter="conllu", file_type="spacy", n_sents=10)
    config = init_config(lang="ru", pipeline=list(SPACY_PIPELINE), optimize="efficiency")
    config["paths"] |= {part: str(target / f"{part}.spacy") for part in ("train", "dev")}
    config["components"]["parser"]["min_action_freq"] = 1  # by 30, a small corpus would lose its relations
    words = sum(map(len, read_trees(folder / TRAIN)))
    steps = max(10, min(MOST_STEPS, words // WORDS_PER_STEP))
    config["training"] |= {"max_steps": steps, "eval_frequency": steps // 10}
    config.to_disk(target / "config.cfg")
    train(target / "config.cfg", target)
    return time.perf_counter() - begun


def train_udpipe(folder: Path) -> float:
    """Train UDPipe on the trees in a folder; the seconds that it took.

    Raises:
        RukazError: it says why not.
    """
    from ufal import udpipe

    def read(path: Path) -> Any:
        reader, sentences = udpipe.InputFormat.newConlluInputFormat(), udpipe.Sentences()
        reader.setText(path.read_text(encoding="utf-8"))
        sentence = udpipe.Sentence()
        while reader.nextSentence(sentence, error):
            sentences.append(sentence)
            sentence = udpipe.Sentence()
        return sentences

    begun, error = time.perf_counter(), udpipe.ProcessingError()
    train, held = read(folder / TRAIN), read(folder / HELD)
    default = udpipe.Trainer.DEFAULT
    words = sum(map(len, read_trees(folder / TRAIN)))
    tokenizer = f"epochs={min(MOST_EPOCHS, 1 + words // WORDS_PER_EPOCH)}"
    model = udpipe.Trainer.train("morphodita_parsito", train, held, tokenizer, default, default, error)
    if error.occurred():
        raise RukazError(f"UDPipe cannot be trained: {error.message}")
    (folder / UDPIPE_MODEL).write_bytes(model)
    return time.perf_counter() - begun


# -- the same sentences to all --


def load_spacy(folder: Path) -> Any:
    """The model that spaCy learned."""
    import spacy

    return spacy.load(folder / SPACY_MODEL)


def load_udpipe(folder: Path) -> Any:
    """The model that UDPipe learned."""
    from ufal import udpipe

    return udpipe.Model.load(str(folder / UDPIPE_MODEL))


def ask_spacy(folder: Path, sentences: Sequence[Sequence[str]]) -> Found:
    """What spaCy says of tokenised sentences."""
    from spacy.tokens import Doc

    nlp = load_spacy(folder)
    documents = nlp.pipe(Doc(nlp.vocab, list(words)) for words in sentences)
    return [
        [
            Analysis(
                token.lemma_,
                token.pos_,
                str(token.morph) or None,
                0 if token.head.i == token.i else token.head.i + 1,
                token.dep_.lower(),
                "O",
            )
            for token in document
        ]
        for document in documents
    ]


def ask_udpipe(folder: Path, sentences: Sequence[Sequence[str]]) -> Found:
    """What UDPipe says of tokenised sentences."""
    from ufal import udpipe

    model = load_udpipe(folder)
    found = []
    for words in sentences:
        sentence = udpipe.Sentence()
        for word in words:
            sentence.addWord(word)
        model.tag(sentence, model.DEFAULT)
        model.parse(sentence, model.DEFAULT)
        rows = list(sentence.words)[1:]
        found.append([Analysis(w.lemma, w.upostag, w.feats or None, w.head, w.deprel, "O") for w in rows])
    return found


def ask_slovnet(_folder: Path, sentences: Sequence[Sequence[str]]) -> Found:
    """What slovnet says of tokenised sentences; it has no lemmas."""
    from rukaz.train.silver import Teacher

    trees = Teacher().trees([list(words) for words in sentences])
    return [[Analysis("_", word.upos, None, word.head, word.deprel, "O") for word in tree] for tree in trees]


def measured_words(folder: Path) -> list[list[str]]:
    """The tokens of the sentences that systems are measured on."""
    return [[word.form for word in tree] for tree in read_trees(folder / TEST)]


def accuracy(folder: Path, found: Found) -> dict[str, float]:
    """UPOS and LAS of what a system says of :func:`measured_words`, in per cent of the words."""
    figures: Mapping[str, float] = tree_figures(list(read_trees(folder / TEST)), found)
    return {metric: figures[metric] for metric in ("UPOS", "LAS")}
