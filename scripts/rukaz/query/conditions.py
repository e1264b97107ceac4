"""What a query asks of the values of features, as SQL on the tables of :mod:`rukaz.query.tables`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rukaz.query.syntax import (
    ANCHOR,
    MENTION_COLUMNS,
    OTHER,
    SENTENCE_COLUMNS,
    Alternatives,
    Compared,
    Constraint,
    Value,
)

_OF_TOKEN = (
    "form", "lemma", "upos", "xpos", "deprel", "ner", "entity", "doc", "feats", "sent_id", "head", "enhanced"
)  # fmt: skip
_OF_SENTENCE = (*SENTENCE_COLUMNS, "text")


def quoted(text: str) -> str:
    """A string of SQL.

    >>> quoted("O'Нил")
    "'O''Нил'"
    """
    return "'" + text.replace("'", "''") + "'"


def value_of(feature: str, token: str) -> str:
    """The value of a feature of the token with the alias ``token``; NULL where it has none."""
    if feature.startswith(OTHER):
        value = value_of(feature.removeprefix(OTHER), "o")
        return f"(SELECT {value} FROM other o WHERE o.s = {token}.s AND o.id = {token}.id)"
    if feature in _OF_TOKEN:
        return f"{token}.{feature}"
    if feature == "name":
        return f"(SELECT name FROM mention_name m WHERE m.sent_id = {token}.sent_id AND m.id = {token}.id)"
    if feature in MENTION_COLUMNS:
        order = "ORDER BY first_token, last_token DESC"
        return f"(SELECT string_agg({feature}, '|' {order}) FROM coref_mention m WHERE {_heads(token)})"
    if feature in _OF_SENTENCE:
        return f"(SELECT f.{feature} FROM sentence f WHERE f.sent_id = {token}.sent_id)"
    return f"nullif(regexp_extract('|' || {token}.feats, {quoted(_item(feature))}, 1), '')"


def _heads(token: str, mention: str = "m") -> str:
    """That a token is the head of a mention."""
    return f"{mention}.sent_id = {token}.sent_id AND {mention}.id = {token}.id"


def _item(feature: str) -> str:
    return rf"\|{re.escape(feature)}=([^|]*)"


def expression_of(value: Value) -> str:
    """The regular expression of a value as RE2 has it, which DuckDB uses."""
    text = re.sub(r"\\u\{?([0-9A-Fa-f]{4,6})\}?", r"\\x{\1}", value.text)
    text = re.sub(r"\\([pP])\{(?:Script|sc)=(\w+)\}", r"\\\1{\2}", text)
    return f"(?i){text}" if value.ignore_case else text


def constraints_sql(constraints: Iterable[Constraint], token: str) -> str:
    """What is asked of a token; of the mentions that it is the head of, all must hold of the same one."""
    tests: list[str] = []
    of_mention: list[str] = []
    for one in constraints:
        if one.feature in MENTION_COLUMNS and not one.is_absent:
            of_mention.append(constraint_sql(one, "m", of_row=True))
        else:
            tests.append(constraint_sql(one, token))
    if of_mention:
        tests.append(f"EXISTS (SELECT 1 FROM coref_mention m WHERE {all_of([_heads(token), *of_mention])})")
    return all_of(tests)


def constraint_sql(constraint: Constraint, token: str, *, of_row: bool = False) -> str:
    """What is asked of a feature, as a condition.

    Args:
        of_row: ``token`` is the alias of a row of ``sentence`` or ``coref_mention``, which has the feature.
    """
    if constraint.feature == "word":
        sides = (f"replace(lower({token}.{name}), 'ё', 'е')" for name in ("form", "lemma"))
        return any_of(_test(side, constraint.values) for side in sides)
    value = constraint_value(constraint, token, of_row=of_row)
    if constraint.is_absent:
        return f"{value} IS NULL"
    if not constraint.values:
        return f"{value} IS NOT NULL"
    if constraint.feature.removeprefix(OTHER) == "ner":
        label = f"substr({value}, 3)"
        test = any_of(_test(value if _is_tag(one) else label, [one]) for one in constraint.values)
    elif _is_of_feats(constraint.feature) and not constraint.is_different and not of_row:
        test = any_of(_feature_test(constraint.feature, one, token, value) for one in constraint.values)
    else:
        test = _test(value, constraint.values)
    return f"{value} IS NOT NULL AND NOT ({test})" if constraint.is_different else test


def constraint_value(constraint: Constraint, token: str, *, of_row: bool = False) -> str:
    """The value that is asked about: of a feature, or one part of a relation."""
    value = f"{token}.{constraint.feature}" if of_row else value_of(constraint.feature, token)
    if constraint.part == 1:
        return f"split_part({value}, ':', 1)"
    return f"nullif(split_part({value}, ':', 2), '')" if constraint.part == 2 else value


def _is_tag(value: Value) -> bool:
    """Whether ``B-PER`` or an expression is meant, and not a name of any length."""
    return value.is_regex or value.text[:2] in ("B-", "I-")


def _is_of_feats(feature: str) -> bool:
    others = (*_OF_TOKEN, *_OF_SENTENCE, *MENTION_COLUMNS, "name")
    return feature not in others and not feature.startswith(OTHER)


def _feature_test(feature: str, one: Value, token: str, value: str) -> str:
    if one.is_regex:
        return _test(value, [one])
    return f"contains('|' || {token}.feats || '|', {quoted(f'|{feature}={one.text}|')})"


def _test(value: str, wanted: Sequence[Value]) -> str:
    words = [one.text for one in wanted if not one.is_regex]
    tests = [_matches(value, one) for one in wanted if one.is_regex]
    if words:
        tests.insert(0, f"{value} IN ({', '.join(map(quoted, words))})")
    return any_of(tests)


def _matches(value: str, one: Value) -> str:
    """A regular expression, by what is three times as fast where it says how a value begins or ends."""
    if not one.ignore_case:
        if begins := re.fullmatch(r"([\w -]+)\.\*", one.text):
            return f"starts_with({value}, {quoted(begins[1])})"
        if ends := re.fullmatch(r"\.\*([\w -]+)", one.text):
            return f"suffix({value}, {quoted(ends[1])})"
    return f"regexp_full_match({value}, {quoted(expression_of(one))})"


def any_of(tests: Iterable[str]) -> str:
    """That one of some conditions holds."""
    return "(" + " OR ".join(tests) + ")"


def all_of(tests: Iterable[str]) -> str:
    """That all conditions hold."""
    return " AND ".join(f"({test})" for test in tests) or "true"


def alternatives_sql(alternatives: Alternatives, token: str) -> str:
    """That a token has all features of one of several lists."""
    return any_of(constraints_sql(constraints, token) for constraints in alternatives)


def allows_anchor(alternatives: Alternatives) -> bool:
    """Whether the anchor may be what is asked for."""
    return any(all(map(_is_of_anchor, constraints)) for constraints in alternatives)


def _is_of_anchor(constraint: Constraint) -> bool:
    """Whether the anchor may have it; expressions for its form are left to the database."""
    if constraint.feature != "form":
        return constraint.is_absent
    if constraint.is_absent:
        return False
    if not constraint.values or any(one.is_regex for one in constraint.values):
        return True
    return any(one.text == ANCHOR for one in constraint.values) != constraint.is_different


def comparison_sql(clause: Compared, names: Sequence[str]) -> str:
    """That two values are the same or differ; of tokens that are heads of mentions, those of any of them."""
    tables: list[str] = []
    sides: list[str] = []
    tests: list[str] = []
    for feature, token in zip(clause.features, names, strict=True):
        if feature in MENTION_COLUMNS:
            mention = f"m{len(tables)}"
            tables.append(f"coref_mention {mention}")
            tests.append(_heads(token, mention))
            sides.append(f"{mention}.{feature}")
        else:
            sides.append(value_of(feature, token))
    tests.append(f"{sides[0]} {'=' if clause.is_same else '<>'} {sides[1]}")
    return f"EXISTS (SELECT 1 FROM {', '.join(tables)} WHERE {all_of(tests)})" if tables else tests[0]
