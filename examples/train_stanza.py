"""Train Stanza's tagger from the CoNLL-U files, with Stanza's own trainer, small and without word vectors.

In the shell it is: python -m stanza.models.tagger --mode train, then --mode predict.

Example: python examples/train_stanza.py ./corpus
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring import report, tag_score
from stanza.models import tagger

corpus, steps = [*sys.argv[1:], "600"][:2]
dev, test, train = map(str, sorted(Path(corpus, "conllu").glob("*.conllu")))

with TemporaryDirectory() as folder:
    model = ["--lang", "ru", "--shorthand", "ru_rukaz", "--no_pretrain", "--char_bidirectional", "--cpu"]
    model += ["--save_dir", folder, "--save_name", "tagger.pt"]
    sizes = ["--hidden_dim", "80", "--char_hidden_dim", "80", "--deep_biaff_hidden_dim", "80"]
    sizes += ["--composite_deep_biaff_hidden_dim", "20", "--dropout", "0.2", "--word_dropout", "0.1"]
    rhythm = ["--batch_size", "12", "--max_steps", steps, "--eval_interval", "100", "--fix_eval_interval"]
    tagger.main([*model, *sizes, *rhythm, "--mode", "train", "--train_file", train, "--eval_file", dev])
    _, tagged = tagger.main([*model, "--mode", "predict", "--eval_file", test])

report(corpus, "upos", tag_score(corpus, "upos", tagged.get("upos", as_sentences=True)))
