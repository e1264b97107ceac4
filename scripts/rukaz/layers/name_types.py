"""What a proper noun names: NameType, by the entity it is in, its place there, and the dictionary."""

from __future__ import annotations

import re

from rukaz.dictionary import grammemes, is_known, readings
from rukaz.records import Entity, Token
from rukaz.tree import SentenceTree, relation

_INITIAL = re.compile(r"[А-ЯЁA-Z]\.")
_PATRONYMIC = re.compile(
    r"\w+(?:ович|(?<![кц])евич|ьич)(?:[ауе]|ем)?|\w+(?:[ое]в|[иь]нич|ич)н(?:[аыеу]|ой)|оглы|улы|уулу|кызы",
    re.IGNORECASE,
)
"""In any case, since the lemma of a rare name may be one of its other forms."""

_KINDS = (("Patr", "Pat"), ("Surn", "Sur"), ("Name", "Giv"), ("Geox", "Geo"), ("Orgn", "Com"))


def name_type(token: Token, entity: Entity | None, tree: SentenceTree) -> str:
    """What a proper noun names: by the entity it is in, its place there, and the dictionary.

    Владимир Владимирович Путин: Giv Pat Sur; Воздушно-космических сил РФ: Geo.
    """
    known = grammemes(token.lemma)
    if entity is None or (entity.label != "PER" and is_initial(token)):
        return _outside_entities(token, known, tree)
    if entity.label == "PER":
        return _part_of_person(token, list(tree.tokens[entity.first_token - 1 : entity.last_token]))
    if entity.label == "LOC":
        return "Geo"
    if entity.first_token != entity.last_token and "Geox" in known:
        return "Geo"
    return "Com" if entity.label == "ORG" else "Pro"


def _outside_entities(token: Token, known: frozenset[str], tree: SentenceTree) -> str:
    if token.form.startswith("@"):
        return "Prs"
    if is_initial(token) or relation(token) == "flat":
        chain = [token]
        while (before := tree.before(chain[0])) is not None and before.upos == "PROPN":
            chain.insert(0, before)
        return _part_of_person(token, chain) if len(chain) > 1 or is_initial(token) else "Oth"
    return next((kind for grammeme, kind in _KINDS if grammeme in known), "Oth")


def _part_of_person(token: Token, name: list[Token]) -> str:
    known = grammemes(token.lemma)
    position = name.index(token)
    if position and _is_patronymic(token, known, name, position):
        return "Pat"
    if is_initial(token):
        return "Giv"
    if len(name) == 1:
        return "Giv" if "Surn" not in known and is_given_name(token.lemma) else "Sur"
    first, second = grammemes(name[0].lemma), name[1]
    surname_first = "Surn" in first and "Name" not in first and _is_given(second)
    if position == 0:
        return "Sur" if surname_first else "Giv"
    is_given = surname_first or ("Name" in known and position < len(name) - 1)
    return "Giv" if is_given else "Sur"


def _is_patronymic(token: Token, known: frozenset[str], name: list[Token], position: int) -> bool:
    """Юткевич is a surname, Кемелевич a patronymic; at the end of a name the dictionary decides first."""
    if is_initial(token):
        return _is_given(name[position - 1])
    if position == len(name) - 1 and "Surn" in known and "Patr" not in known:
        return False
    return _PATRONYMIC.fullmatch(token.lemma) is not None


def _is_given(token: Token) -> bool:
    return is_initial(token) or "Name" in grammemes(token.lemma)


def is_given_name(lemma: str) -> bool:
    """Whether the dictionary has a given name with this lemma: Омар, not Иргалиев, a form of Иргалий.

    >>> is_given_name("Омар"), is_given_name("Иргалиев")
    (True, False)
    """
    own = lemma.lower().replace("ё", "е")
    return any(
        "Name" in one.tag and one.normal_form.replace("ё", "е") == own for one in readings(lemma)
    ) and is_known(lemma)


def is_initial(token: Token) -> bool:
    """Whether it is a capital with a point, as the В. of В. Путин."""
    return _INITIAL.fullmatch(token.form) is not None
