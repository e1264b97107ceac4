"""Train spaCy's tagger, parser and entity recogniser from the CoNLL-U files, by spaCy's own four commands.

In the shell they are: spacy convert, spacy init config, spacy train, spacy evaluate. The best model is in
trained/spacy/model-best; it is loaded again and reads a new sentence. The corpus needs all three splits.

Example: python examples/train_spacy.py ./corpus
"""

import sys
from pathlib import Path

import spacy
from scoring import NEW, TRAINED, report, show
from spacy.cli import convert, evaluate, init_config
from spacy.cli.train import train

corpus, steps = [*sys.argv[1:], "600"][:2]
folder = TRAINED / "spacy"
folder.mkdir(parents=True, exist_ok=True)
for conllu in Path(corpus, "conllu").glob("*.conllu"):
    convert(conllu, folder, converter="conllu", file_type="spacy")
dev_file, test_file, train_file = sorted(folder.glob("*.spacy"))

config = init_config(lang="ru", pipeline=["tagger", "parser", "ner"], optimize="efficiency")
config["paths"] |= {"train": str(train_file), "dev": str(dev_file)}
config["training"] |= {"max_steps": int(steps), "eval_frequency": int(steps) // 4}
for reader in config["corpora"].values():
    reader["gold_preproc"] = True  # the tokens of the corpus, not those of spaCy's tokenizer
config.to_disk(folder / "config.cfg")
train(folder / "config.cfg", folder)

doc = spacy.load(folder / "model-best")(NEW)
show([token.text for token in doc], [f"{token.tag_}/{token.dep_}" for token in doc])
print([(entity.text, entity.label_) for entity in doc.ents])
scores = evaluate(str(folder / "model-best"), test_file, gold_preproc=True)
for column, metric in {"upos": "tag_acc", "deprel": "dep_las", "ner_tags": "ents_f"}.items():
    report(corpus, column, 100 * scores[metric])
