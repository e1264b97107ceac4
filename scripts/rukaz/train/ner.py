"""Train Stanza's named-entity tagger (PER ORG LOC MISC) on gold and silver news."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rukaz.conllu.training_sentences import letters
from rukaz.iob2 import decode
from rukaz.train.ner_augment import in_kazakhstan, with_misc
from rukaz.train.ner_data import Tagged, factrueval, nerel, silver, tagged

SEED = 20261122
STEPS = 9000
BATCH, BATCH_WORDS = 32, 700
LEARNING_RATE = 0.002
SILVER_AT_START, SILVER_AT_END = 0.6, 0.3  # share of silver batches, falling as training goes on
FACTRUEVAL_COPIES = 4  # its small devset is news in the convention; NEREL is six times its size
SILVER_SHARDS = 12
MISC_BY_RULE = 4000  # silver sentences with a MISC that count as gold
EVERY = 500  # steps between measurements
AVERAGE = 0.998  # decay of the running average of the weights, which is what is kept

CORPORA = {
    "factrueval": (factrueval, "factrueval-2016.tar.gz", ("devset",), 10),
    "nerel": (nerel, "nerel-1.1.tar.gz", ("train", "dev"), 20),
}
"""Reader, archive and parts of each corpus of names; one text in so many is held out."""

ARGUMENTS: dict[str, Any] = {
    "shorthand": "ru_rukaz", "lang": "ru", "charlm": False, "char": True, "char_lowercase": False,
    "char_emb_dim": 40, "char_hidden_dim": 80, "char_num_layers": 1, "char_rec_dropout": 0.0,
    "char_dropout": 0.0, "hidden_dim": 256, "num_layers": 1, "dropout": 0.4, "rec_dropout": 0.0,
    "word_dropout": 0.02, "locked_dropout": 0.0, "lowercase": True, "emb_finetune": False,
    "emb_finetune_known_only": False, "input_transform": True, "scheme": "bioes",
    "train_scheme": None, "optim": "adam", "lr": LEARNING_RATE, "momentum": 0.0,
    "max_grad_norm": 5.0, "bert_model": None, "bert_finetune": False, "use_peft": False,
    "predict_tagset": None, "connect_output_layers": False, "batch_size": BATCH, "sample_train": 1.0,
    "charlm_forward_file": None, "charlm_backward_file": None,
}  # fmt: skip


@dataclass(frozen=True)
class Sentences:
    """Tagged sentences in the shape in which Stanza's loader asks a document for them."""

    sentences: Sequence[Tagged]

    def get(self, fields: list[str], **_: bool) -> list[list[list[Any]]]:
        """Text, tag and no further layer of tags for each token."""
        return [
            [[form, tag, None] for form, tag in zip(s.forms, s.tags, strict=True)] for s in self.sentences
        ]


def train_ner(data: Path, work: Path, *, seed: int = SEED, steps: int = STEPS) -> Path:
    """Train on factRuEval's devset, NEREL and silver; keep the averaged weights of the best step.

    Args:
        data: folder with ner/.
        work: holds pretrain.pt and silver-raw/*.conllu; a finished ner.pt there is returned as it is,
            a broken-off training goes on from ner.checkpoint.

    Returns:
        The model file, loadable by Stanza's ner processor together with pretrain.pt.
    """
    model = work / "ner.pt"
    if model.exists():
        return model
    gold, held_out = gold_sentences(data)
    shards = sorted((work / "silver-raw").glob("*.conllu"))[:SILVER_SHARDS]
    clean = without(silver_sentences(shards, random.Random(seed)), test_sentences(data))
    rules = [sentence for sentence in clean if "B-MISC" in sentence.tags]
    trainer = new_trainer(work, [*gold, *clean], seed)
    run = Run(trainer, held_out, work, steps)
    run.resume()
    gold += random.Random(seed).sample(rules, min(len(rules), MISC_BY_RULE))
    run.train((_batches(trainer, gold, seed), _batches(trainer, clean, seed + 1)), random.Random(seed))
    (work / "ner.part").replace(model)
    return model


def silver_sentences(shards: Iterable[Path], rng: random.Random) -> list[Tagged]:
    """The teacher's sentences in our tokens, with MISC by rule, if they are clean."""
    found = (s for text, names in silver(shards) for s in tagged(text, with_misc(text, names)))
    return [s for s in in_kazakhstan(found, rng) if is_clean(s)]


@dataclass(frozen=True)
class GoldNames:
    """The sentences of a corpus of names, those of its held-out texts apart."""

    train: list[Tagged]
    held_out: list[Tagged]


def gold_names(data: Path, corpus: str) -> GoldNames:
    """Read a corpus of names; every so many texts of it are held out.

    Args:
        data: folder with ner/.
        corpus: a key of `CORPORA`.
    """
    read, archive, parts, held_out = CORPORA[corpus]
    texts = [list(tagged(*item)) for part in parts for item in read(data / "ner" / archive, part)]
    return GoldNames(
        without((s for i, text in enumerate(texts) if i % held_out for s in text), test_sentences(data)),
        [s for text in texts[::held_out] for s in text],
    )


def gold_sentences(data: Path) -> tuple[list[Tagged], dict[str, list[Tagged]]]:
    """Training sentences, and those held out to choose the best step."""
    corpora = {corpus: gold_names(data, corpus) for corpus in CORPORA}
    gold = corpora["factrueval"].train * FACTRUEVAL_COPIES + corpora["nerel"].train
    return gold, {corpus: names.held_out for corpus, names in corpora.items()}


def test_sentences(data: Path) -> list[Tagged]:
    """The sentences of factRuEval's test set, which no training sentence may repeat."""
    return [s for item in factrueval(data / "ner/factrueval-2016.tar.gz", "testset") for s in tagged(*item)]


def without(sentences: Iterable[Tagged], test: Iterable[Tagged]) -> list[Tagged]:
    """Sentences of which no copy stands in the test set; short ones repeat by chance and stay."""
    known = {letters(s.forms) for s in test if len(s.forms) >= 6}
    return [s for s in sentences if letters(s.forms) not in known]


def is_clean(sentence: Tagged) -> bool:
    """Whether a silver sentence has no capital letter or quotation outside its names.

    The teacher knows no MISC and misses names; a sentence that may hold such a name teaches wrongly.
    """
    for index, (form, tag) in enumerate(zip(sentence.forms, sentence.tags, strict=True)):
        opening = index == 0 or sentence.forms[index - 1] in {"«", '"', "—", "–", "-", ":", "“"}
        capital = form[0].isupper() or bool(re.match("[A-Za-z]", form))
        quoted = index > 0 and sentence.forms[index - 1] in {"«", "“"} and form[0].isupper()
        if tag == "O" and ((capital and not opening) or (quoted and index > 1)):
            return False
    return True


def new_trainer(work: Path, sentences: Sequence[Tagged], seed: int) -> Any:
    """Stanza's NER trainer with the vectors of pretrain.pt, which stay outside the model file.

    The vocabularies are those of the sentences, or of ner.part where a training is to go on.
    """
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.common.utils import set_random_seed
    from stanza.models.ner.data import DataLoader
    from stanza.models.ner.trainer import Trainer
    from stanza.models.ner.vocab import MultiVocab

    set_random_seed(seed)
    vectors = Pretrain(str(work / "pretrain.pt"))
    args = {**ARGUMENTS, "word_emb_dim": vectors.emb.shape[1], "seed": seed}
    if (work / "ner.part").exists():
        vocab = Trainer(model_file=str(work / "ner.part"), pretrain=vectors, device="cpu").vocab
    else:
        vocab = DataLoader(Sentences(sentences), BATCH, args, vectors).vocab
    kept = MultiVocab({key: vocab[key] for key in ("char", "tag", "word")})
    return Trainer(args=args, vocab=kept, pretrain=vectors, device="cpu")


def span_scores(gold: Sequence[Tagged], predicted: Sequence[Sequence[str]]) -> dict[str, float]:
    """F1 of exact spans in per cent, for each label and all of them together."""
    right: dict[str, int] = {}
    total: dict[str, int] = {}
    for sentence, tags in zip(gold, predicted, strict=True):
        theirs, ours = set(decode(sentence.tags)), set(decode(tags))
        for span, weight in [*((s, 1) for s in theirs), *((s, 1) for s in ours)]:
            for label in (span.label, "all"):
                total[label] = total.get(label, 0) + weight
                right[label] = right.get(label, 0) + (span in theirs and span in ours)
    return {label: round(100 * right[label] / total[label], 2) for label in sorted(total)}


def predict(trainer: Any, loader: Any) -> list[list[str]]:
    """Tags of every sentence, in the order of the loader."""
    import torch

    with torch.no_grad():
        return [tags for batch in loader for tags in trainer.predict(batch)]


class Run:
    """One training: the weights, their running average, and the best average so far.

    Args:
        held_out: sentences to measure on, by name; the mean F1 chooses the step that is kept.
        work: folder of ner.log, ner.part (the best model) and ner.checkpoint (the last state).
        steps: how many, all in all.
    """

    def __init__(self, trainer: Any, held_out: dict[str, list[Tagged]], work: Path, steps: int) -> None:
        self._trainer = trainer
        self._held_out = held_out
        self._loaders = {name: _loader(trainer, part) for name, part in held_out.items()}
        self._work = work
        self._steps = steps
        weights = trainer.model.state_dict().items()
        self._average = {key: value.detach().clone() for key, value in weights if not _is_vectors(key)}
        self._first, self._best = 1, -1.0

    def resume(self) -> None:
        """Go on from the checkpoint of a broken-off training, if there is one."""
        import torch

        checkpoint = self._work / "ner.checkpoint"
        if checkpoint.exists():
            state = torch.load(checkpoint, weights_only=True)
            self._trainer.model.load_state_dict(state["model"], strict=False)
            self._trainer.optimizer.load_state_dict(state["optimizer"])
            self._average = state["average"]
            self._first, self._best = state["step"] + 1, state["best"]

    def train(self, batches: tuple[Iterator[Any], Iterator[Any]], rng: random.Random) -> None:
        """Train on gold and silver batches, the share of silver falling."""
        began = time.time()
        for step in range(self._first, self._steps + 1):
            done = step / self._steps
            for group in self._trainer.optimizer.param_groups:
                group["lr"] = LEARNING_RATE * min(1.0, step / 200, 1.5 * (1.01 - done))
            share = SILVER_AT_START + (SILVER_AT_END - SILVER_AT_START) * done
            loss = self._trainer.update(next(batches[rng.random() < share]))
            _move(self._average, self._trainer.model, min(AVERAGE, step / (step + 10)))
            if step % EVERY == 0 or step == self._steps:
                self._measure(step, loss=round(loss, 3), seconds=round(time.time() - began))

    def _measure(self, step: int, **facts: float) -> None:
        import torch

        model = self._trainer.model
        current = _swap(model, self._average)
        scores = {
            name: span_scores(part, predict(self._trainer, self._loaders[name]))
            for name, part in self._held_out.items()
        }
        mean = sum(score["all"] for score in scores.values()) / len(scores)
        if mean > self._best:
            self._best = mean
            self._trainer.save(str(self._work / "ner.part"))
        _swap(model, current)
        state = {"step": step, "best": self._best, "average": self._average, "model": current}
        state["optimizer"] = self._trainer.optimizer.state_dict()
        torch.save(state, self._work / "ner.checkpoint")
        with (self._work / "ner.log").open("a", encoding="utf-8") as log:
            print(json.dumps({"step": step, **facts, **scores}), file=log)


def _batches(trainer: Any, sentences: Sequence[Tagged], seed: int) -> Iterator[Any]:
    """Batches without end, of sentences of like length, in a new order every round."""
    loader = _loader(trainer, sentences)
    items = [item for batch in loader.data for item in batch]
    rng = random.Random(seed)
    while True:
        rng.shuffle(items)
        pools = [items[i : i + 40 * BATCH] for i in range(0, len(items), 40 * BATCH)]
        loader.data = [batch for pool in pools for batch in _cut(sorted(pool, key=lambda x: len(x[0])))]
        order = list(range(len(loader.data)))
        rng.shuffle(order)
        for index in order:
            yield loader[index]


def _cut(items: list[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for item in items:
        if batch and (len(batch) == BATCH or (len(batch) + 1) * len(item[0]) > BATCH_WORDS):
            yield batch
            batch = []
        batch.append(item)
    yield batch


def _loader(trainer: Any, sentences: Sequence[Tagged]) -> Any:
    from stanza.models.ner.data import DataLoader

    return DataLoader(Sentences(sentences), BATCH, trainer.args, vocab=trainer.vocab, evaluation=True)


def _move(average: dict[str, Any], model: Any, decay: float) -> None:
    for key, value in model.state_dict().items():
        if key in average:
            average[key].mul_(decay).add_(value.detach(), alpha=1 - decay)


def _swap(model: Any, weights: dict[str, Any]) -> dict[str, Any]:
    """Put the weights into the model; return those that were there."""
    before = {k: v.detach().clone() for k, v in model.state_dict().items() if k in weights}
    model.load_state_dict(weights, strict=False)
    return before


def _is_vectors(key: str) -> bool:
    return key.startswith("word_emb.")
