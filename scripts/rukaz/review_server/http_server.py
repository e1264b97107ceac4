"""The server: files of the site, and what its pages ask, for one browser on this machine.

The standard library's server is enough for six addresses on the loopback interface, and is one dependency
less in an environment that holds models. What it does not do is done here: nobody without the secret in the
address is answered, no other page of the browser (Host, Origin and Sec-Fetch-Site are looked at, so a name
that leads to 127.0.0.1 is of no use), nothing but listed files is read, and bodies have a limit.
"""

from __future__ import annotations

import json
import secrets
import sys
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rukaz.errors import RukazError
from rukaz.explore.site import PAGE
from rukaz.explore.site_files import LISTING
from rukaz.review.queue import Order
from rukaz.review_server import batch_change
from rukaz.review_server.session import Conflict, RefusedError, ReviewSession

HOST = "127.0.0.1"
MOST_BYTES = 1_000_000
"""Of what a page sends: a sentence of 400 tokens has 60,000."""

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_POLICY = "worker-src blob:"
_MARK = '<meta name="referrer"'


class _Correction(BaseModel):
    """What a page sends to be checked or saved."""

    conllu: str
    base: list[Any] | None = None


class _Queue(BaseModel):
    """What a page sends to see what to look at first."""

    order: Order
    query: str


class _Change(BaseModel):
    """What a page sends to change many sentences; without ``accept``, to see what would become of them."""

    query: str
    changes: list[str]
    accept: list[str] | None = None


_Shape = TypeVar("_Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Answer:
    body: bytes = b""
    status: HTTPStatus = HTTPStatus.OK
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class _RefusalError(Exception):
    """A request that is not answered; the argument is the status."""


class ReviewServer(ThreadingHTTPServer):
    """Serves a review until it is shut down.

    Args:
        port: 0 for any that is free.

    Raises:
        RukazError: something else listens at the port.
    """

    daemon_threads = True

    def __init__(self, session: ReviewSession, port: int) -> None:
        self.session = session
        self.secret = secrets.token_urlsafe(24)
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            what = f"nothing can be served at port {port}: {error.strerror}"
            raise RukazError(what, hint="Name another port, or 0 for any: --port 0") from error

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone before it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    @cached_property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://{HOST}:{self.server_address[1]}"

    @property
    def address(self) -> str:
        """What to open in the browser."""
        return f"{self.origin}/{self.secret}/"


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds without a word

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the address is a secret."""

    def do_GET(self) -> None:
        """Answer with a file, or with how the review stands."""
        self._reply(b"")

    def do_POST(self) -> None:
        """Check, save or build."""
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            return self._send(_Answer(status=HTTPStatus.LENGTH_REQUIRED))
        if self.headers.get_content_type() != "application/json":
            return self._send(_Answer(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE))
        if not 0 <= length <= MOST_BYTES:
            return self._send(_Answer(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
        return self._reply(self.rfile.read(length))

    def _reply(self, body: bytes) -> None:
        try:
            answer = self._answer(self._asked(), body)
        except _RefusalError as refusal:
            answer = _Answer(status=refusal.args[0])
        except RukazError as error:
            answer = _json(_refusal(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        except Exception:  # the page must have an answer, and the server goes on
            traceback.print_exc(file=sys.stderr)
            what = "RuKaz itself failed; the terminal shows how"
            answer = _json(_refusal(RefusedError("crashed", what)), HTTPStatus.INTERNAL_SERVER_ERROR)
        self._send(answer)

    def _send(self, answer: _Answer) -> None:
        if answer.status >= HTTPStatus.BAD_REQUEST:
            self.close_connection = True  # what else was sent is not looked at
        self.send_response(answer.status)
        for name, value in {**_HEADERS, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def _asked(self) -> str:
        """What stands after the secret in the address, if whoever asks may be answered."""
        ours = self.server.origin
        _, secret, *rest = [*self.path.partition("?")[0].split("/", 2), ""]
        if self.headers.get("Host") != ours.removeprefix("http://"):
            raise _RefusalError(HTTPStatus.FORBIDDEN)
        if not secrets.compare_digest(secret.encode(), self.server.secret.encode()):
            raise _RefusalError(HTTPStatus.FORBIDDEN)
        opened = self.command == "GET" and self.headers.get("Sec-Fetch-Mode") == "navigate"
        if self.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none") and not opened:
            raise _RefusalError(HTTPStatus.FORBIDDEN)
        if self.headers.get("Origin", ours) != ours:
            raise _RefusalError(HTTPStatus.FORBIDDEN)
        return rest[0]

    def _answer(self, asked: str, body: bytes) -> _Answer:
        session = self.server.session
        match self.command, asked:
            case "GET", "" | "index.html":
                place = f"/{self.server.secret}/{session.generation}/{PAGE}"
                return _Answer(status=HTTPStatus.FOUND, headers={"Location": place})
            case "GET", "api/state":
                return _json(session.state())
            case "POST", _:
                return _json(_posted(session, asked, body))
            case "GET", _:
                return self._file(asked)
        raise _RefusalError(HTTPStatus.NOT_FOUND)

    def _file(self, asked: str) -> _Answer:
        """A file that a site lists; whatever else the address may say is no file."""
        generation, _, name = asked.partition("/")
        if generation not in self.server.session.generations:
            raise _RefusalError(HTTPStatus.NOT_FOUND)
        site = self.server.session.site(generation)
        listed = json.loads((site / LISTING).read_text(encoding="utf-8"))["files"]
        if name not in listed:
            raise _RefusalError(HTTPStatus.NOT_FOUND)
        content = (site / name).read_bytes()
        kind = KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
        return _Answer(_as_served(content) if name == PAGE else content, kind=kind)


def _as_served(page: bytes) -> bytes:
    """The page of a site, which may ask its server and knows that there is one."""
    text = page.decode()
    assert _POLICY in text and _MARK in text
    text = text.replace(_POLICY, f"connect-src 'self'; {_POLICY}", 1)
    return text.replace(_MARK, f'<meta name="rukaz-review" content="../api/">\n{_MARK}', 1).encode()


def _read(shape: type[_Shape], body: bytes) -> _Shape:
    try:
        return shape.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise _RefusalError(HTTPStatus.BAD_REQUEST) from error


def _posted(session: ReviewSession, asked: str, body: bytes) -> dict[str, Any]:
    """The answer to what a page sends."""
    match asked:
        case "api/check":
            return session.check(_read(_Correction, body).conllu)
        case "api/save":
            correction = _read(_Correction, body)
            if correction.base is None:
                raise _RefusalError(HTTPStatus.BAD_REQUEST)
            saved = session.save(correction.conllu, correction.base)
            return {"saved": False, "conflict": asdict(saved)} if isinstance(saved, Conflict) else saved
        case "api/queue":
            wanted = _read(_Queue, body)
            return session.queue(wanted.order, wanted.query)
        case "api/change":
            asked_for = _read(_Change, body)
            if asked_for.accept is None:
                return batch_change.preview(session, asked_for.query, asked_for.changes)
            return batch_change.accept(session, asked_for.query, asked_for.changes, asked_for.accept)
        case "api/build":
            return session.build()
    raise _RefusalError(HTTPStatus.NOT_FOUND)


def _refusal(error: RukazError) -> dict[str, Any]:
    """What is wrong, in English and, where the server itself says it, as a code with values."""
    told = {"what": error.what, "hint": error.hint}
    return {**told, "code": error.code, "values": error.values} if isinstance(error, RefusedError) else told


def _json(value: object, status: HTTPStatus = HTTPStatus.OK) -> _Answer:
    return _Answer(json.dumps(value, ensure_ascii=False).encode(), status)
