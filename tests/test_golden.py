"""The golden mini-corpus: what each layer makes of two small texts, kept in tests/golden/layers.

After a change that is meant: ``pytest tests/test_golden.py --update-golden``, then read the difference.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rukaz.annotation import ANNOTATION_VERSION
from rukaz.check.registry import check_corpus
from rukaz.ingest import ingest, read_project
from rukaz.pipeline.build import Options, build
from rukaz.schema import CONFIGS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bytes are promised on Linux")

GOLDEN = Path(__file__).parent / "golden"
LAYERS = GOLDEN / "layers"
LINES_SHOWN = 25


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden") / "corpus"
    build(GOLDEN / "seeds", folder, Options())
    return folder


def compare(name: str, found: str, update: bool) -> None:
    kept = LAYERS / name
    if update:
        kept.write_text(found, encoding="utf-8")
    difference = difflib.unified_diff(kept.read_text(encoding="utf-8").splitlines(), found.splitlines())
    assert "\n".join(list(difference)[:LINES_SHOWN]) == ""


def block_lines() -> Iterator[str]:
    for document in ingest(read_project(GOLDEN / "seeds")).documents:
        for block in document.blocks:
            text = document.text[block.start : block.end]
            yield f"{document.doc_id}\t{block.block}\t{block.role}\t{text}\t{block.reason or ''}\n"


def test_blocks(update_golden: bool) -> None:
    compare("1-blocks.tsv", "".join(block_lines()), update_golden)


@pytest.mark.parametrize("split", ["train", "test"])
def test_conllu(corpus: Path, split: str, update_golden: bool) -> None:
    written = (corpus / "conllu" / f"ru_golden-ud-{split}.conllu").read_text(encoding="utf-8")
    compare(f"2-{split}.conllu", written, update_golden)


def test_another_annotation_has_another_version(corpus: Path, update_golden: bool) -> None:
    """Else what a user has in the cache would stay as it was before the change."""
    digest = hashlib.sha256()
    for path in sorted((corpus / "conllu").iterdir()):
        digest.update(path.read_bytes())
    kept = LAYERS / "annotation_version.txt"
    version, _, known = kept.read_text(encoding="utf-8").strip().partition(" ")
    changed = digest.hexdigest() != known
    assert not changed or str(ANNOTATION_VERSION) != version, "raise ANNOTATION_VERSION in rukaz.annotation"
    if update_golden:
        kept.write_text(f"{ANNOTATION_VERSION} {digest.hexdigest()}\n", encoding="utf-8")
    assert update_golden or not changed


@pytest.mark.parametrize("config", CONFIGS)
def test_rows(corpus: Path, config: str, update_golden: bool) -> None:
    import pyarrow.parquet as pq

    rows = [
        row for file in sorted((corpus / config).glob("*.parquet")) for row in pq.read_table(file).to_pylist()
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    compare(f"3-{config}.jsonl", lines, update_golden)


def test_the_checks_find_nothing(corpus: Path) -> None:
    assert check_corpus(corpus) == []
