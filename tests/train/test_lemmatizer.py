"""Which lemma a form gets."""

from collections import Counter
from pathlib import Path

import pytest

from rukaz.conllu.training_sentences import Word
from rukaz.train.dictionary import paradigms
from rukaz.train.lemmatizer import (
    count_lemmas,
    dictionary,
    majority,
    new_trainer,
    normal_lemma,
    with_hard_forms,
)


def word(form: str, lemma: str, upos: str) -> Word:
    return Word(form, lemma, upos, {}, 0, "root")


def silver(folder: Path, *words: tuple[str, str, str]) -> list[Path]:
    path = folder / "silver.conllu"
    rows = [
        f"{n}\t{f}\t{lemma}\t{upos}\t_\t_\t{n - 1}\tdep\t_\t_" for n, (f, lemma, upos) in enumerate(words, 1)
    ]
    path.write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    return [path]


def best(gold: list[Word], shards: list[Path]) -> dict[tuple[str, str], str]:
    return {key: lemma for key, (lemma, _) in majority(count_lemmas([gold], shards)).items()}


def test_two_gold_words_outweigh_any_silver(tmp_path: Path) -> None:
    shards = silver(tmp_path, *[("должен", "должный", "ADJ")] * 50)
    assert best([word("Должен", "должен", "ADJ")] * 2, shards)["должен", "ADJ"] == "должен"


def test_verbs_in_sya_follow_the_silver_voice(tmp_path: Path) -> None:
    shards = silver(tmp_path, *[("создаётся", "создавать", "VERB")] * 9)
    gold = [word("создаётся", "создаваться", "VERB")] * 2
    assert best(gold, shards)["создаётся", "VERB"] == "создавать"


def test_names_keep_their_case_and_other_words_do_not() -> None:
    assert normal_lemma("Всё", "Всё", "PRON") == "все"
    assert normal_lemma("Артёма", "Артём", "PROPN") == "Артём"
    assert normal_lemma("Aurus", "aurus", "X") == "Aurus"


def test_the_dictionary_has_forms_with_and_without_a_capital() -> None:
    counts = {("году", "NOUN"): Counter({"год": 9})}
    assert dictionary(majority(counts)) == {"*": {"году": "год", "Году": "год"}}


def test_a_upos_has_only_what_differs_from_the_usual_lemma() -> None:
    counts = {("стали", "VERB"): Counter({"стать": 9}), ("стали", "NOUN"): Counter({"сталь": 2})}
    entries = dictionary(majority(counts))
    assert (entries["*"]["стали"], entries["NOUN"]["стали"], "VERB" in entries) == ("стать", "сталь", False)


@pytest.mark.train
def test_all_forms_of_a_known_word_are_found() -> None:
    assert {"роса", "росу", "росами"} <= set(paradigms(["росой"]))
    assert list(paradigms(["абырвалгами"])) == []


@pytest.mark.train
def test_forms_that_the_model_gets_wrong_are_added() -> None:
    untrained = new_trainer([("роса", "NOUN", "роса")], seed=1)
    known = {("роса", "NOUN"): Counter({"роса": 5})}
    assert with_hard_forms(known, untrained, ["росами", "роса"]) == known | {
        ("росами", "NOUN"): Counter({"роса": 1})
    }
