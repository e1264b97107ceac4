"""Stanza's processors behind one class: documents in, sentences and quarantine rows out.

Each processor is run by ``fast`` where the model has the shape known there, and by
``stanza_reference``, which is Stanza itself, where it has not.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from pickle import UnpicklingError
from threading import Lock
from typing import Any

from rukaz.annotation.assemble import Analysis, Segment, assemble, quarantine
from rukaz.annotation.corrections import corrected
from rukaz.annotation.given_tokens import given_segments
from rukaz.annotation.language import languages, unparsed
from rukaz.annotation.long_sentences import (
    Span,
    cut_long_sentence,
    has_white_space,
    join_cut_characters,
    overlong,
    overlong_words,
    split_at_white_space,
)
from rukaz.annotation.model_files import PROCESSORS, Model
from rukaz.annotation.reading_copy import ReadingCopy, reading_copy, reading_forms
from rukaz.annotation.segmentation.abbreviations import Abbreviations, read_abbreviations
from rukaz.annotation.segmentation.segment import segment_text
from rukaz.errors import RukazError
from rukaz.ingest.clean import clean
from rukaz.records import TEXT_ROLES, Document, Quarantined, Sentence


@dataclass(frozen=True, slots=True)
class Annotated:
    """What became of one document.

    Attributes:
        proposed: what the model said of each sentence, by ``sent_id``, before any rule changed it; only of
            models that say how sure they are.
    """

    sentences: tuple[Sentence, ...]
    quarantined: tuple[Quarantined, ...]
    proposed: Mapping[str, Sequence[Analysis]] = field(default_factory=dict)


class Annotator:
    """The five processors of one model, loaded once.

    Args:
        model: verified model files.
        device: as torch names it: ``cpu``, ``cuda``.
        threads: of one operation on the CPU; None leaves torch's default.
        fast: whether to compute the same answers faster than Stanza does, where that is possible.

    Raises:
        RukazError: the model cannot be loaded, or it is none that Stanza could run and `fast` is off.
    """

    def __init__(
        self, model: Model, *, device: str = "cpu", threads: int | None = None, fast: bool = True
    ) -> None:
        import torch

        from rukaz.annotation.processors import JointStages, Stages
        from rukaz.annotation.stanza_reference import StanzaStages

        if threads is not None:
            torch.set_num_threads(threads)
        self.model = model
        self._is_russian = model.language == "ru"
        pipeline = load_pipeline(model, device)
        self._stages: Stages | JointStages | StanzaStages
        if model.joint:
            if not fast:
                raise RukazError("Stanza's own code cannot run this model", where=model.name)
            self._stages = JointStages(pipeline, model.joint)
        else:
            self._stages = Stages.of(pipeline) if fast else StanzaStages(pipeline)

    def annotate(self, documents: Sequence[Document], *, abbreviations: str = "") -> list[Annotated]:
        """Annotate the text of each document; the answers do not depend on which go together.

        Args:
            documents: with different ids.
            abbreviations: the text of a table that adds to the packaged one, for Russian.

        Raises:
            RukazError: the table is wrong.
        """
        table = read_abbreviations(abbreviations)
        segments = list(self._with_languages(self._segments(documents, table)))
        usable = [segment.read for segment in segments if not segment.fault and not segment.is_foreign]
        given = self._propose(usable)
        analyses = iter(zip(given, self._corrected(usable, given), strict=True))
        results: dict[str, tuple[list[Sentence], list[Quarantined], dict[str, Sequence[Analysis]]]] = {
            document.doc_id: ([], [], {}) for document in documents
        }
        for segment in segments:
            sentences, quarantined, proposed = results[segment.document.doc_id]
            if segment.fault:
                outcome: Sentence | Quarantined = quarantine(segment, segment.fault)
            elif segment.is_foreign:
                outcome = assemble(segment, unparsed(segment.read))
            else:
                proposal, corrections = next(analyses)
                outcome = assemble(segment, corrections)
                if isinstance(outcome, Sentence) and proposal[0].scores is not None:
                    proposed[outcome.sent_id] = proposal
            if isinstance(outcome, Sentence):
                sentences.append(outcome)
            else:
                quarantined.append(outcome)
        return [
            Annotated(tuple(sentences), tuple(rows), proposed)
            for sentences, rows, proposed in results.values()
        ]

    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Tags, lemmas, trees and entities of sentences that are already tokens."""
        return self.propose_and_correct(sentences)[1]

    def _reading_forms(self, forms: Sequence[str]) -> Sequence[str]:
        return reading_forms(forms) if self._is_russian else forms

    def propose_and_correct(
        self, sentences: Sequence[Sequence[str]]
    ) -> tuple[list[list[Analysis]], list[list[Analysis]]]:
        """The same as the models say it, and corrected by rule."""
        read = list(map(self._reading_forms, sentences))
        proposed = self._propose(read)
        return proposed, self._corrected(read, proposed)

    def _propose(self, read: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        return self._stages.analyse(read) if read else []

    def _corrected(
        self, read: Sequence[Sequence[str]], proposed: list[list[Analysis]]
    ) -> list[list[Analysis]]:
        if not self._is_russian:
            return proposed
        return [corrected(forms, rows) for forms, rows in zip(read, proposed, strict=True)]

    def _with_languages(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """The segments with the language of each; without judgement if the model is not Russian."""
        for _, group in groupby(segments, key=lambda segment: segment.document.doc_id):
            here = list(group)
            usual = here[0].document.language if self._is_russian else self.model.language
            found = languages([one.text for one in here], usual) if self._is_russian else [usual] * len(here)
            for segment, language in zip(here, found, strict=True):
                lang = language if language != usual else None
                is_foreign = language != self.model.language
                yield replace(segment, lang=lang, is_foreign=is_foreign) if lang or is_foreign else segment

    def _segments(self, documents: Sequence[Document], table: Abbreviations) -> Iterator[Segment]:
        for given, group in groupby(documents, key=lambda document: bool(document.given)):
            if given:
                for segment in chain.from_iterable(map(given_segments, group)):
                    yield replace(segment, read=self._reading_forms(segment.forms))
            else:
                yield from self._found_segments(list(group), table)

    def _found_segments(self, documents: Sequence[Document], table: Abbreviations) -> Iterator[Segment]:
        blocks = [
            (document, block, clean(document.text[block.start : block.end]))
            for document in documents
            for block in document.blocks
            if block.role in TEXT_ROLES
        ]
        copies = [self._copy(cleaned.text) for _, _, cleaned in blocks]
        spans = self._tokenize([copy.text for copy in copies], table)
        for (document, block, cleaned), copy, sentences in zip(blocks, copies, spans, strict=True):
            words = overlong_words(cleaned.text)
            places = copy.spans(sentences)
            for tokens in join_cut_characters(cleaned, places):
                parts = list(cut_long_sentence(cleaned.text, tokens))
                for number, part in enumerate(parts, 1):
                    cut = number < len(parts)
                    read = copy.read(part)
                    fault = overlong(_longest(words, part))
                    yield Segment(document, block, cleaned, part, read, cut, fault)

    def _copy(self, text: str) -> ReadingCopy:
        """What the models read of a text; spellings of other languages are left to their models."""
        return reading_copy(text) if self._is_russian else ReadingCopy.of(text)

    def _tokenize(self, texts: Sequence[str], table: Abbreviations) -> list[list[list[Span]]]:
        """Spans of the tokens of the sentences of each text: for Russian by rule, else as the model says."""
        proposed = self._stages.tokenize(texts)
        if self._is_russian:
            return [segment_text(*pair, table) for pair in zip(texts, proposed, strict=True)]
        return [
            [_without_white_space(text, tokens) for tokens in sentences]
            for text, sentences in zip(texts, proposed, strict=True)
        ]


def _without_white_space(text: str, tokens: Sequence[Span]) -> list[Span]:
    if not any(has_white_space(text[start:end]) for start, end in tokens):
        return list(tokens)
    return [span for token in tokens for span in split_at_white_space(text, token)]


def _longest(words: Sequence[Span], tokens: Sequence[Span]) -> int:
    """Length of the longest of ``words`` that the tokens touch; 0 if they touch none."""
    start, end = tokens[0][0], tokens[-1][1]
    return max((last - first for first, last in words if first < end and start < last), default=0)


_LOADING_ERRORS = (
    OSError, RuntimeError, LookupError, ValueError, TypeError, AttributeError, EOFError, UnpicklingError,
)  # fmt: skip


_loaded: dict[tuple[str, str], Annotator] = {}
_loading = Lock()


def loaded_annotator(model: Model, *, device: str = "cpu", threads: int | None = None) -> Annotator:
    """The annotator of this process for a model and a device; loaded by the first call, kept from then on."""
    key = (model.answers_digest, device)
    with _loading:
        if key not in _loaded:
            _loaded[key] = Annotator(model, device=device, threads=threads)
            gc.collect()
            gc.freeze()  # the collector of garbage need not look at the models again and again
    if threads is not None:
        import torch

        torch.set_num_threads(threads)
    return _loaded[key]


def load_pipeline(model: Model, device: str = "cpu") -> Any:
    """Stanza's pipeline of a model.

    Raises:
        RukazError: there is no such device, or the files are no models of this version of Stanza.
    """
    import stanza

    _require_device(device)
    _spare_the_compiler()
    options = {"processors": ",".join(PROCESSORS), **model.options}
    try:
        return stanza.Pipeline(
            download_method=None, device=device, verbose=False, lemma_store_results=True, **options
        )
    except _LOADING_ERRORS as error:
        raise RukazError(
            f"Stanza cannot load this model: {_reason(error)}",
            where=model.name,
            hint="The files are intact, so they were probably made for another version of Stanza.",
        ) from error


def _require_device(device: str) -> None:
    import torch

    try:
        wanted = torch.device(device)
    except RuntimeError as error:
        raise RukazError(f"there is no device {device!r}", hint="Name cpu or cuda.") from error
    if wanted.type not in ("cpu", "cuda"):
        raise RukazError(f"RuKaz cannot compute on {device!r}", hint="Name cpu or cuda.")
    if wanted.type == "cuda" and not (wanted.index or 0) < torch.cuda.device_count():
        raise RukazError(f"PyTorch finds no {device} here", hint="Type: --device cpu")


def _reason(error: Exception) -> str:
    """What is wrong with a file; torch's own words would advise to load it at any risk."""
    if isinstance(error, UnpicklingError):
        return "a file is damaged, or holds something other than weights"
    return str(error).partition("\n")[0] or type(error).__name__


def _spare_the_compiler() -> None:
    """Keep torch's compiler from being imported, which takes a second and 70 MB.

    Stanza makes an optimizer for each model, even to annotate, and optimizers begin by asking the compiler to
    leave them alone; here each is told that it does.
    """
    from torch.optim import Optimizer

    for name in ("add_param_group", "load_state_dict", "state_dict", "zero_grad"):
        method = getattr(getattr(Optimizer, name), "__wrapped__", None)
        if method is not None:
            method.__dict__.setdefault("__dynamo_disable", method)
