"""Rules and masks: what they were made of comes back, and they do not say it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rukaz.conllu.files import sentence_to_conllu
from rukaz.conllu.parser import parse_conllu
from rukaz.hub.lemma_edit_scripts import added, apply_rule, rule, rule_within
from rukaz.hub.masks import mask, unmask
from rukaz.hub.without_texts import word_ngrams
from rukaz.ingest.clean import clean_text
from rukaz.records import Sentence
from tests.broken.corpora import good
from tests.export.strategies import sentences


@pytest.mark.parametrize(
    ("target", "given", "expected"),
    [
        ("в", "в", "."),
        ("президент", "Президент", "l"),
        ("Астана", "АСТАНА", "c"),
        ("Астана", "Астане", ".0-5:0:а"),
        ("подписать", "Подписали", "l0-7:0:ть"),
        ("хороший", "лучший", ".3-6:4:хоро"),
        ("человек", "люди", ".0-1:2:чеовек"),
        ("7", "семь", ".0-0:0:7"),
    ],
)
def test_the_rule_of_a_lemma(target: str, given: str, expected: str) -> None:
    assert rule(target, given) == expected
    assert apply_rule(expected, given) == target


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_a_rule_gives_back_what_it_was_made_of(target: str, given: str) -> None:
    assert apply_rule(rule(target, given), given) == target


def test_a_name_is_made_of_words_of_the_source() -> None:
    source = "С президентом Владимиром Путиным прилетел Лавров. Путина встретили."
    made = rule_within("Владимир Путин", "Путина", source)
    assert (made, added(made)) == ("@14-24.0-8:0: @25-32.0-5:0:", 0)
    assert apply_rule(made, "Путина", source) == "Владимир Путин"


@given(st.text(max_size=30), st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=30))
def test_a_rule_for_a_name_gives_it_back(target: str, given: str, source: str) -> None:
    assert apply_rule(rule_within(target, given, source), given, source) == target


def test_what_is_no_rule_is_an_error() -> None:
    with pytest.raises(ValueError, match="no rule"):
        apply_rule("Астана", "Астане")


def source_of(sentence: Sentence) -> str:
    """A source in which the sentence stands, with soft hyphens where its offsets leave room."""
    text, place = [" " * sentence.start], 0
    units = sorted({(token.start, token.end) for token in sentence.tokens})
    for number, (start, end) in enumerate(units):
        form = sentence.text[place : place + end - start]
        text.append(form)
        place += len(form)
        if number + 1 < len(units):
            room = units[number + 1][0] - end
            gap = sentence.text[place : place + room]
            gap = gap[: len(gap) - len(gap.lstrip())]
            text.append(gap + "\u00ad" * (room - len(gap)))
            place += len(gap)
    return "".join(text)


@given(sentences())
def test_a_sentence_comes_back_from_its_source(one: Sentence) -> None:
    source = source_of(one)
    surface = {(m.start, m.end): m.form for m in one.multiword_tokens}
    forms = {(token.start, token.end): token.form for token in one.tokens} | surface
    assume(clean_text(source[one.start : one.end]) == one.text)
    assume(all(clean_text(source[start:end]) == form for (start, end), form in forms.items()))
    masked = mask(one, source)
    assert unmask(masked, source) == one
    (read,) = parse_conllu(sentence_to_conllu(masked))
    assert read.sentence == masked


def test_a_masked_sentence_says_no_word() -> None:
    for document, found in good().documents:
        for sentence in found:
            line = sentence_to_conllu(mask(sentence, document.text))
            assert not [token.form for token in sentence.tokens if len(token.form) > 3 and token.form in line]


def test_quotations() -> None:
    text = "Президент России прилетел в Астану с визитом."
    assert word_ngrams(text) & word_ngrams("он ПРИЛЕТЕЛ в Астану, с радостью") == set()
    assert word_ngrams(text) & word_ngrams("России прилетел в Астану, с") == {
        ("россии", "прилетел", "в", "астану", "с")
    }
    assert word_ngrams("четыре слова не цитата") == set()
