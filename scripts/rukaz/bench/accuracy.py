"""How right those who take part in ``rukaz bench`` are: UPOS and LAS on gold tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rukaz.annotation.model_files import Model, find_model
from rukaz.bench import peers
from rukaz.bench.systems import BY_DOCUMENT, IN_BULK, RUKAZ, SLOVNET, SPACY, UDPIPE, Task, model_of_stanza


def accuracy_of_rukaz(task: Task) -> dict[str, float]:
    """UPOS and LAS of RuKaz on gold tokens."""
    return _accuracy(task, find_model(task.model), fast=True)


def accuracy_of_stanza(task: Task) -> dict[str, float]:
    """The same of Stanza's own code."""
    return _accuracy(task, model_of_stanza(task.model), fast=False)


def _accuracy(task: Task, model: Model, *, fast: bool) -> dict[str, float]:
    from rukaz.annotation.annotator import Annotator

    annotator = Annotator(model, threads=1, fast=fast)
    return peers.accuracy(task.peers, annotator.analyse(peers.measured_words(task.peers)))


def accuracy_of_slovnet(task: Task) -> dict[str, float]:
    """The same of slovnet."""
    return peers.accuracy(task.peers, peers.ask_slovnet(task.peers, peers.measured_words(task.peers)))


def accuracy_of_spacy(task: Task) -> dict[str, float]:
    """The same of spaCy."""
    return peers.accuracy(task.peers, peers.ask_spacy(task.peers, peers.measured_words(task.peers)))


def accuracy_of_udpipe(task: Task) -> dict[str, float]:
    """The same of UDPipe."""
    return peers.accuracy(task.peers, peers.ask_udpipe(task.peers, peers.measured_words(task.peers)))


ACCURACY: Mapping[str, Callable[[Task], dict[str, float]]] = {
    RUKAZ: accuracy_of_rukaz,
    SLOVNET: accuracy_of_slovnet,
    IN_BULK: accuracy_of_stanza,
    BY_DOCUMENT: accuracy_of_stanza,
    SPACY: accuracy_of_spacy,
    UDPIPE: accuracy_of_udpipe,
}
