"""Train a small Transformer for parts of speech or named entities, with the Trainer of transformers.

Tokenizer and model start from nothing. Example: python examples/train_transformers.py ./corpus ner_tags
"""

import sys
from tempfile import TemporaryDirectory

import transformers as hf
from datasets import load_dataset
from scoring import report, tag_score

corpus, column, epochs = [*sys.argv[1:], "60"][:3]
small = f"{sys.path[0]}/small_model"  # beside this file
data = load_dataset(corpus)
names = data["train"].features[column].feature.names
hf.set_seed(1)
tokenizer = hf.AutoTokenizer.from_pretrained(small).train_new_from_iterator(data["train"]["text"], 2000)
config = hf.AutoConfig.from_pretrained(small, num_labels=len(names))
model = hf.AutoModelForTokenClassification.from_config(config)
beside = -1 if column == "ner_tags" else 1


def encode(row):
    """The pieces of the words. One has the tag: the first for names (capitals), else the last (endings)."""
    pieces = tokenizer(row["tokens"], is_split_into_words=True)
    words = [*pieces.word_ids(), None]
    tags = [row[column][word] if word != words[i + beside] else -100 for i, word in enumerate(words[:-1])]
    return {**pieces, "labels": tags}


encoded = data.map(encode)
folder = TemporaryDirectory()
how = hf.TrainingArguments(folder.name, num_train_epochs=int(epochs), learning_rate=1e-3, use_cpu=True)
trainer = hf.Trainer(model, how, hf.DataCollatorForTokenClassification(tokenizer), encoded["train"])
trainer.train()
tags, gold, _ = trainer.predict(encoded["test"])
tags = [[names[tag] for tag in row[right != -100]] for row, right in zip(tags.argmax(-1), gold, strict=True)]
report(corpus, column, tag_score(corpus, column, tags))
