"""Spell ordinary texts as models have rarely seen them, and count the lemmas and tags that change.

    python tests/campaigns/respelled.py TEXTS --sentences 2000

Each text is annotated as it is and then in capitals, with stress marks, with Latin letters that look like
Cyrillic ones, with non-breaking hyphens, with variation selectors, and without any capital. A word that is no
token of its own any more counts as changed in everything. The command fails if more than 3 % of the lemmas or
of the UPOS change; of texts without capitals the figures are only shown, since there even readers cannot tell
names.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import rukaz
from rukaz.ingest import ingest
from rukaz.ingest.sources import read_project
from rukaz.records import TEXT_ROLES, Sentence, Token

MOST_CHANGED = 3.0
"""Per cent."""

VOWELS = "аеёиоуыэюя"
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")

Spelling = Callable[[str, Random], str]
"""The new spelling of one letter or mark of a text, with what is inserted after it."""

SPELLINGS: dict[str, Spelling] = {
    "capitals": lambda char, chance: char.upper() if len(char.upper()) == 1 else char,
    "stress marks": lambda char, chance: char + "\u0301" * (char.lower() in VOWELS and chance.random() < 0.4),
    "look-alikes": lambda char, chance: char.translate(LOOK_ALIKES) if chance.random() < 0.1 else char,
    "U+2011": lambda char, chance: "\u2011" if char == "-" else char,
    "variation selectors": lambda char, chance: char + "\ufe0f" * (char.isalpha() and chance.random() < 0.1),
    "no capitals": lambda char, chance: char.lower() if len(char.lower()) == 1 else char,
}
ONLY_SHOWN = {"no capitals"}


def campaign(texts: Path, *, sentences: int) -> dict[str, tuple[float, float]]:
    """Per cent of lemmas and of UPOS that change, by spelling."""
    plain = list(ordinary_blocks(texts))
    annotated = rukaz.annotate(plain)
    enough = next((n for n in range(len(plain)) if sum(map(len, annotated[:n])) >= sentences), len(plain))
    return {
        name: changed(plain[:enough], annotated[:enough], spelling, ignore_case=name in ONLY_SHOWN)
        for name, spelling in SPELLINGS.items()
    }


def ordinary_blocks(texts: Path) -> Iterator[str]:
    """The blocks of article text that hold no words in capitals."""
    for document in ingest(read_project(texts)).documents:
        for block in document.blocks:
            text = document.text[block.start : block.end]
            if block.role in TEXT_ROLES and text.isprintable():
                yield text


def changed(
    plain: Sequence[str], annotated: Sequence[Sequence[Sentence]], spelling: Spelling, *, ignore_case: bool
) -> tuple[float, float]:
    """Per cent of the tokens with another lemma, and with another UPOS."""
    chance = Random(1)
    pieces = [[spelling(char, chance) for char in text] for text in plain]
    again = rukaz.annotate(["".join(parts) for parts in pieces])
    lemmas = tags = total = 0
    for parts, before, after in zip(pieces, annotated, again, strict=True):
        origin = [at for at, part in enumerate(parts) for _ in part]
        found = {(origin[one.start], origin[one.end - 1] + 1): one for one in tokens(after)}
        for token in tokens(before):
            other = found.get((token.start, token.end))
            total += 1
            lemmas += other is None or not same_lemma(token, other, ignore_case)
            tags += other is None or other.upos != token.upos
    return 100 * lemmas / total, 100 * tags / total


def same_lemma(token: Token, other: Token, ignore_case: bool) -> bool:
    if ignore_case:
        return token.lemma.lower() == other.lemma.lower()
    return token.lemma == other.lemma


def tokens(sentences: Sequence[Sentence]) -> Iterator[Token]:
    return (token for sentence in sentences for token in sentence.tokens)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--sentences", type=int, default=2_000)
    parser.add_argument("--json", type=Path, help="where to write the figures for docs/reading.json")
    arguments = parser.parse_args()
    results = campaign(arguments.texts, sentences=arguments.sentences)
    for name, (lemmas, upos) in results.items():
        print(f"{name:20} lemmas {lemmas:5.2f} %  UPOS {upos:5.2f} %")
    if arguments.json:
        shares = {name: {"lemmas": pair[0], "upos": pair[1]} for name, pair in results.items()}
        arguments.json.write_text(json.dumps(shares, indent=1), encoding="utf-8")
    worst = max(max(shares) for name, shares in results.items() if name not in ONLY_SHOWN)
    sys.exit(worst > MOST_CHANGED)
