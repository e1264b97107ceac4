"""Stanza's processors as Stanza runs them, for models that ``fast`` does not know, and to compare with."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

_NOT_LOADED = "transformers" not in sys.modules
if _NOT_LOADED:  # Stanza's parser imports it and makes no use of it, and it takes half a second
    sys.modules["transformers"] = None  # type: ignore[assignment]  # as Python says that it cannot be imported
from stanza.models.common.doc import Document  # noqa: E402 - what is above must come first

if _NOT_LOADED:
    del sys.modules["transformers"]

from rukaz.annotation.assemble import (  # noqa: E402
    Analysis,
    Arc,
    Tag,
)
from rukaz.annotation.long_sentences import Span  # noqa: E402
from rukaz.annotation.model_files import PROCESSORS  # noqa: E402

Sentences = Sequence[Sequence[str]]


class Tokenizer:
    """Sentences and tokens of raw text."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def tokenize(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        """Spans of the tokens of the sentences of each text."""
        if not texts:
            return []
        return [
            [
                [(token.start_char, token.end_char) for token in sentence.tokens]
                for sentence in found.sentences
            ]
            for found in self._pipeline.bulk_process(list(texts), processors="tokenize")
        ]


class Tagger:
    """UPOS, XPOS and FEATS."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor

    def tag(self, sentences: Sentences) -> list[list[Tag]]:
        """The tags of each token of each sentence."""
        document = self._processor.process(_document(sentences))
        return [[Tag(word.upos, word.xpos, word.feats) for word in one.words] for one in document.sentences]


class Lemmatizer:
    """LEMMA."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor

    def lemmas(self, sentences: Sentences, tags: Sequence[Sequence[Tag]]) -> list[list[str | None]]:
        """The lemma of each token; None for ``_``."""
        document = self._processor.process(_document(sentences, tags))
        return [[word.lemma for word in one.words] for one in document.sentences]


class Parser:
    """HEAD and DEPREL."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor

    def parse(
        self, sentences: Sentences, tags: Sequence[Sequence[Tag]], lemmas: Sequence[Sequence[str | None]]
    ) -> list[list[Arc]]:
        """The arc of each token."""
        document = self._processor.process(_document(sentences, tags, lemmas))
        return [[Arc(word.head, word.deprel) for word in one.words] for one in document.sentences]


class Names:
    """Names, as BIOES tags."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor

    def tag(self, sentences: Sentences) -> list[list[str]]:
        """The tag of each token of each sentence."""
        document = self._processor.process(_document(sentences))
        return [[token.ner or "O" for token in one.tokens] for one in document.sentences]


class StanzaStages:
    """Stanza as anybody would use it: all but the tokenizer in one go over one document."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self.tokenize = Tokenizer(pipeline).tokenize

    def analyse(self, sentences: Sentences) -> list[list[Analysis]]:
        """Tags, lemmas, trees and names of tokenised sentences."""
        document = self._pipeline.process(_document(sentences), processors=PROCESSORS[1:])
        return [[_analysis(token) for token in one.tokens] for one in document.sentences]


def _document(sentences: Sentences, *columns: Sequence[Sequence[Any]]) -> Document:
    """A document of Stanza's, with the columns that are known already."""
    rows = zip(sentences, *columns, strict=True)
    return Document([[_word(number, *row) for number, row in _numbered(*one)] for one in rows])


def _numbered(*columns: Sequence[Any]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    return enumerate(zip(*columns, strict=True), 1)


def _word(number: int, form: str, tag: Tag | None = None, lemma: str | None = None) -> dict[str, Any]:
    columns = {"id": number, "text": form, "lemma": lemma, **(tag._asdict() if tag else {})}
    return {name: value for name, value in columns.items() if value is not None}


def _analysis(token: Any) -> Analysis:
    (word,) = token.words
    return Analysis(
        lemma=word.lemma or "_",
        upos=word.upos or "X",
        feats=word.feats,
        head=word.head,
        deprel=word.deprel,
        ner=token.ner or "O",
    )
