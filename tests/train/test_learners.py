"""Parser and tagger under training give what Stanza's own classes give, only sooner."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import torch

from rukaz.conllu.training_sentences import TrainingSentence, write_trees
from rukaz.train import parser, tagger
from rukaz.train.checkpoints import save_vectors
from rukaz.train.loop import Materials, Plan, average, best_model, export, is_best, read_progress, run
from rukaz.train.sampling import Mix
from rukaz.train.treebanks import Gold
from tests.train.tiny_trees import tree

SMALL: dict[str, Any] = {
    "hidden_dim": 8,
    "num_layers": 2,
    "deep_biaff_hidden_dim": 6,
    "word_emb_dim": 4,
    "char_emb_dim": 4,
    "char_hidden_dim": 5,
    "tag_emb_dim": 3,
    "transformed_dim": 4,
    "word_cutoff": 1,
    "dropout": 0.0,
    "word_dropout": 0.0,
    "pretrain": False,
}
TREES: list[TrainingSentence] = [
    tree("Мама/NOUN/2:nsubj/Case=Nom мыла/VERB/0:root раму/NOUN/2:obj/Case=Acc ./PUNCT/2:punct"),
    tree("Раму/NOUN/2:obj/Case=Acc мыла/VERB/0:root мама/NOUN/2:nsubj/Case=Nom ./PUNCT/2:punct"),
    tree("Мама/NOUN/2:nsubj/Case=Nom пела/VERB/0:root"),
]


def parser_learner(checkpoint: Path) -> parser.ParserLearner:
    args = parser.options(Path("none"), **SMALL)
    vocab = parser.make_vocabulary(TREES, args)
    return parser.ParserLearner(args, None, vocab, checkpoint)


def tagger_learner(checkpoint: Path) -> tagger.TaggerLearner:
    args = tagger.options(Path("none"), **SMALL, composite_deep_biaff_hidden_dim=4)
    vocab = tagger.make_vocabulary(TREES, args)
    return tagger.TaggerLearner(args, None, vocab, checkpoint)


@pytest.mark.parametrize("sentences", [[0, 1], [0, 1, 2]], ids=["one length", "two lengths"])
def test_the_parser_s_loss_is_stanza_s(tmp_path: Path, sentences: list[int]) -> None:
    from stanza.models.common.char_model import CharacterModel
    from stanza.models.common.packed_lstm import PackedLSTM
    from stanza.models.depparse.data import DataLoader
    from stanza.models.depparse.model import GraphParser
    from stanza.models.depparse.trainer import unpack_batch

    learner = parser_learner(tmp_path / "none.pt")
    model = learner.trainer.model.train()
    _, data = learner.prepare(TREES)
    inputs, _, word_order, lengths, word_lengths, text = unpack_batch(
        DataLoader.collate([data[i] for i in sentences]), "cpu"
    )
    rest = (word_order, lengths, word_lengths, text)
    ours, _ = model(*inputs, *rest)
    model.charmodel.__class__ = CharacterModel
    for layer in model.parserlstm.lstm:
        layer.__class__ = PackedLSTM
    stock, _ = GraphParser.forward(model, *inputs, *rest)
    assert ours.item() == pytest.approx(stock.item(), rel=1e-5)


def test_the_tagger_s_scorer_is_stanza_s() -> None:
    from stanza.models.common.biaffine import BiaffineScorer

    scorer = BiaffineScorer(5, 4, 3)
    torch.nn.init.normal_(scorer.W_bilin.weight)
    left, right = torch.randn(7, 5), torch.randn(7, 4)
    stock = scorer(left, right)
    scorer.__class__ = tagger.FlatBiaffine
    assert torch.allclose(scorer(left, right), stock, atol=1e-5)


@pytest.mark.parametrize("make", [parser_learner, tagger_learner])
def test_a_run_learns_resumes_and_exports_a_model_stanza_loads(make: Any, tmp_path: Path) -> None:
    shards, checkpoint = tmp_path / "silver", tmp_path / "checkpoint.pt"
    shards.mkdir()
    write_trees(shards / "silver-0.conllu", TREES * 20)
    materials = Materials(tmp_path / "none", shards, Gold(train=TREES, dev=TREES))
    mix = Mix(1.0, 1.0)
    first = run(make(checkpoint), Plan(400, 40, 0.02, (mix, mix)), materials, checkpoint)
    again = run(make(checkpoint), Plan(900, 40, 0.02, (mix, mix)), materials, checkpoint)
    assert again.steps > first.steps > 0
    assert again.history[0] == first.history[0]
    assert read_progress(checkpoint).history == again.history
    model = best_model(checkpoint)
    state = torch.load(model, weights_only=True)
    assert "optimizer_state_dict" not in state
    floats = [value for value in state["model"].values() if value.is_floating_point()]
    assert {value.dtype for value in floats} == {torch.float16}
    _stock_load(make, model)


@pytest.mark.parametrize("make", [parser_learner, tagger_learner])
def test_a_killed_run_ends_as_if_it_had_not_been_killed(
    make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards = tmp_path / "silver"
    shards.mkdir()
    write_trees(shards / "silver-0.conllu", TREES * 20)
    materials = Materials(tmp_path / "none", shards, Gold(train=TREES, dev=TREES))
    whole, killed = tmp_path / "whole.pt", tmp_path / "killed.pt"
    expected = run(make(whole), Plan(900, 40), materials, whole)
    learner = make(killed)
    steps = iter(range(15))
    train = learner.step
    monkeypatch.setattr(learner, "step", lambda *batch: (next(steps), train(*batch))[1])
    with pytest.raises(StopIteration):
        run(learner, Plan(900, 40), materials, killed)
    found = run(make(killed), Plan(900, 40), materials, killed)
    assert found.history == expected.history
    assert torch.load(best_model(killed))["model"].keys() == torch.load(best_model(whole))["model"].keys()


@pytest.mark.parametrize("make", [parser_learner, tagger_learner])
def test_the_mean_of_two_models(make: Any, tmp_path: Path) -> None:
    learner = make(tmp_path / "none.pt")
    learner.save(tmp_path / "one.pt")
    export(tmp_path / "one.pt", tmp_path / "other.pt")
    weights = {name: value.clone() for name, value in learner.model.state_dict().items()}
    for value in learner.model.state_dict().values():
        value.add_(2)
    average(learner.model, tmp_path / "other.pt")
    for name, value in learner.model.state_dict().items():
        assert torch.allclose(value, weights[name] + 1, atol=0.01), name


def _stock_load(make: Any, model: Path) -> None:
    from stanza.models.depparse.trainer import Trainer as ParserTrainer
    from stanza.models.pos.trainer import Trainer as TaggerTrainer

    if make is parser_learner:
        loaded = ParserTrainer.load(str(model), None, device="cpu").model
    else:
        loaded = TaggerTrainer(pretrain=None, model_file=str(model), device="cpu").model
    assert all(p.dtype == torch.float32 for p in loaded.parameters())


@pytest.mark.parametrize(("scores", "best"), [([1.0], True), ([2.0, 3.0], True), ([3.0, 2.0], False)])
def test_the_best_record_is_by_its_last_figure(scores: list[float], *, best: bool) -> None:
    assert is_best([{"LAS": score, "UAS": 9.0} for score in scores]) is best


def test_vectors_are_rounded_and_load_as_a_pretrain(tmp_path: Path) -> None:
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab

    vectors = torch.randn(6, 3)
    vocab = PretrainedWordVocab(["да", "нет"])
    save_vectors({"vocab": vocab.state_dict(), "emb": vectors}, tmp_path / "pretrain.pt")
    loaded = Pretrain(str(tmp_path / "pretrain.pt"))
    assert loaded.vocab.map(["нет"]) == [5]
    assert torch.allclose(loaded.emb, vectors, rtol=2**-11, atol=0)


def test_quick_dropout_keeps_the_mean_and_drops_its_share() -> None:
    from rukaz.train.stanza_speedups import QuickDropout

    torch.manual_seed(random.Random(0).randrange(99))
    dropout = QuickDropout(0.25)
    dropped = dropout(torch.ones(200, 200))
    assert (dropped == 0).float().mean().item() == pytest.approx(0.25, abs=0.01)
    assert dropped.mean().item() == pytest.approx(1.0, abs=0.02)
    assert torch.equal(dropout.eval()(torch.ones(3)), torch.ones(3))
