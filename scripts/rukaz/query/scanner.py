"""Reading a query from left to right: names, values, features of nodes and relations of edges."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NoReturn, cast

from rukaz.query.syntax import (
    COMPARABLE,
    ENHANCED,
    GLOBAL_COLUMNS,
    OTHER,
    SENTENCE_COLUMNS,
    TOKEN_COLUMNS,
    Constraint,
    QueryError,
    Value,
)

_CQL = {"word": "form", "tag": "upos", "pos": "upos"}
"""What CQL calls these features; understood."""

_ELSEWHERE = {"token": "form", "lc": "form", "cat": "upos", "rel": "deprel", "eid": "coref"}
"""What other query languages call them; suggested."""

_SPACE = re.compile(r"(?:\s|%[^\n]*)+")
_NAME = re.compile(r"[^\W\d]\w*")
_FEATURE = re.compile(r"(?:other\.)?[^\W\d][\w-]*(?:\[[a-z]+\])?")
_REGEX = re.compile(r're"((?:[^"\\]|\\.)*)"')
_SLASHED = re.compile(r"/((?:[^/\\]|\\.)*)/(i?)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PLAIN = re.compile(r'[^\s,;|=<>"{}\[\]^/]+')
_IS_ENHANCED = re.compile(r"enhanced\s*=\s*yes\s*")
_PARTS = re.compile(r"(?=!?\s*\w+\s*(?:=|<>))|(?=!)")


class Scanner:
    """A query and the place up to which it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, expected: str, position: int | None = None) -> NoReturn:
        """Tell what is expected, here or at ``position``."""
        raise QueryError(expected, self.at if position is None else position)

    def suggest(self, expected: str, position: int, end: int, instead: str) -> NoReturn:
        """Fail, and suggest the query with something else in the place of ``text[position:end]``."""
        raise QueryError(expected, position, self.text[:position] + instead + self.text[end:])

    def need_end(self) -> None:
        """Make sure that nothing follows."""
        if not self.ended:
            self.fail("nothing is expected after the brace that closes")

    def take(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """The match of an expression here, which is passed over; None if there is none."""
        found = expression.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def space(self) -> None:
        """Pass over white space and remarks."""
        self.take(_SPACE)

    def skip(self, mark: str) -> bool:
        """Pass over a mark and the white space after it, if it stands here."""
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        self.space()
        return True

    def need(self, mark: str, expected: str) -> None:
        """Pass over a mark that must stand here."""
        if not self.skip(mark):
            self.fail(expected)

    @property
    def ended(self) -> bool:
        """Whether all has been read."""
        return self.at >= len(self.text)

    @property
    def next(self) -> str:
        """The next character; nothing at the end."""
        return self.text[self.at : self.at + 1]

    def name(self, expected: str) -> str:
        """The name of a node or edge."""
        found = self.take(_NAME)
        if not found:
            self.fail(expected)
        self.space()
        return found[0]

    def node(self, expected: str) -> str:
        """The name of a node, with the ``$`` of one that may be the token of another."""
        name = self.name(expected)
        return f"{name}$" if self.skip("$") else name

    def feature(self) -> str:
        """The name of a feature; ``Number__psor`` is ``Number[psor]``."""
        found = self.take(_FEATURE)
        if not found:
            self.fail("the name of a feature is expected: upos, lemma, Case")
        self.space()
        return re.sub(r"__([a-z]+)$", r"[\1]", found[0])

    # -- values --

    def value(self) -> Value:
        """A word, ``"text"``, ``re"expression"`` or ``/expression/i``."""
        position = self.at
        if found := self.take(_REGEX):
            value = Value(found[1], is_regex=True, position=position)
        elif found := self.take(_SLASHED):
            value = Value(found[1], is_regex=True, ignore_case=bool(found[2]), position=position)
        elif found := self.take(_QUOTED):
            value = Value(re.sub(r"\\(.)", r"\1", found[1]), position=position)
        elif found := self.take(_PLAIN):
            value = Value(found[0], position=position)
        else:
            self.fail('a value is expected: VERB, "слово", /регулярное выражение/')
        self.space()
        return value

    def values(self, prefix: str = "") -> tuple[Value, ...]:
        """``a|b|c``; before each but the first ``prefix`` may stand again."""
        found = [self.value()]
        while self.skip("|"):
            self.skip(prefix)
            found.append(self.value())
        return tuple(found)

    def comparison(self, feature: str, part: Literal[0, 1, 2] = 0) -> Constraint:
        """``= a|b``, ``<> a|b``, ``= *``, or nothing, which is ``= *``."""
        different = self.skip("<>") or self.skip("!=")
        if not different and not self.skip("="):
            return Constraint(feature, part=part)
        if self.skip("*"):
            if different:
                self.fail("write !Name for a feature that is not there")
            return Constraint(feature, part=part)
        return Constraint(feature, self.values(), is_different=different, part=part)

    # -- node clauses --

    def known(self, feature: str, position: int, *, is_global: bool = False) -> None:
        """Fail if there is no such feature; FEATS have any names with a capital."""
        names: Sequence[str] = GLOBAL_COLUMNS if is_global else (*TOKEN_COLUMNS, *SENTENCE_COLUMNS)
        if feature.startswith(OTHER) and not is_global:
            feature, names = feature.removeprefix(OTHER), COMPARABLE
        if feature in names or feature == "head" or (feature[:1].isupper() and not is_global):
            return
        more = "" if is_global else ", or a feature of FEATS such as Case"
        expected = f"there is no feature {feature}; there are {', '.join(names)}{more}"
        near = difflib.get_close_matches(feature.lower(), names, 1)
        meant = _ELSEWHERE.get(feature.lower()) or next(iter(near), None)
        if meant is None or meant not in names:
            self.fail(expected, position)
        self.suggest(expected, position, position + len(feature), meant)

    def constraint(self, *, is_global: bool = False) -> Constraint:
        """``upos=VERB``, ``!Person``, ``Tense<>Past``."""
        absent = self.skip("!")
        position = self.at
        feature = self.feature()
        feature = feature if is_global else _CQL.get(feature, feature)
        self.known(feature, position, is_global=is_global)
        return Constraint(feature, is_absent=True) if absent else self.comparison(feature)

    def features(self) -> list[Constraint]:
        """``[upos=VERB, !Person]``."""
        self.need("[", "[ is expected")
        found: list[Constraint] = []
        while not self.skip("]"):
            if found and not self.skip("&"):
                self.need(",", "expected , or ]")
            found.append(self.constraint())
        return found

    def alternatives(self) -> list[list[Constraint]]:
        """``[upos=VERB]|[upos=AUX]``."""
        found = [self.features()]
        while self.skip("|"):
            found.append(self.features())
        return found

    # -- edges --

    def label(self) -> tuple[Constraint, ...]:
        """What stands between ``-[`` and ``]->``: what is asked of the relation; E: of an enhanced one."""
        position = self.at
        found: list[Constraint]
        if self.take(_PARTS):
            found = [self._part()]
            while self.skip(","):
                found.append(self._part())
            if any(one.feature == ENHANCED for one in found):
                found = [replace(one, feature=ENHANCED) for one in found]
        else:
            different = self.skip("^")
            if self.skip("E:"):
                found = [Constraint(ENHANCED, self.values("E:"), is_different=different)]
            else:
                found = [Constraint("deprel", self.values(), is_different=different)]
        if not self.skip("]->"):
            self.fail("]-> is expected after the relation", max(position, self.at))
        return tuple(found)

    def _part(self) -> Constraint:
        """``1=nsubj``, ``2=pass``, ``!2``: the relation before and after its colon; ``enhanced=yes``."""
        if self.take(_IS_ENHANCED):
            return Constraint(ENHANCED)
        absent = self.skip("!")
        if self.next not in ("1", "2"):
            self.fail("1 (the relation) or 2 (its subtype) is expected, or enhanced=yes")
        part = cast(Literal[1, 2], int(self.next))
        self.at += 1
        self.space()
        if absent:
            return Constraint("deprel", is_absent=True, part=part)
        return replace(self.comparison("deprel", part), part=part)


def folded(text: str) -> str:
    """A word as the shorthand compares it: in lower case, е for ё."""
    return text.lower().replace("ё", "е")
