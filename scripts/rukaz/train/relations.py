"""The conversion rules that change relations."""

from __future__ import annotations

import re

from rukaz.conllu.training_sentences import TrainingSentence
from rukaz.train.lexicon import PARENTHESES, POSSESSIVES, SUBTYPES, YEARS, words

_DEPENDENTS = words("obl obj iobj nsubj advmod advcl xcomp ccomp punct aux")


def possessive(tree: TrainingSentence, index: int) -> bool:
    """его, ее, их before their noun are DET det without features."""
    word = tree[index]
    lemma = POSSESSIVES.get(word.form.lower())
    if lemma is None or word.deprel not in {"nmod", "det", "amod"} or word.head - 1 < index:
        return False
    changed = word.upos != "DET" or word.deprel != "det" or bool(word.feats)
    word.upos, word.lemma, word.deprel, word.feats = "DET", lemma, "det", {}
    return changed


def year(tree: TrainingSentence, index: int) -> bool:
    """A number before год is its ADJ amod."""
    word = tree[index]
    if word.upos not in {"NUM", "ADJ"} or not re.fullmatch(r"1\d{3}|20\d\d", word.form):
        return False
    head = tree[word.head - 1] if word.head else None
    if head is None or head.form.lower() not in YEARS or word.head - 1 < index:
        return False
    changed = word.upos != "ADJ" or word.deprel != "amod"
    word.upos, word.deprel, word.feats = "ADJ", "amod", {}
    return changed


def participle(tree: TrainingSentence, index: int) -> bool:
    """A bare participle before its noun is amod, one with dependents of its own acl."""
    word = tree[index]
    if word.feats.get("VerbForm") != "Part" or word.feats.get("Variant") == "Short":
        return False
    if word.deprel not in {"amod", "acl"}:
        return False
    own = any(w.head == index + 1 and w.deprel.split(":")[0] in _DEPENDENTS for w in tree)
    wanted = "acl" if own or word.head - 1 < index else "amod"
    changed = word.deprel != wanted
    word.deprel = wanted
    return changed


def parenthesis(tree: TrainingSentence, index: int) -> bool:
    """например, конечно, кстати ... between commas are parataxis, not adverbial modifiers."""
    word = tree[index]
    if word.deprel not in {"advmod", "discourse"} or word.form.lower() not in PARENTHESES:
        return False
    commas = {","} & {w.form for w in tree[max(0, index - 1) : index + 2]}
    if not commas:
        return False
    word.deprel = "parataxis"
    return True


def name_chain(tree: TrainingSentence, index: int) -> bool:
    """The parts of a person's name hang on the first one as flat:name."""
    word = tree[index]
    if index == 0 or word.upos != "PROPN" or word.deprel not in {"appos", "nmod"}:
        return False
    head = tree[word.head - 1] if word.head else None
    initial = head is not None and re.fullmatch(r"[А-ЯЁ]\.", head.form)
    if head is None or not initial or word.head - 1 >= index:
        return False
    if any(w.upos != "PROPN" for w in tree[word.head : index]):
        return False
    word.deprel = "flat:name"
    return True


def gsd_compound(tree: TrainingSentence, index: int) -> bool:
    """GSD's compound of a number and тысяч or млн is nummod."""
    word = tree[index]
    if word.deprel != "compound" or word.upos != "NUM":
        return False
    word.deprel = "nummod"
    return True


def common_subtype(tree: TrainingSentence, index: int) -> bool:
    """Keep the subtypes of relations that all sources share."""
    word = tree[index]
    if ":" not in word.deprel or word.deprel in SUBTYPES:
        return False
    word.deprel = word.deprel.split(":")[0]
    return True
