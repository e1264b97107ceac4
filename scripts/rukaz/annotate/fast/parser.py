"""Stanza's graph parser: heads and relations of tagged and lemmatised sentences.

Otherwise than there: relations are scored for the chosen arcs alone, not for each pair of words, except in
the few sentences where Stanza repairs a double subject or object; the vectors of words are computed once a
word (``words``); trees are decoded for many sentences at once (``trees``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

import torch
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse.model import GraphParser
from torch import Tensor

from rukaz.annotate.columns import Arc, Tag
from rukaz.annotate.fast.batches import Batch, batches
from rukaz.annotate.fast.layers import Highway, Linear, turned
from rukaz.annotate.fast.rivals import Dispute, places_of, rivals
from rukaz.annotate.fast.trees import Heads, Scores, best_trees
from rukaz.annotate.fast.words import ROOT, ReadWords, WordTable, embedded

_ARCS_AT_ONCE = 64  # what is computed of an arc is thousands of numbers wide, and read at once


class Parser:
    """A ``GraphParser`` of Stanza, read out of its processor."""

    def __init__(self, processor: Any) -> None:
        model = processor.trainer.model
        self._words = WordTable(ReadWords(model, processor.pretrain, ("pretrained", "frequent", "letters")))
        self._lemmas = WordTable(lambda words: embedded(model.lemma_emb, model.vocab["lemma"], words))
        self._tags = WordTable(lambda tags: embedded(model.upos_emb, model.vocab["upos"], tags))
        self._before_lemma = model.trans_pretrained.out_features + model.word_emb.embedding_dim
        self._encoder = Highway(model.parserlstm, (model.parserlstm_h_init, model.parserlstm_c_init))
        self._arcs = Biaffine(model.unlabeled)
        self._relations = Biaffine(model.deprel)
        vocabulary = model.vocab["deprel"]
        self._names = vocabulary.unmap(range(VOCAB_PREFIX_SIZE, len(vocabulary)))
        self._places = places_of(self._names)
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
        rooted = [[ROOT, *forms] for forms in sentences]
        words = self._words.rows(chain.from_iterable(rooted))
        lemma = self._lemmas.rows(chain.from_iterable([ROOT, *(one or "_" for one in row)] for row in lemmas))
        upos = self._tags.rows(chain.from_iterable([ROOT, *(tag.upos or "_" for tag in row)] for row in tags))
        arcs: list[list[Arc]] = [[] for _ in sentences]
        for batch in batches([len(words) for words in rooted]):
            parts = [vectors[rows[batch.places.to(rows.device)]] for vectors, rows in (words, lemma, upos)]
            cut = self._before_lemma
            inputs = torch.cat((parts[0][..., :cut], parts[1], parts[2], parts[0][..., cut:]), 2)
            states = self._encoder.run(inputs, turned(batch.inside).to(inputs.device))
            for member, found in zip(batch.members, self._decide(states, batch), strict=True):
                arcs[member] = found
        return arcs

    def _decide(self, states: Tensor, batch: Batch) -> list[list[Arc]]:
        """The arcs of the sentences of a batch from their states (step, sentence, value)."""
        arcs = self._arcs.views(states)
        scores = [
            self._arcs.pairs(arcs[0][:length, place], arcs[1][:length, place]).squeeze(2)
            for place, length in enumerate(batch.lengths)
        ]
        tables = [one.fill_diagonal_(-torch.inf).log_softmax(1).cpu().numpy() for one in scores]
        heads = best_trees(tables)
        views = self._relations.views(states)
        numbers = iter(self._label(views, heads))
        found = []
        for place, (tree, table) in enumerate(zip(heads, tables, strict=True)):
            labelled = tree, list(islice(numbers, len(tree) - 1))
            if self._repair and rivals(tree[1:].tolist(), [self._places[number] for number in labelled[1]]):
                here = [view[: len(tree), place] for view in views]
                labelled = self._settle(table, self._relations.pairs(*here), tree)
            arcs_here = zip(labelled[0][1:].tolist(), labelled[1], strict=True)
            found.append([Arc(head, self._names[number]) for head, number in arcs_here])
        return found

    def _settle(self, scores: Scores, labels: Tensor, heads: Heads) -> tuple[Heads, list[int]]:
        """What becomes of a tree in which a head has two subjects or objects."""
        return Dispute(scores, labels.log_softmax(2).cpu().numpy(), self._places).settle(heads)

    def _label(self, views: tuple[Tensor, Tensor], heads: Sequence[Heads]) -> list[int]:
        """The relation of each word but the root, sentence after sentence."""
        dependents = [
            step * len(heads) + place for place, tree in enumerate(heads) for step in range(1, len(tree))
        ]
        governors = [int(head) * len(heads) + place for place, tree in enumerate(heads) for head in tree[1:]]
        rows = [view.flatten(0, 1)[ids] for view, ids in zip(views, (dependents, governors), strict=True)]
        numbers: list[int] = self._relations.of_arcs(*rows).argmax(1).tolist()
        return numbers


class Biaffine:
    """``DeepBiaffineScorer``: scores of pairs of words, by plain matrix products."""

    def __init__(self, scorer: Any) -> None:
        self._views = [Linear.of(layer, then="relu") for layer in (scorer.W1, scorer.W2)]
        weight = scorer.scorer.W_bilin.weight.detach()  # (dependent, governor, label), the last row a bias
        folded = weight.permute(2, 1, 0)
        self._shape = folded.shape[:2]
        self._product = Linear(folded[..., :-1].flatten(0, 1), folded[..., -1].flatten().contiguous())
        self._bias = scorer.scorer.W_bilin.bias.detach()

    def views(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """The words (step, sentence, value) as dependents and as governors."""
        rows = states.flatten(0, 1)
        one, other = (view(rows).view(*states.shape[:2], -1) for view in self._views)
        return one, other

    def of_arcs(self, dependents: Tensor, governors: Tensor) -> Tensor:
        """Scores (arc, label) of arcs between words (arc, value)."""
        split = (torch.split(rows, _ARCS_AT_ONCE) for rows in (dependents, _with_one(governors)))
        parts = [
            self._half(some).mul_(others.unsqueeze(1)).sum(2) for some, others in zip(*split, strict=True)
        ]
        return torch.cat(parts).add_(self._bias)

    def pairs(self, dependents: Tensor, governors: Tensor) -> Tensor:
        """Scores (dependent, governor, label) of all pairs of words (word, value)."""
        half = self._half(dependents.contiguous())
        products = (half.flatten(0, 1) @ _with_one(governors).T).view(*half.shape[:2], -1)
        return products.transpose(1, 2).add_(self._bias)

    def _half(self, dependents: Tensor) -> Tensor:
        """The product with the dependents alone (word, label, value of the governor)."""
        return self._product(dependents).view(-1, *self._shape)


def _with_one(rows: Tensor) -> Tensor:
    return torch.cat((rows, rows.new_ones(len(rows), 1)), 1)
