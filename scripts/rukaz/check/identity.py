"""Names: ids of documents, sentences and entities (rules I2xx) and the splits they belong to (rules S5xx)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from rukaz.check.corpus_reader import Row, StoredCorpus
from rukaz.check.finding import Place
from rukaz.export.parquet_files import parquet_paths
from rukaz.export.parquet_rows import document_of
from rukaz.ingest.duplicates import DuplicateSearch, long_blocks
from rukaz.records import SPLITS, Document, Sentence, Split, sentence_id
from rukaz.schema import CONFIGS

_DOC_ID = re.compile(r"[A-Za-z0-9._-]+")


def safe_doc_id(document: Document, _sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A doc_id has characters other than the letters A to Z, digits, full stop, hyphen and underscore."""
    if not _DOC_ID.fullmatch(document.doc_id):
        yield document.doc_id, "it goes into file names and sentence ids"


def sent_id_of_its_place(document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A sent_id is not ``<doc_id>-p<block>-c<start within the block>``."""
    blocks = {block.block: block for block in document.blocks}
    for sentence in sentences:
        if block := blocks.get(sentence.block):
            wanted = sentence_id(document.doc_id, block, sentence.start)
            if sentence.sent_id != wanted or sentence.doc_id != document.doc_id:
                yield sentence.sent_id, f"its place is {wanted}"


def unique_sent_id(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A sent_id occurs twice in a document."""
    seen = set()
    for sentence in sentences:
        if sentence.sent_id in seen:
            yield sentence.sent_id, f"again at {sentence.start}:{sentence.end}"
        seen.add(sentence.sent_id)


def reviewer_named(_document: Document, sentences: Sequence[Sentence]) -> Iterator[Place]:
    """A reviewed sentence names no reviewer, or an automatic one does."""
    for sentence in sentences:
        if (sentence.annotation == "reviewed") != (sentence.reviewer is not None):
            yield sentence.sent_id, f"annotation {sentence.annotation}, reviewer {sentence.reviewer}"


def unique_doc_id(corpus: StoredCorpus) -> Iterator[Place]:
    """A doc_id occurs twice in one split."""
    for split, doc_id, count in _documents_per_split(corpus):
        if count > 1:
            yield doc_id, f"{count} times in {split}"


def one_split_per_document(corpus: StoredCorpus) -> Iterator[Place]:
    """A document is in more than one split."""
    splits = defaultdict(list)
    for split, doc_id, _ in _documents_per_split(corpus):
        splits[doc_id].append(split)
    for doc_id, found in splits.items():
        if len(found) > 1:
            yield doc_id, f"in {', '.join(found)}"


def same_documents_everywhere(corpus: StoredCorpus) -> Iterator[Place]:
    """A config or the CoNLL-U does not have the same documents as ``documents``, in the same order."""
    for split in SPLITS:
        documents = corpus.rows("documents", split, ("doc_id", "n_sentences"))
        wanted = [row["doc_id"] for row in documents if row["n_sentences"]]
        lists: dict[str, Iterator[Row]] = {
            "sentences": corpus.rows("sentences", split, ("doc_id",)),
            "tokens": corpus.rows("tokens", split, ("doc_id",)),
            "conllu": corpus.conllu_parts(split),
        }
        for name, rows in lists.items():
            found = [doc_id for doc_id, _ in groupby(row["doc_id"] for row in rows)]
            if found and found != wanted:  # a file that is missing is found by complete_splits
                yield f"{name}, {split}", _other_documents(wanted, found)


def one_meaning_per_entity(corpus: StoredCorpus) -> Iterator[Place]:
    """Reviewed mentions of one entity_id differ in label or in normal form."""
    meanings: dict[str, tuple[str, str | None]] = {}
    for row in corpus.reviewed_rows("entities", "entity_id", "label", "name", "mention_id"):
        entity_id, meaning = row["entity_id"], (row["label"], row["name"])
        if entity_id is None:
            continue
        if meanings.setdefault(entity_id, meaning) != meaning:
            first = " ".join(map(str, meanings[entity_id]))
            yield row["mention_id"], f"{entity_id}: {row['label']} {row['name']}, before {first}"


def no_near_duplicates(corpus: StoredCorpus) -> Iterator[Place]:
    """A block nearly repeats one of another document and is not marked as duplicate."""
    with DuplicateSearch() as search:
        for split in SPLITS:
            for row in corpus.rows("documents", split):
                document = document_of(row, split)
                search.add(document.doc_id, split, long_blocks(document))
        for doc_id, blocks in search.copies().items():
            for number, reason in blocks.items():
                yield f"{doc_id}, block {number}", reason


def complete_splits(corpus: StoredCorpus) -> Iterator[Place]:
    """The splits of the manifest and the files do not agree, or a shard is missing."""
    for split in SPLITS:
        counts = corpus.manifest["splits"].get(split, {})
        for config in CONFIGS:
            names = [path.name for path in parquet_paths(corpus.folder, config, split)]
            wanted = [f"{split}-{i:05d}-of-{len(names):05d}.parquet" for i in range(len(names))]
            if names != wanted:
                yield f"{config}/{split}", f"files {', '.join(names)}"
            elif bool(names) != bool(counts.get(config)):
                yield f"{config}/{split}", f"{len(names)} files for {counts.get(config, 0)} {config}"
        if bool(corpus.conllu(split)) != bool(counts.get("sentences")):
            yield (
                f"conllu, {split}",
                f"{len(corpus.conllu(split))} files for {counts.get('sentences', 0)} sentences",
            )


def _documents_per_split(corpus: StoredCorpus) -> Iterator[tuple[Split, str, int]]:
    for split in SPLITS:
        counts = Counter(row["doc_id"] for row in corpus.rows("documents", split, ("doc_id",)))
        yield from ((split, doc_id, count) for doc_id, count in counts.items())


def _other_documents(wanted: Sequence[str], found: Sequence[str]) -> str:
    for here, there in zip_longest(wanted, found):
        if here != there:
            return f"{there} where {here} is due"
    return ""
