"""Quotes by rule: what is said, the word that says so, and who it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rukaz.layers.quotes import add_quotes
from rukaz.records import Block, Sentence
from tests.trees import document, sentence

PAST = "Mood=Ind|Tense=Past|VerbForm=Fin"
CASES = {
    "a clause with что": (
        f"Песков/PROPN/2:nsubj/B-PER сообщил/VERB/0:root/=сообщить/{PAST} ,/PUNCT/6:punct что/SCONJ/6:mark "
        "Путин/PROPN/6:nsubj/B-PER едет/VERB/2:ccomp ./PUNCT/2:punct",
        [("indirect", "Путин едет", "сообщил", "Песков")],
    ),
    "a quotation before its verb": (
        "«/PUNCT/3:punct Мы/PRON/3:nsubj едем/VERB/0:root »/PUNCT/3:punct ,/PUNCT/7:punct —/PUNCT/7:punct "
        f"сказал/VERB/3:parataxis/=сказать/{PAST} Путин/PROPN/7:nsubj/B-PER ./PUNCT/3:punct",
        [("direct", "Мы едем", "сказал", "Путин")],
    ),
    "author's words within": (
        "«/PUNCT/2:punct Едем/VERB/0:root ,/PUNCT/5:punct —/PUNCT/5:punct "
        f"сказал/VERB/2:parataxis/=сказать/{PAST} он/PRON/5:nsubj/Person=3 ,/PUNCT/5:punct —/PUNCT/5:punct "
        "но/CCONJ/10:cc завтра/ADV/2:conj »/PUNCT/2:punct ./PUNCT/2:punct",
        [("direct", "Едем", "сказал", "он"), ("direct", "но завтра", "сказал", "он")],
    ),
    "quoted words of a verb": (
        f"Токаев/PROPN/2:nsubj/B-PER назвал/VERB/0:root/=назвать/{PAST} визит/NOUN/2:obj «/PUNCT/5:punct "
        "рубежным/ADJ/2:xcomp »/PUNCT/5:punct ./PUNCT/2:punct",
        [("direct", "рубежным", "назвал", "Токаев")],
    ),
    "a source": (
        "По/ADP/2:case словам/NOUN/6:parataxis:discourse/=слово Пескова/PROPN/2:nmod/B-PER ,/PUNCT/2:punct "
        "Путин/PROPN/6:nsubj/B-PER едет/VERB/0:root ./PUNCT/6:punct",
        [("indirect", "Путин едет", "словам", "Пескова")],
    ),
    "an insertion": (
        "Путин/PROPN/2:nsubj/B-PER едет/VERB/0:root ,/PUNCT/4:punct "
        f"сообщает/VERB/2:parataxis/=сообщать/{PAST} ТАСС/PROPN/4:nsubj/B-ORG ./PUNCT/2:punct",
        [("indirect", "Путин едет", "сообщает", "ТАСС")],
    ),
    "a name in quotation marks": (
        f"Путин/PROPN/2:nsubj/B-PER назвал/VERB/0:root/=назвать/{PAST} газету/NOUN/2:obj «/PUNCT/5:punct "
        "Известия/PROPN/3:appos/B-ORG »/PUNCT/5:punct ./PUNCT/2:punct",
        [],
    ),
    "a condition and what follows from it": (
        f"Песков/PROPN/2:nsubj/B-PER сообщил/VERB/0:root/=сообщить/{PAST} ,/PUNCT/9:punct что/SCONJ/9:mark "
        "если/SCONJ/6:mark жарко/ADV/2:ccomp ,/PUNCT/6:punct то/SCONJ/9:mark "
        "едут/VERB/2:ccomp ./PUNCT/2:punct",
        [("indirect", "если жарко, то едут", "сообщил", "Песков")],
    ),
    "coordinate clauses": (
        f"Песков/PROPN/2:nsubj/B-PER сообщил/VERB/0:root/=сообщить/{PAST} ,/PUNCT/5:punct что/SCONJ/5:mark "
        "жарко/ADV/2:ccomp ,/PUNCT/9:punct а/CCONJ/9:cc все/PRON/9:nsubj едут/VERB/2:ccomp ./PUNCT/2:punct",
        [("indirect", "жарко, а все едут", "сообщил", "Песков")],
    ),
    "what is hinted": (
        f"Песков/PROPN/2:nsubj/B-PER дал/VERB/0:root/=дать/{PAST} понять/VERB/2:xcomp/=понять "
        ",/PUNCT/6:punct что/SCONJ/6:mark едет/VERB/3:ccomp ./PUNCT/2:punct",
        [("indirect", "едет", "дал", "Песков")],
    ),
    "what is wanted": (
        f"Песков/PROPN/2:nsubj/B-PER сказал/VERB/0:root/=сказать/{PAST} ,/PUNCT/5:punct "
        f"чтобы/SCONJ/5:mark/=чтобы ехали/VERB/2:ccomp/{PAST} ./PUNCT/2:punct",
        [],
    ),
    "whose words somebody cites": (
        "«/PUNCT/2:punct Едем/VERB/0:root »/PUNCT/2:punct ,/PUNCT/6:punct —/PUNCT/6:punct "
        f"приводит/VERB/2:parataxis/=приводить/{PAST} слова/NOUN/6:obj/=слово Пескова/PROPN/7:nmod/B-PER "
        "ТАСС/PROPN/6:nsubj/B-ORG ./PUNCT/2:punct",
        [("direct", "Едем", "приводит", "Пескова")],
    ),
    "a verb of any meaning after a dash": (
        "«/PUNCT/3:punct Мы/PRON/3:nsubj едем/VERB/0:root домой/ADV/3:advmod уже/ADV/3:advmod "
        f"сейчас/ADV/3:advmod »/PUNCT/3:punct ,/PUNCT/10:punct —/PUNCT/10:punct "
        f"улыбнулся/VERB/3:parataxis/=улыбнуться/{PAST} Песков/PROPN/10:nsubj/B-PER ./PUNCT/3:punct",
        [("direct", "Мы едем домой уже сейчас", "улыбнулся", "Песков")],
    ),
    "a quotation after what a source says": (
        "По/ADP/2:case словам/NOUN/5:parataxis:discourse/=слово Пескова/PROPN/2:nmod/B-PER ,/PUNCT/2:punct "
        "жарко/ADV/0:root :/PUNCT/8:punct «/PUNCT/8:punct Едем/VERB/5:parataxis »/PUNCT/8:punct "
        "./PUNCT/5:punct",
        [("indirect", "жарко", "словам", "Пескова"), ("direct", "Едем", "словам", "Пескова")],
    ),
    "what stands in a paper": (
        "Путин/PROPN/2:nsubj/B-PER едет/VERB/0:root ,/PUNCT/4:punct "
        f"следует/VERB/2:parataxis/=следовать/{PAST} из/ADP/6:case записки/NOUN/4:obl ./PUNCT/2:punct",
        [("indirect", "Путин едет", "следует", "")],
    ),
    "what a paper says of itself": (
        "Согласно/ADP/2:case/=согласно публикации/NOUN/5:obl/=публикация ,/PUNCT/2:punct "
        "Путин/PROPN/5:nsubj/B-PER едет/VERB/0:root ./PUNCT/5:punct",
        [("indirect", "Путин едет", "публикации", "")],
    ),
    "a word with distance in what is said": (
        f"Песков/PROPN/2:nsubj/B-PER сообщил/VERB/0:root/=сообщить/{PAST} ,/PUNCT/8:punct что/SCONJ/8:mark "
        "«/PUNCT/6:punct конюшни/NOUN/8:obl »/PUNCT/6:punct полны/VERB/2:ccomp ./PUNCT/2:punct",
        [("indirect", "«конюшни» полны", "сообщил", "Песков")],
    ),
    "a predicate in what is said": (
        f"Песков/PROPN/2:nsubj/B-PER сообщил/VERB/0:root/=сообщить/{PAST} ,/PUNCT/8:punct что/SCONJ/8:mark "
        "визит/NOUN/8:nsubj стал/AUX/8:cop «/PUNCT/8:punct рубежным/ADJ/2:ccomp "
        "»/PUNCT/8:punct ./PUNCT/2:punct",
        [
            ("indirect", "визит стал «рубежным»", "сообщил", "Песков"),
            ("direct", "рубежным", "сообщил", "Песков"),
        ],
    ),
    "a bracket at the end": (
        "Путин/PROPN/2:nsubj/B-PER едет/VERB/0:root (/PUNCT/4:punct завтра/ADV/2:parataxis )/PUNCT/4:punct "
        f",/PUNCT/7:punct сообщает/VERB/2:parataxis/=сообщать/{PAST} ТАСС/PROPN/7:nsubj/B-ORG "
        "(/PUNCT/10:punct Москва/PROPN/8:parataxis )/PUNCT/10:punct агентство/NOUN/8:appos ./PUNCT/2:punct",
        [("indirect", "Путин едет (завтра)", "сообщает", "ТАСС (Москва) агентство")],
    ),
    "quoted words of a verb that only introduces clauses": (
        f"Путин/PROPN/2:nsubj/B-PER допускает/VERB/0:root/=допускать/{PAST} «/PUNCT/5:punct "
        "особые/ADJ/5:amod визиты/NOUN/2:obj »/PUNCT/5:punct ./PUNCT/2:punct",
        [],
    ),
    "a verb of speech that says something else": (
        f"Это/PRON/2:nsubj:pass объясняется/VERB/0:root/=объяснять/{PAST}|Voice=Mid тем/PRON/2:obl/=то "
        ",/PUNCT/6:punct что/SCONJ/6:mark жарко/ADV/3:acl ./PUNCT/2:punct",
        [],
    ),
    "what the writer says": (
        "Я/PRON/2:nsubj/Person=1 считаю/VERB/0:root/=считать/Mood=Ind|Person=1|VerbForm=Fin ,/PUNCT/5:punct "
        "что/SCONJ/5:mark едет/VERB/2:ccomp ./PUNCT/2:punct",
        [],
    ),
    "what is asked": (
        f"Песков/PROPN/2:nsubj/B-PER рассказал/VERB/0:root/=рассказать/{PAST} ,/PUNCT/5:punct "
        "почему/ADV/5:advmod/PronType=Int едет/VERB/2:ccomp ./PUNCT/2:punct",
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_said(name: str) -> None:
    spec, expected = CASES[name]
    (found,) = add_quotes([sentence(spec)])
    texts = [
        (quote.kind, *(_text(found, *span) for span in ((quote.start, quote.end), *_parts(quote))))
        for quote in found.quotes
    ]
    assert texts == expected


def _text(found: Sentence, start: int, end: int) -> str:
    return found.text[start - found.start : end - found.start]


def _parts(quote: object) -> list[tuple[int, int]]:
    return [
        (getattr(quote, f"{part}_start") or 0, getattr(quote, f"{part}_end") or 0)
        for part in ("cue", "speaker")
    ]


TITLE = (
    "Президент/NOUN/4:nsubj/Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing РФ/PROPN/1:nmod/B-LOC "
    "Путин/PROPN/1:appos/B-PER/Gender=Masc|Number=Sing/=Путин приехал/VERB/0:root ./PUNCT/4:punct"
)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("Он/PRON/{}:nsubj/Gender=Masc|Number=Sing|Person=3", "putin"),
        ("Она/PRON/{}:nsubj/Gender=Fem|Number=Sing|Person=3", None),
        ("Российский/ADJ/2:amod/=российский лидер/NOUN/{}:nsubj/Animacy=Anim|Number=Sing", "putin"),
        ("Китайский/ADJ/2:amod/=китайский лидер/NOUN/{}:nsubj/Animacy=Anim|Number=Sing", None),
        ("Президенты/NOUN/{}:nsubj/Number=Plur/=президент", None),
    ],
)
def test_who_it_is(who: str, expected: str | None) -> None:
    words = len(who.split())
    verb = words + 1
    clause = (
        f"сообщил/VERB/0:root/=сообщить/{PAST} ,/PUNCT/{verb + 3}:punct что/SCONJ/{verb + 3}:mark "
        f"рад/ADJ/{verb}:ccomp ./PUNCT/{verb}:punct"
    )
    _, sentences = document("doc", f"{TITLE}\n{who.format(verb)} {clause}")
    ids = {"РФ": "russia", "Путин": "putin"}
    named = [
        replace(one, entities=tuple(replace(e, entity_id=ids[e.text], name=e.text) for e in one.entities))
        for one in sentences
    ]
    (quote,) = add_quotes(named)[1].quotes
    assert quote.speaker_id == expected


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    _, sentences = document(
        "doc",
        "«/PUNCT/2:punct Едем/VERB/0:root ./PUNCT/2:punct",
        "Говорят/VERB/0:root/=говорить/Mood=Ind|Number=Plur|Person=3|VerbForm=Fin ,/PUNCT/4:punct "
        "что/SCONJ/4:mark жарко/ADV/1:ccomp »/PUNCT/1:punct ,/PUNCT/8:punct —/PUNCT/8:punct "
        f"сказал/VERB/1:parataxis/=сказать/{PAST} Песков/PROPN/8:nsubj/B-PER ./PUNCT/1:punct",
    )
    first, second = (replace(one, block=str(number)) for number, one in enumerate(sentences, start=1))
    (quote,), none = (one.quotes for one in add_quotes([first, second]))
    assert (quote.kind, quote.start, quote.end) == ("direct", first.tokens[1].start, second.tokens[3].end)
    assert none == ()


def test_a_turn_is_of_who_was_interviewed() -> None:
    lead = (
        f"Песков/PROPN/2:nsubj/B-PER рассказал/VERB/0:root/=рассказать/{PAST} об/ADP/4:case этом/PRON/2:obl"
    )
    _, (first, question, answer) = document(
        "doc", lead, "–/PUNCT/2:punct Почему/ADV/0:root ?/PUNCT/2:punct", "–/PUNCT/2:punct Так/ADV/0:root"
    )
    named = replace(first, entities=(replace(first.entities[0], entity_id="peskov", name="Песков"),))
    made = add_quotes([named, replace(question, role="question"), replace(answer, role="answer")])
    assert [(one.speaker, one.quotes[0].speaker_id) for one in made[1:]] == [
        (None, None),
        ("peskov", "peskov"),
    ]
    assert made[2].quotes[0].start == made[2].tokens[1].start


def test_reviewed_sentences_stay() -> None:
    spec, _ = CASES["a source"]
    reviewed = replace(sentence(spec), annotation="reviewed", reviewer="anna")
    plain = sentence(spec, block=Block("2", "body", 0, 0))
    assert add_quotes([reviewed, plain])[0] == reviewed
