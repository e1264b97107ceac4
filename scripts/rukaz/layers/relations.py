"""Relations that follow from words: compound prepositions, and the subtypes of time and parenthesis.

The models know the subtypes that all treebanks share (``nsubj:pass``, ``acl:relcl``); these here are of
UD_Russian-Taiga 2.16 and seeds/guidelines.md: ``obl:tmod``, ``parataxis:discourse``, ``obl:float``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rukaz.layers.tables import read_table
from rukaz.records import Sentence, Token
from rukaz.tree import SentenceTree, feature, relation

FREE = frozenset({"parataxis", "discourse"})
LOOSE = FREE | {"obl", "advmod"}
SET_OFF = frozenset({",", "(", ")", "–", "—", "-"})
FLOATING = frozenset({"сам", "весь", "оба", "каждый"})


def add_relations(sentence: Sentence) -> Sentence:
    """The sentence with compound prepositions joined and with subtypes; words and features stay."""
    return _with_subtypes(_with_compound_prepositions(sentence))


# -- compound prepositions --


@cache
def _compound_prepositions() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(expression.split()) for (expression,) in read_table("compound_prepositions"))


def _with_compound_prepositions(sentence: Sentence) -> Sentence:
    """во ← время → визита, as in «время визита», becomes во ← визита with время fixed on во.

    Only where the noun of the preposition has nothing of its own but the noun after it.
    """
    for token in sentence.tokens:
        if token.upos == "ADP" and relation(token) == "case":
            tree = SentenceTree(sentence)
            words = _expression(token, tree)
            if words and (noun := _governed(words, tree)) is not None:
                sentence = _joined(words, noun, sentence)
            elif _is_including(token, tree):
                sentence = _including(token, sentence)
    return sentence


def _expression(token: Token, tree: SentenceTree) -> tuple[Token, ...]:
    for length in (3, 2):
        words = tree.tokens[token.id - 1 : token.id - 1 + length]
        if tuple(word.form.lower().replace("ё", "е") for word in words) in _compound_prepositions():
            return words
    return ()


def _governed(words: tuple[Token, ...], tree: SentenceTree) -> Token | None:
    """The noun that ``words`` would govern; None where they are no preposition."""
    first, noun = words[0], words[1]
    below = [word for word in tree.children(noun) if word.upos != "PUNCT" and word is not first]
    if (
        first.head != noun.id
        or noun.head == 0
        or len(below) != 1
        or not noun.id < below[0].id
        or relation(below[0]) != "nmod"
    ):
        return None
    cases = tree.children(below[0], "case")
    fits = [case.id for case in cases] == [words[2].id] if len(words) == 3 else not cases
    return below[0] if fits and (len(words) == 3 or feature(below[0], "Case") == "Gen") else None


def _joined(words: tuple[Token, ...], noun: Token, sentence: Sentence) -> Sentence:
    first, old = words[0], words[1]
    changed = {
        noun.id: replace(noun, head=old.head, deprel=old.deprel),
        first.id: replace(first, head=noun.id),
        **{word.id: replace(word, head=first.id, deprel="fixed") for word in words[1:]},
    }
    tokens = [changed.get(token.id, token) for token in sentence.tokens]
    moved = [replace(t, head=noun.id) if t.head == old.id and t.id not in changed else t for t in tokens]
    return replace(sentence, tokens=tuple(moved))


def _is_including(first: Token, tree: SentenceTree) -> bool:
    """Whether в том числе stands here with a tree of its own, before what is included."""
    words = tree.tokens[first.id - 1 : first.id + 2]
    if [word.form.lower() for word in words] != ["в", "том", "числе"]:
        return False
    number = words[2]
    return {*words[:2]} == {*tree.children(number)} and number.head > number.id


def _including(first: Token, sentence: Sentence) -> Sentence:
    """в том числе → ``case`` of what is included."""
    that, number = sentence.tokens[first.id : first.id + 2]
    changed = {
        first.id: replace(first, head=number.head),
        **{word.id: replace(word, head=first.id, deprel="fixed") for word in (that, number)},
    }
    return replace(sentence, tokens=tuple(changed.get(token.id, token) for token in sentence.tokens))


# -- subtypes --


@cache
def _words(table: str) -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(items.split()) for kind, items in read_table(table)}


def _with_subtypes(sentence: Sentence) -> Sentence:
    tree = SentenceTree(sentence)
    pairs = [(token, _subtyped(token, tree)) for token in sentence.tokens]
    if all(token.deprel == name for token, name in pairs):
        return sentence
    tokens = (token if token.deprel == name else replace(token, deprel=name) for token, name in pairs)
    return replace(sentence, tokens=tuple(tokens))


def _subtyped(token: Token, tree: SentenceTree) -> str:
    if token.deprel in LOOSE and _is_parenthetical(token, tree):
        return "parataxis:discourse"
    if token.deprel in ("obl", "obl:tmod") and _is_time(token, tree):
        return "obl:tmod"
    if token.deprel == "obl" and token.lemma in FLOATING and feature(token, "Case") == "Nom":
        return "obl:float"
    return token.deprel


def _is_parenthetical(token: Token, tree: SentenceTree) -> bool:
    """Whether the word and its own say how something is meant, or who says it: кстати, по словам Путина."""
    free, lists = relation(token) in FREE, _words("parentheticals")
    own = (token, *(word for word in tree.children(token) if word.upos != "PUNCT"))
    phrase = "_".join(word.form.lower() for word in sorted(own, key=lambda word: word.id))
    fixed = "_".join(word.form.lower() for word in (token, *tree.children(token, "fixed")))
    if phrase in lists["always"]:
        return True
    if {phrase, fixed} & lists["phrases"]:
        return free or _is_set_off(own, tree)
    if len(own) == 1 and token.lemma.lower() in lists["words"]:
        return free or (relation(token) == "advmod" and _is_set_off(own, tree))
    if not free:
        return False
    if token.upos == "VERB":
        return (
            token.form.lower() in lists["verbs"]
            and len(own) <= 3
            and not tree.children(token, "ccomp", "obj")
        )
    return token.lemma in lists["sources"] and any(
        word.lemma == "по" for word in tree.children(token, "case")
    )


def _is_set_off(words: tuple[Token, ...], tree: SentenceTree) -> bool:
    """Whether commas, dashes, brackets or the edge of the sentence are on both sides."""
    before, after = (
        tree.word(min(word.id for word in words) - 1),
        tree.word(max(word.id for word in words) + 1),
    )
    opens = before is None or before.form in SET_OFF or before.upos in ("CCONJ", "PUNCT")
    return opens and after is not None and after.form in SET_OFF


def _is_time(token: Token, tree: SentenceTree) -> bool:
    """Whether the phrase says when or how long: в прошлом году, 9 ноября, в начале мая."""
    lists = _words("time_nouns")
    if any(word.lemma in lists["time"] for word in tree.children(token, "flat")):
        return token.upos in ("ADJ", "NUM")
    if token.lemma in lists["part"]:
        return any(_is_time(word, tree) for word in tree.children(token, "nmod"))
    is_year = token.upos == "ADJ" and token.form[:4].isdigit() and len(token.form) >= 4
    return token.lemma in lists["time"] or is_year
