"""Silver is annotated anew by a teacher; trials differ from what is shipped in one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukaz.conllu.training_sentences import read_trees, write_trees
from rukaz.train.ablations import SOURCES_ON, Trial, trials
from rukaz.train.hyperparameters import SHAPES, SHIPPED
from rukaz.train.self_training import annotate_silver
from tests.train.tiny_trees import tree


def test_the_teacher_keeps_words_and_names_and_gives_the_rest(tmp_path: Path) -> None:
    silver = tree("Президент/X/0:root приехал/X/1:dep в/X/1:dep Астану/X/1:dep ./X/1:dep")
    silver[3].misc["NE"] = "B-LOC"
    (tmp_path / "silver").mkdir()
    write_trees(tmp_path / "silver" / "one.conllu", [silver])
    assert annotate_silver(tmp_path / "silver", tmp_path / "anew", "embedded") == 1
    ((president, came, to, astana, stop),) = read_trees(tmp_path / "anew" / "one.conllu")
    assert [word.form for word in (president, came, to, astana, stop)] == [word.form for word in silver]
    assert (came.lemma, came.upos, came.head, came.deprel) == ("приехать", "VERB", 0, "root")
    assert (astana.upos, astana.feats["Case"], astana.head, astana.misc) == (
        "PROPN",
        "Acc",
        2,
        {"NE": "B-LOC"},
    )
    assert annotate_silver(tmp_path / "silver", tmp_path / "anew", "embedded") == 0


@pytest.mark.parametrize("processor", SHIPPED)
def test_a_trial_differs_from_another_in_its_shape_or_in_its_data(processor: str) -> None:
    tried = [trial for trial in trials() if trial.processor == processor]
    assert {trial.shape for trial in tried} == set(SHAPES[processor])
    assert SHIPPED[processor] in SHAPES[processor]
    assert len({trial.name for trial in tried}) == len(tried)
    base = Trial(processor, SOURCES_ON[processor], "teacher", gold=True)
    assert base in tried
    for trial in tried:
        data_is_the_same = (trial.silver, trial.gold) == (base.silver, base.gold)
        assert trial.shape == base.shape or data_is_the_same, trial
