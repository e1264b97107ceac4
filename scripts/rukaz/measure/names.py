"""Normal forms and ids of names against factRuEval-2016, whose .coref files have both for every entity.

The gold spans are named, in trees and features of the model. A form is right if it is one of the normal forms
of its entity; a person needs no more of the name than the text has. Mentions whose gold form has other words
(Госдума for нижняя палата) are not counted. An id is pure if all its mentions in a text are of one entity.
"""

from __future__ import annotations

import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rukaz.layers.features import add_features
from rukaz.layers.names import add_names, known_name
from rukaz.layers.normal_forms import comparable
from rukaz.layers.relations import add_relations
from rukaz.measure.gold_files import document
from rukaz.records import Document, Entity, EntityLabel, Sentence
from rukaz.train.ner_data import factrueval_objects, longest

if TYPE_CHECKING:
    from rukaz.annotation.annotator import Annotator

QUOTES = re.compile(r'["«»“”„]')


@dataclass(frozen=True, slots=True)
class GoldName:
    """A mention, and what its entity is called.

    Attributes:
        entity: id of the entity in its text.
        parts: what is said of the entity: (``firstname``, ``lastname``, ``patronymic``, ``name`` …, value).
    """

    start: int
    end: int
    label: EntityLabel
    entity: str
    parts: tuple[tuple[str, str], ...]


@dataclass
class NameScores:
    """Counts of right answers and of all, by label; ``ids`` counts ids with one entity, and all ids."""

    forms: Counter[str]
    right: Counter[str]
    ids: int = 0
    pure: int = 0
    other_words: int = 0

    def figures(self) -> dict[str, float]:
        """Per cent right, and the counts that they are of."""
        per_label = {
            f"normal forms, {label}": _percent(self.right[label], count)
            for label, count in sorted(self.forms.items())
        }
        return {
            "normal forms": _percent(self.right.total(), self.forms.total()),
            **per_label,
            "mentions": self.forms.total(),
            "mentions left out, whose gold form has other words": self.other_words,
            "ids of one entity": _percent(self.pure, self.ids),
            "ids": self.ids,
        }


def _percent(right: int, total: int) -> float:
    return round(100 * right / total, 2) if total else 100.0


def evaluate_names(annotator: Annotator, archive: Path) -> NameScores:
    """Name the gold mentions of both parts of factRuEval-2016, and compare.

    Args:
        archive: factrueval-2016.tar.gz.
    """
    texts = list(read_coreference(archive))
    annotated = annotator.annotate([text for text, _ in texts])
    scores = NameScores(Counter(), Counter())
    for (text, gold), answer in zip(texts, annotated, strict=True):
        sentences = [add_features(add_relations(with_entities(s, gold))) for s in answer.sentences]
        _count(text, gold, add_names(sentences) if sentences else [], scores)
    return scores


def read_coreference(archive: Path) -> Iterator[tuple[Document, list[GoldName]]]:
    """The texts of factRuEval-2016 with the mentions whose entity is told."""
    with tarfile.open(archive) as files:
        for stem, text, objects in factrueval_objects(files):
            member = files.extractfile(f"{stem}coref")
            assert member is not None
            told = _entities(member.read().decode("utf-8"))
            number_of = dict(objects)
            gold = [
                GoldName(name.start, name.end, name.label, *told[number_of[name]])  # type: ignore[arg-type]  # labels are the four
                for name in longest(number_of)
                if number_of[name] in told
            ]
            blocks = [match.span() for match in re.finditer(r"\S(?:[^\n]*\S)?", text)]
            yield document("-".join(stem.rstrip(".").split("/")[-2:]), text, blocks), gold


def _entities(coref: str) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """By number of the object: the entity and what is said of it."""
    told: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}
    for block in re.split(r"\n\s*\n", coref.strip()):
        first, *lines = block.strip().split("\n")
        entity, *numbers = first.split()
        parts = tuple((kind, value) for kind, _, value in (line.partition(" ") for line in lines))
        told |= dict.fromkeys(numbers, (entity, parts))
    return told


def with_entities(sentence: Sentence, gold: Sequence[GoldName]) -> Sentence:
    """The sentence with the gold mentions for entities."""
    entities = []
    for name in gold:
        inside = [token for token in sentence.tokens if token.start < name.end and name.start < token.end]
        if inside and inside[0].start <= name.start:
            start, end = inside[0].start, inside[-1].end
            text = sentence.text[start - sentence.start : end - sentence.start]
            entities.append(Entity(name.label, start, end, text, inside[0].id, inside[-1].id))
    return replace(sentence, entities=tuple(entities))


def _count(text: Document, gold: Sequence[GoldName], named: Sequence[Sentence], scores: NameScores) -> None:
    beginnings: defaultdict[str, set[str]] = defaultdict(set)
    for name in gold:
        beginnings[name.entity] |= {word[:3] for word in _plain(text.text[name.start : name.end]).split()}
    mentions = [(sentence, entity) for sentence in named for entity in sentence.entities]
    found: defaultdict[str | None, set[str]] = defaultdict(set)
    for _, entity in mentions:
        name = next(n for n in gold if n.start < entity.end and entity.start < n.end)
        found[entity.entity_id].add(name.entity)
        forms = _forms(name, beginnings[name.entity])
        if name.label != "PER" and not any(_same_words(form, _plain(entity.text)) for form in forms):
            scores.other_words += 1
            continue
        scores.forms[name.label] += 1
        known = {_plain(known_name(name.label, form) or form) for form in forms}
        scores.right[name.label] += _plain(entity.name or "") in known
    scores.ids += len(found)
    scores.pure += sum(len(entities) == 1 for entities in found.values())


def _forms(name: GoldName, beginnings: set[str]) -> set[str]:
    """The normal forms of an entity; of a person, as far as the text has the parts."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for kind, value in name.parts:
        values[kind.rstrip("12")].append(_plain(value))
    if name.label != "PER":
        return {*values["name"]}
    given = [value for value in values["firstname"] if value[:3] in beginnings]
    surnames = [value for value in values["lastname"] if value[:3] in beginnings]
    initials = {word for word in beginnings if word.endswith(".")}
    forms = {f"{one} {other}" for one in given for other in surnames}
    forms |= {f"{' '.join(given)} {other}" for other in surnames} | {
        f"{one} {' '.join(given)}" for one in surnames
    }
    if not given or not surnames:
        forms = {*given, *surnames, *values["nickname"]}
        forms |= {f"{one} {other}" for one in given for other in values["patronymic"]}
        forms |= {
            f"{first} {second} {surname}" for first in initials for second in initials for surname in surnames
        }
        forms |= {f"{first} {surname}" for first in initials for surname in surnames}
    return {form.strip() for form in forms}


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", QUOTES.sub("", comparable(name))).strip()


def _same_words(form: str, mention: str) -> bool:
    words, others = form.split(), mention.split()
    return len(words) == len(others) and all(
        word[:3] == other[:3] for word, other in zip(words, others, strict=True)
    )
