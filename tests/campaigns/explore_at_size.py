"""How large a site is, and how fast: ``python tests/campaigns/explore_at_size.py FOLDER --tokens 1000000``.

Repeats the documents of corpus/ under other ids until there are so many tokens, with the endings of one long
word in twelve changed, so that the vocabulary grows as it does in texts. Then writes the site of it and looks
at it in Chromium, from file://, with nothing in any cache. Times are in seconds unless they say ms.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # tests.* where this is run as a program

from playwright.sync_api import Page, sync_playwright

from rukaz.conllu.word_places import word_places
from rukaz.explore.site import write_site
from rukaz.export.manifest import read_manifest, write_manifest
from rukaz.export.parquet_files import read_sentences
from rukaz.records import SPLITS, Document, Sentence, Token
from tests.files import write_split

CORPUS = Path(__file__).parents[2] / "corpus"
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
QUERIES = (
    "pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }",
    "pattern { N [upos=NOUN]; A [upos=ADJ]; N -[amod]-> A } without { N -[det]-> D }",
    "pattern { A -[conj]-> B; A.Case <> B.Case }",
    "pattern { X [upos]; Y [upos]; X -> Y }",
    "[upos=ADJ] [upos=NOUN]",
    "казах*",
    "pattern { V [lemma=/.*ся/]; V -[nsubj]-> S; length(V, S) > 3 }",
    "pattern { e: A -> B; f: C -> D; e >< f }",
)
Pair = tuple[Document, list[Sentence]]

# -- a large corpus --


def write_large(folder: Path, tokens: int) -> None:
    manifest = read_manifest(CORPUS)
    whole = sum(split["tokens"] for split in manifest["splits"].values())
    chance, splits = random.Random(1), {}
    for split in SPLITS:
        pairs = list(read_sentences(CORPUS, split))
        counts = splits[split] = Counter(documents=0, sentences=0, tokens=0, entities=0)
        many = (renamed(pair, number, chance) for number in range(round(tokens / whole)) for pair in pairs)
        write_split(folder, split, counted(many, counts))
    write_manifest(folder, {**manifest, "splits": splits})


def counted(pairs: Iterator[Pair], counts: Counter[str]) -> Iterator[Pair]:
    for document, sentences in pairs:
        counts.update(documents=1, sentences=len(sentences))
        for sentence in sentences:
            counts.update(tokens=len(sentence.tokens), entities=len(sentence.entities))
        yield document, sentences


def renamed(pair: Pair, number: int, chance: random.Random) -> Pair:
    """The document under another id, with new endings of some words."""
    document, sentences = pair
    source = list(document.text)
    doc_id = f"{document.doc_id}-{number:05d}"
    changed = [with_endings(sentence, doc_id, source, chance) for sentence in sentences]
    return replace(document, doc_id=doc_id, text="".join(source)), changed


def with_endings(sentence: Sentence, doc_id: str, source: list[str], chance: random.Random) -> Sentence:
    tokens = tuple(with_ending(token, chance) for token in sentence.tokens)
    places = word_places(sentence.text, sentence.tokens)
    letters = list(sentence.text)
    for token, (start, end) in zip(tokens, places, strict=True):
        letters[start:end] = token.form
        if token.end - token.start == len(token.form):
            source[token.start : token.end] = token.form
    text = "".join(letters)
    entities = tuple(
        replace(entity, text=text[places[entity.first_token - 1][0] : places[entity.last_token - 1][1]])
        for entity in sentence.entities
    )
    sent_id = doc_id + sentence.sent_id.removeprefix(sentence.doc_id)
    return replace(sentence, doc_id=doc_id, sent_id=sent_id, text=text, tokens=tokens, entities=entities)


def with_ending(token: Token, chance: random.Random) -> Token:
    if len(token.form) < 5 or not token.form.isalpha() or chance.random() > 1 / 12:
        return token
    ending = chance.choice(LETTERS) + chance.choice(LETTERS)
    return replace(token, form=token.form[:-2] + ending, lemma=token.lemma[:-1] + ending[0])


# -- in the browser --


def opened(page: Page, site: Path, address: str, seen: str) -> float:
    """Seconds from asking for an address until ``seen`` is there."""
    page.goto("about:blank")
    begun = time.monotonic()
    page.goto(f"{(site / 'index.html').resolve().as_uri()}{address}")
    page.wait_for_selector(seen)
    return time.monotonic() - begun


def look(site: Path, program: str) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--enable-precise-memory-info"]
        )
        page = browser.new_page()
        print(f"open, list of documents       {opened(page, site, '#/read', 'main a'):6.2f}")
        print(f"open, a search and its lines  {opened(page, site, found(QUERIES[0]), '.kwic'):6.2f}")
        opened(page, site, "#/about", "main h1")
        print(f"load all data                 {page.evaluate(LOAD) / 1000:6.2f}")
        print("\nmatches   first ms   again ms")
        for query in QUERIES:
            (matches, first), *more = [page.evaluate(SEARCH, query) for _ in range(4)]
            print(f"{matches:9,} {first:8.0f} {min(again for _, again in more):8.0f}   {query}")
        matches, *times = page.evaluate(ARRANGE, QUERIES[1])
        print(f"\n{matches:,} matches: sort {times[0]:.0f} ms, count by two fields {times[1]:.0f} ms")
        print(f"memory of the page {page.evaluate('performance.memory.usedJSHeapSize') / 1e6:.0f} MB")
        browser.close()


def found(query: str) -> str:
    return f"#/search?q={quote(query)}"


LOAD = """async () => {
    const begun = performance.now();
    await rukaz.corpus.all();
    return performance.now() - begun;
}"""
SEARCH = """async (query) => {
    const begun = performance.now();
    const { count } = await rukaz.searchEngine.search(query);
    return [count, performance.now() - begun];
}"""
ARRANGE = """async (query) => {
    const found = await rukaz.searchEngine.search(query);
    const begun = performance.now();
    rukaz.matches.order(found, "right", 0);
    const sorted = performance.now();
    rukaz.matches.frequencies(found, [[0, "lemma"], [1, "Case"]]);
    return [found.count, sorted - begun, performance.now() - sorted];
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an empty folder to work in")
    parser.add_argument("--tokens", type=int, default=1_000_000)
    parser.add_argument("--corpus", type=Path, help="look at this corpus instead of a made one")
    parser.add_argument("--chromium", default="chromium", help="its program")
    given = parser.parse_args()
    corpus, site = given.corpus or given.folder / "corpus", given.folder / "site"
    if not given.corpus:
        write_large(corpus, given.tokens)
    begun = time.process_time()
    size = write_site(corpus, site).size
    tokens = sum(split["tokens"] for split in read_manifest(corpus)["splits"].values())
    print(
        f"{tokens:,} tokens: {size / 1e6:.1f} MB, written in {time.process_time() - begun:.1f} s of one core"
    )
    look(site, shutil.which(given.chromium) or given.chromium)


if __name__ == "__main__":
    main()
