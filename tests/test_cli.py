"""The command line: help without torch, one message for an error, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from rukaz import installation
from rukaz.cli import SECTIONS, main, streams
from rukaz.cli.next_steps import after_build
from rukaz.wording import quoted


def rukaz(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_help_answers_without_torch() -> None:
    program = (
        "import sys; from rukaz.cli import main; main(['--help'], standalone_mode=False); "
        "sys.exit(bool({'torch', 'stanza', 'datasets'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_and_an_example(command: str) -> None:
    text = rukaz(command, "--help").output
    assert "Example: rukaz " in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_option_is_explained_in_a_sentence(command: str) -> None:
    options = [one for one in main.commands[command].params if isinstance(one, click.Option)]
    unexplained = {
        one.opts[0]: one.help
        for one in options
        if not re.fullmatch(r"[A-Z][^ ]* .+ .+\.(  \[default: .*\])?", one.help or "", re.DOTALL)
    }
    assert unexplained == {}


def test_every_command_stands_under_a_heading() -> None:
    shown = [command.name for commands in SECTIONS.values() for command in commands]
    assert sorted(shown, key=str) == sorted(main.commands)


# -- what to do next --


@pytest.mark.parametrize(
    ("files", "advice"),
    [
        ([], "rukaz doctor"),
        (["seeds/a.txt"], "rukaz build "),
        (["Мои тексты/a.txt"], "rukaz build 'Мои тексты' --corpus corpus"),
        (["corpus/manifest.json"], "rukaz check"),
        (["out/manifest.json", "texts/a.txt"], "rukaz build texts "),
    ],
    ids=["empty", "seeds", "texts", "damaged", "no corpus, but a file of the name"],
)
def test_rukaz_alone_says_what_to_do(
    files: list[str], advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    result = rukaz()
    assert result.exit_code == 0
    assert advice in result.output


def test_rukaz_alone_finds_a_corpus_under_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").touch()
    (tmp_path / "out").symlink_to(CORPUS)
    monkeypatch.chdir(tmp_path)
    assert "rukaz search out WORD" in rukaz().output


def test_after_a_build_the_commands_go_on_from_there(tmp_path: Path) -> None:
    corpus = tmp_path / "Мой корпус"
    (corpus / "conllu").mkdir(parents=True)
    (corpus / "conllu" / "a.conllu").write_text("# newdoc id = дождь-1\n", encoding="utf-8")
    steps = after_build(corpus)
    assert f"rukaz review 'дождь-1' --corpus '{corpus}'" in steps
    assert f"rukaz search '{corpus}' WORD" in steps
    assert f'load_dataset("{corpus}")' in steps


def test_suggested_commands_can_be_pasted_into_every_shell() -> None:
    assert [quoted("my texts", windows=False), quoted("texts", windows=False)] == ["'my texts'", "texts"]
    assert [quoted(Path(name), windows=False) for name in ("--my", "-", "a/-b")] == ["./--my", "-", "a/-b"]
    assert [quoted("my texts", windows=True), quoted("texts", windows=True)] == ['"my texts"', "texts"]


def test_the_doctor_says_what_is_missing_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"torch": "1.0", "ray": None}
    monkeypatch.setattr(installation, "_installed", lambda name: versions.get(name, "2.0"))
    monkeypatch.setattr(installation, "_models", lambda name: installation.Line("models", name, "there"))
    result = rukaz("doctor", "--json")
    assert result.exit_code == 1
    found = {line["what"]: line for line in json.loads(result.output)}
    assert (found["torch"]["state"], found["torch"]["found"]) == ("wrong", "1.0")
    assert found["cluster"]["advice"] == 'pip install ".[cluster]" in the project folder'
    assert found["accurate"]["state"] == "ok"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "nowhere", "--corpus", "out"], "nowhere"),
        (["build", "texts"], "rukaz build texts --corpus OUT"),
        (["check", "nowhere"], "no corpus here"),
    ],
)
def test_an_error_is_one_message(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = rukaz(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


# -- exit codes --


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    return fail


def test_a_crash_is_not_a_result(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("rukaz.compare.changes.compare", failing(IndexError("list index\nout of range")))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = rukaz("diff", "old", "new")
    assert result.exit_code == 70
    assert result.output.startswith("rukaz: this is an error in RuKaz")
    assert len(result.output.splitlines()) == 1
    (details,) = tmp_path.iterdir()
    assert str(details) in result.output
    assert "IndexError: list index" in details.read_text(encoding="utf-8")


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rukaz.compare.changes.compare", failing(IndexError()))
    result = rukaz("--debug", "diff", "old", "new")
    assert result.exit_code == 70
    assert "Traceback" in result.output


@pytest.mark.parametrize("error", [OSError(28, "No space left on device", "x"), MemoryError()], ids=repr)
def test_what_the_machine_refuses_is_no_crash(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rukaz.compare.changes.compare", failing(error))
    result = rukaz("diff", "old", "new")
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1


# -- streams and locales --


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command line with ``rukaz`` in it, in a shell that tells the exit code of the first in a pipe."""
    start = f'rukaz() {{ "{sys.executable}" -m rukaz "$@"; }}; set -o pipefail; {command}'
    variables = {**os.environ, **environment}
    return subprocess.run(["bash", "-c", start], env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("rukaz --help | head -c 0", 0),
        ("rukaz --help >&-", 0),
        ("rukaz --help 2>&-", 0),
        ("rukaz --help > /dev/full", 2),
        ("PYTHONPROFILEIMPORTTIME=1 PYTHONDEVMODE=1 rukaz --help > /dev/full 2>&1", 2),
        ("rukaz check nowhere 2>&-", 2),
        ("rukaz check nowhere 2> /dev/full", 2),
        ("rukaz check nowhere <&- >&- 2>&-", 2),
    ],
)
def test_streams_that_take_nothing(command: str, code: int) -> None:
    done = shell(command)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_a_full_device_is_said() -> None:
    assert "could not be written: No space left on device" in shell("rukaz --help > /dev/full").stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "latin-1", "utf-16", "utf-8:strict"])
def test_output_never_fails_on_encoding(encoding: str) -> None:
    command = "rukaz diff Қазақстан-\ud83d\udd25 nowhere".encode("utf-16", "surrogatepass").decode("utf-16")
    done = shell(f"{command} 2>&1 | wc -c", PYTHONIOENCODING=encoding)
    assert done.returncode == 2
    assert int(done.stdout) > 20


def test_names_of_files_are_utf_8_in_every_locale(tmp_path: Path) -> None:
    (tmp_path / "Заметка").mkdir()
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell(f"rukaz build '{tmp_path}/Заметка' --corpus '{tmp_path}/corpus'", **locale)
    assert f"{tmp_path}/Заметка: there is no file in this folder that can be read" in done.stderr


def test_stopped_before_there_is_a_command(tmp_path: Path) -> None:
    program = "import rukaz.__main__, os, signal, sys; sys.modules['click'] = None; {}; rukaz.__main__.main()"
    raising = "sys.meta_path.insert(0, type('F', (), {'find_spec': lambda *_: signal.raise_signal(2)})())"
    command = [sys.executable, "-c", program.format(raising)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


def test_scripts_are_the_commands() -> None:
    scripts = Path(__file__).parent.parent / "scripts"
    assert {path.stem for path in scripts.glob("*.py")} == set(main.commands)
    for path in scripts.glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 10
        assert f'main(["{path.stem}", *sys.argv[1:]])' in lines


CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.mark.parametrize(
    "arguments",
    [
        "words CORPUS президент --in split=test",
        "words CORPUS президент --out words.xlsx",
        "words CORPUS --upos NOUN",
        "stats CORPUS --json --out stats.csv",
        "search CORPUS казах* --count-by form --sample 5",
        "search CORPUS казах* --sample 5 --limit 3",
        "search CORPUS казах* --seed 2",
        "search CORPUS казах* --to conllu --columns form",
        "review dw-20231109 --reviewer A",
        "diff CORPUS CORPUS --json --changelog",
        "convert CORPUS TARGET --fidelity",
        "convert CORPUS TARGET --to jsonl --config entities",
        "convert CORPUS TARGET --to brat --config entities",
        "convert CORPUS TARGET --to brat --enhanced",
        "convert CORPUS TARGET --to xlsx --enhanced",
    ],
)
def test_no_option_is_passed_over_in_silence(
    arguments: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [word.replace("CORPUS", str(CORPUS)) for word in arguments.split()])
    assert (result.exit_code, "has no effect" in result.stderr) == (2, True)


def test_numbers_may_be_of_any_size() -> None:
    """Libraries count to 63 bits, and torch starts no more threads than it is told."""
    for command in ("search", "words"):
        arguments = [command, str(CORPUS), *(["казах*"] if command == "search" else []), "--limit"]
        most, all_there_are = (CliRunner().invoke(main, [*arguments, str(10**n)]) for n in (30, 5))
        assert most.exit_code == 0
        assert most.stdout == all_there_are.stdout
    told = CliRunner().invoke(main, ["build", "nowhere", "--corpus", "out", "--threads", str(10**30)])
    assert (told.exit_code, "too many threads" in told.stderr) == (2, True)


def test_the_name_of_a_file_says_its_format(tmp_path: Path) -> None:
    for arguments in (
        f"tree {CORPUS} 1 --out {tmp_path}/tree.pdf",
        f"search {CORPUS} казах* --out {tmp_path}/found.doc",
        f"stats {CORPUS} --out {tmp_path}/stats",
        f"convert {CORPUS} {tmp_path}/table.csv",
        f"convert {CORPUS} {tmp_path}/test.doc --split test",
    ):
        assert CliRunner().invoke(main, arguments.split()).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_no_command_asks_for_its_corpus() -> None:
    arguments = [one for command in main.commands.values() for one in command.params if one.name == "corpus"]
    assert len(arguments) > 5
    required = [one for one in arguments if isinstance(one, click.Argument) and one.required]
    assert required == []


@pytest.mark.parametrize(
    "arguments", ["search казах* --limit 1", "words --limit 2", "stats", "tree rasykh-vizit-p8-c88"]
)
def test_the_corpus_is_that_of_this_folder(arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS.parent)
    command, *others = arguments.split()
    told, named = rukaz(command, *others), rukaz(command, "corpus", *others)
    assert (told.exit_code, told.output) == (0, named.output)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [("search", "QUERY"), ("search corpus", "QUERY"), ("tree corpus", "SENT_ID"), ("search a b c", "quotes")],
)
def test_a_corpus_is_not_taken_for_what_is_missing(
    arguments: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CORPUS.parent)
    result = rukaz(*arguments.split())
    assert (result.exit_code, what in result.stderr.splitlines()[-1]) == (2, True)


def test_the_id_of_a_sentence_comes_before_its_number(tmp_path: Path) -> None:
    row = "# sent_id = {}\n# text = {}\n1\t{}\t_\tX\t_\t_\t{}\troot\t_\t_\n\n"
    (tmp_path / "a.conllu").write_text("".join(row.format(*one) for one in ("2aa0", "1bb0", "3cc1")))
    drawn = [CliRunner().invoke(main, ["tree", str(tmp_path / "a.conllu"), name]) for name in "123"]
    assert [one.stdout[0] for one in drawn] == ["b", "a", "c"]
    assert "do not form a single tree" in drawn[2].stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_texts_give_no_orders_to_a_terminal() -> None:
    ours, theirs = os.openpty()
    stream, _ = streams._writable(None, theirs)
    stream.write("\x1b]0;title\x07 \x1b[2J \x1b[1mПутин\x1b[0m")
    stream.flush()
    assert os.read(ours, 100).decode() == "\ufffd]0;title\ufffd \ufffd[2J \x1b[1mПутин\x1b[0m"
