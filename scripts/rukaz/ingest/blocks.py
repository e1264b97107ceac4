"""Blocks: which pieces of a text are its title, lead, body, turns, and which are not text of the article.

Two ordered lists of small rules; the first rule that answers decides. The rules of ``LEFT_OUT`` see all
pieces, those of ``TEXT`` the pieces that are left. In doubt a piece stays in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rukaz.ingest.boilerplate_rules import CAPTIONS_AND_QUOTES, NAVIGATION, PEOPLE_AND_DATES
from rukaz.ingest.page import Page, Verdict
from rukaz.ingest.pieces import Piece, split_pieces
from rukaz.ingest.readers.extracted import Mark
from rukaz.ingest.role_rules import TEXT, title
from rukaz.records import Block

Rule = Callable[[Page, int], Verdict | None]

LEFT_OUT: tuple[Rule, ...] = (*NAVIGATION, *PEOPLE_AND_DATES, *CAPTIONS_AND_QUOTES)


def split_blocks(text: str, marks: Sequence[Mark] = ()) -> tuple[Block, ...]:
    """The blocks of a source text, in its order.

    Args:
        text: the decoded source, not cleaned.
        marks: stretches that the file itself tells to be one block, and perhaps what they are.

    Returns:
        blocks that hold every character of ``text`` but white space between them; those that are no text of
        the article have a reason.
    """
    pieces = split_pieces(text, [(mark.start, mark.end) for mark in marks])
    told = {mark.start: Verdict(mark.role, mark.reason) for mark in marks if mark.role is not None}
    by_file = [told.get(piece.start) for piece in pieces]
    verdicts = [verdict if verdict and verdict.reason else None for verdict in by_file]
    verdicts = _judged(LEFT_OUT, pieces, verdicts)
    titles = [at for at, verdict in enumerate(by_file) if verdict == Verdict("title") and not verdicts[at]]
    for at, verdict in enumerate(by_file):
        if verdict is not None and verdicts[at] is None and verdict.role != "body":
            verdicts[at] = Verdict("heading") if at in titles[1:] else verdict
    rules = [rule for rule in TEXT if rule is not title or not titles]
    verdicts = _judged(rules, pieces, verdicts)
    return tuple(
        Block(piece.number, verdict.role, piece.start, piece.end, verdict.reason)
        for piece, verdict in zip(pieces, verdicts, strict=True)
        if verdict is not None
    )


def _judged(
    rules: Sequence[Rule], pieces: Sequence[Piece], verdicts: Sequence[Verdict | None]
) -> list[Verdict | None]:
    """The verdicts, with those of ``rules`` where there was none; the rules do not see what is left out."""
    places = [at for at, verdict in enumerate(verdicts) if verdict is None or verdict.reason is None]
    page = Page(tuple(pieces[at] for at in places))
    found = list(verdicts)
    for place, at in enumerate(places):
        if found[at] is None:
            found[at] = next((verdict for rule in rules if (verdict := rule(page, place)) is not None), None)
    return found
