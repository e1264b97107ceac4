"""The card of a corpus: its README.md, with the YAML header that ``datasets`` and the Hub read.

A card is made from a template (``card`` in sources.toml, else the neutral ``templates/card.md``): Markdown
for Jinja2, in which every number comes from the manifest. A template may begin with a YAML header of its own:
what only a person knows of the corpus (licence, tags) stands there and replaces the defaults of
:func:`metadata`. Any template can include the pieces in ``templates/parts``.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from rukaz.errors import RukazError
from rukaz.export.card_header import dataset_yaml
from rukaz.export.manifest import Manifest
from rukaz.export.parquet_files import config_files
from rukaz.programs import clean_environment, python
from rukaz.schema import DESCRIPTIONS, FIELDS, LABELS, Config

if TYPE_CHECKING:
    from rukaz.ingest.corpus_info import CorpusInfo

TEMPLATES = Path(__file__).parent / "templates"
NEUTRAL_TEMPLATE = TEMPLATES / "card.md"
CARD = "README.md"
SECONDS = 30.0
"""A template that is not filled in after this time is given up."""

RAI = "rai"
"""The key of a template's header that is meant for croissant.json, and not for the card."""

FENCE = "---\n"
SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
    (1_000_000_000, "100M<n<1B"),
)
"""The Hub's names for numbers of rows, each with the number it stays below."""


def write_card(corpus: Path, info: CorpusInfo, manifest: Manifest) -> None:
    """Write the card of the corpus in the folder ``corpus``; the manifest has digests of its files."""
    header = dataset_yaml(config_files(corpus, manifest["outputs"]), version=info.version)
    text = render_card(info, manifest, header)
    (corpus / CARD).write_text(text, encoding="utf-8", newline="\n")


def require_template(info: CorpusInfo) -> None:
    """Find out before the work begins whether the template of the card can be read.

    Raises:
        RukazError: it cannot, or its header or Jinja2 is wrong.
    """
    path = info.card or NEUTRAL_TEMPLATE
    body = _split(path)[1]
    try:
        _environment().parse(body)
    except TemplateError as error:
        raise _wrong(path, str(error.message), getattr(error, "lineno", None)) from error
    except RecursionError as error:
        raise _wrong(path, "it is nested too deeply") from error


def template_header(info: CorpusInfo) -> tuple[Path, dict[str, Any]]:
    """The template of a card, and the YAML header that it begins with.

    Raises:
        RukazError: it cannot be read.
    """
    path = info.card or NEUTRAL_TEMPLATE
    return path, _split(path)[0]


def render_card(info: CorpusInfo, manifest: Manifest, header: Mapping[str, Any]) -> str:
    """The card as text.

    Args:
        header: ``configs`` and ``dataset_info`` of the data (:func:`rukaz.export.card_header.dataset_yaml`).

    Raises:
        RukazError: the template cannot be read, or is wrong.
    """
    path = info.card or NEUTRAL_TEMPLATE
    own, body = _split(path)
    own.pop(RAI, None)
    whole = {**metadata(manifest), **own, **header}
    configs = [config["config_name"] for config in header["configs"]]
    text = _filled_in(path, body, manifest, configs) if info.card else fill_in(body, manifest, configs)
    return join_card(whole, _tidy(text))


def metadata(manifest: Manifest) -> dict[str, Any]:
    """What the Hub wants to know of a data set, as far as the manifest can tell.

    Source: https://huggingface.co/docs/hub/datasets-cards and the values it allows.
    """
    corpus = manifest["corpus"]
    return {
        "pretty_name": corpus["title"],
        "language": [corpus["language"]],
        "language_details": [corpus["language"]],
        "license": (corpus["license"] or "unknown").lower(),
        "annotations_creators": ["machine-generated"],
        "language_creators": ["found"],
        "multilinguality": ["monolingual"],
        "size_categories": [_size(totals(manifest)["sentences"])],
        "source_datasets": ["original"],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition", "part-of-speech", "parsing", "lemmatization"],
        "tags": ["universal-dependencies", "conllu"],
    }


def totals(manifest: Manifest) -> Counter[str]:
    """What is published of documents, sentences, tokens and so on, in all splits together."""
    return sum((Counter(counts) for counts in manifest["splits"].values()), Counter())


def training_data(manifest: Manifest) -> list[list[str]]:
    """What the models were trained on, as far as they say: files, licence, and the processors they taught."""
    taught: dict[tuple[str, str], list[str]] = {}
    for processor, training in manifest["model"]["provenance"].items():
        for source in training["data"] if isinstance(training, Mapping) and "data" in training else ():
            taught.setdefault((source["name"], source["licence"]), []).append(processor)
    alike: dict[tuple[str, str], list[str]] = {}
    for (name, licence), processors in taught.items():
        alike.setdefault((licence, ", ".join(processors)), []).append(name)
    return [[", ".join(names), licence, processors] for (licence, processors), names in alike.items()]


def schema(config: Config) -> str:
    """The columns of a config as a Markdown table.

    >>> print(schema("tokens").splitlines()[2])
    | doc_id | string | Id of the document. | # newdoc id |
    """
    rows = [
        [field.column, field.kind + ", label" * bool(field.classes), field.meaning, field.conllu]
        for field in FIELDS[config]
    ]
    return table(["column", "type", "meaning", "in CoNLL-U"], rows)


def table(columns: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table.

    >>> print(table(["test set", "LAS"], [["a|b", 90.5]]))
    | test set | LAS |
    |---|---|
    | a\\|b | 90.5 |
    """
    head, *lines = (f"| {' | '.join(map(_cell, line))} |" for line in (columns, *rows))
    return "\n".join([head, "|" + "---|" * len(columns), *lines])


def split_card(text: str) -> tuple[dict[str, Any], str]:
    """The YAML header of a card and its body, divided as the Hub does it; an empty header if there is none.

    ``huggingface_hub.DatasetCard`` would also reorder the keys, drop empty ones and fail at some names.

    Raises:
        ValueError: the header has no end, or is no YAML mapping.
    """
    from huggingface_hub.repocard import REGEX_YAML_BLOCK

    found = REGEX_YAML_BLOCK.search(text)
    if not found:
        if text.startswith(FENCE):
            raise ValueError("the header has no end")
        return {}, text
    try:
        header = yaml.safe_load(found[2])
    except (RecursionError, yaml.YAMLError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(header, dict):
        raise ValueError("the header is no mapping")
    return header, text[found.end() :]


def join_card(header: Mapping[str, Any], body: str) -> str:
    """The card as text.

    >>> join_card({"license": "mit"}, "# Cats\\n")
    '---\\nlicense: mit\\n---\\n# Cats\\n'
    """
    front = yaml.safe_dump(dict(header), allow_unicode=True, sort_keys=False, width=1000)
    return f"{FENCE}{front}{FENCE}{body}"


def _split(path: Path) -> tuple[dict[str, Any], str]:
    """The YAML header of a template, empty if it has none, and its body."""
    try:
        return split_card(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        hint = "Its header is YAML between two lines of three hyphens; see dataset_card.md of RuKaz."
        raise RukazError(f"the card template cannot be read: {error}", where=str(path), hint=hint) from error


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(cell=_cell, number=lambda value: f"{value:,}")
    return environment


def fill_in(body: str, manifest: Manifest, configs: Sequence[Config]) -> str:
    """The body of a template with the facts of a corpus in it.

    Raises:
        jinja2.TemplateError, or whatever else the template does.
    """
    template = _environment().from_string(body)
    return template.render(
        manifest=manifest,
        corpus=manifest["corpus"],
        total=totals(manifest),
        configs={config: DESCRIPTIONS[config] for config in configs},
        training=training_data(manifest),
        schema=schema,
        table=table,
        labels=LABELS,
        figures=manifest["figures"],
    )


def _filled_in(path: Path, body: str, manifest: Manifest, configs: list[Config]) -> str:
    """As :func:`fill_in`, of somebody's template: in a process that ends in time."""
    request = {"body": body, "manifest": manifest, "configs": configs}
    try:
        run = subprocess.run(
            [*python(), "-m", "rukaz.export.card_program"],
            input=json.dumps(request),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            env=clean_environment(),
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise _wrong(path, f"it has not ended after {SECONDS:g} seconds") from error
    try:
        answer = json.loads(run.stdout)
    except ValueError as error:
        last = (run.stderr.strip().splitlines() or [f"ended with {run.returncode}"])[-1]
        raise _wrong(path, last) from error
    if "text" not in answer:
        raise _wrong(path, answer["error"], answer["line"])
    return str(answer["text"])


def _wrong(path: Path, what: str, line: int | None = None) -> RukazError:
    """The error of a template, at a line of its body."""
    where = f"{path}, line {line + _lines_above(path)}" if line else str(path)
    hint = "The template is Markdown with Jinja2; correct it, or leave out 'card' in sources.toml."
    return RukazError(f"there is an error in the card template: {what}", where=where, hint=hint)


def _lines_above(path: Path) -> int:
    """The lines of the header, which Jinja2 does not count."""
    return path.read_text(encoding="utf-8").count("\n") - _split(path)[1].count("\n")


def _size(rows: int) -> str:
    return next((name for below, name in SIZES if rows < below), "n>1B")


def _tidy(text: str) -> str:
    """``text`` with one empty line where templates left several."""
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


def _cell(value: object) -> str:
    """``value`` as the cell of a Markdown table."""
    return " ".join(str(value).split()).replace("|", "\\|")
