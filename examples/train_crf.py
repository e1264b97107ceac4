"""Train a conditional random field for parts of speech or named entities, with sklearn-crfsuite.

Example: python examples/train_crf.py ./corpus upos
         python examples/train_crf.py ./corpus ner_tags
"""

import sys

from datasets import load_dataset
from scoring import report, tag_names, tag_score
from sklearn_crfsuite import CRF


def word(form):
    """What can be seen of a word: the form, its beginning and ends, what it is written with."""
    low = form.lower()
    seen = {"form": low, "begin": low[:4], **{f"end {n}": low[-n:] for n in (1, 2, 3, 4)}}
    return seen | {"capital": form[0].isupper(), "digit": form[0].isdigit(), "letter": form[0].isalpha()}


def features(tokens):
    """Of each token what can be seen of it and of two neighbours on either side."""
    words = [{}, {}, *map(word, tokens), {}, {}]
    return [{str(n): words[i + n] for n in (-2, -1, 0, 1, 2)} for i in range(2, len(words) - 2)]


corpus, column = sys.argv[1:]
train, test = load_dataset(corpus, split="train"), load_dataset(corpus, split="test")
tagger = CRF(c1=0.05, c2=0.05, max_iterations=100)
tagger.fit(list(map(features, train["tokens"])), tag_names(train, column))
tags = tagger.predict(list(map(features, test["tokens"])))
report(corpus, column, tag_score(corpus, column, tags))
