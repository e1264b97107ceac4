"""Sentences without their text, as UD shares treebanks of protected texts, and back with the source.

FORM is ``_``, and so is each word of ``# text``. LEMMA and the values of MISC are rules that make them of
the form (:mod:`rukaz.hub.lemma_edit_scripts`); the name of an entity is a rule for its mention. Offsets,
tags, features, trees, labels and ids of entities stay as they are; of enhanced relations, prepositions and
conjunctions go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rukaz.conllu.word_places import word_places
from rukaz.hub.lemma_edit_scripts import apply_rule, rule, rule_within
from rukaz.ingest.clean import clean_text
from rukaz.layers.enhanced import enhanced_cells
from rukaz.records import MultiwordToken, Sentence, Token

MASK = "_"
_WORDS = re.compile(r":[а-яё_]+(:[a-z]+)?")
WORD = "Word"
"""The MISC key with the rule for a word of a multi-word token, whose form is not in the source."""


def mask(sentence: Sentence, source: str) -> Sentence:
    """The sentence without its text."""
    covering = _covering(sentence)
    tokens = tuple(
        replace(
            token,
            form=MASK,
            lemma=rule(token.lemma, token.form),
            deps=cell,
            misc=_mask_misc(token, covering.get(token.id)),
        )
        for token, cell in zip(sentence.tokens, _mask_graph(sentence), strict=True)
    )
    words = tuple(replace(mwt, form=MASK) for mwt in sentence.multiword_tokens)
    bare = replace(sentence, text=_mask_text(sentence), tokens=tokens, multiword_tokens=words)
    names = [one.name and rule_within(one.name, one.text, source) for one in sentence.entities]
    return _with_entities(bare, names)


def unmask(sentence: Sentence, source: str) -> Sentence:
    """The sentence that :func:`mask` was given.

    Raises:
        ValueError: the source is not the one it was made from, or the sentence was not masked.
    """
    words = tuple(
        replace(mwt, form=clean_text(source[mwt.start : mwt.end])) for mwt in sentence.multiword_tokens
    )
    text = clean_text(source[sentence.start : sentence.end])
    covering = _covering(replace(sentence, multiword_tokens=words))
    tokens = tuple(_unmask_token(token, covering.get(token.id), source) for token in sentence.tokens)
    bare = _with_graph(replace(sentence, text=text, tokens=tokens, multiword_tokens=words))
    mentions = _with_entities(bare, [None] * len(sentence.entities)).entities
    names = [
        one.name and apply_rule(one.name, mention.text, source)
        for one, mention in zip(sentence.entities, mentions, strict=True)
    ]
    return _with_entities(bare, names)


def _mask_graph(sentence: Sentence) -> list[str | None]:
    """DEPS without prepositions and conjunctions where the rules give them back."""
    written = [token.deps for token in sentence.tokens]
    if not any(written):
        return written
    cells = zip(written, enhanced_cells(sentence), strict=True)
    return [_wordless(ours) if ours == cell else cell for cell, ours in cells]


def _with_graph(sentence: Sentence) -> Sentence:
    """The sentence with the cells of DEPS that :func:`_mask_graph` was given."""
    if not any(token.deps for token in sentence.tokens):
        return sentence
    cells = zip(sentence.tokens, enhanced_cells(sentence), strict=True)
    tokens = (replace(one, deps=ours) if one.deps == _wordless(ours) else one for one, ours in cells)
    return replace(sentence, tokens=tuple(tokens))


def _wordless(cell: str) -> str:
    """The edges of a cell without words of the text: ``4:obl:в:loc`` → ``4:obl``."""
    edges = (edge.partition(":") for edge in _WORDS.sub("", cell).split("|"))
    return "|".join(f"{head}:{name}" for head, name in sorted({(int(head), name) for head, _, name in edges}))


def _covering(sentence: Sentence) -> dict[int, MultiwordToken]:
    """The multi-word token of each word that is in one."""
    return {i: mwt for mwt in sentence.multiword_tokens for i in range(mwt.first, mwt.last + 1)}


def _mask_text(sentence: Sentence) -> str:
    """A line of masks, with a space where there is white space in the text."""
    places = word_places(sentence.text, sentence.tokens, sentence.multiword_tokens)
    end, text = 0, ""
    for start, stop in sorted(set(places)):
        text += (" " if start > end else "") + MASK
        end = stop
    return text


def _with_entities(sentence: Sentence, names: Sequence[str | None]) -> Sentence:
    """The sentence with the text of its entities as it stands in its text, and with these names."""
    places = word_places(sentence.text, sentence.tokens, sentence.multiword_tokens)
    entities = tuple(
        replace(
            one, text=sentence.text[places[one.first_token - 1][0] : places[one.last_token - 1][1]], name=name
        )
        for one, name in zip(sentence.entities, names, strict=True)
    )
    return replace(sentence, entities=entities)


def _mask_misc(token: Token, covering: MultiwordToken | None) -> str | None:
    masked = _each_value(token.misc, lambda value: rule(value, token.form))
    if covering is None:
        return masked
    word = f"{WORD}={rule(token.form, covering.form)}"
    return "|".join(sorted([*(masked.split("|") if masked else []), word], key=_key))


def _unmask_token(token: Token, covering: MultiwordToken | None, source: str) -> Token:
    items = token.misc.split("|") if token.misc else []
    form = clean_text(source[token.start : token.end])
    if covering is not None:
        (word,) = (item for item in items if _key(item) == WORD)
        items.remove(word)
        form = apply_rule(word.partition("=")[2], covering.form)
    misc = _each_value("|".join(items) or None, lambda value: apply_rule(value, form))
    return replace(token, form=form, lemma=apply_rule(token.lemma, form), misc=misc)


def _each_value(misc: str | None, change: Callable[[str], str]) -> str | None:
    if misc is None:
        return None
    parts = [item.partition("=") for item in misc.split("|")]
    return "|".join(f"{key}{sign}{change(value) if sign else value}" for key, sign, value in parts)


def _key(item: str) -> str:
    return item.partition("=")[0]
