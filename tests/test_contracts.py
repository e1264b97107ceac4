"""The house rules, proven on the source: who imports whom, how long things are, what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

from rukaz.cli import main

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "scripts"
PACKAGE = SCRIPTS / "rukaz"
MODULES = {
    ".".join(path.relative_to(SCRIPTS).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

LAYERS = (
    ("__main__",),
    ("cli",),
    ("rukaz",),
    ("api", "bench"),
    ("convert",),
    ("pipeline",),
    ("executor",),
    ("compare", "explore", "hub", "measure"),
    ("review", "train"),
    ("check",),
    ("repair",),
    ("layers",),
    ("export",),
    ("conllu",),
    ("annotation",),
    ("ingest",),
    ("schema",),
    ("dictionary", "tree"),
    ("atomic_files", "extras", "json_files", "safe_paths"),
    ("errors", "programs", "records"),
    ("iob2",),
)
"""A part of the package imports only itself and parts below its own line; ``rukaz`` is ``__init__.py``."""

MAY_IMPORT_STANZA = (
    "rukaz.annotation.annotator",
    "rukaz.annotation.fast.",
    "rukaz.annotation.hub_download",
    "rukaz.annotation.stanza_reference",
    "rukaz.convert.objects",
    "rukaz.bench.",
    "rukaz.train.",
)
"""Where texts are annotated, sentences become Stanza's own, speed is measured, and models are trained."""

LONGEST_MODULE = 320
LONGEST_FUNCTION = 60

MACHINE_PATH = re.compile(rb"(?<![\w.~:/-])/(?:work|root|home|tmp|Users|mnt)/[\w.-]+")

MADE_UP = {b"/home/anna"}
"""The path that the check for paths is tested with."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imported(module: str) -> Iterator[str]:
    """The modules that a module imports when it runs, at its top or in a function."""
    todo: list[ast.AST] = [tree(module)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            todo += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import"
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from [name for name in submodules if name in MODULES] or [str(node.module)]
        todo += ast.iter_child_nodes(node)


def layer(module: str) -> int:
    """The line of :data:`LAYERS` that a module belongs to."""
    part = part_of(module)
    lines = [number for number, parts in enumerate(LAYERS) if part in parts]
    assert lines, f"{module} has no line in LAYERS"
    return lines[0]


def part_of(module: str) -> str:
    """``export`` for ``rukaz.schema``."""
    return module.removeprefix("rukaz.").partition(".")[0]


def functions(node: ast.AST) -> Iterator[Function]:
    return (one for one in ast.walk(node) if isinstance(one, Function))


# -- imports --


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_downwards(module: str) -> None:
    upwards = [
        name
        for name in imported(module)
        if name.startswith("rukaz") and part_of(name) != part_of(module) and layer(name) <= layer(module)
    ]
    assert upwards == []


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {module: [name for name in imported(module) if name in MODULES] for module in MODULES}
    TopologicalSorter(graph).prepare()


def test_imported_modules_exist() -> None:
    missing = {
        (module, name)
        for module in MODULES
        for name in imported(module)
        if name.startswith("rukaz") and name not in MODULES
    }
    assert missing == set()


def test_stanza_is_imported_at_the_border_only() -> None:
    importing = {module for module in MODULES if any(part_of(name) == "stanza" for name in imported(module))}
    assert {module for module in importing if not module.startswith(MAY_IMPORT_STANZA)} == set()


def test_the_validator_stays_a_program_of_its_own() -> None:
    assert [module for module in MODULES if "udtools" in map(part_of, imported(module))] == []


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
    named = [(module, tree(module)) for module in MODULES]
    named += [pair for module in MODULES for pair in public(tree(module), module)]  # type: ignore[misc]
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
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    taken = sys.stdlib_module_names | {re.split(r"\W", name, maxsplit=1)[0].lower() for name in needed}
    assert {path.stem for path in SCRIPTS.iterdir()} & taken == set()


def test_the_page_on_the_architecture_names_what_there_is() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py|tests/[a-z_/.]+)`", page))
    assert named > {"pipeline/shard.py", "layers/", "schema.py"}
    assert {name for name in named if not ((PACKAGE / name).exists() or (ROOT / name).exists())} == set()


def test_the_page_on_commands_names_every_command() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"| `{name}` |" not in page] == []
