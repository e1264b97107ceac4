"""Mentions of names that a reviewer marks or takes away, where the review of a document has coreference.

Whoever corrects names need not know of mentions: a new name gets one, and a name that is no more leaves none
behind that nothing else refers to. Without this, a build would refuse the review (rules C881 and C882). What
remains is a contradiction between sentences, such as one entity in two chains.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rukaz.check.coreference import clusters_of_one, nested_mentions
from rukaz.check.finding import Finding
from rukaz.check.guidelines.coreference import TYPES, name_in_mention, only_names_alone
from rukaz.check.guidelines.guideline_rule import Rule
from rukaz.conllu.entity_brackets import in_order
from rukaz.mentions import naming_mentions
from rukaz.records import Document, Entity, Mention, Sentence
from rukaz.review.overlay import overlapping


def with_mentions_of_names(
    document: Document, sentences: Sequence[Sentence], known: Sequence[Sentence]
) -> list[Sentence]:
    """Corrected sentences whose names are mentions.

    Args:
        known: all sentences of the document, as they are kept now.
    """
    reviewed = [one for one in known if one.annotation == "reviewed"]
    if not any(one.mentions for one in reviewed):
        return list(sentences)
    own = {one.sent_id for one in sentences}
    together = [*(one for one in reviewed if one.sent_id not in own), *sentences]
    sizes = Counter(mention.cluster for one in together for mention in one.mentions)
    clusters = {
        entity.entity_id: (mention.cluster, mention.etype)
        for one in reversed(together)
        for entity, mention in naming_mentions(one).items()
        if mention is not None
    }
    before = {one.sent_id: one for one in reviewed}
    made: list[Sentence] = []
    for sentence in sentences:
        left = _left_behind(sentence, before.get(sentence.sent_id))
        kept = [one for one in sentence.mentions if one not in left or sizes[one.cluster] > 1]
        for entity, mention in naming_mentions(sentence).items():
            if mention is None and entity.entity_id:
                new = f"{_slug(document.doc_id)}_{_slug(entity.entity_id)}", TYPES.get(entity.label, "other")
                added = _mention(sentence, entity, *clusters.get(entity.entity_id, new))
                if not any(_cross(added, one) for one in kept):
                    kept.append(added)
        made.append(replace(sentence, mentions=in_order(kept)))
    return made


def coreference_findings(
    document: Document, sentences: Sequence[Sentence], known: Sequence[Sentence], *, conventions: bool
) -> Iterator[Finding]:
    """What a build would find wrong with the document, and did not before, once the sentences are kept.

    Args:
        known: as for :func:`with_mentions_of_names`.
        conventions: whether the corpus is held to its guidelines.
    """
    rest = [one for one in known if not overlapping(sentences, one)]
    together = sorted([*rest, *sentences], key=lambda one: one.start)
    if not any(one.mentions for one in together):
        return
    for code, rule in {**_RULES, **(_CONVENTIONS if conventions else {})}.items():
        before = {detail for _, detail in rule(document, known)}
        for where, detail in rule(document, together):
            if detail not in before:
                own = any(where.startswith(one.sent_id) for one in sentences)
                yield Finding(code, where if own else sentences[0].sent_id, detail)


_RULES: Mapping[str, Rule] = {"N411": nested_mentions, "N412": clusters_of_one}
_CONVENTIONS: Mapping[str, Rule] = {"C881": name_in_mention, "C882": only_names_alone}


def _left_behind(sentence: Sentence, before: Sentence | None) -> set[Mention]:
    """The mentions of names that are names no more."""
    named = set(naming_mentions(sentence).values())
    return {one for one in _named(before) if one not in named} if before else set()


def _named(sentence: Sentence) -> Iterator[Mention]:
    return (one for one in naming_mentions(sentence).values() if one is not None)


def _mention(sentence: Sentence, entity: Entity, cluster: str, etype: str) -> Mention:
    inside = range(entity.first_token, entity.last_token + 1)
    head = next((i for i in inside if sentence.tokens[i - 1].head not in inside), entity.first_token)
    return Mention(cluster, etype, entity.start, entity.end, entity.first_token, entity.last_token, head)


def _cross(one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.first_token)
    return first.first_token < second.first_token <= first.last_token < second.last_token


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", name)
