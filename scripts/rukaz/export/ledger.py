"""The account of a build: each character that came in went out, was left out, or is in quarantine.

>>> characters = Account(incoming=10, out=7, left_out=2, quarantined=1)
>>> characters.balanced
True
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, get_args

from rukaz.errors import RukazError
from rukaz.ingest.clean import clean, clean_text
from rukaz.records import TEXT_ROLES, Block, Document, Quarantined, Sentence

Stage = Literal["ingest", "annotate", "check", "review"]
Unit = Literal["files", "blocks", "sentences", "characters"]
STAGES: tuple[Stage, ...] = get_args(Stage)
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass
class Account:
    """What a stage did with things of one kind."""

    incoming: int = 0
    out: int = 0
    left_out: int = 0
    quarantined: int = 0

    @property
    def balanced(self) -> bool:
        """Whether in = out + left out + quarantined."""
        return self.incoming == self.out + self.left_out + self.quarantined

    def add(self, *, incoming: int, out: int, quarantined: int = 0) -> None:
        """Book ``incoming``; what is neither ``out`` nor ``quarantined`` was left out."""
        self.incoming += incoming
        self.out += out
        self.quarantined += quarantined
        self.left_out += incoming - out - quarantined


def _accounts() -> dict[Unit, Account]:
    return defaultdict(Account)


@dataclass
class Ledger:
    """Counts of a build or a part of it, fed document by document.

    Attributes:
        stages: per stage and kind of thing its account.
        left_out: blocks and characters left out of the annotation, by role.
        splits: documents, sentences, tokens, entities, quotes, dates and mentions published, by split.
        annotation: published sentences, by where their annotation comes from.
        reviewers: published sentences that were reviewed, by who accepted them.
        entities: published entities, by label.
        cleaned: characters of article text that were dropped or replaced, by Unicode name, and words put
            together that were divided at the end of a line.
        foreign: published sentences that were not parsed for their language, and their tokens, by language.
        not_annotated: ids of the documents of which no sentence is published.
    """

    stages: dict[Stage, dict[Unit, Account]] = field(default_factory=partial(defaultdict, _accounts))
    left_out: dict[str, Counter[str]] = field(default_factory=partial(defaultdict, Counter))
    splits: dict[str, Counter[str]] = field(default_factory=partial(defaultdict, Counter))
    annotation: Counter[str] = field(default_factory=Counter)
    reviewers: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    cleaned: Counter[str] = field(default_factory=Counter)
    foreign: dict[str, Counter[str]] = field(default_factory=partial(defaultdict, Counter))
    not_annotated: list[str] = field(default_factory=list)

    def merge(self, other: Ledger) -> None:
        """Add the counts of another part of the same build."""
        for stage, units in other.stages.items():
            for unit, account in units.items():
                own = self.stages[stage][unit]
                own.incoming += account.incoming
                own.out += account.out
                own.left_out += account.left_out
                own.quarantined += account.quarantined
        for name, counts in other.left_out.items():
            self.left_out[name].update(counts)
        for split, counts in other.splits.items():
            self.splits[split].update(counts)
        for language, counts in other.foreign.items():
            self.foreign[language].update(counts)
        self.annotation.update(other.annotation)
        self.reviewers.update(other.reviewers)
        self.entities.update(other.entities)
        self.cleaned.update(other.cleaned)
        self.not_annotated += other.not_annotated

    def files(self, *, documents: int, quarantined: int) -> None:
        """Book the files found: those that became documents and those that could not."""
        found = documents + quarantined
        self.stages["ingest"]["files"].add(incoming=found, out=documents, quarantined=quarantined)

    def ingested(self, document: Document) -> None:
        """Book the blocks of a document: text of the article goes on, the rest is left out."""
        text = [block for block in document.blocks if block.role in TEXT_ROLES]
        ingest = self.stages["ingest"]
        ingest["blocks"].add(incoming=len(document.blocks), out=len(text))
        ingest["characters"].add(incoming=len(document.text), out=_length(text))
        for block in document.blocks:
            if block.role not in TEXT_ROLES:
                self.left_out[block.role].update(blocks=1, characters=block.end - block.start)
        for block in text:
            self.cleaned.update(clean(document.text[block.start : block.end]).dropped)

    def made(
        self,
        stage: Literal["annotate", "review"],
        document: Document,
        sentences: Sequence[Sentence],
        lost: Sequence[Quarantined],
    ) -> None:
        """Book the sentences that ``stage`` made of a document's text; what the check refused, it made too.

        Args:
            lost: all stretches of the document that are in quarantine by now.

        Raises:
            RukazError: a stretch of text is in no sentence and not in quarantine, or in two.
        """
        for block, pieces in _pieces(document, sentences, lost):
            _require_cover(document, block, pieces)
            whole = any(isinstance(piece, Sentence) for piece in pieces)
            self.stages[stage]["blocks"].add(
                incoming=1, out=int(whole), quarantined=int(bool(pieces) and not whole)
            )
        refused = [row for row in lost if row.stage == "check"] if stage == "annotate" else []
        text = [block for block in document.blocks if block.role in TEXT_ROLES]
        self.stages[stage]["characters"].add(
            incoming=_length(text),
            out=_length(sentences) + _length(refused),
            quarantined=_length(lost) - _length(refused),
        )
        self.stages[stage]["sentences"].add(
            incoming=len(sentences) + len(lost),
            out=len(sentences) + len(refused),
            quarantined=len(lost) - len(refused),
        )
        if stage == "annotate":
            self._checked(sentences, refused)

    def _checked(self, passed: Sequence[Sentence], refused: Sequence[Quarantined]) -> None:
        check = self.stages["check"]
        made: tuple[Sentence | Quarantined, ...] = (*passed, *refused)
        check["sentences"].add(incoming=len(made), out=len(passed), quarantined=len(refused))
        check["characters"].add(incoming=_length(made), out=_length(passed), quarantined=_length(refused))

    def published(self, document: Document, sentences: Sequence[Sentence]) -> None:
        """Book what the corpus holds of a document in the end."""
        labels = Counter(entity.label for sentence in sentences for entity in sentence.entities)
        self.splits[document.split].update(
            documents=1,
            sentences=len(sentences),
            tokens=_tokens(sentences),
            entities=labels.total(),
            quotes=sum(len(sentence.quotes) for sentence in sentences),
            dates=sum(len(sentence.dates) for sentence in sentences),
            coreference=sum(len(sentence.mentions) for sentence in sentences),
        )
        if not sentences:
            self.not_annotated.append(document.doc_id)
        self.annotation.update(sentence.annotation for sentence in sentences)
        self.reviewers.update(sentence.reviewer for sentence in sentences if sentence.reviewer)
        self.entities.update(labels)
        for sentence in sentences:
            if sentence.role == "foreign":
                language = sentence.lang or document.language
                self.foreign[language].update(sentences=1, tokens=len(sentence.tokens))


def _pieces(
    document: Document, sentences: Sequence[Sentence], lost: Sequence[Quarantined]
) -> Iterator[tuple[Block, list[Sentence | Quarantined]]]:
    """Each block of text with its sentences and quarantined stretches, in their order."""
    by_block: dict[str | None, list[Sentence | Quarantined]] = defaultdict(list)
    pieces: tuple[Sentence | Quarantined, ...] = (*sentences, *lost)
    for piece in pieces:
        by_block[piece.block].append(piece)
    for block in document.blocks:
        if block.role in TEXT_ROLES:
            yield block, sorted(by_block[block.block], key=lambda piece: piece.start)


def _require_cover(document: Document, block: Block, pieces: Sequence[Sentence | Quarantined]) -> None:
    """Between the pieces of a block there is only white space, and they do not overlap."""
    reached = block.start
    for start, end in [*((piece.start, piece.end) for piece in pieces), (block.end, block.end)]:
        if start < reached or clean_text(document.text[reached:start]).strip():
            raise RukazError(
                f"characters {min(reached, start)} to {max(reached, start)} are "
                + ("in two sentences" if start < reached else "in no sentence and not in quarantine"),
                where=f"{document.doc_id}, block {block.block}",
                hint="This is an error in RuKaz; please report it with the text.",
            )
        reached = end


def _length(stretches: Sequence[Block | Sentence | Quarantined]) -> int:
    return sum(stretch.end - stretch.start for stretch in stretches)


def _tokens(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.tokens) for sentence in sentences)
