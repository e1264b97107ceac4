"""Training Stanza's part-of-speech and feature tagger.

The classes are Stanza's own, made faster for training without changing parameters or results.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.biaffine import BiaffineScorer
from stanza.models.pos.data import Dataset
from stanza.models.pos.trainer import Trainer
from stanza.models.tagger import parse_args
from torch import Tensor

from rukaz.conllu.training_sentences import TrainingSentence
from rukaz.train.lexicon import SCORED
from rukaz.train.loop import RATE, SEED, Materials
from rukaz.train.parser import load_pretrain
from rukaz.train.stanza_speedups import speed_up
from rukaz.train.treebanks import vocabulary_trees

SIZES: dict[str, Any] = {
    "deep_biaff_hidden_dim": 128,
    "composite_deep_biaff_hidden_dim": 64,
    "word_emb_dim": 64,
    "char_emb_dim": 64,
    "char_hidden_dim": 128,
    "tag_emb_dim": 32,
    "transformed_dim": 100,
    "word_cutoff": 20,
}
OPTIONS: dict[str, Any] = {
    "shorthand": "ru_rukaz",
    "lang": "ru",
    "dropout": 0.2,
    "word_dropout": 0.1,
    "augment_nopunct": 0.0,
    "optim": "adam",
    "lr": RATE,
    "beta2": 0.95,
    "seed": SEED,
    "device": "cpu",
}


class FlatBiaffine(BiaffineScorer):
    """`BiaffineScorer` as two matrix products instead of PyTorch's slow bilinear kernel."""

    def forward(self, input1: Tensor, input2: Tensor) -> Tensor:
        """Score words x outputs from two words x width tensors."""
        ones = input1.new_ones(input1.size(0), 1)
        left, right = torch.cat([input1, ones], 1), torch.cat([input2, ones], 1)
        weight = self.W_bilin.weight
        outputs, width = weight.size(0), weight.size(2)
        mixed = (left @ weight.permute(1, 0, 2).flatten(1)).view(-1, outputs, width)
        scores: Tensor = torch.einsum("noj,nj->no", mixed, right) + self.W_bilin.bias
        return scores


class TreeDataset(Dataset):
    """Stanza's tagger data set read from trees instead of from a Document."""

    @staticmethod
    def load_doc(doc: list[TrainingSentence], tag_columns: Any = None) -> list[list[list[Any]]]:
        """Return per word form, UPOS, XPOS (always empty) and FEATS."""
        return [[[w.form, w.upos, "_", features(w.feats)] for w in tree] for tree in doc]


def features(feats: dict[str, str]) -> str:
    """Return the scored features of a word as CoNLL-U writes them."""
    return "|".join(f"{k}={v}" for k, v in sorted(feats.items()) if k in SCORED) or "_"


def tagger_learner(materials: Materials, shape: dict[str, Any], checkpoint: Path) -> TaggerLearner:
    """Return the tagger under training: a new one, or that of the checkpoint."""
    args = options(materials.vectors, **shape)
    vocab = None
    if not checkpoint.exists():
        vocab = make_vocabulary(vocabulary_trees(materials.silver, materials.gold.train), args)
    return TaggerLearner(args, load_pretrain(materials.vectors), vocab, checkpoint)


def options(vectors: Path, **shape: Any) -> dict[str, Any]:
    """Return the arguments of the tagger's trainer: Stanza's defaults and our changes."""
    args: dict[str, Any] = parse_args([])
    return {**args, **OPTIONS, **SIZES, "wordvec_pretrain_file": str(vectors), **shape}


def make_vocabulary(trees: list[TrainingSentence], args: dict[str, Any]) -> Any:
    """Build the vocabularies from the union of the training data."""
    from stanza.models.pos.data import Dataset as Stock
    from stanza.models.pos.tag_columns import tag_columns_from_args

    original = Stock.load_doc
    try:
        Stock.load_doc = staticmethod(TreeDataset.load_doc)
        return Stock.init_vocab([trees], args, tag_columns_from_args(args))
    finally:
        Stock.load_doc = staticmethod(original)


class TaggerLearner:
    """The tagger under training, as `loop.run` drives it."""

    def __init__(self, args: dict[str, Any], pretrain: Any, vocab: Any, checkpoint: Path) -> None:
        torch.manual_seed(args["seed"])
        random.seed(args["seed"])
        self.args, self.pretrain = args, pretrain
        if checkpoint.exists():
            self.trainer = Trainer(args=args, pretrain=pretrain, model_file=str(checkpoint), device="cpu")
            optimizer = torch.load(checkpoint.with_suffix(".optimizer.pt"), weights_only=True)
            for name, state in optimizer.items():
                self.trainer.optimizers[name].load_state_dict(state)
        else:
            self.trainer = Trainer(args=args, vocab=vocab, pretrain=pretrain, device="cpu")
        self.vocab = self.trainer.vocab
        speed_up(self.trainer.model, self.trainer.model.taggerlstm)
        for module in self.trainer.model.modules():
            if type(module) is BiaffineScorer:
                module.__class__ = FlatBiaffine

    @property
    def model(self) -> Any:
        """Stanza's model."""
        return self.trainer.model

    def prepare(self, trees: list[TrainingSentence]) -> tuple[list[int], Any]:
        """Return the length of each sentence, and the sentences as ids."""
        data = TreeDataset(trees, self.args, self.pretrain, vocab=self.vocab, evaluation=True)
        data.has_xpos = True  # trains the column to stay empty
        return [len(tree) for tree in trees], data

    def step(self, data: Any, indices: list[int]) -> float:
        """Train on one batch; return its loss."""
        batch = data.collate_fn([data[i] for i in indices])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return float(self.trainer.update(batch))

    def set_rate(self, rate: float) -> None:
        """Set the learning rate."""
        for optimizer in self.trainer.optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = rate

    def score(self, dev: list[TrainingSentence]) -> dict[str, float]:
        """Return the accuracy of UPOS, of FEATS, and of both together."""
        lengths, data = self.prepare(dev)
        words = upos = feats = both = 0
        order = sorted(range(len(dev)), key=lambda i: lengths[i])
        for start in range(0, len(order), 40):
            part = order[start : start + 40]
            with torch.no_grad():
                predicted = self.trainer.predict(data.collate_fn([data[i] for i in part]))
            for i, tags in zip(part, predicted, strict=True):
                for word, (tag, _, found) in zip(dev[i], tags, strict=True):
                    words += 1
                    upos += tag == word.upos
                    feats += found == features(word.feats)
                    both += (tag, found) == (word.upos, features(word.feats))
        totals = {"UPOS": upos, "FEATS": feats, "both": both}
        return {name: round(100 * total / words, 2) for name, total in totals.items()}

    def save(self, checkpoint: Path) -> None:
        """Save the model, and the optimizer beside it."""
        self.trainer.save(str(checkpoint))
        states = {name: opt.state_dict() for name, opt in self.trainer.optimizers.items()}
        torch.save(states, checkpoint.with_suffix(".optimizer.pt"))
