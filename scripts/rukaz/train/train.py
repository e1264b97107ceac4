"""`rukaz train DATA`: from the data folder to the embedded models, in one resumable run.

Each step writes into the work folder and is skipped when its result is there: word vectors, silver
annotation, its conversion, then one model per processor. At the end the models are copied out with
models.json, which says what they were made from.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from rukaz.errors import RukazError
from rukaz.train.models_file import write_models_file

FILES = {
    "pretrain": "pretrain.pt",
    "tokenize": "tokenize.pt",
    "pos": "pos.pt",
    "lemma": "lemma.pt",
    "depparse": "depparse.pt",
    "ner": "ner.pt",
}
MINUTES = 260.0  # wall clock, one thread, of tagger and parser together


def train(data: Path, out: Path, *, minutes: float | None = None, only: Collection[str] = ()) -> None:
    """Train the models from the data folder and put them into `out` with their models.json.

    Args:
        data: folder with treebanks/, ner/ and raw_news/.
        out: folder of the models; work in progress is kept beside it in `<out>.work`.
        minutes: wall-clock minutes for tagger and parser together; `MINUTES` if not given. The steps of the
            other three, and so their time, change in proportion.
        only: processors to train; empty means all.

    Raises:
        RukazError: a folder of the data is missing, or `only` names an unknown processor.
    """
    _check(data, only)
    work = out.with_name(out.name + ".work")
    work.mkdir(parents=True, exist_ok=True)
    prepare(data, work)
    for processor, step in _steps(data, work, minutes or MINUTES).items():
        if not only or processor in only:
            step()
    publish(data, work, out)


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


def _steps(data: Path, work: Path, minutes: float) -> dict[str, Callable[[], Path]]:
    from rukaz.train import lemmatizer, ner, tokenizer
    from rukaz.train.parser import train_parser
    from rukaz.train.tagger import train_tagger

    def part(whole: int) -> int:
        return max(1, round(whole * minutes / MINUTES))

    return {
        "pos": lambda: train_tagger(data, work, minutes=minutes / 2),
        "depparse": lambda: train_parser(data, work, minutes=minutes / 2),
        "tokenize": lambda: tokenizer.train_tokenizer(data, work, steps=part(tokenizer.STEPS)),
        "lemma": lambda: lemmatizer.train_lemmatizer(data, work, epochs=part(lemmatizer.EPOCHS)),
        "ner": lambda: ner.train_ner(data, work, steps=part(ner.STEPS)),
    }


def _check(data: Path, only: Collection[str]) -> None:
    for folder in ("treebanks", "ner", "raw_news"):
        if not (data / folder).is_dir():
            hint = "give the folder that holds treebanks/, ner/ and raw_news/"
            raise RukazError("a folder of the training data is missing", where=str(data / folder), hint=hint)
    unknown = set(only) - set(FILES)
    if unknown:
        hint = f"known are {', '.join(sorted(set(FILES) - {'pretrain'}))}"
        raise RukazError(f"no such processor: {', '.join(sorted(unknown))}", hint=hint)
