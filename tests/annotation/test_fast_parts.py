"""Parts of the fast stages against what Stanza computes in their place, on random numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.common.biaffine import DeepBiaffineScorer
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root
from stanza.models.common.crf import viterbi_decode
from stanza.models.common.vocab import VOCAB_PREFIX
from stanza.models.depparse.head_constraints import resolve_head_constraint_violations
from stanza.models.ner.trainer import fix_singleton_tags
from stanza.models.pos.vocab import WordVocab

from rukaz.annotation.fast.batches import batches
from rukaz.annotation.fast.biaffine import Arcs, Relations
from rukaz.annotation.fast.head_constraints import Labels, ViolationResolver, places_of
from rukaz.annotation.fast.layers import Linear, both_ways, directions, turned
from rukaz.annotation.fast.maximum_spanning_tree import best_trees
from rukaz.annotation.fast.ner import best_paths, well_formed

RELATIONS = ["root", "nsubj", "csubj", "nsubj:pass", "obj", "iobj", "obl", "punct"]


@pytest.fixture
def vocabulary() -> WordVocab:
    """Relations as a parser of Stanza keeps them."""
    vocabulary = WordVocab()
    vocabulary._id2unit = [*VOCAB_PREFIX, *RELATIONS]
    vocabulary._unit2id = {unit: number for number, unit in enumerate(vocabulary._id2unit)}
    return vocabulary


def arcs(words: int, chance: np.random.Generator) -> np.ndarray:
    """Scores (word, head) of a sentence, as a parser gives them."""
    scores = torch.from_numpy(chance.normal(0, 3, (words + 1, words + 1)).astype(np.float32))
    return scores.fill_diagonal_(-torch.inf).log_softmax(1).numpy()


@pytest.mark.parametrize("seed", range(20))
def test_trees(seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = [arcs(words, chance) for words in chance.integers(1, 40, 30)]
    for found, table in zip(best_trees(scores), scores, strict=True):
        assert found.tolist() == chuliu_edmonds_one_root(table).tolist()


def test_words_all_alike() -> None:
    """As many cycles as there are words, each within another; Stanza needs a minute for this one."""
    as_head = np.random.default_rng(1).normal(size=401).astype(np.float32)
    scores = np.tile(as_head, (401, 1))
    np.fill_diagonal(scores, -np.inf)
    (heads,) = best_trees([scores])
    root = int(as_head[1:].argmax()) + 1
    assert heads.tolist() == [0 if word in (0, root) else root for word in range(401)]


@pytest.mark.parametrize("seed", range(40))
def test_rivals(seed: int, vocabulary: WordVocab) -> None:
    chance = np.random.default_rng(seed)
    scores = arcs(int(chance.integers(2, 15)), chance)
    raw = torch.from_numpy(chance.normal(0, 2, (*scores.shape, len(RELATIONS))).astype(np.float32))
    labels = raw.log_softmax(2).numpy()
    (tree,) = best_trees([scores])
    known = Labels(tree, labels[np.arange(1, len(tree)), tree[1:]], lambda words: labels[list(words)])
    heads, numbers = ViolationResolver(scores, known, places_of(RELATIONS)).validate_and_repair(tree)
    with np.errstate(all="ignore"):
        expected = resolve_head_constraint_violations(scores, labels, tree, vocabulary)
    assert (heads.tolist(), numbers) == (expected[0].tolist(), list(expected[1]))


def test_best_paths() -> None:
    chance = np.random.default_rng(1)
    lengths = [7, 1, 4, 7]
    scores = chance.normal(0, 1, (7, 4, 5)).astype(np.float32)
    transitions = chance.normal(0, 1, (5, 5)).astype(np.float32)
    (batch,) = batches(lengths)
    order = list(batch.members)
    paths = best_paths(scores[:, order], transitions, batch.inside.numpy())
    for column, member in enumerate(order):
        expected = viterbi_decode(scores[: lengths[member], member], transitions)[0]
        assert paths[: lengths[member], column].tolist() == expected


TAGS = ["O", *(f"{prefix}-{label}" for prefix in "BIES" for label in ("PER", "LOC"))]


@given(st.lists(st.sampled_from(TAGS), min_size=1, max_size=6))
def test_well_formed_names_are_those_that_stanza_leaves_alone(tags: list[str]) -> None:
    assert well_formed(tags) == (fix_singleton_tags(tags) == tags)


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 500))
def test_batches_hold_each_token_once(lengths: list[int], steps: int) -> None:
    found = batches(lengths, steps=steps)
    tokens = torch.cat([batch.places[batch.inside] for batch in found]) if found else torch.empty(0)
    assert sorted(tokens.tolist()) == list(range(sum(lengths)))
    assert sorted(member for batch in found for member in batch.members) == list(range(len(lengths)))
    assert all(batch.inside.numel() <= max(steps, 8 * len(batch.inside)) for batch in found)


def test_batches_have_few_shapes() -> None:
    chance = np.random.default_rng(1)
    texts = [chance.integers(1, 70, 800).tolist() for _ in range(10)]
    assert len({batch.inside.shape for lengths in texts for batch in batches(lengths)}) < 100


def biaffine(relations: int) -> DeepBiaffineScorer:
    scorer = DeepBiaffineScorer(12, 12, 6, relations, dropout=0)
    torch.nn.init.normal_(scorer.scorer.W_bilin.weight)
    torch.nn.init.normal_(scorer.scorer.W_bilin.bias)
    return scorer.eval()


@torch.inference_mode()
def test_scores_of_arcs() -> None:
    torch.manual_seed(1)
    scorer = biaffine(1)
    states = torch.randn(9, 2, 12)
    for place, found in enumerate(Arcs(scorer).scores(states, [9, 4])):
        words = states[: len(found), place].unsqueeze(0)
        torch.testing.assert_close(found, scorer(words, words)[0, ..., 0])


@torch.inference_mode()
def test_scores_of_relations() -> None:
    torch.manual_seed(1)
    scorer = biaffine(5)
    words = torch.randn(80, 12)
    expected = scorer(words.unsqueeze(0), words.unsqueeze(0))[0]
    relations = Relations(scorer)
    views = relations.views(words)
    dependents, heads = torch.arange(80), torch.randint(80, (80,))
    torch.testing.assert_close(relations.of_arcs(views, dependents, heads), expected[dependents, heads])
    torch.testing.assert_close(relations.of_words((views[0][3:5], views[1])), expected[3:5])


def test_a_layer_reads_both_ways_as_torch_does() -> None:
    torch.manual_seed(1)
    lstm = torch.nn.LSTM(6, 5, bidirectional=True)
    lengths = [9, 4, 1]
    inputs = torch.randn(9, 3, 6)
    packed = torch.nn.utils.rnn.pack_padded_sequence(inputs, torch.tensor(lengths))
    expected, _ = torch.nn.utils.rnn.pad_packed_sequence(lstm(packed)[0])
    inside = torch.arange(9).unsqueeze(1) < torch.tensor(lengths)
    with torch.inference_mode():
        found = both_ways(directions(lstm)[0], inputs, turned(inside))
    torch.testing.assert_close(found[inside], expected[inside])


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_linear_layer(rows: int) -> None:
    torch.manual_seed(rows)
    layer = torch.nn.Linear(12, 10)
    inputs = torch.randn(rows, 12)
    with torch.inference_mode():
        torch.testing.assert_close(Linear.of(layer)(inputs), layer(inputs))
