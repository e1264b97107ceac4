"""Texts, disks and rights as people have them: what each gives in a real build, and what its error says.

Run with ``-s`` to see the table.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rukaz.errors import RukazError
from rukaz.executor.work import Execution
from rukaz.export.manifest import Manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.pipeline.build import Options, build
from rukaz.records import SPLITS, Document, Sentence

NEWS = "Президент России посетил Казахстан. Стороны договорились о поставках газа."


@dataclass(frozen=True)
class Case:
    """A file, and what becomes of it: the beginning of a quarantine reason, or text that is annotated."""

    name: str
    content: bytes
    quarantined: str = ""
    annotated: str = ""


def case(name: str, content: str | bytes, *, quarantined: str = "", annotated: str = "") -> Case:
    data = content if isinstance(content, bytes) else content.encode()
    return Case(name, data, quarantined, annotated)


CASES = [
    case("good.txt", NEWS, annotated="Президент России посетил Казахстан."),
    case(
        "cp1251.txt",
        NEWS.encode("cp1251"),
        quarantined="not utf-8: byte 0 does not fit; it is probably cp1251",
    ),
    case(
        "utf-16.txt",
        NEWS.encode("utf-16"),
        quarantined="not utf-8: byte 0 does not fit; it is probably utf-16",
    ),
    case("bom.txt", b"\xef\xbb\xbf" + NEWS.encode(), annotated="Президент России посетил Казахстан."),
    case("crlf.txt", NEWS.replace(". ", ".\r\n\r\n"), annotated="Президент России посетил Казахстан."),
    case("wrapped.txt", "Стороны договорились\nо поставках газа.", annotated="Стороны договорились"),
    case("empty.txt", "", quarantined="the file is empty"),
    case("binary.txt", bytes(range(256)) * 4, quarantined="not utf-8"),
    case("nul.txt", "текст\0текст", quarantined="the file holds NUL characters"),
    case(
        "control.txt",
        "Стороны\x07до\u200bгово\u00adрились\u202e о газе.",
        annotated="Стороны договорились о газе.",
    ),
    case("combining.txt", "Синии\u0306 флаг над Астанои\u0306.", annotated="Синий флаг над Астаной."),
    case("emoji.txt", "Газ 🔥 подорожал 👍🏽.", annotated="Газ 🔥 подорожал 👍🏽."),
    case(
        "lookalikes.txt",
        "Рутин и Τокаев встретились в Aстане.",
        annotated="Рутин и Τокаев встретились в Aстане.",
    ),
    case("kazakh.txt", "Қазақстан Республикасы — зайырлы мемлекет.", annotated="Қазақстан Республикасы"),
    case("arabic.txt", "Слово «سلام» значит мир.", annotated="Слово «سلام» значит мир."),
    case("word.txt", "а" * 5000, quarantined="a word of 5000 characters"),
    case("megabytes.txt", "а" * 1_000_000, quarantined="a word of 1000000 characters"),
    case("long.txt", "слово " * 3000 + "и конец.", annotated="слово слово"),
    case("name with spaces.v1.txt", NEWS, annotated="Президент России посетил Казахстан."),
]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad") / "texts"
    folder.mkdir()
    for one in CASES:
        (folder / one.name).write_bytes(one.content)
    (folder / "a folder.txt").mkdir()
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    return folder


@pytest.fixture(scope="module")
def built(texts: Path) -> tuple[Manifest, dict[str, tuple[Document, list[Sentence]]]]:
    corpus = texts.parent / "corpus"
    manifest = build(texts, corpus, Options(execution=Execution(threads=2)), say=lambda _message: None)
    documents = {
        document.file: (document, sentences)
        for split in SPLITS
        for document, sentences in read_sentences(corpus, split)
    }
    return manifest, documents


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_what_a_file_gives(one: Case, built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    manifest, documents = built
    reasons = [row["reason"] for row in manifest["quarantine"] if row["file"] == one.name]
    sentences = documents[one.name][1] if one.name in documents else []
    with capsys.disabled():
        print(f"\n{one.name:24} {reasons[0] if reasons else f'{len(sentences)} sentences'}", end="")
    assert bool(reasons) == bool(one.quarantined)
    assert all(reason.startswith(one.quarantined) for reason in reasons)
    assert one.annotated in " ".join(sentence.text for sentence in sentences)


def test_nothing_is_lost(built: Any) -> None:
    manifest, _ = built
    for units in manifest["stages"].values():
        for account in units.values():
            assert account["in"] == account["out"] + account["left_out"] + account["quarantined"]
    assert {"gone.txt", "a folder.txt"} <= {row["file"] for row in manifest["quarantine"]}


SECOND = '[[text]]\nid = "b"\nfile = "b.txt"\n'

PROJECTS = {
    "a changed text": (f'[[text]]\nid = "a"\nfile = "a.txt"\nsha256 = "{"0" * 64}"\n{SECOND}', "has changed"),
    "two texts with one id": (
        '[[text]]\nid = "a"\nfile = "a.txt"\n[[text]]\nid = "a"\nfile = "b.txt"\n',
        "two texts have the id 'a'",
    ),
    "an unknown key": ('[[text]]\nid = "a"\nfile = "a.txt"\ncolour = "red"\n', "colour"),
    "a wrong type": ('[[text]]\nid = 7\nfile = "a.txt"\n', "id"),
    "no TOML": ("[[text", "TOML"),
    "a file that is not there": ('[[text]]\nid = "a"\nfile = "c.txt"\n', "c.txt"),
}


@pytest.mark.parametrize("wrong", PROJECTS, ids=str)
def test_a_project_at_fault_is_not_built(wrong: str, tmp_path: Path) -> None:
    listing, message = PROJECTS[wrong]
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(NEWS, encoding="utf-8")
    (folder / "sources.toml").write_text(listing, encoding="utf-8")
    with pytest.raises(RukazError) as error:
        build(folder, tmp_path / "corpus", say=lambda _message: None)
    assert message in str(error.value)
    assert not (tmp_path / "corpus").exists()
    shutil.rmtree(folder)


# -- a file, a folder and a disk that do not let us --

WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
"""Root may read and write everything, unless it gives that up."""


def rukaz_build(folder: Path, corpus: Path, *before: str) -> subprocess.CompletedProcess[str]:
    program = "from rukaz.cli import main; main()"
    command = [*before, sys.executable, "-c", program, "build", str(folder), "--corpus", str(corpus)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(NEWS, encoding="utf-8")
    return folder


def test_an_unreadable_file_goes_to_quarantine(folder: Path, tmp_path: Path) -> None:
    (folder / "b.txt").chmod(0)
    done = rukaz_build(folder, tmp_path / "corpus", *(WITHOUT_RIGHTS if os.geteuid() == 0 else []))
    assert done.returncode == 1
    assert "b.txt" in done.stdout
    assert [document.file for document, _ in read_sentences(tmp_path / "corpus", "train")] == ["a.txt"]


def test_a_folder_that_may_not_be_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "closed"
    out.mkdir(mode=0o555)
    done = rukaz_build(folder, out / "corpus", *(WITHOUT_RIGHTS if os.geteuid() == 0 else []))
    assert done.returncode == 2
    assert "You may not write there" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("size", ["16k", "100k"])
def test_a_full_disk(size: str, folder: Path, tmp_path: Path) -> None:
    """Full at once, and full while the corpus is written."""
    disk = tmp_path / "disk"
    disk.mkdir()
    alone = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no disk can be made here")
    mounted = [*alone, "sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "{disk}" && "$@"', "sh"]
    done = rukaz_build(folder, disk / "corpus", *mounted)
    assert done.returncode == 2
    assert "The disk is full" in done.stderr
    assert "Traceback" not in done.stderr
