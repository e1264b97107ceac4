"""Files of every kind: what is kept of them, where it stood, and what happens to unreadable ones."""

from __future__ import annotations

import io
import json
import random
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import html

from rukaz import extras
from rukaz.ingest import InputOptions, ingest, read_project, readers
from rukaz.ingest.clean import clean_text
from rukaz.ingest.readers import DOCUMENTS, suffix_of
from rukaz.ingest.readers.extracted import UnreadableError
from rukaz.ingest.readers.facts import known_facts
from rukaz.ingest.readers.html_page import parse_html
from rukaz.ingest.readers.time_limit import TookTooLongError, at_most
from rukaz.records import TEXT_ROLES, Document, Quarantined
from tests.campaigns.mutate_files import change_bytes
from tests.ingest.formats import (
    BODY,
    FILES,
    HTML,
    LEAD,
    PARAGRAPHS,
    TEXT,
    TITLE,
    as_docx,
    as_encrypted_zip,
    as_pdf,
    as_tar,
    as_zip,
    pdf_of,
)


def read(folder: Path, name: str, data: bytes, options: InputOptions | None = None) -> Document | Quarantined:
    """What becomes of a file that is alone in its folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    ingested = ingest(read_project(folder, options))
    found: list[Document | Quarantined] = [*ingested.documents, *ingested.quarantine]
    (one,) = found
    return one


def document(folder: Path, name: str) -> Document:
    found = read(folder, name, FILES[name])
    assert isinstance(found, Document), found
    return found


def kept(found: Document) -> list[str]:
    blocks = [block for block in found.blocks if block.role in TEXT_ROLES]
    return [clean_text(found.text[block.start : block.end]) for block in blocks]


ARTICLES = [name for name in FILES if not name.startswith(("film", "bank"))]


@pytest.mark.parametrize("name", ARTICLES)
def test_the_article_is_kept_and_nothing_else(name: str, tmp_path: Path) -> None:
    found = document(tmp_path, name)
    assert kept(found) == list(PARAGRAPHS)
    roles = [block.role for block in found.blocks if block.role in TEXT_ROLES]
    assert roles == ["title", "lead", "heading", "body"]


def test_what_surrounds_a_page_says_why(tmp_path: Path) -> None:
    found = document(tmp_path, "page.html")
    left = {found.text[block.start : block.end]: block.role for block in found.blocks if block.reason}
    assert left["Мост утром"] == "caption"
    assert left["Анна Ли"] == "byline"
    assert {left[text] for text in ("Главная Спорт", "Поделиться", "© 2024", "player.setup(1);")} == {
        "boilerplate"
    }
    assert "var a" not in found.text


def test_questions_in_bold_type(tmp_path: Path) -> None:
    turns = "".join(
        f"<p><b>{question}</b></p><p>{answer}</p>"
        for question, answer in (
            ("Вы давно здесь?", "Третий год. До этого я жил в Омске."),
            ("А зачем приехали?", "За работой."),
            ("Не жалеете?", "Нет. Здесь много неба."),
        )
    )
    found = read(tmp_path, "a.html", f"<h1>Много неба</h1>{turns}".encode())
    assert isinstance(found, Document)
    assert [block.role for block in found.blocks] == ["title", *["question", "answer"] * 3]


def test_the_same_article_in_two_formats_is_annotated_once(tmp_path: Path) -> None:
    long = [
        f"{LEAD} {BODY} {more}"
        for more in (
            LEAD.upper(),
            "Это второй абзац, и он совсем о другом: о рыбе, о льде и о том, кто чинил причал.",
        )
    ]
    (tmp_path / "a.txt").write_text("\n\n".join([TITLE, *long]), encoding="utf-8")
    (tmp_path / "b.html").write_text(f"<h1>{TITLE}</h1><p>{long[0]}</p><p>{long[1]}</p>", encoding="utf-8")
    first, second = ingest(read_project(tmp_path)).documents
    assert len(kept(first)) == 3
    assert {block.role for block in second.blocks} == {"duplicate"}


def test_sentences_of_subtitles_go_on_from_cue_to_cue(tmp_path: Path) -> None:
    for name in ("film.srt", "film.vtt"):
        found = document(tmp_path / name, name)
        assert kept(found) == [f"{TITLE}.", LEAD]
        assert found.origins[-1].place == "cue 4, 00:00:12.000"


def test_songs_of_subtitles_are_text_and_sounds_are_not(tmp_path: Path) -> None:
    lines = ("[музыка]", "♪ играет гимн страны ♪", "♪♪", "♪ Звени, звонок, по коридору! ♪")
    cues = [f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{line}\n" for n, line in enumerate(lines, 1)]
    found = read(tmp_path, "song.srt", "\n".join(cues).encode())
    assert isinstance(found, Document)
    assert kept(found) == [lines[-1]]


def test_sentences_of_conllu(tmp_path: Path) -> None:
    found = document(tmp_path, "bank.conllu")
    assert (found.doc_id, kept(found)) == ("bridge", ["Мост открыли. Паром остался."])


# -- places --


def test_offsets_lead_to_the_element(tmp_path: Path) -> None:
    found = document(tmp_path, "page.html")
    tree = html.document_fromstring(HTML)
    for origin in found.origins:
        (element,) = tree.xpath(origin.place)
        assert found.text[origin.start : origin.end] in " ".join(element.text_content().split())


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("markdown.md", ["line 5", "line 7", "line 9", "line 11", "lines 13-15"]),
        ("word.docx", [*(f"paragraph {n}" for n in range(1, 5)), "table 1, row 1", "table 1, row 2"]),
        ("rows.csv", ["column текст"]),
        ("book.epub", [f"1.xhtml /html/body/{one}" for one in ("h1", "p[1]", "h2", "p[2]")]),
        ("plain.txt", []),
    ],
)
def test_places(name: str, places: list[str], tmp_path: Path) -> None:
    found = document(tmp_path, name)
    assert [origin.place for origin in found.origins] == places


@pytest.mark.parametrize("name", FILES)
def test_every_character_of_text_has_a_place(name: str, tmp_path: Path) -> None:
    found = document(tmp_path, name)
    if found.origins:
        covered = {at for origin in found.origins for at in range(origin.start, origin.end)}
        assert all(at in covered for at, char in enumerate(found.text) if not char.isspace())


def test_a_paragraph_of_a_pdf_goes_on_over_the_page(tmp_path: Path) -> None:
    found = document(tmp_path, "paper.pdf")
    last = next(block for block in found.blocks if block.role == "body")
    assert {one.place for one in found.origins if last.start <= one.start < last.end} == {"page 1", "page 2"}
    reasons = Counter(block.reason for block in found.blocks if block.reason)
    assert reasons == {"running head of the pages": 2, "number of the page": 2}


# -- facts --


@pytest.mark.parametrize(
    "name", ["markdown.md", "page.html", "word.docx", "book.epub", "rows.jsonl", "rows.csv"]
)
def test_the_author_is_known(name: str, tmp_path: Path) -> None:
    assert document(tmp_path, name).author == "Анна Ли"


def test_the_date_of_a_word_file_is_not_that_of_its_template(tmp_path: Path) -> None:
    assert document(tmp_path, "word.docx").date is None
    found = read(tmp_path, "word.docx", as_docx(datetime(2024, 5, 17)))
    assert isinstance(found, Document)
    assert found.date == "2024-05-17"


def test_what_people_say_holds_against_the_file(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[text]]\nid = "bridge"\nfile = "page.html"\nauthor = "Павел Ким"\n', encoding="utf-8"
    )
    found = document(tmp_path, "page.html")
    assert (found.doc_id, found.author, found.date) == ("bridge", "Павел Ким", "2024-05-17")
    assert (found.title, found.publisher) == (TITLE, "Новости Прииртышья")


def test_other_columns_are_metadata(tmp_path: Path) -> None:
    assert document(tmp_path, "rows.parquet").metadata == '{"views": 12}'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>В городе <b>выпал</b> снег.</p><br>Дворы замело.", ["В городе выпал снег.", "Дворы замело."]),
        ("Снег&nbsp;&mdash; это вода.\n\nЕсли <5, то лёд.", ["Снег\xa0— это вода.", "Если <5, то лёд."]),
        ("Первый <i>абзац</i>.\n\nВторой абзац.", ["Первый абзац.", "Второй абзац."]),
    ],
)
def test_texts_of_a_table_that_are_html(text: str, shown: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, "a.jsonl", json.dumps({"text": text}, ensure_ascii=False).encode())
    assert isinstance(found, Document)
    assert kept(found) == shown
    assert {origin.place for origin in found.origins} == {"column text"}


def test_tags_that_a_column_of_plain_texts_speaks_of(tmp_path: Path) -> None:
    texts = [f"Снег идёт {day}-й день, и дворы замело." for day in range(11)]
    rows = ["текст", *texts, "Тег </div> закрывает блок."]
    (tmp_path / "a.csv").write_text("\n".join(f'"{row}"' for row in rows), encoding="utf-8")
    assert any("</div>" in found.text for found in ingest(read_project(tmp_path)).documents)


def test_a_column_that_is_named(tmp_path: Path) -> None:
    options = InputOptions(text_column="post", id_column="key")
    found = read(tmp_path, "rows.csv", f"key,post\nк1,{LEAD}\n".encode(), options)
    assert isinstance(found, Document)
    assert (found.doc_id, found.part, found.text) == ("k1", "row 1", LEAD)


# -- what cannot be read --

BILLION = (
    '<!DOCTYPE a [<!ENTITY a "ха">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><container>&j;</container>"
).encode()

UNREADABLE = {
    "no Word file": ("a.docx", b"PK\x03\x04 no", "damaged"),
    "an encrypted Word file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
    "a Word file with macros": ("a.docm", as_zip({"word/vbaProject.bin": b"x"}), "macros"),
    "a bomb of a Word file": ("a.docx", as_zip({"word/document.xml": bytes(600 << 20)}), "more than 512 MB"),
    "a book that expands entities": (
        "a.epub",
        as_zip({"META-INF/container.xml": BILLION}),
        "names no package|damaged",
    ),
    "a PDF of pictures": ("a.pdf", as_pdf([[]]), "only pictures"),
    "no PDF": ("a.pdf", b"%PDF-1.4 no", "damaged"),
    "no page": ("a.html", b"   ", "empty|no elements"),
    "an empty page": ("a.html", b"<p><!-- no text --></p>", "empty"),
    "no subtitles": ("a.srt", TEXT.encode(), "two times"),
    "a table without a column of texts": ("a.csv", b"a,b\n1,2\n", r"--text-column: 'a', 'b'"),
    "an empty table": ("a.jsonl", b"", "no documents"),
    "no JSON": ("a.jsonl", b'{"text": "a"\n', "row 1: the line is not valid JSON"),
    "no Parquet": ("a.parquet", b"PAR1no", "damaged"),
    "an archive that climbs": ("a.zip", as_zip({"../a.txt": b"a"}), "not read for its name"),
    "a bomb": ("a.zip", as_zip({"a.txt": bytes(300 << 20)}), "would unpack to 300 MB"),
    "a bomb of an archive": ("a.tar.gz", as_tar({"a.txt": bytes(300 << 20)}), "would unpack to 300 MB"),
    "no archive": ("a.tar.gz", b"\x1f\x8bno", "damaged"),
    "a file in an archive": ("a.zip", as_zip({"a.txt": b"\xff\xfe\x00"}), "a.txt: not utf-8"),
    "a quotation mark that takes in the rest": ("a.csv", b'text,title\n"a,b\nc,d\ne,f\n', "is not closed"),
    "an encrypted file in an archive": (
        "a.zip",
        as_encrypted_zip("заметка.txt"),
        "заметка.txt: it is encrypted: pack",
    ),
    "another encoding": ("a.csv", "текст\nШёл дождь\n".encode("cp1251"), "probably cp1251"),
}


@pytest.mark.parametrize(("name", "data", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_one_row(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    found = read(tmp_path, name, data)
    assert isinstance(found, Quarantined), found
    assert re.search(reason, found.reason), found.reason


def test_commas_divide_no_text_of_a_table_with_one_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Текст\nОчень вкусно, приду ещё.\n"Шум, гам."\n', encoding="utf-8")
    found = ingest(read_project(tmp_path)).documents
    assert [one.text for one in found] == ["Очень вкусно, приду ещё.", "Шум, гам."]


@pytest.mark.parametrize("encoding", ["utf-8", "cp866"])
def test_names_in_archives_of_all_systems_are_read(encoding: str, tmp_path: Path) -> None:
    """Neither macOS (UTF-8) nor Windows (cp866) says in which encoding it writes the names of files."""
    names = ["Заметка.txt", "сад.txt", "Қазақстан — 2024.txt"][: 3 if encoding == "utf-8" else 2]
    for name in names:
        stand_in, written = b"n" * len(name.encode(encoding)), name.encode(encoding)
        data = as_zip({stand_in.decode(): LEAD.encode()}).replace(stand_in, written)
        (tmp_path / f"{len(written)}.zip").write_bytes(data)
    assert {text.part for text in read_project(tmp_path).texts} == set(names)


def test_what_programs_write_for_nobody_is_no_fact(tmp_path: Path) -> None:
    said = {"title": "(anonymous)", "author": "Unknown", "text": LEAD}
    (tmp_path / "a.jsonl").write_text(json.dumps(said), encoding="utf-8")
    (document,) = ingest(read_project(tmp_path)).documents
    assert (document.title, document.author) == (None, None)
    assert known_facts({"title": "Неизвестный солдат"})[0] == {"title": "Неизвестный солдат"}


def test_nothing_is_lost_under_a_name_that_comes_twice(tmp_path: Path) -> None:
    """Files of an archive, and columns of a table, of which Excel leaves some without a name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", LEAD)
        archive.writestr("a.txt", BODY)
    table = io.BytesIO()
    columns = [pa.array([text]) for text in (LEAD, "Анна", "Вера")]
    pq.write_table(pa.Table.from_arrays(columns, names=["text", "who", "who"]), table)
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    (tmp_path / "b.parquet").write_bytes(table.getvalue())
    (tmp_path / "c.csv").write_text(f'text,,who,,text\n{LEAD},1,Анна,2,"Ещё."\n', encoding="utf-8")
    again, in_zip, in_parquet, in_csv = ingest(read_project(tmp_path)).documents
    assert [one.text for one in (in_zip, again, in_parquet, in_csv)] == [LEAD, BODY, LEAD, LEAD]
    assert json.loads(in_parquet.metadata or "") == {"who": "Анна", "who 2": "Вера"}
    said = {"column 2": "1", "who": "Анна", "column 4": "2", "text 2": "Ещё."}
    assert json.loads(in_csv.metadata or "") == said


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)


def test_a_header_that_stands_for_billions_of_values(tmp_path: Path) -> None:
    text = f"---\n{BOMB}title: *u\nviews: [1, {{when: 2024}}]\n---\n\n{LEAD}\n"
    found = read(tmp_path, "a.md", text.encode())
    assert isinstance(found, Document) and found.text == LEAD
    assert json.loads(found.metadata or "")["views"] == [1, {"when": 2024}]
    assert len(found.metadata or "") < 1_000_000


DEEP = {
    "a.md": lambda depth: "\n".join(f"{'  ' * at}- {LEAD if at + 1 == depth else at}" for at in range(depth)),
    "b.md": lambda depth: f"{'> ' * depth}{LEAD}",
    "a.html": lambda depth: f"<p>{BODY}</p>{'<div>' * depth}{LEAD}{'</div>' * depth}",
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("depth", [40, 500, 3000])
def test_what_is_nested_deeply_is_read_or_told(depth: int, name: str, tmp_path: Path) -> None:
    """Neither of the libraries says that it passes over what is deeper than it goes."""
    found = read(tmp_path, name, DEEP[name](depth if name == "a.html" else min(depth, 800)).encode())
    if isinstance(found, Document):
        assert LEAD in found.text
    else:
        assert depth > 100 and "nested too deeply" in found.reason


def test_a_tree_that_ends_early_is_not_taken_for_the_page() -> None:
    with pytest.raises(UnreadableError, match="nested too deeply"):
        parse_html("<div>" * 3000 + LEAD)


def test_a_long_run_of_spaces_takes_no_time(tmp_path: Path) -> None:
    found = read(tmp_path, "a.html", f"<p>{LEAD}{'&nbsp;' * 100_000}{BODY}</p>".encode())
    assert isinstance(found, Document)


def test_links_in_an_archive_are_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Тайна.", encoding="utf-8")
    (tmp_path / "texts").mkdir()
    with tarfile.open(tmp_path / "texts" / "a.tar", "w") as archive:
        for name, kind in (
            ("a.txt", tarfile.SYMTYPE),
            ("b.txt", tarfile.LNKTYPE),
            ("c.txt", tarfile.FIFOTYPE),
        ):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = kind, str(tmp_path / "secret.txt")
            archive.addfile(link)
    ingested = ingest(read_project(tmp_path / "texts"))
    assert not list(ingested.documents)
    assert [one.reason.partition(" it is a link")[0] for one in ingested.quarantine] == [
        "a.txt:",
        "b.txt:",
        "c.txt:",
    ]


def as_long_pdf(operators: int) -> bytes:
    """A small PDF file whose one page has very many operators, packed."""
    packed = zlib.compress(b"BT ET " * operators).hex()
    filters = "/ASCIIHexDecode /FlateDecode"
    return pdf_of(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
            " /Resources << /Font << /F 5 0 R >> >> >>",
            f"<< /Filter [{filters}] /Length {len(packed)} >>\nstream\n{packed}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_limit_that_a_finalizer_swallows_is_told_in_the_end() -> None:
    class Slow:
        def __del__(self) -> None:
            while True:
                sum(range(1000))

    with pytest.raises(TookTooLongError), at_most(0.2):
        Slow()


def test_what_takes_too_long_is_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "AT_LEAST", 0.5)
    found = read(tmp_path, "a.pdf", as_long_pdf(400_000))
    assert isinstance(found, Quarantined)
    assert "reading it takes more than" in found.reason


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _module: None)
    for name in ("page.html", "word.docx", "paper.pdf", "book.epub"):
        found = read(tmp_path / name, name, FILES[name])
        assert isinstance(found, Quarantined)
        assert 'pip install ".[formats]"' in found.reason


@pytest.mark.parametrize("name", FILES)
def test_a_mutated_file_is_read_or_one_row(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    for number in range(12):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(change_bytes(FILES[name], chance))
        ingested = ingest(read_project(folder))
        assert len(ingested.documents) + len(ingested.quarantine) >= 1
        if suffix_of(name) in DOCUMENTS:
            assert len(ingested.documents) + len(ingested.quarantine) == 1


def test_a_folder_with_one_of_each(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    project = read_project(tmp_path)
    ingested = ingest(project)
    assert ingested.quarantine == ()
    assert {found.file for found in ingested.documents} == set(FILES)
    assert project.not_read == {".png": 1}
    assert len({found.doc_id for found in ingested.documents}) == len(FILES)


def test_a_file_several_folders_and_a_folder_of_ours(tmp_path: Path) -> None:
    for folder in ("one", "two", "two/corpus"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "two" / "corpus" / "manifest.json").write_text(
        '{\n  "format": "rukaz-corpus"', encoding="utf-8"
    )
    (alone,) = read_project(tmp_path / "one" / "a.txt").texts
    assert (alone.file, alone.doc_id) == ("a.txt", "a")
    both = read_project([tmp_path / "one", tmp_path / "two"]).texts
    assert [text.file for text in both] == ["one/a.txt", "two/a.txt"]
    assert len({text.doc_id for text in both}) == 2
