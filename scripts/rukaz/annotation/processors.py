"""What is run after what: Stanza's processors, fast where their model has a known shape, or a joint model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pickle import UnpicklingError
from typing import Any

from torch import inference_mode

from rukaz.annotation import stanza_reference
from rukaz.annotation.assemble import Analysis
from rukaz.annotation.fast import lemmatizer, parser, tagger, tokenizer
from rukaz.annotation.fast import ner as names
from rukaz.annotation.joint.annotator import JointAnnotator
from rukaz.annotation.joint.ensemble import Ensemble
from rukaz.annotation.joint.model_file import load_joint_model
from rukaz.annotation.long_sentences import Span
from rukaz.annotation.model_files import PROCESSORS, JointFiles
from rukaz.errors import RukazError


@dataclass(frozen=True, slots=True)
class Stages:
    """What is run after what."""

    tokenizer: stanza_reference.Tokenizer | tokenizer.Tokenizer
    tagger: stanza_reference.Tagger | tagger.Tagger
    lemmatizer: stanza_reference.Lemmatizer | lemmatizer.Lemmatizer
    parser: stanza_reference.Parser | parser.Parser
    names: stanza_reference.Names | names.Names

    @classmethod
    def of(cls, pipeline: Any) -> Stages:
        """The fastest way to run each processor of a pipeline of Stanza."""
        tokenize, pos, lemma, depparse, ner = (pipeline.processors[name] for name in PROCESSORS)
        quick_parser = parser.Parser.fits(depparse)
        return cls(
            tokenizer=tokenizer.Tokenizer(tokenize)
            if tokenizer.Tokenizer.fits(tokenize)
            else stanza_reference.Tokenizer(pipeline),
            # XPOS is computed only by Stanza, and only its parser may read it
            tagger=tagger.Tagger(pos)
            if quick_parser and tagger.Tagger.fits(pos)
            else stanza_reference.Tagger(pos),
            lemmatizer=lemmatizer.Lemmatizer(lemma)
            if lemmatizer.Lemmatizer.fits(lemma)
            else stanza_reference.Lemmatizer(lemma),
            parser=parser.Parser(depparse) if quick_parser else stanza_reference.Parser(depparse),
            names=names.Names(ner) if names.Names.fits(ner) else stanza_reference.Names(ner),
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


class JointStages:
    """A tokenizer of Stanza, one model for all that follows, and what processors of Stanza help it.

    A lemmatizer says the lemmas; a tagger and a parser, which go together, add their scores.

    Args:
        files: of the joint model.

    Raises:
        RukazError: the file is none that this version of RuKaz reads.
    """

    def __init__(self, pipeline: Any, files: JointFiles) -> None:
        processors = pipeline.processors
        tokenize = processors[PROCESSORS[0]]
        fits = tokenizer.Tokenizer.fits(tokenize)
        self._tokenizer = tokenizer.Tokenizer(tokenize) if fits else stanza_reference.Tokenizer(pipeline)
        try:
            model, known = load_joint_model(files)
            self._joint = JointAnnotator(
                model,
                known,
                lemmatizer=lemmatizer.Lemmatizer(processors["lemma"]) if "lemma" in processors else None,
                ensemble=Ensemble(processors["pos"], processors["depparse"], known)
                if "depparse" in processors
                else None,
            )
        except (OSError, RuntimeError, LookupError, ValueError, TypeError, UnpicklingError) as error:
            what, where = f"no joint model can be read: {error}", files.model.name
            hint = "The file is whole, so it was made by another version of RuKaz."
            raise RukazError(what, where=where, hint=hint) from error

    @inference_mode()
    def tokenize(self, texts: Sequence[str]) -> list[list[list[Span]]]:
        """Spans of the tokens of the sentences of each text."""
        return self._tokenizer.tokenize(texts)

    @inference_mode()
    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Tags, lemmas, trees and names of tokenised sentences."""
        return self._joint.analyse(sentences)
