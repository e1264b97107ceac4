"""Who said what: direct and indirect speech and the turns of interviews, found by rules over trees.

Direct speech stands between quotation marks and is somebody's by a verb beside it (``«…», — сказал X``; ``X
сказал: «…»``), around it (назвал визит «рубежным»), or by a source (по словам X). Indirect speech is found by
:mod:`rukaz.layers.reported_speech`; :mod:`rukaz.layers.speakers` tells whom a phrase names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from rukaz.layers.quoted_text import (
    CLOSING,
    DASHES,
    EITHER,
    OPENING,
    QuotedText,
    end_of_clause,
    quoted_texts,
    runs_on,
    trimmed,
)
from rukaz.layers.reported_speech import CLAUSES, reported
from rukaz.layers.speakers import Speakers, phrase, subject
from rukaz.layers.speech_cues import Attribution, cited, introduces, is_of_others, speaker, speech_words
from rukaz.records import Quote, QuoteKind, Sentence, Token
from rukaz.tree import SentenceTree, feature, relation

TURNS = frozenset({"question", "answer"})
MARKS = OPENING | CLOSING | EITHER
OF_INTERVIEWS = frozenset({"интервью", "беседа", "разговор"})
NEAR = 12
"""Words from a quotation to its verb."""
AT_ONCE = 3
"""Words from the dash after a quotation to a verb of any meaning."""
STEPS = 5
"""Words from a quotation up to its verb."""
BLOCKS = 4
"""Paragraphs that a quotation may run through."""
WORDS = 4
"""Words that make a quotation of what states nothing, within indirect speech; fewer may be a name."""
LONG = 4
"""Words that make a quotation of a verb without a dash."""


def add_quotes(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of a document, the automatic ones with the quotes that begin in them."""
    if all(sentence.annotation == "reviewed" for sentence in sentences):
        return list(sentences)
    found = QuoteFinder(sentences)
    return [
        sentence
        if sentence.annotation == "reviewed"
        else replace(sentence, quotes=found.quotes(number), speaker=found.speaker(number))
        for number, sentence in enumerate(sentences)
    ]


class QuoteFinder:
    """The quotes of a document."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._trees = [SentenceTree(sentence) for sentence in sentences]
        self._speakers = Speakers(self._trees)
        self._found: defaultdict[int, dict[int, Quote]] = defaultdict(dict)
        self._direct: list[Quote] = []
        self._inserted_verbs: set[int] = set()  # where verbs begin that stand beside the clause they quote
        self._interviewee: str | None = None
        pairs = groupby(enumerate(sentences), key=lambda pair: pair[1].block)
        blocks = [[number for number, _ in block] for _, block in pairs]
        tokens = [[token for number in block for token in sentences[number].tokens] for block in blocks]
        first = 0
        while first < len(blocks):
            after = first + 1 + runs_on(tokens[first : first + BLOCKS])
            self._find_direct([number for block in blocks[first:after] for number in block])
            first = after
        for block in blocks:
            for number in block:
                self._find_indirect(number)
            self._find_turn(block)

    def quotes(self, number: int) -> tuple[Quote, ...]:
        """Those that begin in a sentence, in order."""
        return tuple(quote for _, quote in sorted(self._found[number].items()))

    def speaker(self, number: int) -> str | None:
        """Who speaks in a sentence of an interview."""
        return self._interviewee if self._trees[number].sentence.role == "answer" else None

    def _add(self, kind: QuoteKind, number: int, first: Token, last: Token, said: Attribution) -> None:
        who = None if said.who is None else phrase(self._trees[said.number], said.who)
        quote = Quote(
            kind,
            first.start,
            last.end,
            cue_start=None if said.cue is None else said.cue.start,
            cue_end=None if said.cue is None else said.cue.end,
            speaker_start=None if who is None else who[0].start,
            speaker_end=None if who is None else who[1].end,
            speaker_id=None if said.who is None else self._speakers.entity(said.number, said.who),
        )
        self._found[number].setdefault(quote.start, quote)
        if kind == "direct":
            self._direct.append(quote)

    # -- direct speech --

    def _find_direct(self, numbers: Sequence[int]) -> None:
        words = [(number, token) for number in numbers for token in self._trees[number].tokens]
        tokens = [token for _, token in words]
        if not any(token.form in MARKS for token in tokens):
            return
        reached = -1
        for text in sorted(quoted_texts(tokens), key=lambda one: one.opening):
            if text.opening < reached:
                continue  # within direct speech
            said, parts = self._inserted(words, text)
            said = said or self._beside(words, text)
            if said is not None and said.cue is not None:
                clause = self._trees[said.number].head(said.cue)
                if clause is None or tokens[text.opening].start <= clause.start < tokens[text.closing].end:
                    self._inserted_verbs.add(said.cue.start)
            said = said or self._around(words, text) or self._within(words, text)
            if said is None and self._is_whole(words, text):
                said = Attribution(words[text.first][0])
            if said is not None:
                reached = text.closing
                for first, last in parts:
                    self._add("direct", words[first][0], tokens[first], tokens[last], said)

    def _inserted(
        self, words: Sequence[tuple[int, Token]], text: QuotedText
    ) -> tuple[Attribution | None, list[tuple[int, int]]]:
        """The author's words within the marks, «Q, — сказал X. — Q», and the stretches beside them."""
        tokens = [token for _, token in words]
        dashes = [
            index
            for index in range(text.first + 1, text.last)
            if tokens[index].form in DASHES and tokens[index - 1].form in (",", ".", "?", "!", "...", "…")
        ]
        for dash in dashes:
            said = self._verb(words, dash + 1, min(text.last, dash + NEAR))
            if said is None or said.cue is None:
                continue
            after = next((one for one in dashes if one > dash and words[one][1].start > said.cue.start), None)
            parts = [trimmed(tokens, text.first, dash - 1)]
            if after is not None:
                parts.append(trimmed(tokens, after + 1, text.last))
            return said, [(first, last) for first, last in parts if first <= last]
        return None, [(text.first, text.last)]

    def _beside(self, words: Sequence[tuple[int, Token]], text: QuotedText) -> Attribution | None:
        """By a verb after the closing mark, or before a colon."""
        tokens = [token for _, token in words]
        after = text.closing + 1
        while after < len(tokens) and tokens[after].form in DASHES | {",", ".", "?", "!"}:
            after += 1
        between = {token.form for token in tokens[text.closing + 1 : after]}
        ends = tokens[text.closing - 1].form in ("?", "!", "...", "…", "?!")
        if after < len(tokens) and not self._is_name(words, text):
            enough = text.last - text.first >= LONG and (ends or "," in between)
            marked = bool(between & DASHES) and ("," in between or ends)
            said = self._any_verb(words, after) if marked and enough else None
            if said is None and (marked or enough):
                said = self._verb(words, after, after + NEAR)
            if said is not None:
                return said
        if text.opening and tokens[text.opening - 1].form == ":":
            number = words[text.opening - 1][0]
            before = takewhile(lambda i: words[i][0] == number, range(text.opening - 1, -1, -1))
            verbs = (said for i in before if (said := self._verb(words, i, i)) is not None)
            return next(verbs, None) or self._source(number, words[text.opening - 1][1])
        return None

    def _source(self, number: int, colon: Token) -> Attribution | None:
        """Whose words the sentence before a colon reports: по словам X, он едет: «…»."""
        clauses = reported(self._trees[number], number)
        return next(
            (said for said, _ in clauses if said.cue is not None and said.cue.start < colon.start), None
        )

    def _verb(self, words: Sequence[tuple[int, Token]], first: int, last: int) -> Attribution | None:
        """The first finite verb of speech from ``first`` to ``last``, in one sentence."""
        for number, token in words[first : last + 1]:
            if number != words[first][0] or token.form in OPENING:
                return None
            tree = self._trees[number]
            if introduces(token) or cited(tree, token) is not None:
                who = speaker(tree, token)
                if is_of_others(who):
                    return Attribution(number, token, who)
        return None

    def _any_verb(self, words: Sequence[tuple[int, Token]], first: int) -> Attribution | None:
        """The verb that a dash after a quotation leads to, whatever it means: «…», — улыбнулся X."""
        for number, token in words[first : first + AT_ONCE]:
            if number != words[first][0] or token.form in OPENING:
                return None
            if token.upos == "VERB":
                who = speaker(self._trees[number], token)
                told = feature(token, "VerbForm") == "Fin" and is_of_others(token) and is_of_others(who)
                return Attribution(number, token, who) if told else None
        return None

    def _around(self, words: Sequence[tuple[int, Token]], text: QuotedText) -> Attribution | None:
        """By a verb of speech above the quoted words in the tree."""
        number, opening = words[text.opening]
        if self._is_name(words, text) or words[text.last][0] != number:
            return None
        tree = self._trees[number]
        inside = range(words[text.first][1].id, words[text.last][1].id + 1)
        top = next(token for token in tree.tokens[inside.start - 1 :] if token.head not in inside)
        before = tree.before(opening)
        named = before is not None and before.upos == "NOUN" and top.upos in ("NOUN", "PROPN")
        if named and (tree.tokens[inside.start - 1].form[0].isupper() or relation(top) == "appos"):
            return None
        for word in [top, *tree.path(top)][:STEPS]:
            verb = tree.head(word)
            if verb is None or relation(word) == "nmod":
                break
            kinds = ("verb", "quoting") if len(inside) > 1 else ("quoting",)
            if introduces(verb) and any(verb.lemma in speech_words()[kind] for kind in kinds):
                return Attribution(number, verb, speaker(tree, verb))
            if verb.upos == "VERB" and relation(verb) not in CLAUSES - {"root"}:
                break
        return None

    def _within(self, words: Sequence[tuple[int, Token]], text: QuotedText) -> Attribution | None:
        """By what introduces the clause that the quoted words are part of."""
        number, opening = words[text.opening]
        if self._is_name(words, text) or words[text.last][0] != number:
            return None
        tree = self._trees[number]
        inside = [token for _, token in words[text.first : text.last + 1]]
        first, last = inside[0].id, inside[-1].id
        top = next(token for token in inside if not first <= token.head <= last)
        states = relation(top) in CLAUSES or any(token.upos == "VERB" for token in inside[1:])
        long = sum(token.upos != "PUNCT" for token in inside) >= WORDS
        before = tree.before(opening)
        if not (states or long) or (before is not None and before.form == "("):
            return None
        clauses = reported(tree, number)
        return next((said for said, (begin, end) in clauses if begin <= first and last <= end), None)

    def _is_name(self, words: Sequence[tuple[int, Token]], text: QuotedText) -> bool:
        start, end = words[text.first][1].start, words[text.last][1].end
        entities = self._trees[words[text.first][0]].sentence.entities
        return any(entity.start <= start and end <= entity.end for entity in entities)

    def _is_whole(self, words: Sequence[tuple[int, Token]], text: QuotedText) -> bool:
        """Whether the marks enclose whole sentences."""
        first, last = words[text.opening], words[text.closing]
        begins = first[1].id == 1 or (first[1].id == 2 and words[text.opening - 1][1].form in DASHES)
        rest = self._trees[last[0]].tokens[last[1].id :]
        ended = all(token.upos == "PUNCT" for token in rest)
        return begins and ended and text.last - text.first >= LONG and not self._is_name(words, text)

    # -- indirect speech --

    def _find_indirect(self, number: int) -> None:
        tree = self._trees[number]
        sentence = tree.sentence
        direct = [one for one in self._direct if one.start < sentence.end and sentence.start < one.end]
        for said, (begin, end) in reported(tree, number, self._inserted_verbs):
            first, last = trimmed(tree.tokens, begin - 1, end - 1)
            last = end_of_clause(tree.tokens, first, last)
            words = [token for token in tree.tokens[first : last + 1] if token.upos != "PUNCT"]
            if not all(any(one.start <= word.start < one.end for one in direct) for word in words):
                self._add("indirect", number, tree.tokens[first], tree.tokens[last], said)

    # -- interviews --

    def _find_turn(self, numbers: Sequence[int]) -> None:
        first, last = self._trees[numbers[0]].tokens, self._trees[numbers[-1]].tokens
        role = self._trees[numbers[0]].sentence.role
        if role not in TURNS:
            self._interviewee = next(
                filter(None, map(self._interviewed, reversed(numbers))), self._interviewee
            )
            return
        start = next((token for token in first if token.form not in DASHES), first[0])
        who = self._interviewee if role == "answer" else None
        quote = Quote("turn", start.start, last[-1].end, speaker_id=who)
        self._found[numbers[0]].setdefault(quote.start, quote)

    def _interviewed(self, number: int) -> str | None:
        """The person with whom a sentence before an interview says that it was made."""
        tree = self._trees[number]
        persons = {e.first_token: e.entity_id for e in tree.sentence.entities if e.label == "PER"}
        for token in tree.tokens if persons else ():
            whom: Token | None = None
            if introduces(token):
                whom = subject(tree, token)
            elif token.lemma in OF_INTERVIEWS:
                nouns = tree.children(token, "nmod")
                whom = next(
                    (n for n in nouns if any(w.lemma in ("с", "у") for w in tree.children(n, "case"))), None
                )
            if whom is not None and (found := self._speakers.entity(number, whom)) in persons.values():
                return found
        return None
