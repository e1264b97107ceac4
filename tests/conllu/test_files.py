"""CoNLL-U in canonical form: what is written, what comes back, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.conllu.files import (
    conllu_path,
    conllu_paths,
    document_to_conllu,
    read_conllu,
    sentence_to_conllu,
)
from rukaz.conllu.misc_column import escape, unescape
from rukaz.conllu.parser import _require_kept, is_kept, parse_conllu
from rukaz.errors import RukazError
from rukaz.records import Mention, MultiwordToken, Sentence
from tests.export.strategies import sentences, values
from tests.files import write_conllu
from tests.trees import document, sentence

CANONICAL = """\
# newdoc id = kz
# doc_file = kz.txt
# doc_title = Визит
# doc_language = ru
# newpar id = kz-p1
# sent_id = kz-p1-c0
# text = Токаев прибыл в Астану.
# annotation = auto
# role = body
1	Токаев	Токаев	PROPN	_	Case=Nom	2	nsubj	_	EntityId=Q1|EntityName=Я|NE=B-PER|TokenRange=0:6
2	прибыл	прибыть	VERB	_	_	0	root	_	TokenRange=7:13
3	в	в	ADP	_	_	4	case	_	TokenRange=14:15
4	Астану	Астана	PROPN	_	_	2	obl	_	NE=B-LOC|SpaceAfter=No|TokenRange=16:22
5	.	.	PUNCT	_	_	2	punct	_	TokenRange=22:23

# sent_id = kz-p1-c24
# text = Да
# annotation = auto
# role = body
1	Да	да	PART	_	_	0	root	_	TokenRange=24:26

# newpar id = kz-p2
# sent_id = kz-p2-c0
# text = 10 000
# annotation = reviewed
# reviewer = A. B.
# role = body
1	10 000	10 000	NUM	_	_	0	root	_	TokenRange=28:34

"""


def test_the_canonical_form() -> None:
    made, (first, second, third) = document(
        "kz",
        "Токаев/PROPN/2:nsubj/B-PER/Case=Nom прибыл/VERB/0:root/=прибыть в/ADP/4:case"
        " Астану/PROPN/2:obl/B-LOC/=Астана ./PUNCT/2:punct\nДа/PART/0:root",
        "10_000/NUM/0:root",
        title="Визит",
    )
    person = replace(first.entities[0], name="Я", entity_id="Q1")
    first = replace(first, entities=(person, first.entities[1]))
    third = replace(third, annotation="reviewed", reviewer="A. B.")
    assert document_to_conllu(made, [first, second, third]) == CANONICAL


def test_everything_in_a_file_comes_back() -> None:
    first, second, third = parse_conllu(CANONICAL)
    assert first.raw.facts["newdoc id"] == "kz"
    assert first.raw.facts["doc_title"] == "Визит"
    assert first.sentence.entities[0].name == "Я"
    assert second.raw.line == 16
    assert (third.sentence.doc_id, third.sentence.block, third.sentence.start) == ("kz", "2", 28)
    assert third.sentence.reviewer == "A. B."


@given(sentences())
def test_parse_undoes_serialize(written: Sentence) -> None:
    text = sentence_to_conllu(written)
    (back,) = parse_conllu(text)
    assert back.sentence == written
    assert sentence_to_conllu(back.sentence) == text == str(back.raw)


@given(values())
def test_any_value_can_stand_in_misc(value: str) -> None:
    assert unescape(escape(value)) == value
    assert not set("|=,\n\t") & set(escape(value))


def test_what_is_kept_for_certain_the_library_keeps() -> None:
    cells = st.text(alphabet="а #=_\u00a0\u2028", min_size=1, max_size=3)
    lines = st.lists(cells, min_size=10, max_size=10).map("\t".join)

    @given(
        st.lists(st.text(alphabet="а =#\u00a0").map("# ".__add__), max_size=3), st.lists(lines, min_size=1)
    )
    def kept(comments: list[str], rows: list[str]) -> None:
        if is_kept(comments, rows):
            _require_kept([*comments, *rows], 1, "here")

    kept()
    assert is_kept(["# text = а б"], ["\t".join("1234567890")])


def test_entities_of_several_tokens_and_neighbours_of_one_label() -> None:
    spec = (
        "Москва/PROPN/0:root/B-LOC Россия/PROPN/1:conj/B-LOC Нур/PROPN/1:conj/B-LOC Султан/PROPN/3:flat/I-LOC"
    )
    (back,) = parse_conllu(sentence_to_conllu(sentence(spec)))
    assert [entity.text for entity in back.sentence.entities] == ["Москва", "Россия", "Нур Султан"]


def test_the_text_of_an_entity_is_the_text_of_the_sentence() -> None:
    spec = "Нур/PROPN/0:root/B-LOC -/PUNCT/1:punct/I-LOC Султан/PROPN/1:flat/I-LOC"
    (back,) = parse_conllu(sentence_to_conllu(sentence(spec, text="Нур- \u00a0Султан")))
    assert back.sentence.entities[0].text == "Нур- \u00a0Султан"


def with_range() -> Sentence:
    """Spanish «dámelo.»: one surface token of three words, glued to the full stop."""
    words = sentence("dáme/VERB/0:root lo/PRON/1:obj ./PUNCT/1:punct", text="dámelo.")
    first, second, stop = words.tokens
    mwt = MultiwordToken(1, 2, "dámelo", 0, 6)
    return replace(
        words, tokens=(replace(first, end=6), replace(second, start=0), stop), multiword_tokens=(mwt,)
    )


def test_multiword_tokens() -> None:
    written = with_range()
    text = sentence_to_conllu(written)
    assert "1-2\tdámelo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=0:6\n1\tdáme\t" in text
    assert "2\tlo\tlo\tPRON\t_\t_\t1\tobj\t_\tTokenRange=0:6\n" in text
    assert next(parse_conllu(text)).sentence == written


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("\tVERB\t", "\tVERB", 11, "9 columns instead of ten"),
        ("\tVERB\t", "\tverb\t", 11, "UPOS verb is none of"),
        ("\t0\troot\t_\tTokenRange=7:13", "\tx\troot\t_\tTokenRange=7:13", 11, "HEAD x is not a number"),
        ("2\tприбыл", "3\tприбыл", 11, "ID 3 where 2 is due"),
        ("TokenRange=7:13", "_", 11, "TokenRange=start:end is missing"),
        ("TokenRange=7:13", "TokenRange=13:7", 11, "TokenRange=13:7 is not start:end"),
        ("TokenRange=7:13", "NE=B-GPE|TokenRange=7:13", 11, "NE=B-GPE is none of"),
        ("TokenRange=7:13", "NE=I-LOC|TokenRange=7:13", 1, "does not continue an entity"),
        ("прибыл\tприбыть", "прибыл\tпри  быть", 11, "reading and writing"),
        ("# role = body\n1\tТ", "# role = body\n# role = lead\n1\tТ", 9, "reading and writing"),
        ("# role = body\n1\tТ", "# a note\n# role = body\n1\tТ", 9, "reading and writing"),
        ("# role = body\n1\tТ", "1\tТ", 1, "`# role = ...` is missing"),
        ("# role = body\n1\tТ", "# role = poem\n1\tТ", 1, "role = poem is none of"),
        ("# annotation = auto", "# annotation = gold", 1, "neither auto nor reviewed"),
        ("kz-p1-c0", "первое", 1, "is not <doc_id>-p<block>-c<start>"),
        ("# text = Токаев прибыл", "# text = Токаев убыл", 1, "the text does not go on with 'прибыл'"),
        ("Астану.\n", "Астану. И\n", 1, "goes on after the last token"),
        ("\n\n# sent_id", "\r\n\r\n# sent_id", 14, "CR LF"),
        ("\n\n# sent_id", "\n\n\n# sent_id", 16, "there is an empty line too many"),
    ],
)
def test_a_file_that_would_lose_something_is_refused(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    path = tmp_path / "kz.conllu"
    assert old in CANONICAL
    path.write_text(CANONICAL.replace(old, new, 1), encoding="utf-8", newline="")
    with pytest.raises(RukazError, match=what) as error:
        list(read_conllu(path))
    assert error.value.where == f"{path}, line {line}"


def test_a_document_that_cannot_be_written_without_loss_is_refused() -> None:
    made, sentences = document("kz", "Да/PART/0:root", title="Две\nстроки")
    with pytest.raises(RukazError, match="doc_title is empty or holds a line break"):
        document_to_conllu(made, sentences)
    made, (only,) = document("kz", "Да/PART/0:root")
    with pytest.raises(RukazError, match="would not come back"):
        document_to_conllu(made, [replace(only, end=only.end + 1)])


def test_files_of_a_split(tmp_path: Path) -> None:
    documents = [document("a", "Да/PART/0:root"), document("b"), document("c", "Нет/PART/0:root")]
    path = conllu_path(tmp_path, "validation", language="ru", name="rukaz")
    assert path == tmp_path / "conllu/ru_rukaz-ud-dev.conllu"
    write_conllu(path, documents)
    assert conllu_paths(tmp_path, "validation") == [path]
    assert list(read_conllu(path)) == [sentence for _, sentences in documents for sentence in sentences]


def test_no_sentence_no_file(tmp_path: Path) -> None:
    path = conllu_path(tmp_path, "test", language="ru", name="rukaz")
    write_conllu(path, [document("a")])
    assert conllu_paths(tmp_path, "test") == []


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "kz.conllu"
    path.write_text(CANONICAL, encoding="cp1251")
    with pytest.raises(RukazError, match="not UTF-8"):
        list(read_conllu(path))


def by_conllu(path: Path) -> str:
    import conllu

    return "".join(parsed.serialize() for parsed in conllu.parse(path.read_text(encoding="utf-8")))


def by_stanza(path: Path) -> str:
    from stanza.utils.conll import CoNLL

    written = path.with_suffix(".stanza")
    CoNLL.write_doc2conll(CoNLL.conll2doc(str(path)), str(written))
    return written.read_text(encoding="utf-8")


def by_udapi(path: Path) -> str:
    from udapi.core.document import Document as UdapiDocument

    read = UdapiDocument(str(path))
    for node in read.nodes:
        node.misc["Touched"] = "Yes"
        del node.misc["Touched"]
    return str(read.to_conllu_string())


def by_pyconll(path: Path) -> str:
    from pyconll.load import load_from_file

    return str(load_from_file(str(path)).conll())


@pytest.mark.parametrize("read_and_write", [by_conllu, by_stanza, by_udapi, by_pyconll])
def test_other_tools_give_the_file_back_byte_for_byte(
    tmp_path: Path, read_and_write: Callable[[Path], str]
) -> None:
    made, (first, second) = document(
        "kz", "Нур/PROPN/0:root/B-LOC Султан/PROPN/1:flat/I-LOC", "10_000/NUM/0:root"
    )
    odd_name = replace(first.entities[0], name="a=b, «c  d»|", entity_id="_")
    first = replace(
        first,
        entities=(odd_name,),
        tokens=(replace(first.tokens[0], misc="Cut=Length"), *first.tokens[1:]),
        mentions=(
            Mention("kz_e1", "place", first.start, first.end, 1, 2, 1),
            Mention("kz_e2", "person", first.tokens[1].start, first.end, 2, 2, 2),
        ),
    )
    spaced = sentence("Нет/PART/0:root !/PUNCT/1:punct", text="Нет \u00a0!", start=100)
    path = tmp_path / "sample.conllu"
    text = document_to_conllu(made, [first, second]) + "".join(
        map(sentence_to_conllu, [spaced, with_range()])
    )
    path.write_text(text, encoding="utf-8", newline="")
    assert read_and_write(path) == text
