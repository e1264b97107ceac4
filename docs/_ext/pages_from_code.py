"""Pages of the site that code writes: commands, query language, Python API, and what lies outside docs/.

They are written into docs/generated/ before Sphinx looks for pages, and are never committed.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
from sphinx.application import Sphinx

import rukaz
from rukaz.cli import SECTIONS
from rukaz.cli.options import option_groups

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
GENERATED = DOCS / "generated"

OUTSIDE = {
    "CHANGELOG.md": "changelog",
    "CONTRIBUTING.md": "contributing",
    "CODE_OF_CONDUCT.md": "conduct",
    "SECURITY.md": "reporting",
    "corpus/README.md": "card",
    "scripts/rukaz/models/ru/README.md": "model-card",
    "seeds/guidelines.md": "decisions",
}
"""Files of the project that are pages of the site, too."""


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("config-inited", lambda *_: write_pages())
    app.connect("source-read", _mend_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages() -> None:
    """Write docs/generated/; a page that has not changed keeps its time, and is not built again."""
    GENERATED.mkdir(exist_ok=True)
    pages = {"commands": commands_page(), "query-language": query_page(), "python": python_page()}
    for file, name in OUTSIDE.items():
        if (ROOT / file).exists():
            pages[name] = _without_header((ROOT / file).read_text(encoding="utf-8"))
    for name, text in pages.items():
        path = GENERATED / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


# -- commands --


def commands_page() -> str:
    """Every command with its help, its options and its examples."""
    lines = ["# All commands and options", ""]
    for heading, commands in SECTIONS.items():
        lines += [f"## {heading}", ""]
        for command in commands:
            lines += [*_command(command), ""]
    return "\n".join(lines)


def _command(command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"rukaz {command.name}")
    text, _, examples = cleandoc(command.help or "").partition("\b\nExample: ")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    shown = "\n".join(line.strip() for line in examples.strip().splitlines())
    yield f"### rukaz {command.name}"
    yield f"\n```text\n{usage}\n```\n"
    yield text.strip()
    yield f"\n```sh\n{shown}\n```"
    for heading, options in option_groups(command, context).items():
        yield f"\n**{heading}**\n\n| option | what it does |\n|---|---|"
        for option in options:
            names, explanation = option.get_help_record(context) or ("", "")
            yield _in_bars(f"`{names}`", explanation)


def _in_bars(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


# -- queries --

QUERY_HELP = ROOT / "scripts" / "rukaz" / "explore" / "assets" / "pages" / "query_help.js"


def query_page() -> str:
    """The query language as the page Search of the explorer explains it."""
    script = QUERY_HELP.read_text(encoding="utf-8")
    lines = [
        "# The query language",
        "",
        "`rukaz search`, `rukaz words`, `rukaz.search` and the page *Search* of the explorer read the same",
        "queries. Patterns of trees are read as [Grew](https://grew.fr/doc/request/) reads them.",
    ]
    for heading, name in {"Examples": "EXAMPLES", "The language": "LANGUAGE", "Features": "FEATURES"}.items():
        lines += ["", f"## {heading}", "", "| query | meaning |", "|---|---|"]
        lines += [_in_bars(f"`{query}`", meaning) for query, meaning in _array(script, name)]
    return "\n".join([*lines, ""])


def _array(script: str, name: str) -> list[tuple[str, str]]:
    """An array of pairs of strings in a script, which Python writes in the same way."""
    start = script.index(f"const {name} = ") + len(f"const {name} = ")
    pairs: list[tuple[str, str]] = ast.literal_eval(script[start : script.index("\n  ];", start)] + "]")
    return pairs


# -- Python --


def python_page() -> str:
    """What ``import rukaz`` gives, by the docstrings."""
    lines = ["# The Python API", "", "Everything here is imported from `rukaz`.", ""]
    for module, names in rukaz._MODULES.items():
        for name in names:
            kind = "class" if isinstance(getattr(rukaz, name), type) else "function"
            members = ["   :members:"] if kind == "class" else []
            lines += [
                f"## {name}",
                "",
                "```{eval-rst}",
                f".. auto{kind}:: {module}.{name}",
                *members,
                "```",
                "",
            ]
    return "\n".join(lines)


# -- links --


def _mend_links(app: Sphinx, page: str, content: list[str]) -> None:
    """Let links out of docs/ lead to pages of the site; of files that are no pages, the name is left."""
    folder = (DOCS / page).parent
    if folder == GENERATED:
        source = next((ROOT / file for file, name in OUTSIDE.items() if name == Path(page).name), None)
        origin = source.parent if source else folder
    else:
        origin = folder
    content[0] = re.sub(
        r"(!?)\[([^\]]*)\]\((?!https?:|#|mailto:)([^)#]+)(#[^)]*)?\)",
        lambda link: _mended(link, origin, folder),
        content[0],
    )


def _mended(link: re.Match[str], origin: Path, folder: Path) -> str:
    target = Path(os.path.normpath(origin / link[3]))
    if target.is_relative_to(DOCS):
        page = target
    elif (name := OUTSIDE.get(target.relative_to(ROOT).as_posix())) is not None:
        page = GENERATED / f"{name}.md"
    elif target == ROOT / "README.md":
        page = DOCS / "index.md"
    else:
        return link[2] if "`" in link[2] else f"{link[2]} (`{target.relative_to(ROOT).as_posix()}`)"
    return f"{link[1]}[{link[2]}]({os.path.relpath(page, folder)}{link[4] or ''})"


def _without_header(text: str) -> str:
    """``text`` without the YAML between two lines of hyphens that it begins with."""
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
