"""The parts of README and docs that code writes: tables, samples, figures, first rows of answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import duckdb
import pyarrow.parquet as pq
import yaml

from rukaz.annotation.model_files import EMBEDDED
from rukaz.bench.report import ACCURACY_COLUMNS, SCALE_COLUMNS, accuracy_rows, scale_rows
from rukaz.bench.report import COLUMNS as SPEED_COLUMNS
from rukaz.bench.report import price as price_of
from rukaz.bench.report import rows as speed_rows
from rukaz.check.registry import check_table
from rukaz.cli import main
from rukaz.convert.convert import fidelity as measure_fidelity
from rukaz.convert.formats import losses
from rukaz.export.card import schema, table, totals
from rukaz.export.manifest import read_manifest
from rukaz.measure.figures import METRICS
from rukaz.measure.model_card import (
    SPEED,
    SPEED_OF_A_BUILD,
    SPEED_OF_A_MILLION,
    SPEED_OF_ACCURATE,
    SPEED_OF_STANZA,
)
from rukaz.schema import CONFIGS, DESCRIPTIONS

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SAMPLE = "rasykh-vizit-p8-c88"
"""The sentence shown in every format: a short one, with entities."""

SHOWN = {
    "sentences": ("sent_id", "text", "tokens", "lemmas", "upos", "head", "deprel", "ner_tags"),
    "tokens": ("sent_id", "token_id", "form", "lemma", "upos", "feats", "head", "deprel", "ner", "entity_id"),
    "entities": ("mention_id", "entity_id", "sent_id", "label", "text", "name", "start", "end"),
}


RUSSIAN = {
    "split": "часть",
    "documents": "документы",
    "sentences": "предложения",
    "tokens": "токены",
    "entities": "сущности",
    "all": "всего",
    "RuKaz, our five texts": "RuKaz, наши пять текстов",
    "RuKaz, accurate models": "RuKaz, точные модели (accurate)",
    "RuKaz, fast models": "RuKaz, быстрые модели (fast)",
    "RuKaz, GramEval news": "RuKaz, новости GramEval",
    "slovnet, GramEval news": "slovnet, новости GramEval",
    "RuKaz, factRuEval (raw text)": "RuKaz, factRuEval (сырой текст)",
    "slovnet, factRuEval (raw text)": "slovnet, factRuEval (сырой текст)",
    "Lemmas": "леммы",
    "one core, lemmas and checks on (slovnet has neither)": "одно ядро, леммы и проверки (у slovnet их нет)",
    "tokens a second": "токенов в секунду",
    "Stanza, document by document": "Stanza, по одному документу",
}
"""The cells of the tables of README.ru.md."""


def in_russian(text: str) -> str:
    """A generated part of README.md for README.ru.md: cells of tables and the sentence below the sizes."""
    lines = [
        "| " + " | ".join(map(_cell_in_russian, line[2:-2].split(" | "))) + " |"
        if line.startswith("| ")
        else line
        for line in text.splitlines()
    ]
    return re.sub(
        r"Of (\S+) sentences, (\S+) are reviewed and (\S+) automatic\. The models.* take (\d+) MB\.",
        r"Из \1 предложений проверено \2, размечено только автоматически \3. Модели в пакете занимают \4 МБ.",
        "\n".join(lines),
    )


def _cell_in_russian(cell: str) -> str:
    """A cell with its words translated, or with its figure as Russian writes it: ``2 586``, ``98,4``."""
    if re.fullmatch(r"[\d,.]+", cell):
        return cell.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return RUSSIAN.get(cell, cell)


def generated(text: str, *, russian: bool = False) -> str:
    """``text`` with all its generated parts as they should be."""
    text = re.sub(
        r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)",
        lambda part: (
            f"{part[1]}\n{in_russian(PARTS[part[2]]()) if russian else PARTS[part[2]]()}\n\n{part[3]}"
        ),
        text,
        flags=re.DOTALL,
    )
    text = re.sub(
        r"^<!-- tree: (\S+)(?: (\d+)-(\d+))? -->\n(?:```tree\n.*?^```\n)?",
        lambda shown: _with_tree(shown[0].partition("\n")[0], shown[1], shown[2], shown[3]),
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    database = open_database(ROOT)
    return re.sub(
        r"^```sql\n(.*?)^```$",
        lambda block: f"```sql\n{_with_first_row(block[1], database)}```",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )


def _with_tree(comment: str, sent_id: str, first: str | None, last: str | None) -> str:
    """The tree of a sentence of the corpus, or of its words from ``first`` to ``last``."""
    words = [line.split("\t") for line in _conllu_of(sent_id).splitlines() if line[0].isdigit()]
    start = int(first) - 1 if first else 0
    shown = words[start : int(last) if last else None]
    rows = []
    for number, (_, form, _, upos, _, _, head, relation, *_) in enumerate(shown, 1):
        inside = 1 <= int(head) - start <= len(shown)
        outside = relation if head == "0" else "–"
        rows.append((number, form, upos, int(head) - start if inside else 0, relation if inside else outside))
    widths = [max(len(str(row[column])) for row in rows) for column in range(5)]
    lines = ["  ".join(f"{cell!s:{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows]
    tree = "\n".join(line.rstrip() for line in lines)
    return f"{comment}\n{_fenced('tree', tree)}\n"


def configs() -> str:
    """What each configuration has one row for."""
    rows = [[f"`{config}`", DESCRIPTIONS[config]] for config in CONFIGS]
    rows[0][0] += " (default)"
    return table(["configuration", "rows"], rows)


def columns() -> str:
    """The columns of each configuration."""
    return "\n\n".join(_folded(config, schema(config)) for config in CONFIGS)


def commands() -> str:
    """Each command with its help line and its examples."""
    rows = []
    for name, command in main.commands.items():
        summary, _, rest = (command.help or "").partition("\n")
        examples = re.findall(r"rukaz .*?(?=\s{2,}|$)", rest, flags=re.MULTILINE)
        rows.append([f"`{name}`", summary, "<br>".join(f"`{example}`" for example in examples)])
    return table(["command", "what it does", "for example"], rows)


def checks() -> str:
    """The rules of ``rukaz check``."""
    return _folded("All rules", check_table())


def sizes() -> str:
    """How much the corpus holds, and how much of it has been reviewed."""
    manifest = read_manifest(CORPUS)
    units = ("documents", "sentences", "tokens", "entities")
    everything = {**manifest["splits"], "all": totals(manifest)}
    rows = [[name, *(f"{counts[unit]:,}" for unit in units)] for name, counts in everything.items()]
    reviewed, sentences = manifest["annotation"].get("reviewed", 0), totals(manifest)["sentences"]
    megabytes = round(sum(path.stat().st_size for path in EMBEDDED.glob("*.pt")) / 1e6)
    return (
        f"{table(['split', *units], rows)}\n\n"
        f"Of {sentences:,} sentences, {reviewed:,} are reviewed and {sentences - reviewed:,} automatic. "
        f"The models in the package take {megabytes} MB."
    )


def conllu() -> str:
    """The sample as the CoNLL-U file has it."""
    return _fenced("conllu", _conllu_of(SAMPLE))


def _conllu_of(sent_id: str) -> str:
    """A sentence of the corpus as its file has it."""
    for path in sorted(CORPUS.glob("conllu/*.conllu")):
        for sentence in path.read_text(encoding="utf-8").split("\n\n"):
            if f"# sent_id = {sent_id}\n" in sentence:
                return sentence.strip()
    raise LookupError(sent_id)


def sentence() -> str:
    """The sample as a row of ``sentences``."""
    return _fenced("json", _object(_first_row_of("sentences")))


def token() -> str:
    """The first token of the sample and the entity it begins."""
    return "\n\n".join(_fenced("json", _object(_first_row_of(config))) for config in ("tokens", "entities"))


def figures() -> str:
    """What the build measured: on all texts together, and on other people's data as far as it is there."""
    rows = []
    for figure in read_manifest(CORPUS)["figures"]:
        if figure["columns"][0] == "text":
            measured = dict(zip(figure["columns"], figure["rows"][-1], strict=True))
            rows.append([figure["title"], *(measured.get(metric, "–") for metric in METRICS)])
        elif figure["columns"][0] == "data":
            rows += [[f"{system}, {data}", *scores] for data, system, *scores in figure["rows"]]
    return table(["", *METRICS], rows)


SUMMARY = ("UPOS", "FEATS", "Lemmas", "LAS", "NER")


def accuracy() -> str:
    """The models in short: against the review of the corpus, and on other people's data beside slovnet."""
    rows = []
    for figure in read_manifest(CORPUS)["figures"]:
        if figure["title"] == "Automatic annotation against the review":
            measured = dict(zip(figure["columns"], figure["rows"][-1], strict=True))
            rows.append(["RuKaz, our five texts", *(measured[metric] for metric in SUMMARY)])
        elif figure["columns"][0] == "data":
            for row in figure["rows"]:
                measured = dict(zip(figure["columns"], row, strict=True))
                system = "slovnet" if measured["system"] == "slovnet" else "RuKaz"
                name = f"{system}, {_short(measured['data'])}"
                rows.append([name, *(measured[metric] for metric in SUMMARY)])
    return table(["", *SUMMARY], rows)


def _short(data: str) -> str:
    """``GSD`` for ``ru_gsd-ud-test.conllu (gold tokens)``."""
    names = {
        "lenta": "GramEval news",
        "gsd": "UD GSD",
        "taiga": "UD Taiga",
        "factrueval": "factRuEval (raw text)",
    }
    return next(name for part, name in names.items() if part in data)


def rate() -> str:
    """The speed in short: tokens a second on one core."""
    shown = ("RuKaz", "Stanza, document by document", "slovnet + razdel")
    measured = [
        *((f"{row['system']}, accurate models", row) for row in _bench(SPEED_OF_ACCURATE)["results"]),
        *((row["system"].replace("RuKaz", "RuKaz, fast models"), row) for row in _bench(SPEED)["results"]),
    ]
    rows = [
        [name, f"{row['tokens_per_second']:,.0f}"]
        for name, row in measured
        if row["system"] in shown and row["cores"] == 1
    ]
    return table(["one core, lemmas and checks on (slovnet has neither)", "tokens a second"], rows)


def conversions() -> str:
    """What each format cannot hold."""
    return losses()


def fidelity() -> str:
    """What comes back of the corpus from each format."""
    rows = [
        [f"`{one.format.name}`", f"{one.whole:,} of {one.sentences:,}", f"{one.size:,}", _lost(one.changed)]
        for one in measure_fidelity(CORPUS)
    ]
    return table(["format", "sentences that come back whole", "bytes", "sentences that lose something"], rows)


def _lost(changed: Mapping[str, int]) -> str:
    return ", ".join(f"{aspect} {count:,}" for aspect, count in changed.items()) or "none"


def examples() -> str:
    """What the examples reached, as examples/run_all.py wrote it."""
    lines = json.loads((ROOT / "examples" / "scores.json").read_text(encoding="utf-8"))["scores"]
    columns = ("metric", "score", "baseline", "seconds")
    rows = [[f"`{line['example']}`", f"`{line['task']}`", *(str(line[c]) for c in columns)] for line in lines]
    return table(["example", "task", *columns[:-1], "CPU seconds"], rows)


def speed() -> str:
    """The last `rukaz bench --json` of 100,000 tokens and of a million: all ratios, and one table."""
    reports = [_bench(file) for file in (SPEED, SPEED_OF_A_MILLION)]
    tokens = [
        f"{report['texts']['all']['tokens']:,} tokens, {report['options']['model']} models"
        for report in reports
    ]
    named = dict.fromkeys(what for report in reports for what in report["ratios"])
    ratios = [[what, *(str(report["ratios"].get(what, "–")) for report in reports)] for what in named]
    compared = reports[0]["compared_with_stanza"]
    same = (
        f"With the set *stanza*, {compared['different']} of {compared['sentences']:,} sentences differ from "
        "Stanza's own."
    )
    both = table(["times as fast, or as long", *tokens], ratios)
    return f"{both}\n\n{table(SPEED_COLUMNS, speed_rows(reports[0]))}\n\n{same}"


def accurate_speed() -> str:
    """The same of the accurate models, without peers."""
    return table(SPEED_COLUMNS, speed_rows(_bench(SPEED_OF_ACCURATE)))


def peers() -> str:
    """How right all systems are beside how fast, and the plot of it, once that was measured."""
    reports = [_bench(file) for file in (SPEED_OF_STANZA, SPEED, SPEED_OF_ACCURATE)]
    rows = [
        [f"{row[0]}, {report['options']['model']} models" if row[0] == "RuKaz" else row[0], *row[1:]]
        for report in reports
        for row in accuracy_rows(report)
        if report is reports[0] or row[0] == "RuKaz"
    ]
    if not all(report.get("gold") for report in reports):
        return "With the models that are in the package now, this has not been measured yet."
    gold = reports[0]["gold"]
    words = {report["gold"]["test_words"] for report in reports}
    assert len(words) == 1, "the reports were not measured on the same gold sentences"
    learned = f"{gold['train_words']:,} words to learn from, {gold['test_words']:,} to be measured on."
    plot = "![LAS against tokens a second](_static/speed.svg)"
    return f"{table(ACCURACY_COLUMNS, rows)}\n\n{learned}\n\n{plot}"


def price() -> str:
    """What ten billion tokens cost, and what more and more workers would take, from a whole build."""
    measured = _bench(SPEED_OF_A_BUILD)
    return f"{price_of(measured)}\n\n{table(SCALE_COLUMNS, scale_rows(measured))}"


def _bench(file: str) -> Mapping[str, Any]:
    report: Mapping[str, Any] = json.loads((EMBEDDED / file).read_text(encoding="utf-8"))
    return report


def segmentation() -> str:
    """docs/segmentation.json: reports of `rukaz evaluate --raw --json`, and the model without the rules."""
    measured = json.loads((ROOT / "docs" / "segmentation.json").read_text(encoding="utf-8"))
    rows = []
    for report in measured["reports"]:
        result = report["results"][0]
        now = {metric: result["common"]["metrics"][metric]["f1"] for metric in ("Sentences", "Tokens")}
        alone = measured["model_alone"][report["gold"]]
        name = _short(report["gold"]).partition(" (")[0]
        rows.append([name, *(f"{one[metric]:.1f}" for metric in now for one in (alone, now))])
        for kind, scores in result.get("by_kind", {}).items():
            rows.append([f"– {kind}", "", f"{scores['Sentences']:.1f}", "", f"{scores['Tokens']:.1f}"])
    return table(["text", "sentences: model alone", "with rules", "tokens: model alone", "with rules"], rows)


def _reading() -> dict[str, Any]:
    """docs/reading.json: what the campaigns ``respelled`` and ``languages`` and `rukaz evaluate` said."""
    measured: dict[str, Any] = json.loads((ROOT / "docs" / "reading.json").read_text(encoding="utf-8"))
    return measured


def respelled() -> str:
    """How much of the annotation hangs on the spelling."""
    shares = _reading()["respelled"]["changed"]
    rows = [[name, f"{one['lemmas']:.1f}", f"{one['upos']:.1f}"] for name, one in shares.items()]
    return table(["spelling", "lemmas", "UPOS"], rows)


def corrected() -> str:
    """What the corrections are worth."""
    figures = _reading()["corrected"]["f1"]
    rows = [[_short(gold), metric, f"{before:.1f}", f"{now:.1f}"] for gold, metric, before, now in figures]
    return table(["F1 in per cent", "", "RuKaz 0.1", "now, with the same weights"], rows)


def languages() -> str:
    """Which sentences are told from Russian ones."""
    measured = _reading()["languages"]
    rows = [
        [f"`{code}`", str(ours["sentences"]), f"{ours['told']:.1f}", f"{alone['told']:.1f}"]
        for (code, ours), alone in zip(
            measured["rules_and_library"].items(), measured["library_alone"].values(), strict=True
        )
    ]
    return table(["language", "sentences", "RuKaz", "py3langid alone"], rows)


def marked_lots() -> str:
    """docs/files.json: what each lot of marked files gave when it was first read."""
    lots = json.loads((ROOT / "docs" / "files.json").read_text(encoding="utf-8"))["lots"]
    rows = [[lot, str(row["texts"]), f"{row['f1']:.1f}", f"{row['roles']:.1f}"] for lot, row in lots.items()]
    return table(["written and marked by", "files", "first reading: text kept, F1", "roles"], rows)


def marked_files() -> str:
    """docs/files.json: what tests/ingest/marked_files.py measured, by genre and part."""
    parts = json.loads((ROOT / "docs" / "files.json").read_text(encoding="utf-8"))
    rows = [
        [
            name,
            *(
                value
                for part in ("first_reading", "seen")
                for value in (
                    str(parts[part][name]["texts"]),
                    *(f"{parts[part][name][key]:.1f}" for key in ("f1", "roles")),
                )
            ),
        ]
        for name in parts["first_reading"]
    ]
    head = ["genre", "unseen files", "text kept, F1", "roles", "all others, mended", "text kept, F1", "roles"]
    return table(head, rows)


def marked_kinds() -> str:
    """docs/files.json: what the files of each kind gave when they were first read, and give now."""
    parts = json.loads((ROOT / "docs" / "files.json").read_text(encoding="utf-8"))
    rows = [
        [
            name,
            str(row["texts"]),
            *(
                f"{parts[part][name][key]:.1f}"
                for part in ("kinds_first", "kinds")
                for key in ("f1", "roles")
            ),
        ]
        for name, row in parts["kinds"].items()
    ]
    head = ["files", "number", "first reading: text kept, F1", "roles", "mended", "roles"]
    return table(head, rows)


def citation() -> str:
    """CITATION.cff as BibTeX."""
    facts = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    authors = " and ".join(f"{{{author['name']}}}" for author in facts["authors"])
    entry = {"title": facts["title"], "author": authors, "version": facts["version"]}
    lines = [f"  {key} = {{{value}}}," for key, value in entry.items()]
    return _fenced("bibtex", "\n".join(["@software{rukaz,", *lines, "}"]))


PARTS: Mapping[str, Callable[[], str]] = {
    part.__name__: part
    for part in (
        configs,
        columns,
        commands,
        checks,
        sizes,
        conllu,
        sentence,
        token,
        figures,
        accuracy,
        rate,
        conversions,
        fidelity,
        examples,
        speed,
        accurate_speed,
        peers,
        price,
        segmentation,
        respelled,
        corrected,
        languages,
        marked_lots,
        marked_files,
        marked_kinds,
        citation,
    )
}


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language in a Markdown text."""
    found = re.finditer(rf"^( *)```{language}\n(.*?)^\1```$", text, re.DOTALL | re.MULTILINE)
    return [dedent(block[2]) for block in found]  # in a list, they are indented


def open_database(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB that reads files below ``folder``, as if it had been started there."""
    database = duckdb.connect()
    database.execute(f"SET file_search_path = '{folder}'")
    return database


ARROW = "-- → "


def _with_first_row(query: str, database: duckdb.DuckDBPyConnection) -> str:
    """The query with the first row of its answer in place of the one it shows, if it shows one."""
    if "CREATE VIEW" in query:
        database.execute(query)
    question, arrow, _ = query.partition(ARROW.rstrip())
    if not arrow:
        return query
    row = database.execute(question).fetchone()
    assert row is not None, query
    return f"{question}{ARROW}{' | '.join(map(_shown, row))}\n"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())


def _folded(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{text.strip()}\n\n</details>"


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def _object(row: Mapping[str, object]) -> str:
    """JSON with one line for each key."""
    lines = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _first_row_of(config: str) -> dict[str, Any]:
    """The first row that a config has of the sample, with the columns that are shown."""
    rows: Iterable[dict[str, Any]] = pq.read_table(
        CORPUS / config, columns=list(SHOWN[config]), filters=[("sent_id", "=", SAMPLE)]
    ).to_pylist()
    return next(iter(rows))
