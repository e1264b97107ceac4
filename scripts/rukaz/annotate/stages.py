"""For each of Stanza's processors the way it is run: fast where its model has a known shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from torch import inference_mode

from rukaz.annotate import stock
from rukaz.annotate.assemble import Analysis
from rukaz.annotate.fast import lemmatizer, names, parser, tagger, tokenizer
from rukaz.annotate.segments import Span
from rukaz.annotate.stanza_models import PROCESSORS


@dataclass(frozen=True, slots=True)
class Stages:
    """What is run after what."""

    tokenizer: stock.Tokenizer | tokenizer.Tokenizer
    tagger: stock.Tagger | tagger.Tagger
    lemmatizer: stock.Lemmatizer | lemmatizer.Lemmatizer
    parser: stock.Parser | parser.Parser
    names: stock.Names | names.Names

    @classmethod
    def of(cls, pipeline: Any) -> Stages:
        """The fastest way to run each processor of a pipeline of Stanza."""
        tokenize, pos, lemma, depparse, ner = (pipeline.processors[name] for name in PROCESSORS)
        quick_parser = parser.Parser.fits(depparse)
        return cls(
            tokenizer=tokenizer.Tokenizer(tokenize)
            if tokenizer.Tokenizer.fits(tokenize)
            else stock.Tokenizer(pipeline),
            # XPOS is computed only by Stanza, and only its parser may read it
            tagger=tagger.Tagger(pos) if quick_parser and tagger.Tagger.fits(pos) else stock.Tagger(pos),
            lemmatizer=lemmatizer.Lemmatizer(lemma)
            if lemmatizer.Lemmatizer.fits(lemma)
            else stock.Lemmatizer(lemma),
            parser=parser.Parser(depparse) if quick_parser else stock.Parser(depparse),
            names=names.Names(ner) if names.Names.fits(ner) else stock.Names(ner),
        )

    @inference_mode()
    def tokenize(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        """Spans of the tokens of the sentences of each text."""
        return self.tokenizer.tokenize(texts)

    @inference_mode()
    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Tags, lemmas, trees and names of tokenised sentences."""
        tags = self.tagger.tag(sentences)
        lemmas = self.lemmatizer.lemmas(sentences, tags)
        arcs = self.parser.parse(sentences, tags, lemmas)
        names = self.names.tag(sentences)
        return [
            [
                Analysis(lemma or "_", tag.upos or "X", tag.feats, *arc, name)
                for tag, lemma, arc, name in zip(*rows, strict=True)
            ]
            for rows in zip(tags, lemmas, arcs, names, strict=True)
        ]
