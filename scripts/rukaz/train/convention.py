"""The rules that bring foreign annotation into the project's convention.

Sources: the annotation decisions (Taiga and SynTagRus of UD r2.16/2.17). A rule looks at one word
in its tree, changes it and tells whether it did; `convert` counts the changes by rule. Each rule
names what it repairs; which source needs which rules is said in `RULES`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from rukaz.conllu.training_sentences import TrainingSentence, Word, remove_leaf
from rukaz.train.dictionary import repair_by_dictionary, silver_lemma
from rukaz.train.lexicon import ABBREVIATIONS, SCORED
from rukaz.train.morphology import (
    abbreviation,
    acronym_lemma,
    animacy,
    cyrillic_foreign,
    degree,
    digits,
    indefinite_pronoun,
    latin_word,
    particle,
    passive_reflexive,
    plural_gender,
    predicative,
    pronominal_adjective,
    relative_pronoun,
    short_form,
    symbol,
    thousands,
    voice,
)
from rukaz.train.relations import (
    common_subtype,
    gsd_compound,
    name_chain,
    parenthesis,
    participle,
    possessive,
    year,
)

Rule = Callable[[TrainingSentence, int], bool]


def convert(tree: TrainingSentence, source: str) -> Counter[str]:
    """Convert a tree in place; return how many words each rule changed.

    Args:
        tree: the tree.
        source: a key of `RULES`.
    """
    counts: Counter[str] = Counter()
    if source == "slovnet":
        counts["join_abbreviation"] = join_abbreviations(tree)
    for rule in RULES[source]:
        changed = sum(rule(tree, index) for index in range(len(tree)))
        counts[rule.__name__] = changed
    return counts


def join_abbreviations(tree: TrainingSentence) -> int:
    """Join an abbreviation or initial with its dot, which the teacher's tokens split off.

    The dot stays a token at the end of the sentence: «в 2004 г .».
    """
    joined = 0
    index = len(tree) - 3
    while index >= 0:
        word, dot = tree[index], tree[index + 1]
        if _is_abbreviated(word, dot) and all(other.head != index + 2 for other in tree):
            word.form += "."
            space = dot.misc.get("SpaceAfter")
            word.misc.pop("SpaceAfter", None)
            if space:
                word.misc["SpaceAfter"] = space
            remove_leaf(tree, index + 1)
            joined += 1
        index -= 1
    return joined


def _is_abbreviated(word: Word, dot: Word) -> bool:
    if dot.form != "." or word.misc.get("SpaceAfter") != "No":
        return False
    initial = len(word.form) == 1 and word.form.isupper()
    known = word.form.lower() in ABBREVIATIONS and word.form.lower() not in {"млн", "млрд", "трлн"}
    return initial or (known and not word.form.isupper())


def dictionary_reading(tree: TrainingSentence, index: int) -> bool:
    """The reading of the dictionary nearest to the tag (gender of plurals, rare forms)."""
    return repair_by_dictionary(tree[index])


def fill_lemma(tree: TrainingSentence, index: int) -> bool:
    """The lemma of the dictionary's reading in the project's spelling."""
    word = tree[index]
    word.lemma = silver_lemma(word)
    return True


def gsd_particles(tree: TrainingSentence, index: int) -> bool:
    """GSD's как before nominals is SCONJ, its также ADV."""
    word = tree[index]
    form = word.form.lower()
    before = word.upos
    if form == "как" and word.upos == "ADP":
        word.upos = "SCONJ"
    elif form == "также" and word.upos in {"PART", "CCONJ"} and word.deprel == "advmod":
        word.upos, word.feats = "ADV", {"Degree": "Pos"}
    return before != word.upos


def participle_case(tree: TrainingSentence, index: int) -> bool:
    """GSD gives -ся participles Voice=Act: they are Mid; ordinal days lose their features."""
    word = tree[index]
    reflexive = word.form.lower().endswith("ся")
    if word.feats.get("VerbForm") != "Part" or not reflexive or word.feats.get("Voice") != "Act":
        return False
    word.feats["Voice"] = "Mid"
    return True


def scored_features(tree: TrainingSentence, index: int) -> bool:
    """Keep the features that the convention scores."""
    word = tree[index]
    kept = {key: value for key, value in word.feats.items() if key in SCORED}
    changed = kept != word.feats
    word.feats = kept
    return changed


_SHARED: tuple[Rule, ...] = (
    relative_pronoun, pronominal_adjective, possessive, predicative, particle, voice, short_form,
    animacy, indefinite_pronoun, plural_gender, digits, year, thousands, abbreviation, latin_word,
    cyrillic_foreign, degree, scored_features, common_subtype,
)  # fmt: skip

RULES: dict[str, tuple[Rule, ...]] = {
    "slovnet": (
        dictionary_reading, symbol, passive_reflexive, fill_lemma,
        acronym_lemma, participle, parenthesis, name_chain, *_SHARED,
    ),
    "gsd": (
        gsd_particles, gsd_compound, participle_case, passive_reflexive, participle, *_SHARED,
    ),
    "taiga-2020": _SHARED,
    "taiga": (
        relative_pronoun, predicative, voice, latin_word, degree, scored_features, common_subtype,
    ),
}  # fmt: skip
