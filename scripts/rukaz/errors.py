"""The one kind of exception a user can cause, told as what, where and what to do."""

from __future__ import annotations


class RukazError(Exception):
    """Something a user can put right; the command line shows it as one message, without a traceback.

    Args:
        what: what is wrong, as a sentence without its full stop.
        where: the file, line, document or sentence it concerns; empty if there is no such place.
        hint: what to do about it, as a sentence; empty if there is nothing to suggest.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n  {self.hint}" if self.hint else ""
        return f"{place}{self.what}{advice}"


class OtherTextsError(RukazError):
    """A corpus that another one is to be held against was built from other texts."""

    def __init__(self, other: object) -> None:
        super().__init__(
            "it has no document in common with the corpus",
            where=str(other),
            hint="Name a corpus that was built from the same texts.",
        )
