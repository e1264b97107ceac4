"""Formats: everything a format is said to hold comes back the same, and nothing more is claimed or denied."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukaz.conllu.files import sentence_to_conllu
from rukaz.conllu.rows import split_rows
from rukaz.convert.docbin import read_docbin
from rukaz.convert.formats import ASPECTS, FORMATS, Format
from rukaz.convert.iob2 import read_iob2
from rukaz.convert.jsonl import to_row
from rukaz.convert.piece import Piece, read_conllu_pieces, with_newdoc_comments, write_conllu_pieces
from rukaz.errors import RukazError
from rukaz.records import DateExpression, Mention, MultiwordToken, Quote, Sentence
from tests.export.strategies import sentences
from tests.trees import document

FACTS = st.lists(st.sampled_from(["# doc_title = Визит", "# doc_author = А. Б.", "# note = x"]), unique=True)
VISIT = (
    "Токаев/PROPN/2:nsubj/Case=Nom|Number=Sing/B-PER прибыл/VERB/0:root/=прибыть в/ADP/4:case "
    "Астану/PROPN/2:obl/=Астана/B-LOC ./PUNCT/2:punct"
)


def with_tree(one: Sentence) -> Sentence:
    """The sentence with a chain for a tree: spaCy takes nothing else."""
    chained = (
        replace(token, head=token.id - 1, deprel="dep" if token.id > 1 else "root") for token in one.tokens
    )
    return replace(one, tokens=tuple(chained))


def pieces() -> st.SearchStrategy[Piece]:
    return st.builds(
        lambda one, facts: Piece(with_tree(one), ("# newdoc id = d-p1-c2", *facts)), sentences(), FACTS
    )


def back(form: Format, written: Iterable[Piece]) -> list[Piece]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{form.suffix}"
        form.write(path, written)
        return list(form.read(path))


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
@settings(max_examples=60)
@given(written=st.lists(pieces(), min_size=1, max_size=3))
def test_what_a_format_holds_comes_back(form: Format, written: list[Piece]) -> None:
    found = back(form, written)
    assert len(found) == len(written)
    for aspect in form.holds:
        assert list(map(ASPECTS[aspect], found)) == list(map(ASPECTS[aspect], written)), aspect


@settings(max_examples=60)
@given(written=st.lists(pieces(), min_size=1, max_size=3))
def test_json_lines_give_back_the_same_conllu(written: list[Piece]) -> None:
    with TemporaryDirectory() as folder:
        first, again = Path(folder) / "first.conllu", Path(folder) / "again.conllu"
        write_conllu_pieces(first, written)
        write_conllu_pieces(again, back(FORMATS["jsonl"], read_conllu_pieces(first)))
        assert again.read_bytes() == first.read_bytes()


EMPTY_NODE = "5.1\tесть\tбыть\tVERB\t_\t_\t_\t_\t0:root\t_\n"


def rich() -> list[Piece]:
    """A sentence with something to lose in every aspect."""
    _, (one, *_) = document("doc", VISIT)
    first, *others = one.tokens
    first = replace(first, xpos="NNP", deps="2:nsubj", misc="Gloss=x", start=0)
    entity = replace(one.entities[0], entity_id="tokayev", name="Токаев", wikidata="Q1")
    mwt = MultiwordToken(3, 4, "вАстану", one.tokens[2].start, one.tokens[3].end)
    others[1] = replace(others[1], space_after=False)
    one = replace(
        one,
        text="Токаев  прибыл вАстану.",
        role="lead",
        tokens=(first, *(replace(token, start=token.start + 7, end=token.end + 7) for token in others)),
        entities=(entity, one.entities[1]),
        multiword_tokens=(mwt,),
        annotation="reviewed",
        reviewer="anna",
        quotes=(Quote("indirect", 0, first.end, speaker_id="tokayev"),),
        dates=(DateExpression(0, first.end, "2023"),),
        mentions=(Mention("doc_e1", "person", 0, first.end, 1, 1, 1),),
    )
    before = (
        "# newdoc id = doc",
        "# doc_title = Визит",
        "# global.Entity = eid-etype-head",
        "# newpar id = doc-p1",
    )
    raw = next(
        split_rows([*sentence_to_conllu(one, before=before).splitlines(True)[:-1], EMPTY_NODE], where="")
    )
    return [Piece(one, before, raw)]


@pytest.mark.parametrize(
    ("form", "aspect"), [(form, aspect) for form in FORMATS.values() for aspect in form.loses]
)
def test_what_a_format_cannot_hold_is_lost(form: Format, aspect: str) -> None:
    (written,) = rich()
    (found,) = back(form, [written])
    assert ASPECTS[aspect](found) != ASPECTS[aspect](written)


def test_json_lines_are_readable(tmp_path: Path) -> None:
    _, (one, *_) = document("doc", VISIT)
    row = json.loads(json.dumps(to_row(Piece(one))))
    assert row["tokens"] == ["Токаев", "прибыл", "в", "Астану", "."]
    assert row["ner_tags"] == ["B-PER", "O", "O", "B-LOC", "O"]
    assert row["upos"][:2] == ["PROPN", "VERB"]


def test_datasets_loads_json_lines(tmp_path: Path) -> None:
    import datasets

    _, (one, *_) = document("doc", VISIT)
    written = [Piece(one, ("# newdoc id = doc",)), Piece(one)]
    FORMATS["jsonl"].write(tmp_path / "train.jsonl", written)
    loaded = datasets.load_dataset(
        "json", data_files=str(tmp_path / "train.jsonl"), cache_dir=str(tmp_path / "cache"), split="train"
    )
    assert loaded["ner_tags"][1] == one.ner_tags


def test_iob2_is_two_columns(tmp_path: Path) -> None:
    _, (one, *_) = document("doc", VISIT)
    FORMATS["iob2"].write(tmp_path / "x.iob2", [Piece(one)])
    expected = "Токаев\tB-PER\nприбыл\tO\nв\tO\nАстану\tB-LOC\n.\tO\n\n"
    assert (tmp_path / "x.iob2").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("Токаев B-PER\n", "line 1: this is not IOB2"),
        ("Токаев\tB-PERSON\n", "line 1: this is not IOB2"),
        ("Он\tO\nТокаев\tI-PER\n", "line 2: I-PER does not continue an entity"),
        ("Он\tO\n Токаев\u00a0\tB-PER\n", "there is white space around ' Токаев\\xa0'"),
    ],
)
def test_a_line_that_is_not_iob2_is_named(lines: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "bad.iob2").write_text(lines, encoding="utf-8")
    with pytest.raises(RukazError) as caught:
        list(read_iob2(tmp_path / "bad.iob2"))
    assert message in str(caught.value)


def test_a_line_that_is_not_ours_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"tokens": ["a"]}\n', encoding="utf-8")
    with pytest.raises(RukazError) as caught:
        list(FORMATS["jsonl"].read(tmp_path / "bad.jsonl"))
    assert "bad.jsonl, line 1" in str(caught.value)


@pytest.mark.parametrize("head", [1.5, 2.0, True])
def test_a_head_is_a_whole_number(head: float, tmp_path: Path) -> None:
    _, (one, *_) = document("doc", VISIT)
    row = to_row(Piece(one))
    row["head"][0] = head
    (tmp_path / "bad.jsonl").write_text(f"{json.dumps(row)}\n", encoding="utf-8")
    with pytest.raises(RukazError, match=r"line 1: .*in head is neither text nor a whole number"):
        list(FORMATS["jsonl"].read(tmp_path / "bad.jsonl"))


@pytest.mark.parametrize("head", [-1, 6])
@pytest.mark.parametrize("name", ["jsonl", "vertical"])
def test_a_head_is_a_word_of_the_sentence(name: str, head: int, tmp_path: Path) -> None:
    _, (one, *_) = document("doc", VISIT)
    assert len(one.tokens) == 5
    moved = replace(one, tokens=(replace(one.tokens[0], head=head), *one.tokens[1:]))
    FORMATS[name].write(tmp_path / "bad", [Piece(moved)])
    with pytest.raises(RukazError, match=f"the head of 'Токаев' is word {head} of 5|this is not a token"):
        list(FORMATS[name].read(tmp_path / "bad"))


def test_an_empty_string_is_no_cell_of_conllu(tmp_path: Path) -> None:
    _, (one, *_) = document("doc", VISIT)
    row = to_row(Piece(one))
    for column in ("tokens", "lemmas", "feats", "xpos", "deprel", "deps", "misc"):
        line = json.dumps({**row, column: ["", *row[column][1:]]})
        (tmp_path / "bad.jsonl").write_text(f"{line}\n", encoding="utf-8")
        with pytest.raises(RukazError, match=f"line 1: .*an empty string in {column}"):
            list(FORMATS["jsonl"].read(tmp_path / "bad.jsonl"))


# -- DocBins of others: what a pipeline of spaCy predicts --


def test_a_docbin_with_nothing_but_entities(tmp_path: Path) -> None:
    import spacy

    doc = spacy.blank("ru")("Токаев прибыл.")
    doc.ents = [spacy.tokens.Span(doc, 0, 1, "PER")]
    spacy.tokens.DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "said.spacy")
    (piece,) = read_docbin(tmp_path / "said.spacy")
    assert piece.sentence.text == "Токаев прибыл."
    assert [(one.label, one.text) for one in piece.sentence.entities] == [("PER", "Токаев")]
    write_conllu_pieces(tmp_path / "said.conllu", [piece])
    assert [again.sentence for again in read_conllu_pieces(tmp_path / "said.conllu")] == [piece.sentence]


def test_a_label_of_others_is_named(tmp_path: Path) -> None:
    import spacy

    doc = spacy.blank("ru")("Токаев прибыл.")
    doc.ents = [spacy.tokens.Span(doc, 0, 1, "PERSON")]
    spacy.tokens.DocBin(docs=[doc]).to_disk(tmp_path / "said.spacy")
    with pytest.raises(RukazError, match="PERSON"):
        list(read_docbin(tmp_path / "said.spacy"))


def test_openings_tell_documents_and_paragraphs_apart() -> None:
    both = [*document("a", VISIT, VISIT)[1], *document("b", VISIT)[1]]
    assert [piece.before for piece in with_newdoc_comments(both)] == [
        ("# newdoc id = a", "# newpar id = a-p1"),
        ("# newpar id = a-p2",),
        ("# newdoc id = b", "# newpar id = b-p1"),
    ]
