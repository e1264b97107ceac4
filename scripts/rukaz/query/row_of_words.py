"""The shorthand: words one after the other, each as form or lemma, "a form", /a form/, or [features]."""

from __future__ import annotations

import re

from rukaz.query.scanner import Scanner, folded
from rukaz.query.syntax import Constraint, Has, Query, Related, Scope, Value

_WORD = re.compile(r'[^\s\[\]{}"]+')
_REPEATED = re.compile(r"\](?:\{\d|[*+?])")
_STRUCTURE = re.compile(r"(?:(?:within|containing)\s+)?</?\w+\s*/?>")


def row_of_words(scanner: Scanner) -> Query:
    """The query that a row of words is; its nodes are ``X1``, ``X2`` and so on.

    Raises:
        QueryError: it cannot be read.
    """
    pattern = Scope("pattern")
    while not scanner.ended:
        name = f"X{len(pattern.nodes) + 1}"
        pattern.nodes.append(name)
        found = scanner.alternatives() if scanner.next == "[" else [[_word(scanner)]]
        if scanner.at and _REPEATED.match(scanner.text, scanner.at - 1):
            scanner.fail(
                "words cannot be repeated in a row; a pattern can: pattern { A []; B []; delta(A, B) <= 3 }"
            )
        pattern.clauses.append(Has((name,), found))
        if len(pattern.nodes) > 1:
            pattern.clauses.append(Related("before", (pattern.nodes[-2], name)))
    return Query(scanner.text, pattern, (), (), is_shorthand=True)


def _word(scanner: Scanner) -> Constraint:
    position = scanner.at
    if scanner.next in ('"', "/"):
        return Constraint("form", (scanner.value(),))
    found = scanner.take(_WORD)
    if not found:
        scanner.fail("a word, or features in brackets as in [upos=VERB], are expected")
    text = found[0]
    _require_word(scanner, text, position)
    scanner.space()
    wanted = folded(text)
    if "*" not in wanted:
        return Constraint("word", (Value(wanted, position=position),))
    expression = ".*".join(map(re.escape, wanted.split("*")))
    return Constraint("word", (Value(expression, is_regex=True, position=position),))


def _require_word(scanner: Scanner, text: str, position: int) -> None:
    """Fail at what is no word but a piece of a pattern, or of CQL, as other engines have it."""
    after = scanner.text[scanner.at :]
    opens = after.lstrip().startswith("[")
    if re.fullmatch(r"\d+:", text) and opens:
        scanner.suggest("a label is not needed before features", position, scanner.at, "")
    if tag := _STRUCTURE.match(scanner.text, position):
        what = "no match goes beyond its sentence, so nothing need be said of it"
        scanner.suggest(what, position, tag.end(), "")
    is_node = re.fullmatch(r"[A-Za-z]\w?", text, re.ASCII) and opens
    if is_node or after[:1] in ("{", "[") or "->" in text:
        what = "a pattern stands in braces: pattern { V [upos=VERB]; V -[nsubj]-> S }"
        scanner.fail(what, position)
    if re.match(r"[^\W\d]+(=|<>)", text):
        what = f"a feature stands in brackets: [{text}]"
        scanner.suggest(what, position, scanner.at, f"[{text}]")
