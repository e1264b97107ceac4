"""Small trees written in one line, for the tests of training: `form/UPOS/head:deprel/Feature=Value`."""

from __future__ import annotations

from rukaz.conllu.training_sentences import TrainingSentence, Word


def tree(line: str) -> TrainingSentence:
    """Read words separated by spaces; the lemma is the lower-case form.

    >>> [word.head for word in tree("Мама/NOUN/2:nsubj мыла/VERB/0:root")]
    [2, 0]
    """
    return [_word(item) for item in line.split()]


def _word(item: str) -> Word:
    form, upos, arc, *feats = item.split("/")
    head, _, deprel = arc.partition(":")
    pairs = dict(pair.split("=") for pair in feats[0].split("|")) if feats and feats[0] else {}
    return Word(form, form.lower(), upos, pairs, int(head), deprel)


def show(words: TrainingSentence) -> str:
    """Write a tree back as `tree` reads it."""
    return " ".join(_show(word) for word in words)


def _show(word: Word) -> str:
    feats = "|".join(f"{key}={value}" for key, value in sorted(word.feats.items()))
    return f"{word.form}/{word.upos}/{word.head}:{word.deprel}" + (f"/{feats}" if feats else "")
