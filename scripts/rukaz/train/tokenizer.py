"""Train Stanza's tokenizer and sentence splitter on news paragraphs, silver and gold."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rukaz.train.silver import read_articles
from rukaz.train.tokenizer_data import (
    SENTENCE_END,
    Labelled,
    factrueval_blocks,
    silver_blocks,
    treebank_blocks,
    varied,
)

SEED = 20261122
STEPS = 600
BATCH = 64  # blocks
ARTICLES = 2500
LONGEST_WINDOW = 250  # characters: the time of a step grows with the longest block, not their number
GOLD_SHARE = 0.35  # of the blocks of a batch
EVERY = 150  # steps between measurements
LEARNING_RATE = 0.003
UNKNOWN = 0.02  # share of characters shown as unknown

ARGUMENTS: dict[str, Any] = {
    "lang": "ru", "shorthand": "ru_rukaz", "emb_dim": 32, "hidden_dim": 80, "rnn_layers": 1,
    "conv_res": None, "conv_filters": "1,9", "hierarchical": True, "hier_invtemp": 0.5,
    "residual": True, "input_dropout": False, "dropout": 0.25, "feat_dropout": 0.05,
    "tok_noise": 0.02, "use_mwt": False, "use_dictionary": False, "num_dict_feat": 0,
    "feat_funcs": ["space_before", "capitalized", "numeric", "end_of_para", "start_of_para"],
    "feat_dim": 5, "lr0": LEARNING_RATE, "weight_decay": 0.0, "max_grad_norm": 1.0,
    "max_seqlen": 1000, "batch_size": BATCH, "skip_newline": False, "charlm_forward_file": None,
}  # fmt: skip


def train_tokenizer(data: Path, work: Path, *, seed: int = SEED, steps: int = STEPS) -> Path:
    """Train on raw news split by rule, Taiga, GSD and factRuEval's devset; keep the best step.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        work: folder for the model; a finished `tokenize.pt` there is returned as it is.

    Returns:
        The model file, loadable by Stanza's tokenize processor.
    """
    model = work / "tokenize.pt"
    if model.exists():
        return model
    work.mkdir(parents=True, exist_ok=True)
    gold, silver, held_out = training_blocks(data, random.Random(seed))
    trainer = _new_trainer([*gold, *silver], seed)
    rng = random.Random(seed)
    best, began = (-1.0, 0.0), time.time()
    for step in range(1, steps + 1):
        for group in trainer.optimizer.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, 2.0 * (1 - (step - 1) / steps))
        loss = trainer.update(_batch(trainer, _draw(gold, silver, rng), UNKNOWN))
        if step % EVERY == 0 or step == steps:
            scores = {name: score(trainer, blocks) for name, blocks in held_out.items()}
            _log(work, step=step, loss=loss, seconds=round(time.time() - began), **scores)
            mean = tuple(sum(s[i] for s in scores.values()) / len(scores) for i in (1, 0))
            if mean > best:
                best = (mean[0], mean[1])
                trainer.save(str(work / "tokenize.part"))
    (work / "tokenize.part").replace(model)
    return model


def training_blocks(
    data: Path, rng: random.Random
) -> tuple[list[Labelled], list[Labelled], dict[str, list[Labelled]]]:
    """Gold blocks, silver blocks, and blocks held out to choose the best step by source."""
    treebanks = data / "treebanks"
    taiga = treebank_blocks(treebanks / "ru_taiga-ud-dev.conllu", rng)
    gsd = treebank_blocks(treebanks / "ru_gsd-ud-dev.conllu", rng)
    raw = treebank_blocks(treebanks / "ru_gsd-ud-dev.conllu", rng, typeset=False)
    old = treebank_blocks(treebanks / "ru_taiga-ud-train-2020.conllu", rng)
    news = factrueval_blocks(data / "ner" / "factrueval-2016.tar.gz", "devset")
    silver = list(silver_blocks(read_articles(data / "raw_news")[:ARTICLES]))
    held_out = {"news": news[:100], "taiga": taiga[:60], "gsd": gsd[:40], "silver": silver[:200]}
    gold = [*news[100:], *news[100:], *taiga[60:], *gsd[40:], *raw[40:], *old]
    return gold, silver[200:], held_out


def score(trainer: Any, blocks: list[Labelled]) -> tuple[float, float]:
    """F1 of tokens and of sentences, in per cent, over blocks of at most 1,000 characters."""
    import numpy as np

    counts = np.zeros((2, 3))
    blocks = sorted((b for b in blocks if len(b.text) <= 1000), key=lambda b: -len(b.text))
    for start in range(0, len(blocks), BATCH):
        chunk = blocks[start : start + BATCH]
        predicted = np.argmax(trainer.predict(_batch(trainer, chunk, 0.0)), axis=2)
        for block, row in zip(chunk, predicted, strict=True):
            labels = bytearray(int(label) for label in row[: len(block.text)])
            labels[-1] = SENTENCE_END
            for level, (ours, theirs) in enumerate(
                zip(_units(bytes(labels)), _units(block.labels), strict=True)
            ):
                counts[level] += len(ours & theirs), len(ours), len(theirs)
    token, sentence = (200 * c[0] / max(1, c[1] + c[2]) for c in counts)
    return round(float(token), 2), round(float(sentence), 2)


def _units(labels: bytes) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(start, end) of tokens and sentences, as ends of the unit before and of the unit itself."""
    units: list[set[tuple[int, int]]] = []
    for least in (1, SENTENCE_END):
        ends = [i for i, label in enumerate(labels) if label >= least]
        units.append(set(zip([-1, *ends], ends, strict=False)))
    return units[0], units[1]


def _draw(gold: list[Labelled], silver: list[Labelled], rng: random.Random) -> list[Labelled]:
    count = round(BATCH * GOLD_SHARE)
    chosen = rng.choices(gold, k=count) + rng.choices(silver, k=BATCH - count)
    windows = [varied(_window(block, rng), rng) for block in chosen]
    short = [window for window in windows if len(window.text) <= 1.3 * LONGEST_WINDOW]
    return sorted(short, key=lambda block: len(block.text), reverse=True)


def _window(block: Labelled, rng: random.Random, longest: int = LONGEST_WINDOW) -> Labelled:
    """A stretch of whole sentences of a long block, cut like a paragraph."""
    if len(block.text) <= longest:
        return block
    ends = [i + 1 for i, label in enumerate(block.labels) if label == SENTENCE_END]
    starts = [0] + [e + 1 for e in ends if e + 1 < len(block.text)]
    start = rng.choice(starts)
    inside = [e for e in ends if start < e <= start + longest] or [e for e in ends if e > start][:1]
    return Labelled(block.text[start : inside[-1]], block.labels[start : inside[-1]])


def _new_trainer(blocks: list[Labelled], seed: int) -> Any:
    from stanza.models.common.utils import set_random_seed
    from stanza.models.tokenization.trainer import Trainer
    from stanza.models.tokenization.vocab import Vocab

    set_random_seed(seed)
    extra = "„“”‘’–—…•№€£§°«»"
    vocab = Vocab([list(b.text) for b in blocks] + [list(extra)], lang="ru")
    args = {**ARGUMENTS, "vocab_size": len(vocab), "seed": seed}
    return Trainer(args=args, vocab=vocab, device="cpu")


def _batch(trainer: Any, blocks: list[Labelled], unknown: float) -> tuple[Any, ...]:
    """Units, labels, features and characters of blocks sorted by falling length."""
    import numpy as np
    import torch
    from stanza.models.tokenization.data import TokenizationDataset

    encoder = TokenizationDataset(trainer.args, input_text="-", vocab=trainer.vocab, evaluation=True)
    width = max(len(block.text) for block in blocks)
    units = np.zeros((len(blocks), width), dtype=np.int64)
    labels = np.full((len(blocks), width), -1, dtype=np.int64)
    features = np.zeros((len(blocks), width, trainer.args["feat_dim"]), dtype=np.float32)
    for row, block in enumerate(blocks):
        text = ["\u0020" if c.isspace() else c for c in block.text]
        [(ids, _, values, _)] = encoder.para_to_sentences([(c, 0) for c in text])
        size = len(text)
        ids[np.random.random_sample(size) < unknown] = trainer.vocab.unit2id("<UNK>")
        units[row, :size], features[row, :size] = ids, values
        labels[row, :size] = np.frombuffer(block.labels, dtype=np.uint8)
    characters = list(_padded(blocks))
    return torch.from_numpy(units), torch.from_numpy(labels), torch.from_numpy(features), characters


def _padded(blocks: list[Labelled]) -> Iterator[list[str]]:
    for block in blocks:
        yield list(block.text)


def _log(work: Path, **facts: Any) -> None:
    with (work / "tokenize.log").open("a", encoding="utf-8") as log:
        print(json.dumps(facts), file=log)
