"""Training Stanza's graph-based dependency parser.

The classes are Stanza's own; `GoldArcParser` differs from its `GraphParser` in training only: labels
are scored for the gold arc of each word instead of for all pairs of words, which gives the same
loss at less than half the cost (the state dict is the same, so Stanza loads the result).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.pretrain import Pretrain
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.data import DataLoader, Dataset
from stanza.models.depparse.model import GraphParser
from stanza.models.depparse.trainer import GraphTrainer
from torch import Tensor

from rukaz.conllu.training_sentences import TrainingSentence
from rukaz.train.loop import RATE, SEED, Materials
from rukaz.train.stanza_speedups import speed_up
from rukaz.train.treebanks import vocabulary_trees

SIZES: dict[str, Any] = {
    "word_emb_dim": 64,
    "char_emb_dim": 48,
    "char_hidden_dim": 96,
    "char_num_layers": 1,
    "tag_emb_dim": 32,
    "transformed_dim": 100,
    "word_cutoff": 12,
}
OPTIONS: dict[str, Any] = {
    "shorthand": "ru_rukaz",
    "lang": "ru",
    "model_type": "graph",
    "char": True,
    "charlm": None,
    "pretrain": True,
    "use_upos": True,
    "use_xpos": False,
    "use_ufeats": False,
    "use_arc_embedding": False,
    "linearization": False,
    "distance": False,
    "bert_model": None,
    "bert_finetune": False,
    "use_peft": False,
    "enable_gradient_checkpointing": False,
    "reversed": False,
    "dropout": 0.2,
    "word_dropout": 0.12,
    "rec_dropout": 0,
    "char_rec_dropout": 0,
    "optim": "adam",
    "lr": RATE,
    "beta2": 0.95,
    "weight_decay": None,
    "max_grad_norm": 1.0,
    "augment_nopunct": 0.0,
    "drop_initial_punct_prob": 0.0,
    "seed": SEED,
}


class GoldArcParser(GraphParser):
    """Stanza's parser whose training step scores labels of gold arcs only."""

    def forward(self, word: Tensor, word_mask: Tensor, *rest: Any) -> tuple[Any, list[Any]]:
        """Return (loss, predictions) as `GraphParser.forward` does, for the same inputs."""
        if not self.training:
            result: tuple[Any, list[Any]] = super().forward(word, word_mask, *rest)
            return result
        wordchars, head, deprel = rest[0], rest[7], rest[8]
        hidden = self.embed(word, word_mask, *rest)
        padding = word_mask[:, 1:]
        arcs = self.unlabeled(self.drop(hidden), self.drop(hidden)).squeeze(3)[:, 1:]
        itself = torch.eye(word.size(1), dtype=torch.bool)[1:].unsqueeze(0)
        arcs = arcs.float().masked_fill(itself, -float("inf"))
        arcs = arcs.masked_fill(word_mask.unsqueeze(1), -float("inf"))
        loss = self.crit(arcs.reshape(-1, arcs.size(2)), head.masked_fill(padding, -1).view(-1))
        labels = self._gold_arc_labels(hidden, head, padding)
        loss = loss + self.crit(labels.float(), (deprel - VOCAB_PREFIX_SIZE)[~padding])
        return loss / wordchars.size(0), []

    def _gold_arc_labels(self, hidden: Tensor, head: Tensor, padding: Tensor) -> Tensor:
        """Score the labels of each word's gold arc: a tensor of words x relations."""
        scorer = self.deprel
        words = scorer.dropout(scorer.hidden_func(scorer.W1(self.drop(hidden))))[:, 1:]
        heads = scorer.dropout(scorer.hidden_func(scorer.W2(self.drop(hidden))))
        index = head.unsqueeze(2).expand(-1, -1, heads.size(2))
        words, heads = words[~padding], torch.gather(heads, 1, index)[~padding]
        ones = words.new_ones(words.size(0), 1)
        words, heads = torch.cat([words, ones], 1), torch.cat([heads, ones], 1)
        bilinear = scorer.scorer.W_bilin
        left = (words @ bilinear.weight.flatten(1)).view(words.size(0), heads.size(1), -1)
        scores: Tensor = torch.einsum("njo,nj->no", left, heads) + bilinear.bias
        return scores


class GoldArcTrainer(GraphTrainer):
    """Stanza's parser trainer over `GoldArcParser`."""

    @staticmethod
    def build_model(*args: Any, **kwargs: Any) -> GoldArcParser:
        """Build the model that `Trainer` trains, saves and loads."""
        return GoldArcParser(*args, **kwargs)


class TreeDataset(Dataset):
    """Stanza's parser data set read from trees instead of from a Document."""

    def load_doc(self, doc: list[TrainingSentence]) -> list[list[list[Any]]]:
        """Return per word form, UPOS, XPOS, FEATS, lemma, head and relation."""
        return [[list(row) for row in sentence] for sentence in rows(doc)]


def rows(trees: list[TrainingSentence]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the sentences as Stanza's parser reads them from a Document."""
    for tree in trees:
        yield [(w.form, w.upos, "_", "_", w.lemma, w.head, w.deprel) for w in tree]


def parser_learner(materials: Materials, shape: dict[str, Any], checkpoint: Path) -> ParserLearner:
    """Return the parser under training: a new one, or that of the checkpoint."""
    args = options(materials.vectors, **shape)
    vocab = None
    if not checkpoint.exists():
        vocab = make_vocabulary(vocabulary_trees(materials.silver, materials.gold.train), args)
    return ParserLearner(args, load_pretrain(materials.vectors), vocab, checkpoint)


def options(vectors: Path, **shape: Any) -> dict[str, Any]:
    """Return the arguments of the parser's trainer."""
    return {**OPTIONS, **SIZES, "wordvec_pretrain_file": str(vectors), **shape}


def make_vocabulary(trees: list[TrainingSentence], args: dict[str, Any]) -> Any:
    """Build the vocabularies from the union of the training data."""
    empty = TreeDataset.__new__(TreeDataset)
    empty.args, empty.eval = args, False
    return empty.init_vocab([list(map(list, sentence)) for sentence in rows(trees)])


def load_pretrain(path: Path) -> Pretrain:
    """Load the shared word vectors."""
    return Pretrain(str(path))


class ParserLearner:
    """The parser under training, as `loop.run` drives it."""

    def __init__(self, args: dict[str, Any], pretrain: Any, vocab: Any, checkpoint: Path) -> None:
        torch.manual_seed(args["seed"])
        random.seed(args["seed"])
        self.args, self.pretrain = args, pretrain
        if checkpoint.exists():
            self.trainer = GoldArcTrainer.load(str(checkpoint), pretrain, args=args, device="cpu")
            self.trainer.model.__class__ = GoldArcParser
        else:
            self.trainer = GoldArcTrainer(args=args, vocab=vocab, pretrain=pretrain, device="cpu")
        self.vocab = self.trainer.vocab
        speed_up(self.trainer.model, self.trainer.model.parserlstm)

    @property
    def model(self) -> Any:
        """Stanza's model."""
        return self.trainer.model

    def prepare(self, trees: list[TrainingSentence]) -> tuple[list[int], Any]:
        """Return the length of each sentence, and the sentences as ids."""
        data = TreeDataset(trees, self.args, self.pretrain, vocab=self.vocab, evaluation=True)
        return [length - 1 for length in data.lengths], data

    def step(self, data: Any, indices: list[int]) -> float:
        """Train on one batch; return its loss."""
        batch = DataLoader.collate([data[i] for i in indices])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss, _ = self.trainer.update(batch)
        return float(loss)

    def set_rate(self, rate: float) -> None:
        """Set the learning rate."""
        for optimizer in self.trainer.optimizer.values():
            for group in optimizer.param_groups:
                group["lr"] = rate

    def score(self, dev: list[TrainingSentence]) -> dict[str, float]:
        """Return UAS and LAS (universal relations) on trees with their given tags and lemmas."""
        lengths, data = self.prepare(dev)
        words = heads = labelled = 0
        order = sorted(range(len(dev)), key=lambda i: lengths[i])
        for start in range(0, len(order), 40):
            part = order[start : start + 40]
            with torch.no_grad():
                predicted = self.trainer.predict(DataLoader.collate([data[i] for i in part]))
            for i, arcs in zip(part, predicted, strict=True):
                for word, (head, relation) in zip(dev[i], arcs, strict=True):
                    words += 1
                    heads += word.head == head
                    labelled += (word.head, _universal(word.deprel)) == (head, _universal(relation))
        return {"UAS": round(100 * heads / words, 2), "LAS": round(100 * labelled / words, 2)}

    def save(self, checkpoint: Path) -> None:
        """Save model and optimizer."""
        self.trainer.save(str(checkpoint), save_optimizer=True)


def _universal(relation: str) -> str:
    return relation.split(":", maxsplit=1)[0]
