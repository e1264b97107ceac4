"""The UD validator as a program: what it says is understood to the last line, or it counts as not said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.repair import validator_process as ud_process
from rukaz.repair.validator import Incident, validate, validate_text

GOOD = """\
# sent_id = d-p1-c0
# text = Она спит
1\tОна\tона\tPRON\t_\tPronType=Prs\t2\tnsubj\t_\t_
2\tспит\tспать\tVERB\t_\t_\t0\troot\t_\t_

"""
BAD = GOOD.replace("c0", "c9").replace("\t_\t0\troot", "\tDegree=Pos\t0\troot").replace("PronType=Prs", "_")


def test_a_good_sentence() -> None:
    assert validate_text([GOOD]) == []


def test_error_and_warning_name_sentence_and_token() -> None:
    warning, error = validate_text([GOOD, BAD])
    assert error == Incident(
        level=4,
        is_error=True,
        testid="feature-upos-not-permitted",
        sent_id="d-p1-c9",
        token_id="2",
        message="Feature Degree is not permitted with UPOS VERB in language [ru] ('спит').",
    )
    assert (warning.level, warning.is_error, warning.testid) == (3, False, "pron-det-without-prontype")
    assert (warning.sent_id, warning.token_id) == ("d-p1-c9", "1")


def test_several_files_are_one_treebank(tmp_path: Path) -> None:
    paths = [tmp_path / "one two.conllu", tmp_path / "-three.conllu"]
    for path in paths:
        path.write_text(GOOD, encoding="utf-8")
    (incident,) = validate(*paths)
    assert incident.testid == "non-unique-sent-id"
    assert validate(*paths[:1]) == []


def test_broken_lines_are_incidents() -> None:
    """An error on the line before the sentence is named belongs to that sentence."""
    found = validate_text(["# text = Она спит\n", GOOD.replace("\tспать", " спать")])
    assert {incident.testid for incident in found} == {"number-of-columns"}
    assert {incident.sent_id for incident in found} == {"d-p1-c0"}


def test_a_language_without_lists_is_checked_by_the_universal_tests() -> None:
    found = validate_text([GOOD, BAD.replace("nsubj", "subj")], lang="xx")
    assert {incident.testid for incident in found if incident.is_error} == {"unknown-udeprel"}


def test_each_text_is_a_treebank_of_its_own() -> None:
    """Though one program is given all of them, it must not take a sentence for one that it saw before."""
    found = [validate_text([GOOD, BAD]) for _ in range(3)]
    assert found[0] == found[1] == found[2]
    (twice,) = validate_text([GOOD, GOOD])
    assert (twice.testid, twice.message) == ("non-unique-sent-id", "Non-unique sent_id attribute 'd-p1-c0'.")


def test_a_text_says_the_same_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file.conllu"
    path.write_text(GOOD + BAD, encoding="utf-8")
    assert validate(path) == validate_text([GOOD, BAD])


def test_a_program_that_ended_is_started_again() -> None:
    validate_text([GOOD])
    for program in ud_process._running.values():
        program._process.kill()
        program._process.wait()
    assert len(validate_text([BAD])) == 2


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("import sys; sys.exit('no')", "did not check .*: no"),
        ("", "it said nothing"),
        ("import sys; print('*** PASSED ***', file=sys.stderr); sys.exit(1)", "did not check"),
        ("import sys; print('[Line 1 Sent s]: new form\\n*** PASSED ***', file=sys.stderr)", "did not check"),
        ("import sys; print('Warnings: 1\\n*** PASSED ***', file=sys.stderr)", "did not check"),
        ("import sys; print('Traceback: no\\n*** PASSED ***', file=sys.stderr)", "did not check"),
        ("import sys; sys.exit('python: No module named udtools')", "not installed"),
    ],
    ids=["crash", "silence", "contradiction", "unknown line", "count", "noise", "missing"],
)
def test_no_answer_is_not_clean(
    program: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program in the place of the validator."""
    script = tmp_path / "python"
    script.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    with pytest.raises(RukazError, match=message):
        validate_text([GOOD])


HANGS = """
import sys, time
for number in "12":
    while not sys.stdin.readline().startswith("1RUKAZ" + number):
        pass
    print(f"[Line 1 Sent s]: [L1 FORMAT invalid-word-id] Unexpected ID format '1RUKAZ{number}'.", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("sentences", [1, 2000], ids=["read", "more than the pipe holds"])
def test_a_validator_that_hangs_is_given_up(
    sentences: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "python"
    script.write_text(f"#!{sys.executable}\n{HANGS}", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    monkeypatch.setattr(ud_process, "PATIENCE", 0.5)
    with pytest.raises(RukazError, match=r"said nothing for 0\.5 seconds"):
        validate_text([GOOD] * sentences)


def test_features_are_missed_where_no_word_has_any() -> None:
    """As in a corpus; what was asked before must not matter."""
    ud_process.stop()
    (warning,) = validate_text([GOOD.replace("PronType=Prs", "_")])
    assert warning.testid == "pron-det-without-prontype"


def test_bytes_that_are_not_utf8_are_not_clean(tmp_path: Path) -> None:
    path = tmp_path / "bad.conllu"
    path.write_bytes(GOOD.encode("cp1251"))
    with pytest.raises(RukazError, match="did not check"):
        validate(path)


def test_a_program_that_was_stopped_leaves_no_pipe_open() -> None:
    words = "1\\tНе\\tне\\tPART\\t_\\tPolarity=Neg\\t0\\troot\\t_\\t_"
    program = (
        "from rukaz.repair.validator import validate_text\n"
        f"validate_text(['# sent_id = a\\n# text = Не\\n{words}\\n\\n'])"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ran.stderr == ""
