"""What each kind of bad or odd input gives: a document, a quarantine row or one clear message."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.annotation.model_files import find_model
from rukaz.errors import RukazError
from rukaz.ingest import InputOptions, account, ingest, read_project
from rukaz.ingest.blocks import split_blocks
from rukaz.ingest.clean import clean_text
from rukaz.ingest.splits import hashed_split
from rukaz.ingest.text_files import read_regular_file
from rukaz.pipeline.fingerprint import fingerprint
from rukaz.records import Document
from rukaz.review.overlay import read_reviewed

RUSSIAN = "В Астане состоялась встреча президентов.\n\nОни говорили о торговле.\n"

QUARANTINED = {
    "cp1251 without saying so": (RUSSIAN.encode("cp1251"), "not utf-8: byte 0 .* probably cp1251"),
    "koi8-r without saying so": (RUSSIAN.encode("koi8-r"), "probably koi8-r"),
    "UTF-16": (RUSSIAN.encode("utf-16"), "probably utf-16"),
    "UTF-16 without a byte-order mark": (
        RUSSIAN.encode("utf-16-le"),
        "NUL characters; .* probably utf-16-le",
    ),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "not utf-8"),
    "text with NULs": ("Встре\0ча".encode(), "NUL characters"),
    "empty": (b"", "the file is empty"),
    "white space": (b" \r\n\t\n", "the file is empty"),
    "nothing visible": ("\ufeff\u200b\n".encode(), "nothing visible"),
}


@pytest.mark.parametrize(("data", "reason"), QUARANTINED.values(), ids=QUARANTINED)
def test_a_bad_file_is_quarantined_and_the_rest_read(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text(RUSSIAN, encoding="utf-8")
    ingested = ingest(read_project(tmp_path))
    assert [document.file for document in ingested.documents] == ["good.txt"]
    (row,) = ingested.quarantine
    assert (row.file, row.doc_id, row.stage) == ("bad.txt", "bad", "ingest")
    assert re.search(reason, row.reason)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = {row.file: row.reason for row in ingest(read_project(tmp_path)).quarantine}
    assert reasons["folder.txt"] == reasons["pipe.txt"] == "this is not a file"
    assert reasons["nowhere.txt"] == "there is no such file"


def test_what_would_wait_for_ever_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(tmp_path / "socket.txt"))
    for path in tmp_path.iterdir():
        with pytest.raises(OSError, match=r"not a file|No such device"):
            read_regular_file(path)
    project = read_project(tmp_path, InputOptions(follow_links=True))
    assert {row.reason for row in ingest(project).quarantine} == {"this is not a file"}
    assert fingerprint(project, find_model("accurate"), [], {})


def test_what_people_write_beside_the_texts_is_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RUSSIAN, encoding="utf-8")
    os.mkfifo(tmp_path / "sources.toml")
    with pytest.raises(RukazError, match="not a file"):
        read_project(tmp_path)
    os.mkfifo(tmp_path / "a.conllu")
    with pytest.raises(RukazError, match="not a file"):
        read_reviewed(tmp_path, [])


def test_a_listing_that_an_editor_began_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RUSSIAN, encoding="utf-8")
    (tmp_path / "sources.toml").write_text('[corpus]\nname = "news"\n', encoding="utf-8-sig")
    assert read_project(tmp_path).info.name == "news"


DECOMPOSED = "краи\u0306.txt"
"""As a Mac has the name край.txt."""


def test_names_are_written_in_composed_form(tmp_path: Path) -> None:
    (tmp_path / DECOMPOSED).write_text(RUSSIAN, encoding="utf-8")
    (document,) = ingest(read_project(tmp_path)).documents
    assert (document.file, document.doc_id) == ("край.txt", "krai")


@pytest.mark.parametrize("listed", [DECOMPOSED, "край.txt"])
def test_sources_and_the_disk_may_write_a_name_differently(tmp_path: Path, listed: str) -> None:
    (tmp_path / DECOMPOSED).write_text(RUSSIAN, encoding="utf-8")
    listing = f'[[text]]\nid = "a"\nfile = "{listed}"\ntitle = " Краи\u0306\\nсвета "\nauthor = ""\n'
    (tmp_path / "sources.toml").write_text(listing, encoding="utf-8")
    (document,) = ingest(read_project(tmp_path)).documents
    assert (document.file, document.title, document.author) == ("край.txt", "Край света", None)


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x85b.txt", "a\u2028b.txt", " a.txt", "a\tb.txt"])
def test_a_name_that_is_not_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RUSSIAN, encoding="utf-8")
    (row,) = ingest(read_project(tmp_path)).quarantine
    assert "rename it" in row.reason
    assert len(row.file.splitlines()) == 1


def test_two_names_that_are_one_in_unicode(tmp_path: Path) -> None:
    for name in (DECOMPOSED, "край.txt"):
        (tmp_path / name).write_text(RUSSIAN, encoding="utf-8")
    ingested = ingest(read_project(tmp_path))
    assert [document.file for document in ingested.documents] == ["край.txt"]
    assert [row.file for row in ingested.quarantine] == ["край.txt"]


def test_half_a_character(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a +2AA- b")
    (row,) = ingest(read_project(tmp_path, InputOptions(encoding="utf-7"))).quarantine
    assert row.reason == "the file holds half a character (a surrogate) at 2"


def test_other_kinds_of_files_are_counted(tmp_path: Path) -> None:
    (tmp_path / "reviewed").mkdir()
    names = ("a.txt", "b.XLSX", "c.xlsx", "d.png", "e", "guidelines.md", "reviewed/a.conllu", ".hidden.md")
    for name in names:
        (tmp_path / name).write_text(RUSSIAN, encoding="utf-8")
    assert read_project(tmp_path).not_read == {".xlsx": 2, "": 1, ".png": 1}
    assert read_project(tmp_path, corpus=tmp_path / "d.png").not_read == {".xlsx": 2, "": 1}


def test_a_name_that_is_not_unicode(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xcf\xf0\xe8.txt"
    try:
        with open(name, "wb") as out:  # noqa: PTH123 (only os takes such a name)
            out.write(RUSSIAN.encode())
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    (row,) = ingest(read_project(tmp_path)).quarantine
    assert "rename it" in row.reason
    assert row.file == "\ufffd\ufffd\ufffd.txt"


def test_an_empty_folder_and_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="no file in this folder"):
        read_project(tmp_path)
    with pytest.raises(RukazError, match="no such file or folder"):
        read_project(tmp_path / "gone")


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-16-le"])
def test_an_encoding_that_is_said(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode(encoding))
    (document,) = ingest(read_project(tmp_path, InputOptions(encoding=encoding))).documents
    assert document.text == RUSSIAN


@pytest.mark.parametrize("encoding", ["cp1252a", "undefined", "hex", "a\0b"])
def test_an_encoding_that_does_not_exist(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text(RUSSIAN, encoding="utf-8")
    with pytest.raises(RukazError, match="no encoding"):
        ingest(read_project(tmp_path, InputOptions(encoding=encoding)))


ODD = {
    "byte-order mark": (
        "\ufeffВстреча в Астане\nПервое предложение статьи.",
        "Встреча в Астане|Первое предложение статьи.",
    ),
    "CRLF": ("Встреча\r\n\r\nВ Астане прошла встреча.\r\n", "Встреча|В Астане прошла встреча."),
    "old Mac line ends": ("Встреча\r\rВ Астане прошла встреча.", "Встреча|В Астане прошла встреча."),
    "line separators": ("Встреча\u2028В Астане прошла встреча.", "Встреча|В Астане прошла встреча."),
    "tabs and controls": ("\tВ\x01Астане\x0bПрошла.\x7f", "В Астане|Прошла. "),
    "zero-width and bidi marks": ("В Ас\u200bтане \u202bпрошла\u202c встреча.", "В Астане прошла встреча."),
    "soft hyphens": ("В Аста\u00adне прошла встре\u00adча.", "В Астане прошла встреча."),
    "й of и and breve": ("Алексеи\u0306 Семе\u0308нов прибыл.", "Алексей Семёнов прибыл."),
    "emoji": ("Праздник в Астане 🇰🇿👍🏽 прошёл.", "Праздник в Астане 🇰🇿👍🏽 прошёл."),
    "Kazakh": (
        "Қазақстан Республикасының Президенті сөз сөйледі.",
        "Қазақстан Республикасының Президенті сөз сөйледі.",
    ),
    "Arabic": ("قال الرئيس \u200fإن الاجتماع كان ناجحا.", "قال الرئيس إن الاجتماع كان ناجحا."),
    "look-alikes stay as they are": ("Aстана и Αлматы.", "Aстана и Αлматы."),
    "a word of 5,000 characters": ("а" * 5000, "а" * 5000),
}


@pytest.mark.parametrize(("source", "expected"), ODD.values(), ids=ODD)
def test_odd_but_good(tmp_path: Path, source: str, expected: str) -> None:
    (tmp_path / "имя с пробелом. и точкой.txt").write_bytes(source.encode())
    (document,) = ingest(read_project(tmp_path)).documents
    assert document.text == source
    assert document.doc_id == "imia-s-probelom.-i-tochkoi"
    assert "|".join(clean_text(source[block.start : block.end]) for block in document.blocks) == expected


def test_one_line_of_two_megabytes(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("Слово за словом, и так без конца. " * 33_000, encoding="utf-8")
    (document,) = ingest(read_project(tmp_path)).documents
    assert [block.role for block in document.blocks] == ["body"]


WORDS = (
    "Слово.",
    "слово",
    "– Да?",
    "1.",
    "*",
    "...",
    "Иван Иванов",
    "date 2025-10-11",
    "https://x.ru",
    "Фото: X",
)
SPACES = (" ", "\n", "\n\n", "\r\n", "\u2028", "\t", "\u00a0", "\x01", "\u200b", "\ufeff", "и\u0306")


def test_many_short_lines() -> None:
    assert len(split_blocks("Строка без точки\n" * 10_000)) == 10_000


PARTS = st.sampled_from(("Еще по теме", *WORDS, *SPACES))


@given(st.lists(st.one_of(PARTS, st.characters(exclude_categories=["Cs"])), max_size=25).map("".join))
def test_every_character_is_in_one_block_or_white_space(text: str) -> None:
    document = Document("a", "a.txt", "0" * 64, text, hashed_split("a"), split_blocks(text))
    account(document)
    assert len({block.block for block in document.blocks}) == len(document.blocks)
