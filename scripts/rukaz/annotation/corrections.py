"""What the models say of a sentence, corrected where a dictionary and rules know better."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rukaz.annotation.assemble import Analysis
from rukaz.annotation.entity_rules import entity_tags
from rukaz.annotation.lemma_rules import ADVERBS, correct
from rukaz.annotation.shortened_words import EXPRESSIONS, WholeWord, whole_word
from rukaz.annotation.ud_readings import readings
from rukaz.dictionary import is_known

_OF_NO_NOUN = frozenset({"advmod", "amod", "aux", "case", "cc", "cop", "det", "fixed", "mark"})
_COMPOUND = re.compile(r"[\w-]+-[а-яё]{3,}")


def corrected(forms: Sequence[str], analyses: Sequence[Analysis]) -> list[Analysis]:
    """The analyses with lemmas that are words, and relations and entities that can be.

    Args:
        forms: of the tokens, as the models read them.
        analyses: of the tokens.
    """
    words = list(_with_relations(list(_with_classes(forms, analyses))))
    expressions = _expressions(forms, words)
    for at, (form, word) in enumerate(zip(forms, words, strict=True)):
        whole = expressions.get(at) or whole_word(forms, at)
        if whole is not None and not (whole.upos == "NOUN" and word.deprel in _OF_NO_NOUN):
            words[at] = _abbreviated(word, whole)
        elif (lemma := correct(form, word.upos, word.feats, word.lemma)) != word.lemma:
            words[at] = word._replace(lemma=lemma)
    tags = entity_tags(forms, words)
    return [
        word if word.ner == tag else word._replace(ner=tag) for word, tag in zip(words, tags, strict=True)
    ]


def _expressions(forms: Sequence[str], words: Sequence[Analysis]) -> dict[int, WholeWord]:
    """What the words of shortened expressions stand for, by their places, if the models join them."""
    found: dict[int, WholeWord] = {}
    for at, word in enumerate(words[1:], 1):
        pair = (forms[at - 1].lower().removesuffix("."), forms[at].lower().removesuffix("."))
        if word.deprel == "fixed" and word.head == at and pair in EXPRESSIONS:
            both = zip((at - 1, at), EXPRESSIONS[pair], strict=True)
            found |= {place: whole for place, whole in both if words[place].lemma != whole.lemma}
    return found


def _abbreviated(word: Analysis, whole: WholeWord) -> Analysis:
    """An abbreviation as the word that it stands for, without inflection if the models say another class."""
    feats = word.feats if word.upos == whole.upos else "Abbr=Yes"
    is_of_number = whole.upos == "ADJ" and word.deprel.startswith("nummod")  # 54 куб. км
    deprel = "amod" if is_of_number else word.deprel
    return word._replace(lemma=whole.lemma, upos=whole.upos, feats=feats, deprel=deprel)


def _with_classes(forms: Sequence[str], analyses: Sequence[Analysis]) -> Iterator[Analysis]:
    """With the UPOS of a compound that is no name (IT-проект), and of a comparative that is a predicate."""
    for number, (form, analysis) in enumerate(zip(forms, analyses, strict=True), 1):
        comparative = analysis.upos == "ADV" and "Degree=Cmp" in (analysis.feats or "")
        comparative = comparative and form.lower() not in ADVERBS
        if analysis.upos == "PROPN" and _COMPOUND.fullmatch(form) and _is_noun(form.rpartition("-")[2]):
            yield analysis._replace(upos="NOUN")
        elif comparative and _is_predicate(number, analyses):
            yield analysis._replace(upos="ADJ")
        else:
            yield analysis


def _with_relations(analyses: Sequence[Analysis]) -> Iterator[Analysis]:
    """With infinitives of nouns as clauses: решение уйти is acl, since nmod is of nominals alone."""
    for analysis in analyses:
        is_infinitive = analysis.upos == "VERB" and "VerbForm=Inf" in (analysis.feats or "")
        of_noun = analysis.head > 0 and analyses[analysis.head - 1].upos in {"NOUN", "PROPN"}
        if is_infinitive and of_noun and analysis.deprel == "nmod":
            yield analysis._replace(deprel="acl")
        else:
            yield analysis


def _is_noun(word: str) -> bool:
    """Whether a word is a noun and no name."""
    found = readings(word)
    return is_known(word) and found[0].upos == "NOUN" and not any(reading.is_name for reading in found)


def _is_predicate(number: int, analyses: Sequence[Analysis]) -> bool:
    """Whether a word has a subject, or is coordinated with an adjective."""
    word = analyses[number - 1]
    if word.deprel == "conj":
        return analyses[word.head - 1].upos == "ADJ"
    return any(one.head == number and one.deprel.startswith("nsubj") for one in analyses)
