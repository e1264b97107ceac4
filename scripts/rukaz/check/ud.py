"""The official validator of Universal Dependencies, run as a program.

udtools is under the GPL, so RuKaz starts it as a separate process and never imports it. Its command line
knows one form of answer, lines such as ::

    [Line 4 Sent dw-p2-c0]: [L3 SYNTAX leaf-punct] 'punct' not expected to have children (…)

with a summary at the end. Every line must be understood, and the counts of the summary must agree with the
lines; anything else means that the file was not checked, which is an error and never a clean result.

Source: https://github.com/UniversalDependencies/tools, levels 1 to 5 at
https://universaldependencies.org/contributing/validation.html.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from rukaz.errors import RukazError

_INCIDENT = re.compile(r"\[(?:File (.*?) )?Line (\d+) Sent .*?\]: \[L(\d) ([A-Z]+) ([a-z0-9-]+)\] (.*)")
_WARNINGS = re.compile(r"Warnings: (\d+)")
_ERRORS = re.compile(r"([A-Z]+) errors: (\d+)")
_VERDICT = re.compile(r"\*\*\* (?:PASSED|FAILED) \*\*\*(?: with (\d+) errors)?")
_UNIVERSAL_LEVEL = 3  # from level 4 on the tests need the lists of one language


@dataclass(frozen=True, slots=True)
class Incident:
    """One finding of the validator.

    Attributes:
        level: 1 CoNLL-U, 2 UD format, 3 UD content, 4 labels of the language, 5 auxiliaries of the language.
        testid: the validator's name of the test, such as ``leaf-punct``.
        sent_id: None where the sentence has none.
        token_id: ID of the line it points to (of a whole sentence, the first word); None for a comment.
    """

    level: int
    is_error: bool
    testid: str
    sent_id: str | None
    token_id: str | None
    message: str

    def __str__(self) -> str:
        place = f"token {self.token_id}: " if self.token_id else ""
        return f"L{self.level} {self.testid}: {place}{self.message}"


def validate(*conllu: Path, lang: str = "ru", level: int = 5, warnings: bool = True) -> list[Incident]:
    """All incidents of some CoNLL-U files, in the order of their lines; one process for all of them.

    A language the validator has no lists for is checked by the universal tests, up to level 3.

    Args:
        conllu: files with different names that belong together: no ``sent_id`` may stand twice.

    Raises:
        RukazError: the validator is missing, failed, or gave an answer that cannot be understood.
    """
    incidents = _run(conllu, lang=lang, level=level, warnings=warnings)
    if level > _UNIVERSAL_LEVEL and any(map(_language_is_unknown, incidents)):
        incidents = _run(conllu, lang="ud", level=_UNIVERSAL_LEVEL, warnings=warnings)
    return incidents


def validate_text(conllu: Iterable[str], *, lang: str = "ru", level: int = 5) -> list[Incident]:
    """As :func:`validate`, for pieces of CoNLL-U that are not in a file; no pieces, no incidents."""
    with tempfile.TemporaryDirectory(prefix="rukaz-") as folder:
        path = Path(folder, "sentences.conllu")
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(conllu)
        return validate(path, lang=lang, level=level) if path.stat().st_size else []


def _language_is_unknown(incident: Incident) -> bool:
    """Every language with a list of relations has ``root`` in it."""
    return incident.testid == "unknown-deprel" and incident.message == "Unknown DEPREL label: 'root'"


def _run(conllu: Sequence[Path], *, lang: str, level: int, warnings: bool) -> list[Incident]:
    if not conllu:
        return []
    # -P: a file json.py in the current folder must not take the place of the library's module
    command = [sys.executable, "-P", "-X", "utf8", "-m", "udtools.cli", "--lang", lang, "--level", str(level)]
    command += ["--max-err", "0", *([] if warnings else ["--no-warnings"])]
    command += [str(path.absolute()) for path in conllu]
    process = subprocess.run(command, capture_output=True, check=False)
    answer = process.stderr.decode("utf-8", errors="replace")
    found = list(_understand(answer))
    if process.returncode != any(incident.is_error for incident in found) or process.stdout:
        raise _not_checked(answer)
    incidents = [incident for path in conllu for incident in _locate(found, path, alone=len(conllu) == 1)]
    if len(incidents) != len(found):
        raise _not_checked(answer)
    return incidents


@dataclass(frozen=True, slots=True)
class _Found:
    """An incident as the validator words it; ``file`` is None where it was given only one."""

    file: str | None
    line: int
    level: int
    is_error: bool
    testid: str
    message: str


def _understand(answer: str) -> Iterator[_Found]:
    """The incidents of an answer, which must have the form the module's docstring shows."""
    counts: Counter[str] = Counter()
    summary: Counter[str] = Counter()
    verdict = None
    explaining = False  # an explanation may follow a message, after an empty line
    for line in answer.split("\n"):
        if incident := _INCIDENT.fullmatch(line):
            file, number, level, kind, testid, message = incident.groups()
            counts[kind] += 1
            explaining = False
            yield _Found(file, int(number), int(level), kind != "WARNING", testid, message)
        elif match := _VERDICT.fullmatch(line):
            verdict = int(match[1] or 0)
        elif match := _WARNINGS.fullmatch(line):
            summary["WARNING"] = int(match[1])
        elif match := _ERRORS.fullmatch(line):
            summary[match[1]] = int(match[2])
        elif not line:
            explaining = bool(counts)
        elif not explaining or verdict is not None:
            raise _not_checked(answer)
    if counts != summary or verdict != counts.total() - counts["WARNING"]:
        raise _not_checked(answer)


def _locate(found: Sequence[_Found], conllu: Path, *, alone: bool) -> Iterator[Incident]:
    """The incidents of one file with sentence and token; the answer may name the sentence before."""
    here = sorted((one for one in found if alone or one.file == conllu.name), key=attrgetter("line"))
    places = _places(conllu, {one.line for one in here})
    for one in here:
        yield Incident(one.level, one.is_error, one.testid, *places[one.line], one.message)


def _places(conllu: Path, wanted: set[int]) -> dict[int, tuple[str | None, str | None]]:
    """``sent_id`` and ID column of the wanted lines, numbered from 1."""
    places: dict[int, tuple[str | None, str | None]] = dict.fromkeys(wanted, (None, None))
    pending: list[int] = []  # lines before the comment that names the sentence
    sent_id: str | None = None
    with conllu.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.startswith("# sent_id = "):
                sent_id = line.removeprefix("# sent_id = ").rstrip("\n")
                places.update(dict.fromkeys(pending, (sent_id, None)))
            if number in wanted:
                token_id = line.split("\t", 1)[0] if "\t" in line else None
                places[number] = (sent_id, token_id)
                if sent_id is None:
                    pending.append(number)
            if not line.strip():
                sent_id, pending = None, []
    return places


def _not_checked(answer: str) -> RukazError:
    if "No module named" in answer:
        return RukazError(
            "the UD validator is not installed", hint="Install it with: pip install udtools==0.2.9"
        )
    last = next((line for line in reversed(answer.split("\n")) if line.strip()), "it said nothing")
    return RukazError(
        f"the UD validator did not check the CoNLL-U: {last}",
        hint="RuKaz is made for udtools 0.2.9; see which version is installed with: pip show udtools",
    )
