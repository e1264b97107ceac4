"""`rukaz train DATA`: from the data folder to the embedded models, in one resumable run.

Each step writes into the work folder and is skipped or resumed when its result is there: word vectors; silver
annotation by slovnet and its conversion, or annotation by another teacher; then one model per processor. At
the end the models are copied out with models.json, which says what they were made from.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from rukaz.annotation.model_files import EMBEDDED
from rukaz.errors import RukazError
from rukaz.extras import require_extra
from rukaz.train.hyperparameters import SHAPES, SHIPPED, learners
from rukaz.train.loop import Materials, Plan, train_on_trees
from rukaz.train.model_set import write_models_file

if TYPE_CHECKING:
    from rukaz.train.transformer.train import Training

FILES = {
    "pretrain": "pretrain.pt",
    "tokenize": "tokenize.pt",
    "pos": "pos.pt",
    "lemma": "lemma.pt",
    "depparse": "depparse.pt",
    "ner": "ner.pt",
}
WORDS = {"pos": 18_000_000, "depparse": 13_000_000}
FOLDERS = {"pos": "tagger", "depparse": "parser"}


def train(
    data: Path, out: Path, *, scale: float = 1.0, only: Collection[str] = (), teacher: str | None = None
) -> None:
    """Train the models from the data folder and put them into `out` with their models.json.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        out: folder of the models; work in progress is kept beside it in `<out>.work`.
        scale: how long to train: 1 as long as the embedded models, 0.01 to try it out.
        only: processors to train; empty means all.
        teacher: a model that annotates the silver for tagger and parser; slovnet if not given.

    Raises:
        RukazError: the extra `train` or a folder of the data is missing, or `only` names no processor.
    """
    _check(data, only)
    work = work_folder(out)
    work.mkdir(parents=True, exist_ok=True)
    prepare(data, work)
    wanted = set(only) or set(FILES)
    for name in ("tokenize", "lemma", "ner"):
        if name in wanted:
            train_one(name, data, work, scale)
    if on_trees := [name for name in learners() if name in wanted]:
        of_trees = materials(data, work, annotated_by(teacher, work))
        for name in on_trees:
            plan = Plan(max(1, round(WORDS[name] * scale)))
            shape, folder = SHAPES[name][SHIPPED[name]], work / FOLDERS[name]
            shutil.copyfile(
                train_on_trees(learners()[name], shape, of_trees, plan, folder), work / FILES[name]
            )
    publish(data, work, out)


def train_on_encoder(data: Path, out: Path, training: Training) -> None:
    """Train a joint model on a pretrained transformer; write a set of models with it.

    Args:
        data: folder with treebanks/, ner/ and raw_news/; in treebanks/ verse and OpenCorpora too.
        out: folder of the set, which gets the embedded models that help it too; work in progress is kept
            beside it (`work_folder`).

    Raises:
        RukazError: a folder of the data is missing, or the wheel is another.
    """
    from rukaz.train.transformer.train import train_joint

    _check(data, ())
    work = work_folder(out)
    work.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    joint = "joint-words" if training.small else "joint"
    files = train_joint(data, work, training)
    made = {joint: files.model, "pieces": files.pieces}
    helping = (
        ("tokenize", "lemma") if training.small else ("pretrain", "tokenize", "pos", "lemma", "depparse")
    )
    sources = {name: EMBEDDED / FILES[name] for name in helping} | made
    for name, source in sources.items():
        shutil.copyfile(source, out / f"{name}.pt")
    write_models_file(out, data, work, {name: f"{name}.pt" for name in sources})


def work_folder(out: Path) -> Path:
    """Return where a training keeps its work in progress."""
    return out.with_name(out.name + ".work")


def try_out(data: Path, out: Path, words: int, teacher: str = "accurate") -> tuple[Path, Path]:
    """Train short trials of other shapes and sources.

    Args:
        words: budget of each trial.
        teacher: a model that annotates the silver for some of them.

    Returns:
        `out`/trials.json, which has their figures, and a file of running text.
    """
    from rukaz.train.ablations import run_trials

    _check(data, ())
    work = work_folder(out)
    prepare(data, work)
    silver = {"slovnet": work / "silver", "teacher": annotated_by(teacher, work)}
    tried = run_trials(materials(data, work, silver["slovnet"]), silver, words, out)
    return tried, min((work / "silver").glob("*.conllu"))


def prepare(data: Path, work: Path) -> None:
    """Make the word vectors, the silver annotation and its conversion, where they are missing."""
    from rukaz.train.silver import annotate_raw_news, read_articles
    from rukaz.train.treebanks import convert_silver
    from rukaz.train.vectors import count_words, make_pretrain

    if not (work / "pretrain.pt").exists():
        make_pretrain(count_words(read_articles(data / "raw_news")), work / "pretrain.pt")
    annotate_raw_news(data / "raw_news", work / "silver-raw")
    convert_silver(work / "silver-raw", work / "silver", data / "treebanks")


def publish(data: Path, work: Path, out: Path) -> None:
    """Copy the finished models from the work folder to `out` and write models.json there."""
    out.mkdir(parents=True, exist_ok=True)
    for name in FILES.values():
        if (work / name).exists():
            shutil.copyfile(work / name, out / name)
    write_models_file(out, data, work, FILES)


def annotated_by(teacher: str | None, work: Path) -> Path:
    """The folder with the silver that a teacher annotated; slovnet, if it is None."""
    from rukaz.train.self_training import annotate_silver

    if teacher is None:
        return work / "silver"
    annotate_silver(work / "silver", work / "silver-anew", teacher)
    return work / "silver-anew"


def train_one(name: str, data: Path, work: Path, scale: float) -> None:
    """Train tokenizer, lemmatizer or names into the work folder."""
    from rukaz.train import lemmatizer, ner, tokenizer

    def part(whole: int) -> int:
        return max(1, round(whole * scale))

    if name == "tokenize":
        tokenizer.train_tokenizer(data, work, steps=part(tokenizer.STEPS))
    elif name == "lemma":
        lemmatizer.train_lemmatizer(data, work, epochs=part(lemmatizer.EPOCHS))
    else:
        ner.train_ner(data, work, steps=part(ner.STEPS))


def materials(data: Path, work: Path, silver: Path) -> Materials:
    """What tagger and parser learn from, with some silver."""
    from rukaz.train.treebanks import read_gold

    return Materials(work / FILES["pretrain"], silver, read_gold(data / "treebanks"))


def _check(data: Path, only: Collection[str]) -> None:
    require_extra("train")
    for folder in ("treebanks", "ner", "raw_news"):
        if not (data / folder).is_dir():
            hint = "give the folder that holds treebanks/, ner/ and raw_news/"
            raise RukazError("a folder with training data is missing", where=str(data / folder), hint=hint)
    unknown = set(only) - set(FILES)
    if unknown:
        hint = f"known are {', '.join(sorted(set(FILES) - {'pretrain'}))}"
        raise RukazError(f"no such processor: {', '.join(sorted(unknown))}", hint=hint)
