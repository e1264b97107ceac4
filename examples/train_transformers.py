"""Train a small Transformer for parts of speech or named entities, with the Trainer of transformers.

Tokenizer and model start from nothing, are saved to trained/, loaded again, and tag a new sentence.

Example: python examples/train_transformers.py ./corpus ner_tags
"""

import sys

import transformers as hf
from datasets import Dataset
from scoring import NEW_WORDS, TRAINED, parser, report, show, splits, tag_score

chosen = parser(__doc__, ["upos", "ner_tags"], epochs=60).parse_args()
corpus, column = chosen.corpus, chosen.column
small, folder = f"{sys.path[0]}/small_model", TRAINED / f"transformers_{column}"
data = splits(corpus)
names = data["train"].features[column].feature.names
hf.set_seed(1)
tokenizer = hf.AutoTokenizer.from_pretrained(small).train_new_from_iterator(data["train"]["text"], 2000)
model = hf.AutoModelForTokenClassification.from_config(
    hf.AutoConfig.from_pretrained(small, num_labels=len(names))
)
how = hf.TrainingArguments(str(folder), num_train_epochs=chosen.epochs, learning_rate=1e-3, use_cpu=True)
beside = -1 if column == "ner_tags" else 1


def encode(row):
    """The pieces of the words. One has the tag: the first for names (capitals), else the last (endings)."""
    pieces = tokenizer(row["tokens"], is_split_into_words=True)
    places = [*pieces.word_ids(), None]
    tags = [row[column][word] if word != places[i + beside] else -100 for i, word in enumerate(places[:-1])]
    return {**pieces, "labels": tags}


def predicted(trainer, sentences):
    """The name of the tag of each word."""
    tags, gold, _ = trainer.predict(sentences.map(encode))
    return [
        [names[tag] for tag in row[right != -100]] for row, right in zip(tags.argmax(-1), gold, strict=True)
    ]


trainer = hf.Trainer(model, how, hf.DataCollatorForTokenClassification(tokenizer), data["train"].map(encode))
trainer.train()
trainer.save_model()

model = hf.AutoModelForTokenClassification.from_pretrained(folder)
loaded = hf.Trainer(model, how, hf.DataCollatorForTokenClassification(tokenizer))
new = Dataset.from_dict({"tokens": [NEW_WORDS], column: [[0] * len(NEW_WORDS)]})
show(NEW_WORDS, predicted(loaded, new)[0])
report(corpus, column, tag_score(corpus, column, predicted(loaded, data["test"])))
