"""What changed between two versions of a corpus: every difference is counted, and some are shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rukaz.compare.align import Group, in_new_places, regrouped, surface
from rukaz.compare.stretches import stretch_changes
from rukaz.compare.versions import BLOCKS, SOURCE_TEXT, Version, made_by, paired, read_versions
from rukaz.export.manifest import Manifest
from rukaz.records import Entity, MultiwordToken, Sentence, Token
from rukaz.token_keys import TokenKey, token_keys

UNITS = ("documents", "sentences", "tokens", "entities")
NONE = "_"
"""An empty cell, as CoNLL-U writes it."""

CONTEXT = 3
"""Words shown on each side of a changed one."""


@dataclass(frozen=True, slots=True)
class Example:
    """Where something changed: the sentence in the new version (the old one if it is gone), and its words."""

    sent_id: str
    text: str


@dataclass(slots=True)
class Difference:
    """All differences of two versions.

    Attributes:
        totals: how many documents, sentences, tokens and entities there were and are.
        changes: for each layer (``UPOS``, ``sentences``, ``entity label``), what became what, and how often.
        examples: the first instances of each change.
        old, new: what made them, where this is known.
    """

    old: Manifest | None = None
    new: Manifest | None = None
    examples_kept: int = 3
    totals: dict[str, list[int]] = field(default_factory=lambda: {unit: [0, 0] for unit in UNITS})
    changes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[tuple[str, str], list[Example]] = field(default_factory=lambda: defaultdict(list))

    @property
    def equal(self) -> bool:
        """Whether nothing differs; what made the two may differ all the same."""
        return not self.changes

    def add(self, layer: str, what: str, sent_id: str, text: str) -> None:
        """Count a change."""
        self.changes[layer][what] += 1
        if len(self.examples[layer, what]) < self.examples_kept:
            self.examples[layer, what].append(Example(sent_id, text))

    def changed(self, layer: str, old: object, new: object, sent_id: str, text: str) -> None:
        """Count a change if the two values differ."""
        if old != new:
            self.add(layer, f"{_shown(old)} → {_shown(new)}", sent_id, text)


def compare(old: Path, new: Path, *, examples: int = 3) -> Difference:
    """The differences of two corpora, CoNLL-U files, or folders of such files.

    Tokens, sentences and entities are the same if they are the same stretch of the same document; so what
    is compared does not depend on how the sentences around it are cut.

    Args:
        examples: how many to keep of each change.

    Raises:
        RukazError: there is nothing to compare, or it is damaged.
    """
    found = Difference(made_by(old), made_by(new), examples)
    # two files are one document, whatever they are called
    doc_id = new.stem if old.is_file() and new.is_file() else ""
    compare_versions(found, read_versions(old, doc_id=doc_id), read_versions(new, doc_id=doc_id))
    return found


def compare_versions(found: Difference, old: Iterable[Version], new: Iterable[Version]) -> None:
    """Add the differences of two streams of documents to ``found``."""
    for before, after in paired(old, new):
        for side, version in enumerate((before, after)):
            if version is not None:
                _count(found, side, version)
        if before is None and after is not None:
            found.add("documents", "added", after.doc_id, _title(after))
        elif after is None and before is not None:
            found.add("documents", "removed", before.doc_id, _title(before))
        elif before is not None and after is not None:
            _compare_documents(found, before, after)


def _count(found: Difference, side: int, version: Version) -> None:
    counts = (
        1,
        len(version.sentences),
        sum(len(one.tokens) for one in version.sentences),
        sum(len(one.entities) for one in version.sentences),
    )
    for unit, count in zip(UNITS, counts, strict=True):
        found.totals[unit][side] += count


def _title(version: Version) -> str:
    return version.facts.get("title") or (version.sentences[0].text if version.sentences else "")


def _compare_documents(found: Difference, before: Version, after: Version) -> None:
    for fact in before.facts:
        if fact in after.facts and before.facts[fact] != after.facts[fact]:
            if fact in (SOURCE_TEXT, BLOCKS):
                found.add(fact, "changed", after.doc_id, _title(after))
            else:
                found.changed(f"document {fact}", before.facts[fact], after.facts[fact], after.doc_id, "")
    if before.sentences == after.sentences:
        _compare_confidence(found, before.sentences, after.sentences)
        return
    seen = sum(map(Counter.total, found.changes.values()))
    sources = [version.facts.get(SOURCE_TEXT) for version in (before, after)]
    same_source = None if None in sources else sources[0] == sources[1]
    old = in_new_places(before.sentences, after.sentences, same_source=same_source)
    new = after.sentences
    _compare_sentences(found, old, new)
    _compare_cuts(found, old, new)
    _compare_labels(found, old, new)
    _compare_entities(found, old, new)
    for layer, what, sentence in stretch_changes(old, new):
        found.add(layer, what, sentence.sent_id, sentence.text)
    if old != new and sum(map(Counter.total, found.changes.values())) == seen:
        found.add("other", "changed", after.doc_id, _title(after))
    _compare_confidence(found, old, new)


# -- sentences --

_OF_SENTENCE: Mapping[str, Callable[[Sentence], object]] = {
    "sent_id": lambda one: one.sent_id,
    "paragraph": lambda one: one.block,
    "role": lambda one: one.role,
    "annotation": lambda one: one.annotation,
    "reviewer": lambda one: one.reviewer,
    "lang": lambda one: one.lang,
    "speaker": lambda one: one.speaker,
}


def _compare_sentences(found: Difference, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
    for group in regrouped([(one.start, one.end) for one in old], [(one.start, one.end) for one in new]):
        shown = [new[i] for i in group.new] or [old[i] for i in group.old]
        found.add("sentences", group.kind, shown[0].sent_id, " ⏎ ".join(one.text for one in shown))
    spans = {(one.start, one.end): one for one in new}
    for before in old:
        after = spans.get((before.start, before.end))
        if after is None:
            continue
        for layer, of in _OF_SENTENCE.items():
            found.changed(layer, of(before), of(after), after.sent_id, after.text)
        if before.text != after.text:
            found.add("text", "changed", after.sent_id, after.text)


# -- tokens --


def _compare_cuts(found: Difference, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
    """How the text is cut into tokens, and these into words."""
    before, after = surface(old), surface(new)
    owners = {id(unit): one for sentences in (old, new) for one in sentences for unit in one.surface}
    for group in regrouped([(u.start, u.end) for u in before], [(u.start, u.end) for u in after]):
        units = [after[i] for i in group.new] or [before[i] for i in group.old]
        forms = _cut(group, before, after)
        found.add("tokens", group.kind, owners[id(units[0])].sent_id, forms)
    words = {(unit.start, unit.end): unit for unit in before}
    for unit in after:
        other = words.get((unit.start, unit.end))
        if other is not None and _words(unit) != _words(other):
            what = f"{_words(other)} → {_words(unit)} words"
            found.add("multi-word tokens", what, owners[id(unit)].sent_id, unit.form)


def _cut(
    group: Group, before: Sequence[Token | MultiwordToken], after: Sequence[Token | MultiwordToken]
) -> str:
    sides = ([before[i].form for i in group.old], [after[i].form for i in group.new])
    return " → ".join("|".join(forms) for forms in sides if forms)


def _words(unit: Token | MultiwordToken) -> int:
    return unit.last - unit.first + 1 if isinstance(unit, MultiwordToken) else 1


_OF_TOKEN: Mapping[str, Callable[[Token], object]] = {
    "form": lambda token: token.form,
    "lemma": lambda token: token.lemma,
    "UPOS": lambda token: token.upos,
    "XPOS": lambda token: token.xpos,
    "deprel": lambda token: token.deprel,
    "DEPS": lambda token: token.deps,
    "MISC": lambda token: token.misc,
    "space after": lambda token: token.space_after,
}


def _compare_labels(found: Difference, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
    before = dict(_placed(old))
    for key, (sentence, token, head) in _placed(new):
        if key not in before:
            continue
        _, other, other_head = before[key]
        if other == token and other_head == head:
            continue
        context = _context(sentence, token.id, token.id)
        for layer, of in _OF_TOKEN.items():
            found.changed(layer, of(other), of(token), sentence.sent_id, context)
        if other.feats != token.feats:
            was, now = _features_apart(other.feats, token.feats)
            found.changed("FEATS", was, now, sentence.sent_id, context)
        if other_head != head and not _recut(other_head, head, before):
            found.add("head", f"of a {token.deprel}", sentence.sent_id, context)


def _compare_confidence(found: Difference, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
    """How sure the models were, of tokens of which both versions say it."""
    before = dict(_placed(old))
    for key, (sentence, token, _) in _placed(new):
        was, now = before[key][1].confidence if key in before else None, token.confidence
        if was is not None and now is not None and was != now:
            context = _context(sentence, token.id, token.id)
            found.add("confidence", "higher" if now > was else "lower", sentence.sent_id, context)


def _placed(
    sentences: Sequence[Sentence],
) -> Iterator[tuple[TokenKey, tuple[Sentence, Token, TokenKey | None]]]:
    """Each token by its key, with its sentence and the key of its head; a root has none."""
    for sentence in sentences:
        found = token_keys(sentence.tokens)
        for key, token in zip(found, sentence.tokens, strict=True):
            head = found[token.head - 1] if 0 < token.head <= len(found) else None
            yield key, (sentence, token, head)


def _recut(old: TokenKey | None, new: TokenKey | None, before: Mapping[TokenKey, object]) -> bool:
    """Whether the head is the same stretch of text, only cut anew; this is counted as such."""
    return old is not None and new is not None and new not in before and old[0] < new[1] and new[0] < old[1]


def _features_apart(old: str | None, new: str | None) -> tuple[str, str]:
    """The features in which the two differ."""
    sides = [(feats or "").split("|") for feats in (old, new)]
    apart = ("|".join(item for item in side if item not in sides[1 - i]) for i, side in enumerate(sides))
    was, now = (shown or NONE for shown in apart)
    return (was, now) if was != now else (old or NONE, new or NONE)


def _context(sentence: Sentence, first: int, last: int) -> str:
    """The words around a stretch, which stands in brackets."""
    forms = [token.form for token in sentence.tokens]
    around = forms[max(0, first - 1 - CONTEXT) : first - 1], forms[last : last + CONTEXT]
    middle = " ".join(forms[first - 1 : last])
    return " ".join([*around[0], f"[{middle}]", *around[1]])


# -- entities --


def _compare_entities(found: Difference, old: Sequence[Sentence], new: Sequence[Sentence]) -> None:
    before = [(sentence, one) for sentence in old for one in sentence.entities]
    after = [(sentence, one) for sentence in new for one in sentence.entities]
    spans = {(one.start, one.end): one for _, one in before}
    for sentence, entity in after:
        other = spans.get((entity.start, entity.end))
        if other is not None:
            context = _context(sentence, entity.first_token, entity.last_token)
            found.changed("entity label", other.label, entity.label, sentence.sent_id, context)
            found.changed("entity id", other.entity_id, entity.entity_id, sentence.sent_id, context)
            found.changed("entity link", other.wikidata, entity.wikidata, sentence.sent_id, context)
            found.changed("entity name", other.name, entity.name, sentence.sent_id, context)
    for group in regrouped([(e.start, e.end) for _, e in before], [(e.start, e.end) for _, e in after]):
        sentence, entity = after[group.new[0]] if group.new else before[group.old[0]]
        context = _context(sentence, entity.first_token, entity.last_token)
        found.add("entities", _entity_change(group, entity), sentence.sent_id, context)


def _entity_change(group: Group, entity: Entity) -> str:
    if not group.old or not group.new:
        return f"{group.kind} {entity.label}"
    return f"other span of {entity.label}" if group.kind == "moved" else f"{group.kind} {entity.label}"


def _shown(value: object) -> str:
    return NONE if value is None else str(value)
