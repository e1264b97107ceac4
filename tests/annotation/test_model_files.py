"""Model files are verified before use; ``hub:ru`` comes from a stand-in laid out as Stanza's own hub."""

from __future__ import annotations

import functools
import hashlib
import json
import pickle
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rukaz.annotation.annotator import Annotator
from rukaz.annotation.hub_download import HUB_URL_VARIABLE
from rukaz.annotation.model_files import EMBEDDED, PROCESSORS, find_model
from rukaz.errors import RukazError
from tests.trees import document

SOURCE, _ = document("doc", "Путин/PROPN/2:nsubj посетил/VERB/0:root Казахстан/PROPN/2:obj ./PUNCT/2:punct")
VECTORS = [{"model": "pretrain", "package": "news"}]


def resources(address: str) -> dict[str, Any]:
    """resources.json as Stanza publishes it, for the embedded models."""
    russian: dict[str, Any] = {
        "packages": {"default": dict.fromkeys(PROCESSORS, "news")},
        "lang_name": "Russian",
    }
    for processor in (*PROCESSORS, "pretrain"):
        md5 = hashlib.md5((EMBEDDED / f"{processor}.pt").read_bytes()).hexdigest()
        dependencies = VECTORS if processor in {"pos", "depparse", "ner"} else []
        russian[processor] = {"news": {"md5": md5, "dependencies": dependencies}}
    return {"ru": russian, "url": f"{address}/{{lang}}/{{filename}}"}


def lay_out(folder: Path, address: str = "") -> Path:
    """The embedded models in the folders of Stanza's resources."""
    for processor in (*PROCESSORS, "pretrain"):
        target = folder / "ru" / processor / "news.pt"
        target.parent.mkdir(parents=True)
        shutil.copy(EMBEDDED / f"{processor}.pt", target)
    (folder / "resources.json").write_text(json.dumps(resources(address)), encoding="utf-8")
    return folder


@pytest.fixture
def own_models(tmp_path: Path) -> Path:
    """A folder with a copy of Stanza's models."""
    folder = Path(shutil.copytree(EMBEDDED, tmp_path / "models"))
    listed = json.loads((folder / "models.json").read_text(encoding="utf-8"))
    del listed["sets"]["accurate"], listed["sets"]["fast"]
    (folder / "models.json").write_text(json.dumps(listed), encoding="utf-8")
    return folder


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server on this machine with what Stanza's hub has; the folder it serves."""
    import stanza

    folder = tmp_path / "hub"
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        lay_out(folder, address)
        version = stanza.resources.common.DEFAULT_RESOURCES_VERSION
        (folder / "resources.json").rename(folder / f"resources_{version}.json")
        monkeypatch.setenv(HUB_URL_VARIABLE, address)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        yield folder
        server.shutdown()


def test_all_ways_to_name_the_same_weights_annotate_the_same(
    hub: Path, own_models: Path, tmp_path: Path
) -> None:
    specs = ["embedded", "hub:ru", str(own_models), str(lay_out(tmp_path / "stanza"))]
    answers = {Annotator(find_model(spec)).annotate([SOURCE])[0].sentences for spec in specs}
    assert len(answers) == 1


def test_the_hub_is_asked_once(hub: Path) -> None:
    find_model("hub:ru")
    shutil.rmtree(hub)
    assert find_model("hub:ru").name == "hub:ru"


INTERRUPTED = ["no files", "a file is missing", "a file is cut off", "no list", "the list is cut off"]


@pytest.mark.parametrize("how", INTERRUPTED)
def test_an_interrupted_download_is_taken_up(how: str, hub: Path, tmp_path: Path) -> None:
    whole = find_model("hub:ru")
    cache = tmp_path / "cache" / "rukaz" / "stanza"
    if how == "no files":
        shutil.rmtree(cache / "ru")
        (cache / "ru").mkdir()
    elif how == "a file is missing":
        (cache / "ru" / "lemma" / "news.pt").unlink()
    elif how == "a file is cut off":
        (cache / "ru" / "ner" / "news.pt").write_bytes(b"half")
    elif how == "no list":
        (cache / "resources.json").unlink()
    else:
        (cache / "resources.json").write_text('{"ru": {', encoding="utf-8")
    assert find_model("hub:ru") == whole


def test_a_language_is_no_path() -> None:
    with pytest.raises(RukazError, match="not used"):
        find_model("hub:../../ru")


def test_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HUB_URL_VARIABLE, "http://127.0.0.1:9")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(RukazError, match="could not be fetched"):
        find_model("hub:ru")


def test_a_missing_file(own_models: Path) -> None:
    (own_models / "pos.pt").unlink()
    with pytest.raises(RukazError, match=r"\(pos\) is missing"):
        find_model(str(own_models))


def test_a_damaged_file(own_models: Path) -> None:
    (own_models / "ner.pt").write_bytes(b"not a model")
    with pytest.raises(RukazError, match=r"\(ner\) is damaged"):
        find_model(str(own_models))


def test_a_damaged_file_of_stanza(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "stanza")
    (folder / "ru" / "lemma" / "news.pt").write_bytes(b"not a model")
    with pytest.raises(RukazError, match=r"\(lemma\) is damaged: its md5"):
        find_model(str(folder))


@pytest.mark.parametrize("content", [b"not a model", pickle.dumps(Path("x")), pickle.dumps(print)], ids=str)
def test_a_whole_file_that_is_no_model(own_models: Path, content: bytes) -> None:
    (own_models / "pos.pt").write_bytes(content)
    listed = json.loads((own_models / "models.json").read_text(encoding="utf-8"))
    listed["files"]["pos"]["sha256"] = hashlib.sha256(content).hexdigest()
    (own_models / "models.json").write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(RukazError, match="cannot load this model") as error:
        Annotator(find_model(str(own_models)))
    assert "weights_only" not in str(error.value)


@pytest.mark.parametrize("device", ["gpu", "meta", "cuda:99", ""])
def test_a_device_that_is_not_there(device: str) -> None:
    with pytest.raises(RukazError, match=r"device|no cuda:99|compute on"):
        Annotator(find_model("stanza"), device=device)


@pytest.mark.parametrize("spec", ["nowhere", "hub:tlh"])
def test_no_models_there(spec: str, hub: Path) -> None:
    with pytest.raises(RukazError):
        find_model(spec)


@pytest.mark.parametrize(
    ("described", "message"),
    [
        ("{", "this is not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "name: field required"),
        ('{"name": "x", "version": "1", "language": "ru", "files": {"pos": {"path": 7}}}', "files.pos.path"),
        ('{"name": "x", "version": "1", "language": "ru", "files": {}}', "no entry for tokenize"),
    ],
)
def test_a_forged_models_json_is_told(described: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text(described)
    with pytest.raises(RukazError, match=message):
        find_model(str(tmp_path))
