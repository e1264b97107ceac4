"""The conversion rules that change UPOS, lemmas and features."""

from __future__ import annotations

import re
import unicodedata

from rukaz.conllu.training_sentences import TrainingSentence, Word
from rukaz.train.dictionary import ACRONYM
from rukaz.train.lexicon import (
    ABBREVIATIONS,
    DETERMINERS,
    NOUN_ABBREVIATIONS,
    NUMERALS_WITH_ANIMACY,
    ORDINALS,
    PREDICATIVES,
    PRONOMINAL_ADVERBS,
)

_LATIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]+")
_ROMAN = re.compile(r"[IVXLC]+")
_DIGITS = re.compile(r"[\d.,/–-]*\d[\d.,/–-]*")


def relative_pronoun(tree: TrainingSentence, index: int) -> bool:
    """который is PRON; its Animacy, where a source gives it everywhere, stays in the accusative."""
    word = tree[index]
    if not word.form.lower().startswith("котор") or word.upos not in {"DET", "ADJ", "PRON"}:
        return False
    changed = word.upos != "PRON" or word.lemma != "который"
    word.upos, word.lemma = "PRON", "который"
    word.feats.pop("Degree", None)
    return changed


def pronominal_adjective(tree: TrainingSentence, index: int) -> bool:
    """другой, самый, сам, иной ... are DET, without Degree, and hang as det."""
    word = tree[index]
    if word.upos not in {"ADJ", "DET"} or word.lemma not in DETERMINERS:
        return False
    changed = word.upos != "DET" or word.deprel == "amod" or "Degree" in word.feats
    word.upos = "DET"
    word.feats.pop("Degree", None)
    if word.deprel == "amod":
        word.deprel = "det"
    return changed


def predicative(tree: TrainingSentence, index: int) -> bool:
    """можно, надо, нельзя are VERB without features; нет is VERB with Polarity alone."""
    word = tree[index]
    form = word.form.lower()
    if form in PREDICATIVES and word.upos in {"ADV", "VERB", "ADJ"}:
        wanted: dict[str, str] = {}
    elif form == "нет" and word.upos in {"VERB", "PART", "ADV"}:
        wanted = {"Polarity": "Neg"}
    else:
        return False
    upos = "PART" if form == "нет" and word.upos == "PART" else "VERB"
    changed = word.upos != upos or word.feats != wanted
    word.upos, word.feats, word.lemma = upos, wanted, form
    return changed


def particle(tree: TrainingSentence, index: int) -> bool:
    """не and ни carry Polarity, бы (AUX) and чтобы Mood=Cnd."""
    word = tree[index]
    form = word.form.lower()
    before = (word.upos, dict(word.feats))
    if form in {"не", "ни"} and word.upos in {"PART", "CCONJ"}:
        word.feats = {"Polarity": "Neg"}
    elif form in {"бы", "б"} and word.upos in {"PART", "AUX"} and word.deprel != "fixed":
        word.upos, word.feats = "AUX", {"Mood": "Cnd"}
    elif form in {"чтобы", "чтоб"} and word.upos == "SCONJ":
        word.feats = {"Mood": "Cnd"}
    return before != (word.upos, word.feats)


def voice(tree: TrainingSentence, index: int) -> bool:
    """Voice follows the form: no Mid without -ся, no Act with it; быть has Aspect=Imp too."""
    word = tree[index]
    if word.upos not in {"VERB", "AUX"} or "VerbForm" not in word.feats:
        return False
    before = dict(word.feats)
    reflexive = word.form.lower().endswith(("ся", "сь"))
    if word.upos == "AUX":
        word.feats |= {"Voice": "Act", "Aspect": "Imp"}
    elif reflexive and word.feats.get("Voice", "Act") == "Act":
        word.feats["Voice"] = "Mid"
    elif (not reflexive and word.feats.get("Voice") == "Mid") or (
        not reflexive and word.feats["VerbForm"] != "Part"
    ):
        word.feats["Voice"] = "Act"
    return before != word.feats


def passive_reflexive(tree: TrainingSentence, index: int) -> bool:
    """A finite -ся verb whose subject is nsubj:pass, or with an agent, is passive."""
    word = tree[index]
    if word.feats.get("Voice") != "Mid":
        return False
    relations = {w.deprel for w in tree if w.head == index + 1}
    if not relations & {"nsubj:pass", "obl:agent", "csubj:pass"}:
        return False
    word.feats["Voice"] = "Pass"
    if word.lemma.endswith(("ся", "сь")):
        word.lemma = word.lemma[:-2]
    return True


def short_form(tree: TrainingSentence, index: int) -> bool:
    """Short adjectives and participles have neither Case nor Animacy."""
    word = tree[index]
    if word.feats.get("Variant") != "Short":
        return False
    changed = bool({"Case", "Animacy"} & set(word.feats))
    word.feats.pop("Case", None)
    word.feats.pop("Animacy", None)
    if word.feats.get("Number") == "Plur":
        word.feats.pop("Gender", None)
    return changed


def animacy(tree: TrainingSentence, index: int) -> bool:
    """Animacy of a modifier stands only where it decides the form: Acc masculine or plural."""
    word = tree[index]
    if "Animacy" not in word.feats or word.upos in {"NOUN", "PROPN"}:
        return False
    if word.upos == "PRON" and word.lemma != "который":
        return _personal_animacy(word)
    decides = word.feats.get("Case") == "Acc" and (
        word.feats.get("Gender") == "Masc" or word.feats.get("Number") == "Plur" or word.upos == "NUM"
    )
    if word.upos == "NUM" and word.lemma not in NUMERALS_WITH_ANIMACY:
        decides = False
    if decides:
        return False
    del word.feats["Animacy"]
    return True


def _personal_animacy(word: Word) -> bool:
    if "Person" not in word.feats and word.lemma not in {"себя", "он", "она", "они", "оно"}:
        return False
    del word.feats["Animacy"]
    return True


def indefinite_pronoun(tree: TrainingSentence, index: int) -> bool:
    """кто and its kin are Anim Masc Sing, что and its kin Inan Neut Sing."""
    word = tree[index]
    if word.upos != "PRON" or "Case" not in word.feats or "Person" in word.feats:
        return False
    stem = word.lemma.removeprefix("кое-").split("-")[0]
    before = dict(word.feats)
    if stem in {"кто", "никто", "некто"}:
        word.feats |= {"Animacy": "Anim", "Gender": "Masc", "Number": "Sing"}
    elif stem in {"что", "ничто", "нечто", "это", "то"} or word.form.lower() == "это":
        word.feats |= {"Animacy": "Inan", "Gender": "Neut", "Number": "Sing"}
    return before != word.feats


def plural_gender(tree: TrainingSentence, index: int) -> bool:
    """No Gender on plural adjectives, determiners, verbs and pronouns."""
    word = tree[index]
    if word.upos in {"NOUN", "PROPN"} or word.feats.get("Number") != "Plur":
        return False
    return word.feats.pop("Gender", None) is not None


def degree(tree: TrainingSentence, index: int) -> bool:
    """Degree on ADJ and ADV, but not on ordinals, numbers and pronominal adverbs."""
    word = tree[index]
    before = word.feats.get("Degree")
    if word.upos == "ADV":
        if word.form.lower() in PRONOMINAL_ADVERBS or word.form.endswith("."):
            word.feats.pop("Degree", None)
        else:
            word.feats.setdefault("Degree", "Pos")
    elif word.upos == "ADJ":
        if _is_ordinal(word):
            word.feats.pop("Degree", None)
        elif word.feats:
            word.feats.setdefault("Degree", "Pos")
    else:
        word.feats.pop("Degree", None)
    return before != word.feats.get("Degree")


def _is_ordinal(word: Word) -> bool:
    return word.lemma in ORDINALS or word.form[0].isdigit()


def digits(tree: TrainingSentence, index: int) -> bool:
    """Numbers in digits and Roman numerals have no features."""
    word = tree[index]
    if word.upos not in {"NUM", "ADJ"} or not word.feats:
        return False
    if not (_DIGITS.fullmatch(word.form) or _ROMAN.fullmatch(word.form)):
        return False
    word.feats = {}
    return True


def thousands(tree: TrainingSentence, index: int) -> bool:
    """тысяча, миллион and their abbreviations are NOUN."""
    word = tree[index]
    stems = ("тысяч", "миллион", "миллиард", "триллион")
    short = word.form.lower().rstrip(".") in {"тыс", "млн", "млрд", "трлн"}
    if word.upos != "NUM" or not (short or word.form.lower().startswith(stems)):
        return False
    word.upos = "NOUN"
    return True


def abbreviation(tree: TrainingSentence, index: int) -> bool:
    """Abbreviations and initials have no scored features; initials are PROPN."""
    word = tree[index]
    bare = word.form.lower().rstrip(".")
    dotted = word.form.endswith(".") and word.form != "." and len(word.form) <= 6
    unit = bare in {"млн", "млрд", "трлн", "км", "кг", "тыс", "руб", "долл"}
    if not (dotted and word.form[0].isalpha()) and not unit:
        return False
    before = (word.upos, word.lemma, dict(word.feats))
    if dotted and len(bare) == 1 and word.form[0].isupper():
        word.upos, word.lemma = "PROPN", word.form[0]
    elif bare in ABBREVIATIONS and word.upos in {"NOUN", "ADJ", "PROPN", "X", "NUM"}:
        word.lemma = ABBREVIATIONS[bare]
        if word.upos in {"ADJ", "PROPN", "X", "NUM"} and bare in NOUN_ABBREVIATIONS:
            word.upos = "NOUN"
    word.feats = {}
    return before != (word.upos, word.lemma, word.feats)


def latin_word(tree: TrainingSentence, index: int) -> bool:
    """A word in Latin letters is X Foreign=Yes; Roman numerals are not words."""
    word = tree[index]
    if word.upos not in {"PROPN", "NOUN", "X", "ADJ"} or _ROMAN.fullmatch(word.form):
        return False
    if not _LATIN.fullmatch(word.form):
        return False
    changed = word.upos != "X" or word.feats != {"Foreign": "Yes"}
    word.upos, word.feats = "X", {"Foreign": "Yes"}
    return changed


def cyrillic_foreign(tree: TrainingSentence, index: int) -> bool:
    """Foreign belongs to words in other letters."""
    word = tree[index]
    if "Foreign" not in word.feats or not re.search("[А-Яа-яЁё]", word.form):
        return False
    del word.feats["Foreign"]
    return True


def symbol(tree: TrainingSentence, index: int) -> bool:
    """Emoji, currency and mathematical signs are SYM, not PUNCT."""
    word = tree[index]
    if word.upos != "PUNCT" or not all(unicodedata.category(c)[0] == "S" for c in word.form):
        return False
    if word.form in {"`", "``", "~"}:
        return False
    word.upos = "SYM"
    return True


def acronym_lemma(tree: TrainingSentence, index: int) -> bool:
    """Acronyms are PROPN with an upper-case lemma."""
    word = tree[index]
    if not ACRONYM.fullmatch(word.form) or word.upos not in {"PROPN", "NOUN"}:
        return False
    shouted = sum(w.form.isupper() and len(w.form) > 1 for w in tree) > len(tree) / 2
    if shouted:
        return False
    changed = word.upos != "PROPN" or word.lemma != word.form
    word.upos, word.lemma = "PROPN", word.form
    return changed
