"""Train a conditional random field for parts of speech or named entities, with sklearn-crfsuite.

The model is saved to trained/, loaded again, and tags a new sentence.

Example: python examples/train_crf.py ./corpus upos
         python examples/train_crf.py ./corpus ner_tags
"""

import pickle

from scoring import NEW_WORDS, TRAINED, parser, report, show, splits, tag_names, tag_score
from sklearn_crfsuite import CRF


def word(form):
    """What can be seen of a word: the form, its beginning and ends, what it is written with."""
    low = form.lower()
    seen = {"form": low, "begin": low[:4], **{f"end {n}": low[-n:] for n in (1, 2, 3, 4)}}
    return seen | {"capital": form[0].isupper(), "digit": form[0].isdigit(), "letter": form[0].isalpha()}


def features(tokens):
    """Of each token what can be seen of it and of two neighbours on either side."""
    seen = [{}, {}, *map(word, tokens), {}, {}]
    return [{str(n): seen[i + n] for n in (-2, -1, 0, 1, 2)} for i in range(2, len(seen) - 2)]


chosen = parser(__doc__, ["upos", "ner_tags"]).parse_args()
corpus, column = chosen.corpus, chosen.column
data = splits(corpus)
tagger = CRF(c1=0.05, c2=0.05, max_iterations=100)
tagger.fit(list(map(features, data["train"]["tokens"])), tag_names(data["train"], column))
TRAINED.mkdir(exist_ok=True)
(TRAINED / f"crf_{column}.pickle").write_bytes(pickle.dumps(tagger))

loaded = pickle.loads((TRAINED / f"crf_{column}.pickle").read_bytes())
show(NEW_WORDS, loaded.predict_single(features(NEW_WORDS)))
tags = loaded.predict(list(map(features, data["test"]["tokens"])))
report(corpus, column, tag_score(corpus, column, tags))
