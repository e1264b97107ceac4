"""What to type next: in a folder, and when a corpus has been built."""

from __future__ import annotations

from pathlib import Path

from rukaz.cli.options import CORPUS, SEEDS
from rukaz.errors import RukazError
from rukaz.wording import counted, on_corpus, quoted

COLUMN = 44
"""Where the explanations of commands begin."""

TEXTS = frozenset({".txt", ".docx", ".pdf", ".epub", ".html"})
"""What files of texts are called; tables and Markdown, which can be read as well, may be anything."""

Steps = list[tuple[str, str]]
"""Commands, each with what it is for."""


def in_folder(folder: Path = Path()) -> str:
    """What ``folder`` holds, and the commands that go on from there."""
    found, steps = _situation(folder)
    everything = [("rukaz --help", "list all commands")]
    return f"{found}\n\n{_listed([*steps, *everything])}"


def after_build(corpus: Path) -> str:
    """Where the corpus is, and the commands that go on from there."""
    return f"The corpus is in {corpus}{_slash(corpus)}. What you can do now:\n\n{_listed(_with(corpus))}"


def _situation(folder: Path) -> tuple[str, Steps]:
    from rukaz.export.manifest import MANIFEST

    corpus = folder / CORPUS
    if (corpus / MANIFEST).is_file():
        sentences = _sentences(corpus)
        if sentences is None:
            return f"The corpus in {CORPUS}/ cannot be read.", [("rukaz check", "say what is wrong with it")]
        return f"There is a corpus of {counted(sentences, 'sentence')} in {CORPUS}/.", _with(CORPUS, folder)
    if found := _corpora(folder):
        other, count = found[0]
        other = other.relative_to(folder)
        more = f", and {len(found) - 1:,} more beside it" if len(found) > 1 else ""
        told = f"There is a corpus of {counted(count, 'sentence')} in {other}/{more}."
        return told, _with(other, folder)
    if (folder / SEEDS).is_dir():
        return f"There are texts in {SEEDS}/, and no corpus yet.", [
            ("rukaz build", "build corpus/ from them")
        ]
    if texts := _folder_of_texts(folder):
        name = quoted(texts)
        return f"There are texts in {texts}{_slash(texts)}, and no corpus yet.", [
            (f"rukaz build {name} --corpus {CORPUS}", "build a corpus from them"),
            (f"rukaz init {name}", "first state titles, dates and rights"),
        ]
    return "There is no corpus in this folder, and no folder with texts.", [
        (f"rukaz build TEXTS --corpus {CORPUS}", "build a corpus from the files in TEXTS"),
        ("rukaz doctor", "see whether RuKaz is installed completely"),
    ]


def _corpora(folder: Path) -> list[tuple[Path, int]]:
    """The corpora in ``folder`` under other names, with their sentences; the last that was built first."""
    from rukaz.export.manifest import MANIFEST

    manifests = sorted(
        (path for path in folder.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")),
        key=lambda path: (-path.stat().st_mtime, path),
    )
    counts = ((path.parent, _sentences(path.parent)) for path in manifests)
    return [(corpus, count) for corpus, count in counts if count is not None]


def _sentences(corpus: Path) -> int | None:
    """How many sentences a corpus has; None if it cannot be read."""
    from rukaz.export.manifest import read_manifest

    try:
        manifest = read_manifest(corpus)
    except RukazError:
        return None
    return sum(int(counts["sentences"]) for counts in manifest["splits"].values())


def _folder_of_texts(folder: Path) -> Path | None:
    """The first subfolder, or the folder itself, that has a file of texts; None if there is none."""
    places = [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    return next((path for path in (*places, folder) if any(map(_is_text, path.iterdir()))), None)


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in TEXTS and path.is_file()


def _with(corpus: Path, folder: Path = Path()) -> Steps:
    """The commands for a corpus, which is named as seen from ``folder``."""
    name, here = quoted(corpus), corpus == CORPUS
    document = quoted(_first_document(folder / corpus))
    return [
        (f"rukaz explore{'' if here else f' {name}'} --open", "read and search it in a browser"),
        (f"rukaz search{'' if here else f' {name}'} WORD", "search it in the shell"),
        (on_corpus(f"rukaz review {document}", corpus), "correct a document"),
        (f"rukaz convert {name} {quoted(Path(f'{corpus}-jsonl'))} --to jsonl", "write it in another format"),
        (f'datasets.load_dataset("{_for_datasets(corpus)}")', "load it in Python"),
    ]


def _first_document(corpus: Path) -> str:
    """The id of a document to begin with."""
    mark = "# newdoc id = "
    for path in sorted(corpus.glob("conllu/*.conllu")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(mark):
                    return line.removeprefix(mark).strip()
    return "DOCUMENT"


def _for_datasets(corpus: Path) -> str:
    """As ``load_dataset`` takes a folder: a bare name would be looked up on the Hub."""
    return str(corpus) if corpus.is_absolute() else f"./{corpus.as_posix()}"


def _slash(folder: Path) -> str:
    return "" if folder == Path() else "/"


def _listed(steps: Steps) -> str:
    return "\n".join(
        f"  {command:{COLUMN}}  {purpose}"
        if len(command) <= COLUMN
        else f"  {command}\n{'':{COLUMN}}    {purpose}"
        for command, purpose in steps
    )
