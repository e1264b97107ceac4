"""A build of one text, small enough to count by hand: three sentences, one of them refused by the check."""

from dataclasses import replace
from typing import Any

from rukaz.annotation.model_files import Model, ModelFile
from rukaz.export.ledger import Ledger
from rukaz.export.manifest import Build
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.records import Block, Document, Entity, Quarantined, Sentence, Token

TEXT = "Визит\n\nОн приехал. Все рады.\n\nФото: ТАСС\n"
BLOCKS = (Block("1", "title", 0, 5), Block("2", "body", 7, 28), Block("3", "caption", 30, 40, "caption"))
DOCUMENT = Document("a", "a.txt", "0" * 64, TEXT, "train", BLOCKS)
VERSIONS = {"rukaz": "0.1.0"}


def sentence(start: int, end: int, block: str) -> Sentence:
    token = Token(1, TEXT[start:end], "x", "X", None, 0, "root", start, end)
    return Sentence("a", f"a-p{block}-c{start}", block, "body", start, end, TEXT[start:end], (token,))


TITLE, FIRST, SECOND = sentence(0, 5, "1"), sentence(7, 18, "2"), sentence(19, 28, "2")
LOST = Quarantined("a.txt", "check", "two roots", "a", "2", 19, 28)


def filled_ledger() -> Ledger:
    """The books of a build in which the check took the third sentence away."""
    ledger = Ledger()
    ledger.files(documents=1, quarantined=1)
    ledger.ingested(DOCUMENT)
    ledger.made("annotate", DOCUMENT, [TITLE, FIRST], lost=[LOST])
    ledger.published(DOCUMENT, [replace(TITLE, entities=(Entity("PER", 0, 5, "Визит", 1, 1),)), FIRST])
    return ledger


def build(**changes: Any) -> Build:
    whole = Build(
        corpus=CorpusInfo(name="demo", title="Demo", version="1.0.0", language="ru", license=None),
        model=Model("embedded", "ru", (ModelFile("pos.pt", "a" * 64, 1),), {}, {"seed": 1}),
        options={"model": "embedded"},
        inputs={"a.txt": "0" * 64},
        ledger=filled_ledger(),
        automatic_layer="b" * 64,
        repairs={"leaf-punct": 2},
        incidents=(),
        quarantine=(LOST,),
    )
    return replace(whole, **changes)
