"""Spoil real sentences at random, and hold what is remembered of the UD validator against the validator.

    python tests/campaigns/clear_sentences.py CONLLU... --sentences 100000 --seed 1

Each round spoils some sentences in one to three ways, and leaves some as they are. Those whose verdict is
remembered are given to the official validator, which must say the same of them, word for word. The others are
given to it as well, and what it says is remembered for the next rounds. At the end stands which tests the
validator applied, and how many of the clean sentences needed no question. The command fails if a verdict
differs, and if none was remembered.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from rukaz.check.trees import DEPRELS
from rukaz.conllu.files import read_conllu, sentence_to_conllu
from rukaz.errors import RukazError
from rukaz.records import UPOS_TAGS, MultiwordToken, Sentence, Token
from rukaz.repair import known_signatures
from rukaz.repair.signatures import signatures
from rukaz.repair.validation_cache import TESTED_VERSION, ValidationCache, without_graph
from rukaz.repair.validator import Incident, validate

WHOLE = 0.15
"""Of the sentences stay as they are."""

RELATIONS = (
    *sorted(DEPRELS), "nsubj", "obj", "obl", "punct", "fixed", "conj", "cop", "case", "det", "nsubj:pass",
    "nsubj:outer", "obl:agent", "flat:foreign", "flat:name", "aux:pass", "nmod:poss", "nummod:gov",
    "punct:x", "ref", "x", "Root", "", "obj ", "advmod:",
)  # fmt: skip
TAGS = (*UPOS_TAGS, *UPOS_TAGS, "noun", "", "PART ")
FEATURES = (
    "ExtPos=ADP", "ExtPos=ADV", "ExtPos=PROPN", "ExtPos=PUNCT", "Typo=Yes", "Foreign=Yes", "Polarity=Neg",
    "Poss=Yes", "PronType=Prs", "VerbForm=Fin", "Mood=Ind", "Case=Nom", "Case=Acc,Nom", "Case=Nom,Acc",
    "Degree=Pos", "Number=Two", "Xyz=Yes", "Case", "case=Nom", "Case=nom", "Case=", "XPolarity=Neg", "é=A",
)  # fmt: skip
LEMMAS = ("быть", "стать", "бы", "это", "мочь", "_", "", "а б", "е\u0301", "\ufffd", "x\u00ad")
FORMS = (
    "а б",
    "10 000",
    "\u00a0",
    "а\u00a0б",
    "",
    "_",
    "#",
    "е\u0301",
    "\ufffd",
    "а\n",
    "DET",
    "conj",
    "ExtPos",
)
MISCS = (
    "SpaceAfter=No",
    "Lang=en",
    "Lang=xx",
    "Subject=Outer",
    "Translit=a",
    "A= b",
    "NoSpaceAfter=Yes",
    "x|x",
)
TEXTS = ("  ", "\u00a0", " \u00a0", "\t", "", "е\u0301", "\u2028")

Spoil = Callable[[Sentence, Random], Sentence]


# -- ways to spoil a sentence --


def _any(sentence: Sentence, chance: Random) -> Token:
    return chance.choice(sentence.tokens)


def _with(sentence: Sentence, *changed: Token) -> Sentence:
    """The sentence with other tokens in the places they have by their ids."""
    tokens = list(sentence.tokens)
    for token in changed:
        tokens[token.id - 1] = token
    return replace(sentence, tokens=tuple(tokens))


def upos(sentence: Sentence, chance: Random) -> Sentence:
    return _with(sentence, replace(_any(sentence, chance), upos=chance.choice(TAGS)))


def relation(sentence: Sentence, chance: Random) -> Sentence:
    return _with(sentence, replace(_any(sentence, chance), deprel=chance.choice(RELATIONS)))


def head(sentence: Sentence, chance: Random) -> Sentence:
    return _with(sentence, replace(_any(sentence, chance), head=chance.randint(0, len(sentence.tokens) + 1)))


def lifted(sentence: Sentence, chance: Random) -> Sentence:
    """A word hangs on the head of its head, or of another word."""
    token = _any(sentence, chance)
    above = sentence.tokens[min(max(token.head, 1), len(sentence.tokens)) - 1]
    return _with(sentence, replace(token, head=chance.choice((above.head, _any(sentence, chance).head))))


def turned(sentence: Sentence, chance: Random) -> Sentence:
    """Head and dependent change places."""
    token = _any(sentence, chance)
    if not 0 < token.head <= len(sentence.tokens):
        return sentence
    above = sentence.tokens[token.head - 1]
    return _with(
        sentence,
        replace(token, head=above.head, deprel=above.deprel),
        replace(above, head=token.id, deprel=token.deprel),
    )


def twin(sentence: Sentence, chance: Random) -> Sentence:
    """A word gets head and relation of another: two subjects, two objects."""
    model = _any(sentence, chance)
    return _with(sentence, replace(_any(sentence, chance), head=model.head, deprel=model.deprel))


def mark(sentence: Sentence, chance: Random) -> Sentence:
    """A punctuation mark hangs on any word."""
    marks = [token for token in sentence.tokens if token.upos == "PUNCT"] or list(sentence.tokens)
    one = replace(chance.choice(marks), upos="PUNCT", deprel="punct", feats=None)
    return _with(sentence, replace(one, head=_any(sentence, chance).id))


def joined(sentence: Sentence, chance: Random) -> Sentence:
    """A word is joined to one before it."""
    token = _any(sentence, chance)
    name = chance.choice(("fixed", "fixed", "flat", "flat:foreign", "goeswith", "conj", "appos", "orphan"))
    return _with(sentence, replace(token, head=max(1, token.id - chance.choice((1, 1, 2))), deprel=name))


def foreign(sentence: Sentence, chance: Random) -> Sentence:
    token = _any(sentence, chance)
    before = sentence.tokens[max(token.id - 2, 0)]
    other: dict[str, Any] = {"upos": "X", "feats": "Foreign=Yes"}
    sentence = _with(
        sentence, replace(token, head=before.id, deprel="flat:foreign", upos="X", feats="Foreign=Yes")
    )
    return _with(sentence, replace(before, **other)) if chance.random() < 0.7 else sentence


def function_word(sentence: Sentence, chance: Random) -> Sentence:
    """A word that has dependents becomes a function word."""
    heads = [token for token in sentence.tokens if any(one.head == token.id for one in sentence.tokens)]
    name = chance.choice(("case", "mark", "cc", "aux", "cop", "det", "clf", "fixed", "punct"))
    return _with(sentence, replace(chance.choice(heads or list(sentence.tokens)), deprel=name))


def features(sentence: Sentence, chance: Random) -> Sentence:
    token = _any(sentence, chance)
    items = token.feats.split("|") if token.feats else []
    if items and chance.random() < 0.4:
        items.remove(chance.choice(items))
    if chance.random() < 0.6:
        items.append(chance.choice(FEATURES))
    if chance.random() < 0.8:
        items.sort(key=str.lower)
    return _with(sentence, replace(token, feats="|".join(items) or None))


def other_features(sentence: Sentence, chance: Random) -> Sentence:
    return _with(sentence, replace(_any(sentence, chance), feats=_any(sentence, chance).feats))


def lemma(sentence: Sentence, chance: Random) -> Sentence:
    verbs = [token for token in sentence.tokens if token.upos == "AUX"] or list(sentence.tokens)
    return _with(sentence, replace(chance.choice(verbs), lemma=chance.choice(LEMMAS)))


def auxiliary(sentence: Sentence, chance: Random) -> Sentence:
    name = chance.choice(("aux", "cop", "aux:pass", "obj"))
    return _with(sentence, replace(_any(sentence, chance), upos="AUX", deprel=name, feats=None))


def form(sentence: Sentence, chance: Random) -> Sentence:
    """A word is written otherwise, in the text as well or not."""
    token, written = _any(sentence, chance), chance.choice(FORMS)
    if chance.random() < 0.7:
        sentence = replace(sentence, text=sentence.text.replace(token.form, written, 1))
    return _with(sentence, replace(token, form=written))


def text(sentence: Sentence, chance: Random) -> Sentence:
    place = chance.randint(0, len(sentence.text))
    rest = sentence.text[place + chance.randint(0, 1) :]
    return replace(sentence, text=sentence.text[:place] + chance.choice(TEXTS) + rest)


def space(sentence: Sentence, chance: Random) -> Sentence:
    token = _any(sentence, chance)
    return _with(sentence, replace(token, space_after=not token.space_after))


def column(sentence: Sentence, chance: Random) -> Sentence:
    """Something in a column that the models leave empty."""
    token = _any(sentence, chance)
    filled: dict[str, Any] = {
        "xpos": chance.choice(("N", "", "a b")),
        "deps": f"{token.head}:{token.deprel}",
        "misc": chance.choice(MISCS),
    }
    name = chance.choice(list(filled))
    return _with(sentence, replace(token, **{name: filled[name]}))


def frame(sentence: Sentence, chance: Random) -> Sentence:
    """An id, a comment or a multi-word token."""
    token = _any(sentence, chance)
    last = min(token.id + 1, len(sentence.tokens))
    changed = (
        {"sent_id": chance.choice(("", "a b", "a/b", "a/b/c"))},
        {"role": ""},
        {"annotation": "reviewed", "reviewer": "anna"},
        {"tokens": sentence.tokens[1:]},
        {"multiword_tokens": (MultiwordToken(token.id, last, token.form, 0, 1),)},
    )
    return replace(sentence, **chance.choice(changed))


COMMON: Sequence[Spoil] = (
    upos, relation, head, lifted, turned, twin, mark, joined, foreign, function_word, features,
    other_features, lemma, auxiliary,
)  # fmt: skip
RARE: Sequence[Spoil] = (form, text, space, column, frame)


def spoiled(sentence: Sentence, chance: Random) -> Sentence:
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if sentence.tokens and sentence.tokens[0].id == 1:
            sentence = chance.choice(COMMON if chance.random() < 0.85 else RARE)(sentence, chance)
    return sentence


# -- the campaign --


Verdict = Mapping[str | None, list[Incident]]


def official(sentences: Sequence[Sentence]) -> Verdict:
    """What the official validator says of the sentences of one file; of one that ends it, "crash"."""
    found: defaultdict[str | None, list[Incident]] = defaultdict(list)
    if not sentences:
        return found
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sentences.conllu")
        path.write_text("".join(map(sentence_to_conllu, sentences)), encoding="utf-8", newline="\n")
        try:
            for incident in validate(path):
                found[incident.sent_id].append(incident)
        except RukazError:
            if len(sentences) == 1:
                found[sentences[0].sent_id].append(Incident(0, True, "crash", sentences[0].sent_id, None, ""))
                return found
            half = len(sentences) // 2
            for part in (sentences[:half], sentences[half:]):
                for sent_id, some in official(part).items():
                    found[sent_id] += some
    return found


def campaign(files: Sequence[Path], *, sentences: int, seed: int, longest: int = 16, each: int = 2000) -> int:
    """Compare the verdicts on so many sentences, ``each`` at a time; how many differ.

    Raises:
        RukazError: no verdict was remembered, so that none could differ.
    """
    chance, memory = Random(seed), ValidationCache(known_signatures.load(TESTED_VERSION))
    real = [one for path in files for one in read_conllu(path) if len(one.tokens) <= longest]
    counts, objections = Counter[str](), Counter[str]()
    differences: list[str] = []
    for start in range(0, sentences, each):
        late = start >= sentences // 2
        batch = list(_batch(real, min(each, sentences - start), start, chance))
        known = {s.sent_id: said for s, _ in batch if (said := memory.get(s, signatures(s))) is not None}
        sure = [s for s, _ in batch if s.sent_id in known]
        unsure = [s for s, _ in batch if s.sent_id not in known]
        verdict, answer = official(sure), official(unsure)
        differences += [
            f"{s.sent_id}: {known[s.sent_id]} / {verdict.get(s.sent_id, [])}\n{sentence_to_conllu(s)}"
            for s in sure
            if known[s.sent_id] != verdict.get(s.sent_id, [])
        ]
        for sentence in unsure:
            memory.add(sentence, signatures(sentence), answer.get(sentence.sent_id, []))
        for sentence, is_real in batch:
            said = (verdict if sentence.sent_id in known else answer).get(sentence.sent_id, [])
            objections.update({one.testid for one in said})
            counts["sentences"] += 1
            counts["remembered"] += sentence.sent_id in known
            counts["remembered, with incidents"] += sentence.sent_id in known and bool(said)
            counts["spoiled"] += not is_real
            counts["spoiled, the validator objects"] += not is_real and bool(said)
            counts["real, in the second half"] += is_real and late
            counts["real, in the second half, remembered"] += is_real and late and sentence.sent_id in known
            counts["real and clean, in the second half"] += is_real and late and not said
            counts["real and clean, in the second half, remembered"] += (
                is_real and late and not said and sentence.sent_id in known
            )
        print(f"{start + len(batch)} sentences, {len(differences)} differences", flush=True)
    _report(counts, objections, differences)
    if not counts["remembered, with incidents"]:
        raise RukazError("of no sentence with errors was the verdict remembered, so nothing was compared")
    return len(differences)


def _batch(
    real: Sequence[Sentence], size: int, start: int, chance: Random
) -> Iterator[tuple[Sentence, bool]]:
    """Sentences under new ids, and whether each is as it was."""
    for number in range(start, start + size):
        one = replace(
            without_graph(chance.choice(real)), annotation="auto", reviewer=None, sent_id=f"s-p1-c{number}"
        )
        entities = tuple(replace(entity, entity_id=None, name=None) for entity in one.entities)
        one = replace(one, entities=entities, mentions=(), quotes=(), dates=(), speaker=None)
        if chance.random() < WHOLE:
            yield one, True
            continue
        other = spoiled(one, chance)
        if any(token.head == 0 and token.deprel == "flat:foreign" for token in other.tokens):
            continue  # it ends the validator
        if other.tokens and (not other.entities or len(other.tokens) == len(one.tokens)):
            yield other, other == one


def _report(counts: Mapping[str, int], objections: Counter[str], differences: Sequence[str]) -> None:
    for what, number in counts.items():
        print(f"{number:8,} {what}")
    print("sentences to which a test objects:")
    for testid, number in objections.most_common():
        print(f"{number:8,} {testid}")
    for difference in differences[:10]:
        print(difference)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("conllu", type=Path, nargs="+")
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=int, default=16, help="tokens of a sentence")
    given = parser.parse_args()
    differ = campaign(given.conllu, sentences=given.sentences, seed=given.seed, longest=given.longest)
    sys.exit(bool(differ))
