"""Tiny annotated sentences in one readable line, for tests.

A word is ``form/UPOS/head:deprel``, then, in any order and only where wanted, FEATS
(``Case=Nom|Number=Sing``), ``CorrectForm=раму``, an IOB2 tag (``B-PER``) and a lemma (``=мыть``; else the
form, in lower case unless it is a PROPN). ``_`` in a form is a space::

    sentence("Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть раму/NOUN/2:obj ./PUNCT/2:punct")

The text is made of the forms, with the spaces that Russian typography puts between them; ``text=`` says
otherwise. Offsets are those of the text, moved by ``start``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from rukaz.records import (
    NER_TAGS,
    Block,
    Document,
    Entity,
    EntityLabel,
    Mention,
    Sentence,
    Split,
    Token,
    sentence_id,
)

NO_SPACE_BEFORE = re.compile(r" ([.,:;!?…»)\]])")
NO_SPACE_AFTER = re.compile(r"([«(\[]) ")


FIRST_BLOCK = Block("1", "body", 0, 0)


def sentence(
    spec: str, *, text: str | None = None, doc_id: str = "doc", block: Block = FIRST_BLOCK, start: int = 0
) -> Sentence:
    """The sentence written as ``spec``, in ``block``, from source offset ``start`` on."""
    words = [word.split("/") for word in re.split(r"\s+", spec.strip())]
    if text is None:
        text = typeset([form.replace("_", " ") for form, *_ in words])
    tokens: list[Token] = []
    position = 0
    for number, word in enumerate(words, 1):
        position = text.index(word[0].replace("_", " "), position)
        tokens.append(read_word(word, number, start + position))
        position = tokens[-1].end - start
    tags = [next((part for part in word[3:] if part in NER_TAGS), "O") for word in words]
    return Sentence(
        doc_id=doc_id,
        sent_id=sentence_id(doc_id, block, start),
        block=block.block,
        role=block.role,
        start=start,
        end=start + len(text),
        text=text,
        tokens=mark_spaces(tokens, text, start),
        entities=entities(tokens, tags, text, start),
    )


def read_word(word: Sequence[str], number: int, start: int) -> Token:
    """The token of one word of the specification: ``[form, UPOS, head:deprel, *extras]``."""
    form = word[0].replace("_", " ")
    head, deprel = word[2].split(":", 1)
    lemmas = [part[1:] for part in word[3:] if part.startswith("=")]
    items = [part for part in word[3:] if part.find("=") > 0]
    corrected = next((item for item in items if item.startswith("CorrectForm=")), None)
    feats = [item for item in items if item != corrected]
    return Token(
        id=number,
        form=form,
        lemma=lemmas[0] if lemmas else form if word[1] == "PROPN" else form.lower(),
        upos=word[1],
        feats=feats[0] if feats else None,
        head=int(head),
        deprel=deprel,
        start=start,
        end=start + len(form),
        misc=corrected,
    )


def typeset(forms: Sequence[str]) -> str:
    """The forms as a line of text: no space before a closing mark or after an opening one."""
    return NO_SPACE_AFTER.sub(r"\1", NO_SPACE_BEFORE.sub(r"\1", " ".join(forms)))


def mark_spaces(tokens: Sequence[Token], text: str, start: int) -> tuple[Token, ...]:
    """The tokens, with ``space_after`` as the text has it; the last has a space."""
    return tuple(
        replace(token, space_after=text[token.end - start : token.end - start + 1] in ("", " "))
        for token in tokens
    )


def entities(tokens: Sequence[Token], tags: Sequence[str], text: str, start: int) -> tuple[Entity, ...]:
    """The entities that the IOB2 tags describe."""
    found: list[Entity] = []
    for number, tag in enumerate(tags, 1):
        if tag.startswith("B-"):
            last = number
            while tags[last : last + 1] == [f"I-{tag[2:]}"]:
                last += 1
            first_char, last_char = tokens[number - 1].start, tokens[last - 1].end
            span = text[first_char - start : last_char - start]
            label = cast(EntityLabel, tag[2:])
            found.append(Entity(label, first_char, last_char, span, number, last))
    return tuple(found)


def document(
    doc_id: str, *blocks: str, split: Split = "train", title: str | None = None
) -> tuple[Document, tuple[Sentence, ...]]:
    """A document and its sentences: one string per block, one line of it per sentence.

    In the source, blocks are separated by an empty line and the sentences of a block by a space.
    """
    text = ""
    found: list[Sentence] = []
    spans: list[Block] = []
    for number, lines in enumerate(blocks, 1):
        block = Block(str(number), "body", len(text), len(text))
        for line in filter(None, map(str.strip, lines.splitlines())):
            text += " " if len(text) > block.start else ""
            found.append(sentence(line, doc_id=doc_id, block=block, start=len(text)))
            text += found[-1].text
        spans.append(replace(block, end=len(text)))
        text += "\n\n"
    made = Document(
        doc_id=doc_id,
        file=f"{doc_id}.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        split=split,
        blocks=tuple(spans),
        title=title,
    )
    return made, tuple(found)


def mention(
    sentence: Sentence, cluster: str, words: tuple[int, int], head: int, etype: str = "other"
) -> Mention:
    """The mention from the first to the last of two words of a sentence."""
    start, end = sentence.tokens[words[0] - 1].start, sentence.tokens[words[1] - 1].end
    return Mention(cluster, etype, start, end, *words, head)
