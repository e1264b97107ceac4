"""Enhanced dependencies by rule: what a tree leaves out between the words that it joins.

What is added to the basic tree (universaldependencies.org/u/overview/enhanced-syntax.html): prepositions,
conjunctions and cases in relations (``obl:в:loc``, ``advcl:чтобы``, ``conj:и``); the head of coordination for
every conjunct, and the subject that conjuncts share; the subject of an infinitive; the antecedent of a
relative pronoun in its place, which is then ``ref``. No empty nodes are made for what is left out: ``orphan``
stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from rukaz.layers.tables import read_table
from rukaz.records import Sentence, Token
from rukaz.tree import SentenceTree, feature, features, relation

Edge = tuple[int, str]
"""Id of the head, and relation."""

SHORT_FORM = {
    "безо": "без", "во": "в", "изо": "из", "ко": "к", "надо": "над", "об": "о", "обо": "о", "ото": "от",
    "передо": "перед", "подо": "под", "со": "с",
}  # fmt: skip
NOMINAL = frozenset({"nmod", "obl"})
CLAUSAL = frozenset({"acl", "advcl"})
SUBJECTS = frozenset({"nsubj", "csubj"})
UNLABELLED = frozenset({"acl:relcl"})
RELATIVE_ROLES = frozenset({"nsubj", "obj", "iobj", "obl", "nmod", "advmod", "det", "xcomp"})
NOMINAL_ROLE = {"advmod": "obl", "det": "nmod"}
"""What a noun is in the place of a relative adverb or determiner."""


@cache
def permitted_labels() -> Mapping[str, frozenset[str]]:
    """By relation, what Russian may add to it."""
    labels: dict[str, frozenset[str]] = {}
    for relations, added in read_table("enhanced_labels"):
        for name in relations.split():
            labels[name] = labels.get(name, frozenset()) | frozenset(added.split())
    return labels


def add_enhanced(sentence: Sentence, permitted: Mapping[str, frozenset[str]] | None = None) -> Sentence:
    """The sentence with its enhanced graph in DEPS.

    Args:
        sentence: whose tree is whole.
        permitted: what may be added to relations; that of Russian if not given.
    """
    edges = EnhancedGraph(sentence, permitted_labels() if permitted is None else permitted).edges
    tokens = [replace(token, deps=_written(edges[token.id])) for token in sentence.tokens]
    return replace(sentence, tokens=tuple(tokens))


def _agree(one: Token, other: Token) -> bool:
    """Whether two predicates may be of one subject: not in Он пришел, и стало светло."""
    ours, theirs = features(one), features(other)
    return all(
        ours[name] == theirs[name] for name in ("Gender", "Number", "Person") if name in ours.keys() & theirs
    )


def _as_label(word: str) -> str:
    """In letters that a relation may have: из-за → изза."""
    return word.lower().replace("-", "").replace("ё", "е")


def _written(edges: set[Edge]) -> str:
    return "|".join(f"{head}:{name}" for head, name in sorted(edges))


class EnhancedGraph:
    """The graph of a sentence.

    Attributes:
        edges: of each word, by id.
    """

    def __init__(self, sentence: Sentence, permitted: Mapping[str, frozenset[str]]) -> None:
        self.tree = SentenceTree(sentence)
        self.permitted = permitted
        self.edges: dict[int, set[Edge]] = {
            token.id: {(token.head, self._label(token, token.deprel))} for token in sentence.tokens
        }
        for step in (self._share_head, self._share_subject, self._control, self._relate):
            for token in sentence.tokens:
                step(token)

    # -- labels --

    def _label(self, token: Token, deprel: str, like: Token | None = None) -> str:
        """``deprel`` with preposition and case, or conjunction: of ``token``, or else of ``like``."""
        base = deprel.partition(":")[0]
        if base in NOMINAL:
            return self._with(deprel, self._nominal_label(token, like))
        if base in CLAUSAL and deprel not in UNLABELLED:
            return self._with(deprel, [self._words(token, "mark") or self._words(like, "mark")])
        if deprel == "conj":
            return self._with(deprel, [self._words(token, "cc")])
        return deprel

    def _with(self, deprel: str, candidates: list[str]) -> str:
        """``deprel`` with the first candidate that it may have."""
        allowed = self.permitted.get(deprel.partition(":")[0])
        for added in candidates:
            if added and (allowed is None or added in allowed):
                return f"{deprel}:{added}"
        return deprel

    def _nominal_label(self, token: Token, like: Token | None) -> list[str]:
        words = self._words(token, "case") or self._words(like, "case")
        cases = [case.lower() for case in self._cases(token)] or [""]
        return [":".join(filter(None, (words, case))) for case in cases] + [words]

    def _words(self, token: Token | None, name: str) -> str:
        """The first ``case``, ``mark`` or ``cc`` before the word, with what is fixed to it: в_связи_с."""
        for word in self.tree.children(token, name) if token else ():
            if token and word.id < token.id:
                fixed = self.tree.children(word, "fixed")
                first = word.lemma if fixed else SHORT_FORM.get(word.lemma, word.lemma)
                return "_".join(map(_as_label, (first, *(other.form for other in fixed))))
        return ""

    def _cases(self, token: Token) -> list[str]:
        """The case of a nominal; of one that a number governs, that of the number, Acc if it shows none."""
        own = feature(token, "Case")
        numbers = [word for word in self.tree.children(token, "nummod", "det") if word.deprel.endswith("gov")]
        if numbers and own == "Gen":
            return [feature(numbers[0], "Case") or "Acc", "Gen"]
        return [own] if own else []

    # -- coordination --

    def _share_head(self, token: Token) -> None:
        """A conjunct has the heads of the first: Он встретил брата и сестру → obj(встретил, сестру)."""
        first = self.tree.head(token)
        if relation(token) != "conj" or first is None:
            return
        for head, name in self.edges[first.id]:
            if head != token.id and not name.startswith("conj"):
                self.edges[token.id].add((head, self._label(token, self._bare(first, head, name), first)))

    def _bare(self, token: Token, head: int, name: str) -> str:
        """The relation of an edge before anything was added to it."""
        if head == token.head:
            return token.deprel
        parts = name.split(":")
        return parts[0] if parts[0] in NOMINAL | CLAUSAL else name

    def _share_subject(self, token: Token) -> None:
        """Predicates without a subject of their own share that of the first: Он пришел и сказал."""
        first = self.tree.head(token)
        if relation(token) != "conj" or first is None or not self._is_predicate(token):
            return
        if self.tree.children(token, *SUBJECTS) or not _agree(first, token):
            return
        for subject in self.tree.children(first, *SUBJECTS):
            if subject.id < first.id:
                self._add_subject(subject, token)

    def _is_predicate(self, token: Token) -> bool:
        return token.upos in ("VERB", "AUX", "ADJ") or bool(self.tree.children(token, "cop"))

    def _add_subject(self, subject: Token, verb: Token) -> None:
        """The subject with its conjuncts; passive if the verb is."""
        auxiliaries = [word.deprel for word in self.tree.children(verb, "aux")]
        passive = "aux:pass" in auxiliaries or feature(verb, "Voice") == "Pass"
        name = relation(subject) + ":pass" * passive
        for word in (subject, *self.tree.children(subject, "conj")):
            self.edges[word.id].add((verb.id, name))

    # -- control --

    def _control(self, token: Token) -> None:
        """The subject of an infinitive: object or dative of its verb if there is one, else its subject."""
        verb = self.tree.head(token)
        if relation(token) != "xcomp" or verb is None or self.tree.children(token, *SUBJECTS):
            return
        controller = self._controller(verb, token)
        if controller is not None:
            for word in (controller, *self.tree.children(controller, "conj")):
                self.edges[word.id].add((token.id, "nsubj:xsubj"))

    def _controller(self, verb: Token, token: Token) -> Token | None:
        for name in ("obj", "iobj"):
            for word in self.tree.children(verb, name):
                if name == "obj" or feature(word, "Case") == "Dat":
                    return word
        return next((word for word in self.tree.tokens if self._is_subject(word, verb)), None)

    def _is_subject(self, word: Token, verb: Token) -> bool:
        of_verb = any(head == verb.id and name.startswith("nsubj") for head, name in self.edges[word.id])
        return of_verb and relation(word) != "conj"

    # -- relative clauses --

    def _relate(self, token: Token) -> None:
        """The antecedent stands where the relative pronoun does, and that is ``ref``."""
        antecedent = self.tree.head(token)
        if token.deprel != "acl:relcl" or antecedent is None:
            return
        pronoun = self._pronoun(token)
        if pronoun is None:
            return
        for head, name in self.edges[pronoun.id]:
            if head != antecedent.id:
                role = NOMINAL_ROLE.get(name.partition(":")[0], name)
                self.edges[antecedent.id].add((head, role))
        self.edges[pronoun.id] = {(antecedent.id, "ref")}

    def _pronoun(self, clause: Token) -> Token | None:
        """The relative word of a clause, which is in no other clause."""
        for word in self.tree.tokens:
            if feature(word, "PronType") in ("Rel", "Int,Rel") and relation(word) in RELATIVE_ROLES:
                above = (word, *self.tree.path(word))
                if next((up for up in above if up.deprel == "acl:relcl"), None) is clause:
                    return word
        return None
