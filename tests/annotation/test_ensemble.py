"""The accurate set: scores of Stanza's tagger and parser are added to those of the joint model."""

from __future__ import annotations

import math

import pytest
import torch

from rukaz.annotation.annotator import loaded_annotator
from rukaz.annotation.fast.maximum_spanning_tree import best_trees
from rukaz.annotation.joint.annotator import JointAnnotator
from rukaz.annotation.joint.decoding import DOUBT, _doubts
from rukaz.annotation.joint.ensemble import OF_TAGS, Ensemble
from rukaz.annotation.joint.model_file import load_joint_model
from rukaz.annotation.model_files import find_model
from rukaz.annotation.processors import Stages

SENTENCES = [
    ["Президент", "Казахстана", "прибыл", "в", "Москву", "."],
    ["Стали", "известны", "подробности", "."],
    ["Министр", "сообщил", ",", "что", "мыла", "в", "магазинах", "хватит", "всем", "."],
]


@pytest.fixture(scope="module")
def fast() -> Stages:
    stages = loaded_annotator(find_model("stanza"), threads=1)._stages
    assert isinstance(stages, Stages)
    return stages


@pytest.fixture(scope="module")
def joint() -> JointAnnotator:
    stages = loaded_annotator(find_model("accurate"), threads=1)._stages
    return stages._joint  # type: ignore[union-attr]  # these are the stages of a joint model


@pytest.fixture(scope="module")
def ensemble(joint: JointAnnotator) -> Ensemble:
    found = joint._decoder._ensemble
    assert found is not None
    return found


@torch.inference_mode()
def test_the_best_tag_of_all_is_what_the_tagger_says(
    fast: Stages, joint: JointAnnotator, ensemble: Ensemble
) -> None:
    words = sum(map(len, SENTENCES))
    asked = torch.ones(words, len(joint._known.upos))
    best = ensemble.tags(SENTENCES, asked).argmax(1).tolist()
    said = [tag for row in fast.tagger.tag(SENTENCES) for tag in row]
    assert [joint._known.tags[number] for number in best] == [(tag.upos, tag.feats or "_") for tag in said]


@torch.inference_mode()
def test_scores_of_tags_are_logarithms_of_probabilities(joint: JointAnnotator, ensemble: Ensemble) -> None:
    asked = torch.ones(len(SENTENCES[0]), len(joint._known.upos))
    shares = (ensemble.tags(SENTENCES[:1], asked) / OF_TAGS).exp().sum(1)
    assert all(0.9 < share <= 1.0001 for share in shares.tolist())  # some tags are not in the inventory


@torch.inference_mode()
def test_parts_of_speech_that_cannot_be_are_not_asked_about(
    joint: JointAnnotator, ensemble: Ensemble
) -> None:
    verb = joint._known.upos.index("VERB")
    asked = torch.zeros(2, len(joint._known.upos))
    asked[:, verb] = 1
    scores = ensemble.tags([["Стали", "известны"]], asked)
    known = [joint._known.tags[number][0] for number in scores[0].isfinite().nonzero()[:, 0].tolist()]
    assert set(known) == {"VERB"}
    assert math.isinf(scores[0].min())


@torch.inference_mode()
def test_the_best_trees_of_the_tables_are_what_the_parser_says(fast: Stages, ensemble: Ensemble) -> None:
    tags = fast.tagger.tag(SENTENCES)
    lemmas = fast.lemmatizer.lemmas(SENTENCES, tags)
    arcs = ensemble.arcs(SENTENCES, tags, lemmas)
    trees = best_trees(arcs.tables)
    said = fast.parser.parse(SENTENCES, tags, lemmas)
    assert [tree[1:].tolist() for tree in trees] == [[arc.head for arc in row] for row in said]
    assert len(arcs.relations(trees)) == sum(map(len, SENTENCES))


def test_an_answer_is_less_sure_that_the_ensemble_doubts(joint: JointAnnotator) -> None:
    """Confidence is that of the joint model alone, but for the doubts, which are none, one or two."""
    file = find_model("accurate").joint
    assert file is not None
    alone = JointAnnotator(*load_joint_model(file), lemmatizer=joint._decoder._lemmatizer)
    ours = [row for rows in joint.analyse(SENTENCES) for row in rows]
    theirs = [row for rows in alone.analyse(SENTENCES) for row in rows]
    same = [(mine, other) for mine, other in zip(ours, theirs, strict=True) if mine[:5] == other[:5]]
    assert len(same) > 0.8 * len(ours)
    for mine, other in same:
        for answer in ("upos", "feats", "head", "deprel"):
            lost = getattr(other.scores, answer) - getattr(mine.scores, answer)
            assert lost / DOUBT == pytest.approx(round(lost / DOUBT), abs=1e-9)
            assert 0 <= round(lost / DOUBT) <= 2


def test_the_ensemble_doubts_what_it_is_not_sure_of_and_more_what_it_would_not_say() -> None:
    shares = torch.tensor([[0.95, 0.05], [0.6, 0.4], [0.4, 0.6]])
    assert _doubts(shares, torch.zeros(3, dtype=torch.long)).tolist() == [0, 1, 2]
