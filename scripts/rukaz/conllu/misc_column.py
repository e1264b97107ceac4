r"""The MISC column of CoNLL-U: what RuKaz keeps there.

``EntityId=astana|EntityName=Астана|NE=B-LOC|SpaceAfter=No|TokenRange=10:16``: keys in CamelCase and ASCII
order, so that Stanza, conllu, pyconll and udapi all give the column back as it was. A character that would
end a value, or make a tool reorder it, stands as ``\uXXXX``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from rukaz.conllu.entity_brackets import read_brackets, require_brackets, write_brackets
from rukaz.conllu.misc_spans import (
    DATE_KEYS,
    QUOTE_KEYS,
    date_items,
    quote_items,
    read_date,
    read_quote,
    read_range,
    write_range,
)
from rukaz.conllu.word_places import word_places
from rukaz.iob2 import decode, unopened
from rukaz.records import (
    ENTITY_LABELS,
    NER_TAGS,
    DateExpression,
    Entity,
    EntityLabel,
    Mention,
    MultiwordToken,
    Quote,
    Sentence,
    Token,
)

_ENTITY_KEYS = ("EntityId", "EntityName", "EntityWikidata")
DERIVED_KEYS = (*DATE_KEYS, "Entity", *_ENTITY_KEYS, "NE", *QUOTE_KEYS, "SpaceAfter", "TokenRange")
"""The keys that are made from other fields of a record; all others are ``Token.misc``."""

_UNSAFE = re.compile(r"[\\|=,]|[^\S ]|^ | $|(?<= ) |^_$")
_ESCAPED = re.compile(r"\\u([0-9A-F]{4})")
_USUAL = re.compile(
    rf"(?:NE=({'|'.join(NER_TAGS[1:])})\|)?(SpaceAfter=No\|)?TokenRange=(0|[1-9][0-9]*):(0|[1-9][0-9]*)"
)
"""The cells of nearly all words, read and written without a look at each item."""

_OTHER_TAG = re.compile(r"(?:NE|NER|ner)=([BIES]-[A-Z]+)")
_TOGETHER = {key: keys[0] for keys in (DATE_KEYS, QUOTE_KEYS) for key in keys}
"""Keys that are understood together or not at all."""


@dataclass(frozen=True, slots=True)
class Misc:
    """The content of one cell of MISC.

    Attributes:
        span: start and end of the token in the source; None if the cell does not say.
        tag: IOB2.
        entity_id, name, wikidata: of the entity that begins here.
        quote, date: that begins here.
        brackets: of the mentions that begin or end here.
        extra: the remaining items, in ASCII order of their keys.
    """

    span: tuple[int, int] | None = None
    space_after: bool = True
    tag: str = "O"
    entity_id: str | None = None
    name: str | None = None
    wikidata: str | None = None
    quote: Quote | None = None
    date: DateExpression | None = None
    brackets: str | None = None
    extra: str | None = None


def write_misc(misc: Misc) -> str | None:
    """The cell, or None if it is empty."""
    items = misc.extra.split("|") if misc.extra else []
    if misc.entity_id is not None:
        items.append(f"EntityId={escape(misc.entity_id)}")
    if misc.name is not None:
        items.append(f"EntityName={escape(misc.name)}")
    if misc.wikidata is not None:
        items.append(f"EntityWikidata={escape(misc.wikidata)}")
    if misc.tag != "O":
        items.append(f"NE={misc.tag}")
    if not misc.space_after:
        items.append("SpaceAfter=No")
    if misc.span is not None:
        items.append(f"TokenRange={write_range(*misc.span)}")
    items += _begun(misc.quote, misc.date, misc.brackets)
    return "|".join(sorted(items, key=_key)) or None


def _begun(quote: Quote | None, date: DateExpression | None, brackets: str | None) -> list[str]:
    """The items of the quote and the date that begin at a word, and of mentions."""
    items = [*(quote_items(quote, escape) if quote else ()), *(date_items(date, escape) if date else ())]
    items += [("Entity", brackets)] if brackets else []
    return [f"{key}={value}" for key, value in items]


def read_misc(cell: str | None) -> Misc:
    """The content of a cell.

    Raises:
        ValueError: a derived key stands twice or has a value it cannot have.
    """
    usual = _USUAL.fullmatch(cell or "")
    if usual and int(usual[3]) < int(usual[4]):
        return Misc((int(usual[3]), int(usual[4])), usual[2] is None, usual[1] or "O")
    items = cell.split("|") if cell else []
    derived = [item.partition("=")[::2] for item in items if _key(item) in DERIVED_KEYS]
    values = dict(derived)
    if len(values) < len(derived):
        raise ValueError(f"a key stands twice in MISC: {cell}")
    tag, space, span = values.get("NE", "O"), values.get("SpaceAfter", "Yes"), values.get("TokenRange")
    if tag not in NER_TAGS:
        raise ValueError(f"NE={tag} is none of {' '.join(NER_TAGS)}")
    if space not in ("Yes", "No"):
        raise ValueError(f"SpaceAfter={space} is neither Yes nor No")
    return Misc(
        span=None if span is None else read_range("TokenRange", span),
        space_after=space == "Yes",
        tag=tag,
        entity_id=unescape(values["EntityId"]) if "EntityId" in values else None,
        name=unescape(values["EntityName"]) if "EntityName" in values else None,
        wikidata=unescape(values["EntityWikidata"]) if "EntityWikidata" in values else None,
        quote=read_quote(values, unescape),
        date=read_date(values, unescape),
        brackets=require_brackets(values["Entity"]) if "Entity" in values else None,
        extra="|".join(sorted((i for i in items if _key(i) not in DERIVED_KEYS), key=_key)) or None,
    )


def read_any_misc(cell: str | None, *, brackets: bool = True) -> Misc:
    """As :func:`read_misc`, of a cell that anybody wrote: what cannot be understood stays in ``extra``.

    The tag of an entity may be IOB2 or BIOES, and stand under ``NE``, ``NER`` or ``ner``.

    >>> misc = read_any_misc("Gloss=lake|ner=S-LOC|SpaceAfter=No")
    >>> misc.tag, misc.space_after, misc.extra
    ('S-LOC', False, 'Gloss=lake|ner=S-LOC')

    Args:
        brackets: whether ``Entity`` can be understood.
    """
    keys = DERIVED_KEYS if brackets else tuple(key for key in DERIVED_KEYS if key != "Entity")
    groups: dict[str, dict[str, str]] = {}
    extra: list[str] = []
    for item in cell.split("|") if cell else []:
        group = groups.setdefault(_TOGETHER.get(_key(item), _key(item)), {})
        if _key(item) in keys and _key(item) not in group:
            group[_key(item)] = item
        else:
            extra.append(item)
    together = ["|".join(group.values()) for group in groups.values()]
    extra += [item for items in together if not _is_readable(items) for item in items.split("|")]
    misc = read_misc("|".join(items for items in together if items and _is_readable(items)))
    others = (match[1] for match in map(_OTHER_TAG.fullmatch, extra) if match)
    tag = misc.tag if misc.tag != "O" else next(others, "O")
    return replace(misc, tag=tag, extra="|".join(extra) or None)


def _is_readable(items: str) -> bool:
    try:
        read_misc(items)
    except ValueError:
        return False
    return True


def _key(item: str) -> str:
    return item.partition("=")[0]


def escape(value: str) -> str:
    r"""The value with ``\uXXXX`` for what cannot stand in MISC.

    >>> escape("a=b, «c  d»")
    'a\\u003Db\\u002C «c \\u0020d»'
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04X}", value)


def unescape(value: str) -> str:
    """What :func:`escape` was given."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)


def misc_of(sentence: Sentence) -> list[str | None]:
    """MISC of each word of a sentence; what belongs to a multi-word token is on its own line, not here."""
    begins = {entity.first_token: entity for entity in sentence.entities}
    quotes = {quote.start: quote for quote in sentence.quotes}
    dates = {date.start: date for date in sentence.dates}
    brackets = write_brackets(sentence.mentions, len(sentence.tokens))
    inside = {i for mwt in sentence.multiword_tokens for i in range(mwt.first, mwt.last + 1)}
    cells: list[str | None] = []
    for token, tag, bracket in zip(sentence.tokens, sentence.ner_tags, brackets, strict=True):
        entity, space_after = begins.get(token.id), token.space_after or token.id in inside
        # words of a multi-word token begin at one place; the first has what begins there
        quote, date = quotes.pop(token.start, None), dates.pop(token.start, None)
        if not (entity or quote or date or bracket or token.misc):
            name, space = "" if tag == "O" else f"NE={tag}|", "" if space_after else "SpaceAfter=No|"
            cells.append(f"{name}{space}TokenRange={write_range(token.start, token.end)}")
            continue
        misc = Misc(
            span=(token.start, token.end),
            space_after=space_after,
            tag=tag,
            entity_id=entity.entity_id if entity else None,
            name=entity.name if entity else None,
            wikidata=entity.wikidata if entity else None,
            quote=quote,
            date=date,
            brackets=bracket,
            extra=token.misc,
        )
        cells.append(write_misc(misc))
    return cells


def span_items(sentence: Sentence) -> dict[int, str]:
    """The MISC items of quotes, dates and mentions, by the id of the word that has them."""
    quotes = {quote.start: quote for quote in sentence.quotes}
    dates = {date.start: date for date in sentence.dates}
    brackets = write_brackets(sentence.mentions, len(sentence.tokens))
    items = {
        token.id: _begun(quotes.pop(token.start, None), dates.pop(token.start, None), brackets[token.id - 1])
        for token in sentence.tokens
    }
    return {number: "|".join(some) for number, some in items.items() if some}


def multiword_misc(mwt: MultiwordToken, tokens: Sequence[Token]) -> str | None:
    """MISC of the line of a multi-word token."""
    return write_misc(Misc(span=(mwt.start, mwt.end), space_after=tokens[mwt.last - 1].space_after))


def with_multiword_spaces(
    tokens: Sequence[Token], multiword: Sequence[tuple[MultiwordToken, Misc]]
) -> list[Token]:
    """The words with their ``space_after``: none within a multi-word token, its own after its last word."""
    if not multiword:
        return list(tokens)
    after = {
        i: misc.space_after and i == mwt.last
        for mwt, misc in multiword
        for i in range(mwt.first, mwt.last + 1)
    }
    return [replace(token, space_after=after.get(token.id, token.space_after)) for token in tokens]


def entities_of(
    text: str, tokens: Sequence[Token], miscs: Sequence[Misc], multiword_tokens: Sequence[MultiwordToken] = ()
) -> tuple[Entity, ...]:
    """The entities that tags, EntityId and EntityName of a sentence describe, however they are tagged.

    Raises:
        ValueError: the words are not the words of ``text``.
    """
    spans = [span for span in decode(misc.tag for misc in miscs) if span.label in ENTITY_LABELS]
    places = word_places(text, tokens, multiword_tokens)
    return tuple(
        Entity(
            label=cast(EntityLabel, span.label),
            start=tokens[span.first].start,
            end=tokens[span.last].end,
            text=text[places[span.first][0] : places[span.last][1]],
            first_token=span.first + 1,
            last_token=span.last + 1,
            name=miscs[span.first].name,
            entity_id=miscs[span.first].entity_id,
            wikidata=miscs[span.first].wikidata,
        )
        for span in spans
    )


def quotes_of(miscs: Iterable[Misc]) -> tuple[Quote, ...]:
    """The quotes that begin at the words of a sentence."""
    return tuple(misc.quote for misc in miscs if misc.quote is not None)


def dates_of(miscs: Iterable[Misc]) -> tuple[DateExpression, ...]:
    """The dates at the words of a sentence."""
    return tuple(misc.date for misc in miscs if misc.date is not None)


def mentions_of(tokens: Sequence[Token], miscs: Iterable[Misc]) -> tuple[Mention, ...]:
    """The mentions in the brackets at the words of a sentence.

    Raises:
        ValueError: a bracket is not as RuKaz writes it, or has no counterpart.
    """
    return read_brackets([misc.brackets for misc in miscs], [(token.start, token.end) for token in tokens])


def require_iob2(tokens: Sequence[Token], miscs: Sequence[Misc]) -> None:
    """Raise a ValueError where an ``I-`` tag continues nothing."""
    for position in unopened([misc.tag for misc in miscs]):
        raise ValueError(f"NE={miscs[position].tag} of {tokens[position].form!r} does not continue an entity")
