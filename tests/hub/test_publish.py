"""Publish: what is planned, what is refused, and what the Hub gets, by the real client over real requests."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rukaz.errors import RukazError
from rukaz.export.manifest import digest_tree, read_manifest, write_manifest
from rukaz.hub.publish_plan import UNFILLED, plan
from rukaz.hub.upload import scrubbed, upload
from tests.broken.corpora import good, seal
from tests.hub.stand_in import TOKEN, Hub, running_hub

STATEMENT = "Anna Li, by letter of the publisher, 2026-03-01"
PROGRAM = "from rukaz.cli import main; main()"
SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publish") / "corpus"
    good().write(folder)
    return folder


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running_hub() as found:
        yield found


def ran(hub: Hub, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own, because the client reads its environment when it is imported."""
    given = {
        "HF_ENDPOINT": hub.address,
        "HF_TOKEN": TOKEN,
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "NO_PROXY": "*",
        "PYTHONPATH": str(SCRIPTS),
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "--debug", "publish", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **given, **environment},
    )


# -- the plan --


def test_without_a_statement_of_rights_it_is_refused(corpus: Path) -> None:
    planned = plan(corpus, "anna/news", rights=" ", without_texts=False)
    assert "--rights-cleared" in planned.obstacles[0] and "--without-texts" in planned.obstacles[0]
    with pytest.raises(RukazError, match="rights"):
        upload(planned)


def test_a_card_with_open_places_is_refused(tmp_path: Path) -> None:
    good().write(tmp_path / "corpus")
    card = tmp_path / "corpus" / "README.md"
    seal(tmp_path / "corpus")
    card.write_text(f"{card.read_text(encoding='utf-8')}\npublisher: {UNFILLED}\n", encoding="utf-8")
    manifest = read_manifest(tmp_path / "corpus")
    write_manifest(tmp_path / "corpus", {**manifest, "outputs": digest_tree(tmp_path / "corpus")})
    (obstacle,) = plan(tmp_path / "corpus", "anna/news", rights=STATEMENT, without_texts=False).obstacles
    assert "fill them in" in obstacle


@pytest.mark.parametrize("target", ["news", "anna/", "anna/news/more", "anna/новости", "../news"])
def test_a_target_is_a_user_and_a_name(target: str, corpus: Path) -> None:
    with pytest.raises(RukazError, match="not a name on the Hub"):
        plan(corpus, target, rights=STATEMENT, without_texts=False)


def test_a_corpus_that_fails_its_checks_is_refused(tmp_path: Path) -> None:
    good().write(tmp_path / "corpus")
    (tmp_path / "corpus" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RukazError, match="fails") as caught:
        plan(tmp_path / "corpus", "anna/news", rights=STATEMENT, without_texts=True)
    assert "rukaz check" in caught.value.hint


# -- the upload --


def test_a_dry_run_asks_and_sends_nothing(corpus: Path, hub: Hub) -> None:
    result = ran(hub, corpus, "--to", "anna/news", "--rights-cleared", STATEMENT)
    assert result.returncode == 0, result.stderr
    assert {request.partition(" ")[0] for request in hub.asked} <= {"GET", "HEAD"}
    assert f"to {hub.address}/datasets/anna/news, private if made now" in result.stdout
    assert "no such data set yet" in result.stdout
    for name in digest_tree(corpus):
        assert f"  {name}\n" in result.stdout
    assert max(map(len, result.stdout.splitlines()[5:])) <= 80


def test_a_hub_that_cannot_be_asked(corpus: Path, hub: Hub) -> None:
    """All else is told; that something could not be found out is no success."""
    result = ran(hub, corpus, "--to", "anna/news", "--rights-cleared", STATEMENT, HF_HUB_OFFLINE="1")
    assert result.returncode == 2
    assert "would be removed, is not known" in result.stdout
    assert "bytes in" in result.stdout


OLDER = "sentences/train-00001-of-00002.parquet"
NOTES = "notes/read me.md"


def older_release(hub: Hub, corpus: Path) -> None:
    """The corpus is published, with one file more than it has now."""
    assert ran(hub, corpus, "--to", "anna/news", "--rights-cleared", STATEMENT, "--yes").returncode == 0
    hub.files[OLDER] = b"of an older release"
    manifest = json.loads(hub.files["manifest.json"])
    manifest["outputs"][OLDER] = hashlib.sha256(hub.files[OLDER]).hexdigest()
    hub.files["manifest.json"] = json.dumps(manifest).encode()


def test_only_what_an_earlier_upload_put_there_is_removed(corpus: Path, hub: Hub) -> None:
    older_release(hub, corpus)
    hub.files[NOTES] = b"of somebody else"
    arguments = (corpus, "--to", "anna/news", "--rights-cleared", STATEMENT)
    told = ran(hub, *arguments).stdout
    assert f"{'removed':>14}  {OLDER}\n" in told
    assert f"{'kept':>14}  {NOTES}\n" in told
    assert OLDER in hub.files
    assert ran(hub, *arguments, "--yes").returncode == 0
    assert OLDER not in hub.files
    assert hub.files[NOTES] == b"of somebody else"


def test_a_file_to_be_removed_that_was_changed_stays(corpus: Path, hub: Hub) -> None:
    older_release(hub, corpus)
    hub.files[OLDER] = b"with my corrections"
    assert ran(hub, corpus, "--to", "anna/news", "--rights-cleared", STATEMENT, "--yes").returncode == 0
    assert hub.files[OLDER] == b"with my corrections"


@pytest.mark.parametrize("name", ["README.md", "tokens/train-00000-of-00001.parquet"])
def test_what_was_changed_on_the_hub_is_not_replaced(name: str, corpus: Path, hub: Hub) -> None:
    arguments = (corpus, "--to", "anna/news", "--rights-cleared", STATEMENT)
    assert ran(hub, *arguments, "--yes").returncode == 0
    hub.files[name] = b"changed in the browser"
    dry = ran(hub, *arguments)
    assert (dry.returncode, "refused: files on the Hub" in dry.stdout) == (1, True)
    refused = ran(hub, *arguments, "--yes")
    assert (refused.returncode, name in refused.stderr) == (2, True)
    assert hub.files[name] == b"changed in the browser"
    assert ran(hub, *arguments, "--discard-edits", "--yes").returncode == 0
    assert hub.files[name] == (corpus / name).read_bytes()


@pytest.mark.parametrize(
    "manifest", [b"{", b"[" * 100_000, b"{}", b'{"format": "rukaz-corpus"}'], ids=range(4)
)
def test_a_forged_manifest_removes_nothing(manifest: bytes, corpus: Path, hub: Hub) -> None:
    older_release(hub, corpus)
    hub.files["manifest.json"] = manifest
    arguments = (corpus, "--to", "anna/news", "--rights-cleared", STATEMENT, "--yes", "--discard-edits")
    assert ran(hub, *arguments).returncode == 0
    assert hub.files[OLDER] == b"of an older release"


def test_a_corpus_becomes_one_commit(corpus: Path, hub: Hub) -> None:
    arguments = (corpus, "--to", "anna/news", "--rights-cleared", STATEMENT, "--yes")
    result = ran(hub, *arguments)
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"{hub.address}/datasets/anna/news/commit/{1:040x}\n"
    ((summary, description),) = hub.commits
    assert summary == "A good corpus 1.0.0"
    assert f"Rights to the texts: {STATEMENT}" in description
    assert hub.private is True
    files = {path.relative_to(corpus).as_posix(): path.read_bytes() for path in corpus.rglob("*.*")}
    assert {name: data for name, data in hub.files.items() if name != ".gitattributes"} == files
    assert {"/api/repos/create", "/api/datasets/anna/news/commit/main"} <= hub.authorized
    assert not [path for path in hub.authorized if path.startswith("/lfs/")]

    assert ran(hub, *arguments).returncode == 0
    assert {*hub.files} == {*files, ".gitattributes"}
    assert TOKEN not in result.stdout + result.stderr


def test_without_texts_none_is_sent(corpus: Path, hub: Hub) -> None:
    result = ran(hub, corpus, "--to", "anna/news", "--without-texts", "--public", "--yes")
    assert result.returncode == 0, result.stderr
    assert hub.private is False
    assert hub.commits[0][0] == "A good corpus 1.0.0, without the texts"
    train = hub.files["conllu/ru_good-ud-train.conllu"].decode()
    assert "Папа" not in train
    assert "# text = _ _ __\n" in train


@pytest.mark.parametrize("path", ["/api/repos/create", "/api/datasets/anna/news/commit", "/lfs/"])
def test_the_token_is_in_no_message(path: str, corpus: Path, hub: Hub) -> None:
    """Even if the server repeats it in its answer, and the traceback is asked for."""
    hub.fault = (path, f"no rights for Bearer {TOKEN}, nor for hf_anotherToken1")
    result = ran(hub, corpus, "--to", "anna/news", "--without-texts", "--yes")
    assert result.returncode == 2
    assert "the upload failed" in result.stderr
    assert TOKEN not in result.stdout + result.stderr
    assert "hf_another" not in result.stdout + result.stderr
    assert hub.commits == []


def test_without_a_token_it_says_how_to_log_in(corpus: Path, hub: Hub, tmp_path: Path) -> None:
    result = ran(
        hub, corpus, "--to", "anna/news", "--without-texts", "--yes", HF_TOKEN="", HF_HOME=str(tmp_path)
    )
    assert result.returncode == 2
    assert "hf auth login" in result.stderr
    assert hub.asked == []


def test_a_token_does_not_travel_unprotected(corpus: Path, hub: Hub) -> None:
    result = ran(
        hub,
        corpus,
        "--to",
        "anna/news",
        "--without-texts",
        "--yes",
        HF_ENDPOINT="http://user:pass@hub.example",
    )
    assert result.returncode == 2
    assert "unencrypted" in result.stderr
    assert "pass" not in result.stderr.replace("password", "")


def test_what_is_scrubbed() -> None:
    said = "Bearer abc.def, hf_abcdEFGH, https://me:secret@hub.example/x, my-token"
    assert scrubbed(said, "my-token") == "Bearer ***, ***, https://***hub.example/x, ***"
