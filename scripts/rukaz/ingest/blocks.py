"""Blocks: which pieces of a text are its title, lead, body, turns, and which are not text of the article.

Two ordered lists of small rules; the first rule that answers decides. The rules of ``LEFT_OUT`` see all
pieces, those of ``TEXT`` the pieces that are left, without the labels at their heads
(:mod:`rukaz.ingest.labels`). What the file itself says of a piece holds. In doubt a piece stays in the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rukaz.ingest.boilerplate_rules import NAVIGATION, POST_SIGNATURE
from rukaz.ingest.caption_rules import CAPTIONS_AND_QUOTES
from rukaz.ingest.chat_rules import CHATS, what_was_sent
from rukaz.ingest.document_rules import APPROVED
from rukaz.ingest.genre_rules import GENRES, chords, video_title
from rukaz.ingest.interface_rules import interface
from rukaz.ingest.labels import LabelKind, find_labels
from rukaz.ingest.page import Asked, Page, Rule, Verdict
from rukaz.ingest.people_rules import PEOPLE_AND_DATES, POST_AUTHOR, SENDER
from rukaz.ingest.pieces import Piece, cut_piece, split_pieces
from rukaz.ingest.readers.extracted import Mark
from rukaz.ingest.role_rules import TEXT, lead, title
from rukaz.ingest.signature_rules import signature
from rukaz.ingest.sports_rules import moment, record
from rukaz.ingest.table_rules import cell_alone, is_wide_row, table_row
from rukaz.records import Block, Role

_LABELS: Mapping[LabelKind, tuple[Role, str | None]] = {
    "speaker": ("speaker", "who speaks"),
    "marker": ("marker", "number or sign of an item"),
    "dateline": ("dateline", "place and date before the text"),
    "question": ("question", None),
}

LEFT_OUT: tuple[Rule, ...] = (
    chords,
    *CHATS,
    interface,
    table_row,
    cell_alone,
    moment,
    *NAVIGATION,
    *GENRES,
    *PEOPLE_AND_DATES,
    signature,
    video_title,
    *CAPTIONS_AND_QUOTES,
    record,
)


def split_blocks(text: str, marks: Sequence[Mark] = ()) -> tuple[Block, ...]:
    """The blocks of a source text, in its order.

    Args:
        text: the decoded source, not cleaned.
        marks: stretches that the file itself tells to be one block, and perhaps what they are.

    Returns:
        blocks that hold every character of ``text`` but white space between them; those that are no text of
        the article have a reason.
    """
    pieces = list(split_pieces(text, [(mark.start, mark.end) for mark in marks]))
    told = {mark.start: Verdict(mark.role, mark.reason) for mark in marks if mark.role is not None}
    by_file = [told.get(piece.start) for piece in pieces]
    verdicts = [verdict if verdict and verdict.reason else None for verdict in by_file]
    verdicts = _judged(LEFT_OUT, pieces, verdicts)
    pieces, verdicts, by_file = _cut_labels(text, pieces, verdicts, by_file)
    titles = [at for at, verdict in enumerate(by_file) if verdict == Verdict("title") and not verdicts[at]]
    first = next((at for at, verdict in enumerate(verdicts) if verdict is None), None)
    if not titles and first is not None and by_file[first] == Verdict("heading"):
        titles, by_file[first] = [first], Verdict("title")
    for at, verdict in enumerate(by_file):
        if verdict is not None and verdicts[at] is None:
            verdicts[at] = Verdict("heading") if at in titles[1:] else verdict
    said = {verdict.role for verdict in by_file if verdict is not None}
    has_lead = bool(said & {"lead", "speaker"})  # messages have none
    rules = [rule for rule in TEXT if not (rule is title and titles) and not (rule is lead and has_lead)]
    verdicts = _judged(rules, pieces, verdicts, titles[0] if titles else 0)
    return tuple(
        Block(piece.number, verdict.role, piece.start, piece.end, verdict.reason)
        for piece, verdict in zip(pieces, verdicts, strict=True)
        if verdict is not None
    )


def _cut_labels(
    text: str,
    pieces: Sequence[Piece],
    verdicts: Sequence[Verdict | None],
    by_file: Sequence[Verdict | None],
) -> tuple[list[Piece], list[Verdict | None], list[Verdict | None]]:
    """The pieces, with the labels at their heads as pieces of their own: ``4A`` before piece ``4``."""
    places = [at for at, verdict in enumerate(verdicts) if verdict is None]
    labels = find_labels([pieces[at].text for at in places])
    ends = {places[number]: label for number, label in labels.items()}
    found: list[tuple[Piece, Verdict | None, Verdict | None]] = []
    above: Piece | None = None  # a label alone on its line
    for at, (piece, told, of_file) in enumerate(zip(pieces, verdicts, by_file, strict=True)):
        if told is not None and told.reason == SENDER:
            above = piece._replace(label_kind="speaker")
        elif told is not None and told.role == "marker":
            above = piece._replace(label_kind="marker")
        label = ends.get(at)
        if label is not None and of_file in (Verdict("title"), Verdict("heading")):
            label = label if label.end < len(piece.text) else None  # «Глава первая»
        if label is None:
            if above is not None and told is None:
                headed = piece._replace(label=above.text, label_kind=above.label_kind)
                found.append((headed, told, of_file))
                above = None
            else:
                found.append((piece, told, of_file))
            continue
        verdict = Verdict(*_LABELS[label.kind])
        head, rest = cut_piece(text, piece, label)
        found.append((head, verdict, None))
        above = head if rest is None else None
        if rest is not None:
            found.append((rest, told or what_was_sent(rest.text), of_file))
    return [row[0] for row in found], [row[1] for row in found], [row[2] for row in found]


def _beginnings(places: Sequence[int], verdicts: Sequence[Verdict | None]) -> frozenset[int]:
    """Places above or below an author who is left out, and below who approved a document."""
    signed = [
        at
        for at, verdict in enumerate(verdicts)
        if verdict is not None
        and (verdict.role == "byline" or verdict.reason == APPROVED)
        and verdict.reason not in (None, POST_SIGNATURE, POST_AUTHOR)
    ]
    below = [bisect_left(places, at) for at in signed]
    above = [
        place - 1 for place, at in zip(below, signed, strict=True) if place and places[place - 1] == at - 1
    ]
    return frozenset([*below, *above])


_asked = lru_cache(maxsize=8)(Asked)


def _judged(
    rules: Sequence[Rule], pieces: Sequence[Piece], verdicts: Sequence[Verdict | None], title: int = 0
) -> list[Verdict | None]:
    """The verdicts, with those of ``rules`` where there was none; the rules do not see what is left out.

    Args:
        title: place of the title among the pieces, where the file tells it.
    """
    places = [at for at, verdict in enumerate(verdicts) if verdict is None or verdict.reason is None]
    rows = {at for at, verdict in enumerate(verdicts) if verdict is not None and verdict.role == "table"}
    above = frozenset(place for place, at in enumerate(places) if at + 1 in rows)
    below = frozenset(
        place for place, at in enumerate(places) if at - 1 in rows and is_wide_row(pieces[at - 1].raw)
    )
    begins = _beginnings(places, verdicts)
    page = Page(tuple(pieces[at] for at in places), above, begins, bisect_left(places, title), below)
    found = list(verdicts)
    asked = _asked(tuple(rules))
    for place, at in enumerate(places):
        if found[at] is None:
            for rule in asked[page.traits(place)]:
                if (verdict := rule(page, place)) is not None:
                    found[at] = verdict
                    break
    return found
