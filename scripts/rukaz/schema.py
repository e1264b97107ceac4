"""The one table of what is published: record field, CoNLL-U column, Arrow type and meaning of each column.

Everything else follows from :data:`FIELDS`: the ``datasets.Features`` of a config (`rukaz.dataset_features`),
hence the Arrow schema and the metadata inside the Parquet files, the YAML header of the card and its schema
table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from rukaz.mentions import ETYPES, MENTION_KINDS
from rukaz.records import (
    ANNOTATION_SOURCES,
    ENTITY_LABELS,
    NER_TAGS,
    QUOTE_KINDS,
    SENTENCE_ROLES,
    UPOS_TAGS,
)

Config = Literal["sentences", "tokens", "entities", "quotes", "dates", "coreference", "documents"]
CONFIGS: tuple[Config, ...] = get_args(Config)

Kind = Literal[
    "string",
    "int32",
    "bool",
    "float64",
    "list[string]",
    "list[int32]",
    "list[float64]",
    "list[upos]",
    "list[ner]",
    "list[mwt]",
    "list[block]",
    "list[origin]",
]

LABELS: Mapping[str, tuple[str, ...]] = {"upos": UPOS_TAGS, "ner": NER_TAGS}
"""Names of the labels of each ``ClassLabel``; the id of a label is its position."""

STRUCTS: Mapping[str, Mapping[str, str]] = {
    "mwt": {"id": "string", "form": "string", "start": "int32", "end": "int32", "misc": "string"},
    "block": {"block": "string", "role": "string", "start": "int32", "end": "int32", "reason": "string"},
    "origin": {"start": "int32", "end": "int32", "place": "string"},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of one config.

    Attributes:
        source: the record and its attribute, ``Token.form``, or ``derived.*`` if it is computed; a list of a
            Token attribute has one item per token.
        conllu: the column, comment (``# text``) or MISC key (``MISC TokenRange``) of CoNLL-U with the same
            content; empty if there is none.
        kind: ``upos`` and ``ner`` are ``ClassLabel`` (stored as int64), ``mwt``, ``block`` and ``origin`` are
            structs.
        meaning: one sentence for the schema table of the card.
        classes: all values of a ``string`` that the card declares a ``ClassLabel``: ``load_dataset`` gives
            numbers with names, by which trainers stratify, and whoever reads the files finds the strings.
    """

    column: str
    source: str
    conllu: str
    kind: Kind
    meaning: str
    classes: tuple[str, ...] = ()

    @property
    def record(self) -> str:
        """The record the value comes from, or ``derived``."""
        return self.source.partition(".")[0]

    @property
    def attribute(self) -> str:
        """The attribute of that record."""
        return self.source.partition(".")[2]


# fmt: off
_DEPS = "Enhanced dependencies, `2:nsubj|4:nsubj:xsubj`; null in a corpus of another language."
_SENTENCES = (
    Field("doc_id", "Sentence.doc_id", "# newdoc id", "string", "Id of the document."),
    Field("sent_id", "Sentence.sent_id", "# sent_id", "string",
          "Id of the sentence: `<doc_id>-p<block>-c<start within the block>`."),
    Field("block", "Sentence.block", "# newpar id", "string",
          "Number of the paragraph in the source; pieces of a divided one have a letter, too (`4a`)."),
    Field("role", "Sentence.role", "# role", "string",
          "What the paragraph is in the article: title, lead, body, heading, question or answer; `foreign` "
          "for a sentence in a language other than that of the models, kept as text and not parsed.",
          SENTENCE_ROLES),
    Field("lang", "Sentence.lang", "# lang", "string",
          "Language of the sentence, ISO 639-1; null if it is that of the document."),
    Field("speaker", "Sentence.speaker", "# speaker", "string",
          "`entity_id` of who speaks in a turn of an interview; null if unknown, and outside of turns."),
    Field("annotation", "Sentence.annotation", "# annotation", "string",
          "`auto`: as the models and rules made it; `reviewed`: as a reader left it.", ANNOTATION_SOURCES),
    Field("reviewer", "Sentence.reviewer", "# reviewer", "string",
          "Who reviewed the sentence; null if nobody did."),
    Field("confidence", "Sentence.confidence", "", "float64",
          "Mean of the confidence of its tokens: the estimated share of tokens that are right."),
    Field("start", "Sentence.start", "MISC TokenRange", "int32",
          "Where the sentence starts in the source, in code points from 0."),
    Field("end", "Sentence.end", "MISC TokenRange", "int32", "Where it ends, exclusive."),
    Field("text", "Sentence.text", "# text", "string", "The sentence as text."),
    Field("tokens", "Token.form", "FORM", "list[string]", "Word forms and punctuation marks."),
    Field("lemmas", "Token.lemma", "LEMMA", "list[string]", "Dictionary form of each token."),
    Field("upos", "Token.upos", "UPOS", "list[upos]", "Universal part of speech."),
    Field("xpos", "Token.xpos", "XPOS", "list[string]", "Language-specific tag; null where there is none."),
    Field("feats", "Token.feats", "FEATS", "list[string]",
          "Morphological features, `Name=Value` sorted and joined by `|`; null if there are none."),
    Field("head", "Token.head", "HEAD", "list[int32]", "Id of the syntactic head, from 1; 0 for the root."),
    Field("deprel", "Token.deprel", "DEPREL", "list[string]", "Universal relation to the head."),
    Field("deps", "Token.deps", "DEPS", "list[string]", _DEPS),
    Field("misc", "derived.misc", "MISC", "list[string]",
          "The MISC column of CoNLL-U: entities, quotes, dates, mentions, SpaceAfter and TokenRange."),
    Field("ner_tags", "derived.ner_tags", "MISC NE", "list[ner]", "Named entities as IOB2 tags."),
    Field("token_start", "Token.start", "MISC TokenRange", "list[int32]",
          "Where each token starts in the source, in code points from 0."),
    Field("token_end", "Token.end", "MISC TokenRange", "list[int32]", "Where it ends, exclusive."),
    Field("mwt", "derived.mwt", "ID range", "list[mwt]",
          "Surface tokens that cover several words, with the range of their ids (`3-4`)."),
    Field("token_confidence", "Token.confidence", "", "list[float64]",
          "Calibrated probability, in hundredths, that UPOS, features, head and relation of each token are "
          "all right; null, like the next five columns, where a reader decided."),
    Field("upos_confidence", "Token.upos_confidence", "", "list[float64]", "The same for its UPOS alone."),
    Field("feats_confidence", "Token.feats_confidence", "", "list[float64]",
          "The same for its features alone."),
    Field("head_confidence", "Token.head_confidence", "", "list[float64]", "The same for its head alone."),
    Field("deprel_confidence", "Token.deprel_confidence", "", "list[float64]",
          "The same for its relation alone, without subtype."),
    Field("ner_confidence", "derived.ner_confidence", "", "list[float64]",
          "The same for the entity that the token is part of; null outside of entities."),
)

_TOKENS = (
    Field("doc_id", "Sentence.doc_id", "# newdoc id", "string", "Id of the document."),
    Field("sent_id", "Sentence.sent_id", "# sent_id", "string", "Id of the sentence."),
    Field("token_id", "Token.id", "ID", "int32", "Position in the sentence, from 1."),
    Field("form", "Token.form", "FORM", "string", "Word form or punctuation mark."),
    Field("lemma", "Token.lemma", "LEMMA", "string", "Dictionary form."),
    Field("upos", "Token.upos", "UPOS", "string", "Universal part of speech."),
    Field("xpos", "Token.xpos", "XPOS", "string", "Language-specific tag; null where there is none."),
    Field("feats", "Token.feats", "FEATS", "string", "Morphological features, `A=B|C=D`, or null."),
    Field("head", "Token.head", "HEAD", "int32", "`token_id` of the syntactic head; 0 for the root."),
    Field("deprel", "Token.deprel", "DEPREL", "string", "Universal relation to the head."),
    Field("deps", "Token.deps", "DEPS", "string", _DEPS),
    Field("ner", "derived.ner_tags", "MISC NE", "string", "IOB2 tag: `O`, `B-PER`, `I-PER`, ..."),
    Field("entity_id", "derived.token_entity_ids", "MISC EntityId", "string",
          "Id of the entity that the token is part of, on every token of the mention; or null."),
    Field("start", "Token.start", "MISC TokenRange", "int32",
          "Where the token starts in the source, in code points from 0."),
    Field("end", "Token.end", "MISC TokenRange", "int32", "Where it ends, exclusive."),
    Field("space_after", "Token.space_after", "MISC SpaceAfter", "bool", "False if no space follows."),
    Field("confidence", "Token.confidence", "", "float64",
          "Calibrated probability, in hundredths, that UPOS, features, head and relation are all right; null "
          "where a reader decided."),
    Field("upos_confidence", "Token.upos_confidence", "", "float64", "The same for the UPOS alone."),
    Field("feats_confidence", "Token.feats_confidence", "", "float64", "The same for the features alone."),
    Field("head_confidence", "Token.head_confidence", "", "float64", "The same for the head alone."),
    Field("deprel_confidence", "Token.deprel_confidence", "", "float64",
          "The same for the relation alone, without subtype."),
    Field("annotation", "Sentence.annotation", "# annotation", "string", "`auto` or `reviewed`.",
          ANNOTATION_SOURCES),
)

_ENTITIES = (
    Field("mention_id", "derived.mention_ids", "", "string", "Id of the mention: `<doc_id>-e<start>`."),
    Field("entity_id", "Entity.entity_id", "MISC EntityId", "string",
          "The same for all mentions of one person, organisation or place; null if unknown."),
    Field("wikidata", "Entity.wikidata", "MISC EntityWikidata", "string",
          "Wikidata item of the entity, such as `Q232`; null where none was checked."),
    Field("doc_id", "Sentence.doc_id", "# newdoc id", "string", "Id of the document."),
    Field("sent_id", "Sentence.sent_id", "# sent_id", "string", "Id of the sentence."),
    Field("label", "Entity.label", "MISC NE", "string", "PER, ORG, LOC or MISC.", ENTITY_LABELS),
    Field("text", "Entity.text", "", "string", "The mention as it appears in the sentence."),
    Field("name", "Entity.name", "MISC EntityName", "string",
          "Normal (nominative) form, made by rule unless reviewed; null in languages without rules."),
    Field("start", "Entity.start", "MISC TokenRange", "int32",
          "Where the mention starts in the source, in code points from 0."),
    Field("end", "Entity.end", "MISC TokenRange", "int32", "Where it ends, exclusive."),
    Field("first_token", "Entity.first_token", "ID", "int32", "`token_id` of its first token."),
    Field("last_token", "Entity.last_token", "ID", "int32", "`token_id` of its last token, inclusive."),
    Field("confidence", "Entity.confidence", "", "float64",
          "Calibrated probability, in hundredths, that span and label are right; null where a reader "
          "decided."),
    Field("annotation", "Sentence.annotation", "# annotation", "string", "`auto` or `reviewed`.",
          ANNOTATION_SOURCES),
)

_QUOTES = (
    Field("quote_id", "derived.quote_ids", "", "string", "Id of the quote: `<doc_id>-q<start>`."),
    Field("doc_id", "Sentence.doc_id", "# newdoc id", "string", "Id of the document."),
    Field("sent_id", "Sentence.sent_id", "# sent_id", "string", "Id of the sentence in which it begins."),
    Field("sent_ids", "derived.quote_sent_ids", "", "list[string]", "Ids of all sentences that it spans."),
    Field("kind", "Quote.kind", "MISC Quote", "string",
          "`direct` speech, `indirect` speech, or a `turn` of an interview.", QUOTE_KINDS),
    Field("text", "derived.quote_texts", "", "string",
          "What is said, without the quotation marks around it."),
    Field("start", "Quote.start", "MISC QuoteRange", "int32",
          "Where it starts in the source, in code points from 0."),
    Field("end", "Quote.end", "MISC QuoteRange", "int32", "Where it ends, exclusive."),
    Field("speaker", "derived.speaker_texts", "", "string",
          "The phrase that names the speaker; null if none does."),
    Field("speaker_id", "Quote.speaker_id", "MISC QuoteSpeakerId", "string",
          "`entity_id` of the speaker; null if unknown."),
    Field("speaker_name", "derived.speaker_names", "", "string", "The normal form of that entity's name."),
    Field("speaker_start", "Quote.speaker_start", "MISC QuoteSpeaker", "int32",
          "Where that phrase starts in the source."),
    Field("speaker_end", "Quote.speaker_end", "MISC QuoteSpeaker", "int32", "Where it ends, exclusive."),
    Field("cue", "derived.cue_texts", "", "string",
          "The word that introduces the quote, such as *сказал* or *словам*; null for a turn."),
    Field("cue_start", "Quote.cue_start", "MISC QuoteCue", "int32", "Where that word starts in the source."),
    Field("cue_end", "Quote.cue_end", "MISC QuoteCue", "int32", "Where it ends, exclusive."),
    Field("annotation", "Sentence.annotation", "# annotation", "string", "`auto` or `reviewed`.",
          ANNOTATION_SOURCES),
)

_DATES = (
    Field("date_id", "derived.date_ids", "", "string", "Id of the expression: `<doc_id>-d<start>`."),
    Field("doc_id", "Sentence.doc_id", "# newdoc id", "string", "Id of the document."),
    Field("sent_id", "Sentence.sent_id", "# sent_id", "string", "Id of the sentence."),
    Field("text", "derived.date_texts", "", "string", "The expression, without its preposition."),
    Field("value", "DateExpression.value", "MISC Date", "string",
          "The date in ISO 8601 with EDTF's `X` and `/`; null where text and document do not determine it."),
    Field("part", "DateExpression.part", "MISC DatePart", "string",
          "The part of `value` that is meant: `start`, `middle` or `end`; null if all of it."),
    Field("start", "DateExpression.start", "MISC DateRange", "int32",
          "Where the expression starts in the source, in code points from 0."),
    Field("end", "DateExpression.end", "MISC DateRange", "int32", "Where it ends, exclusive."),
    Field("annotation", "Sentence.annotation", "# annotation", "string", "`auto` or `reviewed`.",
          ANNOTATION_SOURCES),
)

_COREFERENCE = (
    Field("mention_id", "derived.phrase_ids", "", "string", "Id of the mention: `<doc_id>-m<start>-<end>`."),
    Field("cluster_id", "Mention.cluster", "MISC Entity", "string",
          "The same for all mentions of one person or thing in the document; never shared by documents."),
    Field("entity_id", "derived.cluster_entities", "MISC EntityId", "string",
          "`entity_id` of that person or thing, as in `entities`; null if the document does not name it."),
    Field("etype", "Mention.etype", "MISC Entity", "string",
          "Type in the terms of CorefUD: `person`, `place`, `organization`, `event` and so on.", ETYPES),
    Field("kind", "derived.mention_kinds", "", "string",
          "`name` if its head or the apposition to it is one of `entities`; `pronoun`; or `description`.",
          MENTION_KINDS),
    Field("doc_id", "Sentence.doc_id", "# newdoc id", "string", "Id of the document."),
    Field("sent_id", "Sentence.sent_id", "# sent_id", "string", "Id of the sentence."),
    Field("text", "derived.mention_texts", "", "string", "The mention as it appears in the text."),
    Field("start", "Mention.start", "MISC TokenRange", "int32",
          "Where the mention starts in the source, in code points from 0."),
    Field("end", "Mention.end", "MISC TokenRange", "int32", "Where it ends, exclusive."),
    Field("first_token", "Mention.first_token", "MISC Entity", "int32", "`token_id` of its first token."),
    Field("last_token", "Mention.last_token", "MISC Entity", "int32",
          "`token_id` of its last token, inclusive."),
    Field("head", "Mention.head", "MISC Entity", "int32", "`token_id` of its syntactic head."),
    Field("annotation", "Sentence.annotation", "# annotation", "string", "`auto` or `reviewed`.",
          ANNOTATION_SOURCES),
)

_DOCUMENTS = (
    Field("doc_id", "Document.doc_id", "# newdoc id", "string", "Id of the document."),
    Field("file", "Document.file", "# doc_file", "string", "Path of the source file."),
    Field("part", "Document.part", "# doc_part", "string",
          "Which part of the file: a row, or a path in an archive; null if the document is the whole file."),
    Field("sha256", "Document.sha256", "", "string", "SHA-256 of the bytes of the source file."),
    Field("title", "Document.title", "# doc_title", "string", "Title; null if unknown, like all facts."),
    Field("author", "Document.author", "# doc_author", "string", "Author."),
    Field("publisher", "Document.publisher", "# doc_publisher", "string", "Publisher."),
    Field("date", "Document.date", "# doc_date", "string", "Date of publication, ISO 8601, as far as known."),
    Field("url", "Document.url", "# doc_url", "string", "Address of the original."),
    Field("language", "Document.language", "# doc_language", "string", "Language of the text, ISO 639-1."),
    Field("rights", "Document.rights", "# doc_rights", "string", "What the source says about its rights."),
    Field("interviewee", "Document.interviewee", "# doc_interviewee", "string", "Who is interviewed."),
    Field("inferred", "Document.inferred", "# doc_inferred", "string",
          "Facts that were inferred from the text instead of stated, separated by commas: `publisher`."),
    Field("metadata", "Document.metadata", "", "string",
          "What else the file says about it, as JSON; or null."),
    Field("text", "Document.text", "", "string",
          "The source, unchanged, or the text extracted from it; offsets count its code points."),
    Field("origins", "derived.origins", "", "list[origin]",
          "Where stretches of the text are in the file: page, element, row, time; empty for plain text."),
    Field("blocks", "derived.blocks", "", "list[block]",
          "Every paragraph or piece of one, with its role, and the reason if it is not annotated."),
    Field("n_sentences", "derived.n_sentences", "", "int32", "Number of sentences."),
    Field("n_tokens", "derived.n_tokens", "", "int32", "Number of tokens."),
)
# fmt: on

FIELDS: Mapping[Config, tuple[Field, ...]] = {
    "sentences": _SENTENCES,
    "tokens": _TOKENS,
    "entities": _ENTITIES,
    "quotes": _QUOTES,
    "dates": _DATES,
    "coreference": _COREFERENCE,
    "documents": _DOCUMENTS,
}

DOCUMENT_FACTS: tuple[str, ...] = tuple(
    field.attribute for field in _DOCUMENTS if field.conllu.startswith("# doc_")
)
"""The attributes of ``Document`` that say where a text comes from."""

DESCRIPTIONS: Mapping[Config, str] = {
    "sentences": "one row per sentence, with lists of tokens, lemmas, tags and heads: for training",
    "tokens": "one row per token, with tags as strings: for SQL and data frames",
    "entities": "one row per mention of a named entity",
    "quotes": "one row per quote, with its speaker",
    "dates": "one row per date expression, with its value",
    "coreference": "one row per phrase that refers to a person or thing, with the id of its cluster",
    "documents": "one row per source text, with its metadata and all of its blocks",
}
