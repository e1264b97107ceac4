"""Why a word deserves a look, as data: the command line says it in English, a page in its own language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rukaz.check.finding import Finding
from rukaz.check.registry import message
from rukaz.records import Sentence, Token
from rukaz.repair.validator import Incident

_FEATURE = re.compile(r"(?:Value (?P<value>\S+) (?:of|is not documented for) f|F)eature (?P<feature>\S+) ")
"""What the validator names where it finds fault with a feature."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to say of a sentence.

    Attributes:
        code: the test of the validator or the rule of the guidelines that says it; else ``unsure``, ``rare``,
            ``differs`` or ``other-words``.
        message: in English.
        token: the word that it is said of; None for the whole sentence.
        values: what the message of another language has places for, by their names.
        is_error: of tests and rules, whether the sentence cannot be accepted with it; None of what is none.
    """

    code: str
    message: str
    token: Token | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)
    is_error: bool | None = None

    def __str__(self) -> str:
        place = f"{self.token.id} {self.token.form}: " if self.token else ""
        code = "" if self.is_error is None else f"{self.code}, "
        return f"{place}{code}{self.message}"

    def as_json(self) -> dict[str, Any]:
        """As pages take it."""
        place = {"token": self.token.id, "form": self.token.form} if self.token else {"token": None}
        told = {"code": self.code, "message": self.message, "values": dict(self.values)}
        return {**place, **told, "error": self.is_error}


def of_incident(incident: Incident, sentence: Sentence) -> Reason:
    """What the validator says."""
    token = _token(sentence, (incident.token_id or "").partition("-")[0])
    named = _FEATURE.match(incident.message)
    values: dict[str, str | int] = {k: v for k, v in named.groupdict().items() if v} if named else {}
    values = {**_values(sentence, token), **values}
    return Reason(incident.testid, incident.message, token, values, incident.is_error)


def of_finding(finding: Finding, sentence: Sentence) -> Reason:
    """What a rule of the guidelines says of a sentence or one of its words."""
    token = _token(sentence, finding.where.partition(", token ")[2].partition(" ")[0])
    values = {**_values(sentence, token), "detail": finding.detail}
    text = f"{message(finding.code)} {finding.detail}".rstrip()
    return Reason(finding.code, text, token, values, is_error=True)


def _token(sentence: Sentence, number: str) -> Token | None:
    return sentence.tokens[int(number) - 1] if number.isdecimal() else None


def _values(sentence: Sentence, token: Token | None) -> dict[str, str | int]:
    if token is None:
        return {}
    head = sentence.tokens[token.head - 1].form if token.head else "root"
    return {
        "form": token.form,
        "lemma": token.lemma,
        "upos": token.upos,
        "deprel": token.deprel,
        "head": head,
    }
