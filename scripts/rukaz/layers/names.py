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
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple
from unicodedata import is_normalized

from rukaz.layers.name_types import is_initial
from rukaz.layers.normal_forms import NormalWord, cased, comparable, name_tokens, normal_words
from rukaz.layers.tables import read_table
from rukaz.records import Entity, Sentence
from rukaz.tree import feature

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


class KnownName(NamedTuple):
    """What is known of an entity before any text is read, or from the review."""

    name: str
    entity_id: str


@dataclass
class Mention:
    """A name where it stands.

    Attributes:
        place: index of its sentence and of the entity in it.
        words: in the normal form; of a person, without what is no part of the name.
        given, surname: positions in ``words`` of a person's given name and surname; None without one.
        patronymics: positions of words that a full name does without.
        gender: of a person, if its form tells.
        is_common: whether common nouns alone make the name.
        reviewed: what the review says of it.
    """

    place: tuple[int, int]
    label: str
    words: list[NormalWord]
    given: int | None = None
    surname: int | None = None
    patronymics: frozenset[int] = frozenset()
    gender: str | None = None
    is_common: bool = False
    reviewed: KnownName | None = None

    @property
    def name(self) -> str:
        """The normal form that its own words make."""
        return "".join(word.form + " " * word.space_after for word in self.words).strip()


@dataclass
class Cluster:
    """Mentions of one entity, in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def full(self) -> Mention:
        """The mention that names the entity best: reviewed, or with most parts, the first of these."""
        return max(self.mentions, key=lambda mention: (mention.reviewed is not None, _parts(mention)))


def add_names(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of a document, the automatic ones with name and id of every entity."""
    mentions = list(_mentions(sentences))
    clusters = [
        *_persons([m for m in mentions if m.label == "PER"]),
        *_things([m for m in mentions if m.label != "PER"]),
    ]
    named: dict[tuple[int, int], KnownName] = {}
    for cluster in clusters:
        answer = _answer(cluster, sentences[0].doc_id)
        named |= {mention.place: answer for mention in cluster.mentions}
    return [
        sentence
        if sentence.annotation == "reviewed"
        else replace(
            sentence,
            entities=tuple(
                _named(entity, named[number, index]) for index, entity in enumerate(sentence.entities)
            ),
        )
        for number, sentence in enumerate(sentences)
    ]


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


def _parts(mention: Mention) -> int:
    given = mention.words[mention.given].form if mention.given is not None else ""
    return 2 * (len(given) > 2) + (len(given) > 0) + 2 * (mention.surname is not None)


# -- clusters --


def _persons(mentions: Sequence[Mention]) -> list[Cluster]:
    """Full names first, then surnames and given names alone, which join the last one that they fit."""
    clusters: list[Cluster] = []
    full = [mention for mention in mentions if mention.given is not None and mention.surname is not None]
    for mention in full:
        fitting = [
            cluster for cluster in clusters if any(_same_person(mention, other) for other in cluster.mentions)
        ]
        (fitting[0] if fitting else _new(clusters)).mentions.append(mention)
    for mention in mentions:
        if mention.given is None or mention.surname is None:
            fitting = [c for c in clusters if any(_may_be_called(other, mention) for other in c.mentions)]
            (_nearest(fitting, mention) if fitting else _new(clusters)).mentions.append(mention)
    return clusters


def _new(clusters: list[Cluster]) -> Cluster:
    clusters.append(Cluster())
    return clusters[-1]


def _nearest(clusters: Sequence[Cluster], mention: Mention) -> Cluster:
    """The one named last before the mention, or first after it."""

    def distance(cluster: Cluster) -> tuple[bool, int, int]:
        before = [other.place for other in cluster.mentions if other.place < mention.place]
        place = max(before) if before else min(other.place for other in cluster.mentions)
        return (not before, -place[0] if before else place[0], -place[1] if before else place[1])

    return min(clusters, key=distance)


def _same_person(one: Mention, other: Mention) -> bool:
    """Whether two full names are of one person; an initial goes with every name that begins with it."""
    if not _share(one, one.surname, other, other.surname):
        return False
    given = [mention.words[mention.given or 0].form for mention in (one, other)]
    shortened = any(form.endswith(".") for form in given) and given[0][0] == given[1][0]
    return shortened or _share(one, one.given, other, other.given)


def _share(one: Mention, index: int | None, other: Mention, position: int | None) -> bool:
    """Whether a word of one name and a word of another may be forms of the same."""
    if index is None or position is None:
        return False
    return bool(one.words[index].possible & other.words[position].possible)


def _may_be_called(full: Mention, short: Mention) -> bool:
    """Whether the surname or given name ``short`` may be that of the person ``full``."""
    if short.gender and full.gender and short.gender != full.gender:
        return False
    if short.surname is not None:
        return _share(full, full.surname, short, short.surname)
    return short.given is not None and _share(full, full.given, short, short.given)


def _things(mentions: Sequence[Mention]) -> list[Cluster]:
    """Mentions of the same words, whatever the case they stand in."""
    clusters: list[Cluster] = []
    found: dict[tuple[int, str], list[Cluster]] = {}
    for mention in mentions:
        # forms of one word share their beginning
        bucket = found.setdefault((len(mention.words), comparable(mention.words[0].form)[:2]), [])
        fitting = [cluster for cluster in bucket if _same_words(cluster.mentions[0], mention)]
        if not fitting:
            bucket.append(_new(clusters))
        (fitting[0] if fitting else bucket[-1]).mentions.append(mention)
    return clusters


def _same_words(one: Mention, other: Mention) -> bool:
    pairs = zip(one.words, other.words, strict=True)
    return all(first.possible & second.possible for first, second in pairs)


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
    """The words that stand in the other mentions for the word at ``index`` of the full name."""
    if full.label != "PER":
        return [mention.words[index] for mention in cluster.mentions]
    part = "given" if index == full.given else "surname" if index == full.surname else None
    places = [(mention, getattr(mention, part)) for mention in cluster.mentions] if part else [(full, index)]
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
