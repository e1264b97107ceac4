"""Indirect speech of a sentence: the clause of a verb of speech, and the clause that a source stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rukaz.layers.quoted_text import CLOSING, DASHES, EITHER, OPENING
from rukaz.layers.speakers import subject
from rukaz.layers.speech_cues import (
    PASSIVE,
    Attribution,
    introduces,
    is_of_others,
    owner,
    speaker,
    speech_words,
)
from rukaz.records import Token
from rukaz.tree import SentenceTree, feature, relation

CLAUSES = frozenset({"root", "conj", "ccomp", "csubj", "advcl", "acl", "parataxis", "xcomp"})
BY = frozenset({"по", "согласно"})
"""Prepositions of a source: по словам, согласно данным."""

EXPRESSING = frozenset({"выразить", "выражать", "высказать", "высказывать"})
LINK = 4
"""Words, with a comma, of what links a clause to the one before it."""

Reported = tuple[Attribution, tuple[int, int]]
"""Who says it, and the ids of the first and last word of what is said."""


def reported(tree: SentenceTree, number: int, used: Collection[int] = ()) -> Iterator[Reported]:
    """What a sentence reports.

    Args:
        number: of the sentence, for the answer.
        used: where verbs begin that are inserted into direct speech.
    """
    words = speech_words()
    for token in tree.tokens:
        if token.upos == "NOUN" and token.lemma in words["source"] and _is_source(tree, token):
            yield from _of_source(tree, number, token)
        elif introduces(token):
            yield from _of_verb(tree, Attribution(number, token, speaker(tree, token)), token, used)
        elif token.lemma in words["opinion"] and feature(token, "Variant") == "Short":
            who = subject(tree, token)
            if who is not None and is_of_others(who):
                yield from _contents(tree, Attribution(number, token, who), _clauses(tree, token))
        elif token.lemma == "понять" and relation(token) == "xcomp":
            verb = tree.head(token)  # дал понять, что
            if verb is not None and verb.lemma in ("дать", "давать") and is_of_others(verb):
                said = Attribution(number, verb, subject(tree, verb))
                yield from _contents(tree, said, _clauses(tree, token))
        elif token.lemma in words["expressed"] and relation(token) == "obj":
            verb = tree.head(token)
            if verb is not None and verb.lemma in EXPRESSING and is_of_others(verb):
                clauses = (one for one in tree.children(token, "acl", "ccomp") if _conjunction(tree, one))
                yield from _contents(tree, Attribution(number, verb, subject(tree, verb)), clauses)


def _of_verb(tree: SentenceTree, said: Attribution, verb: Token, used: Collection[int]) -> Iterator[Reported]:
    """The clauses of a verb, or what a verb without any is inserted into."""
    if not is_of_others(said.who):
        return
    quoting = verb.lemma in speech_words()["quoting"]
    clauses = [] if quoting else list(_clauses(tree, verb))
    yield from _contents(tree, said, clauses)
    # сообщили в МЧС: somebody of theirs
    somebody = feature(verb, "Number") == "Plur" and feature(verb, "VerbForm") == "Fin"
    nobody = not quoting and (_as_said(tree, verb) or _begins_as_written(tree, verb))
    if not clauses and verb.start not in used and (said.who is not None or somebody or nobody):
        yield from _of_insertion(tree, said, verb)


def _begins_as_written(tree: SentenceTree, verb: Token) -> bool:
    """Whether a clause begins with a verb that tells where something stands: говорится в записке."""
    written = verb.lemma == "следовать" or feature(verb, "Voice") in PASSIVE
    return written and bool(tree.children(verb, "obl")) and _first_word(tree, _below(tree, verb)) == verb.id


def _as_said(tree: SentenceTree, verb: Token) -> bool:
    """Whether a verb is inserted by как: как отмечается в записке."""
    return any(child.form.lower() == "как" for child in tree.children(verb, "mark", "advmod"))


def _of_source(tree: SentenceTree, number: int, noun: Token) -> Iterator[Reported]:
    """По словам X: the clause that the phrase stands in."""
    clause = tree.head(noun)
    if clause is None or relation(clause) not in CLAUSES:
        return
    who = owner(tree, noun)
    # согласно публикации, по опубликованным данным
    known = tree.children(noun, "acl", "amod") or any(
        word.lemma == "согласно" for word in tree.children(noun, "case")
    )
    if (who is None and known) or (who is not None and is_of_others(who)):
        yield from _clause_around(tree, clause, noun, Attribution(number, noun, who))


def _is_source(tree: SentenceTree, noun: Token) -> bool:
    return any(word.lemma in BY for word in tree.children(noun, "case"))


def _of_insertion(tree: SentenceTree, said: Attribution, verb: Token) -> Iterator[Reported]:
    """Как отметил X; сообщает X: the clause that it stands in."""
    clause = tree.head(verb)
    as_said = _as_said(tree, verb)
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
        conjunction = _conjunction(tree, clause)
        if conjunction is None:
            words = (tree.tokens[one - 1] for one in _below(tree, clause))
            asked = any(feature(word, "PronType") in ("Int", "Rel") for word in words)
            if feature(clause, "VerbForm") == "Inf" or asked:
                continue
        elif conjunction.lemma == "чтобы":
            continue
        yield clause


def _follows_a_colon(tree: SentenceTree, verb: Token, clause: Token) -> bool:
    before = tree.word(min(_below(tree, clause)) - 1)
    first = tree.word(min(_below(tree, clause)))
    return clause.id > verb.id and ":" in {mark.form for mark in (before, first) if mark is not None}


def _conjunction(tree: SentenceTree, clause: Token) -> Token | None:
    return next(iter(tree.children(clause, "mark")), None)


def _contents(tree: SentenceTree, said: Attribution, clauses: Iterable[Token]) -> Iterator[Reported]:
    """The clauses without their conjunction что; coordinate ones are one: что если …, то …; что …, а …."""
    found: list[tuple[int, int]] = []
    for clause in clauses:
        ids = _below(tree, clause)
        marks = [tree.tokens[_first_word(tree, ids) - 1], *tree.children(clause, "mark")]
        that = next((one for one in marks if one.form.lower() == "что" and one.upos == "SCONJ"), None)
        if that is not None:
            ids = {one for one in ids if one > that.id} or ids
        ids = _before_quotation(tree, ids)
        found.append((min(ids), max(ids)))
    spans: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if spans and _are_coordinate(tree, spans[-1][1], begin):
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((begin, end))
    yield from ((said, span) for span in spans)


def _are_coordinate(tree: SentenceTree, end: int, begin: int) -> bool:
    """Whether only commas, dashes and conjunctions stand from the end of a clause to the next one."""
    between = tree.tokens[end : begin - 1]
    joined = all(one.form in DASHES | {",", "что"} or one.upos == "CCONJ" for one in between)
    return joined and tree.tokens[begin - 1].form not in OPENING | EITHER | {":", ";"}


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
        for one in _before_quotation(tree, ids) - _below(tree, insertion)
        if tree.tokens[one - 1].upos != "PUNCT"
        and (conjunction is None or conjunction.lemma == "то" or one > conjunction.id)
    }
    adverbs = (one for one in tree.children(clause, "advmod") if one.lemma == "однако")
    for link in (*tree.children(clause, "cc", "discourse", "parataxis"), *adverbs):
        below = _below(tree, link)
        if link.id != insertion.id and below & {min(words, default=0)} and len(below) <= LINK:
            words -= below  # однако; кроме того
    if words:
        last = max(words)
        while (after := tree.word(last + 1)) is not None and after.form in CLOSING | EITHER:
            last += 1
        yield said, (min(words), last)


def _first_word(tree: SentenceTree, ids: set[int]) -> int:
    """The first id that is not of a punctuation mark."""
    return next(one for one in sorted(ids) if tree.tokens[one - 1].upos != "PUNCT")


def _before_quotation(tree: SentenceTree, ids: set[int]) -> set[int]:
    """The words before a colon that direct speech follows: по его словам, он едет: «…»."""
    for colon in sorted(ids):
        after = tree.word(colon + 1)
        if tree.tokens[colon - 1].form == ":" and after is not None and after.form in OPENING | EITHER:
            return {one for one in ids if one < colon} or ids
    return ids


def _below(tree: SentenceTree, head: Token) -> set[int]:
    """Ids of a word and of all words below it."""
    ids = {head.id}
    todo = [head]
    while todo:
        for child in tree.children(todo.pop()):
            ids.add(child.id)
            todo.append(child)
    return ids
