"""Enhanced dependencies by rule: what a tree leaves out between the words that it joins.

What is added to the basic tree (universaldependencies.org/u/overview/enhanced-syntax.html): prepositions,
conjunctions and cases in relations (``obl:в:loc``, ``advcl:чтобы``, ``conj:и``); the head of coordination for
every conjunct, and the subject that conjuncts share; the subject of an infinitive; the antecedent of a
relative pronoun in its place, which is then ``ref``. No empty nodes are made for what is left out: ``orphan``
stays.

Every sentence gets a graph, reviewed ones too, so that it follows from a corrected tree by itself. A reviewer
who wants other edges of a word writes them in its cell of DEPS, and that stays.
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
SHARED = frozenset({"nsubj", "csubj", "obj", "iobj", "obl", "nmod", "acl", "advcl", "xcomp", "ccomp"})
CORE = frozenset({"nsubj", "csubj", "obj", "iobj", "xcomp", "ccomp"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
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
    """The sentence with its enhanced graph in DEPS; cells that are filled stay as they are.

    Args:
        sentence: whose tree is whole.
        permitted: what may be added to relations; that of Russian if not given.
    """
    cells = enhanced_cells(sentence, permitted)
    tokens = zip(sentence.tokens, cells, strict=True)
    return replace(
        sentence,
        tokens=tuple(token if token.deps else replace(token, deps=cell) for token, cell in tokens),
    )


def tree_as_graph(sentence: Sentence) -> Sentence:
    """The sentence with its tree as its graph, for want of rules for its language."""
    tokens = (replace(token, deps=f"{token.head}:{token.deprel}") for token in sentence.tokens)
    return replace(sentence, tokens=tuple(tokens))


def enhanced_cells(sentence: Sentence, permitted: Mapping[str, frozenset[str]] | None = None) -> list[str]:
    """DEPS of each word as the rules have it; see :func:`add_enhanced`."""
    graph = EnhancedGraph(sentence, permitted_labels() if permitted is None else permitted)
    return [_written(graph.edges[token.id]) for token in sentence.tokens]


def without_derived(sentence: Sentence, before: Sentence | None = None) -> Sentence:
    """The sentence with those cells of DEPS alone that somebody wrote: that the rules would fill otherwise.

    Args:
        before: the sentence as it was; what the rules put into a cell then was written by nobody, even if the
            tree is another by now. If it had other words, no cell counts as written.
    """
    if not any(token.deps for token in sentence.tokens):
        return sentence
    cells = known = enhanced_cells(sentence)
    if before is not None:
        same_words = [one.form for one in before.tokens] == [one.form for one in sentence.tokens]
        known = enhanced_cells(before) if same_words else [token.deps or "" for token in sentence.tokens]
    return replace(
        sentence,
        tokens=tuple(
            replace(token, deps=None) if token.deps in (now, was) else token
            for token, now, was in zip(sentence.tokens, cells, known, strict=True)
        ),
    )


def _agree(one: Token, other: Token) -> bool:
    """Whether two predicates may be of one subject: not in Он пришел, и стало светло."""
    if other.upos in NOUNS:
        return True
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
        steps = (self._share_dependents, self._share_head, self._share_subject, self._control, self._relate)
        for step in steps:
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

    def _share_dependents(self, token: Token) -> None:
        """What hangs on the first conjunct and stands behind another is of both: купил и прочел книгу."""
        first = self.tree.head(token)
        if relation(token) != "conj" or first is None:
            return
        own = {relation(word) for word in self.tree.children(token)}
        for word in self.tree.children(first, *SHARED):
            if word.id > token.id and not (relation(word) in CORE and relation(word) in own):
                self.edges[word.id].add((token.id, self._label(word, word.deprel)))

    def _share_head(self, token: Token) -> None:
        """A conjunct has the heads of the first: Он встретил брата и сестру → obj(встретил, сестру)."""
        first = self.tree.head(token)
        if relation(token) != "conj" or first is None:
            return
        for head, name in self.edges[first.id]:
            if head != token.id and not name.startswith("conj"):
                bare = self._as_class(token, self._bare(first, head, name))
                self.edges[token.id].add((head, self._label(token, bare, first)))

    def _as_class(self, token: Token, name: str) -> str:
        """The relation as a word of this class has it: больше или раз в год, потому или чтобы помочь."""
        is_clause = token.upos == "VERB" or bool(self.tree.children(token, "mark"))
        if name.startswith("advmod"):
            return "advcl" if is_clause else "obl" if token.upos in NOUNS else name
        return name

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
        if self.tree.children(token, *SUBJECTS, "orphan") or not _agree(first, token):
            return
        for subject in self.tree.children(first, *SUBJECTS):
            if subject.id < first.id:
                self._add_subject(subject, token)

    def _is_predicate(self, token: Token) -> bool:
        """Whether a conjunct is one: a verb or adjective, or a noun beside one with a copula."""
        first = self.tree.head(token)
        return token.upos in ("VERB", "AUX", "ADJ") or any(
            self.tree.children(word, "cop") for word in (token, first) if word is not None
        )

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
        if self.tree.children(token, *SUBJECTS):
            return
        for head, name in self.edges[token.id]:
            verb = self.tree.word(head)
            if name != "xcomp" or verb is None:
                continue
            controller = self._controller(verb)
            if controller is not None:
                for word in (controller, *self.tree.children(controller, "conj")):
                    if word is not token:
                        self.edges[word.id].add((token.id, "nsubj:xsubj"))

    def _controller(self, verb: Token) -> Token | None:
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
        if token.deprel != "acl:relcl":
            return
        pronoun = self._pronoun(token)
        if pronoun is None:
            return
        antecedents = {head for head, name in self.edges[token.id] if name == "acl:relcl"}
        for antecedent in antecedents:
            for head, name in self.edges[pronoun.id]:
                if head != antecedent:
                    role = NOMINAL_ROLE.get(name.partition(":")[0], name)
                    self.edges[antecedent].add((head, role))
        self.edges[pronoun.id] = {(antecedent, "ref") for antecedent in antecedents}

    def _pronoun(self, clause: Token) -> Token | None:
        """The relative word of a clause, which is in no other clause."""
        for word in self.tree.tokens:
            if feature(word, "PronType") in ("Rel", "Int,Rel") and relation(word) in RELATIVE_ROLES:
                above = (word, *self.tree.path(word))
                if next((up for up in above if up.deprel == "acl:relcl"), None) is clause:
                    return word
        return None
