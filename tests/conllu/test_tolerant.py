"""CoNLL-U of others: what is read of it, what survives, and how a fault in it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from rukaz.conllu.files import sentence_to_conllu
from rukaz.conllu.parser import parse_raw
from rukaz.conllu.rows import read_rows, split_rows
from rukaz.conllu.tolerant import TolerantReader, read_any
from rukaz.errors import RukazError
from rukaz.records import Sentence
from tests.conllu.foreign import FOREIGN
from tests.export.strategies import sentences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "notes.conllu"
    file.write_text(FOREIGN, encoding="utf-8", newline="")
    return file


@given(sentences())
def test_our_own_files_are_read_as_the_strict_parser_reads_them(written: Sentence) -> None:
    tokens = (replace(token, head=min(token.head, len(written.tokens))) for token in written.tokens)
    written = replace(written, tokens=tuple(tokens))
    (raw,) = split_rows(sentence_to_conllu(written).splitlines(keepends=True), where="", strict=True)
    assert TolerantReader("", "x").read(raw).sentence == parse_raw(raw, "").sentence == written


def test_what_is_read_of_a_file_of_others(path: Path) -> None:
    first, second, third = (parsed.sentence for parsed in read_any(path))
    assert (first.doc_id, first.sent_id) == ("notes/1", "notes-1")
    assert (first.role, first.annotation) == ("body", "auto")
    assert [unit.form for unit in first.surface][:3] == ["Dámelo", ",", "он"]
    assert first.tokens[7].deps == "10.1:punct"
    assert (first.tokens[5].misc, first.tokens[11].misc) == ("Gloss=loves|Ref=a=b", r"SpacesAfter=\n\n")
    assert (second.block, second.start) == ("2", first.end + 2)
    assert [(one.text, one.label) for one in second.entities] == [("Астана", "LOC")]
    assert second.tokens[3].misc == "NE=B-GPE"
    assert (third.doc_id, third.start, third.text) == ("notes", 0, "не размечено")
    assert [(token.upos, token.head, token.deprel) for token in third.tokens] == [("_", 0, "_")] * 2


def test_all_lines_are_kept(path: Path) -> None:
    assert "".join(str(parsed.raw) for parsed in read_any(path)) == FOREIGN


def test_line_ends_and_a_byte_order_mark_may_be_any(path: Path) -> None:
    path.write_bytes(("\ufeff\n" + FOREIGN.rstrip("\n")).replace("\n", "\r\n").encode())
    assert "".join(str(parsed.raw) for parsed in read_any(path)) == FOREIGN


def test_ranges_of_others_count_where_they_go_forward(tmp_path: Path) -> None:
    path = tmp_path / "udpipe.conllu"
    row = "1\t{}\t_\tX\t_\t_\t0\troot\t_\tTokenRange={}\n\n"
    path.write_text(row.format("да", "7:9") + row.format("нет", "2:5"), encoding="utf-8")
    assert [parsed.sentence.start for parsed in read_any(path)] == [7, 10]
    assert [parsed.sentence.start for parsed in read_any(path, ranges=False)] == [0, 3]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("\tVERB\tVB\t", "\tVERB\t", 9, "9 columns instead of ten"),
        ("2\tme", "3\tme", 10, "ID 3 where 2 is due"),
        ("1-3\t", "2-3\t", 8, "ID 2-3 where 1 is due"),
        ("1-3\t", "1-99\t", 1, "words are missing"),
        ("10.1\t", "9.1\t", 19, "ID 9.1 where 11 is due"),
        ("12\t", "²\t", 21, "ID ² where 12 is due"),
        ("\t6\tnsubj\t", "\t99\tnsubj\t", 13, "HEAD 99 is none of the 12 words"),
        ("\t6\tnsubj\t", "\t-1\tnsubj\t", 13, "HEAD -1 is none of"),
        ("5\tон\t", "5\t\t", 13, "the column FORM is empty"),
        ("5\tон\t", "5\t он\t", 13, "white space around the form"),
        ("5\tон\t", "# a remark\n5\tон\t", 13, "there is a comment among the words"),
        ("# newpar\n# sent_id = notes-2", "# newdoc id = a\n\n# sent_id = notes-2", 23, "words are missing"),
    ],
)
def test_a_fault_is_told_with_its_line(path: Path, old: str, new: str, line: int, what: str) -> None:
    assert old in FOREIGN
    path.write_text(FOREIGN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RukazError, match=what) as error:
        list(read_any(path))
    assert error.value.where == f"{path}, line {line}"


def test_a_file_that_is_not_utf8(path: Path) -> None:
    path.write_text(FOREIGN.replace("á", "a"), encoding="cp1251", errors="ignore")
    with pytest.raises(RukazError, match="not UTF-8"):
        list(read_rows(path))
