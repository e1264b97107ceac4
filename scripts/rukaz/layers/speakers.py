"""Who speaks: the phrase that a verb of speech has for its subject, and the person or body that it names.

A phrase names an entity by a name in it (пресс-секретарь Дмитрий Песков), by a title that one person of the
document has (политолог; казахстанский лидер, of him who is президент РК elsewhere), or by a pronoun for the
subject of a sentence before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rukaz.layers.tables import read_table
from rukaz.records import Entity, Token
from rukaz.tree import SentenceTree, feature, relation

HEADS_OF_STATE = frozenset({"президент", "лидер", "глава"})
"""Titles that may stand for one another."""

NAMING = frozenset({"appos", "flat"})
"""What joins a title and a name."""

OUTSIDE = frozenset({"acl", "parataxis", "advcl", "discourse"})
"""Clauses in a subject that do not name it."""

SENTENCES_BACK = 3


@cache
def demonyms() -> Mapping[str, str]:
    """The id of the state that an adjective is of."""
    rows = read_table("demonyms")
    return {row[0]: row[1] for row in rows}


def subject(tree: SentenceTree, verb: Token) -> Token | None:
    """The subject of a verb, which converbs and second verbs share with the first; a participle's noun."""
    for _ in range(4):
        for child in tree.children(verb, "nsubj"):
            return child if child.deprel != "nsubj:pass" else None
        head = tree.head(verb)
        if head is None:
            return None
        if relation(verb) == "acl" and feature(verb, "VerbForm") == "Part":
            return head
        if relation(verb) not in ("conj", "advcl", "xcomp"):
            return None
        verb = head
    return None


def phrase(tree: SentenceTree, head: Token) -> tuple[Token, Token]:
    """First and last word of what a noun names, without clauses and without what follows a comma."""
    inside = {head.id}
    todo = [head]
    while todo:
        for child in tree.children(todo.pop()):
            if (relation(child) not in OUTSIDE or _is_in_brackets(tree, child)) and child.form not in (
                ",",
                "-",
                "–",
                "—",
                ":",
                ";",
                ".",
            ):
                inside.add(child.id)
                todo.append(child)
    first = last = head.id
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while first < head.id and relation(tree.tokens[first - 1]) in ("case", "cc", "mark", "advmod"):
        first += 1
    return tree.tokens[first - 1], tree.tokens[last - 1]


def _is_in_brackets(tree: SentenceTree, word: Token) -> bool:
    return word.upos != "VERB" and any(mark.form == "(" for mark in tree.children(word, "punct"))


@dataclass(frozen=True, slots=True)
class _Titled:
    """A person who has a title, and the states and bodies that it is of."""

    entity_id: str
    of: frozenset[str]


class Speakers:
    """The persons of a document, by name and title."""

    def __init__(self, trees: Sequence[SentenceTree]) -> None:
        self._trees = trees
        self._entities = [{e.first_token: e for e in tree.sentence.entities} for tree in trees]
        self._members = [
            {number: e for e in tree.sentence.entities for number in range(e.first_token, e.last_token + 1)}
            for tree in trees
        ]
        self._titled: defaultdict[str, list[_Titled]] = defaultdict(list)
        for number, tree in enumerate(trees):
            for entity in tree.sentence.entities:
                if entity.label == "PER" and entity.entity_id:
                    for title in _titles(tree, entity):
                        person = _Titled(entity.entity_id, self._of(number, title))
                        self._titled[_class(title)].append(person)

    def entity(self, number: int, head: Token) -> str | None:
        """The id of what the phrase with this head in sentence ``number`` names; None if uncertain."""
        tree = self._trees[number]
        named = self._named(number, head)
        if named is not None:
            return named.entity_id
        if head.upos == "PRON" or (head.upos == "DET" and feature(head, "Poss")):
            return self._antecedent(number, head) if feature(head, "Person") in (None, "3") else None
        if head.upos != "NOUN" or feature(head, "Number") == "Plur" or tree.children(head, "conj"):
            return None
        of = self._of(number, head)
        persons = [one for one in self._titled[_class(head)] if not of or not one.of or of & one.of]
        close = [one for one in persons if of & one.of] or persons
        ids = {one.entity_id for one in close}
        return ids.pop() if len(ids) == 1 else None

    def _named(self, number: int, head: Token) -> Entity | None:
        """The entity whose name the head is in, or that stands beside it as its name."""
        if (entity := self._members[number].get(head.id)) is not None:
            return entity
        tree = self._trees[number]
        found: list[Entity] = []
        todo = [head]
        while todo:
            for child in tree.children(todo.pop(), *NAMING):
                if (entity := self._entities[number].get(child.id)) is not None:
                    found.append(entity)
                todo.append(child)
        persons = [entity for entity in found if entity.label == "PER"]
        return next(iter(persons or found), None)

    def _antecedent(self, number: int, pronoun: Token) -> str | None:
        """The subject before a pronoun that it agrees with."""
        for before in range(number, max(-1, number - 1 - SENTENCES_BACK), -1):
            subjects = [
                token
                for token in self._trees[before].tokens
                if relation(token) == "nsubj"
                and token.upos != "PRON"
                and (before < number or token.id < pronoun.id)
                and _may_agree(token, pronoun)
            ]
            for token in subjects:
                if (found := self.entity(before, token)) is not None:
                    return found
            if subjects and before < number:
                return None
        return None

    def _of(self, number: int, title: Token) -> frozenset[str]:
        """The states and bodies that a title is of: президент РФ, российский президент."""
        tree, members = self._trees[number], self._members[number]
        entities = (
            members[child.id].entity_id for child in tree.children(title, "nmod") if child.id in members
        )
        states = (demonyms().get(child.lemma) for child in tree.children(title, "amod"))
        return frozenset(one for one in (*entities, *states) if one is not None)


def _class(title: Token) -> str:
    return "глава" if title.lemma in HEADS_OF_STATE else title.lemma


def _titles(tree: SentenceTree, entity: Entity) -> Iterator[Token]:
    """The nouns beside a person's name that say what he is."""
    name = tree.tokens[entity.first_token - 1]
    head = tree.head(name)
    while head is not None and relation(name) in NAMING:
        if head.upos == "NOUN":
            yield head
            yield from (one for one in tree.children(head, "conj", "appos") if one.upos == "NOUN")
        name, head = head, tree.head(head)
    yield from (
        child for child in tree.children(tree.tokens[entity.first_token - 1], "appos") if child.upos == "NOUN"
    )


def _may_agree(noun: Token, pronoun: Token) -> bool:
    """Whether a pronoun may stand for a noun, as far as their forms tell: его is both Masc and Neut."""
    form = pronoun.form.lower()
    if form in ("она", "её", "ее", "ней", "ей"):
        gender = "Fem"
    elif form in ("они", "их", "им", "ими"):
        return False
    else:
        gender = "Masc"
    animate = feature(noun, "Animacy") == "Anim" or noun.upos == "PROPN"
    return animate and feature(noun, "Number") == "Sing" and feature(noun, "Gender") == gender
