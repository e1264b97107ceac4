"""A corpus of one text, and the server of its review, in this process."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rukaz.export.manifest import digest_tree, read_manifest, write_manifest
from rukaz.pipeline.build import Options
from rukaz.review_server.http_server import HOST, ReviewServer
from rukaz.review_server.session import ReviewSession
from tests.broken.corpora import Draft, written
from tests.explore.small_corpus import write_corpus

SPEC = (
    "Мама/NOUN/2:nsubj/Animacy=Anim|Case=Nom|Gender=Fem|Number=Sing "
    "мыла/VERB/0:root/=мыть/Aspect=Imp|Gender=Fem|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Act "
    "раму/NOUN/2:obj/Animacy=Inan|Case=Acc|Gender=Fem|Number=Sing/=рама ./PUNCT/2:punct\n"
    "Токаев/PROPN/2:nsubj/B-PER прибыл/VERB/0:root/=прибыть/Aspect=Perf|Gender=Masc|Mood=Ind|Number=Sing|"
    "Tense=Past|VerbForm=Fin|Voice=Act в/ADP/4:case Астану/PROPN/2:obl/=Астана/B-LOC ./PUNCT/2:punct"
)


def make_project(folder: Path) -> None:
    """A folder of texts and the corpus that they make."""
    one, sentences = written("letter", "train", SPEC)
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / one.file).write_bytes(one.text.encode())
    corpus = folder / "corpus"
    write_corpus(corpus, Draft([(one, sentences)]))
    write_manifest(corpus, {**read_manifest(corpus), "outputs": digest_tree(corpus)})


@dataclass
class Client:
    """Asks a server as its pages do, unless a test says otherwise."""

    server: ReviewServer

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """The answer to a request; a header that is None is left out."""
        _, port = self.server.server_address[:2]
        asked: dict[str, str | None] = {"Host": f"{HOST}:{port}", "Content-Type": "application/json"}
        asked |= {"Content-Length": str(len(body))} if body is not None else {}
        asked |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(HOST, int(port), timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in asked.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def api(self, name: str, value: object = None) -> tuple[int, Any]:
        """Status and value of what a page asks."""
        path = f"/{self.server.secret}/api/{name}"
        body = None if value is None else json.dumps(value).encode()
        status, _, answer = self.ask("GET" if body is None else "POST", path, body)
        return status, json.loads(answer) if answer else None


def make_session(project: Path) -> ReviewSession:
    """A review of the corpus of a project."""
    return ReviewSession(
        project / "corpus", project / "texts", project / "review", "A. B.", Options(model="fast")
    )


@contextmanager
def served(session: ReviewSession) -> Iterator[Client]:
    """Somebody who asks the server of a review."""
    with ReviewServer(session, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Client(server)
        server.shutdown()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_project(tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def session(project: Path) -> ReviewSession:
    return make_session(project)


@pytest.fixture
def client(session: ReviewSession) -> Iterator[Client]:
    with served(session) as asking:
        yield asking
