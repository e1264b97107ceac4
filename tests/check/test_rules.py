"""Every rule finds what it is for, and only that; a good corpus has no findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rukaz.check.registry import FILE_RULES, check_corpus, check_file, check_table, codes, message
from rukaz.errors import RukazError
from rukaz.export.manifest import read_manifest, write_manifest
from tests.broken.cases import FILES, RECORDS, change_row
from tests.broken.consistency import CASES, MENTIONS, PAIRS, REFERRING
from tests.broken.corpora import FRAME, WOMAN, good, written
from tests.conllu.foreign import FOREIGN


@pytest.fixture(scope="module")
def good_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    good().write(folder)
    return folder


@pytest.fixture
def corpus(good_files: Path, tmp_path: Path) -> Path:
    """A copy of the good corpus, to be changed."""
    return Path(shutil.copytree(good_files, tmp_path / "corpus"))


def test_a_good_corpus_has_no_findings(good_files: Path) -> None:
    assert check_corpus(good_files) == []


BESIDES = {"N405": {"C875", "C876"}}
"""Rules of the guidelines that the same mistake breaks."""


@pytest.mark.parametrize("code", RECORDS)
def test_wrong_records(code: str, tmp_path: Path) -> None:
    draft = good()
    RECORDS[code](draft)
    draft.write(tmp_path)
    assert found(tmp_path) == {code} | BESIDES.get(code, set())


@pytest.mark.parametrize("code", FILES)
def test_wrong_files(code: str, corpus: Path) -> None:
    FILES[code](corpus)
    assert found(corpus) == {code}


def test_inconsistent_review(tmp_path: Path) -> None:
    """What one reviewed sentence shows, and what only two of them show together."""
    draft = good()
    draft.token("мыла", feats=None)
    again = written("echo", "test", f"рама/NOUN/0:root/{FRAME} Мама/NOUN/1:nmod/{WOMAN}/=мамин")
    draft.documents.append(again)
    draft.sentence("рама", annotation="reviewed", reviewer="anna")
    draft.write(tmp_path)
    assert [finding.where for finding in check_corpus(tmp_path, select=["C806", "C871"])] == [
        "news-p1-c0, token 2 'мыла'",
        "echo-p1-c0, token 2 'Мама'",
    ]


def test_other_conventions_are_not_ours_to_check(tmp_path: Path) -> None:
    draft = good()
    draft.token("мыла", feats=None)
    draft.write(tmp_path)
    manifest = read_manifest(tmp_path)
    manifest["corpus"]["conventions"] = None
    write_manifest(tmp_path, manifest)
    assert check_corpus(tmp_path, select=["C"]) == []


def test_every_code_is_broken_once() -> None:
    assert sorted([*RECORDS, *FILES, *CASES, *PAIRS, *MENTIONS, *REFERRING, *FILE_RULES]) == codes()


def test_a_file_of_others_is_checked_by_the_validator(tmp_path: Path) -> None:
    file = tmp_path / "ru_notes-ud-test.conllu"
    file.write_text(FOREIGN.replace("\t6\tobj\t", "\t7\tobj\t"), encoding="utf-8")
    found = {finding.where: finding.detail for finding in check_file(file)}
    assert "head-self-loop" in found["notes-1, line 15"]
    assert "Unknown UPOS tag: 'FW'" in found["notes-2, line 29"]
    file.write_text("1\tне\n", encoding="utf-8")
    with pytest.raises(RukazError, match="2 columns instead of ten") as error:
        check_file(file)
    assert error.value.where == f"{file}, line 1"


def test_every_code_has_a_message() -> None:
    for code in codes():
        assert message(code).endswith("."), code


def test_the_table_has_a_row_per_code() -> None:
    _, _, *rows = check_table().splitlines()
    assert [row.split(" | ")[0] for row in rows] == [f"| {code}" for code in codes()]


def test_select_runs_only_some_rules(corpus: Path) -> None:
    FILES["F604"](corpus)
    FILES["F612"](corpus)
    assert [finding.code for finding in check_corpus(corpus, select=["F60"])] == ["F604"]
    assert [finding.code for finding in check_corpus(corpus, select=["T", "F612"])] == ["F612"]


def test_a_finding_says_what_and_where(tmp_path: Path) -> None:
    draft = good()
    RECORDS["O301"](draft)
    draft.write(tmp_path)
    (finding,) = check_corpus(tmp_path, select=["O"])
    assert finding.where == "news-p1-c0, token 2 'мыла'"
    assert finding.detail == "source[4:9] is ' мыла'"


@pytest.mark.parametrize(
    ("config", "column"),
    [(config, id_) for config in ("sentences", "entities", "tokens") for id_ in ("sent_id", "doc_id")]
    + [("documents", "doc_id")],
)
def test_a_row_without_an_id_is_found(corpus: Path, config: str, column: str) -> None:
    change_row(corpus, f"{config}/train", 0, **{column: None})
    findings = check_corpus(corpus)
    assert findings
    assert all(isinstance(finding.where, str) for finding in findings)


def test_a_missing_manifest_is_not_clean(corpus: Path) -> None:
    (corpus / "manifest.json").unlink()
    with pytest.raises(RukazError, match="no manifest"):
        check_corpus(corpus)


def test_an_unknown_code_is_an_error(good_files: Path) -> None:
    with pytest.raises(RukazError, match="no rule has the code Q"):
        check_corpus(good_files, select=["Q"])


def found(corpus: Path) -> set[str]:
    return {finding.code for finding in check_corpus(corpus)}
