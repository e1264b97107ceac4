"""Blocks: which pieces of a text are its title, lead, body, turns, and which are not text of the article.

Two ordered lists of small rules; the first rule that answers decides. The rules of ``LEFT_OUT`` see all
pieces, those of ``TEXT`` the pieces that are left. In doubt a piece stays in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rukaz.ingest.boilerplate_rules import CAPTIONS_AND_QUOTES, NAVIGATION, PEOPLE_AND_DATES
from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import split_pieces
from rukaz.ingest.role_rules import TEXT
from rukaz.records import Block

LEFT_OUT: tuple[Callable[[Page, int], Verdict | None], ...] = (
    *NAVIGATION,
    *PEOPLE_AND_DATES,
    *CAPTIONS_AND_QUOTES,
)


def split_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a source text, in its order.

    Args:
        text: the decoded source, not cleaned.

    Returns:
        blocks that hold every character of ``text`` but white space between them; those that are no text of
        the article have a reason.
    """
    page = Page(split_pieces(text))
    verdicts = [_first_verdict(LEFT_OUT, page, at) for at in range(len(page.pieces))]
    kept = [at for at, verdict in enumerate(verdicts) if verdict is None]
    article = Page(tuple(page.pieces[at] for at in kept))
    for place, at in enumerate(kept):
        verdicts[at] = _first_verdict(TEXT, article, place)
    return tuple(
        Block(piece.number, verdict.role, piece.start, piece.end, verdict.reason)
        for piece, verdict in zip(page.pieces, verdicts, strict=True)
        if verdict is not None
    )


def _first_verdict(
    rules: Sequence[Callable[[Page, int], Verdict | None]], page: Page, at: int
) -> Verdict | None:
    return next((verdict for rule in rules if (verdict := rule(page, at)) is not None), None)
