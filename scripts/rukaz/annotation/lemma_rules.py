"""Lemmas that are words: where the lemmatizer's answer cannot be one, the dictionary decides.

The lemmatizer sees form and UPOS alone. So it takes «банка», the genitive of банк, for the feminine, and
leaves or invents what it has never seen: криптовалютами, оровий. The dictionary knows the lemmas of a form
with their features, and guesses those of an unknown form by its ending. Its answer is taken

- where it knows the form, but under no lemma that has the features of the tagger and is the lemmatizer's;
- where form and features contradict the lemma: an inflected form that is its own lemma, a nominative singular
  that is not, an adjective with the lemma of a verb, a comparative that is its own lemma.

Numbers, Roman numerals and Latin words are their own lemmas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rukaz.annotation.ud_readings import Reading, nominative, readings
from rukaz.dictionary import is_known

_WORD = re.compile(r"[А-ЯЁ]?[а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*")
_CYRILLIC = re.compile(r"[А-ЯЁа-яё]")
_ORDINAL = re.compile(r"(\d+)-(?:го|му|м|я|ю|е|х|ми|й|ый|ой|ая|ое|ого|ому|ым|ом|ую|ые|ых|ыми)")
_ROMAN = re.compile(r"[IVXLCDM]+|[ІХVI]+")
_NEVER_OBLIQUE = re.compile(r"(?<![ое]г)о$")  # Матвиенко, Шереметьево
_SURNAME = re.compile(r"(?:[оеё]в|[иы]н)$")
_INFINITIVE = re.compile(r"(?:ть|ти|чь)(?:ся|сь)?$")
_ADJECTIVE = re.compile(r"(?:[ыио]й|ин|ын|[ое]в)$")

_WOMAN = {"Animacy": "Anim", "Gender": "Fem", "Number": "Sing"}

_CLASSES: Mapping[str, tuple[str, ...]] = {
    "NOUN": ("NOUN", "ADJ"),
    "PROPN": ("NOUN", "ADJ"),
    "ADJ": ("ADJ", "COMP", "VERB"),
    "VERB": ("VERB",),
    "ADV": ("COMP",),
}
"""UPOS of the words whose lemmas are looked at, with the classes that the dictionary has for them."""

_ENDINGS = {"NOUN": 1, "VERB": 4}  # letters of a lemma that its forms may lack
_COMPARED = ("Case", "Number", "Gender", "VerbForm", "Variant")
# fmt: off
ADVERBS = frozenset({
    "более", "менее", "больше", "меньше", "раньше", "ранее", "дальше", "далее", "позже", "позднее", "скорее",
    "заранее", "свыше", "выше", "ниже", "дольше", "прежде",
})
# fmt: on
"""Comparatives that are adverbs of their own in the Russian treebanks."""


def correct(form: str, upos: str, feats: str | None, lemma: str) -> str:
    """The lemma of a word, given what the lemmatizer says.

    >>> correct("криптовалютами", "NOUN", "Case=Ins|Gender=Fem|Number=Plur", "криптовалютами")
    'криптовалюта'
    >>> correct("XVIII", "ADJ", None, "оровий")
    'XVIII'
    """
    return _correct(form, upos, feats or "", lemma)


@lru_cache(maxsize=100_000)
def _correct(form: str, upos: str, feats: str, lemma: str) -> str:
    if not _WORD.fullmatch(form):
        return _of_no_word(form, upos, feats, lemma)
    said = dict(item.split("=", 1) for item in feats.split("|")) if feats else {}
    if len(form) < 3 or not _is_looked_at(upos, said):
        return lemma
    if upos == "PROPN" and said.keys() >= _WOMAN.keys() and all(said[k] == v for k, v in _WOMAN.items()):
        lemma = _of_woman(form, said, lemma) or lemma
    if upos == "PROPN" and (_NEVER_OBLIQUE.search(form) or _is_surname(form, said)):
        return lemma if lemma.lower() == form.lower() else form
    if _is_plausible(form.lower(), upos, said, lemma.lower()):
        return lemma.lower() if upos == "ADJ" else lemma
    word = _word(form.lower(), upos, said, lemma.lower())
    if word is None:
        return lemma.lower() if upos == "ADJ" else lemma
    return _with_capitals(form, word) if upos == "PROPN" else word


def _is_plausible(form: str, upos: str, said: Mapping[str, str], lemma: str) -> bool:
    """Whether a known lemma fits form and features so well that the dictionary need not be asked for more."""
    stem = lemma[: -_ENDINGS.get(upos, 2)]
    if len(stem) < 3 or not form.startswith(stem) or not is_known(lemma):
        return False
    if upos == "VERB":
        return bool(_INFINITIVE.search(lemma))
    if upos == "ADJ":
        return lemma.endswith(("ый", "ий", "ой")) and said.get("Degree") == "Pos" and lemma != form
    base = said.get("Case") == "Nom" and said.get("Number") == "Sing"
    gender = "Fem" if lemma[-1] in "ая" else "Neut" if lemma[-1] in "ое" else "Masc"
    return upos == "NOUN" and said.get("Gender") == gender and base == (lemma == form)


def _is_surname(form: str, said: Mapping[str, str]) -> bool:
    """Whether a name in -ов, -ев, -ин is a nominative, and no genitive plural: Абаев, not штатов."""
    if not _SURNAME.search(form):
        return False
    plural = [one for one in readings(form.lower()) if one.feats.get("Number") == "Plur"]
    return said.get("Number") != "Plur" or all(reading.is_name for reading in plural)


def _of_woman(form: str, said: Mapping[str, str], lemma: str) -> str | None:
    """The lemma of a woman's name where the lemmatizer's is a man's or the form; None if it may be right.

    Жумабаевой → Жумабаева, not Жумабаев; Анне in the dative → Анна; Сауле, which no name declines to, stays.
    """
    word, base = form.lower(), lemma.lower()
    if _SURNAME.search(base) and word.removeprefix(base) in {"а", "ой", "ою", "у", "ы", "е"}:
        return form[: len(base)] + "а"
    if not word.endswith("е") or (word == base and said.get("Case") not in {"Dat", "Loc"}):
        return None
    if word != base and base[-1] in "аеиоуыэюяьё":
        return None
    names = [
        one.lemma
        for one in readings(word)
        if {"Name", "femn"} <= one.grammemes and "Fixd" not in one.grammemes and _agrees(one, said)
    ]
    return _with_capitals(form, names[0]) if names else form


def _is_looked_at(upos: str, said: Mapping[str, str]) -> bool:
    """Abbreviations, which have no features, are left as they are, and adverbs that are no comparatives."""
    if upos == "ADV":
        return said.get("Degree") == "Cmp"
    return upos in _CLASSES and not said.keys().isdisjoint({"Case", "VerbForm", "Degree"})


def _of_no_word(form: str, upos: str, feats: str, lemma: str) -> str:
    """Of what is not a word in Cyrillic letters."""
    if upos == "ADJ" and (ordinal := _ORDINAL.fullmatch(form)):
        return f"{ordinal[1]}-й"
    if upos in {"ADJ", "NUM"} and _ROMAN.fullmatch(form):
        return form
    if not _CYRILLIC.search(form):
        return form if _CYRILLIC.search(lemma) or not lemma.strip() else lemma
    first, hyphen, last = form.rpartition("-")
    if hyphen and not _CYRILLIC.search(first) and _WORD.fullmatch(last):  # IT-проектами
        return f"{first}-{_correct(last, upos, feats, lemma.rpartition('-')[2])}"
    return lemma


def _word(form: str, upos: str, said: Mapping[str, str], lemma: str) -> str | None:
    """The dictionary's lemma of a form; None where it has nothing against the lemmatizer's.

    Args:
        form, lemma: in lower case.
        said: what the tagger says.
    """
    words = list(_words(form, upos, said))
    agreeing = [word for reading, word in words if _agrees(reading, said)]
    if upos == "ADV":
        wrong = lemma == form
    elif _is_listed(form, upos, words):
        wrong = _is_unlisted(lemma, form, said, words, agreeing)
    else:
        wrong = _contradicts(form, upos, said, lemma)
    if not wrong:
        return None
    others = [word for _, word in words] if upos in {"ADJ", "VERB"} else []
    return next(iter([*agreeing, *others]), None)


def _words(form: str, upos: str, said: Mapping[str, str]) -> Iterator[tuple[Reading, str]]:
    """The readings of a form in the classes of a UPOS, with the lemma that UD gives each."""
    found = [reading for reading in readings(form) if reading.upos in _CLASSES[upos]]
    for reading in sorted(found, key=lambda one: _is_unlikely(one, form, upos)):
        yield reading, _lemma(reading, form, upos, said).replace("ё", "е")


def _is_unlikely(reading: Reading, form: str, upos: str) -> tuple[bool, ...]:
    """In the order of the readings, what comes last: of дайв-центров that both parts are inflected."""
    first, hyphen, _ = form.partition("-")
    participle = upos == "ADJ" and reading.upos == "VERB"
    return (
        participle,
        "Fixd" in reading.grammemes,
        bool(hyphen) and not reading.lemma.startswith(first + hyphen),
    )


def _lemma(reading: Reading, form: str, upos: str, said: Mapping[str, str]) -> str:
    if upos == "ADV":
        return form if form in ADVERBS else _adverb(reading.lemma)
    if upos == "VERB":
        return re.sub(r"с[яь]$", "", reading.lemma) if said.get("Voice") == "Pass" else reading.lemma
    if "Supr" in reading.grammemes:
        return form[: form.rindex("ш")] + "ший"
    if upos == "ADJ":
        return nominative(form, reading, "masc")  # of a participle its own
    feminine = {"Surn", "Patr"} & reading.grammemes and "femn" in reading.grammemes
    if reading.upos == "ADJ" or feminine:
        genders = {"Fem": "femn", "Neut": "neut"}
        gender = "femn" if feminine else genders.get(said.get("Gender", ""), "masc")
        return nominative(form, reading, gender if said.get("Number") != "Plur" else "masc")
    return reading.lemma


def _adverb(adjective: str) -> str:
    """The adverb of an adjective: громкий → громко, внешний → внешне."""
    if adjective.endswith(("ский", "цкий")):
        return adjective.removesuffix("й")
    return re.sub(r"(?:[ыо]й|(?<=[гкхжшщч])ий)$", "о", re.sub(r"(?<=н)ий$", "е", adjective))


def _agrees(reading: Reading, said: Mapping[str, str]) -> bool:
    plural = said.get("Number") == "Plur"
    return all(
        reading.feats[name] == said[name]
        for name in _COMPARED
        if name in reading.feats and name in said and not (plural and name == "Gender")
    )


def _is_listed(form: str, upos: str, words: list[tuple[Reading, str]]) -> bool:
    """Whether the dictionary knows the form, as a name if it is one."""
    if upos == "PROPN" and not any(reading.is_name for reading, _ in words):
        return False
    return bool(words) and is_known(form)


def _is_unlisted(
    lemma: str, form: str, said: Mapping[str, str], words: list[tuple[Reading, str]], agreeing: list[str]
) -> bool:
    """Whether a known form has not this lemma."""
    if "VerbForm" in said:
        return _bare(lemma) not in [_bare(word) for _, word in words]
    if said.get("Variant") == "Short":
        return bool(_INFINITIVE.search(lemma))
    if lemma.replace("ье", "ие") in [word.replace("ье", "ие") for word in agreeing]:
        return False
    other_case = {name: value for name, value in said.items() if name in {"Case", "Number"}}
    if lemma in [word for reading, word in words if not agreeing or _agrees(reading, other_case)]:
        return False
    return not _is_plural_lemma(lemma, form, said, agreeing)


def _is_plural_lemma(lemma: str, form: str, said: Mapping[str, str], agreeing: list[str]) -> bool:
    """Whether the lemma is the nominative plural of the word: деньги, of which the dictionary has деньга."""
    if form == lemma and said.get("Case") != "Nom":
        return False
    return said.get("Number") == "Plur" and any(
        reading.lemma in agreeing and reading.feats.get("Case") == "Nom" for reading in readings(lemma)
    )


def _bare(verb: str) -> str:
    return re.sub(r"с[яь]$", "", verb)


def _contradicts(form: str, upos: str, said: Mapping[str, str], lemma: str) -> bool:
    """Whether an unknown form with these features cannot have the lemma."""
    if upos == "VERB":
        return not _INFINITIVE.search(lemma) or _is_invented(form, lemma)
    base = said.get("Case", "Nom") == "Nom" and said.get("Number", "Sing") == "Sing"
    if upos == "ADJ":
        if said.get("Variant") == "Short" or said.get("Degree") == "Cmp":
            return lemma == form
        inflected = not base or said.get("Gender", "Masc") != "Masc"
        return not _ADJECTIVE.search(lemma) or (lemma == form and inflected) or _is_invented(form, lemma)
    if upos == "PROPN" or lemma == form:
        return (lemma == form) != base
    return _is_invented(form, lemma)


def _is_invented(form: str, lemma: str) -> bool:
    """Whether a lemma is no known word and shares less than half of the form: оегоднуть."""
    shared = next((at for at, pair in enumerate(zip(form, lemma, strict=False)) if pair[0] != pair[1]), None)
    return shared is not None and 2 * shared < len(form) and not is_known(lemma)


def _with_capitals(form: str, lemma: str) -> str:
    """The lemma of a name, with the capitals of its form part by part: Нур-Султане → Нур-Султан."""
    parts, written = lemma.split("-"), form.split("-")
    if len(parts) != len(written):
        return lemma[:1].upper() + lemma[1:]
    return "-".join(
        part[:1].upper() + part[1:] if one[:1].isupper() else part
        for part, one in zip(parts, written, strict=True)
    )
