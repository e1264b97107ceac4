"""Names that a correction adds or takes away, in documents with coreference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rukaz.check.coreference import clusters_of_one, nested_mentions
from rukaz.check.guidelines import coreference
from rukaz.export.parquet_files import read_sentences
from rukaz.mentions import naming_mentions
from rukaz.records import Document, Entity, Sentence
from rukaz.review.mentions_of_names import coreference_findings, with_mentions_of_names

CORPUS = Path(__file__).parents[2] / "corpus"
RULES = (
    coreference.name_in_mention, coreference.only_names_alone, coreference.type_of_label,
    clusters_of_one, nested_mentions,
)  # fmt: skip


@pytest.fixture(scope="module")
def reviewed() -> tuple[Document, list[Sentence]]:
    """A document with coreference."""
    return next(read_sentences(CORPUS, "test"))


def faults(document: Document, known: Sequence[Sentence], corrected: Sentence) -> list[tuple[str, str]]:
    """What a build would say of the document with the corrected sentence."""
    [made] = with_mentions_of_names(document, [corrected], known)
    together = [made if one.sent_id == made.sent_id else one for one in known]
    return [place for rule in RULES for place in rule(document, together)]


def test_what_is_not_corrected_stays(reviewed: tuple[Document, list[Sentence]]) -> None:
    document, known = reviewed
    assert with_mentions_of_names(document, known, known) == known


@pytest.mark.parametrize("entity_id", ["new-thing", None], ids=["new", "known"])
def test_a_new_name_is_a_mention(reviewed: tuple[Document, list[Sentence]], entity_id: str | None) -> None:
    """Of a cluster of its own, or of the one that the other names of its entity have."""
    document, known = reviewed
    entity = next(one for sentence in known for one in sentence.entities)
    sentence = next(one for one in known if one.mentions and not one.entities)
    heads = {mention.head for mention in sentence.mentions}
    token = next(one for one in sentence.tokens if one.upos == "NOUN" and one.id not in heads)
    like = replace(entity, label="MISC", entity_id=entity_id) if entity_id else entity
    name = replace(like, text=token.form, start=token.start, end=token.end)
    corrected = replace(sentence, entities=(replace(name, first_token=token.id, last_token=token.id),))
    assert faults(document, known, corrected) == []
    [made] = with_mentions_of_names(document, [corrected], known)
    [added] = set(made.mentions) - set(sentence.mentions)
    if entity_id:
        assert (added.cluster.rpartition("_")[2], added.etype) == ("thing", "other")
    else:
        assert added.cluster in {mention.cluster for one in known for mention in one.mentions}


def test_a_name_that_is_none_leaves_no_mention_alone(reviewed: tuple[Document, list[Sentence]]) -> None:
    document, known = reviewed
    sizes = Counter(mention.cluster for one in known for mention in one.mentions)
    for size in (1, 2):
        sentence, entity = next(
            (one, entity)
            for one in known
            for entity, mention in naming_mentions(one).items()
            if mention and (sizes[mention.cluster] == 1) == (size == 1)
        )
        corrected = replace(sentence, entities=without(sentence, entity))
        assert faults(document, known, corrected) == []
        [made] = with_mentions_of_names(document, [corrected], known)
        assert len(sentence.mentions) - len(made.mentions) == (size == 1)


def without(sentence: Sentence, entity: Entity) -> tuple[Entity, ...]:
    return tuple(one for one in sentence.entities if one != entity)


def test_an_entity_in_two_chains_is_told_before_a_build(reviewed: tuple[Document, list[Sentence]]) -> None:
    """A name is called by the id of another chain's entity: nothing in its own sentence is wrong."""
    document, known = reviewed
    named = [
        (one, entity, mention)
        for one in known
        for entity, mention in naming_mentions(one).items()
        if mention and entity.label == "LOC"
    ]
    first = named[0][1]
    sentence, entity, _ = next(one for one in named if one[1].entity_id != first.entity_id)
    renamed = replace(entity, entity_id=first.entity_id, name=first.name)
    corrected = replace(sentence, entities=(*without(sentence, entity), renamed))
    assert list(coreference_findings(document, [sentence], known, conventions=True)) == []
    found = list(coreference_findings(document, [corrected], known, conventions=True))
    assert {one.code for one in found} == {"N412"}
    assert all(one.where == sentence.sent_id for one in found)
