"""Convert: corpora, files and folders there and back, through the command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rukaz.cli import main
from rukaz.cli.convert import ALL_NAMES, FORMAT_NAMES
from rukaz.cli.convert import convert as command
from rukaz.conllu.files import conllu_paths
from rukaz.convert.convert import WRITTEN, convert, fidelity
from rukaz.convert.formats import FORMATS, losses
from rukaz.convert.piece import Piece
from rukaz.errors import RukazError
from rukaz.records import SPLITS
from rukaz.repair.validator import validate
from tests.broken.corpora import good
from tests.conllu.foreign import FOREIGN
from tests.trees import document


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("convert") / "corpus"
    good().write(folder)
    return folder


def ran(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_corpus_comes_back_from_json_lines(corpus: Path, tmp_path: Path) -> None:
    convert(corpus, tmp_path / "out", "jsonl")
    convert(tmp_path / "out", tmp_path / "back", "conllu")
    assert sorted(path.name for path in (tmp_path / "back").iterdir()) == [
        "dev.conllu",
        "test.conllu",
        "train.conllu",
    ]
    for name, split in zip(("train", "dev", "test"), SPLITS, strict=True):
        (ours,) = conllu_paths(corpus, split)
        assert (tmp_path / "back" / f"{name}.conllu").read_bytes() == ours.read_bytes()


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_one_split_is_one_file(name: str, corpus: Path, tmp_path: Path) -> None:
    target = tmp_path / f"dev{FORMATS[name].suffix}"
    assert ran(corpus, target, "--split", "validation").exit_code == 0
    assert target.stat().st_size
    assert ran(target, tmp_path / "again.conllu").exit_code == 0


def test_the_command_knows_all_formats() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES
    assert WRITTEN == ALL_NAMES


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("a.xyz", ".xyz is that of no format"),
        ("a", "no format was named"),
        ("a.jsonl", "--to jsonl to write a folder"),
    ],
)
def test_a_target_whose_format_is_not_known(target: str, what: str, corpus: Path, tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["convert", str(corpus), str(tmp_path / target)])
    assert (refused.exit_code, what in refused.stderr) == (2, True)


def test_without_spacy_the_other_formats_are_measured(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rukaz.convert.convert.missing_modules", lambda _modules: ["spacy"])
    result = ran(corpus, "--fidelity", "--split", "test")
    assert (result.exit_code, "docbin: not measured" in result.stderr) == (0, True)
    assert "jsonl: " in result.stdout


def test_fidelity_of_a_corpus(corpus: Path) -> None:
    measured = {one.format.name: one for one in fidelity(corpus)}
    assert [one.broken for one in measured.values()] == [[]] * len(FORMATS)
    for name in ("conllu", "jsonl"):
        assert (measured[name].sentences, measured[name].whole) == (6, 6)
    assert measured["iob2"].whole == 0
    result = ran(corpus, "--fidelity")
    assert result.exit_code == 0
    assert "jsonl: 6 of 6 sentences come back whole" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


def test_the_table_names_every_loss() -> None:
    for form in FORMATS.values():
        line = next(line for line in losses().splitlines() if line.startswith(f"| `{form.name}`"))
        assert all(aspect in line for aspect in form.loses)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{corpus}"], "rukaz convert"),
        (["{corpus}", "{tmp}/out"], "Add --to"),
        (["{corpus}", "{tmp}/out.txt", "--split", "test"], "End it in one of .conllu, .jsonl"),
        (["{corpus}/conllu/ru_good-ud-dev.conllu", "{tmp}/a.jsonl", "--split", "test"], "only a corpus"),
        (["{tmp}", "{tmp}/out", "--to", "jsonl"], "nothing to convert"),
        (["{corpus}", "{corpus}", "--to", "jsonl"], "the target exists already"),
    ],
)
def test_errors_say_what_to_do(arguments: list[str], message: str, corpus: Path, tmp_path: Path) -> None:
    result = ran(*(argument.format(corpus=corpus, tmp=tmp_path) for argument in arguments))
    assert isinstance(result.exception, RukazError)
    assert message in str(result.exception)


def test_a_failure_leaves_no_file(corpus: Path, tmp_path: Path) -> None:
    (ours,) = conllu_paths(corpus, "test")
    (tmp_path / "cut.conllu").write_bytes(ours.read_bytes()[:-20])
    with pytest.raises(RukazError):
        convert(tmp_path / "cut.conllu", tmp_path / "cut.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["cut.conllu"]


def test_the_next_try_does_not_stumble_over_the_one_that_failed(corpus: Path, tmp_path: Path) -> None:
    """The first file of a folder was written, the second failed."""
    (tmp_path / "in").mkdir()
    ours = next((corpus / "conllu").iterdir())
    (tmp_path / "in" / "a.conllu").write_bytes(ours.read_bytes())
    (tmp_path / "in" / "b.conllu").write_bytes(ours.read_bytes()[:-20])
    with pytest.raises(RukazError):
        convert(tmp_path / "in", tmp_path / "out", "jsonl")
    assert not (tmp_path / "out").exists()
    (tmp_path / "in" / "b.conllu").write_bytes(ours.read_bytes())
    assert len(convert(tmp_path / "in", tmp_path / "out", "jsonl")) == 2


@pytest.mark.parametrize("name", ["dev.jsonl.part", "dev.jsonl.tmp", ".dev.jsonl"])
def test_a_file_of_a_similar_name_stays(name: str, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    convert(next((corpus / "conllu").iterdir()), tmp_path / "dev.jsonl")
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "dev.jsonl"])


def test_without_spacy_the_error_says_what_to_install(corpus: Path, tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['spacy'] = None\n"
        "from pathlib import Path\n"
        "from rukaz.convert.convert import convert\n"
        "from rukaz.errors import RukazError\n"
        f"try: convert(Path({str(corpus)!r}), Path({str(tmp_path / 'out')!r}), 'docbin')\n"
        "except RukazError as error: print(error)"
    )
    result = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert 'pip install ".[downstream]"' in result.stdout


@pytest.mark.parametrize("name", ["conllu", "jsonl", "iob2"])
def test_a_file_that_is_not_utf_8_is_named(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"old{FORMATS[name].suffix}"
    path.write_bytes("Токаев\tB-PER\n".encode("cp1251"))
    with pytest.raises(RukazError, match="not UTF-8"):
        convert(path, tmp_path / "new.conllu")


STREAMED = ["jsonl", "iob2", "conllu"]


@pytest.mark.parametrize("name", STREAMED)
def test_sentences_are_written_as_they_come(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    sizes: list[int] = []

    def watched() -> Iterator[Piece]:
        for piece in many(2000):
            sizes.append(path.stat().st_size)
            yield piece

    FORMATS[name].write(path, watched())
    assert sizes[-1] > 0.7 * path.stat().st_size


@pytest.mark.parametrize("name", STREAMED)
def test_sentences_are_read_one_by_one(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    FORMATS[name].write(path, many(2000))
    with path.open("a", encoding="utf-8") as file:
        file.write("damaged")
    found = FORMATS[name].read(path)
    next(found)
    with pytest.raises(RukazError, match=r"ten|IOB2|no sentence"):
        list(found)


def many(count: int) -> Iterator[Piece]:
    _, (one, *_) = document("doc", "Шёл/VERB/0:root дождь/NOUN/1:nsubj ./PUNCT/1:punct")
    return (Piece(one) for _ in range(count))


def test_a_file_of_others_goes_where_the_format_can_hold_it(tmp_path: Path) -> None:
    file = tmp_path / "notes.conllu"
    file.write_text(FOREIGN, encoding="utf-8", newline="")
    for name in ("same.conllu", "notes.jsonl", "notes.iob2"):
        convert(file, tmp_path / name)
    assert (tmp_path / "same.conllu").read_bytes() == file.read_bytes()
    convert(tmp_path / "notes.jsonl", tmp_path / "back.conllu")
    assert (tmp_path / "back.conllu").read_bytes() == file.read_bytes()
    assert "Астана\tB-LOC\n" in (tmp_path / "notes.iob2").read_text(encoding="utf-8")
    row = json.loads((tmp_path / "notes.jsonl").read_text(encoding="utf-8").splitlines()[1])
    assert (row["upos"][3], row["head"], row["tokens"][0]) == ("FW", [0, 4, 4, 1], "Астана")


def test_what_comes_back_of_a_file_of_others(tmp_path: Path) -> None:
    (tmp_path / "notes.conllu").write_text(FOREIGN.replace("\tFW\t", "\tX\t"), encoding="utf-8", newline="")
    measured = {one.format.name: one for one in fidelity(tmp_path / "notes.conllu")}
    assert {name: one.broken for name, one in measured.items()} == {name: [] for name in FORMATS}
    assert [measured[name].whole for name in ("conllu", "jsonl")] == [3, 3]
    assert "empty nodes" in measured["docbin"].changed


@pytest.mark.parametrize(("old", "new", "what"), [("", "", "FW"), ("\t0\troot", "\t6\tdep", "form a tree")])
def test_a_docbin_refuses_what_it_cannot_hold(old: str, new: str, what: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.conllu"
    file.write_text(FOREIGN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RukazError, match=what):
        convert(file, tmp_path / "notes.spacy")


def test_enhanced_dependencies_are_added_and_valid(corpus: Path, tmp_path: Path) -> None:
    plain = convert(corpus, tmp_path / "plain", "conllu")
    for before, path in zip(
        plain, convert(corpus, tmp_path / "out", "conllu", added=["enhanced"]), strict=True
    ):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]
        assert all(row[8].split(":")[0].isdigit() for row in rows)
        known, found = ({one.testid for one in validate(file, warnings=False)} for file in (before, path))
        # of these few words, some have nothing to enhance
        assert found - known <= {"edeps-identical-to-basic-trees"}


def test_graphs_that_a_file_has_stay(tmp_path: Path) -> None:
    gold = "1\tОн\tон\tPRON\t_\t_\t2\tnsubj\t2:x\t_\n2\tспит\tспать\tVERB\t_\t_\t0\troot\t0:root\t_\n\n"
    (tmp_path / "gold.conllu").write_text(gold, encoding="utf-8")
    (path,) = convert(tmp_path / "gold.conllu", tmp_path / "out.conllu", added=["enhanced"])
    assert path.read_text(encoding="utf-8") == gold
