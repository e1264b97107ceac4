"""`rukaz annotate`: the answers of ``rukaz.annotate`` on standard output, paragraph by paragraph."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import rukaz
from rukaz.cli import main
from rukaz.conllu.files import read_conllu
from rukaz.pipeline.stream import Paragraphs, paragraphs_of_file, paragraphs_of_lines

TEXT = "В Астану прилетел Касым-Жомарт Токаев. Шёл дождь.\n\nТокаев сказал: «Мы остались дома».\n"


def annotate(*arguments: str, text: str | bytes = TEXT) -> Result:
    return CliRunner().invoke(main, ["annotate", *arguments], input=text)


def test_standard_input_is_annotated_as_rukaz_annotate_does(tmp_path: Path) -> None:
    (tmp_path / "out.conllu").write_text(annotate().stdout, encoding="utf-8")
    assert list(read_conllu(tmp_path / "out.conllu")) == rukaz.annotate(TEXT)


def test_a_file_is_annotated_as_standard_input(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(TEXT, encoding="cp1251")
    assert annotate(str(tmp_path / "text.txt"), "--encoding", "cp1251").stdout == annotate().stdout


def test_a_surname_is_told_apart_by_what_was_read_before() -> None:
    rows = [json.loads(line) for line in annotate("--to", "json").stdout.splitlines()]
    [cell] = [cell for cell in rows[2]["misc"] if "EntityName" in (cell or "")]
    assert "EntityName=Касым-Жомарт Токаев" in cell
    assert rows[2]["comments"] == ["# newpar id = text-p2"]


def test_tsv_has_a_line_for_each_token_and_one_with_the_columns() -> None:
    head, *lines = [line.split("\t") for line in annotate("--to", "tsv").stdout.splitlines()]
    assert dict(zip(head, lines[0], strict=True)).items() >= {"form": "В", "upos": "ADP", "ner": "O"}.items()
    assert len(lines) == sum(len(sentence.tokens) for sentence in rukaz.annotate(TEXT))


def test_trees_are_drawn() -> None:
    assert "─┮ Шёл VERB root\n ├─╼ дождь NOUN nsubj\n ╰─╼ . PUNCT punct\n" in annotate("--to", "trees").stdout


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_nothing_gives_nothing(text: str) -> None:
    assert (annotate(text=text).exit_code, annotate(text=text).output) == (0, "")


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_annotated(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Шёл дождь.", encoding="utf-8")
    (tmp_path / "bad.txt").write_text("Шёл дождь.", encoding="cp1251")
    found = annotate(*(str(tmp_path / name) for name in ("bad.txt", "good.txt", "none.txt")))
    assert found.exit_code == 1
    assert "bad.txt: not utf-8" in found.stderr
    assert "none.txt: there is no such file" in found.stderr
    assert "# sent_id = good-p1-c0" in found.stdout


def test_standard_input_in_another_encoding_is_told() -> None:
    found = annotate(text="Шёл дождь.".encode("cp1251"))
    assert (found.exit_code, "standard input: not utf-8" in found.stderr) == (2, True)


def test_paragraphs_are_numbered_as_those_of_a_file(tmp_path: Path) -> None:
    for text in ("Раз.\nДва.\n", "Раз.\nДва.\n\n\nТри.", "Раз.\r\n\r\nДва.", "  \n\nРаз.\n \nДва."):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8", newline="")
        read = [
            one for one in paragraphs_of_file(tmp_path / "a.txt", "a", "utf-8") if isinstance(one, Paragraphs)
        ]
        streamed = list(paragraphs_of_lines(text.splitlines(keepends=True), "a"))
        assert _places(read) == _places(streamed)


def _places(found: list[Paragraphs]) -> list[tuple[str, int, int]]:
    return [
        (block.block, block.start + one.offset, block.end + one.offset)
        for one in found
        for block in one.document.blocks
    ]


def test_a_line_is_answered_before_the_next_is_given() -> None:
    command = [sys.executable, "-m", "rukaz", "annotate", "--lines"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=dict(os.environ)
    ) as running:
        assert running.stdin and running.stdout
        for line, sent_id in [("Шёл дождь.", "text-p1-c0"), ("Был снег.", "text-p2-c0")]:
            running.stdin.write(f"{line}\n")
            running.stdin.flush()
            while not (answer := running.stdout.readline()).startswith("# sent_id"):
                assert answer
            assert answer == f"# sent_id = {sent_id}\n"
        running.stdin.close()
        assert running.wait() == 0


def test_a_pipe_that_is_closed_ends_the_work(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("Шёл дождь.\n\n" * 2_000, encoding="utf-8")
    command = f"{sys.executable} -m rukaz annotate {tmp_path}/long.txt | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "# newdoc id = long\n")


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["-", "-"], "read only once"),
        (["--encoding", "base64"], "there is no encoding 'base64'"),
        (["--encoding", "utf-16"], "not utf-16: "),
        (["note.txt", "--lines"], "--lines has no effect"),
    ],
)
def test_what_cannot_be_read_from_standard_input_is_told(arguments: list[str], what: str) -> None:
    found = annotate(*arguments)
    assert (found.exit_code, what in found.stderr) == (2, True)
