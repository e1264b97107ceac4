"""Stanza's graph parser: heads and relations of tagged and lemmatised sentences.

Otherwise than there: relations are scored for the chosen arcs alone (``biaffine``), except in the few
sentences where Stanza repairs a double subject or object (``head_constraints``); what is read of a word is
computed once for each form, lemma and UPOS (``word_features``); trees are decoded for many sentences at once
(``maximum_spanning_tree``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import torch
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.model import GraphParser
from torch import Tensor

from rukaz.annotation.assemble import Arc, Tag
from rukaz.annotation.fast.batches import Batch, batches
from rukaz.annotation.fast.biaffine import Arcs, Relations
from rukaz.annotation.fast.head_constraints import Labels, ViolationResolver, constraint_violation, places_of
from rukaz.annotation.fast.layers import Highway
from rukaz.annotation.fast.maximum_spanning_tree import Heads, Scores, best_trees
from rukaz.annotation.fast.word_features import ROOT, ReadWords, WordTable, embedded

Word = tuple[str, str, str]
"""Form, lemma and UPOS."""

_ROOT: Word = (ROOT, ROOT, ROOT)


@dataclass(frozen=True, slots=True)
class ScoredBatch:
    """What the parser says of the sentences of a batch.

    Attributes:
        tables: of each sentence, (word, head): logarithms of the shares of the heads, the root being word 0.
        views: of all words as dependents and as heads, step by step, and there sentence by sentence.
    """

    batch: Batch
    tables: Sequence[Scores]
    views: tuple[Tensor, Tensor]


class Parser:
    """A ``GraphParser`` of Stanza, read out of its processor."""

    def __init__(self, processor: Any) -> None:
        self._model = model = processor.trainer.model
        self._forms = ReadWords(model, processor.pretrain, ("pretrained", "frequent", "letters"))
        self._encoder = Highway(model.parserlstm, (model.parserlstm_h_init, model.parserlstm_c_init))
        self._words = WordTable[Word](lambda words: self._encoder.read(self._read(words)))
        self._arcs = Arcs(model.unlabeled)
        self._relations = Relations(model.deprel)
        vocabulary = model.vocab["deprel"]
        self.relations: list[str] = vocabulary.unmap(range(VOCAB_PREFIX_SIZE, len(vocabulary)))
        self._places = places_of(self.relations)
        self._repair = processor.config.get("resolve_head_constraints", True)

    @staticmethod
    def fits(processor: Any) -> bool:
        """Whether the model is built as this module knows it."""
        model, args = processor.trainer.model, processor.trainer.args
        unknown = (
            "use_arc_embedding",
            "linearization",
            "distance",
            "reversed",
            "use_xpos",
            "use_ufeats",
        )
        defaults = {"use_xpos": True, "use_ufeats": True}
        return (
            type(model) is GraphParser
            and ReadWords.fits(model)
            and Highway.fits(model.parserlstm)
            and args["tag_emb_dim"] > 0
            and args.get("use_upos", True)
            and not any(args.get(name, defaults.get(name)) for name in unknown)
        )

    def parse(
        self,
        sentences: Sequence[Sequence[str]],
        tags: Sequence[Sequence[Tag]],
        lemmas: Sequence[Sequence[str | None]],
    ) -> list[list[Arc]]:
        """The arc of each token."""
        arcs: list[list[Arc]] = [[] for _ in sentences]
        for scored in self.scores(sentences, tags, lemmas):
            for member, found in zip(scored.batch.members, self._decide(scored), strict=True):
                arcs[member] = found
        return arcs

    def scores(
        self,
        sentences: Sequence[Sequence[str]],
        tags: Sequence[Sequence[Tag]],
        lemmas: Sequence[Sequence[str | None]],
    ) -> Iterator[ScoredBatch]:
        """Yield the scores of the arcs of sentences, batch by batch."""
        rooted = [
            [_ROOT, *((form, lemma or "_", tag.upos or "_") for form, lemma, tag in zip(*row, strict=True))]
            for row in zip(sentences, lemmas, tags, strict=True)
        ]
        words = self._words.rows(chain.from_iterable(rooted))
        for batch in batches([len(words) for words in rooted]):
            inputs, around = words.at(batch.places)
            states = self._encoder.run(inputs, around, batch.inside)
            scores = self._arcs.scores(states, batch.lengths)
            tables = [one.fill_diagonal_(-torch.inf).log_softmax(1).cpu().numpy() for one in scores]
            yield ScoredBatch(batch, tables, self._relations.views(states.flatten(0, 1)))

    def relation_scores(self, scored: ScoredBatch, trees: Sequence[Heads]) -> Tensor:
        """Scores (arc, relation), not normalised, of the arcs of trees, sentence after sentence."""
        return self._relations.of_arcs(scored.views, *_ends(trees, scored.views[0].device))

    def _read(self, words: Sequence[Word]) -> Tensor:
        """What the encoder reads of words (word, value)."""
        forms, lemmas, tags = zip(*words, strict=True)
        model = self._model
        parts = self._forms(forms)
        lemma = embedded(model.lemma_emb, model.vocab["lemma"], lemmas)
        upos = embedded(model.upos_emb, model.vocab["upos"], tags)
        return torch.cat((*parts[:2], lemma, upos, parts[2]), 1)

    def _decide(self, scored: ScoredBatch) -> list[list[Arc]]:
        """The arcs of the sentences of a batch."""
        trees = best_trees(scored.tables)
        labels = self.relation_scores(scored, trees)
        numbers = labels.argmax(1).tolist()
        found, end = [], 0
        for place, (tree, table) in enumerate(zip(trees, scored.tables, strict=True)):
            start, end = end, end + len(tree) - 1
            chosen = tree, numbers[start:end]
            if self._repair and constraint_violation(
                tree[1:].tolist(), [self._places[number] for number in chosen[1]]
            ):
                here = [
                    view.view(*scored.batch.inside.shape, -1)[: len(tree), place] for view in scored.views
                ]
                chosen = self._settle(table, tree, labels[start:end], (here[0], here[1]))
            relations = map(self.relations.__getitem__, chosen[1])
            found.append(list(map(Arc, chosen[0][1:].tolist(), relations)))
        return found

    def _settle(
        self, scores: Scores, tree: Heads, labels: Tensor, views: tuple[Tensor, Tensor]
    ) -> tuple[Heads, list[int]]:
        """What becomes of a tree in which a head has two subjects or objects."""

        def of_words(words: Sequence[int]) -> Scores:
            scores = self._relations.of_words((views[0][list(words)], views[1]))
            return scores.log_softmax(2).cpu().numpy()

        known = Labels(tree, labels.log_softmax(1).cpu().numpy(), of_words)
        return ViolationResolver(scores, known, self._places).validate_and_repair(tree)


def _ends(trees: Sequence[Heads], device: torch.device) -> tuple[Tensor, Tensor]:
    """Of each arc but the root's, sentence after sentence, the dependent and the head.

    They are numbered as in a batch: step by step, and there sentence by sentence.
    """
    place = np.repeat(np.arange(len(trees)), [len(tree) - 1 for tree in trees])
    below = np.concatenate([np.arange(1, len(tree)) for tree in trees])
    above = np.concatenate([tree[1:] for tree in trees])
    dependents, heads = (torch.from_numpy(step * len(trees) + place).to(device) for step in (below, above))
    return dependents, heads
