"""Where the words of a sentence stand in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rukaz.records import MultiwordToken, Token


def word_places(
    text: str, tokens: Sequence[Token], multiword_tokens: Sequence[MultiwordToken] = ()
) -> list[tuple[int, int]]:
    """Where each word stands in the text of its sentence; the words of a multi-word token share its place.

    Raises:
        ValueError: the forms, with white space between them, are not the text.
    """
    covering = {mwt.first: mwt for mwt in multiword_tokens}
    words = {mwt.first: mwt.last - mwt.first + 1 for mwt in multiword_tokens}
    inner = {i for mwt in multiword_tokens for i in range(mwt.first + 1, mwt.last + 1)}
    surface = [covering.get(token.id, token) for token in tokens if token.id not in inner]
    places = form_places(text, [one.form for one in surface])
    firsts = (token.id for token in tokens if token.id not in inner)
    return [place for place, first in zip(places, firsts, strict=True) for _ in range(words.get(first, 1))]


def form_places(text: str, forms: Iterable[str]) -> list[tuple[int, int]]:
    """Where each form stands in a text that consists of them, with white space between them.

    >>> form_places("Да, да.", ["Да", ",", "да", "."])
    [(0, 2), (2, 3), (4, 6), (6, 7)]

    Raises:
        ValueError: the text is not made of the forms.
    """
    places: list[tuple[int, int]] = []
    position = 0
    for form in forms:
        while text[position : position + 1].isspace():
            position += 1
        if not text.startswith(form, position):
            raise ValueError(f"the text does not go on with {form!r} at character {position + 1}")
        places.append((position, position + len(form)))
        position += len(form)
    if position < len(text):
        raise ValueError(f"the text goes on after the last token: {text[position:]!r}")
    return places
