"""What the UD validator looks at when it judges a sentence, so that its answer can be cached.

Nearly every test of the validator looks at very little of a sentence. A *signature* is what a group of
tests sees at one word, and nothing else; words of the same signature get the same answer from these tests:

- word: UPOS and FEATS. They are well formed, known, allowed with each other; PronType and Mood are there.
- label: UPOS, ExtPos, DEPREL, whether the head is 0, whether there are ``fixed`` dependents, and the forms
  of these without ExtPos. DEPREL is known, ``root`` is at the root, the UPOS goes with the relation, a fixed
  expression has ExtPos.
- lemma: the LEMMA of an AUX or ``cop``, which must be one of the language.
- arc: DEPREL; whether the word stands before its head; the relation of a head that should have no
  dependents, and its Poss if that is ``det``; of ``advmod`` whether it negates; of ``obl`` the UPOS and
  relation of the head, and whether that has a subject or copula; of ``orphan`` the relation of the head.
- subjects, objects: that a word has several of them.
- crossed, gap: that a punctuation mark lies inside an arc of others, or has others inside its own.

The other tests look at a whole sentence. :func:`signatures` decides them itself, and is None where it cannot
say that they find nothing: columns, ids and comments as RuKaz writes them, without spaces in words, MISC of
its own or DEPS; Unicode as NFC; the text made of the words; one root and no cycle; ``fixed`` without gaps; no
``goeswith``; ``flat:foreign`` of two X with ``Foreign=Yes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal
from unicodedata import is_normalized

from rukaz.records import ENTITY_LABELS, ROLES, Sentence, Token
from rukaz.tree import Tree, relation

Kind = Literal["word", "label", "lemma", "arc", "subjects", "objects", "crossed", "gap"]
Signature = tuple[Kind, *tuple[str | bool | tuple[str, ...] | None, ...]]
"""The kind of the signature and what is in it."""

Seen = tuple[Signature, str]
"""A signature, and what is not in it but stands in messages: the form in quotes, other words, their ids."""

_SENT_ID = re.compile(r"[A-Za-z0-9._-]+")
OUTER = frozenset({"nsubj:outer", "csubj:outer"})
"""Subjects of a clause that is a predicate itself: it may have both its own and one of them."""

_CLAUSAL = frozenset({"cop", "nsubj", "csubj"})
_NEGATION = frozenset({"PART", "ADV"})
FUNCTION_RELATIONS = frozenset(
    {"aux", "case", "cc", "clf", "cop", "det", "fixed", "goeswith", "mark", "punct"}
)
"""Of words that should have no dependents."""


def signatures(sentence: Sentence) -> list[list[Seen]] | None:
    """The signatures of each word, in the order of the kinds; None for what must be seen as a whole."""
    tokens = sentence.tokens
    if not _is_plain(sentence):
        return None
    tree = Tree([token.head for token in tokens])
    if not tree.is_whole or not _dependents_are_in_order(tokens):
        return None
    return [_seen_at(token, tokens, tree) for token in tokens]


# -- what is decided here --


def _is_plain(sentence: Sentence) -> bool:
    """Whether the sentence is one that the models make, with lines as they should be."""
    tokens = sentence.tokens
    if sentence.multiword_tokens or sentence.annotation != "auto" or sentence.reviewer is not None:
        return False
    if not tokens or sentence.role not in ROLES or not _SENT_ID.fullmatch(sentence.sent_id):
        return False
    for number, token in enumerate(tokens, start=1):
        if token.id != number or (token.xpos, token.deps, token.misc) != (None, None, None):
            return False
    entities_are_plain = all(
        entity.entity_id is None and entity.name is None and entity.label in ENTITY_LABELS
        for entity in sentence.entities
    )
    return entities_are_plain and _text_is_made_of_words(sentence)


def _text_is_made_of_words(sentence: Sentence) -> bool:
    """Whether words have no spaces, and the text is the words with the spaces they say follow them."""
    tokens = sentence.tokens
    text = sentence.text.replace("\xa0", " ")
    words = [token.form for token in tokens] + [token.lemma for token in tokens]
    written = "\n".join((sentence.text, *words))
    if not all(words) or " " in "".join(words) or not (text + "".join(words)).isprintable():
        return False
    if "\ufffd" in written or not is_normalized("NFC", written) or text != text.strip():
        return False
    spaced = "".join([f"{token.form} " if token.space_after else token.form for token in tokens])
    return spaced.rstrip() == " ".join(text.split())


def _dependents_are_in_order(tokens: Sequence[Token]) -> bool:
    """Whether the validator finds nothing wrong in which words stand below one head."""
    for token in tokens:
        if token.deprel.startswith("goeswith"):
            return False
        if token.deprel.startswith("fixed"):
            if not _has_no_gap(token, tokens):
                return False
        elif token.deprel == "flat:foreign" and not _is_foreign(token, tokens):
            return False
    return True


def _is_foreign(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word and its head are X and ``Foreign=Yes``."""
    both = token, tokens[token.head - 1]
    return all((one.upos, one.feats) == ("X", "Foreign=Yes") for one in both)


def _has_no_gap(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether between a ``fixed`` word and its head there is only ``fixed`` of that head and punctuation."""
    between = tokens[token.head : token.id - 1]
    return token.head < token.id and all(
        one.deprel.startswith("punct") or (one.head == token.head and one.deprel.startswith("fixed"))
        for one in between
    )


# -- signatures --


def _seen_at(token: Token, tokens: Sequence[Token], tree: Tree) -> list[Seen]:
    form = f"'{token.form}'"
    below = [tokens[word - 1] for word in tree.dependents[token.id]]
    seen: list[Seen] = [
        (("word", token.upos, token.feats), form),
        (_label(token, below), form),
    ]
    if token.upos == "AUX" or token.deprel.startswith("cop"):
        seen.append((("lemma", token.upos, token.deprel, token.lemma), form))
    if token.head:
        seen.append((_arc(token, tokens, tree), form))
    if len(below) > 1:
        seen += _repeated(token, below)
    if token.deprel.startswith("punct"):
        if others := tree.crossed(token.id):
            seen.append((("crossed",), str(others)))
        if others := tree.gap(token.id):
            seen.append((("gap",), str(others)))
    return seen


def _label(token: Token, below: Sequence[Token]) -> Signature:
    fixed = [word.form for word in below if word.deprel.startswith("fixed")]
    external = _feature(token, "ExtPos")
    expression = (token.form, *fixed) if fixed and external is None else None
    return "label", token.upos, external, token.deprel, token.head == 0, bool(fixed), expression


def _arc(token: Token, tokens: Sequence[Token], tree: Tree) -> Signature:
    head = tokens[token.head - 1]
    above = relation(head)
    signature: Signature = ("arc", token.deprel, token.id < head.id)
    if token.deprel.startswith("advmod"):
        signature = (*signature, token.upos in _NEGATION and _feature(token, "Polarity") == "Neg")
    elif token.deprel.startswith("obl"):
        signature = (*signature, above, head.upos, _is_clausal(tree.dependents[head.id], tokens))
    if above in FUNCTION_RELATIONS or token.deprel.startswith("orphan"):
        signature = (*signature, above)
    if above == "det":
        signature = (*signature, _feature(head, "Poss"))
    return signature


def _repeated(token: Token, below: Sequence[Token]) -> Iterator[Seen]:
    """What the validator sees at a word with several subjects, or several objects, of those below it."""
    subjects = [word for word in below if "subj" in relation(word) and word.deprel not in OUTER]
    objects = [word for word in below if relation(word) == "obj"]
    kinds: tuple[tuple[Kind, list[Token]], ...] = (("subjects", subjects), ("objects", objects))
    for kind, words in kinds:
        if len(words) > 1:
            ids, forms = [word.id for word in words], [word.form for word in words]
            yield (kind,), f"{ids} ({str(forms)[1:-1]}) under the predicate '{token.form}'"


def _is_clausal(below: Sequence[int], tokens: Sequence[Token]) -> bool:
    return any(tokens[word - 1].deprel.partition(":")[0] in _CLAUSAL for word in below)


def _feature(token: Token, name: str) -> str | None:
    """The value of a feature."""
    if token.feats is None or name not in token.feats:
        return None
    return next(
        (item[len(name) + 1 :] for item in token.feats.split("|") if item.startswith(f"{name}=")), None
    )
