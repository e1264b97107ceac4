"""Consistency of the review: the same case is annotated in the same way throughout (rules C8xx).

The decisions themselves stand in ``seeds/guidelines.md``. Morphology, constructions, syntax and
coreference have modules of their own; here are the named entities, and what only the corpus as a whole shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from rukaz.check.finding import Place, at
from rukaz.check.guidelines import constructions, coreference, morphology, syntax
from rukaz.check.guidelines.guideline_rule import Rule, Slip, in_reviewed
from rukaz.records import Entity, Sentence, Token
from rukaz.tree import SentenceTree, feature, relation

TWO_SENSES = frozenset({"кремль"})
"""Names of a place that also name a body: the Kremlin is LOC as a building, ORG as the government."""

LABEL_OF_NAME = {"Giv": "PER", "Sur": "PER", "Pat": "PER", "Geo": "LOC", "Com": "ORG", "Pro": "MISC"}
"""NameType of a name that is an entity by itself, and the label it has."""

STATES = frozenset({"РФ", "РК"})
"""Acronyms of states, written out within the full name of a body."""

_ENDING = re.compile(r"[аеоиыуюя]+(го|му|ми|[ймх])?$")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@in_reviewed
def person_of_names(tree: SentenceTree) -> Iterator[Slip]:
    """A PER contains a word that is not a proper name, such as a title."""
    for entity, words in _entities(tree):
        for word in words:
            if entity.label == "PER" and word.upos != "PROPN":
                yield word, f"{word.upos} in {entity.text}"


@in_reviewed
def bare_entity(tree: SentenceTree) -> Iterator[Slip]:
    """An entity begins or ends with a punctuation mark; quotation marks belong outside."""
    for entity, words in _entities(tree):
        for word in {words[0].id: words[0], words[-1].id: words[-1]}.values():
            if word.upos == "PUNCT":
                yield word, f"in {entity.text}"


@in_reviewed
def entity_of_nouns(tree: SentenceTree) -> Iterator[Slip]:
    """An entity has no noun; adjectives such as казахстанский are not names."""
    for entity, words in _entities(tree):
        if not any(word.upos in ("NOUN", "PROPN", "X") for word in words):
            yield words[0], entity.text


@in_reviewed
def adjective_in_name(tree: SentenceTree) -> Iterator[Slip]:
    """An adjective in the name of a body or place is a PROPN instead of an ADJ: Воздушно-космические силы."""
    for token in tree.tokens:
        if token.upos == "PROPN" and relation(token) == "amod":
            yield token, token.feats or "no feature"


@in_reviewed
def one_phrase(tree: SentenceTree) -> Iterator[Slip]:
    """An entity is not one phrase: more than one of its words depends on words outside."""
    for entity, words in _entities(tree):
        inside = range(entity.first_token, entity.last_token + 1)
        tops = [word for word in words if word.head not in inside]
        if len(tops) != 1:
            yield words[0], f"{entity.text}: {', '.join(word.form for word in tops)}"


@in_reviewed
def name_in_entity(tree: SentenceTree) -> Iterator[Slip]:
    """A proper name is in no entity."""
    inside = {word.id for _, words in _entities(tree) for word in words}
    for token in tree.tokens:
        if token.upos == "PROPN" and token.id not in inside:
            yield token, token.feats or ""


@in_reviewed
def kind_of_name(tree: SentenceTree) -> Iterator[Slip]:
    """NameType and the label of a one-word entity do not match: Geo LOC, Com ORG, Sur PER, Pro MISC."""
    for entity, (word, *others) in _entities(tree):
        kind = feature(word, "NameType")
        if not others and kind is not None and LABEL_OF_NAME.get(kind, entity.label) != entity.label:
            yield word, f"NameType={kind} in {entity.label}"


def _entities(tree: SentenceTree) -> Iterator[tuple[Entity, tuple[Token, ...]]]:
    for entity in tree.sentence.entities:
        if words := tree.tokens[entity.first_token - 1 : entity.last_token]:
            yield entity, words


def one_lemma(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """The same form with the same class and features has two lemmas."""
    seen: dict[tuple[str, str, str | None], Token] = {}
    for sentence in _reviewed(sentences):
        for token in sentence.tokens:
            first = seen.setdefault((token.form.lower(), token.upos, token.feats), token)
            if first.lemma != token.lemma and token.upos != "X":
                yield at(sentence, token), f"{token.lemma}, before {first.lemma}"


def one_class(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """The same form before or after a noun is a participle in one place and an adjective in another."""
    seen: dict[str, str] = {}
    for sentence in _reviewed(sentences):
        for token in sentence.tokens:
            if (
                token.upos in ("ADJ", "VERB")
                and relation(token) in ("amod", "acl")
                and feature(token, "Case")
            ):
                stem = re.sub(
                    r"([иы]й|ая|[ое]е|[иы]е|[ое]го|[ое]му|[ое]й|ую|[иы]ми?|[ое]м|[иы]х)$",
                    "",
                    token.form.lower(),
                )
                if seen.setdefault(stem, token.upos) != token.upos:
                    yield at(sentence, token), f"{token.upos}, before {seen[stem]}"


def one_structure(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """The same fixed expression is annotated in two ways."""
    seen: dict[tuple[str, ...], tuple[str, ...]] = {}
    for sentence in _reviewed(sentences):
        tree = SentenceTree(sentence)
        for first in sentence.tokens:
            words = [first, *tree.children(first, "fixed")]
            if len(words) > 1:
                forms = tuple(word.form.lower() for word in words)
                analysis = tuple(f"{word.lemma} {word.upos} {word.feats}" for word in words)
                if seen.setdefault(forms, analysis) != analysis:
                    yield at(sentence, first), f"{', '.join(analysis)}; before {', '.join(seen[forms])}"


def one_label(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """The same name has two labels."""
    yield from _differences(sentences, lambda entity: entity.label)


def one_id(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """The same name has two ids or two normal forms."""
    yield from _differences(sentences, lambda entity: (entity.entity_id, entity.name))


def named_entity(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """A reviewed entity has no normal form, or its id is not of small letters and digits with hyphens."""
    for sentence in _reviewed(sentences):
        for entity in sentence.entities:
            if not entity.name or not _SLUG.fullmatch(entity.entity_id or ""):
                yield sentence.sent_id, f"{entity.text}: {entity.entity_id}, {entity.name}"


def full_name(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """The normal form of a longer name contains an acronym that is itself a name: РФ, РК."""
    for sentence in _reviewed(sentences):
        for entity in sentence.entities:
            if " " in (name := entity.name or "") and not STATES.isdisjoint(name.split()):
                yield sentence.sent_id, f"{entity.text}: {name}"


def one_entity(sentences: Iterable[Sentence]) -> Iterator[Place]:
    """Two ids have the same label and normal form, or one id has two."""
    ids: dict[Hashable, Hashable] = {}
    for sentence in _reviewed(sentences):
        for entity in sentence.entities:
            meaning, known = (entity.label, entity.name), entity.entity_id
            if known and (
                ids.setdefault(meaning, known) != known or ids.setdefault(known, meaning) != meaning
            ):
                yield sentence.sent_id, f"{entity.text}: {known}, {entity.label} {entity.name}"


def _differences(sentences: Iterable[Sentence], meaning: Callable[[Entity], Hashable]) -> Iterator[Place]:
    seen: dict[str, Hashable] = {}
    for sentence in _reviewed(sentences):
        for entity in sentence.entities:
            words = sentence.tokens[entity.first_token - 1 : entity.last_token]
            name = " ".join(word.lemma for word in words).lower()
            if name not in TWO_SENSES and seen.setdefault(name, meaning(entity)) != meaning(entity):
                yield sentence.sent_id, f"{entity.text}: {meaning(entity)}, before {seen[name]}"


def _reviewed(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    return (sentence for sentence in sentences if sentence.annotation == "reviewed")


CONSISTENCY_RULES: Mapping[str, Rule] = {
    "C801": morphology.gender_in_plural,
    "C802": morphology.complete_noun,
    "C803": morphology.animacy_of_agreement,
    "C804": morphology.degree,
    "C805": morphology.short_form,
    "C806": morphology.complete_verb,
    "C807": morphology.reflexive_verb,
    "C808": morphology.numeral,
    "C809": morphology.acronym,
    "C810": morphology.abbreviation,
    "C811": morphology.pronoun,
    "C812": morphology.determiner,
    "C813": morphology.possessive,
    "C814": morphology.kind_of_word,
    "C815": morphology.latin_word,
    "C816": morphology.lemma_letters,
    "C817": morphology.one_analysis,
    "C818": morphology.corrected_form,
    "C821": constructions.title_and_name,
    "C822": constructions.parts_of_a_name,
    "C823": constructions.date,
    "C824": constructions.year,
    "C825": constructions.large_number,
    "C826": constructions.governed_noun,
    "C827": constructions.one_of,
    "C828": constructions.percent,
    "C829": constructions.quoted_name,
    "C830": constructions.reported_speech,
    "C831": constructions.source_of_information,
    "C832": constructions.inserted_clause,
    "C833": constructions.copular_it,
    "C834": constructions.external_class,
    "C835": constructions.fixed_expression,
    "C836": constructions.free_expression,
    "C837": constructions.not_only,
    "C838": constructions.time,
    "C841": syntax.final_mark,
    "C842": syntax.paired_marks,
    "C843": syntax.comma_of_a_clause,
    "C844": syntax.coordinator,
    "C845": syntax.function_word,
    "C846": syntax.bare_object,
    "C847": syntax.passive_subject,
    "C848": syntax.instrumental_predicate,
    "C849": syntax.participle,
    "C850": syntax.relative_clause,
    "C851": syntax.nominal_modifier,
    "C852": syntax.agreement,
    "C853": syntax.government,
    "C854": syntax.subject_agreement,
    "C855": syntax.relative_agreement,
    "C861": person_of_names,
    "C862": bare_entity,
    "C863": entity_of_nouns,
    "C864": adjective_in_name,
    "C865": one_phrase,
    "C866": name_in_entity,
    "C867": kind_of_name,
    "C881": coreference.name_in_mention,
    "C882": coreference.only_names_alone,
    "C883": coreference.type_of_label,
    "C884": coreference.words_that_refer,
}
"""What is true of every reviewed sentence."""

CORPUS_CONSISTENCY_RULES: Mapping[str, Callable[[Iterable[Sentence]], Iterator[Place]]] = {
    "C871": one_lemma,
    "C872": one_class,
    "C873": one_structure,
    "C874": one_label,
    "C875": one_id,
    "C876": one_entity,
    "C877": named_entity,
    "C878": full_name,
}
"""What is true of all reviewed sentences together."""
