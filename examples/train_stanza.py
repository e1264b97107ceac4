"""Train Stanza's tagger, parser or entity recogniser with its own trainers, small and without word vectors.

In the shell they are: python -m stanza.models.tagger --mode train, then --mode predict; likewise parser and
ner_tagger. The model is saved to trained/, loaded again, and tags a new sentence.

Example: python examples/train_stanza.py ./corpus upos
         python examples/train_stanza.py ./corpus deprel
         python examples/train_stanza.py ./corpus ner_tags
"""

import json
from importlib import import_module
from pathlib import Path

import scoring
from stanza.utils.conll import CoNLL

TRAINERS = {
    "upos": "tagger --char_bidirectional --batch_size 12 --fix_eval_interval --deep_biaff_hidden_dim 80 "
    "--composite_deep_biaff_hidden_dim 20 --dropout 0.2 --word_dropout 0.1",
    "deprel": "parser --no_upos --no_xpos --no_ufeats --batch_size 300 --deep_biaff_hidden_dim 80 "
    "--dropout 0.2 --optim adam --lr 0.003 --no_checkpoint",
    "ner_tags": "ner_tagger --scheme bio --batch_size 8 --optim adam --lr 0.003",
}
chosen = scoring.parser(__doc__, TRAINERS, steps=300).parse_args()
corpus, column, folder = chosen.corpus, chosen.column, scoring.TRAINED / f"stanza_{chosen.column}"
program, *model = TRAINERS[column].split()
model += ["--save_dir", str(folder), "--save_name", "model.pt", "--shorthand", "ru_rukaz", "--cpu"]
model += ["--no_pretrain", "--hidden_dim", "80", "--char_hidden_dim", "80"]
run = import_module(f"stanza.models.{program}").main


def with_names(split, new=()):
    """The file of a split as Stanza's recogniser reads it; ``new`` are more sentences with their tags."""
    rows = scoring.splits(corpus)[split]
    pairs = [*zip(rows["tokens"], scoring.tag_names(rows, column), strict=True), *new]
    path = folder / f"{split}.json"
    named = [[{"text": word, "ner": tag} for word, tag in zip(*pair, strict=True)] for pair in pairs]
    path.write_text(json.dumps(named), encoding="utf-8")
    return str(path)


def predicted(file):
    """The tags that the saved model gives to the sentences of a file."""
    out = folder / "predicted"
    to = "--eval_output_file" if column == "ner_tags" else "--output_file"
    run([*model, "--mode", "predict", "--eval_file", file, to, str(out)])
    if column == "ner_tags":
        blocks = out.read_text(encoding="utf-8").strip().split("\n\n")
        tags = [[line.split("\t")[2] for line in block.splitlines()] for block in blocks]
        return [[tag.replace("S-", "B-").replace("E-", "I-") for tag in row] for row in tags]  # of BIOES
    doc = CoNLL.conll2doc(out)
    found = [doc.get(name, as_sentences=True) for name in ("upos", "head", "deprel")]
    return found[0] if column == "upos" else list(map(scoring.arcs, found[1], found[2]))


files = scoring.conllu_files(corpus, folder)
with Path(files["test"]).open("a", encoding="utf-8") as test:
    test.write(scoring.new_conllu())
if column == "ner_tags":
    a_name = ["B-PER", *"O" * (len(scoring.NEW_WORDS) - 1)]  # its score needs one, right or wrong
    files = {split: with_names(split) for split in ("train", "validation")}
    files["test"] = with_names("test", [(scoring.NEW_WORDS, a_name)])
steps = ["--max_steps", str(chosen.steps), "--eval_interval", "100"]
run([*model, *steps, "--mode", "train", "--train_file", files["train"], "--eval_file", files["validation"]])
*tags, new = predicted(files["test"])
scoring.show(scoring.NEW_WORDS, new)
scoring.report(corpus, column, scoring.tag_score(corpus, column, tags))
