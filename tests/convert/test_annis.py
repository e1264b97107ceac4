"""The corpus in graphANNIS, the engine of ANNIS: AQL counts what ``rukaz search`` counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

import rukaz
from rukaz.cli import main
from rukaz.convert.annis import graphml
from rukaz.export.parquet_files import read_sentences
from rukaz.records import SPLITS
from tests.trees import document

CORPUS = Path(__file__).parents[2] / "corpus"

QUERIES = {
    'upos="VERB" ->dep[deprel="nsubj"] Case="Nom"': "pattern { V [upos=VERB]; N [Case=Nom]; V -[nsubj]-> N }",
    'lemma="в" . upos="NOUN"': 'pattern { P [lemma="в"]; N [upos=NOUN]; P < N }',
    'ner="PER" _o_ upos="PROPN"': "pattern { N [upos=PROPN, ner=PER] }",
    'sent_id _i_ lemma="год"': 'pattern { X [lemma="год"] }',
    'lemma="год" @* split="train"': 'global { split=train } pattern { X [lemma="год"] }',
    'annotation="reviewed" _i_ tok="и"': "global { annotation=reviewed } pattern { X [form=и] }",
}


@pytest.fixture(scope="module")
def annis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """graphANNIS with the corpus, as the command writes it; its Python package reads no ZIP."""
    from graphannis.cs import CorpusStorageManager, ImportFormat

    folder = tmp_path_factory.mktemp("annis")
    command = ["convert", str(CORPUS), str(folder / "corpus.zip"), "--to", "annis"]
    assert CliRunner().invoke(main, command).exit_code == 0
    with ZipFile(folder / "corpus.zip") as archive:
        [name] = archive.namelist()
        archive.extract(name, folder)
    with CorpusStorageManager(str(folder / "data")) as storage:
        assert storage.import_from_fs(str(folder / name), ImportFormat.GraphML, "corpus") == "corpus"
        yield storage


@pytest.mark.dev
def test_every_token_sentence_and_name_is_there(annis: Any) -> None:
    sentences = [one for split in SPLITS for _, found in read_sentences(CORPUS, split) for one in found]
    tokens = [token for sentence in sentences for token in sentence.tokens]
    assert annis.count("corpus", "tok") == len(tokens)
    assert annis.count("corpus", "sent_id") == len(sentences)
    assert annis.count("corpus", "ner") == sum(len(sentence.entities) for sentence in sentences)
    assert annis.count("corpus", "tok ->dep tok") == sum(bool(token.head) for token in tokens)


@pytest.mark.dev
@pytest.mark.parametrize("aql", QUERIES)
def test_queries_of_both_languages_count_the_same(annis: Any, aql: str) -> None:
    with rukaz.search(CORPUS, QUERIES[aql]) as found:
        assert annis.count("corpus", aql) == len(found) > 0


def test_any_sign_may_stand_in_a_text() -> None:
    """Signs of XML, and signs that no XML holds."""
    one, [sentence] = document("letter", "Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть")
    first, second = sentence.tokens
    signs = replace(first, form=']]>\N{BACKSPACE}<&"\N{GRINNING FACE}')
    lines = list(graphml("a b", [(one, [replace(sentence, tokens=(signs, second))])]))
    assert '<node id="a%20b/letter#s0t1">' in lines
    data = [element.text for element in ElementTree.fromstring("\n".join(lines)).iter("data")]
    assert ']]> <&"\N{GRINNING FACE}' in data
