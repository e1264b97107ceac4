"""Edit sentences at random in a served page, and do the same by worksheets: the corpora must be equal.

    python tests/campaigns/edits_in_browser.py corpus seeds --edits 200 --seed 1

Each edit (a lemma, class, relation, head or name of a random word) is made by keys in Chromium and then
accepted; the same edit of the record is accepted as a worksheet into a copy of the texts. Both must take it
or both refuse it. In the end the two reviews are compared byte for byte, and so are the corpora that are
built from them. No guidelines are asked of either: a random lemma is never that of the same word elsewhere.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import threading
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rukaz.conllu.files import read_conllu, sentence_to_conllu
from rukaz.errors import RukazError
from rukaz.export.manifest import digest_tree, read_manifest, write_manifest
from rukaz.pipeline.build import build
from rukaz.records import Sentence
from rukaz.review.worksheet_files import accept_worksheet, corpus_documents
from rukaz.review_server.http_server import ReviewServer
from rukaz.review_server.serving import build_options
from rukaz.review_server.session import ReviewSession
from tests.explore.test_correct_browser import edited

REVIEWER = "A. B."
PATIENCE = 180_000
"""Milliseconds, for a machine that has much else to do."""


def campaign(page: Any, corpus: Path, texts: tuple[Path, Path], *, edits: int, seed: int) -> Counter[str]:
    """How many edits were accepted and refused, by both ways alike.

    Args:
        page: of a server, whose reviews are kept in the first of ``texts``.
        texts: two copies of the texts of the corpus.

    Raises:
        AssertionError: the two ways do not agree.
    """
    chance = Random(seed)
    sentences = [one for _, found in corpus_documents(corpus) for one in found if len(one.tokens) > 3]
    latest = {one.sent_id: one for one in sentences}
    told: Counter[str] = Counter()
    page.set_default_timeout(PATIENCE)
    for _ in range(edits):
        former = latest[chance.choice(sentences).sent_id]
        page.evaluate("() => { location.hash = '#/read'; }")
        page.wait_for_selector("svg.tree", state="detached")  # the same sentence may come twice in a row
        page.evaluate("id => { location.hash = `#/tree/${id}`; }", former.sent_id)
        page.wait_for_function("id => document.title.startsWith(id)", arg=former.sent_id)
        page.wait_for_selector("main#content:not([aria-busy]) svg.tree")
        if not page.locator("svg.tree.editable").count():
            page.keyboard.press("e")  # which goes on in the next sentence
        page.wait_for_selector("svg.tree.editable")
        wanted = edited(page, former, chance)
        with page.expect_response(lambda response: response.url.endswith("/api/save")) as answer:
            page.keyboard.press("a")
        saved = answer.value.json()["saved"]
        by_worksheet = accepted(wanted, corpus, texts[1])
        assert saved == by_worksheet, (wanted.sent_id, saved, sentence_to_conllu(wanted))
        told["accepted" if saved else "refused"] += 1
        if saved:
            latest[wanted.sent_id] = wanted
            page.locator(".accepted").wait_for()
        else:
            page.evaluate("id => rukaz.drafts.discard(id)", wanted.sent_id)
    assert reviews(texts[0]) == reviews(texts[1])
    return told


def accepted(sentence: Sentence, corpus: Path, texts: Path) -> bool:
    """Whether a worksheet of the sentence is accepted."""
    with TemporaryDirectory() as folder:
        sheet = Path(folder, f"{sentence.doc_id}.conllu")
        sheet.write_text(sentence_to_conllu(sentence), encoding="utf-8")
        try:
            accept_worksheet(sheet, corpus, texts, reviewer=REVIEWER)
        except RukazError:
            return False
    return True


def reviews(texts: Path) -> dict[str, bytes]:
    """The files of a review."""
    return {path.name: path.read_bytes() for path in sorted((texts / "reviewed").glob("*.conllu"))}


def without_conventions(corpus: Path, texts: tuple[Path, Path]) -> None:
    """Hold a corpus and its texts to no guidelines."""
    manifest = read_manifest(corpus)
    write_manifest(corpus, {**manifest, "corpus": {**manifest["corpus"], "conventions": None}})
    for sources in (place / "sources.toml" for place in texts):
        if sources.exists():
            lines = sources.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = (line for line in lines if not line.startswith("conventions = "))
            sources.write_text("".join(kept), encoding="utf-8")


def main() -> None:
    """Run the campaign on copies of a corpus and its texts."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import chromium

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        corpus = Path(shutil.copytree(asked.corpus, Path(folder, "corpus")))
        one, other = (Path(shutil.copytree(asked.texts, Path(folder, name, "texts"))) for name in "ab")
        texts = (one, other)
        for place in texts:
            for card in asked.texts.resolve().parent.glob("*card*.md"):  # which sources.toml may name
                shutil.copy(card, place.parent)
        without_conventions(corpus, texts)
        options = build_options(read_manifest(corpus), None)
        session = ReviewSession(corpus, texts[0], Path(folder, "sites"), REVIEWER, options)
        with ReviewServer(session, 0) as server, sync_playwright() as driver:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{server.address}index.html", timeout=PATIENCE)
            told = campaign(page, corpus, texts, edits=asked.edits, seed=asked.seed)
            server.shutdown()
        print(", ".join(f"{count} {what}" for what, count in sorted(told.items())))
        built = []
        for place in texts:
            build(place, place.parent / "corpus", options, say=lambda line: None)
            built.append(digest_tree(place.parent / "corpus"))
        if built[0] != built[1]:
            sys.exit("the corpora differ")
        count = sum(len(list(read_conllu(path))) for path in (texts[0] / "reviewed").glob("*.conllu"))
        print(f"equal reviews of {count} sentences, equal corpora")


if __name__ == "__main__":
    main()
