"""A small corpus without faults, made by hand, that can be broken in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from rukaz.annotation.model_files import Model
from rukaz.export.card_header import dataset_yaml
from rukaz.export.ledger import Ledger
from rukaz.export.manifest import Build, build_manifest, digest_tree, read_manifest, write_manifest
from rukaz.export.parquet_files import config_files
from rukaz.ingest.corpus_info import CorpusInfo
from rukaz.layers.enhanced import add_enhanced
from rukaz.records import SPLITS, Block, Document, Sentence, Split
from rukaz.repair.validator import validate
from tests.files import write_split
from tests.trees import document

WOMAN = "Animacy=Anim|Case=Nom|Gender=Fem|Number=Sing"
WASHED = "Aspect=Imp|Gender=Fem|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Act"
FRAME = "Animacy=Inan|Case=Acc|Gender=Fem|Number=Sing"
NEWS = (
    f"""Мама/NOUN/2:nsubj/{WOMAN} мыла/VERB/0:root/=мыть/{WASHED} раму/NOUN/2:obj/{FRAME} ./PUNCT/2:punct
    Папа/NOUN/2:nsubj отдал/VERB/0:root/=отдать 10_000/NUM/4:nummod рублей/NOUN/2:obj ./PUNCT/2:punct""",
    """Токаев/PROPN/2:nsubj/B-PER прибыл/VERB/0:root/=прибыть в/ADP/4:case
    Астану/PROPN/2:obl/Case=Acc/=Астана/B-LOC""".replace("\n", " "),
)
LETTER = ("Я/PRON/2:nsubj/PronType=Prs/=я пишу/VERB/0:root вам/PRON/2:iobj/PronType=Prs ./PUNCT/2:punct",)
TALK = (
    "Время/NOUN/3:nsubj деньги/NOUN/3:nsubj есть/VERB/0:root",
    "Токаева/PROPN/2:obj/=Токаев/B-PER встретили/VERB/0:root/=встретить",
)
"""One string per block, one line per sentence; «Время деньги есть» has an error that the manifest lists."""


@dataclass
class Draft:
    """The records of a corpus before they are written."""

    documents: list[tuple[Document, tuple[Sentence, ...]]]

    def token(self, form: str, **changes: Any) -> None:
        """Change the token of that form; there is only one."""
        self.sentences(
            lambda sentence: replace(
                sentence,
                tokens=tuple(replace(t, **changes) if t.form == form else t for t in sentence.tokens),
            )
        )

    def sentence(self, form: str, **changes: Any) -> None:
        """Change the sentence that holds a token of that form."""
        self.sentences(lambda s: replace(s, **changes) if any(t.form == form for t in s.tokens) else s)

    def document(self, doc_id: str, **changes: Any) -> None:
        """Change a document."""
        self.documents = [
            (replace(document, **changes) if document.doc_id == doc_id else document, sentences)
            for document, sentences in self.documents
        ]

    def sentences(self, change: Callable[[Sentence], Sentence]) -> None:
        """Change all sentences."""
        self.documents = [(document, tuple(map(change, found))) for document, found in self.documents]

    def write(self, corpus: Path) -> None:
        """All files of the corpus, with a manifest and a card that say what is in them."""
        ledger = Ledger()
        ledger.files(documents=len(self.documents), quarantined=0)
        for split in SPLITS:
            part = [pair for pair in self.documents if pair[0].split == split]
            write_split(corpus, split, part, name="good")
            for one, sentences in part:
                ledger.published(one, sentences)
        build = Build(
            corpus=CorpusInfo("good", "A good corpus", "1.0.0", conventions="rukaz"),
            model=Model("none", "ru", (), {}, {}),
            options={"model": "none"},
            inputs={one.file: one.sha256 for one, _ in self.documents},
            ledger=ledger,
            automatic_layer="",
            repairs={},
            incidents=validate(*sorted((corpus / "conllu").iterdir())),
            quarantine=[],
        )
        write_manifest(corpus, build_manifest(build, outputs={}, versions={}))
        seal(corpus)


def seal(corpus: Path) -> None:
    """Make card and manifest describe the files as they are now."""
    header = dataset_yaml(config_files(corpus), version="1.0.0")
    card = f"---\n{yaml.safe_dump(header, allow_unicode=True, sort_keys=False)}---\n# A good corpus\n"
    (corpus / "README.md").write_text(card, encoding="utf-8")
    write_manifest(corpus, {**read_manifest(corpus), "outputs": digest_tree(corpus)})


def good() -> Draft:
    """Three documents, one in each split; «Мама мыла раму» is reviewed, a line of the news is left out."""
    draft = Draft([_with_footer(*written("news", "train", *NEWS)), written("letter", "validation", *LETTER)])
    draft.documents.append(written("talk", "test", *TALK))
    draft.sentence("раму", annotation="reviewed", reviewer="anna")
    draft.sentences(_named)
    return draft


def written(
    doc_id: str, split: Split, *blocks: str, file: str | None = None
) -> tuple[Document, tuple[Sentence, ...]]:
    """A document in a split, of a file that is named as the document if nothing else is said."""
    one, sentences = document(doc_id, *blocks, split=split)
    return replace(one, file=file or one.file), tuple(map(add_enhanced, sentences))


def _with_footer(one: Document, sentences: tuple[Sentence, ...]) -> tuple[Document, tuple[Sentence, ...]]:
    """The document with a last line that is not text of the article."""
    text = one.text + "Читайте также\n"
    footer = Block("3", "boilerplate", len(one.text), len(text) - 1, "a link to other texts")
    return replace(one, text=text, blocks=(*one.blocks, footer)), sentences


def _named(sentence: Sentence) -> Sentence:
    """Both mentions of Tokayev with his id and name."""
    entities = (
        replace(e, entity_id="tokayev", name="Токаев") if e.label == "PER" else e for e in sentence.entities
    )
    return replace(sentence, entities=tuple(entities))
