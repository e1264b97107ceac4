"""The splits of a corpus: as written, else by a stable hash, by date, or by the values of a column."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rukaz.errors import RukazError
from rukaz.records import SPLITS, Split

FEW_DOCUMENTS = 10
"""A corpus with fewer documents is not split unless it is said how."""


@dataclass(frozen=True, slots=True)
class Splitting:
    """How documents are divided.

    Attributes:
        shares: of train, validation and test, per cent.
        by: None for a hash of the id; ``date`` for the oldest in train and the newest in test; else the fact
            or the column whose equal values are kept together.
        asked: the user said so, and few documents are divided too.
    """

    shares: tuple[int, int, int] = (80, 10, 10)
    by: str | None = None
    asked: bool = False

    def __str__(self) -> str:
        """As the options are typed."""
        return "/".join(map(str, self.shares)) + (f" by {self.by}" if self.by else "")


def parse_splitting(shares: str | None, by: str | None) -> Splitting:
    """The options ``--split`` and ``--split-by``.

    >>> str(parse_splitting("70/20/10", "date"))
    '70/20/10 by date'

    Raises:
        RukazError: the shares are not three numbers that make 100.
    """
    if shares is None:
        return Splitting(by=by, asked=by is not None)
    parts = shares.split("/")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts) or sum(map(int, parts)) != 100:
        hint = "Write the shares of train, validation and test: --split 80/10/10"
        raise RukazError(f"texts cannot be divided like this: {shares!r}", hint=hint)
    train, validation, test = map(int, parts)
    return Splitting((train, validation, test), by, asked=True)


def assign_splits(
    doc_ids: Sequence[str],
    written: Mapping[str, Split],
    splitting: Splitting,
    groups: Mapping[str, str],
) -> tuple[dict[str, Split], tuple[str, ...]]:
    """The split of each document.

    Every split with a share gets a document, if there are enough of them; documents of one group are in one
    split. A document that is added moves others only where a split was empty, or by a date.

    Args:
        doc_ids: of all documents.
        written: the splits that sources.toml says.
        groups: the date or value of each document that has one, by its id.

    Returns:
        the splits, and what the user should know.
    """
    open_ids = [doc_id for doc_id in doc_ids if doc_id not in written]
    if not open_ids:
        return dict(written), ()
    if len(doc_ids) < FEW_DOCUMENTS and not splitting.asked:
        if len(doc_ids) == 1:
            return {**written, **dict.fromkeys(open_ids, "train")}, ()
        notice = (
            f"There are fewer than {FEW_DOCUMENTS} texts, so those without a stated split\n"
            "are all in train; --split 80/10/10 divides them."
        )
        return {**written, **dict.fromkeys(open_ids, "train")}, (notice,)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for doc_id in open_ids:
        members[f"={groups[doc_id]}" if doc_id in groups else doc_id].append(doc_id)
    if splitting.by == "date":
        by_group = _by_date(members, splitting)
    else:
        by_group = _by_hash(members, splitting, set(written.values()))
    return {**written, **{one: split for group, split in by_group.items() for one in members[group]}}, ()


def hashed_split(name: str, shares: tuple[int, int, int] = (80, 10, 10)) -> Split:
    """Eight in ten names are train, one validation, one test; adding a text never moves another."""
    share = hash_share(name) * 100
    return "train" if share < shares[0] else "validation" if share < shares[0] + shares[1] else "test"


def hash_share(name: str) -> float:
    """A number from 0 to 1 that depends on ``name`` alone."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64


def _by_hash(
    groups: Mapping[str, Sequence[str]], splitting: Splitting, taken: set[Split]
) -> dict[str, Split]:
    """By the hash of each group; a split that stays empty gets the nearest group of the one that has most."""
    found = {group: hashed_split(group, splitting.shares) for group in groups}
    nearest = sorted(groups, key=hash_share)  # train is at the beginning, test at the end
    for split, share in zip(SPLITS, splitting.shares, strict=True):
        counts = Counter(found.values())
        if not share or split in taken or counts[split] or not counts:
            continue
        donor, most = counts.most_common(1)[0]
        if most > 1:
            spare = [group for group in nearest if found[group] == donor]
            found[spare[0 if SPLITS.index(split) < SPLITS.index(donor) else -1]] = split
    return found


def _by_date(groups: Mapping[str, Sequence[str]], splitting: Splitting) -> dict[str, Split]:
    """The oldest are train, the newest test; what has no date is train."""
    dated = sorted(group for group in groups if group.startswith("="))
    found: dict[str, Split] = dict.fromkeys(groups, "train")
    total = sum(len(groups[group]) for group in groups)
    wanted = [share * total / 100 for share in splitting.shares]
    sizes: tuple[tuple[Split, float, int], ...] = (
        ("test", wanted[2], 2 if wanted[1] else 1),
        ("validation", wanted[1], 1),
    )
    for split, size, kept in sizes:
        filled = 0
        while size and len(dated) > kept and (not filled or filled + len(groups[dated[-1]]) <= size + 0.5):
            filled += len(groups[dated[-1]])
            found[dated.pop()] = split
    return found
