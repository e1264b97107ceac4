"""One way to break the good corpus for each rule, and nothing else wrong in it.

RECORDS are changed before the files are written, FILES afterwards. «раму» and the like stand for the one
token of that form in the good corpus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rukaz.export.manifest import digest_file, read_manifest, write_manifest
from rukaz.records import DateExpression, Entity, Quote, Sentence
from tests.broken.corpora import Draft, seal, written
from tests.trees import mention

LONG = "Слово/NOUN/0:root " + " ".join(f"слово{n}/NOUN/1:dep" for n in range(2, 30))


# -- records: one annotation decision or offset is wrong, and all files say so --


def second_root(draft: Draft) -> None:
    draft.token("раму", head=0, deprel="root")


def head_outside(draft: Draft) -> None:
    draft.token("раму", head=9)


def cycle(draft: Draft) -> None:
    draft.token("10 000", head=4)
    draft.token("рублей", head=3)


def root_below_a_word(draft: Draft) -> None:
    draft.token("раму", deprel="root")


def invented_relation(draft: Draft) -> None:
    draft.token("раму", deprel="object")


def unsorted_features(draft: Draft) -> None:
    draft.token("Мама", feats="Number=Sing|Case=Nom")


def cut_off_from_the_root(draft: Draft) -> None:
    draft.token("10 000", deps="4:nummod")
    draft.token("рублей", deps="3:obj")


def preposition_of_another_relation(draft: Draft) -> None:
    draft.token("раму", deps="2:obj:ради")


def foreign_but_parsed(draft: Draft) -> None:
    draft.sentence("рублей", role="foreign", lang="kk")


def full_stop_as_a_name(draft: Draft) -> None:
    def name_the_stop(sentence: Sentence) -> Sentence:
        if sentence.tokens[-1].form != "." or sentence.annotation != "auto":
            return sentence
        stop = sentence.tokens[-1]
        entity = Entity("ORG", stop.start, stop.end, stop.form, stop.id, stop.id)
        return replace(sentence, entities=(*sentence.entities, entity))

    draft.sentences(name_the_stop)


def doc_id_in_cyrillic(draft: Draft) -> None:
    """A document of which nothing is annotated, since no file holds sentences of such a document."""
    document, _ = written("leer", "train", "Да/PART/0:root")
    block = replace(document.blocks[0], role="boilerplate", reason="navigation")
    draft.documents.insert(1, (replace(document, doc_id="пусто", blocks=(block,)), ()))


def sent_id_by_number(draft: Draft) -> None:
    draft.sentence("рублей", sent_id="news-p1-c2")


def sentence_twice(draft: Draft) -> None:
    (document, sentences), *others = draft.documents
    draft.documents = [(document, (sentences[0], *sentences)), *others]


def review_by_nobody(draft: Draft) -> None:
    draft.sentence("раму", reviewer=None)


def doc_id_twice(draft: Draft) -> None:
    draft.documents.append(written("answer", "train", "Да/PART/0:root"))
    draft.documents.append(written("other", "train", "Нет/PART/0:root"))
    draft.documents.append(written("answer", "train", "Нет/PART/0:root", file="second.txt"))


def offsets_one_off(draft: Draft) -> None:
    draft.token("мыла", start=4)


def no_break_space(draft: Draft) -> None:
    draft.sentence("раму", text="Мама мыла\u00a0раму.")


def offsets_exchanged(draft: Draft) -> None:
    """Twice the same word, each with the place of the other."""
    spec = "А/CCONJ/2:cc да/PART/0:root ,/PUNCT/4:punct да/PART/2:conj ./PUNCT/2:punct"
    document, (sentence,) = written("echo", "train", spec)
    one, yes, comma, again, stop = sentence.tokens
    yes, again = (
        replace(yes, start=again.start, end=again.end),
        replace(again, start=yes.start, end=yes.end),
    )
    draft.documents.append((document, (replace(sentence, tokens=(one, yes, comma, again, stop)),)))


def glued_words(draft: Draft) -> None:
    draft.token("мыла", space_after=False)


def two_words_in_a_token(draft: Draft) -> None:
    draft.documents.append(written("words", "train", "то_есть/CCONJ/0:root"))


def role_of_another_block(draft: Draft) -> None:
    draft.sentence("раму", role="lead")


def block_forgotten(draft: Draft) -> None:
    document, _ = draft.documents[0]
    draft.document("news", blocks=document.blocks[:-1])


def left_out_without_reason(draft: Draft) -> None:
    document, _ = draft.documents[0]
    draft.document("news", blocks=(*document.blocks[:-1], replace(document.blocks[-1], reason=None)))


def sentence_lost(draft: Draft) -> None:
    (document, sentences), *others = draft.documents
    draft.documents = [(document, (sentences[0], *sentences[2:])), *others]


def word_cut(draft: Draft) -> None:
    """The source has no space where the second sentence begins."""
    one, (first, second) = written("cut", "train", "Больни/NOUN/0:root\nца/NOUN/0:root")
    text, at = one.text.replace(" ", "", 1), second.start - 1
    moved = replace(
        second,
        sent_id=second.sent_id.replace("c7", "c6"),
        start=at,
        end=second.end - 1,
        tokens=tuple(replace(t, start=t.start - 1, end=t.end - 1) for t in second.tokens),
    )
    block = replace(one.blocks[0], end=one.blocks[0].end - 1)
    digest = hashlib.sha256(text.encode()).hexdigest()
    draft.documents.append((replace(one, text=text, sha256=digest, blocks=(block,)), (first, moved)))


def one_entity_two_names(draft: Draft) -> None:
    surname = "Токаев/PROPN/0:root/Animacy=Anim|Case=Nom|Gender=Masc|NameType=Sur|Number=Sing/=Токаев/B-PER"
    one, (sentence,) = written("surname", "train", surname)
    (token,), (entity,) = sentence.tokens, sentence.entities
    for number, name in enumerate(("Токаев", "Токаева")):
        reviewed = replace(
            sentence,
            doc_id=f"surname{number}",
            sent_id=sentence.sent_id.replace("surname", f"surname{number}"),
            annotation="reviewed",
            reviewer="anna",
            tokens=(token,),
            entities=(replace(entity, entity_id="tokaev", name=name),),
        )
        same = replace(one, doc_id=f"surname{number}", file=f"surname{number}.txt")
        draft.documents.append((same, (reviewed,)))


def quote_of_half_a_word(draft: Draft) -> None:
    draft.sentence("рублей", quotes=(Quote("indirect", 16, 22),))


def quote_of_a_stranger(draft: Draft) -> None:
    draft.sentence("рублей", quotes=(Quote("indirect", 16, 20, speaker_id="stranger"),))


def date_of_no_calendar(draft: Draft) -> None:
    draft.sentence("рублей", dates=(DateExpression(16, 20, "2023-02-29"),))


def with_mentions(draft: Draft, form: str, *facts: tuple[Any, ...]) -> None:
    """Give the sentence with that form mentions: cluster, first and last word, head, type of each."""

    def add(sentence: Sentence) -> Sentence:
        if all(token.form != form for token in sentence.tokens):
            return sentence
        return replace(sentence, mentions=tuple(mention(sentence, *one) for one in facts))

    draft.sentences(add)


def mentions_that_cross(draft: Draft) -> None:
    with_mentions(draft, "рублей", ("news_e1", (1, 2), 1), ("news_e2", (2, 4), 2))


def person_and_place_in_one(draft: Draft) -> None:
    with_mentions(draft, "рублей", ("news_e1", (1, 1), 1, "person"), ("news_e1", (3, 4), 4, "place"))


def cluster_in_two_documents(draft: Draft) -> None:
    with_mentions(draft, "рублей", ("e1", (1, 1), 1))
    with_mentions(draft, "пишу", ("e1", (1, 1), 1))


def link_to_no_item(draft: Draft) -> None:
    def link(sentence: Sentence) -> Sentence:
        entities = (
            replace(one, wikidata="232") if one.text == "Токаева" else one for one in sentence.entities
        )
        return replace(sentence, entities=tuple(entities))

    draft.sentences(link)


def document_in_two_splits(draft: Draft) -> None:
    draft.documents.append(written("letter", "test", "Да/PART/0:root", file="second.txt"))


def block_copied(draft: Draft) -> None:
    draft.documents.append(written("first", "train", LONG))
    draft.documents.append(written("copy", "test", LONG))


def gender_of_an_adposition(draft: Draft) -> None:
    draft.token("в", feats="Gender=Masc")


def reviewed_with_two_subjects(draft: Draft) -> None:
    draft.token("раму", deprel="nsubj")


# -- files: what one file says is wrong, or it is not the file that was made --


def entity_without_beginning(corpus: Path) -> None:
    change_row(corpus, "sentences/train", 2, ner_tags=[2, 0, 0, 5])


def entity_text_in_nominative(corpus: Path) -> None:
    change_row(corpus, "entities/test", 0, text="Токаев")


def entities_overlap(corpus: Path) -> None:
    text = "Токаев прибыл в Астану"
    (path,) = (corpus / "entities").glob("train-*")
    start = pq.read_table(path)["start"][0].as_py()
    change_row(corpus, "entities/train", 0, text=text, end=start + len(text))


def entity_of_another_word(corpus: Path) -> None:
    change_row(corpus, "entities/train", 1, first_token=3)


def lemma_missing(corpus: Path) -> None:
    change_row(corpus, "sentences/validation", 0, lemmas=["я", "писать", "вы"])


def label_without_a_name(corpus: Path) -> None:
    change_row(corpus, "sentences/validation", 0, upos=[10, 15, 10, 17])


def two_sayings_of_one_offset(corpus: Path) -> None:
    change_row(corpus, "sentences/validation", 0, token_start=[0, 2, 6, 10])


def other_lemma_in_tokens(corpus: Path) -> None:
    change_row(corpus, "tokens/validation", 1, lemma="письмо")


def other_lemma_in_conllu(corpus: Path) -> None:
    path = corpus / "conllu" / "ru_good-ud-dev.conllu"
    path.write_text(path.read_text("utf-8").replace("\tпишу\tпишу\t", "\tпишу\tписать\t"), "utf-8")
    seal(corpus)


def document_missing_in_conllu(corpus: Path) -> None:
    path = corpus / "conllu" / "ru_good-ud-dev.conllu"
    path.write_text(path.read_text("utf-8").replace("# newdoc id = letter", "# newdoc id = other"), "utf-8")
    seal(corpus)


def config_of_a_split_missing(corpus: Path) -> None:
    next((corpus / "tokens").glob("test-*")).unlink()
    seal(corpus)


def card_edited(corpus: Path) -> None:
    with (corpus / "README.md").open("a", encoding="utf-8") as card:
        card.write("P. S.\n")


def note_in_the_folder(corpus: Path) -> None:
    (corpus / "notes.txt").write_text("ask Anna", encoding="utf-8")


def rewritten_by_another_tool(corpus: Path) -> None:
    (path,) = (corpus / "sentences").glob("train-*")
    pq.write_table(pq.read_table(path).replace_schema_metadata(None), path)
    seal(corpus)


def card_of_an_earlier_build(corpus: Path) -> None:
    card = corpus / "README.md"
    card.write_text(card.read_text("utf-8").replace("train-*.parquet", "train-0.parquet", 1), "utf-8")
    change_manifest(corpus, "outputs", **{"README.md": digest_file(card)})


def other_count(corpus: Path) -> None:
    change_manifest(corpus, "splits", train={"documents": 1, "sentences": 3, "tokens": 14, "entities": 2})


def path_of_the_machine(corpus: Path) -> None:
    change_manifest(corpus, "options", model="/home/anna/models")


def file_lost(corpus: Path) -> None:
    change_manifest(corpus, "stages", ingest={"files": {"in": 4, "out": 3, "left_out": 0, "quarantined": 0}})


def other_source(corpus: Path) -> None:
    change_manifest(corpus, "inputs", **{"letter.txt": "0" * 64})


def unsure_reviewer(corpus: Path) -> None:
    change_row(corpus, "sentences/train", 0, confidence=0.5)


def errors_not_listed(corpus: Path) -> None:
    write_manifest(corpus, {**read_manifest(corpus), "ud_validator": []})


def damaged_file(corpus: Path) -> None:
    (path,) = (corpus / "entities").glob("test-*")
    path.write_bytes(b"PAR1")
    seal(corpus)


def change_row(corpus: Path, file: str, number: int, **changes: Any) -> None:
    """Change a row of ``config/split``, in the file alone."""
    (path,) = corpus.glob(f"{file}-*")
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[number].update(changes)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    seal(corpus)


def change_manifest(corpus: Path, key: str, **changes: Any) -> None:
    manifest = read_manifest(corpus)
    write_manifest(corpus, {**manifest, key: {**manifest[key], **changes}})


RECORDS: dict[str, Callable[[Draft], None]] = {
    "T101": second_root,
    "T102": head_outside,
    "T103": cycle,
    "T104": root_below_a_word,
    "T105": invented_relation,
    "T106": unsorted_features,
    "T107": foreign_but_parsed,
    "T108": cut_off_from_the_root,
    "T109": preposition_of_another_relation,
    "I201": doc_id_in_cyrillic,
    "I202": sent_id_by_number,
    "I203": sentence_twice,
    "I204": review_by_nobody,
    "I205": doc_id_twice,
    "O301": offsets_one_off,
    "O302": no_break_space,
    "O303": offsets_exchanged,
    "O304": glued_words,
    "O305": two_words_in_a_token,
    "O306": role_of_another_block,
    "O307": block_forgotten,
    "O308": left_out_without_reason,
    "O309": sentence_lost,
    "O310": word_cut,
    "N405": one_entity_two_names,
    "N406": full_stop_as_a_name,
    "N407": quote_of_half_a_word,
    "N408": quote_of_a_stranger,
    "N409": date_of_no_calendar,
    "N410": link_to_no_item,
    "N411": mentions_that_cross,
    "N412": person_and_place_in_one,
    "N413": cluster_in_two_documents,
    "S501": document_in_two_splits,
    "S502": block_copied,
    "U701": gender_of_an_adposition,
    "U702": reviewed_with_two_subjects,
}

FILES: dict[str, Callable[[Path], None]] = {
    "N401": entity_without_beginning,
    "N402": entity_text_in_nominative,
    "N403": entities_overlap,
    "N404": entity_of_another_word,
    "S503": config_of_a_split_missing,
    "F601": lemma_missing,
    "F602": label_without_a_name,
    "F603": two_sayings_of_one_offset,
    "F604": other_lemma_in_tokens,
    "F605": other_lemma_in_conllu,
    "F606": document_missing_in_conllu,
    "F607": unsure_reviewer,
    "F611": card_edited,
    "F612": note_in_the_folder,
    "F613": rewritten_by_another_tool,
    "F614": card_of_an_earlier_build,
    "F621": other_count,
    "F622": path_of_the_machine,
    "F623": file_lost,
    "F624": other_source,
    "U703": errors_not_listed,
    "X901": damaged_file,
}
