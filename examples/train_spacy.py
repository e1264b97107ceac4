"""Train spaCy's tagger, parser and entity recogniser from the CoNLL-U files, by spaCy's own four commands.

In the shell they are: spacy convert, spacy init config, spacy train, spacy evaluate. With --docbin, the first
is: rukaz convert --to docbin, which keeps spaces, features and paragraphs too. The best model is in
trained/spacy/model-best; it is loaded again and reads a new sentence.

Example: python examples/train_spacy.py ./corpus
         python examples/train_spacy.py ./corpus --docbin
"""

import subprocess
import sys

import spacy
from scoring import NEW, TRAINED, conllu_files, parser, report, show
from spacy.cli import convert, evaluate, init_config
from spacy.cli.train import train

options = parser(__doc__, steps=600)
options.add_argument("--docbin", action="store_true", help="let RuKaz convert the corpus, not spaCy")
chosen = options.parse_args()
corpus, steps, folder = chosen.corpus, chosen.steps, TRAINED / "spacy"
for split, conllu in conllu_files(corpus, folder).items():
    docbin = folder / f"{split}.spacy"
    if chosen.docbin:
        docbin.unlink(missing_ok=True)
        subprocess.run([sys.executable, "-m", "rukaz", "convert", conllu, docbin], check=True)
    else:
        convert(conllu, folder, converter="conllu", file_type="spacy")

config = init_config(lang="ru", pipeline=["tagger", "parser", "ner"], optimize="efficiency")
config["paths"] |= {"train": str(folder / "train.spacy"), "dev": str(folder / "validation.spacy")}
config["training"] |= {"max_steps": steps, "eval_frequency": max(1, steps // 4)}
for reader in config["corpora"].values():
    reader["gold_preproc"] = True  # the tokens of the corpus, not those of spaCy's tokenizer
config.to_disk(folder / "config.cfg")
train(folder / "config.cfg", folder)

doc = spacy.load(folder / "model-best")(NEW)
show([token.text for token in doc], [f"{token.tag_}/{token.dep_}" for token in doc])
print([(entity.text, entity.label_) for entity in doc.ents])
scores = evaluate(str(folder / "model-best"), folder / "test.spacy", gold_preproc=True)
for column, metric in {"upos": "tag_acc", "deprel": "dep_las", "ner_tags": "ents_f"}.items():
    report(corpus, column, 100 * scores[metric])
