"""How a check says what is wrong, and where."""

from __future__ import annotations

from dataclasses import dataclass

from rukaz.records import Sentence, Token

Place = tuple[str, str]
"""Where a rule is broken (the id of a sentence or document, a file of the corpus), and how."""


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One place where a rule is broken.

    Attributes:
        code: of the rule, such as ``T101``; it never changes its meaning.
        where: begins with the id of the sentence or document, or with the path of the file in the corpus.
        detail: what is there; what the rule wants is the rule's own first line.
    """

    code: str
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.detail}"


def at(sentence: Sentence, token: Token) -> str:
    """How a finding names a token."""
    return f"{sentence.sent_id}, token {token.id} {token.form!r}"
