"""A local stand-in of the Hugging Face Hub: the part of its API that an upload of a data set needs.

Parquet is taken through LFS, everything else with the commit, as the Hub does it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

TOKEN = "hf_theTokenOfTheTests"


@dataclass
class Hub:
    """What the stand-in knows and was asked.

    Attributes:
        files: of the one data set, by path.
        commits: summary and description of each.
        asked: method and path of every request, in order.
        authorized: paths that were asked for with the token.
        fault: beginning of the path whose requests fail, and the message, which may hold the token.
    """

    address: str = ""
    private: bool | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    commits: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    authorized: set[str] = field(default_factory=set)
    stored: dict[str, bytes] = field(default_factory=dict)
    fault: tuple[str, str] | None = None

    @property
    def head(self) -> str:
        """The id of the last commit."""
        return f"{len(self.commits):040x}"


@contextmanager
def running_hub() -> Iterator[Hub]:
    """A hub on this machine, for as long as the block lasts."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.serve("POST")

        def do_PUT(self) -> None:
            self.serve("PUT")

        def do_GET(self) -> None:
            self.serve("GET")

        def do_HEAD(self) -> None:
            self.serve("HEAD")

        def serve(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.partition("?")[0]
            hub.asked.append(f"{method} {path}")
            if self.headers.get("Authorization") == f"Bearer {TOKEN}":
                hub.authorized.add(path)
            if hub.fault and path.startswith(hub.fault[0]):
                self.answer(403, {"error": hub.fault[1]}, **{"X-Error-Message": hub.fault[1]})
                return
            if "/resolve/" in path:
                self.hand_out(path.split("/resolve/", 1)[1].partition("/")[2], method)
                return
            status, answer = _answer(hub, path, body)
            self.answer(status, answer, **({"X-Error-Code": "RepoNotFound"} if status == 404 else {}))

        def hand_out(self, name: str, method: str) -> None:
            """A file; its ETag is what git calls it."""
            data = hub.files[unquote(name)]
            self.send_response(200)
            self.send_header("ETag", f'"{blob_id(data)}"')
            self.send_header("X-Repo-Commit", hub.head)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if method == "GET":
                self.wfile.write(data)

        def answer(self, status: int, value: Any, **headers: str) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, content in headers.items():
                self.send_header(name, content)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing on the console."""

    return Handler


def _answer(hub: Hub, path: str, body: bytes) -> tuple[int, Any]:
    if match := re.fullmatch(r"/lfs/(\w+)", path):
        assert hashlib.sha256(body).hexdigest() == match[1]
        hub.stored[match[1]] = body
        return 200, {}
    if "/tree/" in path:
        return 200, [_listed(name, data) for name, data in hub.files.items()]
    if re.fullmatch(r"/api/datasets/[^/]+/[^/]+", path):
        return _described(hub)
    if "/commit/" in path:
        return _commit(hub, [json.loads(line) for line in body.splitlines()])
    if path == "/api/repos/create":
        return _create(hub, json.loads(body))
    return _prepare(hub, path, json.loads(body or b"{}"))


def _listed(name: str, data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "file", "path": name, "size": len(data), "oid": blob_id(data)}
    if name.endswith(".parquet"):
        digest = hashlib.sha256(data).hexdigest()
        found["lfs"] = {"oid": digest, "size": len(data), "pointerSize": 130}
    return found


def _described(hub: Hub) -> tuple[int, Any]:
    if hub.private is None:
        return 404, {"error": "Repository not found"}
    return 200, {"id": "anna/news", "sha": hub.head, "private": hub.private, "siblings": []}


def blob_id(data: bytes) -> str:
    """What git calls these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def _prepare(hub: Hub, path: str, wanted: dict[str, Any]) -> tuple[int, Any]:
    """Validate the header of the card, say how files are to be sent, and where to."""
    if path == "/api/validate-yaml":
        return 200, {"errors": [], "warnings": []}
    if "/preupload/" in path:
        return 200, {"files": [_mode(one["path"]) for one in wanted["files"]]}
    if path.endswith("/info/lfs/objects/batch"):
        return 200, {"transfer": "basic", "objects": [_lfs_object(hub, one) for one in wanted["objects"]]}
    return 404, {"error": f"the stand-in has no {path}"}


def _mode(path: str) -> dict[str, Any]:
    mode = "lfs" if path.endswith(".parquet") else "regular"
    return {"path": path, "uploadMode": mode, "shouldIgnore": False}


def _create(hub: Hub, wanted: dict[str, Any]) -> tuple[int, Any]:
    if hub.private is not None:
        return 409, {
            "error": "You already created this dataset repo",
            "url": f"{hub.address}/datasets/anna/news",
        }
    hub.private = bool(wanted.get("private") or wanted.get("visibility") == "private")
    hub.files[".gitattributes"] = b"*.parquet filter=lfs\n"
    return 200, {"url": f"{hub.address}/datasets/anna/news", "name": "anna/news"}


def _lfs_object(hub: Hub, one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "actions": {"upload": {"href": f"{hub.address}/lfs/{one['oid']}"}}}


def _commit(hub: Hub, lines: list[dict[str, Any]]) -> tuple[int, Any]:
    for line in lines:
        value = line["value"]
        if line["key"] == "header":
            assert value.get("parentCommit") == hub.head
            hub.commits.append((value["summary"], value["description"]))
        elif line["key"] == "file":
            hub.files[value["path"]] = base64.b64decode(value["content"])
        elif line["key"] == "lfsFile":
            hub.files[value["path"]] = hub.stored[value["oid"]]
        elif line["key"] == "deletedFile":
            del hub.files[value["path"]]
    oid = f"{len(hub.commits):040x}"
    url = f"{hub.address}/datasets/anna/news/commit/{oid}"
    return 200, {
        "success": True,
        "commitOid": oid,
        "commitUrl": url,
        "hookOutput": "",
        "pullRequestUrl": None,
    }
