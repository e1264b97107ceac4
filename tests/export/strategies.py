"""Hypothesis strategies: sentences with everything a corpus may hold, and much it should not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from rukaz.conllu.entity_brackets import in_order
from rukaz.mentions import ETYPES
from rukaz.records import (
    DATE_PARTS,
    ENTITY_LABELS,
    QUOTE_KINDS,
    ROLES,
    UPOS_TAGS,
    DateExpression,
    Entity,
    Mention,
    MultiwordToken,
    Quote,
    Sentence,
    Token,
)

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=6)
FORMS = WORDS | st.sampled_from(["10 000", "10\u00a0000", "_", "#", "А.\u200bБ", "=", "|", "\\u0041"])
LEMMAS = WORDS | st.builds("{} {}".format, WORDS, WORDS)
GAPS = st.sampled_from(["", " ", "  ", "\u00a0", " \u2009"])
CELLS = st.none() | WORDS.filter(lambda cell: cell != "_")
FEATS = st.sampled_from([None, "Case=Nom", "Case=Gen|Number=Sing"])
EXTRA = st.sampled_from([None, "Cut=Length", "Gloss=a=b|SpacesBefore=\\n|Translit", "MGloss=x"])


def values() -> st.SearchStrategy[str]:
    """Anything that could be the name or the id of an entity."""
    return st.text(min_size=1, max_size=8) | st.sampled_from(
        ["_", " ", "a=b|c", "Путин, Владимир", "«А  Б»", "\\u0041"]
    )


LATER = st.integers(2 * 10**6, 3 * 10**6)
SPANS = st.none() | st.tuples(st.integers(0, 10**6), LATER)


@st.composite
def quotes(draw: st.DrawFn) -> dict[str, Any]:
    """All of a quote but its start."""
    cue, speaker = draw(SPANS) or (None, None), draw(SPANS) or (None, None)
    return {
        "kind": draw(st.sampled_from(QUOTE_KINDS)),
        "end": draw(LATER),
        "cue_start": cue[0],
        "cue_end": cue[1],
        "speaker_start": speaker[0],
        "speaker_end": speaker[1],
        "speaker_id": draw(st.none() | values()),
    }


QUOTES = quotes()
DATES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"end": LATER, "value": st.none() | values(), "part": st.sampled_from([None, *DATE_PARTS])}
)


@dataclass(frozen=True)
class Unit:
    """A surface token of some words, the white space after it, the source characters skipped there."""

    form: str
    gap: str
    skip: int
    words: int


UNITS = st.builds(Unit, FORMS, GAPS, st.integers(0, 3), st.sampled_from([1, 1, 1, 1, 2, 3]))


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """A sentence that ends with its last token; text and source offsets need not agree, as after cleaning."""
    units = draw(st.lists(UNITS, min_size=1, max_size=8))
    tokens: list[Token] = []
    multiword: list[MultiwordToken] = []
    places: list[tuple[int, int]] = []
    text, source = "", draw(st.integers(0, 10**6))
    for unit in units:
        place = len(text), len(text) + len(unit.form)
        start, end = source, source + len(unit.form)
        if unit.words > 1:
            multiword.append(MultiwordToken(len(tokens) + 1, len(tokens) + unit.words, unit.form, start, end))
        for last in (word == unit.words - 1 for word in range(unit.words)):
            form = unit.form if unit.words == 1 else draw(FORMS)
            tokens.append(
                draw(words(len(tokens) + 1, form, (start, end), space_after=last and unit.gap != ""))
            )
            places.append(place)
        text += unit.form + unit.gap
        source = end + len(unit.gap) + unit.skip
    block, role = draw(st.sampled_from(["1", "12", "4a"])), draw(st.sampled_from(ROLES))
    return Sentence(
        doc_id="d-p1-c2",
        sent_id=f"d-p1-c2-p{block}-c{draw(st.integers(0, 99))}",
        block=block,
        role=role,
        start=tokens[0].start,
        end=tokens[-1].end,
        text=text.removesuffix(units[-1].gap),
        tokens=tuple(tokens),
        entities=tuple(draw(entities(tokens, places, text))),
        multiword_tokens=tuple(multiword),
        annotation=draw(st.sampled_from(["auto", "reviewed"])),
        reviewer=draw(st.none() | LEMMAS),
        speaker=draw(st.none() | WORDS),
        quotes=tuple(Quote(start=start, **draw(QUOTES)) for start in draw(starts(tokens))),
        dates=tuple(DateExpression(start=start, **draw(DATES)) for start in draw(starts(tokens))),
        mentions=draw(mentions(tokens)),
    )


@st.composite
def mentions(draw: st.DrawFn, tokens: list[Token]) -> tuple[Mention, ...]:
    """Mentions one within the other or apart; each cluster is that of one of them."""
    found: list[Mention] = []
    ids = st.integers(1, len(tokens))
    for number, ends in enumerate(draw(st.lists(st.tuples(ids, ids), max_size=4))):
        first, last = sorted(ends)
        if any(one.first_token < first <= one.last_token < last for one in found):
            continue
        if any(first < one.first_token <= last < one.last_token for one in found):
            continue
        found.append(
            Mention(
                cluster=draw(st.sampled_from(["a_e", "д.e", "»"])) + str(number),
                etype=draw(st.sampled_from(ETYPES)),
                start=tokens[first - 1].start,
                end=tokens[last - 1].end,
                first_token=first,
                last_token=last,
                head=draw(st.integers(first, last)),
            )
        )
    return in_order(found)


def starts(tokens: list[Token]) -> st.SearchStrategy[list[int]]:
    """Where some of the tokens begin, in order."""
    return st.sets(st.sampled_from([token.start for token in tokens])).map(sorted)


@st.composite
def words(draw: st.DrawFn, number: int, form: str, span: tuple[int, int], *, space_after: bool) -> Token:
    return Token(
        id=number,
        form=form,
        lemma=draw(LEMMAS),
        upos=draw(st.sampled_from(UPOS_TAGS)),
        feats=draw(FEATS),
        head=draw(st.integers(0, 400)),
        deprel=draw(st.sampled_from(["root", "nsubj:pass", "_"])),
        start=span[0],
        end=span[1],
        xpos=draw(CELLS),
        deps=draw(CELLS),
        misc=draw(EXTRA),
        space_after=space_after,
    )


@st.composite
def entities(draw: st.DrawFn, tokens: list[Token], places: list[tuple[int, int]], text: str) -> list[Entity]:
    """Entities of one token or several, often side by side."""
    found: list[Entity] = []
    first = 0
    while first < len(tokens):
        last = draw(st.integers(first, len(tokens) - 1))
        if draw(st.booleans()):
            found.append(
                Entity(
                    label=draw(st.sampled_from(ENTITY_LABELS)),
                    start=tokens[first].start,
                    end=tokens[last].end,
                    text=text[places[first][0] : places[last][1]],
                    first_token=first + 1,
                    last_token=last + 1,
                    name=draw(st.none() | values()),
                    entity_id=draw(st.none() | values()),
                    wikidata=draw(st.none() | values()),
                )
            )
        first = last + 1
    return found
