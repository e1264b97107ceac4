"""Which names of a document are of one entity: persons by surnames and given names, things by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rukaz.layers.normal_forms import NormalWord, comparable


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
        is_surname_after_all: whether it looks like a given name, and is a surname in this document.
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
    is_surname_after_all: bool = False
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


def _parts(mention: Mention) -> int:
    given = mention.words[mention.given].form if mention.given is not None else ""
    return 2 * (len(given) > 2) + (len(given) > 0) + 2 * (mention.surname is not None)


def persons(mentions: Sequence[Mention]) -> list[Cluster]:
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
            if not fitting and mention.surname is None:
                fitting = [c for c in clusters if any(_has_surname(other, mention) for other in c.mentions)]
                if fitting:
                    mention.given, mention.surname, mention.is_surname_after_all = None, mention.given, True
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


def _has_surname(full: Mention, short: Mention) -> bool:
    """Whether what looks like a given name is the surname of a person: Омар, of Жаксылык Омар."""
    if full.given is None or (short.gender and full.gender and short.gender != full.gender):
        return False
    return len(short.words) == 1 and _share(full, full.surname, short, short.given)


def things(mentions: Sequence[Mention]) -> list[Cluster]:
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
