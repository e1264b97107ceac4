"""The card of a copy without texts: the card of the corpus, less its examples, with a notice; and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rukaz.atomic_files import read_text
from rukaz.errors import RukazError
from rukaz.export.card import CARD, join_card, split_card, table
from rukaz.export.card_header import dataset_yaml
from rukaz.export.manifest import Manifest
from rukaz.export.parquet_files import config_files

NOTICE = """\
<!-- without texts -->
> **This copy holds no texts**, only their annotation and its offsets in them. FORM and `tokens` are `_`;
> LEMMA and `lemmas` are rules that make the lemma of the form (`l0-7:0:ть`: in lower case, characters 0 to 7,
> then `ть`). Who has the texts joins them with `rukaz join THIS TEXTS --corpus OUT`; `documents` knows each
> text by its SHA-256.
<!-- end -->

"""
LEFT_OUT = "*Left out here, because it quotes the texts.*"

_NOTICE = re.compile(r"<!-- without texts -->\n.*?<!-- end -->\n\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Card:
    """The YAML header of a card and its text."""

    header: Mapping[str, Any]
    body: str

    def without_examples(self, figures: Sequence[Mapping[str, Any]]) -> Card:
        """The card without those tables of measurements that show examples."""
        body = self.body
        for figure in figures:
            if "example" in figure["columns"]:
                body = body.replace(table(figure["columns"], figure["rows"]), LEFT_OUT)
        return replace(self, body=body)

    def with_notice(self) -> Card:
        """The card with the notice below its title."""
        above, heading, below = self.body.partition("\n\n")
        return replace(self, body=f"{above}{heading}{NOTICE}{below}")

    def without_notice(self) -> Card:
        """The card as it was before."""
        return replace(self, body=_NOTICE.sub("", self.body, count=1))

    def write(self, folder: Path, manifest: Manifest) -> None:
        """Write the card of the data in ``folder``, which its header describes."""
        data = dataset_yaml(config_files(folder), version=manifest["corpus"]["version"])
        text = join_card({**self.header, **data}, self.body)
        (folder / CARD).write_text(text, encoding="utf-8", newline="\n")


def read_card(folder: Path) -> Card:
    """The card of a corpus.

    Raises:
        RukazError: there is none, or it has no header.
    """
    path = folder / CARD
    try:
        header, body = split_card(read_text(path))
    except ValueError as error:
        raise RukazError(f"the card cannot be read: {error}", where=str(path)) from error
    if not header:
        raise RukazError("the card has no header", where=str(path), hint="Build the corpus again.")
    return Card(header, body)
