"""What the server answers: corrections that are kept, conflicts, and nobody who has no business there."""

from __future__ import annotations

import json
import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rukaz.conllu.files import read_conllu, sentence_to_conllu
from rukaz.export.parquet_files import read_sentences
from rukaz.records import Sentence
from rukaz.review.kept_reviews import annotation_of
from rukaz.review.worksheet_files import accept_worksheet
from rukaz.review_server.http_server import HOST, MOST_BYTES
from tests.review_server.conftest import Client, make_project, make_session, served


@pytest.fixture
def mother(project: Path) -> Sentence:
    """«Мама мыла раму.» in the corpus."""
    [(_, sentences)] = read_sentences(project / "corpus", "train")
    return sentences[0]


def kept(project: Path) -> list[Sentence]:
    file = project / "texts" / "reviewed" / "letter.conllu"
    return list(read_conllu(file)) if file.exists() else []


def corrected(sentence: Sentence, **changes: Any) -> Sentence:
    """The sentence with another last noun."""
    tokens = [replace(token, **changes) if token.form == "раму" else token for token in sentence.tokens]
    return replace(sentence, tokens=tuple(tokens))


def save(client: Client, sentence: Sentence, base: Sentence) -> tuple[int, Any]:
    return client.api("save", {"conllu": sentence_to_conllu(sentence), "base": annotation_of(base)})


# -- corrections --


def test_a_correction_is_kept_as_by_a_worksheet(client: Client, project: Path, mother: Sentence) -> None:
    status, answer = save(client, corrected(mother, lemma="рамка"), mother)
    assert (status, answer["saved"], answer["changes"]) == (
        200,
        True,
        [f"{mother.sent_id}: 3 раму: lemma рама -> рамка"],
    )
    by_server = (project / "texts" / "reviewed" / "letter.conllu").read_bytes()
    sheet = project / "letter.conllu"
    sheet.write_text(sentence_to_conllu(corrected(mother, lemma="рамка")), encoding="utf-8")
    accept_worksheet(sheet, project / "corpus", project / "texts", reviewer="A. B.")
    assert (project / "texts" / "reviewed" / "letter.conllu").read_bytes() == by_server


def test_what_waits_for_the_build_is_told(client: Client, mother: Sentence) -> None:
    assert client.api("state")[1]["accepted"]["ids"] == []
    save(client, corrected(mother, lemma="рамка"), mother)
    state = client.api("state")[1]
    assert (state["accepted"]["ids"], state["accepted"]["reviewers"]) == ([mother.sent_id], ["A. B."])
    assert "рамка" in state["accepted"]["tables"]["lemma"]


def test_a_sentence_without_a_mistake_is_accepted_too(
    client: Client, project: Path, mother: Sentence
) -> None:
    assert save(client, mother, mother)[1]["changes"] == []
    assert [one.reviewer for one in kept(project)] == ["A. B."]


def test_what_the_validator_finds_is_not_kept(client: Client, project: Path, mother: Sentence) -> None:
    wrong = corrected(mother, deprel="punct")
    status, answer = save(client, wrong, mother)
    assert (status, answer["saved"]) == (200, False)
    [found] = [one for one in answer["findings"] if one["code"] == "rel-upos-punct"]
    assert (found["token"], found["form"], found["error"]) == (3, "раму", True)
    assert found["values"] == {
        "form": "раму", "lemma": "рама", "upos": "NOUN", "deprel": "punct", "head": "мыла"
    }  # fmt: skip
    assert kept(project) == []
    assert client.api("check", {"conllu": sentence_to_conllu(wrong)})[1]["findings"] == answer["findings"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("раму→рану", "the source has no word «рану»"),
        ("2\tobj→3\tobj", "cycle"),
        ("letter→other", "the corpus has no document"),
        ("\n\n→\n\n1\tа\tа\tX\t_\t_\t0\troot\t_\t_\n\n", "not one sentence|source has no sentence"),
    ],
)
def test_what_is_no_correction(
    client: Client, project: Path, mother: Sentence, change: str, message: str
) -> None:
    old, new = change.split("→")
    text = sentence_to_conllu(mother).replace(old, new)
    status, answer = client.api("save", {"conllu": text, "base": annotation_of(mother)})
    assert status == 422 and re.search(message, answer["what"]), answer
    assert kept(project) == []


# -- two at a time --


def test_a_sentence_that_another_page_has_changed_is_a_conflict(
    client: Client, project: Path, mother: Sentence
) -> None:
    theirs, ours = corrected(mother, lemma="рамка"), corrected(mother, upos="PROPN")
    save(client, theirs, mother)
    conflict = save(client, ours, mother)[1]["conflict"]
    assert (conflict["reviewer"], conflict["current"]) == ("A. B.", annotation_of(theirs))
    assert kept(project)[0].tokens[2].lemma == "рамка"
    assert save(client, ours, theirs)[1]["saved"]
    assert kept(project)[0].tokens[2].upos == "PROPN"


def test_the_same_correction_twice_is_no_conflict(client: Client, mother: Sentence) -> None:
    for _ in range(2):
        assert save(client, corrected(mother, lemma="рамка"), mother)[1]["saved"]


def test_a_worksheet_accepted_meanwhile_is_a_conflict(
    client: Client, project: Path, mother: Sentence
) -> None:
    sheet = project / "letter.conllu"
    sheet.write_text(sentence_to_conllu(corrected(mother, lemma="рамка")), encoding="utf-8")
    accept_worksheet(sheet, project / "corpus", project / "texts", reviewer="C. D.")
    assert save(client, corrected(mother, upos="PROPN"), mother)[1]["conflict"]["reviewer"] == "C. D."


# -- one change to many sentences --

NOUNS = "pattern { N [upos=NOUN, Case=Acc] }"


def test_a_change_is_shown_and_then_kept(client: Client, project: Path, mother: Sentence) -> None:
    asked = {"query": NOUNS, "changes": ["lemma=рамка", "N.Number=Plur"]}
    shown = client.api("change", asked)[1]
    assert (shown["ids"], shown["left_out"]) == ([mother.sent_id], 0)
    assert "рамка" in shown["tables"]["lemma"]
    assert kept(project) == []
    answer = client.api("change", {**asked, "accept": shown["ids"]})[1]
    assert answer == {"saved": True, "changes": 2, "sentences": 1}
    assert (kept(project)[0].tokens[2].lemma, kept(project)[0].reviewer) == ("рамка", "A. B.")


def test_a_change_that_breaks_rules_is_not_kept(client: Client, project: Path, mother: Sentence) -> None:
    asked = {"query": "pattern { X [upos=NOUN|PROPN] }", "changes": ["X.deprel=punct"]}
    ids = client.api("change", asked)[1]["ids"]
    answer = client.api("change", {**asked, "accept": ids})[1]
    assert (answer["saved"], set(answer["findings"])) == (False, set(ids))
    assert kept(project) == []
    wanted = client.api("change", {**asked, "changes": ["X.lemma=имя"], "accept": [mother.sent_id]})[1]
    assert (wanted["sentences"], [one.sent_id for one in kept(project)]) == (1, [mother.sent_id])


def test_what_waits_for_the_build_is_left_out_of_a_change(
    client: Client, project: Path, mother: Sentence
) -> None:
    save(client, corrected(mother, lemma="рамка"), mother)
    asked = {"query": NOUNS, "changes": ["N.Number=Plur"]}
    shown = client.api("change", asked)[1]
    assert (shown["ids"], shown["left_out"]) == ([], 1)
    status, answer = client.api("change", {**asked, "accept": [mother.sent_id]})
    assert (status, answer["code"], "meanwhile" in answer["what"]) == (422, "meanwhile", True)
    assert kept(project)[0].tokens[2].lemma == "рамка"


@pytest.mark.parametrize(("query", "change"), [("pattern {", "upos=X"), (NOUNS, "colour=red")])
def test_what_cannot_be_changed(client: Client, query: str, change: str) -> None:
    assert client.api("change", {"query": query, "changes": [change]})[0] == 422


# -- what to look at first --


def test_the_queue_is_in_order(client: Client, mother: Sentence) -> None:
    status, found = client.api("queue", {"order": "document", "query": ""})
    assert (status, found["length"], found["rows"][0]["sent_id"]) == (200, 2, mother.sent_id)
    found = client.api("queue", {"order": "rarity", "query": "прибыл"})[1]
    assert [row["text"].partition(" ")[0] for row in found["rows"]] == ["Токаев"]
    assert client.api("queue", {"order": "document", "query": "pattern {"})[0] == 422
    assert client.api("queue", {"order": "colour", "query": ""})[0] == 400
    assert client.api("state")[1]["orders"] == ["document", "confidence", "rules", "rarity"]


# -- who is not answered --


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that many tests ask, none of which may change anything."""
    project = tmp_path_factory.mktemp("attacked") / "project"
    make_project(project)
    with served(make_session(project)) as asking:
        yield asking
    assert kept(project) == []


def test_the_page_is_found_by_its_secret_address(attacked: Client) -> None:
    status, headers, _ = attacked.ask("GET", f"/{attacked.server.secret}/")
    assert (status, headers["Location"].rpartition("/")[2]) == (302, "index.html")
    status, headers, page = attacked.ask("GET", headers["Location"])
    assert status == 200 and b"connect-src 'self'" in page
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Referrer-Policy"] == "no-referrer"


FOREIGN: dict[str, dict[str, str | None]] = {
    "another secret": {"path": "/wrong/"},
    "no secret": {"path": "/"},
    "a part of the secret": {"path": "/{secret:.10}/"},
    "another name for this machine": {"Host": "corpus.example:80"},
    "no name": {"Host": None},
    "another page": {"Origin": "http://corpus.example"},
    "a page without an address": {"Origin": "null"},
    "another page's script": {"Sec_Fetch_Site": "cross-site"},
    "another server of this machine": {"Sec_Fetch_Site": "same-site"},
}


@pytest.mark.parametrize("who", FOREIGN)
@pytest.mark.parametrize("asked", ["GET api/state", "POST api/save", "GET "])
def test_nobody_else_is_answered(attacked: Client, mother: Sentence, who: str, asked: str) -> None:
    headers = dict(FOREIGN[who])
    method, _, name = asked.partition(" ")
    root = str(headers.pop("path", "/{secret}/")).replace("{secret:.10}", attacked.server.secret[:10])
    path = root.replace("{secret}", attacked.server.secret) + name
    body = json.dumps({"conllu": sentence_to_conllu(mother), "base": annotation_of(mother)}).encode()
    status, found, answer = attacked.ask(method, path, body if method == "POST" else None, **headers)
    assert (status, answer) == (403, b"")
    assert "Access-Control-Allow-Origin" not in found


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_nothing_but_get_and_post(attacked: Client, method: str) -> None:
    assert attacked.ask(method, f"/{attacked.server.secret}/")[0] == 501


PLACES = (
    "../../corpus/manifest.json", "..%2f..%2fcorpus/manifest.json", "assets/../../../corpus/manifest.json",
    "/etc/passwd", "site.json", "assets", "", ".", "assets//app.js", "assets\\app.js", "index.html%00",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_only_files_of_the_site_are_read(attacked: Client, place: str) -> None:
    generation = attacked.server.session.generation
    assert attacked.ask("GET", f"/{attacked.server.secret}/{generation}/{place}")[0] == 404


def test_every_file_of_the_site_is_there(attacked: Client) -> None:
    session = attacked.server.session
    for name in json.loads((session.site(session.generation) / "site.json").read_text())["files"]:
        assert attacked.ask("GET", f"/{attacked.server.secret}/{session.generation}/{name}")[0] == 200


BODIES: dict[str, tuple[dict[str, str | None], bytes, int]] = {
    "too long": ({"Content_Length": str(MOST_BYTES + 1)}, b"{}", 413),
    "of no length": ({"Content_Length": None, "Transfer_Encoding": "chunked"}, b"0\r\n\r\n", 411),
    "of a length below nothing": ({"Content_Length": "-1"}, b"{}", 413),
    "a form": ({"Content_Type": "text/plain"}, b"{}", 415),
    "no JSON": ({}, b"{", 400),
    "not UTF-8": ({}, b'{"conllu": "\xff"}', 400),
    "nothing": ({}, b"", 400),
    "another shape": ({}, b'{"conllu": 1, "base": []}', 400),
    "without a base": ({}, b'{"conllu": "", "base": null}', 400),
    "nested deeply": ({}, b'{"conllu": "", "base": ' + b"[" * 100_000 + b"}", 400),
}


@pytest.mark.parametrize("what", BODIES)
def test_bodies_that_are_not_read(attacked: Client, what: str) -> None:
    headers, body, status = BODIES[what]
    assert attacked.ask("POST", f"/{attacked.server.secret}/api/save", body, **headers)[0] == status
    assert attacked.api("state")[0] == 200  # and the server goes on


def test_a_browser_that_has_gone_is_not_told_of(attacked: Client, capfd: pytest.CaptureFixture[str]) -> None:
    gone = socket.create_connection((HOST, attacked.server.server_address[1]))
    gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # as a crash closes it
    host = attacked.server.origin.removeprefix("http://")
    gone.sendall(f"GET /{attacked.server.secret}/api/state HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    gone.close()
    assert attacked.api("state")[0] == 200
    assert capfd.readouterr().err == ""
