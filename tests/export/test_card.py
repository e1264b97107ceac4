"""The card: a header that `datasets` and the Hub understand, and no number that is not the manifest's."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from rukaz.errors import RukazError
from rukaz.export.card import CARD, NEUTRAL_TEMPLATE, metadata, render_card, write_card
from rukaz.export.card_header import ConfigFiles, dataset_yaml
from rukaz.export.manifest import Manifest, build_manifest
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.ingest.sources_schema import read_listing
from rukaz.schema import CONFIGS
from tests.export.small_build import DOCUMENT, FIRST, TITLE, VERSIONS, build
from tests.files import write_split

ROOT = Path(__file__).parents[2]
TEMPLATES = [None, ROOT / "dataset_card.md"]

# what the Hub's validator takes: huggingface_hub/repocard_data.py, huggingface.js tasks/src/pipelines.ts and
# the licence list at https://huggingface.co/docs/hub/repositories-licenses
ALLOWED = {
    "annotations_creators": {
        "found", "crowdsourced", "expert-generated", "machine-generated", "no-annotation", "other",
    },
    "language_creators": {"found", "crowdsourced", "expert-generated", "machine-generated", "other"},
    "multilinguality": {"monolingual", "multilingual", "translation", "other"},
    "size_categories": {
        "n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "n>1B",
    },
    "source_datasets": {"original", "extended"},
    "task_categories": {"token-classification"},
    "task_ids": {
        "named-entity-recognition", "part-of-speech", "parsing", "lemmatization",
        "word-sense-disambiguation", "coreference-resolution",
    },
    "license": {"other", "unknown", "cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0"},
}  # fmt: skip
FREE = {"pretty_name", "language", "language_details", "license_name", "license_link", "tags"}
OF_THE_DATA = {"configs", "dataset_info"}

HEADER = dataset_yaml({config: ConfigFiles(("train",), "ab" * 32) for config in CONFIGS})


def card(template: Path | None = None, *, info: dict[str, Any] | None = None, **changes: Any) -> str:
    facts = CorpusInfo(**{"name": "demo", "title": "Demo", "card": template, **(info or {})})
    manifest = build_manifest(build(corpus=facts), {}, VERSIONS) | changes
    return render_card(facts, manifest, HEADER)


def header_of(text: str) -> dict[str, Any]:
    empty, front, _ = text.split("---\n", 2)
    assert empty == ""
    header: dict[str, Any] = yaml.safe_load(front)
    return header


@pytest.mark.parametrize("template", TEMPLATES)
def test_header_is_valid_by_the_rules_of_the_hub(template: Path | None) -> None:
    header = header_of(card(template))
    assert set(header) <= set(ALLOWED) | FREE | OF_THE_DATA
    for key, allowed in ALLOWED.items():
        values = header[key] if isinstance(header[key], list) else [header[key]]
        assert set(values) <= allowed, key
    assert all(re.fullmatch(r"[a-z]{2,3}", code) for code in header["language"])
    assert (header["license"] == "other") == ("license_name" in header)
    assert re.fullmatch(r"[a-z0-9.-]+", header.get("license_name", "none"))


def test_nothing_is_called_the_work_of_experts() -> None:
    assert header_of(card(ROOT / "dataset_card.md"))["annotations_creators"] == ["machine-generated"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_header_describes_the_data_whatever_the_template_says(template: Path | None) -> None:
    header = header_of(card(template))
    assert {key: header[key] for key in OF_THE_DATA} == HEADER


@pytest.mark.parametrize(
    ("rows", "category"), [(0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (2_000_000, "1M<n<10M")]
)
def test_size_category(rows: int, category: str) -> None:
    manifest: Manifest = build_manifest(build(), {}, VERSIONS) | {"splits": {"train": {"sentences": rows}}}
    assert metadata(manifest)["size_categories"] == [category]


@pytest.mark.parametrize(
    ("annotation", "wording"),
    [
        ({"auto": 2}, "**All annotation is automatic.**"),
        ({"reviewed": 2}, "**All 2 sentences have been reviewed**"),
        ({"auto": 1, "reviewed": 1}, "**1 of 2 sentences have been reviewed**"),
    ],
)
@pytest.mark.parametrize("template", TEMPLATES)
def test_card_says_what_has_been_reviewed(template: Path | None, annotation: Any, wording: str) -> None:
    text = card(template, annotation=annotation)
    assert wording in text
    by_machine = "No person has checked them" in text
    assert by_machine == (template is not None and "reviewed" in annotation)


@pytest.mark.parametrize("template", TEMPLATES)
def test_card_says_who_has_reviewed_what(template: Path | None) -> None:
    passes, both = {"language model, two passes": 178}, {"A. B.": 5, "language model, two passes": 178}
    ours, more = (card(template, annotation={"reviewed": 183}, reviewers=one) for one in (passes, both))
    assert "Reviewed by: A. B. (5); language model, two passes (178)." in more
    assert "No person took part" not in more
    assert ("No person took part" in ours) == (template is not None)


@pytest.mark.parametrize("template", TEMPLATES)
def test_numbers_are_those_of_the_manifest(template: Path | None) -> None:
    splits = {
        "train": {"documents": 7, "sentences": 4321, "tokens": 76543, "entities": 0},
        "test": {"documents": 1, "sentences": 10, "tokens": 20, "entities": 30},
    }
    text = card(template, splits=splits)
    assert "| train | 7 | 4,321 | 76,543 | 0 |" in text
    assert "| **all** | 8 | 4,331 | 76,563 | 30 |" in text


def test_card_lists_what_was_left_out_and_what_the_validator_says() -> None:
    results = [
        {"severity": "error", "level": 3, "test": "leaf-punct", "count": 5, "sentences": ["s1"]},
        {"severity": "warning", "level": 3, "test": "fixed-without-extpos", "count": 1, "sentences": ["s1"]},
    ]
    text = card(ud_validator=results)
    assert "| caption | 1 | 10 |" in text
    assert "| a.txt | 2 | 19-28 | two roots |" in text
    assert "| 3 | leaf-punct | 5 |" in text
    assert "fixed-without-extpos (1)" in text
    assert "leaf-punct 2." in text
    assert "reports no error" not in text


def test_figures_are_shown() -> None:
    table = {
        "title": "Accuracy",
        "columns": ["test set", "LAS"],
        "rows": [["a|b", 90.5]],
        "note": "Gold tokens.",
    }
    facts = CorpusInfo(name="demo", title="Demo")
    text = render_card(facts, build_manifest(build(figures=[table]), {}, VERSIONS), HEADER)
    assert "**Accuracy**\n\n| test set | LAS |\n|---|---|\n| a\\|b | 90.5 |\n\nGold tokens.\n" in text


def test_training_data_of_the_models_is_named() -> None:
    trees, news = {"name": "taiga", "licence": "CC BY-SA 4.0"}, {"name": "news", "licence": "not stated"}
    more_news = {**news, "name": "more news"}
    provenance = {"pos": {"data": [trees, news, more_news]}, "ner": {"data": [news, more_news]}}
    text = card(model={"name": "m", "digest": "0" * 64, "provenance": provenance})
    assert "| taiga | CC BY-SA 4.0 | pos |" in text
    assert "| news, more news | not stated | pos, ner |" in text


@pytest.mark.parametrize("provenance", [{}, {"seed": 1}, {"pos": {"steps": 3}}])
def test_models_that_do_not_say_what_they_learnt_from(provenance: Any) -> None:
    assert "trained on:" not in card(model={"name": "m", "digest": "0" * 64, "provenance": provenance})


def test_another_corpus_has_nothing_of_ours() -> None:
    text = card(info={"title": "Мой корпус", "language": "kk", "license": "CC0-1.0"})
    assert not re.search("RuKaz|Kazakhstan|news|Stanford", text)
    assert "# Мой корпус" in text
    assert header_of(text)["license"] == "cc0-1.0"


def test_title_is_text_not_yaml_or_template() -> None:
    title = "# «Дом»: {{ 7 * 6 }} | \"a\" 'b' ---"
    text = card(info={"title": title})
    assert header_of(text)["pretty_name"] == title
    assert f"# {title}" in text


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ corpus.titel }}", "'dict object' has no attribute 'titel'"),
        ("# Card\n\n{% if %}", "template.md, line 3: .*Expected an expression"),
        ("---\ntags: [a]\n---\n\n{% if %}", "template.md, line 5: "),
        ("---\ntags: [a]\n", "the header has no end"),
        ("---\ntags: [a\n---\n", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_wrong_template_is_told(tmp_path: Path, template: str | None, message: str) -> None:
    path = tmp_path / "template.md"
    if template is not None:
        path.write_text(template)
    with pytest.raises(RukazError) as caught:
        card(path)
    assert re.search(message, str(caught.value))


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("one\n{{ corpus.name + 1 }}", "line 2"),
        ("{% for a in range(10**9) %}{% endfor %}", "Range too big"),
        ("{{ 'a' * 10**10 }}", "MemoryError"),
        ("{{ 'a' | center(10**10) }}", "MemoryError"),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "has not ended after 3 seconds",
        ),
    ],
)
def test_a_template_cannot_stop_or_hold_up_a_build(
    tmp_path: Path, template: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rukaz.export.card.SECONDS", 3.0)
    path = tmp_path / "card.md"
    path.write_text(template, encoding="utf-8")
    with pytest.raises(RukazError, match="there is an error in the card template") as caught:
        card(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("header", ["date: 2023-13-45", "a: " + "[" * 100_000, "&a [*a"])
def test_a_header_that_yaml_cannot_read_is_told(tmp_path: Path, header: str) -> None:
    path = tmp_path / "card.md"
    path.write_text(f"---\n{header}\n---\n", encoding="utf-8")
    with pytest.raises(RukazError, match="cannot be read"):
        card(path)


def test_corpus_with_its_card_loads(tmp_path: Path) -> None:
    import datasets

    corpus = tmp_path / "corpus"
    write_split(corpus, "train", [(DOCUMENT, [TITLE, FIRST])])
    facts = CorpusInfo(name="demo", title="Demo: «#1»")
    write_card(corpus, facts, build_manifest(build(corpus=facts), {}, VERSIONS))
    for config in CONFIGS[:2]:
        loaded = datasets.load_dataset(str(corpus), config, cache_dir=str(tmp_path / "cache"))
        assert loaded["train"].num_rows == 2
    assert (corpus / CARD).read_bytes().endswith(b"\n")


def test_own_card_says_of_the_texts_what_sources_toml_says() -> None:
    texts = tomllib.loads((ROOT / "seeds" / "sources.toml").read_text(encoding="utf-8"))["text"]
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in (ROOT / "dataset_card.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    assert sorted(row[0] for row in rows) == sorted(f"`{text['id']}`" for text in texts)
    by_id = {row[0].strip("`"): row for row in rows}
    for text in texts:
        _, title, publisher, date, _ = by_id[text["id"]]
        inferred = ", as inferred" if "publisher" in text.get("inferred", "") else ""
        by = f" (by {text['author']})" if "author" in text else ""
        assert title == text.get("title", "none")
        assert publisher == text.get("publisher", "unknown") + inferred + by
        assert date == text.get("date", "unknown")


def test_own_card_says_what_the_two_passes_share() -> None:
    """Sentences and tokens are the same in both; should that change, so must the card."""
    text = (ROOT / "dataset_card.md").read_text(encoding="utf-8")
    assert "Sentences and tokens were fixed first." in text
    for first in sorted(ROOT.glob("seeds/reviewed/pass-1/*.conllu")):
        second = first.parent.with_name("pass-2") / first.name
        shared, also = (
            [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]
            for path in (first, second)
        )
        assert shared == also


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "1.0.0rc1", "1.0.0 ", "１.0.0"])
def test_version_that_datasets_would_not_read(tmp_path: Path, version: str) -> None:
    (tmp_path / "sources.toml").write_text(f'[corpus]\nversion = "{version}"\n', encoding="utf-8")
    with pytest.raises(RukazError, match="write it as three numbers"):
        read_listing(tmp_path / "sources.toml")


def test_neutral_template_is_packaged() -> None:
    assert NEUTRAL_TEMPLATE.is_file()
    assert replace(build().corpus, card=None).card is None


def test_the_card_says_how_texts_were_divided() -> None:
    assert "were divided" not in card()
    assert "were divided 70/15/15 by date" in card(options={"split": "70/15/15 by date"})
