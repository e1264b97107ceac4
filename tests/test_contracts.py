"""The house rules, proven on the source: who imports whom, how long things are, what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from rukaz.cli import main

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPTS = ROOT / "scripts"
PACKAGE = SCRIPTS / "rukaz"
MODULES = {
    ".".join(path.relative_to(SCRIPTS).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

LONGEST_MODULE = 320
LONGEST_FUNCTION = 60

MACHINE_PATH = re.compile(rb"(?<![\w.~:/-])/(?:work|root|home|tmp|Users|mnt)/[\w.-]+")

MADE_UP = {b"/home/anna", b"/home/aliya", b"/home/rustam", b"/mnt/disk2"}
"""The path that the check for paths is tested with, and those in texts marked by hand."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def functions(node: ast.AST) -> Iterator[Function]:
    return (one for one in ast.walk(node) if isinstance(one, Function))


# -- imports --


def test_imports_keep_the_contracts_of_pyproject_toml() -> None:
    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def test_the_page_on_the_architecture_shows_the_layers() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (drawn,) = re.findall(r"```\n(cli\n.*?)\n```", page, flags=re.DOTALL)
    layers = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    assert drawn.splitlines() == [layer.replace(" | ", ", ") for layer in layers[1:]]


# -- size and documentation --


def test_modules_are_short() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: length for module, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{module}.{one.name}": (one.end_lineno or one.lineno) - one.lineno + 1
        for module in MODULES
        for one in functions(tree(module))
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def public(node: ast.Module | ast.ClassDef, name: str) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """What is public in a module or class, with its name; the signatures of ``overload`` are not."""
    for one in node.body:
        if not isinstance(one, ast.ClassDef | Function) or one.name.startswith("_"):
            continue
        if any(ast.unparse(decorator) in ("overload", "override") for decorator in one.decorator_list):
            continue
        yield f"{name}.{one.name}", one
        if isinstance(one, ast.ClassDef):
            yield from public(one, f"{name}.{one.name}")


def test_what_is_public_is_documented() -> None:
    named: list[tuple[str, ast.Module | ast.ClassDef | Function]]
    named = [(module, tree(module)) for module in MODULES]
    named += [pair for module in MODULES for pair in public(tree(module), module)]
    assert [name for name, node in named if not ast.get_docstring(node)] == []


# -- files --


def tracked() -> list[Path]:
    """The files of the project, as git sees them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_path_of_a_machine() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), name.decode())
        for path in tracked()
        for name in set(MACHINE_PATH.findall(path.read_bytes())) - MADE_UP
    }
    assert found == set()


def test_scripts_shadow_no_module() -> None:
    project = PYPROJECT["project"]
    needed = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = (re.split(r"[^\w-]", name, maxsplit=1)[0] for name in needed)
    taken = sys.stdlib_module_names | {name.lower().replace("-", "_") for name in names}
    assert {path.stem for path in SCRIPTS.iterdir()} & taken <= {project["name"]}


def test_the_page_on_the_architecture_names_what_there_is() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py|tests/[a-z_/.]+)`", page))
    assert named > {"pipeline/shard.py", "layers/", "schema.py"}
    assert {name for name in named if not ((PACKAGE / name).exists() or (ROOT / name).exists())} == set()


def test_the_page_on_commands_names_every_command() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"| `{name}` |" not in page] == []


def test_commands_that_messages_suggest_name_their_corpus() -> None:
    """Else they would work on the folder ``corpus``; see :func:`rukaz.wording.on_corpus`."""
    told = [
        (module, node.value)
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
    ]
    suggested = [
        one for one in told if re.search(r"(Type|type|it|with|by)(: | `)rukaz (build|review) ?", one[1])
    ]
    assert [one for one in suggested if "--corpus" not in one[1] and not one[1].endswith("build ")] == []
