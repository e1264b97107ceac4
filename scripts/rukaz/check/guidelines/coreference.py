"""Coreference of the review: what is a mention, and of which type (rules C88x)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rukaz.check.finding import Place, at
from rukaz.mentions import naming_mentions
from rukaz.records import Document, Sentence

TYPES = {"PER": "person", "ORG": "organization", "LOC": "place"}
"""The type of what has a name with this label."""

NO_MENTIONS = frozenset({"который", "кто", "что", "где", "мы", "наш"})
"""Lemmas of words that are no mention by themselves."""


def name_in_mention(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A name is in no mention, although the document has mentions."""
    found = _reviewed(sentences)
    if any(sentence.mentions for sentence in found):
        for sentence in found:
            for entity, mention in naming_mentions(sentence).items():
                if mention is None:
                    yield at(sentence, sentence.tokens[entity.first_token - 1]), entity.text


def only_names_alone(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A pronoun or description is a mention, but nothing else in the document refers to the same thing."""
    found = _reviewed(sentences)
    sizes = Counter(mention.cluster for sentence in found for mention in sentence.mentions)
    for sentence in found:
        named = set(naming_mentions(sentence).values())
        for mention in sentence.mentions:
            if sizes[mention.cluster] == 1 and mention not in named:
                yield at(sentence, sentence.tokens[mention.head - 1]), mention.cluster


def type_of_label(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The type of a mention does not match the label of its name: PER person, ORG organization, LOC place."""
    for sentence in _reviewed(sentences):
        for entity, mention in naming_mentions(sentence).items():
            wanted = TYPES.get(entity.label)
            if mention is not None and (mention.etype != wanted if wanted else mention.etype in _NAMED):
                place = at(sentence, sentence.tokens[mention.head - 1])
                yield place, f"{mention.etype}, but {entity.text} is {entity.label}"


_NAMED = frozenset(TYPES.values())


def words_that_refer(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A relative or interrogative word, мы or наш is a mention by itself."""
    for sentence in _reviewed(sentences):
        for mention in sentence.mentions:
            word = sentence.tokens[mention.head - 1]
            if mention.first_token == mention.last_token and word.lemma in NO_MENTIONS:
                yield at(sentence, word), mention.cluster


def _reviewed(sentences: Sequence[Sentence]) -> list[Sentence]:
    return [sentence for sentence in sentences if sentence.annotation == "reviewed"]
