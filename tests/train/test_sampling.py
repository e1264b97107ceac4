"""The stream of training: rounds, quotes, batches."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rukaz.conllu.training_sentences import write_trees
from rukaz.train.sampling import QUOTES, Mix, batch_indices, drop_final_mark, rounds, vary_quotes
from tests.train.tiny_trees import tree


@given(st.lists(st.integers(1, 12), max_size=60))
def test_batches_hold_every_sentence_once_and_one_length_each(lengths: list[int]) -> None:
    batches = batch_indices(lengths, 30, random.Random(0))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len({lengths[i] for i in batch}) == 1
        assert len(batch) == 1 or len(batch) * lengths[batch[0]] <= 30


def test_rounds_take_the_shards_in_turn_and_are_the_same_each_time(tmp_path: Path) -> None:
    for number, form in enumerate("аб"):
        write_trees(tmp_path / f"silver-{number}.conllu", [tree(f"{form}/X/0:root")] * 4)
    gold = [tree("золото/NOUN/0:root")]
    stream = rounds(tmp_path, gold, Mix(silver=0.5, gold=1.0), first=1, seed=3)
    forms = [sorted(words[0].form for words in next(stream)) for _ in range(2)]
    assert forms == [["б", "б", "золото"], ["а", "а", "золото"]]


def test_quotes_vary_in_pairs() -> None:
    words = tree("«/PUNCT/2:punct Газпром/PROPN/0:root »/PUNCT/2:punct")
    seen = set()
    for seed in range(200):
        varied = vary_quotes(words, random.Random(seed))
        seen.add((varied[0].form, varied[2].form))
    assert seen == set(QUOTES)


def test_the_final_mark_goes_only_where_nothing_hangs_on_it() -> None:
    kept = tree("а/X/0:root б/X/4:dep в/X/1:dep ./PUNCT/1:punct")
    loose = tree("а/X/0:root б/X/1:dep в/X/1:dep ./PUNCT/1:punct")
    rngs = [random.Random(seed) for seed in range(100)]
    assert all(len(drop_final_mark(kept, rng)) == 4 for rng in rngs)
    assert {len(drop_final_mark(loose, rng)) for rng in rngs} == {3, 4}
