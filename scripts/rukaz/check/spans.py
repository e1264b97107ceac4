"""Spans: offsets and texts of blocks, sentences and tokens (rules O3xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rukaz.check.finding import Place, at
from rukaz.ingest.clean import clean_text
from rukaz.records import TEXT_ROLES, Document, Entity, Sentence

_OPENS_NO_NAME = re.compile(r"[«»„“”.,:;!?…)—–-]+")
_ENDS_NO_NAME = re.compile(r"[«„.,:;(—–-]+")
_ITEM = re.compile(r"Q[1-9][0-9]*")
_DIGIT_GROUPS = re.compile(r"[0-9]+([ \u00a0\u202f][0-9]+)+(,[0-9]+)?")


def form_is_source(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A form is not the clean source text at its offsets."""
    for sentence in sentences:
        inside = {i for mwt in sentence.multiword_tokens for i in range(mwt.first, mwt.last + 1)}
        whole = document.text[sentence.start : sentence.end]
        is_clean = clean_text(whole) == whole  # then every part of it is
        for token in sentence.tokens:
            source = document.text[token.start : token.end]
            if not (is_clean and sentence.start <= token.start and token.end <= sentence.end):
                source = clean_text(source)
            if source != token.form and token.id not in inside:
                yield at(sentence, token), f"source[{token.start}:{token.end}] is {source!r}"
        for mwt in sentence.multiword_tokens:
            source = clean_text(document.text[mwt.start : mwt.end])
            if source != mwt.form:
                yield sentence.sent_id, f"{mwt.form!r}: source[{mwt.start}:{mwt.end}] is {source!r}"


def text_is_source(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The text of a sentence is not the clean source text at its offsets."""
    for sentence in sentences:
        source = clean_text(document.text[sentence.start : sentence.end])
        if source != sentence.text:
            yield sentence.sent_id, f"source[{sentence.start}:{sentence.end}] is {source!r}"


def tokens_in_order(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """Tokens overlap, are out of order, or do not reach from the start of their sentence to its end."""
    for sentence in sentences:
        spans = _surface(sentence)
        reached = sentence.start
        for start, end, form in spans:
            if not reached <= start < end:
                yield sentence.sent_id, f"{form!r} at {start}:{end} after {reached}"
            reached = end
        if not spans or (spans[0][0], spans[-1][1]) != (sentence.start, sentence.end):
            yield sentence.sent_id, f"tokens do not span {sentence.start}:{sentence.end}"


def tokens_spell_text(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The forms, put together as SpaceAfter says, do not give the text of the sentence."""
    for sentence in sentences:
        if _is_plainly_spelt(sentence):
            continue
        position = 0
        for form, space_after in _spelling(sentence):
            if not sentence.text.startswith(form, position):
                yield sentence.sent_id, f"no {form!r} at character {position} of the text"
                break
            position += len(form)
            following = sentence.text[position : position + 1]
            if following and following.isspace() != space_after:
                yield sentence.sent_id, f"SpaceAfter of {form!r} is wrong"
            while sentence.text[position : position + 1].isspace():
                position += 1
        else:
            if position < len(sentence.text):
                yield sentence.sent_id, f"the text goes on after the last token: {sentence.text[position:]!r}"


def _is_plainly_spelt(sentence: Sentence) -> bool:
    """Whether the text is words without spaces with one space after each that says so: so most are."""
    if sentence.multiword_tokens:
        return False
    forms = [token.form for token in sentence.tokens]
    spelt = "".join([f"{token.form} " if token.space_after else token.form for token in sentence.tokens])
    return spelt.rstrip(" ") == sentence.text and all(forms) and len("".join(forms).split()) == 1


def no_space_in_token(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A token is empty, or contains white space that does not group digits."""
    for sentence in sentences:
        for token in sentence.tokens:
            spaced = token.form.split() != [token.form]
            if not token.form or (spaced and not _DIGIT_GROUPS.fullmatch(token.form)):
                yield at(sentence, token), f"form {token.form!r}"


def sentences_in_blocks(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A sentence lies outside its block, overlaps the one before, or its block is not text of the article."""
    blocks = {block.block: block for block in document.blocks}
    reached = 0
    seen: set[str] = set()
    for sentence in sentences:
        block = blocks.get(sentence.block)
        if block is None or not block.start <= sentence.start < sentence.end <= block.end:
            yield sentence.sent_id, f"{sentence.start}:{sentence.end} is not in block {sentence.block}"
        elif sentence.role not in {block.role, "foreign"} or block.role not in TEXT_ROLES:
            yield sentence.sent_id, f"role {sentence.role} in a block of role {block.role}"
        if sentence.start < reached and sentence.sent_id not in seen:
            yield sentence.sent_id, f"starts at {sentence.start}, before {reached}"
        seen.add(sentence.sent_id)
        reached = max(reached, sentence.end)


def no_word_cut(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A sentence begins or ends inside a word."""
    text = document.text
    for sentence in sentences:
        for place in (sentence.start, sentence.end):
            around = text[place - 1 : place + 1] if place else ""
            if len(around) == 2 and around.isalpha():
                yield sentence.sent_id, f"{text[max(0, place - 10) : place]}|{text[place : place + 10]}"


def blocks_cover_source(document: Document, _sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The blocks of a document overlap, or leave out more than white space."""
    reached = 0
    for block in document.blocks:
        if block.start < reached or block.end <= block.start:
            yield f"{document.doc_id}, block {block.block}", f"{block.start}:{block.end} after {reached}"
        elif left := clean_text(document.text[reached : block.start]).strip():
            yield f"{document.doc_id}, block {block.block}", f"before it stands {_cut(left)}"
        reached = max(reached, block.end)
    if left := clean_text(document.text[reached:]).strip():
        yield document.doc_id, f"after the last block stands {_cut(left)}"


def reason_for_leaving_out(document: Document, _sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A block is left out without a reason, or has a reason although it is text of the article."""
    for block in document.blocks:
        if (block.reason is None) != (block.role in TEXT_ROLES):
            yield f"{document.doc_id}, block {block.block}", f"role {block.role}, reason {block.reason}"


def _surface(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Start, end and form of what stands in the text: multi-word tokens, and words outside them."""
    return [(unit.start, unit.end, unit.form) for unit in sentence.surface]


def _spelling(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    """Form and SpaceAfter of what stands in the text."""
    last = {mwt.first: mwt.last for mwt in sentence.multiword_tokens}
    number = 1
    for _, _, form in _surface(sentence):
        number = last.get(number, number)
        yield form, sentence.tokens[number - 1].space_after
        number += 1


def _cut(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")


def foreign_is_unparsed(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """An automatic sentence in another language is parsed."""
    for sentence in sentences:
        if sentence.role == "foreign" and sentence.annotation == "auto":
            classes = {token.upos for token in sentence.tokens} - {"X", "PUNCT"}
            if classes:
                yield sentence.sent_id, f"UPOS {', '.join(sorted(classes))}"


def possible_entities(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """An automatic entity of a Russian text begins or ends with a mark, or has half a pair of quotes."""
    automatic = (sentence for sentence in sentences if sentence.annotation == "auto")
    for sentence in automatic if document.language == "ru" else ():
        for entity in sentence.entities:
            if not is_possible(entity, sentence):
                yield sentence.sent_id, f"{entity.label} {entity.text!r}"


def wikidata_items(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """The link of an entity is not a Wikidata item, or the entity has no id."""
    for sentence in sentences:
        for entity in sentence.entities:
            if entity.wikidata is not None and not (entity.entity_id and _ITEM.fullmatch(entity.wikidata)):
                yield sentence.sent_id, f"{entity.text!r}: {entity.wikidata}"


def is_possible(entity: Entity, sentence: Sentence) -> bool:
    """Whether an entity neither begins nor ends with a mark, nor holds half a pair of quotes."""
    first, last = (sentence.tokens[at - 1].form for at in (entity.first_token, entity.last_token))
    unpaired = entity.text.count("«") != entity.text.count("»")
    return not (unpaired or _OPENS_NO_NAME.fullmatch(first) or _ENDS_NO_NAME.fullmatch(last))
