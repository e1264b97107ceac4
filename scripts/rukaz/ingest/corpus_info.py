"""What a corpus is called, its language and licence, and the files that shape it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rukaz.errors import RukazError
from rukaz.ingest.ids import safe_name
from rukaz.ingest.sources_schema import CARD_BESIDE, CorpusTable
from rukaz.safe_paths import safe_path


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What the corpus is called and how it is annotated.

    Attributes:
        name: the slug in file names.
        license: of the annotations.
        conventions: ``rukaz`` if reviewed sentences are held to the rules of seeds/guidelines.md.
        abbreviations: a table of them that adds to the packaged one.
        links: a table of the items of Wikidata that names are, which wins over the packaged one.
    """

    name: str
    title: str
    version: str = "0.1.0"
    language: str = "ru"
    license: str | None = None
    conventions: str | None = None
    card: Path | None = None
    abbreviations: Path | None = None
    links: Path | None = None


def corpus_info(
    folder: Path, table: CorpusTable, default: str, *, where: str, follow_links: bool
) -> CorpusInfo:
    """What ``[corpus]`` of a sources.toml says.

    Args:
        folder: of the texts.
        default: what the corpus is called if the table does not say it.
        where: the file, for messages.
        follow_links: whether symbolic links may lead out of ``folder``.

    Raises:
        RukazError: a file that it names is not there, or out of the folder.
    """
    card = _card_path(folder, table.card, where=where, follow_links=follow_links) if table.card else None
    if card and not card.is_file():
        hint = "Restore it, or remove the key 'card'."
        raise RukazError(f"the card template, {table.card!r}, does not exist", where=where, hint=hint)
    tables: dict[str, Path] = {}
    for key, named in (("abbreviations", table.abbreviations), ("links", table.links)):
        if named:
            tables[key] = safe_path(folder, named, where=where, follow_links=follow_links)
            if not tables[key].is_file():
                hint = f"Restore it, or remove the key {key!r}."
                raise RukazError(f"the table {named!r} does not exist", where=where, hint=hint)
    name = table.name or safe_name(default).lower()
    return CorpusInfo(
        name=name,
        title=table.title or name,
        version=table.version,
        language=table.language,
        license=table.license,
        conventions=table.conventions,
        card=card,
        **tables,
    )


def _card_path(folder: Path, card: str, *, where: str, follow_links: bool) -> Path:
    if card == CARD_BESIDE:
        folder, card = folder.resolve().parent, Path(card).name
    return safe_path(folder, card, where=where, follow_links=follow_links)
