"""The questions of the search page asked again in Python, of the CoNLL-U files: other code, the same counts.

A function here is called with one sentence and gives the matches in it. Nothing of the site is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import conllu


@dataclass(frozen=True)
class Word:
    id: int
    form: str
    lemma: str
    upos: str
    feats: Mapping[str, str]
    head: int
    deprel: str
    ner: str
    deps: tuple[tuple[str, int], ...]
    etypes: tuple[str, ...]
    """Of the mentions that it is the head of."""

    @property
    def relation(self) -> str:
        return self.deprel.partition(":")[0]

    def is_word(self, *words: str) -> bool:
        return any(text.lower().replace("ё", "е") in words for text in (self.form, self.lemma))

    def begins(self, start: str) -> bool:
        return any(text.lower().replace("ё", "е").startswith(start) for text in (self.form, self.lemma))


@dataclass(frozen=True)
class Tree:
    words: tuple[Word, ...]
    doc_id: str
    role: str

    def edges(self) -> Iterator[tuple[Word, Word]]:
        """Each head with its dependent; the root has no head that is a word."""
        return ((self.words[word.head - 1], word) for word in self.words if word.head)

    def below(self, head: Word) -> list[Word]:
        return [word for word in self.words if word.head == head.id]

    def neighbours(self) -> Iterator[tuple[Word, Word]]:
        return zip(self.words, self.words[1:], strict=False)

    def dominates(self, above: Word, below: Word) -> bool:
        while below.head:
            below = self.words[below.head - 1]
            if below == above:
                return True
        return False


def trees(corpus: Path) -> list[Tree]:
    """All sentences of a corpus, in no order that matters."""
    return [tree for path in sorted(corpus.glob("conllu/*.conllu")) for tree in _trees(path)]


def _trees(path: Path) -> Iterator[Tree]:
    doc_id = ""
    for sentence in conllu.parse(path.read_text(encoding="utf-8")):
        doc_id = sentence.metadata.get("newdoc id", doc_id)
        mentions = list(_mentions(sentence))
        words = (
            _word(token, tuple(etype for head, etype in mentions if head == token["id"]))
            for token in sentence
        )
        yield Tree(tuple(words), doc_id, sentence.metadata["role"])


def _mentions(sentence: conllu.TokenList) -> Iterator[tuple[int, str]]:
    """The head and the type of each, as CorefUD writes them: ``Entity=(e4-event-2``."""
    for token in sentence:
        for etype, head in re.findall(r"\([^-()]+-(\w+)-(\d+)", (token["misc"] or {}).get("Entity", "")):
            yield token["id"] + int(head) - 1, etype


def _word(token: conllu.Token, etypes: tuple[str, ...]) -> Word:
    feats, misc = token["feats"] or {}, token["misc"] or {}
    form, lemma, upos = token["form"], token["lemma"], token["upos"]
    ner, deps = misc.get("NE", "O"), tuple(token["deps"])
    return Word(token["id"], form, lemma, upos, feats, token["head"], token["deprel"], ner, deps, etypes)


def words(test: Callable[[Word], bool]) -> Callable[[Tree], int]:
    return lambda tree: sum(map(test, tree.words))


def edges(test: Callable[[Word, Word], bool]) -> Callable[[Tree], int]:
    return lambda tree: sum(test(head, word) for head, word in tree.edges())


def enhanced_edges(test: Callable[[Word, str, int], bool]) -> Callable[[Tree], int]:
    return lambda tree: sum(test(word, name, head) for word in tree.words for name, head in word.deps)


def passive_with_instrumental(tree: Tree) -> int:
    return sum(
        any(other.deprel == "obl" and other.feats.get("Case") == "Ins" for other in tree.below(head))
        for head, word in tree.edges()
        if word.deprel == "nsubj:pass"
    )


def nothing_else_after(tree: Tree) -> int:
    """Noun and adjective, where the word right after the adjective does not depend on the noun."""
    return sum(
        (head.upos, word.upos, word.deprel) == ("NOUN", "ADJ", "amod")
        and not any(other.id == word.id + 1 for other in tree.below(head))
        for head, word in tree.edges()
    )


def without_subject(tree: Tree) -> int:
    return sum(
        word.upos == "VERB" and not {other.relation for other in tree.below(word)} & {"nsubj", "csubj"}
        for word in tree.words
    )


def far_subject(tree: Tree) -> int:
    return sum(
        head.deprel == "root"
        and head.lemma.endswith("ся")
        and word.deprel == "nsubj"
        and abs(head.id - word.id) > 3
        for head, word in tree.edges()
    )


def crossing(tree: Tree) -> int:
    """Pairs of arcs that cross, counted in both orders; the arc from above the root is one of them."""
    arcs = [sorted((word.head, word.id)) for word in tree.words]
    return sum(
        a < c < b < d or c < a < d < b
        for ((a, b), x), ((c, d), y) in permutations(list(zip(arcs, tree.words, strict=True)), 2)
        if len({x.id, x.head, y.id, y.head}) == 4
    )


EXAMPLES: Mapping[str, Callable[[Tree], int]] = {
    "договор": words(lambda word: word.is_word("договор")),
    "казах*": words(lambda word: word.begins("казах")),
    "[upos=ADJ] [upos=NOUN]": lambda tree: sum(
        (one.upos, two.upos) == ("ADJ", "NOUN") for one, two in tree.neighbours()
    ),
    '[lemma="глава"] [upos=NOUN, Case=Gen]': lambda tree: sum(
        one.lemma == "глава" and two.upos == "NOUN" and two.feats.get("Case") == "Gen"
        for one, two in tree.neighbours()
    ),
    "pattern { X [ner=B-PER] }": words(lambda word: word.ner == "B-PER"),
    "pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }": edges(
        lambda head, word: (
            (head.upos, head.feats.get("Aspect"), word.deprel) == ("VERB", "Perf", "nsubj")
            and word.ner in ("B-PER", "I-PER")
        )
    ),
    "pattern { V [upos=VERB]; V -[obj]-> O; O << V }": edges(
        lambda head, word: (head.upos, word.deprel) == ("VERB", "obj") and word.id < head.id
    ),
    "pattern { N [upos=NOUN]; A [upos=ADJ]; N -[amod]-> A } without { N -> X; A < X }": nothing_else_after,
    "pattern { V [upos=VERB] } without { V -[1=nsubj]-> S } without { V -[1=csubj]-> C }": without_subject,
    "pattern { X -[1=nsubj, 2=pass]-> S } with { X -[obl]-> A; A [Case=Ins] }": passive_with_instrumental,
    "pattern { A -[conj]-> B; A.Case <> B.Case }": edges(
        lambda head, word: (
            word.deprel == "conj"
            and "Case" in head.feats
            and "Case" in word.feats
            and head.feats["Case"] != word.feats["Case"]
        )
    ),
    "pattern { P [mention=pronoun, etype=person] }": words(
        lambda word: word.upos in ("PRON", "DET") and "person" in word.etypes
    ),
    "pattern { V [lemma=/.*ся/]; * -[root]-> V; length(V, S) > 3; V -[nsubj]-> S }": far_subject,
    "global { role=title } pattern { X [upos=PROPN] }": lambda tree: (
        words(lambda word: word.upos == "PROPN")(tree) if tree.role == "title" else 0
    ),
    "pattern { e: A -> B; f: C -> D; e >< f }": crossing,
}
"""The examples of the search page."""


def nouns(tree: Tree) -> int:
    return sum(word.upos == "NOUN" for word in tree.words)


MORE: Mapping[str, Callable[[Tree], int]] = {
    # a node is a token of its own; position 0 is a node with the form __0__
    "pattern { X [] }": lambda tree: len(tree.words) + 1,
    'pattern { X [form="__0__"] }': lambda tree: 1,
    "pattern { X -> Y }": lambda tree: len(tree.words),
    "pattern { X -[E:nsubj:xsubj]-> Y }": enhanced_edges(lambda word, name, head: name == "nsubj:xsubj"),
    "pattern { X -[enhanced=yes]-> Y } without { X -> Y }": enhanced_edges(
        lambda word, name, head: head != word.head
    ),
    "pattern { X -[root]-> Y; X.form <> Y.form }": lambda tree: 1,
    'pattern { X [form="__0__"]; X ->> Y }': lambda tree: len(tree.words),
    "pattern { X [upos]; Y [upos]; X -> Y }": edges(lambda head, word: True),
    "pattern { X [upos=NOUN]; Y [upos=NOUN] }": lambda tree: nouns(tree) * (nouns(tree) - 1),
    "pattern { X [upos=NOUN]; Y$ [upos=NOUN] }": lambda tree: nouns(tree) ** 2,
    # mentions of coreference, on their heads
    "pattern { X [coref] }": words(lambda word: bool(word.etypes)),
    "pattern { X [!etype] }": lambda tree: 1 + sum(not word.etypes for word in tree.words),
    "pattern { X [upos=NOUN, etype=event|person] }": words(
        lambda word: word.upos == "NOUN" and not {"event", "person"}.isdisjoint(word.etypes)
    ),
    # features: there and another, there, not there, one or the other
    "pattern { X [Tense<>Past] }": words(lambda word: word.feats.get("Tense", "Past") != "Past"),
    "pattern { X [Tense] }": words(lambda word: "Tense" in word.feats),
    "pattern { X [Tense=*, !Person] }": words(
        lambda word: "Tense" in word.feats and "Person" not in word.feats
    ),
    "pattern { X [upos=VERB]|[upos=AUX, Tense] }": words(
        lambda word: word.upos == "VERB" or (word.upos == "AUX" and "Tense" in word.feats)
    ),
    "pattern { X [ner] } without { X [ner=LOC|MISC] }": words(lambda word: word.ner[2:] in ("PER", "ORG")),
    'pattern { X [lemma=re".*ать", form=/[А-Я].*/] }': words(
        lambda word: bool(re.fullmatch(".*ать", word.lemma) and re.fullmatch("[А-Я].*", word.form))
    ),
    "pattern { X [form=/и/i] }": words(lambda word: word.form.lower() == "и"),
    # relations
    "pattern { X [upos]; X -[^punct|case]-> Y }": edges(
        lambda head, word: word.deprel not in ("punct", "case")
    ),
    'pattern { X -[re"nsubj.*|obj"]-> Y }': edges(
        lambda head, word: word.deprel == "obj" or word.deprel.startswith("nsubj")
    ),
    "pattern { X [upos]; X -[1=nsubj, !2]-> Y }": edges(lambda head, word: word.deprel == "nsubj"),
    "pattern { X [upos]; X -[2=*]-> Y }": edges(lambda head, word: ":" in word.deprel),
    "pattern { X [upos=VERB]; X -[obj]-> * }": lambda tree: sum(
        word.upos == "VERB" and any(other.deprel == "obj" for other in tree.below(word))
        for word in tree.words
    ),
    "pattern { X [upos=VERB]; X ->> Y; Y [ner=LOC] }": lambda tree: sum(
        one.upos == "VERB" and two.ner[2:] == "LOC" and tree.dominates(one, two)
        for one in tree.words
        for two in tree.words
    ),
    "pattern { e: X -> Y; f: Y -> Z; e.label = f.label }": edges(
        lambda head, word: head.deprel == word.deprel
    ),
    # order; clauses may stand in any order
    "pattern { X < Y; X [upos=ADP]; Y [upos=PROPN] }": lambda tree: sum(
        (one.upos, two.upos) == ("ADP", "PROPN") for one, two in tree.neighbours()
    ),
    "[upos=PUNCT] []": lambda tree: sum(one.upos == "PUNCT" for one, _ in tree.neighbours()),
    "pattern { Y > X; X [upos=ADP]; Y [upos=PROPN] }": lambda tree: sum(
        (one.upos, two.upos) == ("ADP", "PROPN") for one, two in tree.neighbours()
    ),
    "pattern { delta(X, Y) = -2; X [upos=VERB]; Y [upos=VERB] }": lambda tree: sum(
        (one.upos, two.upos) == ("VERB", "VERB") for one, two in zip(tree.words[2:], tree.words, strict=False)
    ),
    # values
    "pattern { N -[amod]-> A; N.Case = A.Case; N.Number <> A.Number }": edges(
        lambda head, word: (
            word.deprel == "amod"
            and head.feats.get("Case", "1") == word.feats.get("Case", "2")
            and "Number" in head.feats
            and "Number" in word.feats
            and head.feats["Number"] != word.feats["Number"]
        )
    ),
    "pattern { X -[conj]-> Y } pattern { X.lemma = Y.lemma }": edges(
        lambda head, word: word.deprel == "conj" and head.lemma == word.lemma
    ),
    # filters
    "without { H [upos]; H -> V } pattern { V [upos=VERB] }": words(
        lambda word: word.upos == "VERB" and not word.head
    ),
    "pattern { V [upos=VERB]; V -[nsubj]-> S } without { V << S }": edges(
        lambda head, word: (head.upos, word.deprel) == ("VERB", "nsubj") and word.id < head.id
    ),
    "pattern { V [upos=VERB]; V -[obj]-> O } without { O [ner] } % a remark": edges(
        lambda head, word: (head.upos, word.deprel, word.ner) == ("VERB", "obj", "O")
    ),
}
"""The constructs of the language."""
