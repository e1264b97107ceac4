"""sources.toml, and what holds without it."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner

from rukaz.cli import main
from rukaz.errors import RukazError
from rukaz.ingest import InputOptions, ingest, init_project, read_project
from rukaz.ingest.ids import safe_name
from rukaz.ingest.inputs import as_files
from rukaz.ingest.splits import hashed_split, parse_splitting

SEEDS = Path(__file__).parents[2] / "seeds"
DIGEST = hashlib.sha256("Текст.".encode()).hexdigest()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "Мои тексты"
    (folder / "2024").mkdir(parents=True)
    for name in ("a.txt", "2024/a.txt", "2024/Новость дня.v2.txt"):
        (folder / name).write_text("Текст.", encoding="utf-8")
    (folder / ".hidden.txt").write_text("Нет.", encoding="utf-8")
    (folder / "notes.png").write_text("Нет.", encoding="utf-8")
    return folder


def list_texts(folder: Path, toml: str) -> Path:
    (folder / "a.txt").write_text("Текст.", encoding="utf-8")
    (folder / "sources.toml").write_text(toml, encoding="utf-8")
    return folder


def test_the_five_texts() -> None:
    project = read_project(SEEDS)
    assert project.info.name == "rukaz"
    assert Counter(text.split for text in project.texts) == {"train": 3, "validation": 1, "test": 1}
    documents = {document.doc_id: document for document in ingest(project).documents}
    dw = documents["dw-20231109"]
    assert (dw.publisher, dw.date, dw.url) == ("DW", "2023-11-09", "https://p.dw.com/p/4Ydis")
    assert dw.author is None


def test_defaults(texts: Path) -> None:
    project = read_project(texts)
    assert [text.file for text in project.texts] == ["2024/a.txt", "2024/Новость дня.v2.txt", "a.txt"]
    ids = [text.doc_id for text in project.texts]
    assert ids[:2] == ["a", "novost-dnia.v2"]
    assert ids[2].startswith("a-")
    assert {text.split for text in project.texts} == {"train"}
    assert (project.info.name, project.info.license, project.listed) == ("moi-teksty", None, False)
    assert "are all in train" in project.notices[0]


def test_split_by_hash(tmp_path: Path) -> None:
    for n in range(10):
        (tmp_path / f"{n}.txt").write_text("Текст.", encoding="utf-8")
    project = read_project(tmp_path)
    moved = {
        text.doc_id: (hashed_split(text.doc_id), text.split)
        for text in project.texts
        if text.split != hashed_split(text.doc_id)
    }
    assert moved == {}
    assert not project.notices
    shares = Counter(hashed_split(f"text-{n}") for n in range(10_000))
    assert abs(shares["train"] - 8000) < 150
    assert abs(shares["test"] - 1000) < 100


def test_a_value_that_no_text_has_does_not_divide(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,tema\nДождь.,погода\nСнег.,погода\n", encoding="utf-8")
    divided = read_project(tmp_path, InputOptions(splitting=parse_splitting(None, "tema")))
    assert len({text.split for text in divided.texts}) == 1
    with pytest.raises(RukazError, match="no text has 'topic'") as error:
        read_project(tmp_path, InputOptions(splitting=parse_splitting(None, "topic")))
    assert "They have: tema." in str(error.value)


def test_init_changes_nothing_but_can_be_completed(texts: Path) -> None:
    before = read_project(texts)
    path = init_project(texts)
    after = read_project(texts)
    assert [(text.doc_id, text.file, text.split) for text in after.texts] == [
        (text.doc_id, text.file, text.split) for text in before.texts
    ]
    assert after.info == before.info
    assert after.listed
    path.write_text(
        path.read_text(encoding="utf-8").replace('# title = ""', 'title = "Новость"'), encoding="utf-8"
    )
    assert read_project(texts).texts[0].title == "Новость"
    with pytest.raises(RukazError, match=r"^[^:]*sources\.toml: it exists already"):
        init_project(texts)


def test_init_that_fails_leaves_nothing_in_the_way(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(texts.iterdir())
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RukazError, match="No space left"):
        init_project(texts)
    monkeypatch.undo()
    assert sorted(texts.iterdir()) == before
    assert init_project(texts).is_file()


def test_corpus_without_texts_names_a_plain_folder(tmp_path: Path) -> None:
    project = read_project(list_texts(tmp_path, '[corpus]\nname = "news"\nlanguage = "kk"\n'))
    assert (project.info.name, project.info.title, project.info.language) == ("news", "news", "kk")
    assert [text.doc_id for text in project.texts] == ["a"]


TEXT = f'[[text]]\nid = "a"\nfile = "a.txt"\nsha256 = "{DIGEST}"\n'

WRONG = {
    "no TOML": ("[[text]\n", "not valid TOML"),
    "unknown key": (
        TEXT + 'titel = "А"\n',
        r"\[\[text\]\] number 1: unknown key 'titel'.*\n.*Known keys: id, file.*title",
    ),
    "unknown table": (
        "[corpora]\n",
        r"^[^:]*sources\.toml: unknown key 'corpora'.*\n.*Known keys: corpus, text",
    ),
    "unknown key of the corpus": ('[corpus]\nlicence = "MIT"\n', r"\[corpus\]: unknown key.*\n.*license"),
    "missing id": ('[[text]]\nfile = "a.txt"\n', "the key 'id' is missing"),
    "wrong type": (TEXT + "author = 5\n", "'author' is 5: .*string"),
    "unknown split": (TEXT + 'split = "dev"\n', "'split' is 'dev': .*'train', 'validation' or 'test'"),
    "bad date": (
        TEXT + 'date = "9 ноября"\n',
        "^[^\n]*is '9 ноября': write it as 2023, 2023-11 or 2023-11-09",
    ),
    "no such day": (TEXT + 'date = "2023-02-30"\n', "'date' is '2023-02-30'"),
    "bad id": ('[[text]]\nid = "а б"\nfile = "a.txt"\n', "use only"),
    "outside the folder": ('[[text]]\nid = "a"\nfile = "../a.txt"\n', "below the folder"),
    "two texts of one id": (TEXT + '[[text]]\nid = "a"\nfile = "b.txt"\n', "two texts have the id 'a'"),
    "one file twice": (TEXT + '[[text]]\nid = "b"\nfile = "a.txt"\n', "two texts have the file 'a.txt'"),
    "listed and not there": (TEXT + '[[text]]\nid = "b"\nfile = "b.txt"\n', "'b.txt' is listed, but"),
}


@pytest.mark.parametrize(("toml", "message"), WRONG.values(), ids=WRONG)
def test_wrong_sources(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(RukazError) as error:
        read_project(list_texts(tmp_path, toml))
    assert "sources.toml" in error.value.where
    error.match(message)


def test_an_unlisted_text(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Забыт.", encoding="utf-8")
    with pytest.raises(RukazError, match=r"'b\.txt' is not listed"):
        read_project(list_texts(tmp_path, TEXT))


def test_all_that_a_list_and_its_folder_disagree_on_is_named_at_once(tmp_path: Path) -> None:
    for name in ("b.txt", "c.txt"):
        (tmp_path / name).write_text("Забыт.", encoding="utf-8")
    gone = '[[text]]\nid = "d"\nfile = "d.txt"\n'
    with pytest.raises(RukazError, match=r"'d\.txt' is listed, but does not exist") as error:
        read_project(list_texts(tmp_path, TEXT + gone))
    assert [file in error.value.hint for file in ("'b.txt'", "'c.txt'")] == [True, True]


def test_a_changed_text_under_an_old_sha256(tmp_path: Path) -> None:
    project = read_project(list_texts(tmp_path, TEXT))
    (tmp_path / "a.txt").write_text("Текст!", encoding="utf-8")
    with pytest.raises(RukazError, match="has changed") as error:
        ingest(project)
    assert error.value.where.endswith("a.txt")


def test_dates_as_exact_as_known(tmp_path: Path) -> None:
    for written, read in (('"2023"', "2023"), ('"2023-11"', "2023-11"), ("2023-11-09", "2023-11-09")):
        project = read_project(list_texts(tmp_path, TEXT + f"date = {written}\n"))
        assert project.texts[0].date == read


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Новость дня", "novost-dnia"),
        ("Қазақстан 2024", "qazaqstan-2024"),
        ("Новыи\u0306", "novyi"),
        ("..a b..", "a-b"),
        ("新聞", "text"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_init_adds_what_is_new_and_keeps_the_rest(texts: Path) -> None:
    path = init_project(texts)
    edited = path.read_text(encoding="utf-8").replace('# title = ""', 'title = "Новость"  # by hand', 1)
    path.write_text(edited, encoding="utf-8")
    (texts / "new.csv").write_text("text\nОдин.\nДва.\n", encoding="utf-8")
    with pytest.raises(RukazError, match=r"'new\.csv' is not listed") as caught:
        read_project(texts)
    assert f"rukaz init '{texts}' --update" in caught.value.hint
    init_project(texts, update=True)
    assert path.read_text(encoding="utf-8").startswith(edited)
    assert [text.part for text in read_project(texts).texts if text.file == "new.csv"] == ["row 1", "row 2"]


def test_an_update_says_what_to_do_about_changed_and_missing_files(texts: Path) -> None:
    before = init_project(texts).read_text(encoding="utf-8")
    (texts / "a.txt").write_text("Другой.", encoding="utf-8")
    (texts / "2024" / "a.txt").unlink()
    (texts / "new.txt").write_text("Новый.", encoding="utf-8")
    told = CliRunner().invoke(main, ["init", str(texts), "--update"])
    digest = hashlib.sha256("Другой.".encode()).hexdigest()
    assert told.exit_code == 1
    assert "added 1: new.txt" in told.stderr
    assert f'changed: a.txt: if that is meant, put into its entry: sha256 = "{digest}"' in told.stdout
    assert "gone: 2024/a.txt: restore the file, or remove its entry" in told.stdout
    assert (texts / "sources.toml").read_text(encoding="utf-8").startswith(before)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_update_keeps_every_byte(line_end: str, texts: Path) -> None:
    written = f'\ufeff[corpus]{line_end}name = "news"  # ours{line_end}'.encode()
    (texts / "sources.toml").write_bytes(written)
    updated = init_project(texts, update=True).read_bytes()
    assert updated.startswith(written)
    assert updated.count(b"\n") == updated.count(line_end.encode())
    assert len(read_project(texts).texts) == 3


def test_an_update_that_would_break_the_list_is_refused(texts: Path) -> None:
    closed = 'text = [{id = "a", file = "a.txt"}]\n'
    (texts / "sources.toml").write_text(closed, encoding="utf-8")
    with pytest.raises(RukazError, match="entries cannot be added"):
        init_project(texts, update=True)
    (texts / "list.toml").write_text('[corpus]\nname = "x"\n', encoding="utf-8")
    (texts / "sources.toml").unlink()
    (texts / "sources.toml").symlink_to("list.toml")
    with pytest.raises(RukazError, match="symbolic link"):
        init_project(texts, update=True)
    assert (texts / "sources.toml").is_symlink()


def test_standard_input_is_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each of two builds at once; nothing of it is left."""

    def given(text: str) -> AbstractContextManager[list[Path]]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return as_files(["-"], tmp_path / "corpus")

    with given("Первый.") as first, given("Второй.") as second:
        assert [path.read_text(encoding="utf-8") for path in (*first, *second)] == ["Первый.", "Второй."]
        assert {read_project(files).texts[0].file for files in (first, second)} == {"stdin.txt"}
    assert not list(tmp_path.rglob("stdin.txt"))
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(RukazError, match="standard input is closed"), as_files(["-"], tmp_path / "corpus"):
        pass


# -- splits --


def table(folder: Path, rows: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rows.csv").write_text("text,date,author\n" + "\n".join(rows), encoding="utf-8")
    return folder


def splits(folder: Path, shares: str | None = None, by: str | None = None) -> list[str]:
    options = InputOptions(splitting=parse_splitting(shares, by))
    return [text.split for text in read_project(folder, options).texts]


@pytest.mark.parametrize("shares", [None, "20/40/40", "5/90/5"])
@pytest.mark.parametrize("number", range(10, 30))
def test_no_split_is_empty_from_ten_documents_on(number: int, shares: str | None, tmp_path: Path) -> None:
    found = Counter(splits(table(tmp_path, [f"Текст {number}-{n}.,," for n in range(number)]), shares))
    assert set(found) == {"train", "validation", "test"}


def test_splits_by_date(tmp_path: Path) -> None:
    rows = [f"Текст.,2024-01-{day:02}," for day in (5, 3, 9, 1, 7, 2, 8, 6, 10, 4)]
    found = splits(table(tmp_path, rows), "60/20/20", "date")
    assert found == [
        "train", "train", "test", "train", "validation", "train", "validation", "train", "test", "train",
    ]  # fmt: skip


def test_splits_keep_groups_together(tmp_path: Path) -> None:
    rows = [f"Текст {n}.,,{'АБВГД'[n % 5]}" for n in range(20)]
    found = splits(table(tmp_path, rows), by="author")
    assert len({(n % 5, split) for n, split in enumerate(found)}) == 5
    assert set(found) == {"train", "validation", "test"}


def test_shares_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(RukazError, match="cannot be divided"):
        splits(table(tmp_path, ["Текст.,,"]), "80/20")
