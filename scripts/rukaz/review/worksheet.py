"""The worksheet of a document: its annotation as CoNLL-U to correct, with the places to look at first.

A place to look at is a comment ``# look = <token id> <form>: <why>``; accepting a worksheet ignores them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rukaz.check.finding import Finding
from rukaz.check.guidelines.consistency import CONSISTENCY_RULES, named_entity
from rukaz.conllu.files import document_to_conllu
from rukaz.layers.enhanced import without_derived
from rukaz.records import Document, Sentence, Token
from rukaz.repair.validator import Incident
from rukaz.review.reasons import Reason

LOOK = "# look = "
RARE = 1
"""A combination of UPOS and features that the corpus has so many times, or fewer, deserves a look."""

ENOUGH = 1_000
"""Tokens of a corpus; in a smaller one everything is rare."""

UNSURE = 0.5
"""A word of which the models are less sure than this deserves a look."""

OF_WHOLE_DOCUMENTS = frozenset({"C882"})
"""Rules of the guidelines that would find fault with any part of a document: a mention refers to another."""

Looks = Mapping[str, Sequence[str]]
"""Why to look at a sentence, by ``sent_id``."""


def worksheet(document: Document, sentences: Sequence[Sentence], looks: Looks) -> str:
    """The CoNLL-U of a document with the places to look at before each sentence's words."""
    lines = []
    for line in document_to_conllu(document, sentences).split("\n"):
        lines.append(line)
        if line.startswith("# sent_id = "):
            lines += [LOOK + why for why in looks.get(line.removeprefix("# sent_id = "), ())]
    return "\n".join(lines)


def readable(sentences: Sequence[Sentence], looks: Looks) -> str:
    """The same to read: one word a line, indented below its head's place in the sentence."""
    return "\n".join(line for sentence in sentences for line in _readable(sentence, looks))


def _readable(sentence: Sentence, looks: Looks) -> Iterator[str]:
    yield f"{sentence.sent_id}  ({sentence.annotation})"
    yield sentence.text
    yield from (f"  ! {why}" for why in looks.get(sentence.sent_id, ()))
    heads = {0: "ROOT", **{token.id: token.form for token in sentence.tokens}}
    for token, tag in zip(sentence.tokens, sentence.ner_tags, strict=True):
        relation = f"{token.deprel} < {heads[token.head]}"
        name = "" if tag == "O" else tag
        yield (
            f"  {token.id:3} {token.form:22} {token.lemma:22} {token.upos:6} {relation:32} {name:6} "
            f"{token.feats or ''}"
        ).rstrip()
    yield ""


def places_to_look_at(
    sentences: Sequence[Sentence],
    corpus: Iterable[Sentence],
    incidents: Iterable[Incident],
    second: Sequence[Sentence] = (),
    findings: Iterable[Finding] = (),
) -> Looks:
    """What validator and rules say, where models are unsure or a second annotator disagrees, what is rare.

    Args:
        corpus: all sentences, in which something may be rare.
        second: another annotation of the same text.
    """
    looks: dict[str, list[str]] = defaultdict(list)
    for incident in incidents:
        looks[incident.sent_id or ""].append(
            f"{incident.token_id or '-'}: {incident.testid}, {incident.message}"
        )
    for finding in findings:
        sent_id, _, word = finding.where.partition(", token ")
        looks[sent_id].append(f"{word or '-'}: {finding.code}, {finding.detail}")
    usual = Counter((token.upos, token.feats) for sentence in corpus for token in sentence.tokens)
    others = {(token.start, token.end): token for sentence in second for token in sentence.tokens}
    for sentence in sentences:
        looks[sentence.sent_id] += map(str, unsure_words(sentence))
        for token in sentence.tokens:
            if usual.total() >= ENOUGH and usual[token.upos, token.feats] <= RARE:
                looks[sentence.sent_id].append(_look(token, f"{token.upos} {token.feats} is rare"))
            other = others.get((token.start, token.end))
            if other and other.upos != token.upos:
                looks[sentence.sent_id].append(_look(token, f"{token.upos}, or {other.upos}?"))
    return looks


def unsure_words(sentence: Sentence) -> list[Reason]:
    """The words of which the models are least sure, those first, with the answers that make them so."""
    unsure = [(token.confidence, token) for token in sentence.tokens if token.confidence is not None]
    return [
        Reason("unsure", f"unsure, {columns}", token, {"columns": columns})
        for confidence, token in sorted(unsure, key=lambda pair: pair[0])
        if confidence < UNSURE
        for columns in [", ".join(_least_sure(token))]
    ]


def _least_sure(token: Token) -> list[str]:
    """Columns with their confidence: the lowest, and all others below two thirds."""
    columns = sorted(
        (confidence, name.upper())
        for name in ("upos", "feats", "head", "deprel")
        if (confidence := getattr(token, f"{name}_confidence")) is not None
    )
    return [
        f"{name} {confidence:.2f}"
        for at, (confidence, name) in enumerate(columns)
        if not at or confidence < 2 / 3
    ]


def guideline_findings(document: Document, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Where the sentences depart from the decisions of the review, as if they were reviewed.

    They may be a part of the document. What only the whole document can show is left to the build.
    """
    asked = [replace(sentence, annotation="reviewed") for sentence in sentences]
    for code, rule in CONSISTENCY_RULES.items():
        if code not in OF_WHOLE_DOCUMENTS:
            for where, detail in rule(document, asked):
                yield Finding(code, where, detail)
    for where, detail in named_entity(asked):
        yield Finding("C877", where, detail)


def _look(token: Token, why: str) -> str:
    return f"{token.id} {token.form}: {why}"


def changes(before: Sequence[Sentence], after: Sequence[Sentence]) -> Iterator[str]:
    """One line for each value that differs; sentences with other boundaries are told as a whole."""
    old = {sentence.sent_id: sentence for sentence in before}
    for sentence in map(without_derived, after):
        former = old.get(sentence.sent_id)
        if former is None or _spans(former) != _spans(sentence):
            yield f"{sentence.sent_id}: other boundaries: {' '.join(token.form for token in sentence.tokens)}"
            continue
        former = without_derived(former)
        for was, token in zip(former.tokens, sentence.tokens, strict=True):
            for column in ("lemma", "upos", "feats", "head", "deprel", "deps", "misc"):
                if getattr(was, column) != getattr(token, column):
                    values = f"{getattr(was, column)} -> {getattr(token, column)}"
                    yield f"{sentence.sent_id}: {token.id} {token.form}: {column} {values}"
        if former.entities != sentence.entities:
            yield f"{sentence.sent_id}: entities {_entities(former)} -> {_entities(sentence)}"
        for layer in ("speaker", "quotes", "dates", "mentions"):
            if getattr(former, layer) != getattr(sentence, layer):
                yield f"{sentence.sent_id}: other {layer}"


def _spans(sentence: Sentence) -> list[tuple[int, int]]:
    return [(token.start, token.end) for token in sentence.tokens]


def _entities(sentence: Sentence) -> str:
    return ", ".join(f"{entity.text}/{entity.label}" for entity in sentence.entities) or "none"
