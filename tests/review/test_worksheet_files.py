"""From a corpus to a worksheet, and from a corrected worksheet to the seeds: ``rukaz review``."""

from __future__ import annotations

import json
import multiprocessing
import shlex
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from rukaz import read
from rukaz.atomic_files import write_atomically
from rukaz.cli import main
from rukaz.conllu.files import read_conllu
from rukaz.errors import RukazError
from rukaz.pipeline.build import build
from rukaz.records import Document, Sentence
from rukaz.review import kept_reviews
from rukaz.review.worksheet_files import accept_worksheet, write_worksheets

GOLDEN = Path(__file__).parent.parent / "golden" / "seeds"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "corpus"
    build(GOLDEN, folder, say=lambda _message: None)
    return folder


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / "seeds"))


def test_two_documents_are_reviewed_one_after_the_other(corpus: Path, seeds: Path, tmp_path: Path) -> None:
    for doc_id in ("visit", "interview"):
        sheet, readable = write_worksheets(corpus, doc_id, tmp_path / "review")
        assert readable.read_text(encoding="utf-8").startswith(f"{doc_id}-p")
        first, *_ = sheet.read_text(encoding="utf-8").split("\n\n")
        sheet.write_text(f"{first}\n\n", encoding="utf-8")
        accepted = accept_worksheet(sheet, corpus, seeds, reviewer="A. B.")
        kept = list(read_conllu(*accepted.kept))
        assert {one.annotation for one in kept} == {"reviewed"}
        assert "A. B." in {one.reviewer for one in kept}


def test_an_accepted_worksheet_replaces_only_what_it_covers(
    corpus: Path, seeds: Path, tmp_path: Path
) -> None:
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    sentences = sheet.read_text(encoding="utf-8").split("\n\n")
    sheet.write_text(sentences[1] + "\n\n", encoding="utf-8")
    accepted = accept_worksheet(sheet, corpus, seeds, reviewer="A. B.")
    assert [one.reviewer for one in read_conllu(*accepted.kept)] == ["the golden reviewer", "A. B."]


def test_the_command_that_is_to_be_typed_next_accepts_the_worksheet(
    corpus: Path, seeds: Path, tmp_path: Path
) -> None:
    told = CliRunner().invoke(main, ["review", "visit", "--corpus", str(corpus), "--out", str(tmp_path)])
    command = next(line for line in told.stderr.splitlines() if line.startswith("  rukaz "))
    typed = CliRunner().invoke(main, [*shlex.split(command)[1:], "--seeds", str(seeds)])
    assert (typed.exit_code, "kept in" in typed.output) == (0, True), typed.output


def test_a_single_sentence_has_a_worksheet_of_its_own(corpus: Path, seeds: Path, tmp_path: Path) -> None:
    second = next(islice(read(corpus, split="train"), 1, None))
    sheet, readable = write_worksheets(corpus, second.sent_id, tmp_path / "review")
    assert sheet.name == f"{second.sent_id}.conllu"
    assert readable.read_text(encoding="utf-8").count(f"{second.doc_id}-p") == 1
    kept = read_conllu(*accept_worksheet(sheet, corpus, seeds, reviewer="A. B.").kept)
    assert [one.sent_id for one in kept if one.reviewer == "A. B."] == [second.sent_id]


def test_any_sentence_of_this_corpus_is_accepted_alone(tmp_path: Path) -> None:
    """Its mentions refer to what stands in other sentences."""
    corpus = Path(__file__).parents[2] / "corpus"
    sheet, _ = write_worksheets(corpus, "dw-20231109-p4-c0", tmp_path / "review")
    texts = Path(shutil.copytree(corpus.parent / "seeds", tmp_path / "seeds"))
    assert accept_worksheet(sheet, corpus, texts, reviewer="A. B.").changes == []


def test_what_the_worksheet_holds_counts_as_reviewed(corpus: Path, seeds: Path, tmp_path: Path) -> None:
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    kept = list(read_conllu(*accept_worksheet(sheet, corpus, seeds, reviewer="A. B.").kept))
    assert [one.reviewer for one in kept] == ["A. B.", "A. B.", "A. B."]


def test_a_second_opinion_is_marked(corpus: Path, tmp_path: Path) -> None:
    def second(_document: Document, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        first, *rest = sentences
        return [replace(first, tokens=(replace(first.tokens[0], upos="X"), *first.tokens[1:])), *rest]

    sheet, _ = write_worksheets(corpus, "visit", tmp_path, second=second)
    assert "# look = 1 Визит: NOUN, or X?" in sheet.read_text(encoding="utf-8")


@pytest.mark.train
def test_slovnet_is_a_second_opinion(corpus: Path, tmp_path: Path) -> None:
    from rukaz.cli.review import _slovnet

    assert write_worksheets(corpus, "interview", tmp_path, second=_slovnet)


@pytest.mark.parametrize(
    ("doc_id", "message"),
    [("nobody", "no document or sentence 'nobody'"), ("visit", r"visit\.txt: the worksheet exists already")],
)
def test_what_cannot_be_laid_out(doc_id: str, message: str, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "visit.txt").touch()
    with pytest.raises(RukazError, match=message):
        write_worksheets(corpus, doc_id, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["visit.txt"]


def test_a_worksheet_that_is_done_with_is_replaced(corpus: Path, seeds: Path, tmp_path: Path) -> None:
    """As it was written or accepted, it holds nothing that would be lost; changed since, it does."""
    mine = Path(shutil.copytree(corpus, tmp_path / "corpus"))
    for _ in range(2):
        sheet, readable = write_worksheets(mine, "visit", tmp_path / "review")
    written = sheet.read_text(encoding="utf-8")
    corrected = written.replace("\tвизит\t", "\tвизитъ\t", 1)
    sheet.write_text(corrected, encoding="utf-8")
    with pytest.raises(RukazError, match="the worksheet exists already"):
        write_worksheets(mine, "visit", tmp_path / "review")
    assert sheet.read_text(encoding="utf-8") == corrected
    accept_worksheet(sheet, mine, seeds, reviewer="A. B.")
    readable.write_text("notes", encoding="utf-8")
    with pytest.raises(RukazError, match=r"visit\.txt: the worksheet exists already"):
        write_worksheets(mine, "visit", tmp_path / "review")
    readable.unlink()
    write_worksheets(mine, "visit", tmp_path / "review")
    assert sheet.read_text(encoding="utf-8") == written


def test_no_folder_to_keep_it_in(corpus: Path, tmp_path: Path) -> None:
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    with pytest.raises(RukazError, match="does not exist"):
        accept_worksheet(sheet, corpus, tmp_path / "nowhere", reviewer="A. B.")


def test_another_program_reads_what_was_written_and_changed(
    corpus: Path, seeds: Path, tmp_path: Path
) -> None:
    def rukaz(*arguments: str) -> dict[str, object]:
        result = CliRunner().invoke(main, ["review", *arguments, "--corpus", str(corpus), "--json"])
        answer: dict[str, object] = json.loads(result.stdout)
        return answer

    sheet = tmp_path / "visit.conllu"
    assert rukaz("visit", "--out", str(tmp_path))["worksheets"] == [
        str(sheet),
        str(sheet.with_suffix(".txt")),
    ]
    kept = rukaz("--accept", str(sheet), "--reviewer", "A. B.", "--seeds", str(seeds))
    assert kept == {"kept": [str(seeds / "reviewed" / "visit.conllu")], "changes": []}


def test_a_reader_writes_edges_of_an_enhanced_graph(corpus: Path, seeds: Path, tmp_path: Path) -> None:
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    text = sheet.read_text(encoding="utf-8")
    row = next(line for line in text.split("\n") if "\tobl\t" in line)
    cells = row.split("\t")
    written = f"{cells[6]}:obl:без:gen"
    sheet.write_text(text.replace(row, "\t".join([*cells[:8], written, cells[9]])), encoding="utf-8")
    accepted = accept_worksheet(sheet, corpus, seeds, reviewer="A. B.")
    assert [change for change in accepted.changes if "deps" in change] == list(accepted.changes)
    kept = [token.deps for one in read_conllu(*accepted.kept) for token in one.tokens]
    assert {*kept} == {None, written}
    sheet.write_text(text.replace(row, "\t".join([*cells[:8], "0:obl", cells[9]])), encoding="utf-8")
    with pytest.raises(RukazError, match="DEPS is not valid"):
        accept_worksheet(sheet, corpus, seeds, reviewer="A. B.")


# -- where a worksheet lies, and where it is kept --


def test_corrections_in_the_corpus_itself(corpus: Path, seeds: Path, tmp_path: Path) -> None:
    """Of a file with several documents, only the sentence that was corrected counts as reviewed."""
    mine = Path(shutil.copytree(corpus, tmp_path / "mine"))
    file = next(
        file for file in sorted((mine / "conllu").iterdir()) if "newdoc id = interview" in file.read_text()
    )
    first = next(one for one in read_conllu(file) if one.doc_id == "interview")
    text = file.read_text(encoding="utf-8")
    head, sent_id, sentence = text.partition(f"# sent_id = {first.sent_id}\n")
    row = next(line for line in sentence.split("\n") if line.startswith("1\t"))
    cells = row.split("\t")
    file.write_text(
        head + sent_id + sentence.replace(row, "\t".join([*cells[:2], "исправлено", *cells[3:]]), 1)
    )
    accepted = accept_worksheet(file, mine, seeds, reviewer="A. B.")
    assert [path.name for path in accepted.kept] == ["interview.conllu"]
    assert len(accepted.changes) == 1 and accepted.changes[0].endswith("-> исправлено")
    assert [one.sent_id for one in read_conllu(*accepted.kept)] == [first.sent_id]


def test_the_texts_are_found_by_the_corpus(
    corpus: Path, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--corpus mine`` is enough where one folder has its texts; of two, one has to be named."""
    monkeypatch.chdir(tmp_path)
    seeds.rename("texts")
    shutil.copytree(corpus, "mine")
    sheet, _ = write_worksheets(Path("mine"), "visit", Path("review"))
    assert accept_worksheet(sheet, Path("mine"), reviewer="A. B.").kept == [
        Path("texts/reviewed/visit.conllu")
    ]
    shutil.copytree("texts", "copy")
    with pytest.raises(RukazError, match="copy, texts has the text of visit") as caught:
        accept_worksheet(sheet, Path("mine"), reviewer="A. B.")
    assert "--seeds TEXTS" in caught.value.hint
    for folder in ("texts", "copy"):
        (Path(folder) / "visit.txt").write_text("Другой текст.", encoding="utf-8")
    with pytest.raises(RukazError, match="no folder here has the text of visit"):
        accept_worksheet(sheet, Path("mine"), reviewer="A. B.")
    with pytest.raises(RukazError, match="it has changed"):
        accept_worksheet(sheet, Path("mine"), Path("texts"), reviewer="A. B.")


@pytest.mark.parametrize("reviewer", ["", " ", "A\nB", "A\tB", "A\u2028B", "A\x1b[31m", "\ud800"], ids=ascii)
def test_a_reviewer_has_a_name_on_one_line(reviewer: str, corpus: Path, seeds: Path, tmp_path: Path) -> None:
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    with pytest.raises(RukazError, match="cannot be the name of a reviewer"):
        accept_worksheet(sheet, corpus, seeds, reviewer=reviewer)
    accepted = accept_worksheet(sheet, corpus, seeds, reviewer=" Анна Ли ")
    assert {one.reviewer for one in read_conllu(*accepted.kept)} == {"Анна Ли"}


@pytest.mark.parametrize("which", [0, 1])
def test_a_worksheet_that_could_not_be_written_is_not_in_the_way(
    which: int, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = iter(range(which))

    def full(path: Path, text: str, *, replace: bool = True) -> None:
        if path.stem == "visit" and next(written, None) is None:
            raise OSError(28, "No space left on device")
        write_atomically(path, text, replace=replace)

    monkeypatch.setattr("rukaz.review.worksheet_files.write_atomically", full)
    with pytest.raises(RukazError, match="No space left"):
        write_worksheets(corpus, "visit", tmp_path / "review")
    monkeypatch.undo()
    assert len(write_worksheets(corpus, "visit", tmp_path / "review")) == 2


def test_a_review_that_could_not_be_written_leaves_the_former(
    corpus: Path, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    before = {path: path.read_bytes() for path in (seeds / "reviewed").iterdir()}

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RukazError, match="No space left"):
        accept_worksheet(sheet, corpus, seeds, reviewer="A. B.")
    assert {path: path.read_bytes() for path in (seeds / "reviewed").iterdir()} == before


def test_two_reviewers_accept_at_once(
    corpus: Path, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each accepts another sentence of a document; neither writes over what the other has just kept."""
    merged = kept_reviews._merged

    def slowly(review: kept_reviews.Review) -> str:
        text = merged(review)
        time.sleep(0.5)
        return text

    monkeypatch.setattr(kept_reviews, "_merged", slowly)
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    processes = []
    for number, sentence in enumerate(sheet.read_text(encoding="utf-8").strip().split("\n\n")[:2]):
        file = tmp_path / str(number) / "visit.conllu"
        write_atomically(file, f"{sentence}\n\n")
        processes.append(
            multiprocessing.get_context("fork").Process(
                target=accept_worksheet, args=(file, corpus, seeds), kwargs={"reviewer": str(number)}
            )
        )
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    kept = read_conllu(seeds / "reviewed" / "visit.conllu")
    assert {"0", "1"} <= {one.reviewer for one in kept}


def test_a_worksheet_that_is_not_valid_is_to_be_corrected_itself(
    corpus: Path, seeds: Path, tmp_path: Path
) -> None:
    sheet, _ = write_worksheets(corpus, "visit", tmp_path / "review")
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("\tpunct\t", "\tpunkt\t", 1), encoding="utf-8")
    with pytest.raises(RukazError, match="not valid Universal Dependencies") as caught:
        accept_worksheet(sheet, corpus, seeds, reviewer="A. B.")
    assert str(sheet) in caught.value.hint
    assert "reviewed/" not in caught.value.hint
