"""A copy of a corpus without its texts: the same files, nothing in them from which to read the texts.

What stays: offsets, tags, features, trees, labels and ids of entities, paragraphs and their roles, and the
facts of each document (title, author, publisher, date, address), so that its text can be found. What goes:
``documents.text``, forms, sentences, mentions, and the examples of the card. Lemmas and names become rules.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rukaz.conllu.files import sentence_to_conllu
from rukaz.conllu.parser import parse_conllu
from rukaz.errors import RukazError
from rukaz.export.card import CARD
from rukaz.export.croissant import CROISSANT, describe_again, read_description
from rukaz.export.manifest import MANIFEST, Manifest, digest_tree, read_manifest, write_manifest
from rukaz.export.parquet_files import read_parts
from rukaz.export.parts import Pair, write_parts
from rukaz.hub.cards import read_card
from rukaz.hub.lemma_edit_scripts import added
from rukaz.hub.masks import mask, unmask
from rukaz.records import SPLITS, Document, Sentence, Split
from rukaz.schema import DOCUMENT_FACTS

KEY = "without_texts"
"""The key of the manifest that says so, and what the files were before."""


QUOTATION = 5
"""So many words in a row, in the same order, are a quotation; titles and other facts are not."""

Ngram = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Disclosure:
    """What the copy still says of the texts, in characters.

    Attributes:
        characters: of the forms and lemmas that were taken out.
        added: of them, what rules for lemmas say openly.
        names: of the names of entities, what rules say openly.
    """

    characters: int = 0
    added: int = 0
    names: int = 0


def write_without_texts(corpus: Path, folder: Path) -> Disclosure:
    """Write a copy of ``corpus`` without its texts into the empty ``folder``.

    It is proven on the way that with its text every sentence comes back as it was, and that neither the
    masked rows nor the card and the manifest quote the texts.

    Raises:
        RukazError: names what quotes a text (the card, a reason in the manifest), or cannot be masked.
    """
    manifest = read_manifest(corpus)
    if KEY in manifest:
        raise RukazError(
            "this corpus has no texts", where=str(corpus), hint="Name the corpus that has its texts."
        )
    kept: Manifest = {"outputs": manifest["outputs"], "texts": {}}
    bare = {**manifest, "figures": [one for one in manifest["figures"] if not _quotes(one)], KEY: kept}
    card = read_card(corpus).without_examples(manifest["figures"])
    description = read_description(corpus)
    prose = {
        CARD: word_ngrams(card.body),
        MANIFEST: word_ngrams(json.dumps(bare, ensure_ascii=False)),
        CROISSANT: word_ngrams(json.dumps(description, ensure_ascii=False)),
    }
    disclosed = Disclosure()

    def masked(pairs: Iterable[Pair]) -> Iterator[Pair]:
        for document, sentences in pairs:
            kept["texts"][document.doc_id] = hashlib.sha256(document.text.encode()).hexdigest()
            bare_sentences = [_masked(one, document, disclosed) for one in sentences]
            _require_unquoted(document, {**prose, **dict(_said(document, bare_sentences))})
            yield replace(document, text=""), bare_sentences

    write_files(folder, bare, lambda split: map(masked, read_parts(corpus, split)))
    card.with_notice().write(folder, bare)
    describe_again(description, folder)
    write_manifest(folder, {**bare, "outputs": digest_tree(folder)})
    return disclosed


def write_files(folder: Path, manifest: Manifest, parts: Callable[[Split], Iterable[Iterable[Pair]]]) -> None:
    """Write the CoNLL-U and Parquet files of all splits, in the parts of a split as a build does."""
    language, name = manifest["corpus"]["language"], manifest["corpus"]["name"]
    for split in SPLITS:
        write_parts(folder, split, parts(split), language=language, name=name)


def _quotes(figure: Mapping[str, Any]) -> bool:
    """Whether a table of measurements shows examples."""
    return "example" in figure["columns"]


def _said(document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[str, set[Ngram]]]:
    """The n-grams of each column of the masked sentences, and of the reasons for leaving blocks out."""
    yield "documents.blocks", word_ngrams(*(one.reason or "" for one in document.blocks))
    yield "documents.metadata", word_ngrams(document.metadata or "")
    for sentence in sentences:
        (parsed,) = parse_conllu(sentence_to_conllu(sentence))
        yield sentence.sent_id, word_ngrams(*map(" ".join, zip(*parsed.raw.rows, strict=True)))


def _require_unquoted(document: Document, said: Mapping[str, set[Ngram]]) -> None:
    facts = (getattr(document, fact) for fact in DOCUMENT_FACTS)
    own = word_ngrams(document.text) - word_ngrams(*(fact for fact in facts if fact))
    for place, found in said.items():
        if quoted := sorted(own & found):
            hint = "Take the quotation out of its template or source, build again, and publish that."
            what = f"this quotes {document.doc_id}: {' '.join(quoted[0])!r}"
            raise RukazError(what, where=place, hint=hint)


def _masked(sentence: Sentence, document: Document, disclosed: Disclosure) -> Sentence:
    bare = mask(sentence, document.text)
    try:
        whole = unmask(bare, document.text) == sentence
    except ValueError:
        whole = False
    if not whole:
        hint = "Check the corpus: rukaz check CORPUS"
        raise RukazError(
            "the sentence would not come back from its source", where=sentence.sent_id, hint=hint
        )
    disclosed.characters += sum(len(token.form) + len(token.lemma) for token in sentence.tokens)
    disclosed.added += sum(added(token.lemma) for token in bare.tokens)
    disclosed.names += sum(added(one.name) for one in bare.entities if one.name)
    return bare


def word_ngrams(*texts: str) -> set[Ngram]:
    """All sequences of :data:`QUOTATION` words of each text, in small letters.

    >>> sorted(word_ngrams("Он прилетел в Астану с визитом."))[0]
    ('он', 'прилетел', 'в', 'астану', 'с')
    """
    found: set[Ngram] = set()
    for text in texts:
        words = _WORD.findall(text.casefold())
        found.update(zip(*(words[shift:] for shift in range(QUOTATION)), strict=False))
    return found
