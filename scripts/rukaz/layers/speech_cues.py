"""Words that say that somebody speaks: verbs of speech, whose words they introduce, and sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from rukaz.layers.speakers import subject
from rukaz.layers.tables import read_table
from rukaz.records import Token
from rukaz.tree import SentenceTree, feature

PASSIVE = frozenset({"Pass", "Mid"})
"""Voices of *сказано* and *говорится*."""

MEANT = frozenset({"допускать", "объяснять", "передавать"})
"""Verbs that are none of speech in the passive: не допускались, объясняется опасением, передавалось через."""

CITING = frozenset({"приводить", "привести", "цитировать", "процитировать"})
"""Verbs whose object is what somebody said: приводит слова Пескова."""

OWN = frozenset({"мой", "твой", "наш", "ваш", "свой"})


class Attribution(NamedTuple):
    """Who says something, in which sentence: the word that says so, and the head of who it is."""

    number: int
    cue: Token | None = None
    who: Token | None = None


@cache
def speech_words() -> Mapping[str, frozenset[str]]:
    """Lemmas by what they say of who speaks: see ``tables/speech_words.tsv``."""
    return {kind: frozenset(lemmas.split()) for kind, lemmas in read_table("speech_words")}


def introduces(token: Token) -> bool:
    """Whether a word is a verb of speech of somebody who is neither the writer nor the reader."""
    words = speech_words()
    return (
        token.upos == "VERB"
        and token.lemma in words["verb"] | words["clause"] | words["quoting"]
        and feature(token, "VerbForm") in ("Fin", "Conv", "Part")
        and is_of_others(token)
        and not (token.lemma in MEANT and feature(token, "Voice") in PASSIVE)
    )


def is_of_others(word: Token | None) -> bool:
    """Whether a verb or a subject is of the third person, as far as it tells."""
    return word is None or (
        feature(word, "Person") not in ("1", "2") and feature(word, "Mood") != "Imp" and word.lemma not in OWN
    )


def cited(tree: SentenceTree, verb: Token) -> Token | None:
    """What or whom a verb cites: приводит слова Пескова, приводятся слова Пескова, цитирует Пескова."""
    if verb.lemma not in CITING:
        return None
    for noun in tree.children(verb, "obj", "nsubj"):
        if noun.deprel != "nsubj":
            person = verb.lemma.endswith("цитировать") and feature(noun, "Animacy") == "Anim"
            if person or noun.lemma in speech_words()["said"]:
                return noun
    return None


def speaker(tree: SentenceTree, verb: Token) -> Token | None:
    """The head of who says what a verb introduces: its subject, or whose words it cites."""
    words = cited(tree, verb)
    if words is None:
        return subject(tree, verb)
    return owner(tree, words) if words.lemma in speech_words()["said"] else words


def owner(tree: SentenceTree, noun: Token) -> Token | None:
    """Whose a noun is: слова Пескова, его мнение."""
    owners = (
        child
        for child in tree.children(noun, "nmod", "det")
        if (child.upos != "DET" or feature(child, "Poss")) and not tree.children(child, "case")
    )
    return next(owners, None)
