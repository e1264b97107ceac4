"""Syntax of the review: relations by class of word, agreement and government, marks (rules C84x and C85x)."""

from __future__ import annotations

from collections.abc import Iterator

from rukaz.check.guidelines.guideline_rule import Slip, in_reviewed
from rukaz.records import Token
from rukaz.tree import SentenceTree, feature, features, relation

DASHES = frozenset("-–—")
OPENING = frozenset("«“„([")
CLOSING = frozenset("»”“)]")

CLASS_OF_RELATION = {"case": {"ADP", "SCONJ"}, "mark": {"SCONJ"}, "cc": {"CCONJ", "SCONJ"}, "expl": {"PART"}}
RELATIONS_OF_CLASS = {
    "ADP": {"case", "fixed"},
    "SCONJ": {"mark", "case", "cc", "fixed"},
    "CCONJ": {"cc", "fixed"},
    "PART": {"advmod", "expl", "fixed", "parataxis", "discourse"},
}

# fmt: off
LINKING = frozenset({
    "быть", "казаться", "назвать", "называть", "оказаться", "остаться", "оставаться", "считаться", "стать",
    "становиться", "являться",
})
"""Verbs whose instrumental is a predicate."""

QUANTITIES = frozenset({"большинство", "меньшинство", "множество", "ряд", "часть"})
"""Subjects with which a verb may stand in the plural."""

GOVERNMENT = {
    "без": "Gen", "в": "Acc Loc", "вместо": "Gen", "включая": "Acc", "во": "Acc Loc", "для": "Gen",
    "до": "Gen", "за": "Acc Ins", "из": "Gen", "к": "Dat", "кроме": "Gen", "между": "Ins Gen",
    "на": "Acc Loc", "над": "Ins", "о": "Loc Acc", "об": "Loc Acc", "около": "Gen", "от": "Gen",
    "перед": "Ins", "по": "Dat Loc Acc", "под": "Acc Ins", "после": "Gen", "при": "Loc", "путем": "Gen",
    "с": "Gen Ins Acc", "со": "Gen Ins Acc", "спустя": "Acc", "среди": "Gen", "у": "Gen", "через": "Acc",
}
"""The cases that a preposition governs."""
# fmt: on


@in_reviewed
def final_mark(tree: SentenceTree) -> Iterator[Slip]:
    """The mark that ends a sentence, or the dash that begins a turn, is not on the root."""
    root = next((token.id for token in tree.tokens if token.head == 0), 0)
    first = tree.tokens[0]
    last = next(
        (t for t in reversed(tree.tokens) if t.upos != "PUNCT" or t.form in (".", "?", "!", "...")), first
    )
    for token in {first.id: first, last.id: last}.values():
        if token.upos == "PUNCT" and (token is last or token.form in DASHES) and token.head != root:
            yield token, f"on token {token.head}"


@in_reviewed
def paired_marks(tree: SentenceTree) -> Iterator[Slip]:
    """Quotation marks or brackets are not both on the head of what they enclose."""
    for opening, closing in pairs(tree):
        inside = tree.tokens[opening.id : closing.id - 1]
        tops = [
            word.id for word in inside if not opening.id < word.head < closing.id and word.upos != "PUNCT"
        ]
        if opening.head != closing.head:
            yield opening, f"on token {opening.head}, closing on {closing.head}"
        elif opening.head not in tops:
            yield opening, f"on token {opening.head}, not on the head of what it encloses"


def pairs(tree: SentenceTree) -> list[tuple[Token, Token]]:
    """Opening and closing mark of each pair that stands in the sentence."""
    open_marks: list[Token] = []
    found: list[tuple[Token, Token]] = []
    for token in tree.tokens:
        if _opens(tree, token):
            open_marks.append(token)
        elif (token.form in CLOSING or token.form == '"') and token.upos == "PUNCT" and open_marks:
            found.append((open_marks.pop(), token))
    return found


def _opens(tree: SentenceTree, mark: Token) -> bool:
    if mark.form == '"':
        before = tree.before(mark)
        return not mark.space_after and (before is None or before.space_after or before.form in OPENING)
    return mark.upos == "PUNCT" and mark.form in OPENING


@in_reviewed
def comma_of_a_clause(tree: SentenceTree) -> Iterator[Slip]:
    """The comma before a conjunction does not depend on the following clause, nor is it second of a pair."""
    for comma in tree.tokens:
        link = tree.after(comma)
        if comma.form != "," or link is None or relation(link) not in ("mark", "cc"):
            continue
        if comma.head != link.head and not _closes(tree, comma):
            yield comma, f"on token {comma.head}; {link.form} is on {link.head}"


def _closes(tree: SentenceTree, comma: Token) -> bool:
    head = tree.head(comma)
    return head is not None and any(mark.id < comma.id for mark in tree.children(head, "punct"))


@in_reviewed
def coordinator(tree: SentenceTree) -> Iterator[Slip]:
    """A coordinating conjunction does not depend on the conjunct that follows it."""
    for token in tree.tokens:
        if relation(token) == "cc" and token.head < token.id:
            yield token, f"on token {token.head}"


@in_reviewed
def function_word(tree: SentenceTree) -> Iterator[Slip]:
    """The class of a function word and its relation do not match: ADP case, SCONJ mark, CCONJ cc."""
    for token in tree.tokens:
        upos = feature(token, "ExtPos") or token.upos
        class_fits = upos in CLASS_OF_RELATION.get(relation(token), {upos}) or token.form == "порядка"
        if not class_fits or relation(token) not in RELATIONS_OF_CLASS.get(upos, {relation(token)}):
            yield token, f"{upos} is {token.deprel}"


@in_reviewed
def bare_object(tree: SentenceTree) -> Iterator[Slip]:
    """An object has a preposition, or its case is not Acc or Gen (``obj``), Dat or Ins (``iobj``)."""
    cases = {"obj": ("Acc", "Gen"), "iobj": ("Dat", "Ins")}
    for token in tree.tokens:
        if relation(token) in cases:
            case = feature(token, "Case")
            if tree.children(token, "case"):
                yield token, f"{token.deprel} with a preposition"
            elif case is not None and case not in cases[relation(token)] and not feature(token, "ExtPos"):
                yield token, f"{token.deprel} in {case}"


@in_reviewed
def passive_subject(tree: SentenceTree) -> Iterator[Slip]:
    """The subject or auxiliary of a passive verb is not marked ``:pass``, or that of another verb is.

    The future has a plain auxiliary: будут обсуждаться вопросы.
    """
    for token in tree.tokens:
        head = tree.head(token)
        if head is not None and relation(token) in ("nsubj", "csubj", "aux") and token.lemma != "бы":
            future = relation(token) == "aux" and feature(head, "VerbForm") == "Inf"
            passive = feature(head, "Voice") == "Pass" and not future
            if passive != token.deprel.endswith(":pass"):
                yield token, f"{token.deprel} of {head.form}, Voice={feature(head, 'Voice')}"


@in_reviewed
def instrumental_predicate(tree: SentenceTree) -> Iterator[Slip]:
    """The instrumental of являться, стать, назвать and the like is not ``xcomp``."""
    for token in tree.tokens:
        head = tree.head(token)
        if head is not None and head.upos == "VERB" and head.lemma in LINKING:
            bare = feature(token, "Case") == "Ins" and not tree.children(token, "case")
            if bare and relation(token) in ("obl", "iobj", "obj", "advcl"):
                yield token, f"{token.deprel} of {head.form}"


@in_reviewed
def participle(tree: SentenceTree) -> Iterator[Slip]:
    """A bare participle before its noun is not ``amod``, or one with dependents or after it not ``acl``."""
    for token in tree.tokens:
        head = tree.head(token)
        if head is None or feature(token, "VerbForm") != "Part" or relation(token) not in ("amod", "acl"):
            continue
        own = [child for child in tree.children(token) if relation(child) not in ("punct", "cc", "conj")]
        wanted = "amod" if head.id > token.id and not own else "acl"
        if feature(token, "Case") and relation(token) != wanted:
            yield token, f"{token.deprel}; {len(own)} dependents"


@in_reviewed
def relative_clause(tree: SentenceTree) -> Iterator[Slip]:
    """A clause with который is not ``acl:relcl``, or such a clause has no relative word."""
    relative = [t for t in tree.tokens if feature(t, "PronType") == "Rel"]
    for token in relative:
        if token.lemma == "который" and all(above.deprel != "acl:relcl" for above in tree.path(token)):
            yield token, "in no acl:relcl"
    for token in tree.tokens:
        if token.deprel == "acl:relcl" and all(token not in tree.path(word) for word in relative):
            yield token, "no relative word"


@in_reviewed
def nominal_modifier(tree: SentenceTree) -> Iterator[Slip]:
    """A modifier of a verb or adverb is ``nmod`` instead of ``obl``, or that of a plain noun ``obl``."""
    for token in tree.tokens:
        head = tree.head(token)
        if head is None:
            continue
        if relation(token) == "nmod" and head.upos in ("VERB", "ADV"):
            yield token, f"nmod of the {head.upos} {head.form}"
        predicate = tree.children(head, "nsubj", "csubj", "cop", "expl", "advmod", "mark", "parataxis")
        plain = relation(head) in ("nmod", "obj", "iobj", "nsubj") and not predicate
        if relation(token) == "obl" and head.upos in ("NOUN", "PROPN") and plain:
            yield token, f"obl of the {head.upos} {head.form}"


@in_reviewed
def agreement(tree: SentenceTree) -> Iterator[Slip]:
    """A modifier and its noun differ in case, number or gender, and neither is marked as a slip (Typo)."""
    for token in tree.tokens:
        noun = tree.head(token)
        if (
            noun is None
            or relation(token) not in ("amod", "det", "acl")
            or noun.upos not in ("NOUN", "PROPN")
        ):
            continue
        if feature(token, "Case") is None or {"Typo"} & {*features(token), *features(noun)}:
            continue
        if relation(token) == "acl" and token.upos != "VERB":
            continue
        if tree.children(noun, "nummod") or tree.children(token, "conj"):
            continue
        wrong = [name for name in ("Case", "Number", "Gender") if _differ(token, noun, name)]
        if wrong:
            yield token, f"{', '.join(wrong)} of {noun.form}"


@in_reviewed
def government(tree: SentenceTree) -> Iterator[Slip]:
    """A noun is not in a case that its preposition governs, and is not marked as a slip (Typo)."""
    for token in tree.tokens:
        noun = tree.head(token)
        if noun is None or relation(token) != "case" or tree.children(token, "fixed"):
            continue
        case = feature(noun, "Case")
        governed = tree.children(noun, "nummod:gov", "nummod") and case == "Gen"
        wanted = GOVERNMENT.get(token.lemma)
        if wanted and case and case not in wanted.split() and not governed and not feature(noun, "Typo"):
            yield noun, f"{case} after {token.form}"


@in_reviewed
def subject_agreement(tree: SentenceTree) -> Iterator[Slip]:
    """A verb and its subject differ in number, gender or person, and neither is marked as a slip (Typo).

    The gender of a noun may differ: спикер подчеркнула.
    """
    for token in tree.tokens:
        verb = tree.head(token)
        if verb is None or relation(token) != "nsubj" or feature(token, "Case") != "Nom":
            continue
        mismatch = tree.children(token, "conj", "nummod") or token.lemma in QUANTITIES
        if mismatch or verb.upos != "VERB" or {"Typo"} & {*features(token), *features(verb)}:
            continue
        names = ("Number", "Person") if token.upos == "NOUN" else ("Number", "Person", "Gender")
        wrong = [name for name in names if _differ(token, verb, name)]
        if wrong:
            yield token, f"{', '.join(wrong)} of {verb.form}"


@in_reviewed
def relative_agreement(tree: SentenceTree) -> Iterator[Slip]:
    """The word который differs from its antecedent in number or gender, and is not marked as a slip (Typo).

    An antecedent with conjuncts may be taken in the plural.
    """
    for token in tree.tokens:
        if token.lemma != "который" or feature(token, "Typo"):
            continue
        clause = next((word for word in [token, *tree.path(token)] if word.deprel == "acl:relcl"), None)
        noun = tree.head(clause) if clause is not None else None
        if noun is None or (tree.children(noun, "conj") and feature(token, "Number") == "Plur"):
            continue
        wrong = [name for name in ("Number", "Gender") if _differ(token, noun, name)]
        if "Number" in wrong or (wrong and feature(token, "Number") == "Sing"):
            yield token, f"{', '.join(wrong)} of {noun.form}"


def _differ(one: Token, other: Token, name: str) -> bool:
    here, there = feature(one, name), feature(other, name)
    return here is not None and there is not None and here != there
