"""Names: each automatic mention gets a normal form, and an id that it shares with the others of its entity.

Within a document, Токаева, Токаеву and Касым-Жомарт Токаев are one person with his full name; of two persons
of one surname, a mention of the surname is the one of its gender who was named last. In the corpus an id
follows from the normal form alone, so documents need not know of each other: who is only a surname, and what
has a common noun for a name (Верховный суд), keeps to its document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from unicodedata import is_normalized

from rukaz.layers.name_clusters import Cluster, KnownName, Mention, persons, things
from rukaz.layers.name_types import is_initial
from rukaz.layers.normal_forms import NormalWord, cased, comparable, name_tokens, normal_words
from rukaz.layers.tables import read_table
from rukaz.records import Entity, Sentence, Token
from rukaz.tree import feature

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def add_names(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of a document, the automatic ones with name and id of every entity."""
    mentions = list(_mentions(sentences))
    clusters = [
        *persons([m for m in mentions if m.label == "PER"]),
        *things([m for m in mentions if m.label != "PER"]),
    ]
    named: dict[tuple[int, int], KnownName] = {}
    for cluster in clusters:
        answer = _answer(cluster, sentences[0].doc_id)
        named |= {mention.place: answer for mention in cluster.mentions}
    surnames = {m.place for cluster in clusters for m in cluster.mentions if m.is_surname_after_all}
    return [
        sentence
        if sentence.annotation == "reviewed"
        else replace(
            sentence,
            tokens=_with_surnames(sentence, [i for n, i in surnames if n == number]),
            entities=tuple(
                _named(entity, named[number, index]) for index, entity in enumerate(sentence.entities)
            ),
        )
        for number, sentence in enumerate(sentences)
    ]


def _with_surnames(sentence: Sentence, surnames: Sequence[int]) -> tuple[Token, ...]:
    """The tokens, the given names of these entities as the surnames that they are in this document."""
    places = {sentence.entities[index].first_token for index in surnames}
    return tuple(
        replace(token, feats=token.feats.replace("NameType=Giv", "NameType=Sur"))
        if token.id in places and token.feats
        else token
        for token in sentence.tokens
    )


def _named(entity: Entity, known: KnownName) -> Entity:
    if not is_normalized("NFC", f"={known.name}"):  # a mark at its beginning would melt into EntityName=
        return entity
    item = wikidata_items().get(known.entity_id)
    return replace(entity, name=known.name, entity_id=known.entity_id, wikidata=item)


# -- mentions --


def _mentions(sentences: Sequence[Sentence]) -> Iterator[Mention]:
    for number, sentence in enumerate(sentences):
        for index, entity in enumerate(sentence.entities):
            yield _mention((number, index), sentence, entity)


def _mention(place: tuple[int, int], sentence: Sentence, entity: Entity) -> Mention:
    tokens = name_tokens(sentence, entity)
    reviewed = None
    if sentence.annotation == "reviewed" and entity.name and entity.entity_id:
        reviewed = KnownName(entity.name, entity.entity_id)
    found = Mention(place, entity.label, normal_words(sentence, entity), reviewed=reviewed)
    if entity.label != "PER":
        found.is_common = all(t.upos in _COMMON for t in tokens) and entity.label == "ORG"
        return found
    kinds = [feature(token, "NameType") for token in tokens]
    found.given = kinds.index("Giv") if "Giv" in kinds else None
    found.surname = len(kinds) - 1 - kinds[::-1].index("Sur") if "Sur" in kinds else None
    if found.given is not None and found.surname is not None:
        found.patronymics = frozenset(
            index for index, kind in enumerate(kinds) if kind == "Pat" and not is_initial(tokens[found.given])
        )
    genders = Counter(g for token in tokens if (g := feature(token, "Gender")) and not is_initial(token))
    found.gender = genders.most_common(1)[0][0] if genders else None
    return found


_COMMON = frozenset({"NOUN", "ADJ", "ADP", "CCONJ", "PUNCT", "NUM", "VERB", "DET"})


# -- answers --


@cache
def _known_names() -> Mapping[tuple[str, str], KnownName]:
    """By label and variant in lower case."""
    return {
        (label, comparable(variant)): KnownName(name, entity_id)
        for label, name, entity_id, _, variants in read_table("known_names")
        for variant in (name, *filter(None, variants.split("; ")))
    }


@cache
def wikidata_items() -> Mapping[str, str]:
    """The Wikidata item of each known entity that could be checked, by id.

    >>> wikidata_items()["kazakhstan"]
    'Q232'
    """
    rows = read_table("known_names")
    return {entity_id: item for _, _, entity_id, item, _ in rows if item}


def known_name(label: str, name: str) -> str | None:
    """The one form of a name that every text has: РФ → Россия; None if it is not among the known ones."""
    known = _known_names().get((label, comparable(name)))
    return known.name if known else None


def _answer(cluster: Cluster, doc_id: str) -> KnownName:
    full = cluster.full
    if full.reviewed is not None:
        return full.reviewed
    name = _voted(cluster)
    label = cluster.mentions[0].label
    if (known := _known_names().get((label, comparable(name)))) is not None:
        return known
    keeps_to_document = full.is_common or (label == "PER" and (full.given is None or full.surname is None))
    # the label keeps the Ак-Орда of one document that is a place apart from that of another which is none
    slug = f"{_slug(_surname_first(full, name)) or 'x'}-{label.lower()}"
    return KnownName(name, f"{slug}-{_slug(doc_id)}" if keeps_to_document else slug)


def _voted(cluster: Cluster) -> str:
    """The full name, each word in the form that most mentions can be of."""
    full = cluster.full
    words = [
        word._replace(form=_elected(word, _same_place(cluster, full, index)))
        for index, word in enumerate(full.words)
        if index not in full.patronymics
    ]
    return replace(full, words=words).name


def _same_place(cluster: Cluster, full: Mention, index: int) -> list[NormalWord]:
    """The words that stand in the mentions for the word at ``index`` of the full name.

    What looked like a given name may be another form of the surname than it seemed: Данна, of Питер Данн.
    """
    if full.label != "PER":
        return [mention.words[index] for mention in cluster.mentions]
    part = "given" if index == full.given else "surname" if index == full.surname else None
    sure = [mention for mention in cluster.mentions if not mention.is_surname_after_all]
    places = [(mention, getattr(mention, part)) for mention in sure] if part else [(full, index)]
    return [mention.words[place] for mention, place in places if place is not None]


def _elected(word: NormalWord, others: Sequence[NormalWord]) -> str:
    possible = Counter(form for other in others for form in other.possible if form in word.possible)
    chosen = Counter(comparable(other.form) for other in others)
    best = max(sorted(possible), key=lambda form: (possible[form], chosen[form]))
    return word.form if best == comparable(word.form) else cased(word.form, best)


def _surname_first(mention: Mention, name: str) -> str:
    if mention.label != "PER" or mention.surname is None or " " not in name:
        return name
    given, _, surname = name.rpartition(" ")
    return f"{surname} {given}"


def _slug(text: str) -> str:
    """Small Latin letters, digits and hyphens: Касым-Жомарт → kasym-zhomart."""
    latin = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
