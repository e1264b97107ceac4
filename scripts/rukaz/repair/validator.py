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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from rukaz.errors import RukazError
from rukaz.programs import clean_environment
from rukaz.repair.validator_process import FEATURED, SilenceError, command, one_at_a_time, running, stop

_INCIDENT = re.compile(r"\[(?:File (.*?) )?Line (\d+) Sent .*?\]: \[L(\d) ([A-Z]+) ([a-z0-9-]+)\] (.*)")
_WARNINGS = re.compile(r"Warnings: (\d+)")
_ERRORS = re.compile(r"([A-Z]+) errors: (\d+)")
_SUMMARY = re.compile(r"Warnings: \d+|[A-Z]+ errors: \d+|\*\*\* .*")
_VERDICT = re.compile(r"\*\*\* (?:PASSED|FAILED) \*\*\*(?: with (\d+) errors)?")
_SENT_ID = re.compile(r"^# sent_id = ", re.MULTILINE)
_ALWAYS_FEATURED = "ru"  # as part of a corpus in which words have FEATS, even if the text has none
_UNIVERSAL_LEVEL = 3  # from level 4 on the tests need the lists of one language


@dataclass(frozen=True, slots=True)
class Incident:
    """One finding of the validator.

    Attributes:
        level: 1 CoNLL-U, 2 UD format, 3 UD content, 4 labels of the language, 5 auxiliaries of the language.
        testid: the validator's name of the test, such as ``leaf-punct``.
        sent_id: None where the sentence has none.
        token_id: ID of the line it points to (of a whole sentence, the first word); None for a comment.
        line: number of that line in its file, from 1.
    """

    level: int
    is_error: bool
    testid: str
    sent_id: str | None
    token_id: str | None
    message: str
    line: int | None = field(default=None, compare=False)

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
    """As :func:`validate`, for sentences that are not in a file; no sentences, no incidents.

    The program is kept running for the next call (``ud_process``).
    """
    text = "".join(conllu)
    if not text:
        return []
    incidents = _ask(text, lang=lang, level=level)
    if level > _UNIVERSAL_LEVEL and any(map(_language_is_unknown, incidents)):
        incidents = _ask(text, lang="ud", level=_UNIVERSAL_LEVEL)
    return incidents


def start_validator(lang: str = "ru", level: int = 5) -> None:
    """Start the program that :func:`validate_text` asks, while there is something else to do.

    What goes wrong is said by whoever asks it.
    """
    with suppress(SilenceError, OSError), one_at_a_time:
        running(_options(lang, level), FEATURED if lang == _ALWAYS_FEATURED else "")


def _language_is_unknown(incident: Incident) -> bool:
    """Every language with a list of relations has ``root`` in it."""
    return incident.testid == "unknown-deprel" and incident.message == "Unknown DEPREL label: 'root'"


def _run(conllu: Sequence[Path], *, lang: str, level: int, warnings: bool) -> list[Incident]:
    if not conllu:
        return []
    arguments = [*_options(lang, level), *([] if warnings else ["--no-warnings"])]
    paths = [str(path.absolute()) for path in conllu]
    process = subprocess.run(
        [*command(), *arguments, *paths], capture_output=True, check=False, env=clean_environment()
    )
    answer = process.stderr.decode("utf-8", errors="replace")
    found = _understand(answer)
    if process.returncode != any(incident.is_error for incident in found) or process.stdout:
        raise _not_checked(answer)
    incidents: list[Incident] = []
    for path in conllu:
        here = [one for one in found if len(conllu) == 1 or one.file == path.name]
        incidents += _locate(here, path.read_text(encoding="utf-8"))
    if len(incidents) != len(found):
        raise _not_checked(answer)
    return incidents


def _ask(text: str, *, lang: str, level: int) -> list[Incident]:
    """The incidents of a text, from the running program, which must not see the same ``sent_id`` again."""
    text = text.rstrip("\n") + "\n\n"
    with one_at_a_time:
        try:
            program = running(_options(lang, level), FEATURED if lang == _ALWAYS_FEATURED else "")
            before, mark = program.lines, f"{program.texts}-"
            answer = program.ask(_SENT_ID.sub(rf"\g<0>{mark}", text))
        except SilenceError as silence:
            stop()
            raise _not_checked(str(silence)) from None
    found = [
        replace(one, line=one.line - before, message=one.message.replace(f"'{mark}", "'"))
        for one in _incidents(answer)
    ]
    return list(_locate(found, text))


def _options(lang: str, level: int) -> list[str]:
    return ["--lang", lang, "--level", str(level), "--max-err", "0"]


@dataclass(frozen=True, slots=True)
class _Found:
    """An incident as the validator words it; ``file`` is None where it was given only one."""

    file: str | None
    line: int
    level: int
    kind: str
    testid: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.kind != "WARNING"


def _understand(answer: str) -> list[_Found]:
    """The incidents of an answer, which must have the form the module's docstring shows."""
    lines = answer.split("\n")
    end = next((number for number, line in enumerate(lines) if _SUMMARY.fullmatch(line)), len(lines))
    found = list(_incidents(lines[:end]))
    summary: Counter[str] = Counter()
    verdict = None
    for line in filter(None, lines[end:]):
        if match := _VERDICT.fullmatch(line):
            verdict = int(match[1] or 0)
        elif match := _WARNINGS.fullmatch(line):
            summary["WARNING"] = int(match[1])
        elif match := _ERRORS.fullmatch(line):
            summary[match[1]] = int(match[2])
        else:
            raise _not_checked(answer)
    counts = Counter(one.kind for one in found)
    if counts != summary or verdict != counts.total() - counts["WARNING"]:
        raise _not_checked(answer)
    return found


def _incidents(lines: Sequence[str]) -> Iterator[_Found]:
    """The incidents that lines of an answer tell of."""
    told = explaining = False  # an explanation may follow a message, after an empty line
    for line in lines:
        if incident := _INCIDENT.fullmatch(line):
            file, number, level, kind, testid, message = incident.groups()
            told, explaining = True, False
            yield _Found(file, int(number), int(level), kind, testid, message)
        elif not line:
            explaining = told
        elif not explaining:
            raise _not_checked("\n".join(lines))


def _locate(found: Sequence[_Found], conllu: str) -> Iterator[Incident]:
    """The incidents of a text with sentence and token; the answer may name the sentence before."""
    here = sorted(found, key=attrgetter("line"))
    places = _places(conllu, {one.line for one in here})
    for one in here:
        yield Incident(one.level, one.is_error, one.testid, *places[one.line], one.message, one.line)


def _places(conllu: str, wanted: set[int]) -> dict[int, tuple[str | None, str | None]]:
    """``sent_id`` and ID column of the wanted lines, numbered from 1."""
    places: dict[int, tuple[str | None, str | None]] = dict.fromkeys(wanted, (None, None))
    pending: list[int] = []  # lines before the comment that names the sentence
    sent_id: str | None = None
    for number, line in enumerate(conllu.split("\n"), start=1):
        if line.startswith("# sent_id = "):
            sent_id = line.removeprefix("# sent_id = ")
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
        hint="RuKaz needs udtools 0.2.9. Type: rukaz doctor",
    )
