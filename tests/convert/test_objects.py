"""Sentences in Stanza, spaCy and pandas: what went in comes out, by the real libraries."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

import rukaz
from rukaz.records import Block, Sentence
from rukaz.schema import FIELDS
from tests.export.strategies import sentences
from tests.trees import document, sentence

VISIT = (
    "Президент/NOUN/4:nsubj/Case=Nom Владимир/PROPN/1:appos/B-PER Путин/PROPN/2:flat/I-PER "
    "посетил/VERB/0:root/=посетить «/PUNCT/6:punct Казахстан/PROPN/4:obj/B-LOC »/PUNCT/6:punct "
    "./PUNCT/4:punct"
)
RAIN = "Шёл/VERB/0:root/=идти дождь/NOUN/1:nsubj ./PUNCT/1:punct"


def article() -> tuple[Sentence, ...]:
    """Two sentences in one block and one in the next."""
    return document("doc", f"{VISIT}\n{RAIN}", RAIN)[1]


def with_tree(one: Sentence) -> Sentence:
    """The sentence with a chain for a tree; enhanced dependencies have a format of their own."""
    tokens = (
        replace(token, head=token.id - 1, deprel="dep" if token.id > 1 else "root", deps=None)
        for token in one.tokens
    )
    return replace(one, tokens=tuple(tokens))


# -- Stanza --


def test_stanza_has_text_trees_and_entities() -> None:
    made = rukaz.to_stanza(article())
    assert made.text == "Президент Владимир Путин посетил «Казахстан». Шёл дождь. Шёл дождь."
    assert [(one.text, one.type) for one in made.ents] == [("Владимир Путин", "PER"), ("Казахстан", "LOC")]
    assert [one.sent_id for one in made.sentences] == [one.sent_id for one in article()]
    assert {one.doc_id for one in made.sentences} == {"doc"}
    relation = next(word for word in made.sentences[0].words if word.deprel == "flat")
    assert (relation.text, relation.head) == ("Путин", 2)


def test_stanza_offsets_count_in_its_text() -> None:
    made = rukaz.to_stanza([sentence(VISIT, start=100)])
    for token in made.sentences[0].tokens:
        assert made.text[token.start_char : token.end_char] == token.text
    assert "TokenRange=100:109" in made.sentences[0].tokens[0].misc


@pytest.mark.filterwarnings("ignore:Found a SpacesBefore")
@given(sentences())
def test_stanza_holds_every_word(one: Sentence) -> None:
    one = with_tree(one)
    (made,) = rukaz.to_stanza([one]).sentences
    assert [
        (word.id, word.text, word.lemma, word.upos, word.feats, word.head, word.deprel) for word in made.words
    ] == [
        (token.id, token.form, token.lemma, token.upos, token.feats, token.head, token.deprel)
        for token in one.tokens
    ]
    if not one.multiword_tokens:
        assert [(entity.text, entity.type) for entity in made.ents] == [
            (entity.text, entity.label) for entity in one.entities
        ]


def test_nothing_for_stanza() -> None:
    assert rukaz.to_stanza([]).sentences == []


# -- spaCy --


def test_spacy_has_sentences_trees_and_entities() -> None:
    doc = rukaz.to_spacy(article())
    assert doc.text == "Президент Владимир Путин посетил «Казахстан». Шёл дождь. Шёл дождь. "
    assert [one.text for one in doc.sents] == [one.text for one in article()]
    assert [one.root.text for one in doc.sents] == ["посетил", "Шёл", "Шёл"]
    assert [(one.text, one.label_) for one in doc.ents] == [("Владимир Путин", "PER"), ("Казахстан", "LOC")]
    assert str(doc[0].morph) == "Case=Nom"


def test_spacy_keeps_the_ids_of_entities() -> None:
    one = sentence(VISIT)
    named = tuple(replace(entity, entity_id="putin") for entity in one.entities[:1])
    doc = rukaz.to_spacy([replace(one, entities=named)])
    assert [entity.kb_id_ for entity in doc.ents] == ["putin"]


def test_spacy_pipeline_goes_on_with_it() -> None:
    import spacy

    pipeline = spacy.blank("ru")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "MISC", "pattern": [{"LEMMA": "дождь"}]}])
    doc = pipeline(rukaz.to_spacy([sentence(RAIN)], vocab=pipeline.vocab))
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("дождь", "MISC")]


@given(sentences())
def test_spacy_holds_every_word(one: Sentence) -> None:
    one = with_tree(one)
    doc = rukaz.to_spacy([one])
    assert [
        (word.text, word.lemma_, word.pos_, word.tag_, str(word.morph), bool(word.whitespace_))
        for word in doc
    ] == [
        (token.form, token.lemma, token.upos, token.xpos or token.upos, token.feats or "", token.space_after)
        for token in one.tokens
    ]
    assert [word.head.i + 1 for word in doc] == [token.head or token.id for token in one.tokens]
    assert [(found.label_, found.start + 1, found.end, found.kb_id_) for found in doc.ents] == [
        (entity.label, entity.first_token, entity.last_token, entity.entity_id or "")
        for entity in one.entities
    ]


def test_without_spacy_the_error_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['spacy'] = None\n"
        "import rukaz\n"
        "try: rukaz.to_spacy([])\n"
        "except rukaz.RukazError as error: print(error)"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert 'pip install ".[downstream]"' in ran.stdout


# -- pandas --


def test_pandas_has_the_columns_of_tokens() -> None:
    frame = rukaz.to_pandas(article())
    assert list(frame.columns) == [field.column for field in FIELDS["tokens"]]
    assert frame.dtypes[["head", "space_after"]].astype(str).to_list() == ["int32", "bool"]
    assert frame[frame.ner == "B-LOC"].lemma.to_list() == ["Казахстан"]
    assert len(rukaz.to_pandas([])) == 0


@settings(max_examples=30)
@given(sentences())
def test_pandas_holds_every_token(one: Sentence) -> None:
    frame = rukaz.to_pandas([one])
    for column in ("form", "lemma", "upos", "head", "deprel", "start", "end", "space_after"):
        assert frame[column].to_list() == [getattr(token, column) for token in one.tokens]
    assert frame.ner.to_list() == one.ner_tags
    assert set(frame.sent_id) == {one.sent_id}


def test_pandas_takes_sentences_of_several_documents() -> None:
    both = [sentence(RAIN, doc_id=doc_id, block=Block("1", "body", 0, 0)) for doc_id in ("a", "b")]
    assert rukaz.to_pandas(both).groupby("doc_id").size().to_dict() == {"a": 3, "b": 3}
