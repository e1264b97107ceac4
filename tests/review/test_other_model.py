"""Another model changes no byte of a reviewed sentence, also in a document that has automatic ones."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from rukaz.annotation.model_files import EMBEDDED
from rukaz.pipeline.build import Options, build

GOLDEN = Path(__file__).parent.parent / "golden" / "seeds"


@pytest.fixture(scope="module")
def other_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The models for Stanza, their tokenizer and tagger disturbed by noise."""
    import torch

    folder = Path(shutil.copytree(EMBEDDED, tmp_path_factory.mktemp("other") / "models"))
    (folder / "figures.json").unlink()
    listed = json.loads((folder / "models.json").read_text(encoding="utf-8"))
    del listed["sets"]["accurate"], listed["sets"]["fast"]
    torch.manual_seed(1)
    for processor in ("tokenize", "pos"):
        file = folder / f"{processor}.pt"
        state = torch.load(file, weights_only=True)
        for name, value in state["model"].items():
            if value.is_floating_point():
                state["model"][name] = value + 0.15 * torch.randn_like(value)
        torch.save(state, file)
        listed["files"][processor]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "models.json").write_text(json.dumps(listed), encoding="utf-8")
    return folder


def sentences(corpus: Path, annotation: str) -> list[str]:
    """The sentences of the document that mixes both, as their file has them."""
    text = (corpus / "conllu" / "ru_golden-ud-train.conllu").read_text(encoding="utf-8")
    found = re.findall(r"# sent_id = .*?\n\n", text, re.DOTALL)
    return [one for one in found if f"# annotation = {annotation}\n" in one]


def test_reviewed_sentences_stand(other_models: Path, tmp_path: Path) -> None:
    for name, model in (("ours", "stanza"), ("other", str(other_models))):
        build(GOLDEN, tmp_path / name, Options(model), say=lambda _message: None)
    ours, other = tmp_path / "ours", tmp_path / "other"
    assert sentences(ours, "reviewed") == sentences(other, "reviewed") != []
    assert sentences(ours, "auto") != sentences(other, "auto")
