"""From a text, and what the tokenizer model says of it, to sentences of tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rukaz.annotation.long_sentences import Span
from rukaz.annotation.segmentation.abbreviations import Abbreviations
from rukaz.annotation.segmentation.full_stops import belongs_to_word
from rukaz.annotation.segmentation.sentences import sentence_spans
from rukaz.annotation.segmentation.tokenized_text import TokenizedText
from rukaz.annotation.segmentation.tokens import tokenize
from rukaz.annotation.segmentation.words import are_both_inflected

_NEVER_FIRST = frozenset(
    {
        "по", "во", "в", "кое", "кой", "из", "пол", "экс", "вице", "обер", "унтер", "штаб", "лейб", "усть",
        "нью", "санкт", "сан",
    }
)  # fmt: skip
_NEVER_SECOND = frozenset({"то", "либо", "нибудь", "таки", "ка", "де", "с", "за", "под", "на"})


def segment_text(text: str, proposed: Sequence[Sequence[Span]], table: Abbreviations) -> list[list[Span]]:
    """Spans of the tokens of the sentences of a text: rules first, the model where none is certain.

    Args:
        text: cleaned.
        proposed: the sentences and tokens of the model.
        table: abbreviations.
    """
    boundaries = {place for tokens in proposed for span in tokens for place in span}
    ends = {tokens[-1][1] for tokens in proposed if tokens}
    tokens = list(_divided(text, tokenize(text), boundaries))
    tokenized = TokenizedText(text, tokens, table)
    return [list(_with_full_stops(tokenized, *span)) for span in sentence_spans(tokenized, ends)]


def _divided(text: str, tokens: Sequence[Span], boundaries: Collection[int]) -> Iterator[Span]:
    """Tokens divided where no shape tells: at hyphens (Север-Юг), between a figure and a word (100грамм)."""
    for start, end in tokens:
        form = text[start:end]
        if form.isalpha() or len(form) == 1:
            yield start, end
            continue
        if form.count("-") == 1 and form.islower() and are_both_inflected(*form.split("-")):
            hyphen = start + form.index("-")
            cuts = [hyphen, hyphen + 1]
        else:
            inside = [place for place in range(1, end - start) if start + place in boundaries]
            cuts = [start + place for place in inside if _may_divide(form, place, inside)]
        yield from zip([start, *cuts], [*cuts, end], strict=True)


def _may_divide(form: str, place: int, proposed: Collection[int]) -> bool:
    """Whether the model may divide a token there; at a hyphen only on both its sides: Север|-|Юг."""
    if "-" in form[place - 1 : place + 1]:
        if (place + 1 if form[place] == "-" else place - 1) not in proposed:
            return False
        first, _, second = form.lower().partition("-")
        are_words = all(len(part) > 1 and part.isalpha() for part in (first, second))
        return are_words and first not in _NEVER_FIRST and second not in _NEVER_SECOND
    return form[:place].isdigit() and form[place:].isalpha() and form[place:].islower()


def _with_full_stops(text: TokenizedText, first: int, last: int) -> Iterator[Span]:
    """The tokens of a sentence, abbreviations and initials with their full stop, but for one that ends it."""
    position = first
    while position <= last:
        start, end = text.tokens[position]
        if position < last and text.forms[position + 1] == "." and belongs_to_word(text, position, last):
            position += 1
            end = text.tokens[position][1]
        yield start, end
        position += 1
