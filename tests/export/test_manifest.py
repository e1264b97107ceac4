"""The manifest says what made a corpus; the ledger proves that no character was lost on the way."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.export.ledger import Account, Ledger
from rukaz.export.manifest import (
    LayerDigest,
    Manifest,
    build_manifest,
    digest_tree,
    public_versions,
    read_manifest,
    write_manifest,
)
from rukaz.records import Sentence
from rukaz.repair.validator import Incident
from tests.export.small_build import (
    DOCUMENT,
    FIRST,
    LOST,
    SECOND,
    TITLE,
    VERSIONS,
    build,
    filled_ledger,
    sentence,
)


def test_ledger_counts_every_character() -> None:
    ledger = filled_ledger()
    assert ledger.stages["ingest"]["characters"] == Account(incoming=41, out=26, left_out=15)
    assert ledger.stages["annotate"]["characters"] == Account(incoming=26, out=25, left_out=1)
    assert ledger.stages["check"]["characters"] == Account(incoming=25, out=16, quarantined=9)
    assert ledger.stages["check"]["sentences"] == Account(incoming=3, out=2, quarantined=1)
    assert ledger.left_out == {"caption": {"blocks": 1, "characters": 10}}
    counts = {"documents": 1, "sentences": 2, "tokens": 2, "entities": 1}
    assert ledger.splits == {"train": {**counts, "quotes": 0, "dates": 0, "coreference": 0}}
    assert all(account.balanced for stage in ledger.stages.values() for account in stage.values())


def test_quarantined_block_and_reviewed_sentence_are_booked() -> None:
    ledger = Ledger()
    ledger.made("annotate", DOCUMENT, [TITLE], [replace(LOST, stage="annotate", start=7)])
    assert ledger.stages["annotate"]["blocks"] == Account(incoming=2, out=1, quarantined=1)
    ledger.made("review", DOCUMENT, [TITLE, FIRST, replace(SECOND, annotation="reviewed")], [])
    assert ledger.stages["review"]["characters"] == Account(incoming=26, out=25, left_out=1)


@pytest.mark.parametrize(
    ("sentences", "message"),
    [
        ([TITLE, FIRST], "a, block 2: characters 18 to 28 are in no sentence and not in quarantine"),
        ([FIRST, SECOND], "a, block 1: characters 0 to 5 are in no sentence"),
        ([TITLE, FIRST, sentence(15, 28, "2")], "a, block 2: characters 15 to 18 are in two sentences"),
    ],
)
def test_lost_text_stops_the_build(sentences: list[Sentence], message: str) -> None:
    with pytest.raises(RukazError) as caught:
        Ledger().made("annotate", DOCUMENT, sentences, lost=[])
    assert str(caught.value).startswith(message)


def test_manifest_is_the_same_however_it_was_fed() -> None:
    one = build_manifest(build(inputs={"a": "1", "b": "2"}), {"x": "1", "y": "2"}, VERSIONS)
    other = build_manifest(build(inputs={"b": "2", "a": "1"}), {"y": "2", "x": "1"}, VERSIONS)
    assert json.dumps(one) == json.dumps(other)


def test_validator_results_are_grouped_errors_first() -> None:
    incidents = (
        Incident(3, False, "fixed-without-extpos", "s2", "1", ""),
        Incident(3, True, "leaf-punct", "s2", "4", ""),
        Incident(3, True, "leaf-punct", "s1", "2", ""),
        Incident(3, True, "leaf-punct", "s1", "3", ""),
    )
    results = build_manifest(build(incidents=incidents), {}, VERSIONS)["ud_validator"]
    assert [(row["severity"], row["test"], row["count"], row["sentences"]) for row in results] == [
        ("error", "leaf-punct", 3, ["s1", "s2"]),
        ("warning", "fixed-without-extpos", 1, ["s2"]),
    ]


def test_manifest_comes_back_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "conllu").mkdir()
    (tmp_path / "conllu" / "x.conllu").write_text("Визит")
    manifest = build_manifest(build(), digest_tree(tmp_path), VERSIONS)
    write_manifest(tmp_path, manifest)
    assert read_manifest(tmp_path) == manifest
    assert list(manifest["outputs"]) == ["conllu/x.conllu"]
    text = (tmp_path / "manifest.json").read_bytes().decode()
    assert "two roots" in text
    assert text.endswith("}\n")
    assert "\\u" not in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "there is no corpus here"),
        ("{", "this is not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "not the manifest of a RuKaz corpus"),
        ('{"name": "a web app"}', "not the manifest of a RuKaz corpus"),
        ('{"format": "rukaz-corpus", "format_version": 99}', "another version"),
    ],
)
def test_unreadable_manifest_is_told(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(RukazError, match=message):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"corpus": {}}, "corpus.name: field required"),
        ({"outputs": None}, "outputs: input should be a valid dictionary"),
        ({"splits": {"train": {"tokens": "9"}}}, "splits.train.tokens: input should be a valid integer"),
        ({"splits": {"dev": {}}}, "splits.dev"),
        ({"quarantine": [{}]}, "quarantine.0.file: field required"),
        ({"automatic_layer": "\ud800"}, "this is not valid JSON"),
    ],
)
def test_a_forged_manifest_is_told(tmp_path: Path, change: Manifest, message: str) -> None:
    manifest = {**build_manifest(build(), {}, VERSIONS), **change}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(RukazError, match=message):
        read_manifest(tmp_path)


def test_versions_are_public_ones() -> None:
    assert "+" not in public_versions(["torch"])["torch"]
    with pytest.raises(RukazError, match="no-such-package is not installed"):
        public_versions(["no-such-package"])


def test_layer_digest_sees_every_field() -> None:
    def digest(*sentences: Sentence) -> str:
        layer = LayerDigest()
        layer.update(sentences)
        return layer.hexdigest()

    assert digest(TITLE, FIRST) == digest(TITLE, FIRST)
    changed = replace(FIRST, tokens=(replace(FIRST.tokens[0], feats="Case=Nom"),))
    assert len({digest(TITLE, FIRST), digest(FIRST, TITLE), digest(TITLE, changed), digest(TITLE)}) == 4
