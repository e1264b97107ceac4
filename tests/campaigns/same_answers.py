"""Annotate texts with the fast stages and with Stanza itself, and compare every label.

    python tests/campaigns/same_answers.py TEXTS --sentences 20000

Both get the same documents in chunks, as a build does. Then the fast stages annotate all documents again,
shuffled and in groups of other sizes, which must change nothing. The CPU seconds of both are shown. The
command fails if a label differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import torch

from rukaz.annotation.annotator import Annotated, Annotator
from rukaz.annotation.model_files import find_model
from rukaz.ingest import ingest
from rukaz.ingest.sources import read_project
from rukaz.records import Document

LABELS = ("form", "upos", "feats", "lemma", "head", "deprel")
CHUNK = 200_000  # characters

Answers = dict[str, Annotated]
"""By ``doc_id``."""


def campaign(texts: Path, *, sentences: int, model: str = "stanza") -> int:
    """Compare the answers for the first sentences of the texts; how many differences there are."""
    fast = Annotator(find_model(model), threads=1)
    stock = Annotator(find_model(model), threads=1, fast=False)
    answers: dict[str, Answers] = {"fast": {}, "stock": {}}
    seconds: dict[str, float] = defaultdict(float)
    used: list[Document] = []
    for chunk in chunks(ingest(read_project(texts)).documents):
        for name, annotator in (("fast", fast), ("stock", stock)):
            start = time.process_time()
            answers[name] |= zip(ids(chunk), annotator.annotate(chunk), strict=True)
            seconds[name] += time.process_time() - start
        used += chunk
        if count(answers["fast"]) >= sentences:
            break
    tokens = sum(len(one.tokens) for answer in answers["fast"].values() for one in answer.sentences)
    print(f"{len(used)} documents, {count(answers['fast'])} sentences, {tokens} tokens")
    for name, spent in seconds.items():
        print(f"{name}: {spent:.1f} CPU seconds, {tokens / spent:.0f} tokens a second")
    print(f"ratio {seconds['stock'] / seconds['fast']:.2f}")
    wrong = report("Stanza", answers["stock"], answers["fast"])
    return wrong + report("other company", in_other_company(fast, used), answers["fast"])


def chunks(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Documents of some 200,000 characters together."""
    chunk: list[Document] = []
    for document in documents:
        chunk.append(document)
        if sum(len(one.text) for one in chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def ids(documents: Sequence[Document]) -> list[str]:
    return [document.doc_id for document in documents]


def count(answers: Answers) -> int:
    return sum(len(answer.sentences) for answer in answers.values())


def in_other_company(annotator: Annotator, documents: Sequence[Document]) -> Answers:
    """The answers for the documents in another order, in groups of 1 to 30."""
    chance = Random(1)
    answers: Answers = {}
    rest = chance.sample(documents, len(documents))
    while rest:
        size = chance.randint(1, 30)
        answers |= zip(ids(rest[:size]), annotator.annotate(rest[:size]), strict=True)
        rest = rest[size:]
    return answers


def report(what: str, expected: Answers, found: Answers) -> int:
    """Show what differs, and how often."""
    differences = [line for doc_id in found for line in compare(expected[doc_id], found[doc_id])]
    print(f"compared with {what}: {len(differences)} differences")
    for kind, number in Counter(line.split(" ")[0] for line in differences).items():
        print(f"  {kind} {number}")
    for line in differences[:20]:
        print(f"  {line}")
    return len(differences)


def compare(expected: Annotated, found: Annotated) -> Iterator[str]:
    """What differs in one document, a line each."""
    spans = [[(one.start, one.end) for one in answer.sentences] for answer in (expected, found)]
    if spans[0] != spans[1] or expected.quarantined != found.quarantined:
        yield f"sentences {set(spans[0]) ^ set(spans[1])}"
        return
    for one, other in zip(expected.sentences, found.sentences, strict=True):
        if [token.form for token in one.tokens] != [token.form for token in other.tokens]:
            yield f"tokens {one.sent_id}"
            continue
        for token, answer in zip(one.tokens, other.tokens, strict=True):
            for label in LABELS:
                values = getattr(token, label), getattr(answer, label)
                if values[0] != values[1]:
                    yield f"{label} {one.sent_id} {token.id} {token.form}: {values[0]} / {values[1]}"
        if one.entities != other.entities:
            yield f"entities {one.sent_id}: {one.entities} / {other.entities}"


if __name__ == "__main__":
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--sentences", type=int, default=20_000)
    parser.add_argument("--model", default="stanza")
    arguments = parser.parse_args()
    sys.exit(bool(campaign(arguments.texts, sentences=arguments.sentences, model=arguments.model)))
