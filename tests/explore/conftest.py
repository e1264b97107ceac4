"""A browser, and sites to open in it. In no test may a page report an error or load anything foreign."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rukaz.explore.site import write_site
from rukaz.export.parquet_files import read_sentences
from rukaz.records import SPLITS, Document, Sentence
from tests.conftest import chromium
from tests.review_server.conftest import client, project, session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    Open = Callable[..., Page]

__all__ = ["client", "project", "session"]  # fixtures of the server of a review

CORPUS = Path(__file__).parents[2] / "corpus"
READY = "main#content:not([aria-busy])"
"""What a page has when all that belongs to it is shown."""


BROWSER = os.environ.get("RUKAZ_BROWSER", "chromium")
"""``chromium`` (the system's), ``firefox`` (as Playwright installs it) or ``moz-firefox`` (the system's)."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this run; none is downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        if BROWSER == "chromium":
            started = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        elif BROWSER == "firefox":
            started = driver.firefox.launch()
        else:
            started = driver.firefox.launch(channel=BROWSER, executable_path=shutil.which("firefox"))
        yield started
        started.close()


@pytest.fixture
def in_chromium() -> None:
    """For tests of what only Chromium tells or does: the tree of a screen reader, files of print."""
    if BROWSER != "chromium":
        pytest.skip("of Chromium alone")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the corpus of this repository."""
    folder = tmp_path_factory.mktemp("explore") / "site"
    write_site(CORPUS, folder)
    return folder


@pytest.fixture(scope="session")
def documents() -> dict[str, tuple[Document, list[Sentence]]]:
    """The documents of that corpus with their sentences, as its Parquet has them, in the site's order."""
    return {one.doc_id: (one, found) for split in SPLITS for one, found in read_sentences(CORPUS, split)}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """``open_page(site, "#/read", viewport=…)``: the page, once it is whole; more arguments are a context's.

    ``first`` is a script that runs before those of the page.
    At the end of the test, no page may have reported an error or asked for anything outside its site.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def report(fault: str, is_one: bool = True) -> None:
        if is_one:
            faults.append(fault)

    def opened(site: Path | str, address: str = "", *, first: str = "", **options: Any) -> Page:
        root = site if isinstance(site, str) else site.resolve().as_uri()
        context = browser.new_context(**options)
        contexts.append(context)
        context.add_init_script(first)
        page = context.new_page()
        page.on("console", lambda said: report(said.text, said.type in ("error", "warning")))
        page.on("pageerror", lambda error: report(str(error)))
        page.on("request", lambda asked: report(asked.url, not is_inside(asked.url, root)))
        page.goto(f"{root}/index.html{address}")
        page.wait_for_selector(READY)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def is_inside(url: str, root: str) -> bool:
    return url.startswith((root + "/", "data:,", "blob:"))


@pytest.fixture
def go() -> Callable[[Page, str], None]:
    """``go(page, "#/overview")``: another address of the same site, as a link would lead there."""

    def gone(page: Page, address: str) -> None:
        page.evaluate(
            """address => new Promise((done) => {
                addEventListener("hashchange", () => setTimeout(done), { once: true });
                location.hash = address;
            })""",
            address,
        )
        page.wait_for_selector(READY)

    return gone


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the site on a web server."""
    handler = partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A server that does not log."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
