"""What the dictionary knows of a Russian word, in terms of Universal Dependencies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from rukaz import dictionary
from rukaz.dictionary import REMEMBERED

UPOS = {
    "NOUN": "NOUN", "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "COMP", "VERB": "VERB", "INFN": "VERB",
    "PRTF": "VERB", "PRTS": "VERB", "GRND": "VERB", "NUMR": "NUM", "ADVB": "ADV", "NPRO": "PRON",
    "PREP": "ADP", "CONJ": "CCONJ", "PRCL": "PART", "INTJ": "INTJ", "PRED": "ADV",
}  # fmt: skip
VERB_FORMS = {"VERB": "Fin", "INFN": "Inf", "PRTF": "Part", "PRTS": "Part", "GRND": "Conv"}
FEATURES = {
    "nomn": ("Case", "Nom"), "gent": ("Case", "Gen"), "datv": ("Case", "Dat"), "accs": ("Case", "Acc"),
    "ablt": ("Case", "Ins"), "loct": ("Case", "Loc"), "voct": ("Case", "Nom"), "gen1": ("Case", "Gen"),
    "gen2": ("Case", "Gen"), "acc2": ("Case", "Acc"), "loc1": ("Case", "Loc"), "loc2": ("Case", "Loc"),
    "sing": ("Number", "Sing"), "plur": ("Number", "Plur"),
    "masc": ("Gender", "Masc"), "femn": ("Gender", "Fem"), "neut": ("Gender", "Neut"),
    "anim": ("Animacy", "Anim"), "inan": ("Animacy", "Inan"),
    "perf": ("Aspect", "Perf"), "impf": ("Aspect", "Imp"),
    "past": ("Tense", "Past"), "pres": ("Tense", "Pres"), "futr": ("Tense", "Fut"),
    "1per": ("Person", "1"), "2per": ("Person", "2"), "3per": ("Person", "3"),
    "indc": ("Mood", "Ind"), "impr": ("Mood", "Imp"),
    "Supr": ("Degree", "Sup"),
}  # fmt: skip
"""What grammemes and parts of speech of OpenCorpora are in Universal Dependencies."""

_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})


class Reading(NamedTuple):
    """One of the words that a form can be.

    Attributes:
        upos: ``NOUN`` also for names, ``COMP`` for a comparative of either kind.
        lemma: in lower case, with ``е`` for ``ё``; of a participle the infinitive.
        feats: Case, Number, Gender and so on; what the dictionary does not say is absent.
        grammemes: as OpenCorpora has them.
    """

    upos: str
    lemma: str
    feats: Mapping[str, str]
    grammemes: frozenset[str]

    @property
    def is_name(self) -> bool:
        """Whether the word names a person, a place, an organisation or a brand."""
        return not _NAMES.isdisjoint(self.grammemes)


@lru_cache(REMEMBERED)
def readings(form: str) -> tuple[Reading, ...]:
    """The words that a form in lower case can be, the likeliest first; guessed by the ending if unknown.

    >>> [reading.lemma for reading in readings("стали")][:2]
    ['стать', 'сталь']
    """
    return tuple(map(_reading, dictionary.readings(form)))


def _reading(parse: Any) -> Reading:
    grammemes = frozenset(parse.tag.grammemes)
    part = str(parse.tag.POS or "")
    feats = dict(FEATURES[one] for one in grammemes if one in FEATURES)
    if part in VERB_FORMS:
        feats["VerbForm"] = VERB_FORMS[part]
    if part in {"ADJS", "PRTS"}:
        feats["Variant"] = "Short"
    return Reading(UPOS.get(part, "X"), parse.normal_form.replace("ё", "е"), feats, grammemes)


def nominative(form: str, reading: Reading, gender: str) -> str:
    """The nominative singular of an adjective, participle or surname in a gender of OpenCorpora.

    >>> neuter = next(one for one in readings("мороженого") if one.upos == "ADJ")
    >>> nominative("мороженого", neuter, "neut")
    'мороженое'

    Args:
        reading: of ``form``, in lower case.
        gender: ``masc``, ``femn`` or ``neut``.
    """
    return _nominative(form, reading.lemma, reading.grammemes, gender)


@lru_cache(maxsize=20_000)
def _nominative(form: str, lemma: str, grammemes: frozenset[str], gender: str) -> str:
    kept = grammemes & {"ADJF", "PRTF", "Supr", "actv", "pssv", "past", "pres", "Surn", "Patr"}
    if kept.isdisjoint({"ADJF", "PRTF", "Surn", "Patr"}):
        return lemma
    for parse in dictionary.readings(form):
        if parse.tag.grammemes == grammemes and parse.normal_form.replace("ё", "е") == lemma:
            found = parse.inflect({"nomn", "sing", gender, *kept})
            return str(found.word) if found is not None else lemma
    return lemma
