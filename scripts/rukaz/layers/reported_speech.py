"""Indirect speech of a sentence: the clause of a verb of speech, and the clause that a source stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from rukaz.layers.quoted_text import CLOSING, DASHES, EITHER
from rukaz.layers.speakers import subject
from rukaz.layers.tables import read_table
from rukaz.records import Token
from rukaz.tree import SentenceTree, feature, relation

CLAUSES = frozenset({"root", "conj", "ccomp", "csubj", "advcl", "acl", "parataxis", "xcomp"})
BY = frozenset({"по", "согласно"})
"""Prepositions of a source: по словам, согласно данным."""

EXPRESSING = frozenset({"выразить", "выражать", "высказать", "высказывать"})
LINK = 4
"""Words, with a comma, of what links a clause to the one before it."""

OWN = frozenset({"мой", "твой", "наш", "ваш", "свой"})


class Attribution(NamedTuple):
    """Who says something, in which sentence: the word that says so, and the head of who it is."""

    number: int
    cue: Token | None = None
    who: Token | None = None


Reported = tuple[Attribution, tuple[int, int]]
"""Who says it, and the ids of the first and last word of what is said."""


@cache
def speech_words() -> Mapping[str, frozenset[str]]:
    """Lemmas by what they say of who speaks: see ``tables/speech_words.tsv``."""
    return {kind: frozenset(lemmas.split()) for kind, lemmas in read_table("speech_words")}


def introduces(token: Token) -> bool:
    """Whether a word is a verb of speech of somebody who is neither the writer nor the reader."""
    words = speech_words()
    return (
        token.upos == "VERB"
        and token.lemma in words["verb"] | words["quoting"]
        and feature(token, "VerbForm") in ("Fin", "Conv", "Part")
        and _is_of_others(token)
    )


def _is_of_others(word: Token | None) -> bool:
    """Whether a verb or a subject is of the third person, as far as it tells."""
    return word is None or (
        feature(word, "Person") not in ("1", "2") and feature(word, "Mood") != "Imp" and word.lemma not in OWN
    )


def reported(tree: SentenceTree, number: int, used: Collection[int] = ()) -> Iterator[Reported]:
    """What a sentence reports.

    Args:
        number: of the sentence, for the answer.
        used: where verbs begin that introduce direct speech.
    """
    words = speech_words()
    for token in tree.tokens:
        if token.upos == "NOUN" and token.lemma in words["source"]:
            yield from _of_source(tree, number, token)
        elif introduces(token):
            yield from _of_verb(tree, Attribution(number, token, subject(tree, token)), token, used)
        elif token.lemma in words["opinion"] and feature(token, "Variant") == "Short":
            who = subject(tree, token)
            if who is not None and _is_of_others(who):
                yield from _contents(tree, Attribution(number, token, who), _clauses(tree, token))
        elif token.lemma in words["expressed"] and relation(token) == "obj":
            verb = tree.head(token)
            if verb is not None and verb.lemma in EXPRESSING and _is_of_others(verb):
                clauses = (one for one in tree.children(token, "acl", "ccomp") if _conjunction(tree, one))
                yield from _contents(tree, Attribution(number, verb, subject(tree, verb)), clauses)


def _of_verb(tree: SentenceTree, said: Attribution, verb: Token, used: Collection[int]) -> Iterator[Reported]:
    """The clauses of a verb, or what a verb without any is inserted into."""
    if not _is_of_others(said.who):
        return
    clauses = list(_clauses(tree, verb)) if verb.lemma in speech_words()["verb"] else []
    yield from _contents(tree, said, clauses)
    # сообщили в МЧС: somebody of theirs
    somebody = feature(verb, "Number") == "Plur" and feature(verb, "VerbForm") == "Fin"
    if not clauses and (said.who is not None or somebody) and verb.start not in used:
        yield from _of_insertion(tree, said, verb)


def _of_source(tree: SentenceTree, number: int, noun: Token) -> Iterator[Reported]:
    """По словам X: the clause that the phrase stands in."""
    clause = tree.head(noun)
    if clause is None or relation(clause) not in CLAUSES or not _is_source(tree, noun):
        return
    owners = (
        child
        for child in tree.children(noun, "nmod", "det")
        if (child.upos != "DET" or feature(child, "Poss")) and not tree.children(child, "case")
    )
    owner = next(owners, None)
    described = tree.children(noun, "acl", "amod")  # согласно опубликованным данным
    if (owner is not None and _is_of_others(owner)) or (owner is None and described):
        yield from _clause_around(tree, clause, noun, Attribution(number, noun, owner))


def _is_source(tree: SentenceTree, noun: Token) -> bool:
    return any(word.lemma in BY for word in tree.children(noun, "case"))


def _of_insertion(tree: SentenceTree, said: Attribution, verb: Token) -> Iterator[Reported]:
    """Как отметил X; сообщает X: the clause that it stands in."""
    clause = tree.head(verb)
    as_said = any(child.form.lower() == "как" for child in tree.children(verb, "mark", "advmod"))
    if (
        clause is None
        or relation(verb) not in ("parataxis", "advcl")
        or not (as_said or relation(verb) == "parataxis")
    ):
        return
    begin = min(_below(tree, verb))
    edges = {mark.form for mark in (tree.word(begin - 1), tree.word(begin)) if mark is not None}
    if edges & (DASHES | {",", "("}) or (as_said and begin == 1):
        yield from _clause_around(tree, clause, verb, said)


def _clauses(tree: SentenceTree, verb: Token) -> Iterator[Token]:
    """The clauses that say what a verb of speech tells; what is only asked is not told."""
    children = tree.children(verb, "ccomp", "csubj")
    children += [one for one in tree.children(verb, "parataxis") if _follows_a_colon(tree, verb, one)]
    for about in tree.children(verb, "obl", "obj", "iobj"):
        if about.lemma in ("то", "тот"):
            children += [clause for clause in tree.children(about, "acl") if _conjunction(tree, clause)]
    for clause in children:
        if _conjunction(tree, clause) is None:
            words = (tree.tokens[one - 1] for one in _below(tree, clause))
            asked = any(feature(word, "PronType") in ("Int", "Rel") for word in words)
            if feature(clause, "VerbForm") == "Inf" or asked:
                continue
        yield clause


def _follows_a_colon(tree: SentenceTree, verb: Token, clause: Token) -> bool:
    before = tree.word(min(_below(tree, clause)) - 1)
    first = tree.word(min(_below(tree, clause)))
    return clause.id > verb.id and ":" in {mark.form for mark in (before, first) if mark is not None}


def _conjunction(tree: SentenceTree, clause: Token) -> Token | None:
    return next(iter(tree.children(clause, "mark")), None)


def _contents(
    tree: SentenceTree, said: Attribution, clauses: Iterator[Token] | list[Token]
) -> Iterator[Reported]:
    """The clauses without their conjunction что."""
    for clause in clauses:
        ids = _below(tree, clause)
        first = tree.tokens[min(ids) - 1]
        marks = [first, *tree.children(clause, "mark")]
        that = next((one for one in marks if one.form.lower() == "что" and one.upos == "SCONJ"), None)
        if that is not None:
            ids = {one for one in ids if one > that.id} or ids
        yield said, (min(ids), max(ids))


def _clause_around(
    tree: SentenceTree, clause: Token, insertion: Token, said: Attribution
) -> Iterator[Reported]:
    """The clause that an insertion stands in, without the insertion if it is at an edge."""
    ids = _below(tree, clause)
    for other in tree.children(clause, "conj", "parataxis"):
        sources = (one for one in tree.children(other) if one.lemma in speech_words()["source"])
        sourced = any(_is_source(tree, source) for source in sources)
        if other.id != insertion.id and (sourced or (relation(other) == "parataxis" and introduces(other))):
            ids -= _below(tree, other)
    conjunction = _conjunction(tree, clause)
    words = {
        one
        for one in ids - _below(tree, insertion)
        if tree.tokens[one - 1].upos != "PUNCT" and (conjunction is None or one > conjunction.id)
    }
    for link in tree.children(clause, "cc", "discourse", "parataxis"):
        below = _below(tree, link)
        if link.id != insertion.id and below & {min(words, default=0)} and len(below) <= LINK:
            words -= below  # однако; кроме того
    if words:
        last = max(words)
        while (after := tree.word(last + 1)) is not None and after.form in CLOSING | EITHER:
            last += 1
        yield said, (min(words), last)


def _below(tree: SentenceTree, head: Token) -> set[int]:
    """Ids of a word and of all words below it."""
    ids = {head.id}
    todo = [head]
    while todo:
        for child in tree.children(todo.pop()):
            ids.add(child.id)
            todo.append(child)
    return ids
