"""Reviewing in the browser: what is accepted is kept at once; nothing is lost, whoever else is at work."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rukaz.conllu.files import read_conllu
from rukaz.review.queue import ORDERS
from tests.campaigns.edits_in_browser import campaign
from tests.explore.conftest import Quiet
from tests.explore.test_accessibility_browser import for_everyone
from tests.explore.test_change_browser import change
from tests.explore.test_correct_browser import choose, columns
from tests.explore.third_language import NARROW, speak
from tests.review_server.conftest import Client

Open = Callable[..., Any]
SENTENCE = "letter-p1-c0"


class Serving:
    """A server in a process of its own, as it is typed."""

    def __init__(self, project: Path, *arguments: str) -> None:
        self.command = [
            sys.executable, "-m", "rukaz", "review", "--serve", "--reviewer", "A. B.", "--port", "0",
            "--corpus", str(project / "corpus"), "--seeds", str(project / "texts"), "--model", "fast",
            *arguments,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip().rstrip("/")

    @property
    def port(self) -> str:
        found = re.search(r":(\d+)/", self.address)
        assert found
        return found[1]

    def kill(self) -> None:
        """As the power does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """``serve(project)``: the review of a corpus is served."""
    running: list[Serving] = []

    def started(project: Path, *arguments: str) -> Serving:
        running.append(Serving(project, *arguments))
        assert running[-1].address, running[-1].process.stderr and running[-1].process.stderr.read()
        return running[-1]

    yield started
    for one in running:
        one.kill()


@pytest.fixture
def address(client: Client) -> str:
    """The address of a server in this process."""
    return client.server.address.rstrip("/")


@pytest.fixture
def page(open_page: Open, address: str) -> Any:
    """The first sentence, from that server."""
    return open_page(address, f"#/tree/{SENTENCE}")


def correct(page: Any, lemma: str) -> None:
    """Another lemma for the third word."""
    if not page.locator("svg.tree.editable").count():
        page.keyboard.press("e")
    page.locator('.word[data-id="3"]').focus()
    page.keyboard.press("l")
    choose(page, lemma)


def wait_for_sentence(page: Any, sent_id: str) -> None:
    """Until it can be corrected; the address changes before the page."""
    page.wait_for_function("id => document.title.startsWith(id)", arg=sent_id)
    page.wait_for_selector("main#content:not([aria-busy]) svg.tree.editable")


def kept(project: Path) -> list[str]:
    """The lemmas of the sentence in the review."""
    file = project / "texts" / "reviewed" / "letter.conllu"
    found = [one for one in read_conllu(file) if one.sent_id == SENTENCE] if file.exists() else []
    return [token.lemma for one in found for token in one.tokens]


def test_a_correction_is_three_steps(page: Any, project: Path) -> None:
    """Correct, accept, build: then the corpus has it, and the page shows that corpus."""
    correct(page, "рамка")
    page.keyboard.press("a")
    page.locator(".accepted").wait_for()
    assert kept(project)[2] == "рамка"
    assert columns(page, 3)["lemma"] == "рамка"  # as accepted, before any build
    page.reload()
    page.wait_for_selector("main#content:not([aria-busy])")
    assert columns(page, 3)["lemma"] == "рамка"
    page.locator("#corrections").click()
    before = page.url
    page.get_by_role("button", name="Build the corpus").click()
    page.wait_for_url(lambda url: url.partition("#")[0] != before.partition("#")[0], timeout=200_000)
    page.wait_for_selector("main#content:not([aria-busy])")
    assert "0 sentences" in page.locator(".waiting").inner_text()
    built = next((project / "corpus" / "conllu").glob("*.conllu")).read_text(encoding="utf-8")
    assert "\tрамка\t" in built


def accept(page: Any) -> Any:
    """Accept the sentence; what is said of that."""
    page.locator(".review [data-key=accept]").click()
    said = page.locator(".review-said > *")
    said.first.wait_for()
    return said.first


@pytest.mark.parametrize("way", ["click", "key"])
def test_correcting_goes_on_after_a_sentence_is_accepted(page: Any, project: Path, way: str) -> None:
    correct(page, "рамка")
    if way == "click":
        page.get_by_role("button", name="Accept and go on").click()
    else:
        page.keyboard.press("Shift+A")
    wait_for_sentence(page, "letter-p1-c16")
    assert kept(project)[2] == "рамка"
    assert "Accepted, with 1 change" in page.locator(".accepted").inner_text()
    assert page.get_by_role("button", name="Accept and go on").count() == 0  # it is the last sentence
    page.locator(".accepted").get_by_role("link", name=SENTENCE).click()
    wait_for_sentence(page, SENTENCE)
    assert page.locator(".accepted").count() == 0
    page.keyboard.press("a")
    page.locator(".accepted a").wait_for()
    page.keyboard.press("Enter")  # the link to the next sentence has the focus
    wait_for_sentence(page, "letter-p1-c16")


def test_what_is_not_accepted_keeps_its_sentence(page: Any, project: Path) -> None:
    correct(page, "рамка")
    page.keyboard.press("r")
    choose(page, "punct")
    page.get_by_role("button", name="Accept and go on").click()
    page.locator(".review-said").get_by_text("not accepted").wait_for()
    assert columns(page, 3)["deprel"] == "punct"
    assert kept(project) == []


def test_what_the_validator_says_stands_beside_the_sentence(page: Any, project: Path) -> None:
    page.keyboard.press("e")
    page.locator('.word[data-id="3"]').focus()
    page.keyboard.press("r")
    choose(page, "punct")
    page.locator(".findings").wait_for()  # asked without a click
    assert "3 раму: punct is for PUNCT, not for NOUN." in page.locator(".findings").inner_text()
    accept(page)
    page.locator(".review-said").get_by_text("not accepted").wait_for()
    page.locator(".findings").wait_for()
    assert kept(project) == []
    page.keyboard.press("Control+z")
    page.locator(".review-said").get_by_text("find nothing").wait_for()


def test_a_sentence_without_a_mistake_is_accepted(page: Any, project: Path) -> None:
    assert "0 changes" in accept(page).inner_text()
    assert kept(project) == ["мама", "мыть", "рама", "."]
    assert "reviewed: A. B." in page.locator(".facts").inner_text()


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_windows_correct_one_sentence(
    open_page: Open,
    page: Any,
    address: str,
    project: Path,
    choice: str,
) -> None:
    other = open_page(address, f"#/tree/{SENTENCE}")
    correct(other, "рамка")
    accept(other)
    correct(page, "рамочка")
    accept(page)
    told = page.locator(".conflict")
    told.wait_for()
    assert "A. B. has changed this sentence meanwhile" in told.inner_text()
    assert "3 раму: lemma рамка → рамочка" in told.inner_text()
    assert kept(project)[2] == "рамка"
    if choice == "mine":
        told.get_by_role("button", name="Keep my correction").click()
        page.locator(".accepted").wait_for()
    else:
        told.get_by_role("button", name="Keep theirs").click()
        told.wait_for(state="detached")
        page.locator("svg.tree").wait_for()
    wanted = "рамочка" if choice == "mine" else "рамка"
    assert (kept(project)[2], columns(page, 3)["lemma"]) == (wanted, wanted)


def test_all_corrections_are_accepted_at_once(page: Any, project: Path) -> None:
    correct(page, "рамка")
    page.keyboard.press("j")
    wait_for_sentence(page, "letter-p1-c16")
    page.locator('.word[data-id="4"]').focus()
    page.keyboard.press("r")
    choose(page, "punct")
    page.locator("#corrections").click()
    page.get_by_role("button", name="Accept all corrections").click()
    page.get_by_text("1 sentence", exact=True).wait_for()
    assert kept(project)[2] == "рамка"
    assert (
        page.locator(".corrections section ul").first.inner_text().count("Discard") == 1
    )  # what is not valid


def test_a_server_that_is_killed_loses_nothing(
    browser: Any, serve: Callable[..., Serving], project: Path
) -> None:
    serving = serve(project)
    page = browser.new_context().new_page()

    def show(address: str) -> None:
        page.goto(f"{address}/index.html#/tree/{SENTENCE}")
        page.wait_for_selector("main#content:not([aria-busy])")

    show(serving.address)
    correct(page, "рамка")
    serving.kill()
    accept(page)
    page.get_by_text("The server does not answer").wait_for()
    assert columns(page, 3)["lemma"] == "рамка"
    again = serve(project, "--port", serving.port)
    assert again.address != serving.address  # another secret
    show(again.address)
    assert columns(page, 3)["lemma"] == "рамка"
    assert "Accepted" in accept(page).inner_text()
    assert kept(project)[2] == "рамка"
    page.context.close()


REACH = """async (address) => {
    const tried = [];
    const post = { method: "POST", body: "{}" };
    const asked = { state: {}, build: post, save: { ...post, mode: "no-cors" } };
    for (const [name, options] of Object.entries(asked)) {
        tried.push(await fetch(`${address}/api/${name}`, options).then(({ ok }) => ok, () => false));
    }
    const frame = document.createElement("iframe");
    frame.src = `${address}/index.html`;
    const script = document.createElement("script");
    script.src = `${address}/index.html`;
    for (const one of [frame, script]) {
        tried.push(await new Promise((done) => {
            one.onload = () => done(one === script);
            one.onerror = () => done(false);
            document.body.append(one);
        }));
    }
    return tried;
}"""


def test_another_page_of_the_browser_reaches_nothing(
    browser: Any,
    address: str,
    project: Path,
    tmp_path: Path,
) -> None:
    """Even a page that knows the secret is not answered."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("<!doctype html><title>Other</title><body>")
    handler = partial(Quiet, directory=str(tmp_path / "other"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/index.html")
        assert page.evaluate(REACH, address) == [False] * 5
        page.context.close()
        server.shutdown()
    assert kept(project) == []


@pytest.mark.parametrize("window", [("light", 1280), ("dark", 390)], ids=str)
def test_reviewing_is_for_everyone(open_page: Open, address: str, window: tuple[str, int]) -> None:
    theme, width = window
    size = {"width": width, "height": 800}
    page = open_page(address, f"#/tree/{SENTENCE}", color_scheme=theme, viewport=size)
    require_all_well = for_everyone(page)
    page.keyboard.press("e")
    page.locator('.word[data-id="3"]').focus()
    page.keyboard.press("r")
    choose(page, "punct")
    page.locator(".findings").wait_for()
    require_all_well()
    page.locator("#corrections").click()
    page.get_by_role("button", name="Build the corpus").wait_for()
    require_all_well()


def test_a_queue_is_gone_through(open_page: Open, address: str, project: Path) -> None:
    page = open_page(address, "#/queue")
    named = """(keys) => rukaz.language.all().every(([code]) => {
        rukaz.language.choose(code);
        return keys.every(rukaz.language.has);
    })"""
    assert page.evaluate(named, [f"queue.{order}" for order in ORDERS])
    page.evaluate("rukaz.language.choose('en')")
    page.get_by_label("First").select_option("rarity")
    page.get_by_role("button", name="Show").click()
    page.wait_for_function("() => location.hash.includes('rarity')")
    page.locator(".queue ol a").first.click()
    page.locator("svg.tree").wait_for()
    accept(page)
    page.get_by_role("link", name="Next in the queue").click()
    page.wait_for_selector("main#content:not([aria-busy])")
    accept(page)
    assert page.get_by_role("link", name="Next in the queue").count() == 0
    page.locator("#queue").click()
    page.get_by_text("2 of 2 accepted").wait_for()
    assert len(list(read_conllu(project / "texts" / "reviewed" / "letter.conllu"))) == 2


REFUSED = """(asked) => rukaz.reviewServer.answer("change", asked).then(() => "", ({ message }) => message)"""


def test_no_text_of_a_review_stands_outside_of_the_tables(browser: Any, address: str) -> None:
    """Nor what the server says: of words, of conflicts, why to look at a sentence, what it refuses."""
    page = browser.new_context().new_page()
    left: dict[str, list[str]] = {}

    def look(where: str) -> None:
        page.wait_for_selector("main#content:not([aria-busy])")
        found = page.evaluate(NARROW)
        left.update({where: found} if found else {})

    page.goto(f"{address}/index.html#/tree/{SENTENCE}")
    speak(page)
    page.locator("svg.tree").wait_for()
    correct(page, "рамка")
    page.keyboard.press("r")
    choose(page, "punct")
    page.locator(".findings").wait_for()
    look("findings")
    accept(page)
    look("a sentence that is refused")
    page.keyboard.press("Control+z")
    other = browser.new_context().new_page()
    other.goto(f"{address}/index.html#/tree/{SENTENCE}")
    other.locator("svg.tree").wait_for()
    correct(other, "рамочка")
    accept(other)
    other.locator(".accepted").wait_for()
    other.context.close()
    accept(page)
    page.locator(".conflict").wait_for()
    look("a conflict")
    page.locator(".conflict button").first.click()
    page.locator(".accepted").wait_for()
    look("a sentence that is accepted")
    for address_in_page in ("#/queue?order=rarity", "#/queue?order=document&q=%5Bupos%3D", "#/corrections"):
        page.evaluate("address => { location.hash = address; }", address_in_page)
        page.locator(".queue ol, .queue .problem p, .waiting").first.wait_for()
        look(address_in_page)
    page.evaluate("address => { location.hash = address; }", change("", "[upos=VERB]", "upos=PUNCT")[1])
    page.locator(".toolbar .main").click()
    page.locator(".changed .findings").first.wait_for()
    look("a change that is refused")
    asked = {"query": "[upos=VERB]", "changes": ["upos=X"], "accept": [SENTENCE]}
    assert not re.search("[a-z]{2}", page.evaluate(REFUSED, asked)), "a sentence that has changed meanwhile"
    said = page.evaluate(REFUSED, {**asked, "changes": ["colour=red"]})
    own, _, english = said.partition("this is not a change: 'colour=red'. ")
    assert english.startswith("Write NODE.FIELD=VALUE"), "for what the server has no code"
    assert not re.search("[a-z]{2}", own)
    assert left == {}, left
    page.context.close()


def test_random_edits_are_those_of_worksheets(open_page: Open, address: str, project: Path) -> None:
    """A short run of the campaign; the long one is a command of its own."""
    by_hand = Path(shutil.copytree(project / "texts", project / "by-hand"))
    page = open_page(address, "#/read")
    texts = (project / "texts", by_hand)
    told = campaign(page, project / "corpus", texts, edits=6, seed=3)
    assert told["accepted"]
