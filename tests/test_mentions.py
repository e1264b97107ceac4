"""Of what kind mentions are, and which entity a cluster has a name of."""

from __future__ import annotations

from dataclasses import replace

from rukaz.mentions import cluster_entities, mention_kinds
from rukaz.records import Sentence
from tests.trees import document, mention

SPEC = (
    "Президент/NOUN/5:nsubj РФ/PROPN/1:nmod/B-LOC Владимир/PROPN/1:appos/B-PER Путин/PROPN/3:flat:name/I-PER "
    "принял/VERB/0:root его/PRON/5:obj в/ADP/8:case столице/NOUN/5:obl"
)


def annotated() -> Sentence:
    _, (one,) = document("doc", SPEC)
    spans = [("e1", 1, 4, 1), ("e2", 2, 2, 2), ("e3", 6, 6, 6), ("e4", 8, 8, 8)]
    mentions = tuple(mention(one, cluster, (first, last), head) for cluster, first, last, head in spans)
    russia, putin = one.entities
    entities = (replace(russia, entity_id="russia"), replace(putin, entity_id="putin"))
    return replace(one, mentions=mentions, entities=entities)


def test_a_title_with_its_name_is_a_name() -> None:
    assert mention_kinds(annotated()) == ["name", "name", "pronoun", "description"]


def test_the_entity_of_a_cluster_is_that_of_its_names() -> None:
    assert cluster_entities([annotated()]) == {"e1": "putin", "e2": "russia"}


def test_the_group_of_two_names_is_no_name() -> None:
    _, (one,) = document("doc", "Путин/PROPN/0:root/B-PER и/CCONJ/3:cc Токаев/PROPN/1:conj/B-PER")
    mentions = tuple(mention(one, f"e{words}", words, words[0]) for words in ((1, 3), (1, 1), (3, 3)))
    assert mention_kinds(replace(one, mentions=mentions)) == ["description", "name", "name"]
