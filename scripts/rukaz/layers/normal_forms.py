"""The normal form of a name: its head, and the words that agree with it, in the nominative.

Совета Федерации → Совет Федерации; Соединенных Штатов Америки → Соединенные Штаты Америки; Эльвиры
Набиуллиной → Эльвира Набиуллина.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from rukaz.dictionary import REMEMBERED, capitals_of, grammemes, readings
from rukaz.layers.tables import read_table
from rukaz.records import Entity, Sentence, Token
from rukaz.tree import features, relation

QUOTES = frozenset('«»"“”„')
AGREEING = frozenset({"amod", "det", "flat", "nummod", "acl"})
_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_NUMBERS = {"Sing": "sing", "Plur": "plur"}
_NAME_GRAMMEMES = {"Giv": "Name", "Pat": "Patr", "Sur": "Surn", "Geo": "Geox", "Com": "Orgn"}
_CYRILLIC = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
_ADJECTIVAL_SURNAME = re.compile(r"(?:[сц]к|н|в)(?:ий|ой|ый|ая)$")
_OBLIQUE_WOMAN = re.compile(r"(?:[оеё]в|[иы]н)ой$")
_WOMAN = re.compile(r"(?:[оеё]в|[иы]н)(?:ой|а)$")
_TITLES: Mapping[str, frozenset[str]] = {
    "Fem": frozenset({"госпожа", "г-жа", "гражданка", "леди", "мадам", "мисс", "миссис", "пани", "фрау"}),
    "Masc": frozenset({"господин", "г-н", "гражданин", "герр", "мистер", "месье", "сэр"}),
}
_ADJECTIVES = frozenset({"ADJF", "PRTF"})


class NormalWord(NamedTuple):
    """A word of a name in the form that it has there.

    Attributes:
        form: the likeliest.
        possible: all that the word could be a form of, in lower case with е for ё.
        space_after: whether a space follows in the text.
    """

    form: str
    possible: frozenset[str]
    space_after: bool


def normal_words(sentence: Sentence, entity: Entity) -> list[NormalWord]:
    """The words of a name in its normal form, without quotation marks."""
    tokens = name_tokens(sentence, entity)
    inflected = _inflected(tokens, entity)
    gender = (_gender_of_title(sentence, entity) or _gender(tokens)) if entity.label == "PER" else None
    return [_nominative(token, gender) if token.id in inflected else _as_written(token) for token in tokens]


def name_tokens(sentence: Sentence, entity: Entity) -> list[Token]:
    """The words of a name without quotation marks; all of them if there is nothing else."""
    tokens = list(sentence.tokens[entity.first_token - 1 : entity.last_token])
    return [token for token in tokens if token.form not in QUOTES] or tokens


def _inflected(tokens: Sequence[Token], entity: Entity) -> set[int]:
    """Ids of the words that the case of the whole name shows in."""
    if entity.label == "PER":
        return {token.id for token in tokens}
    inside = {token.id for token in tokens}
    head = next((token for token in tokens if token.head not in inside), tokens[0])
    case = features(head).get("Case")
    if any(token.head == head.id and token.deprel == "nummod:gov" for token in tokens):
        return set()
    found = {head.id}
    for _ in tokens:  # as deep as words may hang
        found |= {
            token.id
            for token in tokens
            if token.head in found
            and relation(token) in AGREEING
            and (features(token).get("Case") == case or token.upos == "PROPN")
        }
    return found


def _gender_of_title(sentence: Sentence, entity: Entity) -> str | None:
    """The gender that the word before a name tells: г-жи Орловой, мистера Смита."""
    before = sentence.tokens[entity.first_token - 2].lemma.lower() if entity.first_token > 1 else ""
    return next((gender for gender, titles in _TITLES.items() if before in titles), None)


def _gender(tokens: Sequence[Token]) -> str | None:
    """The gender of a person, by a surname or given name that only one has, else as most words say."""
    if _has_surname_of_woman(tokens):
        return "Fem"
    for token in tokens:
        if features(token).get("NameType") in ("Giv", "Pat"):
            found = [one for one in readings(token.lemma) if _is_lemma(token, one.normal_form)]
            tags = [one.tag for one in found if {"Name", "Patr"} & one.tag.grammemes]
            genders = {tag.gender for tag in tags if tag.gender}
            if len(genders) == 1:
                return next(key for key, value in _GENDERS.items() if value in genders)
    said = [gender for token in tokens if (gender := features(token).get("Gender"))]
    return max(said, key=said.count) if said else None


def _is_lemma(token: Token, normal_form: str) -> bool:
    """Whether the dictionary's lemma is the token's, so that Сауле is not the man Саул."""
    return comparable(normal_form) == comparable(token.lemma)


def _has_surname_of_woman(tokens: Sequence[Token]) -> bool:
    """Whether a surname tells that a person is a woman, whatever the given name: с Айгуль Сериковой.

    Серикова may also be the genitive of Сериков, unless the given name stands as in the nominative.
    """
    is_uninflected = comparable(tokens[0].form) == comparable(tokens[0].lemma)
    surnames = [one for one in tokens if features(one).get("NameType") == "Sur"]
    ending = _WOMAN if is_uninflected else _OBLIQUE_WOMAN
    return any(features(one).get("Gender") == "Fem" and ending.search(one.form) for one in surnames)


def _as_written(token: Token) -> NormalWord:
    return NormalWord(token.form, frozenset({comparable(token.form)}), token.space_after)


def comparable(word: str) -> str:
    """In lower case, with е for ё."""
    return word.lower().replace("ё", "е")


def _nominative(token: Token, gender: str | None) -> NormalWord:
    found = features(token)
    is_acronym = token.form.isupper() and (token.lemma == token.form or not grammemes(token.form))
    if not _CYRILLIC.fullmatch(token.form) or is_acronym or {"Abbr", "InflClass"} & found.keys():
        return _as_written(token)
    asked = (
        found.get("Case", ""), found.get("Number", "Sing"), gender or found.get("Gender", ""),
        found.get("Animacy", ""), found.get("NameType", ""),
    )  # fmt: skip
    best, possible = _inflect(token.form, token.lemma, token.upos, asked)
    return NormalWord(best, possible, token.space_after)


@lru_cache(REMEMBERED)
def _inflect(form: str, lemma: str, upos: str, asked: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    case, number, gender, _, kind = asked
    wanted = {"nomn", _NUMBERS.get(number, "sing")}
    ranked = sorted(readings(form), key=lambda reading: -_fit(reading, lemma, asked))
    possible = {comparable(lemma), comparable(form)} if upos == "PROPN" else {comparable(form)}
    best: str | None = None
    for reading in ranked:
        if reading.tag.POS not in {"NOUN", "NUMR"} | _ADJECTIVES:
            continue
        agreed = wanted | (
            {_GENDERS[gender]}
            if gender in _GENDERS and number == "Sing" and reading.tag.POS in _ADJECTIVES
            else set()
        )
        inflected = reading.inflect(agreed)
        if inflected is None:
            continue
        possible.add(comparable(inflected.word))
        is_of_other = kind in ("Giv", "Pat", "Sur") and not _may_have_gender(reading, gender)
        best = best if is_of_other else best or inflected.word
    is_name = upos == "PROPN" and number == "Sing" and kind not in ("Com", "Pro")
    guess = _by_ending(form.lower(), gender, case) if is_name else None
    possible |= {comparable(guess)} if guess else set()
    if case == "Nom":
        best = form
    elif upos == "PROPN" and number == "Sing" and not _is_known(form, kind):
        best = lemma if comparable(lemma) != comparable(form) else guess or best
    best = best or lemma
    if "ё" not in form.lower():
        best = best.replace("ё", "е").replace("Ё", "Е")
    return cased(form, best.lower()), frozenset(possible)


def _may_have_gender(reading: Any, gender: str) -> bool:
    said = reading.tag.gender
    return said is None or "ms-f" in reading.tag.grammemes or said == _GENDERS.get(gender, said)


def _is_known(form: str, kind: str) -> bool:
    """Whether the dictionary has the word; a part of a person's name as such (карасиным is of карасиный)."""
    known = grammemes(form)
    return bool(known & {"Name", "Patr", "Surn"} if kind in ("Giv", "Pat", "Sur") else known)


@cache
def _endings() -> Mapping[tuple[str, str], list[tuple[str, str]]]:
    """Of each gender and case, the endings with those of the nominative."""
    endings: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for gender, case, ending, nominative in read_table("name_endings"):
        endings.setdefault((gender, case), []).append((ending, nominative.strip("-")))
    return endings


def _by_ending(form: str, gender: str, case: str) -> str | None:
    """карасиным, Masc, Ins → карасин."""
    for ending, nominative in _endings().get((gender, case), ()):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            return form.removesuffix(ending) + nominative
    return None


def cased(form: str, word: str) -> str:
    """``word`` with the capitals of ``form``: СИБУРом, сибур → СИБУР; Ак-Орде, ак-орда → Ак-Орда.

    >>> cased("КазМунайГаза", "казмунайгаз"), cased("ЛУКОЙЛа", "лукойл"), cased("ТОКАЕВА", "токаев")
    ('КазМунайГаз', 'ЛУКОЙЛ', 'Токаев')
    """
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(form.lower(), word, strict=False)))
    if any(map(str.isupper, form[1:shared])) and not form.isupper():
        return form[:shared] + word[shared:]
    return capitals_of(form, word)


def _fit(reading: Any, lemma: str, asked: tuple[str, ...]) -> float:
    """How well a reading of the dictionary goes with what the models say of the word."""
    case, number, gender, animacy, kind = asked
    tag = reading.tag
    score = float(reading.score)
    score += 2 * (_CASES.get(case) in tag.grammemes)
    score += _NUMBERS.get(number) in tag.grammemes
    score += 2 * (_GENDERS.get(gender) in tag.grammemes or "ms-f" in tag.grammemes)
    score += animacy[:4].lower() in tag.grammemes
    score += 2 * (_NAME_GRAMMEMES.get(kind, "") in tag.grammemes)
    score += 2 * (comparable(reading.normal_form) == comparable(lemma))
    score -= 2 * (kind in ("Giv", "Sur") and tag.POS in _ADJECTIVES and not _ADJECTIVAL_SURNAME.search(lemma))
    return score
