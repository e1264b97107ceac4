"""Train Stanza's lemmatizer: a dictionary of (form, UPOS), and a seq2seq model for the rest.

The lemmatizer sees form and UPOS alone. Where one pair has several lemmas (passive and middle
verbs in -ся: создаваться or создавать) the most frequent one is taken.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rukaz.conllu.training_sentences import TrainingSentence, read_trees
from rukaz.train.dictionary import analyses, paradigms
from rukaz.train.treebanks import read_gold

SEED = 20261122
GOLD_WEIGHT = 8  # silver words that one gold word outweighs
SILVER_SHARDS = 36
OFTEN = 1  # silver occurrences from which a form enters the dictionary
CAPITALISED = 60_000  # most frequent forms that enter it with a capital letter too
TYPES = 90_000  # words that the seq2seq model sees in an epoch
EPOCHS = 8
BATCH = 300  # words
LEARNING_RATE = 0.004
OPEN_CLASSES = frozenset({"NOUN", "ADJ", "VERB", "ADV"})
IDENTICAL = frozenset({"PUNCT", "SYM"})
ANY = "*"  # as Stanza calls the entries for any UPOS

ARGUMENTS: dict[str, Any] = {
    "shorthand": "ru_rukaz", "lang": "ru", "ensemble_dict": True, "dict_only": False,
    "hidden_dim": 128, "emb_dim": 40, "num_layers": 1, "emb_dropout": 0.1, "dropout": 0.2,
    "max_dec_len": 50, "beam_size": 1, "attn_type": "soft", "pos_dim": 40, "pos_dropout": 0.0,
    "edit": True, "num_edit": 3, "alpha": 1.0, "pos": True, "copy": True, "charlm": False,
    "charlm_forward_file": None, "charlm_backward_file": None, "sample_train": 1.0,
    "optim": "adam", "lr": LEARNING_RATE, "max_grad_norm": 5.0, "batch_size": BATCH,
    "caseless": False, "skip_blank_lemmas": True,
}  # fmt: skip

_SUPERLATIVE = re.compile(
    r"(\w*(?:ейш|айш|лучш|худш|высш|низш|меньш|старш|младш))(?:ий|ая|ее|ие|его|ей|ему|им|ем|ую|их|ими)",
    re.IGNORECASE,
)
_PATRONYMIC = re.compile(r"(\w+(?:ов|ев|ич))н(?:а|ы|е|ой|у)")

Entry = tuple[str, str, str]  # form, UPOS, lemma
Counts = dict[tuple[str, str], Counter[str]]  # (form, UPOS) -> lemma -> occurrences


@dataclass(frozen=True)
class Words:
    """(form, UPOS, lemma) triples in the shape in which Stanza's loader asks a document for them."""

    entries: Sequence[Entry]

    def get(self, fields: list[str], *, as_sentences: bool = False) -> list[Any]:
        """The triples; as one sentence with empty heads, relations and MISC if asked for one."""
        if not as_sentences:
            return [list(entry) for entry in self.entries]
        return [[[*entry, 0, "dep", None] for entry in self.entries]]


def train_lemmatizer(data: Path, work: Path, *, seed: int = SEED, epochs: int = EPOCHS) -> Path:
    """Train on the gold treebanks and on silver lemmas; return the model file.

    Args:
        data: folder with treebanks/.
        work: holds silver/*.conllu; a finished lemma.pt there is returned as it is.
    """
    model = work / "lemma.pt"
    if model.exists():
        return model
    gold = read_gold(data / "treebanks")
    counts = count_lemmas(gold.train, (work / "silver").glob("*.conllu"))
    add_vocabulary(counts, vector_words())
    entries = [(form, upos, lemma) for (form, upos), (lemma, _) in majority(counts).items()]
    trainer = new_trainer(entries, seed)
    trainer.pos_dict = dictionary(majority(counts))
    held_out = sorted({(w.form, w.upos, w.lemma) for tree in gold.dev for w in tree})
    rng, began = random.Random(seed), time.time()
    weights = [count**0.3 for _, count in majority(counts).values()]
    for epoch in range(1, epochs + 1):
        loss = _train_epoch(trainer, rng.choices(entries, weights, k=TYPES), (epoch - 1) / epochs)
        both, alone = accuracy(trainer, held_out), accuracy(trainer, held_out, dictionary=False)
        _log(work, epoch=epoch, loss=loss, seconds=round(time.time() - began), accuracy=both, seq2seq=alone)
        trainer.save(str(work / "lemma.part"))
    trainer.pos_dict = dictionary(majority(with_hard_forms(counts, trainer, paradigms(vector_words()))))
    trainer.save(str(work / "lemma.part"))
    (work / "lemma.part").replace(model)
    return model


def count_lemmas(gold: Iterable[TrainingSentence], silver: Iterable[Path]) -> Counts:
    """Count the lemmas of each (form, UPOS); only names keep the case of their form.

    Where gold knows a pair from two places its lemmas alone count, save for verbs in -ся: there
    the treebanks differ in convention, and the silver voices decide.
    """
    known = _count(gold)
    shards = sorted(silver)[:SILVER_SHARDS]
    counts = _count(tree for shard in shards for tree in read_trees(shard))
    for (form, upos), lemmas in known.items():
        reflexive = upos == "VERB" and form.endswith(("ся", "сь"))
        if lemmas.total() >= 2 and not reflexive:
            counts[form, upos] = Counter()
        weight = 1 if reflexive else GOLD_WEIGHT
        counts[form, upos].update({lemma: weight * n for lemma, n in lemmas.items()})
    return counts


def add_vocabulary(counts: Counts, words: Iterable[str]) -> None:
    """Add the dictionary's most frequent lemma of words that neither gold nor silver has."""
    for word in words:
        fresh: dict[tuple[str, str], str] = {}
        for reading in analyses(word):
            if reading.name:
                fresh.setdefault((_capital(word), "PROPN"), _capital(reading.lemma))
            elif reading.upos in OPEN_CLASSES:
                fresh.setdefault((word, reading.upos), reading.lemma)
        for key, lemma in fresh.items():
            if key not in counts:
                counts[key][lemma] = 1


def with_hard_forms(counts: Counts, trainer: Any, forms: Iterable[str]) -> Counts:
    """The counts, and those of further forms whose lemma the model alone would get wrong."""
    full = defaultdict(Counter, counts)
    add_vocabulary(full, forms)
    best = majority(full)
    fresh = sorted((form, upos, best[form, upos][0]) for form, upos in full.keys() - counts.keys())
    found = seq2seq(trainer, fresh)
    hard = {entry[0] for entry, lemma in zip(fresh, found, strict=True) if not _same(lemma, entry[2])}
    return {key: lemmas for key, lemmas in full.items() if key in counts or key[0] in hard}


def vector_words() -> list[str]:
    """The 250,000 words that navec has vectors of: the vocabulary of Russian news."""
    from importlib.util import find_spec

    from navec import Navec

    spec = find_spec("natasha")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
    words: list[str] = Navec.load(str(path)).vocab.words
    return words


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _count(trees: Iterable[TrainingSentence]) -> Counts:
    counts: Counts = defaultdict(Counter)
    for tree in trees:
        for word in tree:
            if word.lemma != "_" and word.deprel != "goeswith":
                counts[_key(word.form, word.upos)][normal_lemma(word.form, word.lemma, word.upos)] += 1
    return counts


def normal_lemma(form: str, lemma: str, upos: str) -> str:
    """Small letters and е for ё, except in names; foreign words stand for themselves.

    >>> normal_lemma("Ещё", "Ещё", "ADV"), normal_lemma("Королёва", "Королёв", "PROPN")
    ('еще', 'Королёв')
    """
    if upos == "X":
        return form
    return lemma if upos == "PROPN" else lemma.lower().replace("ё", "е")


def majority(counts: Counts) -> dict[tuple[str, str], tuple[str, int]]:
    """The most frequent lemma of each (form, UPOS), mended, with the count of the pair."""
    best = {}
    for (form, upos), lemmas in counts.items():
        lemma = mended(form, upos, min(lemmas, key=lambda word: (-lemmas[word], word)))
        if upos == "ADJ" and lemma.endswith("ый") and form != lemma:
            lemma = _with_used_nominative(lemma)
        best[form, upos] = (lemma, lemmas.total())
    return best


def mended(form: str, upos: str, lemma: str) -> str:
    """A dictionary's lemma in our convention: superlatives and names of women have their own.

    >>> mended("крупнейшего", "ADJ", "крупный"), mended("Громовой", "PROPN", "Громов")
    ('крупнейший', 'Громова')
    """
    if upos == "ADJ" and (superlative := _SUPERLATIVE.fullmatch(form)):
        return superlative.group(1).lower().replace("ё", "е") + "ий"
    if upos == "PROPN":
        if lemma.endswith("ич") and (patronymic := _PATRONYMIC.fullmatch(form)):
            return patronymic.group(1) + "на"
        if lemma.endswith(("ов", "ев", "ёв", "ин")) and form == lemma + "ой":
            return lemma + "а"
        if lemma.endswith(("ский", "цкий")) and form == lemma[:-2] + "ой":
            return lemma[:-2] + "ая"
    return lemma


def _with_used_nominative(lemma: str) -> str:
    """основной rather than основный: what the dictionary thinks of first for that form."""
    other = lemma[:-2] + "ой"
    readings = analyses(other)
    return other if readings and readings[0].lemma == other and not readings[0].name else lemma


def dictionary(lemmas: dict[tuple[str, str], tuple[str, int]]) -> dict[str, dict[str, str]]:
    """UPOS -> form -> lemma, as Stanza keeps it, of the forms seen often enough.

    Under `ANY` stands the most frequent lemma of a form whatever its UPOS, which serves where the tagger
    erred; under a UPOS only what differs from it.
    """
    known: dict[str, dict[str, str]] = defaultdict(dict)  # form -> UPOS -> lemma, most frequent first
    ranked = sorted(lemmas.items(), key=lambda item: (-item[1][1], item[0]))
    for rank, ((form, upos), (lemma, count)) in enumerate(ranked):
        if upos in IDENTICAL or count < OFTEN or not any(c.isalpha() for c in form):
            continue
        known[form][upos] = lemma
        if rank < CAPITALISED and form[0].islower():
            known[form[0].upper() + form[1:]].setdefault(upos, lemma)
    entries: dict[str, dict[str, str]] = defaultdict(dict)
    for form, by_upos in known.items():
        usual = next(iter(by_upos.values()))
        entries[ANY][form] = usual
        for upos, lemma in by_upos.items():
            if lemma != usual:
                entries[upos][form] = lemma
    return dict(entries)


def accuracy(trainer: Any, entries: Sequence[Entry], *, dictionary: bool = True) -> float:
    """Share of right lemmas in per cent, by the dictionary and the model, or by the model alone."""
    lemmas = seq2seq(trainer, entries)
    if dictionary:
        lemmas = trainer.ensemble([(form, upos) for form, upos, _ in entries], lemmas)
    right = sum(_same(ours, entry[2]) for ours, entry in zip(lemmas, entries, strict=True))
    return round(100 * right / len(entries), 2)


def seq2seq(trainer: Any, entries: Sequence[Entry]) -> list[str]:
    """The lemmas that the model finds without its dictionary."""
    import torch
    from stanza.models.lemma.data import DataLoader

    loader = DataLoader(
        Words(entries), 500, trainer.args, vocab=trainer.vocab, evaluation=True, expand_unk_vocab=True
    )
    lemmas: list[str] = []
    edits: list[int] = []
    with torch.no_grad():
        for batch in loader:
            found, kinds = trainer.predict(batch, 1, loader.vocab)
            lemmas += found
            edits += kinds
    spelled: list[str] = trainer.postprocess([form for form, _, _ in entries], lemmas, edits=edits)
    return spelled


def _same(lemma: str, other: str) -> bool:
    return lemma.replace("ё", "е") == other.replace("ё", "е")


def _key(form: str, upos: str) -> tuple[str, str]:
    return (form if upos in {"PROPN", "X"} else form.lower(), upos)


def new_trainer(entries: Sequence[Entry], seed: int) -> Any:
    """Stanza's lemmatizer trainer with the letters and tags of the entries."""
    from stanza.models.common.utils import set_random_seed
    from stanza.models.lemma.data import DataLoader
    from stanza.models.lemma.trainer import Trainer

    set_random_seed(seed)
    capitals = [(form.upper(), upos, lemma) for form, upos, lemma in entries[:2000]]
    vocab = DataLoader(Words([*entries, *capitals]), BATCH, ARGUMENTS).vocab
    sizes = {"vocab_size": vocab["char"].size, "pos_vocab_size": vocab["pos"].size}
    return Trainer(args={**ARGUMENTS, **sizes, "seed": seed}, vocab=vocab, device="cpu")


def _train_epoch(trainer: Any, entries: list[Entry], done: float) -> float:
    from stanza.models.lemma.data import DataLoader

    loader = DataLoader(Words(list(_capitalised(entries))), BATCH, trainer.args, vocab=trainer.vocab)
    trainer.update_lr(LEARNING_RATE * (1.02 - done))
    losses = [trainer.update(batch) for batch in loader]
    return float(round(sum(losses) / len(losses), 4))


def _capitalised(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Every sixth word as it stands at the start of a sentence."""
    for number, (form, upos, lemma) in enumerate(entries):
        yield (form[0].upper() + form[1:] if number % 6 == 0 else form, upos, lemma)


def _log(work: Path, **facts: Any) -> None:
    with (work / "lemma.log").open("a", encoding="utf-8") as log:
        print(json.dumps(facts), file=log)
