"""Frequencies, keywords, profiles and figures: counted again from the sentences, in other ways."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from math import log2
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

import rukaz
from rukaz.cli import main
from rukaz.errors import RukazError
from rukaz.query.tables import open_corpus
from rukaz.records import Sentence, Token
from rukaz.statistics.lists import frequencies, keywords
from rukaz.statistics.measures import association, log_likelihood
from rukaz.statistics.profile import profile
from rukaz.statistics.summary import WINDOW, summaries
from tests.files import rewritten

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_corpus(CORPUS) as opened:
        yield opened


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return list(rukaz.read(CORPUS))


def words(sentences: list[Sentence]) -> list[Token]:
    return [token for one in sentences for token in one.tokens if token.upos not in ("PUNCT", "SYM")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_frequencies(database: duckdb.DuckDBPyConnection, sentences: list[Sentence]) -> None:
    counted = Counter((token.lemma, token.upos) for token in words(sentences))
    rows = frequencies(database).to_pylist()
    assert {(row["lemma"], row["upos"]): row["count"] for row in rows} == counted
    assert [row["count"] for row in rows] == sorted(counted.values(), reverse=True)
    assert rows[0]["per_million"] == round(rows[0]["count"] * 1e6 / counted.total(), 1)


def test_ngrams_stay_in_a_sentence_and_between_marks(
    database: duckdb.DuckDBPyConnection, sentences: list[Sentence]
) -> None:
    counted = Counter(
        f"{one.lemma} {two.lemma}"
        for sentence in sentences
        for one, two in zip(sentence.tokens, sentence.tokens[1:], strict=False)
        if not {one.upos, two.upos} & {"PUNCT", "SYM"}
    )
    rows = frequencies(database, ["lemma"], length=2).to_pylist()
    assert {row["lemma"]: row["count"] for row in rows} == counted


@pytest.mark.parametrize("subset", ["split=test", "doc=rasykh-vizit|dw-20231109", "pattern { X [ner=PER] }"])
def test_keywords(subset: str, database: duckdb.DuckDBPyConnection, sentences: list[Sentence]) -> None:
    documents = {
        "split=test": {one.doc_id for one in rukaz.read(CORPUS, split="test")},
        "doc=rasykh-vizit|dw-20231109": {"rasykh-vizit", "dw-20231109"},
    }.get(subset)
    inside = [
        one
        for one in sentences
        if (
            any(entity.label == "PER" for entity in one.entities)
            if documents is None
            else one.doc_id in documents
        )
    ]
    mine, all_of_them = (Counter(token.lemma for token in words(some)) for some in (inside, sentences))
    rest = all_of_them - mine
    for row in keywords(database, subset, fields=["lemma"]).to_pylist():
        assert (row["count"], row["other"]) == (mine[row["lemma"]], rest[row["lemma"]])
        expected = log_likelihood(row["count"], row["other"], mine.total(), rest.total())
        assert row["log_likelihood"] == round(expected, 2)


def test_nothing_is_compared_with_nothing(database: duckdb.DuckDBPyConnection) -> None:
    for subset, against in (("split=none", None), ("split=test", "doc=none"), ("splt=test", None)):
        with pytest.raises(RukazError):
            keywords(database, subset, against=against)


def test_a_profile_has_what_the_trees_have(
    database: duckdb.DuckDBPyConnection, sentences: list[Sentence]
) -> None:
    found = profile(database, "президент")
    tokens = [token for one in sentences for token in one.tokens if token.lemma == "президент"]
    assert found.count == len(tokens) == sum(count for _, _, count in found.forms)
    arcs = [
        (token.deprel, one.tokens[token.head - 1], token)
        for one in sentences
        for token in one.tokens
        if token.head and token.upos != "PUNCT"
    ]
    assert {one.is_head for one in found.collocates} == {True, False}
    for one in found.collocates:
        of_relation = [
            (head, word) if one.is_head else (word, head)
            for deprel, head, word in arcs
            if deprel == one.relation
        ]
        mine = [other for other, lemma in of_relation if lemma.lemma == "президент"]
        joint = sum((other.lemma, other.upos) == (one.lemma, one.upos) for other in mine)
        ends = [head if one.is_head else word for _, head, word in arcs]
        anywhere = sum((end.lemma, end.upos) == (one.lemma, one.upos) for end in ends)
        here = sum((other.lemma, other.upos) == (one.lemma, one.upos) for other, _ in of_relation)
        assert one.count == joint
        assert one.log_dice == round(14 + log2(2 * joint / (len(mine) + anywhere)), 2)
        assert one.log_likelihood == round(association(joint, len(mine), here, len(of_relation)), 2)


def test_names_near_a_lemma(database: duckdb.DuckDBPyConnection, sentences: list[Sentence]) -> None:
    near = Counter(
        name
        for one in sentences
        if any(token.lemma == "президент" for token in one.tokens)
        for name in {(entity.name, entity.label) for entity in one.entities}
    )
    found = {(name, label): count for name, label, count, _ in profile(database, "президент").names}
    assert found == {name: count for name, count in near.items() if count > 1}


def test_what_has_no_value_is_compared_too(
    database: duckdb.DuckDBPyConnection, sentences: list[Sentence]
) -> None:
    counted = Counter("Case=" in (token.feats or "") for token in words(sentences))
    rows = keywords(database, "split=train|validation", fields=["Case"]).to_pylist()
    rows += keywords(database, "split=test", fields=["Case"]).to_pylist()
    assert [row["count"] + row["other"] for row in rows if not row["Case"]] == [counted[False]]
    pairs = frequencies(database, ["Case"], length=2).to_pylist()
    assert all(len(row["Case"].split()) == 2 for row in pairs)


@pytest.mark.parametrize("subset", ["", "split=tset"])
def test_a_subset_has_words(database: duckdb.DuckDBPyConnection, subset: str) -> None:
    with pytest.raises(RukazError, match=r"no sentences were selected|no words in split=tset"):
        frequencies(database, subset=subset)


def test_a_field_is_no_column_of_the_list(database: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(RukazError, match="no field 'Count'"):
        frequencies(database, ["Count"])
    assert frequencies(database, ["N"]).num_rows == 1


def test_a_lemma_may_look_like_sql(tmp_path: Path) -> None:
    lemmas = {"президент": "t.'o.x"}
    corpus = rewritten(CORPUS, tmp_path / "corpus", "tokens", lemma=lambda lemma: lemmas.get(lemma, lemma))
    with open_corpus(CORPUS) as old, open_corpus(corpus) as new:
        assert profile(new, "t.'o.x").collocates == profile(old, "президент").collocates


def test_there_is_no_such_lemma(database: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(RukazError, match="no token has the lemma"):
        profile(database, "президнт")


def test_figures_of_the_splits(database: duckdb.DuckDBPyConnection) -> None:
    found = {one.part: one for one in summaries(database, "split")}
    for split in ("train", "validation", "test"):
        here = list(rukaz.read(CORPUS, split=split))
        forms = [token.form.lower() for token in words(here)]
        figures = found[split]
        tokens = [token for one in here for token in one.tokens]
        distances = [abs(one.id - one.head) for one in tokens if one.head and one.upos != "PUNCT"]
        windows = [len(set(forms[at : at + WINDOW])) for at in range(len(forms) - WINDOW + 1)]
        assert (figures.sentences, figures.tokens, figures.words) == (len(here), len(tokens), len(forms))
        assert figures.types == len(set(forms))
        assert figures.dependency_length == round(sum(distances) / len(distances), 2)
        assert figures.mattr == round(sum(windows) / len(windows) / WINDOW, 4)
        assert figures.sentence_length == round(len(forms) / len(here), 2)
        assert figures.syllables == round(
            sum(letter in "аеёиоуыэюя" for form in forms for letter in form) / len(forms), 3
        )


# -- the commands --


def test_the_commands_print_tables_and_json(tmp_path: Path) -> None:
    assert "Казахстан" in run("words", str(CORPUS), "президент").stdout
    told = json.loads(run("words", str(CORPUS), "президент", "--upos", "NOUN", "--json").stdout)
    assert told["count"] == 36
    assert run("words", str(CORPUS), "--by", "Case", "--in", "split=test", "--to", "tsv").stdout.startswith(
        "Case\tcount"
    )
    assert run("words", str(CORPUS), "--against", "rest").exit_code == 2
    assert run("words", str(CORPUS), "--by", "lema").exit_code == 2
    assert run("stats", str(CORPUS), "--by", "doc", "--out", str(tmp_path / "stats.csv")).exit_code == 0
    assert len((tmp_path / "stats.csv").read_text(encoding="utf-8").splitlines()) == 6
    [all_of_it] = json.loads(run("stats", str(CORPUS), "--json").stdout)
    assert all_of_it["part"] == "all"
    assert run("stats", str(CORPUS), "--by", "lemma").exit_code == 2
