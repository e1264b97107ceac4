"""Train Stanza's tagger from the CoNLL-U files, with Stanza's own trainer, small and without word vectors.

In the shell it is: python -m stanza.models.tagger --mode train, then --mode predict. The model is saved to
trained/stanza, loaded again, and tags a new sentence. The corpus needs all three splits.

Example: python examples/train_stanza.py ./corpus
"""

import sys
from pathlib import Path

from scoring import NEW, TRAINED, report, show, tag_score, words
from stanza.models import tagger
from stanza.models.common.doc import Document
from stanza.utils.conll import CoNLL

corpus, steps = [*sys.argv[1:], "600"][:2]
dev, test, train = map(str, sorted(Path(corpus, "conllu").glob("*.conllu")))
folder = TRAINED / "stanza"
folder.mkdir(parents=True, exist_ok=True)
model = ["--lang", "ru", "--shorthand", "ru_rukaz", "--no_pretrain", "--char_bidirectional", "--cpu"]
model += ["--save_dir", str(folder), "--save_name", "tagger.pt"]
sizes = ["--hidden_dim", "80", "--char_hidden_dim", "80", "--deep_biaff_hidden_dim", "80"]
sizes += ["--composite_deep_biaff_hidden_dim", "20", "--dropout", "0.2", "--word_dropout", "0.1"]
rhythm = ["--batch_size", "12", "--max_steps", steps, "--eval_interval", "100", "--fix_eval_interval"]
tagger.main([*model, *sizes, *rhythm, "--mode", "train", "--train_file", train, "--eval_file", dev])

new = [{"id": n, "text": word, "head": n - 1, "deprel": "dep"} for n, word in enumerate(words(NEW), 1)]
CoNLL.write_doc2conll(Document([new]), folder / "new.conllu")
_, tagged = tagger.main([*model, "--mode", "predict", "--eval_file", str(folder / "new.conllu")])
show(words(NEW), tagged.get("upos"))
_, tagged = tagger.main([*model, "--mode", "predict", "--eval_file", test])
report(corpus, "upos", tag_score(corpus, "upos", tagged.get("upos", as_sentences=True)))
