"""Constructions of the review: names, dates, numbers, quotations, fixed expressions (rules C82x and C83x)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rukaz.check.guidelines.guideline_rule import Slip, in_reviewed
from rukaz.check.guidelines.syntax import DASHES, GOVERNMENT, pairs
from rukaz.records import Token
from rukaz.tree import SentenceTree, feature, relation

# fmt: off
MONTHS = frozenset({
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
})

SPEECH = frozenset({
    "заметить", "заявить", "написать", "отметить", "ответить", "подчеркнуть", "пояснить", "рассказать",
    "сказать", "сообщить", "сообщать", "спросить", "уточнить",
})
"""Verbs that tell whose words stand in quotes."""

TELLING = SPEECH | {"выразиться", "известный", "показать", "показывать"}
"""What introduces an inserted clause: как отметил лидер, как известно, как показал пример."""

ASKING = frozenset({"думать", "полагать", "считать"})
"""What introduces a question to somebody: как вы считаете."""

SOURCES = frozenset({"данные", "информация", "мнение", "оценка", "слово"})
"""Nouns that name the source of what is said: по словам, по мнению, по информации."""

ALWAYS_FIXED = {
    ("а", "также"): "CCONJ", ("в", "качестве"): "ADP", ("в", "отношении"): "ADP", ("в", "частности"): "ADV",
    ("в", "том", "числе"): "ADP", ("в", "ходе"): "ADP", ("во", "время"): "ADP", ("друг", "другу"): "PRON",
    ("несмотря", "на"): "ADP", ("несмотря", "на", "то", "что"): "SCONJ", ("по", "поводу"): "ADP",
    ("потому", "что"): "SCONJ", ("с", "помощью"): "ADP", ("тем", "более", "что"): "SCONJ",
}
"""Words that are one expression wherever they stand together, and the class that it has as a whole."""
# fmt: on

TIME = MONTHS | {
    "век", "вечер", "год", "день", "конец", "месяц", "минута", "момент", "начало", "неделя", "ночь", "период",
    "середина", "утро", "час",
}  # fmt: skip
"""Nouns that name a point or stretch of time."""

TIME_PREPOSITIONS = frozenset({"в", "до", "за", "к", "на", "около", "по", "после", "с", "спустя", "через"})
"""Prepositions with which they say when or how long; о начале этапа says something else."""

NEVER_FIXED = (("в", "начале"), ("в", "рамках"), ("в", "результате"), ("в", "сфере"), ("на", "фоне"))
"""Prepositional phrases that look like prepositions and keep their structure."""


@in_reviewed
def title_and_name(tree: SentenceTree) -> Iterator[Slip]:
    """A name after a title is not its ``appos``: президент РФ Владимир Путин."""
    for token in tree.tokens:
        head = tree.head(token)
        if head is None:
            continue
        title, name = (head, token) if head.id < token.id else (token, head)
        if not _person(name) or title.upos != "NOUN" or feature(title, "Animacy") != "Anim":
            continue
        if any(mark.upos == "PUNCT" for mark in tree.tokens[title.id : name.id - 1]):
            continue
        same = all(feature(title, key) == feature(name, key) for key in ("Case", "Number"))
        beside = relation(token) in ("appos", "flat", "nmod")
        if same and beside and (title is token or relation(token) != "appos"):
            yield token, f"{token.deprel} of {head.form}"


@in_reviewed
def parts_of_a_name(tree: SentenceTree) -> Iterator[Slip]:
    """A part of a person's name is not ``flat:name`` of the first part."""
    for entity in tree.sentence.entities:
        if entity.label == "PER":
            for token in tree.tokens[entity.first_token : entity.last_token]:
                if (token.head, token.deprel) != (entity.first_token, "flat:name"):
                    yield token, f"{token.deprel} of token {token.head}"
    people = {entity.first_token for entity in tree.sentence.entities if entity.label == "PER"}
    for token in tree.tokens:
        if token.deprel == "flat:name" and token.head not in people:
            yield token, "not within a PER"


def _person(token: Token) -> bool:
    return token.upos == "PROPN" and feature(token, "NameType") in ("Giv", "Sur", "Pat")


@in_reviewed
def date(tree: SentenceTree) -> Iterator[Slip]:
    """In a date, the day is not an ADJ with the month as ``flat``, or the year not ``nmod`` of the month."""
    for month in tree.tokens:
        day, year = tree.before(month), _year_after(tree, month)
        if month.lemma not in MONTHS:
            continue
        analysis = day and (day.upos, month.head, month.deprel)
        if day is not None and day.form.isdigit() and analysis != ("ADJ", day.id, "flat"):
            yield month, f"{month.deprel} of token {month.head}; day {day.upos}"
        if year is not None and (year.head, relation(year)) != (month.id, "nmod"):
            yield year, f"{year.deprel} of token {year.head}"


def _year_after(tree: SentenceTree, month: Token) -> Token | None:
    number = tree.after(month)
    if number is None or not number.form[0].isdigit():
        return None
    noun = tree.after(number)
    return noun if noun is not None and noun.lemma == "год" else number


@in_reviewed
def year(tree: SentenceTree) -> Iterator[Slip]:
    """The number of a year is not an ADJ and ``amod`` of год."""
    for token in tree.tokens:
        number = tree.before(token)
        if token.lemma != "год" or number is None or not re.fullmatch(r"(19|20)\d\d", number.form):
            continue
        if (number.upos, number.head, number.deprel) != ("ADJ", token.id, "amod"):
            yield number, f"{number.upos}, {number.deprel} of token {number.head}"


@in_reviewed
def large_number(tree: SentenceTree) -> Iterator[Slip]:
    """Миллион, миллиард or тысяча is not a NOUN that counts the noun after it (``nummod``)."""
    for token in tree.tokens:
        if token.lemma in ("миллион", "миллиард", "тысяча"):
            counted = tree.children(token, "nmod")
            if token.upos != "NOUN" or counted:
                yield token, f"{token.upos} with {' '.join(word.form for word in counted)}"
            number = tree.before(token)
            if number is not None and number.upos == "NUM" and number.head != token.id:
                yield number, f"on token {number.head}, not on {token.form}"


@in_reviewed
def governed_noun(tree: SentenceTree) -> Iterator[Slip]:
    """A nominative or accusative numeral with a genitive noun is not ``nummod:gov``, or another one is.

    Digits have no case, but what they count has one: на уровне 60 млн тонн, порядка 100 млн долларов.
    """
    for token in tree.tokens:
        noun = tree.head(token)
        case = feature(token, "Case")
        if noun is not None and relation(token) == "nummod" and case and feature(noun, "Case"):
            governs = case in ("Nom", "Acc") and feature(noun, "Case") == "Gen"
            if governs != (token.deprel == "nummod:gov"):
                yield token, f"{token.deprel}: {case} with {feature(noun, 'Case')}"
        elif token.deprel == "nummod:gov" and case is None and _is_genitive_phrase(tree, token):
            yield token, "in the genitive"


def _is_genitive_phrase(tree: SentenceTree, number: Token) -> bool:
    """Whether what a number counts is a bare attribute, or stands after a word that governs the genitive."""
    counted = next((word for word in tree.path(number) if relation(word) != "nummod"), number)
    prepositions = tree.children(counted, "case")
    if not prepositions:
        return relation(counted) == "nmod"
    return any(GOVERNMENT.get(word.lemma) == "Gen" or word.upos == "NOUN" for word in prepositions)


@in_reviewed
def one_of(tree: SentenceTree) -> Iterator[Slip]:
    """The word один without a noun of its own (один из), or in с одной стороны, is not a DET."""
    for token in tree.tokens:
        of = [child for child in tree.children(token, "nmod") if tree.children(child, "case")]
        following = tree.after(token)
        side = following is not None and following.lemma == "сторона" and following.id == token.head
        if token.lemma == "один" and (of or side) and token.upos != "DET":
            yield token, token.upos


@in_reviewed
def percent(tree: SentenceTree) -> Iterator[Slip]:
    """The sign % is not a SYM counted by its number."""
    for token in tree.tokens:
        if token.form == "%":
            number = tree.before(token)
            on_sign = number is not None and number.head == token.id and relation(number) == "nummod"
            if (token.upos, token.lemma) != ("SYM", "%") or not on_sign:
                yield token, f"{token.upos}, lemma {token.lemma}"


@in_reviewed
def quoted_name(tree: SentenceTree) -> Iterator[Slip]:
    """A quoted name after its noun is not ``appos`` in the nominative and ``nmod`` in another case."""
    for opening, closing in pairs(tree):
        name = tree.head(opening)
        noun = tree.before(opening)
        if name is None or noun is None or not opening.id < name.id < closing.id:
            continue
        capital = tree.tokens[opening.id].form[0].isupper()
        if noun.upos == "NOUN" and name.head == noun.id and capital and not tree.children(name, "case"):
            wanted = "nmod" if feature(name, "Case") not in ("Nom", None) else "appos"
            if relation(name) != wanted:
                yield name, f"{name.deprel} in {feature(name, 'Case')}"


@in_reviewed
def reported_speech(tree: SentenceTree) -> Iterator[Slip]:
    """The verb of speech after a quotation is not ``parataxis``, or comma and dash do not depend on it."""
    for comma in tree.tokens:
        dash = tree.after(comma)
        if comma.form != "," or dash is None or dash.form not in DASHES:
            continue
        verb = next((word for word in tree.tokens[dash.id :] if word.lemma in SPEECH), None)
        if verb is None or feature(verb, "VerbForm") != "Fin":
            continue
        head = tree.head(verb)
        if verb.deprel != "parataxis" or head is None or head.id > comma.id:
            yield verb, f"{verb.deprel} of token {verb.head}"
        for mark in (comma, dash):
            if mark.head != verb.id:
                yield mark, f"on token {mark.head}, not on {verb.form}"


@in_reviewed
def source_of_information(tree: SentenceTree) -> Iterator[Slip]:
    """A source of information (по словам X, по мнению X) is not ``parataxis:discourse``."""
    for token in tree.tokens:
        by = [child.form.lower() for child in tree.children(token, "case")] == ["по"]
        source = token.lemma in SOURCES and by and tree.children(token, "nmod", "det")
        if source and token.deprel != "parataxis:discourse":
            yield token, token.deprel


@in_reviewed
def inserted_clause(tree: SentenceTree) -> Iterator[Slip]:
    """An inserted clause (как отметил X, как известно; как вы считаете) is not ``parataxis``."""
    for token in tree.tokens:
        head = tree.head(token)
        if token.form.lower() != "как" or head is None or head.id - token.id > 2:
            continue
        inserted = relation(token) == "mark" and head.lemma in TELLING
        asked = relation(token) == "advmod" and head.lemma in ASKING
        if (inserted or asked) and head.deprel != "parataxis":
            yield head, head.deprel


@in_reviewed
def copular_it(tree: SentenceTree) -> Iterator[Slip]:
    """In «X – это Y», это is not a PART and ``expl`` of Y, or the dash is not on Y."""
    for token in tree.tokens:
        beside = [word for word in (tree.before(token), tree.after(token)) if word and word.form in DASHES]
        head = tree.head(token)
        if token.form != "это" or not beside or head is None:
            continue
        subject = any(word.id < token.id for word in tree.children(head, "nsubj", "csubj"))
        found = (token.upos, token.deprel, beside[0].head)
        if head.upos != "VERB" and subject and found != ("PART", "expl", head.id):
            yield token, f"{token.upos}, {token.deprel}; dash on token {beside[0].head}"


@in_reviewed
def external_class(tree: SentenceTree) -> Iterator[Slip]:
    """A fixed expression lacks ExtPos, or ExtPos is given to something else."""
    for token in tree.tokens:
        if bool(tree.children(token, "fixed")) != (feature(token, "ExtPos") is not None):
            yield token, f"ExtPos={feature(token, 'ExtPos')}"
        if token.deprel == "fixed" and token.head > token.id:
            yield token, "before its head"


@in_reviewed
def fixed_expression(tree: SentenceTree) -> Iterator[Slip]:
    """A fixed expression is not ``fixed`` on its first word, or does not have its usual class."""
    taken: set[int] = set()
    for expression in sorted(ALWAYS_FIXED, key=len, reverse=True):
        for words in _occurrences(tree, expression):
            first, *others = words
            if first.id in taken:
                continue
            taken.update(word.id for word in words)
            if any((word.head, word.deprel) != (first.id, "fixed") for word in others):
                yield first, " ".join(expression)
            elif feature(first, "ExtPos") != ALWAYS_FIXED[expression]:
                yield first, f"ExtPos={feature(first, 'ExtPos')}"


@in_reviewed
def free_expression(tree: SentenceTree) -> Iterator[Slip]:
    """A prepositional phrase that keeps its structure (в рамках, в сфере) is annotated as fixed."""
    for expression in NEVER_FIXED:
        for first, second in _occurrences(tree, expression):
            if "fixed" in (first.deprel, second.deprel):
                yield first, " ".join(expression)


@in_reviewed
def time(tree: SentenceTree) -> Iterator[Slip]:
    """A phrase whose noun names time (год, час, начало) is ``obl`` of a verb, not ``obl:tmod``.

    Events are no time: во время визита, после саммита.
    """
    for token in tree.tokens:
        prepositions = [word.lemma for word in tree.children(token, "case")]
        of_time = token.lemma in TIME and all(word in TIME_PREPOSITIONS for word in prepositions)
        head = tree.head(token)
        if of_time and token.deprel == "obl" and head is not None and head.upos == "VERB":
            yield token, " ".join([*prepositions, token.form])


@in_reviewed
def not_only(tree: SentenceTree) -> Iterator[Slip]:
    """In не только … но и, не and но are not ``cc``, or только and и are not ``fixed`` on them."""
    for first, second in _occurrences(tree, ("не", "только")):
        answer = [words for words in _occurrences(tree, ("но", "и")) if words[0].id > first.id]
        for one, other in [(first, second), *answer[:1]] if answer else []:
            found = (relation(one), other.head, other.deprel, feature(one, "ExtPos"))
            if found != ("cc", one.id, "fixed", "CCONJ"):
                yield one, f"{one.deprel}, then {other.deprel}, ExtPos={feature(one, 'ExtPos')}"


def _occurrences(tree: SentenceTree, expression: tuple[str, ...]) -> Iterator[tuple[Token, ...]]:
    for start in range(len(tree.tokens) - len(expression) + 1):
        words = tree.tokens[start : start + len(expression)]
        if tuple(word.form.lower() for word in words) == expression:
            yield words
