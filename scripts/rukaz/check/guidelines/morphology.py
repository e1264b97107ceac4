"""Morphology of the review: which classes of words carry which features and lemmas (rules C80x to C81x)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rukaz.check.guidelines.guideline_rule import Slip, in_reviewed
from rukaz.records import Token
from rukaz.tree import SentenceTree, feature, features, relation

NOMINAL = ("Animacy", "Case", "Gender", "Number")
AGREEING = frozenset({"ADJ", "DET", "VERB", "AUX"})
# fmt: off
DETERMINERS = frozenset({
    "весь", "всякий", "другой", "иной", "каждый", "какой", "какой-либо", "любой", "многий", "мой", "наш",
    "некоторый", "сам", "самый", "свой", "такой", "тот", "этот",
})
# fmt: on
"""Lemmas that are DET where they modify a noun, never ADJ."""

QUANTITIES = frozenset({"много", "мало"})
"""Pronominal adverbs of quantity, which are compared: много, больше."""

SHORT_ONLY = frozenset({"должен", "намерен"})
"""Lemmas of adjectives without long forms."""

PREDICATIVES = frozenset({"нет", "можно", "надо", "нельзя"})
"""Lemmas of the verbs that have no form but one."""

SHORTENED = {
    "млн": "миллион", "млрд": "миллиард", "тыс.": "тысяча", "г.": "год", "гг.": "год", "Ред.": "редакция",
}  # fmt: skip
"""Written abbreviations and the words they stand for."""

ACRONYM = re.compile(r"[А-ЯЁ]{2,}")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z.]+")
ROMAN = re.compile(r"[IVXLCDM]+")
_REFLEXIVE = frozenset({"ся", "сь"})


@in_reviewed
def gender_in_plural(tree: SentenceTree) -> Iterator[Slip]:
    """An adjective, determiner, pronoun or verb in the plural has a gender."""
    for token in tree.tokens:
        found = features(token)
        if token.upos in AGREEING | {"PRON"} and found.get("Number") == "Plur" and "Gender" in found:
            yield token, f"Gender={found['Gender']}"


@in_reviewed
def complete_noun(tree: SentenceTree) -> Iterator[Slip]:
    """A noun lacks animacy, case, gender or number.

    Written abbreviations (млн) and names with digits (F-16) have none of the four.
    """
    for token in tree.tokens:
        missing = [name for name in NOMINAL if feature(token, name) is None]
        bare = token.form in SHORTENED or any(map(str.isdigit, token.form))
        if token.upos in ("NOUN", "PROPN") and missing and not (bare and len(missing) == len(NOMINAL)):
            yield token, f"no {', '.join(missing)}"


@in_reviewed
def animacy_of_agreement(tree: SentenceTree) -> Iterator[Slip]:
    """An adjective, determiner, numeral, participle or который lacks Animacy, or has it needlessly.

    It decides the form in the accusative of the plural and of the masculine singular (новый or нового).
    """
    for token in tree.tokens:
        found = features(token)
        if token.upos not in ("ADJ", "DET", "NUM", "VERB") and token.lemma != "который":
            continue
        decides = found.get("Case") == "Acc" and (
            found.get("Number") == "Plur" or found.get("Gender") == "Masc" or token.upos == "NUM"
        )
        if "Animacy" in found and not decides:
            yield token, f"Animacy={found['Animacy']}"
        if "Animacy" not in found and decides and token.upos != "NUM":
            yield token, "no Animacy"


@in_reviewed
def degree(tree: SentenceTree) -> Iterator[Slip]:
    """Degree is missing, or is given where nothing is compared.

    Adjectives have it unless they are ordinals; adverbs have it unless they are pronominal, quantities apart.
    """
    for token in tree.tokens:
        found = features(token)
        if token.upos == "ADJ" and ("Degree" in found) == ("NumType" in found) and "Abbr" not in found:
            yield token, token.feats or "no feature"
        if token.upos == "ADV":
            pronominal = "PronType" in found and token.lemma not in QUANTITIES
            if pronominal and found.get("Degree") == "Pos":
                yield token, "Degree=Pos of a pronominal adverb"
            if not {"Degree", "PronType"} & found.keys():
                yield token, "no Degree"


@in_reviewed
def short_form(tree: SentenceTree) -> Iterator[Slip]:
    """A short adjective or participle has a case or animacy, or is not marked as short."""
    for token in tree.tokens:
        found = features(token)
        short = found.get("Variant") == "Short"
        if short and {"Case", "Animacy"} & found.keys():
            yield token, token.feats or ""
        inflected = token.upos == "ADJ" or (token.upos == "VERB" and found.get("VerbForm") == "Part")
        if inflected and "Number" in found and "Case" not in found and not short:
            yield token, "no Case and no Variant=Short"


@in_reviewed
def complete_verb(tree: SentenceTree) -> Iterator[Slip]:
    """A verb form lacks a feature that its kind has.

    The future of быть has no aspect, бы no more than its mood; нет, можно, надо, нельзя have no form.
    """
    for token in tree.tokens:
        if token.upos not in ("VERB", "AUX") or token.lemma in PREDICATIVES or token.lemma == "бы":
            continue
        missing = [name for name in _verb_features(token) if feature(token, name) is None]
        if missing:
            yield token, f"no {', '.join(missing)}"


def _verb_features(token: Token) -> list[str]:
    found = features(token)
    form, tense = found.get("VerbForm"), found.get("Tense")
    wanted = ["VerbForm", "Voice"]
    if not (token.lemma == "быть" and tense == "Fut"):
        wanted.append("Aspect")
    if form == "Fin":
        wanted += ["Mood", "Number"]
        wanted += ["Tense"] if found.get("Mood") == "Ind" else []
        wanted += ["Person"] if tense in ("Pres", "Fut") else []
    if form in ("Part", "Conv"):
        wanted.append("Tense")
    if form == "Part" or tense == "Past":
        wanted += ["Number"] if form != "Conv" else []
        wanted += ["Gender"] if found.get("Number") == "Sing" else []
    return wanted


@in_reviewed
def reflexive_verb(tree: SentenceTree) -> Iterator[Slip]:
    """Voice, lemma and -ся of a verb do not agree.

    решаются: passive, lemma решать; началась: middle, lemma начаться.
    """
    for token in tree.tokens:
        voice = feature(token, "Voice")
        if token.upos != "VERB" or voice is None or feature(token, "Typo"):
            continue
        reflexive = token.form[-2:].lower() in _REFLEXIVE
        if reflexive != (voice == "Mid") and not (reflexive and voice == "Pass"):
            yield token, f"Voice={voice}"
        elif (token.lemma[-2:] in _REFLEXIVE) != (voice == "Mid"):
            yield token, f"Voice={voice}, lemma {token.lemma}"


@in_reviewed
def numeral(tree: SentenceTree) -> Iterator[Slip]:
    """The kind or the spelling of a number is not in its features: NumType, NumForm."""
    for token in tree.tokens:
        kind, spelling = feature(token, "NumType"), feature(token, "NumForm")
        if token.upos == "NUM" and kind not in ("Card", "Frac", "Sets"):
            yield token, f"NumType={kind}"
        if token.upos in ("NUM", "ADJ") and (wanted := _number_spelling(token.form)):
            if spelling != wanted:
                yield token, f"NumForm={spelling}, written as {wanted}"
            if wanted != "Combi" and token.lemma != token.form:
                yield token, f"lemma {token.lemma}"
        elif (kind is not None or token.upos == "NUM") and spelling != "Word":
            yield token, f"NumForm={spelling}, written as Word"


def _number_spelling(form: str) -> str | None:
    if ROMAN.fullmatch(form):
        return "Roman"
    if not form[0].isdigit():
        return None
    return "Combi" if any(map(str.isalpha, form)) else "Digit"


@in_reviewed
def acronym(tree: SentenceTree) -> Iterator[Slip]:
    """An acronym is not a noun with Abbr=Yes, without InflClass, whose lemma is written as in the text."""
    for token in tree.tokens:
        if ACRONYM.fullmatch(token.form):
            noun = token.upos in ("PROPN", "NOUN") and feature(token, "InflClass") is None
            if not noun or feature(token, "Abbr") != "Yes":
                yield token, f"{token.upos} {token.feats}"
            elif token.lemma != token.form:
                yield token, f"lemma {token.lemma}"


@in_reviewed
def abbreviation(tree: SentenceTree) -> Iterator[Slip]:
    """A written abbreviation is not a NOUN with Abbr=Yes alone and the full word as lemma."""
    for token in tree.tokens:
        if token.form in SHORTENED:
            found = (token.upos, token.feats, token.lemma)
            if found != ("NOUN", "Abbr=Yes", SHORTENED[token.form]):
                yield token, f"{token.upos} {token.feats}, lemma {token.lemma}"


@in_reviewed
def pronoun(tree: SentenceTree) -> Iterator[Slip]:
    """The word который is not a relative PRON, or its number or case is missing."""
    for token in tree.tokens:
        if token.lemma == "который":
            found = features(token)
            if (
                token.upos != "PRON"
                or found.get("PronType") != "Rel"
                or not {"Case", "Number"} <= found.keys()
            ):
                yield token, f"{token.upos} {token.feats}"


@in_reviewed
def determiner(tree: SentenceTree) -> Iterator[Slip]:
    """A determiner is not a DET, or DET and the relation ``det`` do not match before a noun."""
    for token in tree.tokens:
        if token.lemma in DETERMINERS and token.upos == "ADJ":
            yield token, f"ADJ of the lemma {token.lemma}"
        if relation(token) == "amod" and token.upos == "DET":
            yield token, f"amod of the lemma {token.lemma}"
        if relation(token) == "det" and token.upos != "DET":
            yield token, f"det of class {token.upos}"


@in_reviewed
def possessive(tree: SentenceTree) -> Iterator[Slip]:
    """A possessive его, её, их is not a DET with its own lemma, Poss=Yes and PronType=Prs."""
    for token in tree.tokens:
        if token.upos == "DET" and token.form.lower() in ("его", "ее", "её", "их"):
            wanted = (token.form.lower().replace("ё", "е"), "Poss=Yes|PronType=Prs")
            if (token.lemma, token.feats) != wanted:
                yield token, f"lemma {token.lemma}, {token.feats}"


@in_reviewed
def kind_of_word(tree: SentenceTree) -> Iterator[Slip]:
    """A pronoun or determiner lacks PronType, or a proper name NameType."""
    for token in tree.tokens:
        wanted = {"PRON": "PronType", "DET": "PronType", "PROPN": "NameType"}.get(token.upos)
        if wanted and feature(token, wanted) is None:
            yield token, f"no {wanted}"


@in_reviewed
def latin_word(tree: SentenceTree) -> Iterator[Slip]:
    """A word in Latin letters is not X with Foreign=Yes and its form as lemma."""
    for token in tree.tokens:
        latin = LATIN_WORD.fullmatch(token.form) and not ROMAN.fullmatch(token.form)
        if latin and (token.upos, token.feats, token.lemma) != ("X", "Foreign=Yes", token.form):
            yield token, f"{token.upos} {token.feats}, lemma {token.lemma}"


@in_reviewed
def lemma_letters(tree: SentenceTree) -> Iterator[Slip]:
    """A lemma is not in lower case with е for ё; names begin with a capital, acronyms keep theirs.

    Adjectives without long forms have their short one: намерен.
    """
    for token in tree.tokens:
        lemma = token.lemma
        if token.upos == "PROPN":
            if not (lemma[:1].isupper() or lemma[:1].isdigit()):
                yield token, f"lemma {lemma}"
        elif token.upos not in ("X", "SYM", "PUNCT"):
            plain = lemma if ACRONYM.fullmatch(lemma) or ROMAN.fullmatch(lemma) else lemma.lower()
            invented = token.upos == "ADJ" and any(lemma == f"{short}ный" for short in SHORT_ONLY)
            if lemma != plain.replace("ё", "е") or invented:
                yield token, f"lemma {lemma}"


@in_reviewed
def corrected_form(tree: SentenceTree) -> Iterator[Slip]:
    """A slip (Typo) lacks the intended form (CorrectForm), or another word has one."""
    for token in tree.tokens:
        corrected = any(item.startswith("CorrectForm=") for item in (token.misc or "").split("|"))
        if corrected != (feature(token, "Typo") is not None):
            yield token, token.misc or "no CorrectForm"


INVARIABLE = {
    "бы": ("AUX", {"Mood": "Cnd"}), "не": ("PART", {"Polarity": "Neg"}), "чтобы": ("SCONJ", {"Mood": "Cnd"}),
    "же": ("PART", {}), "именно": ("PART", {}), "ли": ("PART", {}), "только": ("PART", {}),
    "тоже": ("PART", {}), "или": ("CCONJ", {}), "но": ("CCONJ", {}),
    "еще": ("ADV", {"Degree": "Pos"}), "уже": ("ADV", {"Degree": "Pos"}),
    "также": ("ADV", {"PronType": "Dem"}),
}  # fmt: skip
"""Words that have one class and one set of features in these texts."""


@in_reviewed
def one_analysis(tree: SentenceTree) -> Iterator[Slip]:
    """A word that always has the same class and features (не, бы, чтобы, также) has others."""
    for token in tree.tokens:
        if token.form.lower() in INVARIABLE:
            upos, wanted = INVARIABLE[token.form.lower()]
            found = {name: value for name, value in features(token).items() if name != "ExtPos"}
            if (token.upos, found) != (upos, wanted) and "Typo" not in found and token.deprel != "goeswith":
                yield token, f"{token.upos} {token.feats}"
