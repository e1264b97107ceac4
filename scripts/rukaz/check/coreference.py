"""Mentions and their clusters (rules N411 to N413), as the validator of CorefUD asks and a little more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from rukaz.check.corpus_reader import StoredCorpus
from rukaz.check.finding import Place
from rukaz.mentions import naming_mentions
from rukaz.records import Document, Mention, Sentence


def nested_mentions(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The head of a mention is not one of its words, or two mentions cross or have the same words."""
    for sentence in sentences:
        for one in sentence.mentions:
            if not one.first_token <= one.head <= one.last_token:
                yield sentence.sent_id, f"{_span(one)} with the head {one.head}"
        for one, other in combinations(sentence.mentions, 2):
            same = (one.first_token, one.last_token) == (other.first_token, other.last_token)
            if same or one.first_token < other.first_token <= one.last_token < other.last_token:
                yield sentence.sent_id, f"{_span(one)} and {_span(other)}"


def _span(mention: Mention) -> str:
    return f"{mention.first_token}-{mention.last_token}"


def clusters_of_one(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A cluster has mentions of different types or entities, or an entity is in two clusters."""
    types: dict[str, str] = {}
    entities: dict[str, str] = {}
    clusters: dict[str, str] = {}
    for sentence in sentences:
        for one in sentence.mentions:
            if types.setdefault(one.cluster, one.etype) != one.etype:
                yield sentence.sent_id, f"{one.cluster}: {one.etype}, before {types[one.cluster]}"
        for entity, mention in naming_mentions(sentence).items():
            if mention is None or entity.entity_id is None:
                continue
            if entities.setdefault(mention.cluster, entity.entity_id) != entity.entity_id:
                before = entities[mention.cluster]
                yield sentence.sent_id, f"{mention.cluster}: {entity.entity_id}, before {before}"
            if clusters.setdefault(entity.entity_id, mention.cluster) != mention.cluster:
                before = clusters[entity.entity_id]
                yield sentence.sent_id, f"{entity.entity_id}: {mention.cluster}, before {before}"


def clusters_of_one_document(corpus: StoredCorpus) -> Iterator[Place]:
    """A cluster has mentions in two documents."""
    documents: dict[str, str] = {}
    for _, row in corpus.all_rows("coreference", "cluster_id", "doc_id", "mention_id"):
        if documents.setdefault(row["cluster_id"], row["doc_id"]) != row["doc_id"]:
            yield row["mention_id"], f"{row['cluster_id']}, before in {documents[row['cluster_id']]}"
