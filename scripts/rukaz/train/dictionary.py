"""The OpenCorpora dictionary (by pymorphy3) as a second opinion on the teacher's morphology.

slovnet sees word vectors and word shapes, no letters, so it guesses the gender of plural nouns and
the forms of rare words; the dictionary knows them. Among a known word's analyses the one closest to
the teacher's tag, chosen by context, is taken. It gives the lemma too, and all forms of known words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from rukaz.annotation.ud_readings import FEATURES, UPOS, VERB_FORMS
from rukaz.conllu.training_sentences import Word
from rukaz.dictionary import capitals_of, morphology
from rukaz.train.lexicon import words

ACRONYM = re.compile(r"[А-ЯЁ]{2,6}")
_UPOS = {**UPOS, "PRED": "PRED"}
_VOICE = {"actv": ("Voice", "Act"), "pssv": ("Voice", "Pass")}
_PLAIN = {grammeme: pair for grammeme, pair in FEATURES.items() if pair[0] != "Degree"} | _VOICE
_INFLECTED = frozenset({"NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "PRTF", "PRTS", "GRND"})
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})
_CONSULTED = frozenset({"NOUN", "PROPN", "ADJ", "DET", "VERB", "AUX", "ADV"})
# what a reading of the dictionary replaces
_FEATURES = words(
    "Case Number Gender Animacy Aspect Tense Person Mood VerbForm Voice Variant Degree"
)  # fmt: skip


@dataclass(frozen=True)
class Analysis:
    """A dictionary reading of a form in UD terms; `name`: it is a personal or place name."""

    upos: str
    lemma: str
    feats: tuple[tuple[str, str], ...]
    name: bool


def repair_by_dictionary(word: Word) -> bool:
    """Give a word known to the dictionary a reading the dictionary has; tell if it changed.

    The teacher's tag decides between the readings; a reading of another UPOS is taken only where
    the dictionary has none of the teacher's.
    """
    if word.upos not in _CONSULTED or not word.form[0].isalpha():
        return False
    best = closest(word)
    if best is None:
        return False
    before = (word.upos, dict(word.feats))
    if best.upos not in {word.upos, _class(word.upos)}:
        word.upos = best.upos
    kept = {key: value for key, value in word.feats.items() if key not in _FEATURES}
    word.feats = kept | _merged(word, dict(best.feats))
    return before != (word.upos, word.feats)


def closest(word: Word) -> Analysis | None:
    """Return the reading of the form nearest to the word's tag; None if none fits or is known."""
    readings = analyses(word.form.lower())
    if word.upos == "PROPN":
        readings = tuple(r for r in readings if r.name and r.upos == "NOUN")
    wanted = _class(word.upos)
    same = [r for r in readings if r.upos == wanted]
    if not same:
        same = [r for r in readings if (wanted, r.upos) in _ALLOWED]
        if len(same) != len(readings):
            return None
    return max(same, key=lambda r: _agreement(r, word), default=None)


_ALLOWED = frozenset(
    {("ADJ", "VERB"), ("NOUN", "VERB"), ("VERB", "NOUN"), ("ADJ", "NOUN"), ("ADV", "VERB"), ("VERB", "ADJ")}
)  # fmt: skip


@cache
def analyses(form: str) -> tuple[Analysis, ...]:
    """Return the dictionary's readings of a lower-case form, the most frequent first.

    >>> analyses("бабушками")[0].lemma
    'бабушка'
    """
    morph = morphology()
    if not morph.word_is_known(form):
        return ()
    return tuple(_analysis(parse) for parse in morph.parse(form))


def _analysis(parse: Any) -> Analysis:
    tag = parse.tag
    grammemes = tag.grammemes
    feats = dict(_PLAIN[g] for g in grammemes if g in _PLAIN)
    if tag.POS in VERB_FORMS:
        feats["VerbForm"] = VERB_FORMS[tag.POS]
    if tag.POS in {"ADJS", "PRTS"}:
        feats["Variant"] = "Short"
    if tag.POS in {"ADJF", "ADJS"}:
        feats["Degree"] = "Sup" if "Supr" in grammemes else "Pos"
    if feats.get("Mood") == "Imp":
        feats["Person"] = "2"
        feats.pop("Tense", None)
    if feats.get("Mood") == "Ind" and feats.get("Tense") in {"Pres", "Fut"}:
        feats.setdefault("Person", "3")
        feats.setdefault("Number", "Sing")
    if feats.get("Number") == "Plur" and tag.POS != "NOUN":
        feats.pop("Gender", None)
    lemma = parse.normal_form.replace("ё", "е")
    ordered = tuple(sorted(feats.items()))
    return Analysis(_UPOS.get(tag.POS or "", "X"), lemma, ordered, bool(_NAMES & set(grammemes)))


def _merged(word: Word, found: dict[str, str]) -> dict[str, str]:
    """Complete a reading by what the dictionary does not say: voice of verbs, gender of plurals."""
    if word.upos in {"VERB", "AUX"} and "Voice" not in found:
        found["Voice"] = word.feats.get("Voice", "Act")
    if found.get("VerbForm") == "Conv" and "Tense" not in found:
        found["Tense"] = "Past" if found.get("Aspect") == "Perf" else "Pres"
    if found.get("VerbForm") == "Conv":
        found.pop("Number", None)
    if word.upos == "DET":
        found.pop("Degree", None)
    if word.upos in {"NOUN", "PROPN"} and "Gender" not in found and "Gender" in word.feats:
        found["Gender"] = word.feats["Gender"]
    if word.feats.get("Degree") in {"Cmp", "Sup"}:
        found["Degree"] = word.feats["Degree"]
    return found


def _agreement(reading: Analysis, word: Word) -> float:
    score = 0.0
    for key, value in reading.feats:
        if key in word.feats:
            weight = 2.0 if key in {"Case", "VerbForm"} else 1.0
            score += weight if word.feats[key] == value else -weight
    return score


def _class(upos: str) -> str:
    return {"PROPN": "NOUN", "DET": "ADJ", "AUX": "VERB"}.get(upos, upos)


def silver_lemma(word: Word) -> str:
    """Return the lemma of a tagged word: by the dictionary, else the form itself.

    Names keep their capital, acronyms all of them; passives in -ся have the bare infinitive.
    """
    form = word.form.lower()
    reading = closest(word) or _any_reading(word)
    lemma = reading.lemma if reading else form.replace("ё", "е")
    if word.feats.get("Voice") == "Pass" and lemma.endswith(("ся", "сь")):
        lemma = lemma[:-2]
    if word.upos == "PROPN":
        return word.form if ACRONYM.fullmatch(word.form) else capitals_of(word.form, lemma)
    return lemma


def _any_reading(word: Word) -> Analysis | None:
    found = [r for r in analyses(word.form.lower()) if r.upos == word.upos]
    if word.upos in {"PRON", "DET", "NUM", "ADV"}:
        found = found or [r for r in analyses(word.form.lower()) if r.upos in {"PRON", "ADJ", "COMP"}]
    return found[0] if found else None


def paradigms(words: Iterable[str]) -> Iterator[str]:
    """Every form, once, of the inflected words of which one form is given.

    >>> sorted(paradigms(["роса"]))
    ['рос', 'роса', 'росам', 'росами', 'росах', 'росе', 'росой', 'росою', 'росу', 'росы']
    """
    morph = morphology()
    lexemes: set[tuple[str, str]] = set()
    forms: set[str] = set()
    for word in words:
        if not morph.word_is_known(word):
            continue
        for parse in morph.parse(word):
            key = (parse.normal_form, str(parse.normalized.tag))
            if parse.tag.POS in _INFLECTED and key not in lexemes:
                lexemes.add(key)
                fresh = {form.word for form in parse.lexeme} - forms
                forms |= fresh
                yield from sorted(fresh)
