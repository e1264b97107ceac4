"""README, docs, card and CONTRIBUTING: every block of code is run or checked, every generated part is fresh.

``pytest tests/test_readme.py --update-golden`` writes the parts between ``<!-- generated: NAME -->`` and
``<!-- end -->`` anew, and the first rows below the queries.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from rukaz.cli import main
from rukaz.export.card import TEMPLATES
from rukaz.hub.without_texts import write_without_texts
from tests.readme_parts import PARTS, ROOT, blocks, generated, open_database

README = (ROOT / "README.md").read_text(encoding="utf-8")
README_RU = ROOT / "README.ru.md"
GUIDES = (
    "own-texts", "training", "explorer", "searching", "words", "correcting", "python", "questions", "formats",
    "publishing",
)  # fmt: skip
"""The pages with commands, in the order in which somebody tries them all."""

PAGES = [ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in GUIDES)]
PAGES += sorted({*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "guidelines").glob("*.md")} - {*PAGES})
MANUAL = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
QUESTIONS_PAGE = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
CARD = (ROOT / "dataset_card.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LOADING = (TEMPLATES / "parts" / "load.md").read_text(encoding="utf-8")
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

TEXTS_OF_USERS = {
    "новость.txt": "Путин прилетел в Астану. Его встретил Токаев.\n",
    "старое/текст.txt": "Шёл дождь.\n",
}


# -- what is generated --


@pytest.mark.parametrize("path", [*PAGES, README_RU], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_generated_parts_are_fresh(path: Path, update_golden: bool) -> None:
    text = path.read_text(encoding="utf-8")
    fresh = generated(text, russian=path == README_RU)
    if update_golden:
        path.write_text(fresh, encoding="utf-8")
        return
    assert fresh == text, "run: pytest tests/test_readme.py --update-golden"


def test_every_generated_part_is_shown() -> None:
    assert set(re.findall(r"<!-- generated: (\w+) -->", MANUAL)) == set(PARTS)


def skeleton(text: str) -> dict[str, list[str]]:
    """What a README has in any language: levels of headings, blocks, links, code and figures, in order."""
    return {
        "headings": re.findall(r"^#+(?= )", text, re.MULTILINE),
        "code": re.findall(r"^```(?:sh|python)$.*?^```$", text, re.DOTALL | re.MULTILINE),
        "parts": re.findall(r"<!-- (?:generated|ci): \w+ -->", text),
        "links": sorted({link.replace(".ru.", ".") for link in re.findall(r"\]\((?!README)([^)]+)\)", text)}),
        "names": sorted(
            set(re.findall(r"`[^`\n]+`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)))
        ),
        "figures": [
            re.sub(r"\D", "", figure)
            for figure in re.findall(
                r"(?<![\w.])\d[\d.,\xa0]*\d", "".join(re.findall(r"^\|.*", text, re.MULTILINE))
            )
        ],
    }


@pytest.mark.parametrize("page", ["README.md", "docs/start-reading.md"])
def test_the_russian_page_is_in_step(page: str) -> None:
    english, russian = ROOT / page, (ROOT / page).with_suffix(".ru.md")
    assert skeleton(russian.read_text(encoding="utf-8")) == skeleton(english.read_text(encoding="utf-8"))


def test_the_readme_says_at_the_top_who_reviewed() -> None:
    top, in_russian = (text.partition("\n## ")[0] for text in (README, README_RU.read_text(encoding="utf-8")))
    assert "A language model reviewed the corpus in two passes;\nno person has checked it" in top
    assert "ни один человек её не проверял" in in_russian


def test_the_readme_is_short() -> None:
    assert len(README.encode()) <= 8 * 1024


def written_by_hand(text: str) -> str:
    return re.sub(
        r"<!-- generated: .*?<!-- end -->|^```tree$.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize(
    "text", [MANUAL, CARD, CONTRIBUTING, LOADING], ids=["manual", "card", "CONTRIBUTING", "load"]
)
def test_no_block_of_code_goes_unchecked(text: str) -> None:
    languages = re.findall(r"^ *```(\w+)$", written_by_hand(text), re.MULTILINE)
    assert set(languages) <= {"sh", "python", "sql", "toml", "bibtex"}


def test_settings_shown_can_be_read() -> None:
    assert all(tomllib.loads(block) for block in blocks(MANUAL, "toml"))


PROSE = sorted({*ROOT.glob("*.md"), *PAGES, *(ROOT / "docs").rglob("*.ru.md")} - {ROOT / "dataset_card.md"})


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_rows_of_a_table_have_as_many_cells_as_its_head(path: Path) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert [table for table in tables if len({len(_cells(row)) for row in table.splitlines()}) > 1] == []


def _cells(row: str) -> list[str]:
    return re.split(r"(?<!\\)\|", row)


# -- a copy of the project as its user has it --


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after its first build, with texts of the user's own in TEXTS."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("seeds", "corpus"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "dataset_card.md", folder)
    for name, text in TEXTS_OF_USERS.items():
        (folder / "TEXTS" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "TEXTS" / name).write_text(text, encoding="utf-8")
    _take_over_annotation(folder)
    return folder


def _take_over_annotation(folder: Path) -> None:
    """Five texts are long to annotate twice: use what the build of this checkout has left, if it has."""
    for corpus in ("corpus", "automatic"):
        if (ROOT / ".rukaz" / "corpus" / "cache").exists():
            shutil.copytree(ROOT / ".rukaz" / "corpus" / "cache", folder / ".rukaz" / corpus / "cache")


def run(command: list[str], folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HF_DATASETS_CACHE": str(folder / "datasets")}
    outcome = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    done = {0}
    if "rukaz diff" in command[-1]:
        done = {0, 1}  # 1 tells of differences
    if "rukaz publish" in command[-1]:
        done = {2}  # the Hub cannot be asked here
    assert outcome.returncode in done, (command, outcome.stderr)


# -- Python --


PYTHON = [*blocks(MANUAL, "python"), *blocks(LOADING, "python")]


@pytest.mark.parametrize("block", PYTHON, ids=range(len(PYTHON)))
def test_python_block_runs_beside_the_corpus(block: str, project: Path) -> None:
    run([sys.executable, "-c", block], project)


# -- the shell --

RUN = {"rukaz", "mkdir", "cp", "echo"}
NOT_RUN = {
    "pip": "asks the package registry; a new environment is installed by .ci/run",
    "uv": "asks the package registry",
    "npm": "asks the registry of packages; run by .ci/run",
    "pip-audit": "asks the public lists of vulnerabilities",
    "pytest": "would run itself",
    "ruff": "of the extra dev; run by .ci/run",
    "mypy": "of the extra dev; run by .ci/run",
    "sphinx-build": "of the extra docs; run by .ci/run",
    ".ci/run": "runs all tests",
    "python": "run by tests/examples, with shorter settings",
    "flair-env/bin/pip": "asks the package registry",
    "flair-env/bin/python": "run by tests/examples where there is such an environment",
    "rukaz train": "takes days",
    "rukaz bench": "takes minutes; run by tests/measure/test_speed.py, with less",
    "rukaz review --serve": "serves until it is stopped; run by tests/explore/test_review_browser.py",
}


def commands(text: str) -> list[str]:
    return [one for block in blocks(text, "sh") for line in block.splitlines() for one in line.split(" && ")]


def test_every_command_is_run_or_cannot_be() -> None:
    named = [command for text in (MANUAL, CARD, CONTRIBUTING) for command in commands(text)]
    assert {command.split()[0] for command in named} <= RUN | set(NOT_RUN)


def keep_one_good_sentence(worksheet: Path) -> str:
    """What a user does who has read one sentence of a worksheet; its id."""
    sentences = worksheet.read_text(encoding="utf-8").split("\n\n")
    good = next(sentence for sentence in sentences[1:] if "# look" not in sentence)
    worksheet.write_text(good + "\n\n", encoding="utf-8")
    return good.partition("# sent_id = ")[2].partition("\n")[0]


@pytest.fixture(scope="module")
def read_sentence(project: Path) -> str:
    """The id of the one sentence reviewed when all commands of the manual have run, each once, in order."""
    reviewed = ""
    given = [one for one in commands(MANUAL) if one.split()[0] in RUN and not one.startswith(tuple(NOT_RUN))]
    write_without_texts(project / "corpus", project / "ANNOTATION")
    for number, command in enumerate(given):
        if command in given[number + 1 :]:
            continue
        if "--accept" in command:
            reviewed = keep_one_good_sentence(next((project / "review").glob("*.conllu")))
        run(["bash", "-c", command], project)
    return reviewed


def test_commands_of_the_manual_do_what_it_says(project: Path, read_sentence: str) -> None:
    assert (project / "OUT" / "manifest.json").exists()
    assert (project / "TEXTS" / "sources.toml").exists()
    rows = pyarrow.parquet.read_table(project / "corpus" / "sentences", columns=["sent_id", "reviewer"])
    assert {"sent_id": read_sentence, "reviewer": "A. B."} in rows.to_pylist()


def test_what_is_not_run_exists() -> None:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    extras = PYPROJECT["project"]["optional-dependencies"]
    for text in (MANUAL, CONTRIBUTING):
        for pin in re.findall(r"\b[\w-]+==[\d.]+", text):
            assert re.search(rf"^{re.escape(pin)}\b", locked, re.MULTILINE), f"{pin} is not what is locked"
        for listed in re.findall(r"\.\[([\w,]+)\]", text):
            assert set(listed.split(",")) <= set(extras), f"pyproject.toml has no extra {listed}"
    for tool, extra in {"pytest": "test", "ruff": "dev", "mypy": "dev"}.items():
        assert any(re.match(rf"{tool}\b", package) for package in extras[extra])
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_continuous_integration_finds_the_two_commands() -> None:
    assert "<!-- ci: build -->\n```sh\npip install . && rukaz build\n```\n" in README
    assert '<!-- ci: test -->\n```sh\npip install ".[test]" && pytest\n```\n' in README


def test_named_commands_and_functions_exist() -> None:
    import rukaz

    for text in (MANUAL, CONTRIBUTING, CARD):
        assert set(re.findall(r"`rukaz ([a-z]+)", text)) <= set(main.commands)
        assert set(re.findall(r"\brukaz\.([a-z_]+)\(", text)) <= set(rukaz.__all__)


@pytest.mark.parametrize("command", [one for one in commands(MANUAL) if one.startswith("rukaz ")])
def test_help_knows_every_option_shown(command: str) -> None:
    _, name, *rest = shlex.split(command)
    known = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


# -- the questions --

FILES, *QUESTIONS = blocks(QUESTIONS_PAGE, "sql")


def test_there_are_eleven_questions() -> None:
    assert len(QUESTIONS) == 11


@pytest.mark.parametrize("question", QUESTIONS, ids=range(1, len(QUESTIONS) + 1))
def test_question_has_an_answer(question: str, project: Path, request: pytest.FixtureRequest) -> None:
    if "automatic/" in question:
        request.getfixturevalue("read_sentence")
    database = open_database(project)
    database.execute(FILES)
    assert database.execute(question).fetchone()


# -- what the pages say of one another --


@pytest.mark.parametrize(
    "path", sorted({*ROOT.glob("*.md"), *PAGES}), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        page = path.parent / file if file else path
        assert page.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {
                re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
            }


def test_every_page_is_in_the_navigation() -> None:
    index = ROOT / "docs" / "index.md"
    navigation = "\n".join(
        re.findall(r"^```\{toctree\}\n(.*?)^```$", index.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    )
    pages = {
        path.relative_to(index.parent).with_suffix("").as_posix()
        for path in PAGES
        if index.parent in path.parents
    }
    assert pages - {"index"} <= set(navigation.splitlines())


def test_version_is_the_same_everywhere() -> None:
    version = PYPROJECT["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_changelog_names_every_command() -> None:
    named = set(re.findall(r"`rukaz ([a-z]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    assert named == set(main.commands)
