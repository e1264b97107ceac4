"""Of what kind a mention is, name, pronoun or description, and of which entity its cluster has a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from rukaz.records import Entity, Mention, Sentence

ETYPES = (
    "abstract", "animal", "event", "number", "object", "organization",
    "other", "person", "place", "plant", "substance", "time",
)  # fmt: skip
"""What a mention may be of, as CorefUD names it (``etype``)."""

MentionKind = Literal["name", "pronoun", "description"]
MENTION_KINDS: tuple[MentionKind, ...] = get_args(MentionKind)

_PRONOUNS = frozenset({"PRON", "DET"})


def mention_kinds(sentence: Sentence) -> list[MentionKind]:
    """The kind of each mention of a sentence."""
    named = set(naming_mentions(sentence).values())
    return [_kind(sentence, mention, named) for mention in sentence.mentions]


def _kind(sentence: Sentence, mention: Mention, named: set[Mention | None]) -> MentionKind:
    if mention in named:
        return "name"
    return "pronoun" if sentence.tokens[mention.head - 1].upos in _PRONOUNS else "description"


def naming_mentions(sentence: Sentence) -> dict[Entity, Mention | None]:
    """The mention that each name is of: «президент РФ Владимир Путин» for «Владимир Путин».

    It is the shortest around the name whose head is that of the name, or what the name is an apposition of.
    """
    return {entity: _mention_of(sentence, entity) for entity in sentence.entities}


def _mention_of(sentence: Sentence, entity: Entity) -> Mention | None:
    inside = range(entity.first_token, entity.last_token + 1)
    number = next((i for i in inside if sentence.tokens[i - 1].head not in inside), entity.first_token)
    for _ in sentence.tokens:
        around = [
            one
            for one in sentence.mentions
            if one.head == number and one.first_token <= inside[0] and inside[-1] <= one.last_token
        ]
        if around:
            return min(around, key=lambda one: one.last_token - one.first_token)
        token = sentence.tokens[number - 1]
        if token.deprel.partition(":")[0] != "appos" or not 1 <= token.head <= len(sentence.tokens):
            return None
        number = token.head
    return None


def cluster_entities(sentences: Iterable[Sentence]) -> Mapping[str, str | None]:
    """The entity of each cluster of a document that has names; the first of several."""
    found: dict[str, str | None] = {}
    for sentence in sentences:
        for entity, mention in naming_mentions(sentence).items():
            if mention is not None and entity.entity_id is not None:
                found.setdefault(mention.cluster, entity.entity_id)
    return found
