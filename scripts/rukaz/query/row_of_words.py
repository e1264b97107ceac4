"""The shorthand: words one after the other, each as form or lemma, "a form", /a form/, or [features].

As in CQL, ``[]{0,3}`` stands for any words between two.
"""

from __future__ import annotations

import re

from rukaz.query.scanner import Scanner, folded
from rukaz.query.syntax import Clause, Constraint, Distance, Has, Query, Related, Scope, Value

_WORD = re.compile(r'[^\s\[\]{}"]+')
_WITHIN = re.compile(r"within\s+<s\s*/?>\s*$")
_GAP = re.compile(r"\[\s*\](?:\{\s*(\d+)\s*(?:(,)\s*(\d*)\s*)?\}|([*+?]))\s*")
_TIMES: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_REPEATED = re.compile(r"\](?:\{\d|[*+?])")
_CLAUSE = re.compile(
    r"[A-Za-z]\w*\.\w+\s*(?:=|<>)|[A-Za-z]\w?\s+(?:=|<>|<<?|>>?)\s|(?:delta|length)\(", re.ASCII
)
"""``N.lemma = V.lemma``, ``V << S``, ``delta(V, S) > 2``."""
_STRUCTURE = re.compile(r"(?:(?:within|containing)\s+)?</?\w+\s*/?>")


def row_of_words(scanner: Scanner) -> Query:
    """The query that a row of words is; its nodes are ``X1``, ``X2`` and so on.

    Raises:
        QueryError: it cannot be read.
    """
    pattern = Scope("pattern")
    while not scanner.ended and not scanner.take(_WITHIN):
        gap = _gap(scanner)
        name = f"X{len(pattern.nodes) + 1}"
        pattern.nodes.append(name)
        found = scanner.alternatives() if scanner.next == "[" else [[_word(scanner)]]
        if scanner.at and _REPEATED.match(scanner.text, scanner.at - 1):
            scanner.fail("only [] can be repeated, between two words: [upos=ADP] []{0,2} [upos=NOUN]")
        pattern.clauses.append(Has((name,), found))
        if len(pattern.nodes) > 1:
            pattern.clauses += _apart((pattern.nodes[-2], name), gap)
        elif gap:
            scanner.fail("any words stand between two others: [upos=ADP] []{0,2} [upos=NOUN]", 0)
    return Query(scanner.text, pattern, (), (), is_shorthand=True)


def _gap(scanner: Scanner) -> tuple[int, int | None] | None:
    """``[]{2}``, ``[]{0,3}``, ``[]{1,}``, ``[]*``: how many words are passed over, at least and at most."""
    gap: tuple[int, int | None] | None = None
    while found := scanner.take(_GAP):
        least, comma, most, sign = found.groups()
        low, high = (
            _TIMES[sign] if sign else (int(least), int(most) if most else None if comma else int(least))
        )
        before, until = gap or (0, 0)
        gap = before + low, None if until is None or high is None else until + high
    if gap and scanner.ended:
        scanner.fail("a word is expected after any words")
    return gap


def _apart(nodes: tuple[str, str], gap: tuple[int, int | None] | None) -> list[Clause]:
    if gap is None:
        return [Related("before", nodes)]
    least, most = gap
    found: list[Clause] = [Distance(nodes, ">", least, is_length=False)]
    if most is not None:
        found.append(Distance(nodes, "<=", most + 1, is_length=False))
    return found


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
    is_clause = _CLAUSE.match(scanner.text, position)
    if is_node or is_clause or after[:1] in ("{", "[") or "->" in text:
        what = "a pattern stands in braces: pattern { V [upos=VERB]; V -[nsubj]-> S }"
        scanner.fail(what, position)
    if re.match(r"[^\W\d]+(=|<>)", text):
        what = f"a feature stands in brackets: [{text}]"
        scanner.suggest(what, position, scanner.at, f"[{text}]")
