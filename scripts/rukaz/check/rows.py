"""One content in several files: the rows and CoNLL-U lines of a document side by side (F60x, N4xx)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from rukaz.check.corpus_reader import Row, StoredDocument
from rukaz.check.finding import Place
from rukaz.conllu.files import document_lines
from rukaz.export.parquet_rows import columns
from rukaz.ingest.clean import clean_text
from rukaz.iob2 import unopened
from rukaz.records import ENTITY_LABELS, NER_TAGS, TEXT_ROLES
from rukaz.schema import FIELDS, LABELS, Config

_PER_TOKEN = [
    field.column for field in FIELDS["sentences"] if "list[" in field.kind and field.column != "mwt"
]
_LABELS: Mapping[str, int] = {
    field.column: len(LABELS[field.kind[5:-1]]) for field in FIELDS["sentences"] if field.kind[5:-1] in LABELS
}


def equal_lists(stored: StoredDocument) -> Iterator[Place]:
    """The lists of a sentence do not have one item for each token."""
    for row in stored.rows["sentences"]:
        lengths = {column: len(row[column] or []) for column in _PER_TOKEN}
        wrong = [f"{column} {length}" for column, length in lengths.items() if length != lengths["tokens"]]
        if wrong:
            yield row["sent_id"], f"tokens {lengths['tokens']}, but {', '.join(wrong)}"


_CONFIDENCE: Mapping[Config, list[str]] = {
    config: [field.column for field in FIELDS[config] if field.column.endswith("confidence")]
    for config in ("sentences", "tokens", "entities")
}


def possible_confidence(stored: StoredDocument) -> Iterator[Place]:
    """A confidence is not between 0 and 1 in hundredths, or is given where a reader decided."""
    for config, names in _CONFIDENCE.items():
        for row in stored.rows[config]:
            for name in names:
                found = row[name] if isinstance(row[name], list) else [row[name]]
                for value in filter(lambda one: one is not None, found):
                    if row["annotation"] == "reviewed":
                        yield row["sent_id"], f"{config}: {name} of a reviewed sentence"
                        break
                    if not 0 <= value <= 1 or value != round(value, 2):
                        yield row["sent_id"], f"{config}: {name} {value}"


def known_label_ids(stored: StoredDocument) -> Iterator[Place]:
    """A label is missing or is not one of the numbers that have a name."""
    for row in stored.rows["sentences"]:
        for column, count in _LABELS.items():
            wrong = [str(label) for label in row[column] if label is None or not 0 <= label < count]
            if wrong:
                yield row["sent_id"], f"{column} {', '.join(wrong)}"


def valid_iob2(stored: StoredDocument) -> Iterator[Place]:
    """An entity does not begin with its B- tag."""
    names = dict(enumerate(NER_TAGS))
    for row in stored.rows["sentences"]:
        tags = [names.get(label, "O") for label in row["ner_tags"]]
        for position in unopened(tags):
            before = tags[position - 1] if position else "O"
            yield row["sent_id"], f"token {position + 1} has {tags[position]} after {before}"


def agreeing_columns(stored: StoredDocument) -> Iterator[Place]:
    """The columns of a row of ``sentences`` contradict one another."""
    rules = (equal_lists, known_label_ids, valid_iob2)
    explained = {sent_id for rule in rules for sent_id, _ in rule(stored)} if stored.faults else ()
    yield from (fault for fault in stored.faults.items() if fault[0] not in explained)


def agreeing_configs(stored: StoredDocument) -> Iterator[Place]:
    """The rows of a config other than ``entities`` are not those that the sentences make."""
    configs: tuple[Config, ...] = ("sentences", "tokens", "quotes", "dates", "coreference", "documents")
    for config in configs:
        # where sentences and tokens have no rows, same_documents_everywhere says so
        if stored.rows[config] or config in ("quotes", "dates", "coreference"):
            yield from _other_rows(stored, config)


def agreeing_entities(stored: StoredDocument) -> Iterator[Place]:
    """The rows of ``entities`` are not the entities that the tags of the sentences make."""
    if not [*entity_is_source(stored), *entities_apart(stored)]:
        yield from _other_rows(stored, "entities")


def entity_is_source(stored: StoredDocument) -> Iterator[Place]:
    """The text of an entity is not the clean source text at its offsets."""
    for row in stored.rows["entities"]:
        source = clean_text(stored.document.text[row["start"] : row["end"]])
        if source != row["text"]:
            yield row["mention_id"], f"{row['text']!r}, but source[{row['start']}:{row['end']}] is {source!r}"


def entities_apart(stored: StoredDocument) -> Iterator[Place]:
    """An entity overlaps the one before, or has a label other than PER, ORG, LOC, MISC."""
    reached = 0
    for row in stored.rows["entities"]:
        if row["label"] not in ENTITY_LABELS:
            yield row["mention_id"], f"label {row['label']}"
        if row["start"] < reached:
            yield row["mention_id"], f"{row['text']!r} starts at {row['start']}, before {reached}"
        reached = row["end"]


def _other_rows(stored: StoredDocument, config: Config) -> Iterator[Place]:
    """The first row of a config that is not as the records have it."""
    if config == "documents" and stored.faults:
        return
    table = columns(config, stored.document, stored.sentences)
    expected = [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]
    found = [row for row in stored.rows[config] if row.get("sent_id") not in stored.faults]
    for want, have in zip_longest(expected, found):
        if want != have:
            place = (want or have or {}).get("sent_id", stored.document.doc_id)
            yield place, f"{config}: {_difference(want, have)}"
            return


def agreeing_conllu(stored: StoredDocument) -> Iterator[Place]:
    """The CoNLL-U of a document is not, byte for byte, what its rows make."""
    if stored.faults or not stored.conllu:
        return
    expected = document_lines(stored.document, stored.sentences)
    sentence = stored.document.doc_id
    for want, have in zip_longest(expected.split("\n"), stored.conllu.split("\n")):
        if want and want.startswith("# sent_id = "):
            sentence = want.removeprefix("# sent_id = ")
        if want != have:
            yield sentence, f"{have!r} instead of {want!r}"
            break


def article_in_sentences(stored: StoredDocument) -> Iterator[Place]:
    """Text of the article is in no sentence and not in quarantine."""
    if stored.faults:
        return
    spans = [(sentence.start, sentence.end) for sentence in stored.sentences]
    for block in stored.document.blocks:
        if block.role not in TEXT_ROLES:
            continue
        reached = block.start
        for start, end in sorted([*spans, *stored.quarantine, (block.end, block.end)]):
            if start > block.end or end < block.start:
                continue
            if left := clean_text(stored.document.text[reached:start]).strip():
                yield f"{stored.document.doc_id}, block {block.block}", f"{reached}:{start} {left!r}"
            reached = max(reached, end)


def _difference(want: Row | None, have: Row | None) -> str:
    if want is None or have is None:
        return "a row too many" if want is None else "a row is missing"
    column = next(column for column in want if want[column] != have.get(column))
    return f"{column} is {have.get(column)!r} instead of {want[column]!r}"
