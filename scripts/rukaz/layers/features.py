"""The features that follow from a word, its class and its place in the tree, added to automatic sentences.

The models give the features that inflection shows. The others are the same for a word wherever it stands
(PronType, Poss, Reflex), are seen in its letters (NumForm, Abbr), or follow from the dictionary (InflClass,
ordinals), the entity it is in (NameType) or its relation (ExtPos; asking or relating). Departures from
seeds/guidelines.md are mended: Degree of pronominal adverbs, features of digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from rukaz.dictionary import grammemes, readings
from rukaz.layers.name_types import is_initial, name_type
from rukaz.layers.tables import read_table
from rukaz.records import Entity, Sentence, Token
from rukaz.tree import SentenceTree, features, relation

Features = dict[str, str]
Rule = Callable[[Token, Features, SentenceTree], None]
"""Of a word, its features, which it changes, and its sentence."""

WH_WORDS = frozenset(lemma for (lemma,) in read_table("wh_words"))
"""Lemmas that ask or relate."""

WITH_DEGREE = frozenset({"мало", "много"})
"""Pronominal adverbs of quantity, which keep Degree=Pos (C804)."""

COMPARATIVES = frozenset(adverb for (adverb,) in read_table("comparatives"))
"""Adverbs that the dictionary does not know as comparatives, or not first."""

INDECLINABLE = frozenset({"тенге"})
"""Nouns with one form that the dictionary lacks."""

SETS = frozenset({"двое", "трое", "четверо", "пятеро", "шестеро", "семеро", "восьмеро", "оба"})
FRACTIONS = frozenset({"полтора", "полтораста", "пол", "пол."})
GENDERED_NUMERALS = frozenset({"два", "оба", "полтора"})
SUBORDINATE = frozenset({"acl", "advcl", "ccomp", "csubj", "appos"})
CLAUSES = SUBORDINATE | {"root", "conj", "parataxis", "xcomp"}
UNINFLECTED = frozenset({"ADP", "CCONJ", "INTJ"})

_DIGITS = re.compile(r"[\d.,:/+_–‒−\s-]*\d[\d.,:/_–‒−\s-]*")
_DECIMAL = re.compile(r"\d+([.,]\d{1,2}|,\d+|/\d+)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_ORDINAL_ENDING = re.compile(r"\d+-?(?:[оыеа]?й|го|му|ы?х|ы?м|ы?ми|а?я|[оы]?е|у?ю)")
_ACRONYM = re.compile(r"[А-ЯЁ]{2,}")
_SHORTENED = re.compile(r"[А-ЯЁа-яё-]+\.")
_INDECLINABLE_NAME = re.compile(
    r"(?!.*(?:[ое]во|[иы]но|[иь][её])$)[А-ЯЁ][\w’'-]*[оеиуюэыё]|[А-ЯЁ]\w*-?\d[\w-]*"
)


def add_features(sentence: Sentence) -> Sentence:
    """The sentence with the features that its words have beside those of inflection; nothing else changes.

    Его визит в РФ → его Poss=Yes|PronType=Prs, РФ Abbr=Yes|NameType=Geo
    """
    tree = SentenceTree(sentence)
    names = {
        number: entity
        for entity in sentence.entities
        for number in range(entity.first_token, entity.last_token + 1)
    }
    return replace(sentence, tokens=tuple(_completed(token, tree, names) for token in sentence.tokens))


def _completed(token: Token, tree: SentenceTree, names: Mapping[int, Entity]) -> Token:
    if token.upos == "PUNCT":
        return token
    before = features(token)
    found = dict(before)
    for rule, classes in RULES.items():
        if not classes or token.upos in classes:
            rule(token, found, tree)
    if token.upos == "PROPN":
        found["NameType"] = name_type(token, names.get(token.id), tree)
    if found == before:
        return token
    items = sorted(found.items(), key=lambda item: item[0].lower())
    return replace(token, feats="|".join(f"{name}={value}" for name, value in items) or None)


# -- pronominal words --


@cache
def _pronominal_words() -> Mapping[tuple[str, str], Features]:
    return {
        (upos, lemma): dict(item.split("=") for item in feats.split("|"))
        for upos, feats, lemmas in read_table("pronominal_words")
        for lemma in lemmas.split()
    }


def pronominal_word(token: Token, found: Features, tree: SentenceTree) -> None:
    """PronType of pronouns, determiners and adverbs; Poss, Reflex: свой Poss=Yes|PronType=Prs|Reflex=Yes."""
    lemma = token.lemma.lower()
    if lemma in WH_WORDS and lemma != "который":
        found["PronType"] = _asks_or_relates(token, tree)
        if lemma == "чей":
            found["Poss"] = "Yes"
    else:
        known = _pronominal_words()
        found |= known.get((token.upos, lemma)) or known.get((token.upos, token.form.lower()), {})
        if token.upos != "ADV" and "PronType" not in found:
            found["PronType"] = "Prs" if "Person" in found else "Ind"


def _asks_or_relates(token: Token, tree: SentenceTree) -> str:
    """Int, Rel, Exc or Neg: relative in a subordinate clause, interrogative elsewhere.

    мы знаем, кто пришел: Rel. Кто пришел? Int. Какой день! Exc. ни о чем: Neg.
    """
    before = tree.before(token)
    if before is not None and before.upos == "ADP":
        before = tree.before(before)
    if before is not None and before.form.lower() == "ни":
        return "Neg"
    clause = _clause(token, tree)
    if relation(clause) in SUBORDINATE or (relation(clause) == "xcomp" and token.id > clause.head):
        return "Rel"
    marks = {other.form for other in tree.tokens[token.id :] if other.upos == "PUNCT"}
    exclaims = any("!" in mark for mark in marks) and not any("?" in mark for mark in marks)
    return "Exc" if exclaims and token.lemma in ("как", "какой", "что") else "Int"


def _clause(token: Token, tree: SentenceTree) -> Token:
    """The head of the clause that ``token`` is in; of coordinated clauses, of the first."""
    for word in (token, *tree.path(token)):
        own = relation(word)
        fronted = own == "xcomp" and token.id < word.head
        if own in CLAUSES and own != "conj" and not fronted:
            return word
    return token


# -- numbers and shortened words --


def number(token: Token, found: Features, tree: SentenceTree) -> None:
    """NumForm and NumType of numerals and ordinals: XIX Roman Ord, 28,2 Digit Frac, двое Word Sets.

    What is written in digits has no features of inflection; два and оба have the gender of what they count.
    """
    spelling = _spelling(token.form)
    if token.upos == "NUM":
        found["NumForm"] = spelling
        if token.lemma in SETS:
            found["NumType"] = "Sets"
        else:
            fraction = _DECIMAL.fullmatch(token.form) or token.lemma in FRACTIONS
            found["NumType"] = "Frac" if fraction else "Card"
        head = tree.head(token)
        if token.lemma in GENDERED_NUMERALS and head is not None and "Gender" in (head.feats or ""):
            found["Gender"] = features(head)["Gender"]
    elif _is_ordinal(token, spelling):
        found |= {"NumForm": spelling, "NumType": "Ord"}
        found.pop("Degree", None)
    elif spelling == "Combi":
        found["NumForm"] = spelling
    if spelling in ("Digit", "Roman"):
        for name in ("Animacy", "Case", "Degree", "Gender", "Number"):
            found.pop(name, None)


def _spelling(form: str) -> str:
    if _DIGITS.fullmatch(form):
        return "Digit"
    if _ROMAN.fullmatch(form):
        return "Roman"
    return "Combi" if form[0].isdigit() else "Word"


def _is_ordinal(token: Token, spelling: str) -> bool:
    if spelling == "Combi":
        return _ORDINAL_ENDING.fullmatch(token.form.lower()) is not None
    return spelling != "Word" or "Anum" in grammemes(token.lemma)


@cache
def _unpointed() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("abbreviations"))


def abbreviation(token: Token, found: Features, tree: SentenceTree) -> None:
    """Abbr: acronyms keep their inflection (РФ), shortened words have no other feature (млн, г., Ред.)."""
    if token.upos in ("NOUN", "PROPN") and _ACRONYM.fullmatch(token.form) and token.lemma == token.form:
        found["Abbr"] = "Yes"
    elif _is_shortened(token, tree):
        kind = found.get("PronType")
        found.clear()
        found["Abbr"] = "Yes"
        if kind is not None:
            found["PronType"] = kind


def _is_shortened(token: Token, tree: SentenceTree) -> bool:
    if token.form.endswith(".") and (_SHORTENED.fullmatch(token.form) or is_initial(token)):
        return True
    before = tree.before(token)
    is_unit = before is not None and (before.upos == "NUM" or before.form[-1:].isdigit())
    long = len(token.form) > 2 or token.form == "гг"
    return token.upos == "NOUN" and token.form in _unpointed() and (is_unit or long)


# -- classes of inflection and comparison --


def degree(token: Token, found: Features, tree: SentenceTree) -> None:
    """Adverbs have Degree unless they are pronominal: там has none, раньше Cmp, наиболее Sup."""
    if "Abbr" in found:
        return
    form = token.form.lower()
    if form in ("наиболее", "наименее"):
        found["Degree"] = "Sup"
    elif form in COMPARATIVES or readings(form)[0].tag.POS == "COMP":
        found["Degree"] = "Cmp"
    elif "PronType" in found and token.lemma not in WITH_DEGREE and found.get("Degree") != "Cmp":
        found.pop("Degree", None)
    else:
        found.setdefault("Degree", "Pos")


def inflection(token: Token, found: Features, tree: SentenceTree) -> None:
    """InflClass=Ind of nouns that have one form: интервью, Душанбе, Матвиенко, Су-35. будет has no aspect."""
    if token.lemma == "быть" and found.get("Tense") == "Fut":
        found.pop("Aspect", None)
    if token.upos in UNINFLECTED:
        found.clear()
    is_noun = token.upos in ("NOUN", "PROPN") and "Abbr" not in found
    if is_noun and token.form.lower() == token.lemma.lower() and _is_indeclinable(token, found):
        found["InflClass"] = "Ind"


_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_FORMS_IN = {
    "е": ("Dat", "Loc"),
    "и": ("Gen", "Dat", "Loc"),
    "ы": ("Gen",),
    "у": ("Acc", "Dat"),
    "ю": ("Acc", "Dat"),
}


def _is_indeclinable(token: Token, found: Features) -> bool:
    """What the dictionary says of the nouns of this gender; of unknown names, the ending.

    An ending that inflected words of this case have proves nothing (в Костанае), nor does -ово, -ино, -ье.
    """
    if token.lemma.lower() in INDECLINABLE:
        return True
    if grammemes(token.lemma):
        gender = _GENDERS.get(found.get("Gender", ""), "")
        lemma = token.lemma.lower()
        tags = [one.tag for one in readings(lemma) if "NOUN" in one.tag and one.normal_form == lemma]
        tags = [
            tag for tag in tags if not {"masc", "femn", "neut"} & tag.grammemes or gender in tag.grammemes
        ]
        return bool(tags) and all("Fixd" in tag for tag in tags)
    if (
        token.upos != "PROPN"
        or found.get("Number") == "Plur"
        or not _INDECLINABLE_NAME.fullmatch(token.lemma)
    ):
        return False
    return found.get("Case") not in _FORMS_IN.get(token.lemma[-1], ())


# -- relations --


@cache
def _external_classes() -> Mapping[str, str]:
    return {row[0]: row[1] for row in read_table("fixed_expressions")}


@cache
def _permitted_classes() -> Mapping[str, list[str]]:
    return {upos: classes.split() for upos, classes in read_table("external_classes")}


_CLASS_OF_RELATION = {"case": "ADP", "mark": "SCONJ", "cc": "CCONJ", "det": "DET"}


def fixed_expression(token: Token, found: Features, tree: SentenceTree) -> None:
    """ExtPos of the first word of a fixed expression: несмотря на ADP, потому что SCONJ, в частности ADV.

    A wrong tree may ask for a class that UD does not permit with the UPOS, as SCONJ of a determiner.
    """
    if others := tree.children(token, "fixed"):
        expression = " ".join(word.form.lower() for word in (token, *others))
        known = _external_classes().get(expression)
        permitted = _permitted_classes().get(token.upos, [])
        for wanted in (known, _CLASS_OF_RELATION.get(relation(token)), "ADV", *permitted):
            if wanted in permitted:
                found["ExtPos"] = str(wanted)
                break


def split_word(token: Token, found: Features, tree: SentenceTree) -> None:
    """Typo=Yes where a word is written apart, the one slip that a tree shows: что бы ← goeswith."""
    if tree.children(token, "goeswith"):
        found["Typo"] = "Yes"


RULES: Mapping[Rule, frozenset[str]] = {
    pronominal_word: frozenset({"PRON", "DET", "ADV"}),
    number: frozenset({"NUM", "ADJ"}),
    abbreviation: frozenset({"NOUN", "PROPN", "ADJ", "ADV", "VERB", "DET", "PRON"}),
    degree: frozenset({"ADV"}),
    inflection: frozenset(),
    fixed_expression: frozenset(),
    split_word: frozenset(),
}
"""In the order in which they look at a word, with the UPOS of the words they look at; none for any."""
