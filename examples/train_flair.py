"""Train flair's tagger for parts of speech or named entities: embeddings of words and letters, LSTM and CRF.

Nothing is downloaded: embeddings are learned from train. The model is saved to trained/, loaded again, and
tags a new sentence. flair needs older libraries than RuKaz, so give it an environment of its own:

    python -m venv flair-env && flair-env/bin/pip install flair datasets

Example: flair-env/bin/python examples/train_flair.py ./corpus upos
         flair-env/bin/python examples/train_flair.py ./corpus ner_tags
"""

from itertools import chain

import flair
from flair.data import Corpus, Dictionary, Sentence
from flair.datasets import FlairDatapointDataset
from flair.embeddings import CharacterEmbeddings, OneHotEmbeddings, StackedEmbeddings
from flair.models import SequenceTagger
from flair.trainers import ModelTrainer
from scoring import NEW_WORDS, TRAINED, entities, parser, report, show, splits, tag_names, tag_score
from torch.optim import AdamW

chosen = parser(__doc__, ["upos", "ner_tags"], epochs=20).parse_args()
column, folder = chosen.column, TRAINED / f"flair_{chosen.column}"


def labelled(data):
    """The sentences of a split with their labels, of words or of spans of words."""
    sentences = list(map(Sentence, data["tokens"]))
    tags = tag_names(data, column)
    if column == "upos":
        for token, tag in zip(chain(*sentences), chain(*tags), strict=True):
            token.add_label(column, tag)
    for number, start, end, label in entities(tags) if column == "ner_tags" else ():
        sentences[number][start:end].add_label(column, label)
    return FlairDatapointDataset(sentences)


def predicted(model, sentences):
    """The tag of each word."""
    sentences = list(map(Sentence, sentences))
    model.predict(sentences)
    if column == "upos":
        return [[token.get_label(column).value for token in sentence] for sentence in sentences]
    tags = [["O"] * len(sentence) for sentence in sentences]
    for row, sentence in zip(tags, sentences, strict=True):
        for span in sentence.get_spans(column):
            row[span[0].idx - 1 : span[-1].idx] = [
                f"{'I' if n else 'B'}-{span.tag}" for n in range(len(span))
            ]
    return tags


flair.set_seed(1)
data = splits(chosen.corpus)
letters = Dictionary()
for letter in sorted(set("".join(data["train"]["text"]))):
    letters.add_item(letter)
corpus = Corpus(labelled(data["train"]), labelled(data["validation"]), labelled(data["test"]), name="RuKaz")
words = OneHotEmbeddings.from_corpus(corpus, min_freq=2, embedding_length=64)
# in this order: when flair loads a stack, it sorts the parts by names of which it has changed some
embeddings = StackedEmbeddings([CharacterEmbeddings(letters), words])
names = corpus.make_label_dictionary(column, add_unk=False)
tagger = SequenceTagger(embeddings, names, column, hidden_size=64)
rhythm = {"optimizer": AdamW, "learning_rate": 0.005, "mini_batch_size": 8, "max_epochs": chosen.epochs}
ModelTrainer(tagger, corpus).train(folder, **rhythm)

loaded = SequenceTagger.load(folder / "best-model.pt")
show(NEW_WORDS, *predicted(loaded, [NEW_WORDS]))
report(chosen.corpus, column, tag_score(chosen.corpus, column, predicted(loaded, data["test"]["tokens"])))
