"""The fast stages give Stanza's answers, whatever the company; what they do not know is left to Stanza."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rukaz.annotation import stanza_reference
from rukaz.annotation.annotator import load_pipeline
from rukaz.annotation.assemble import Analysis
from rukaz.annotation.fast import tokenizer
from rukaz.annotation.fast.lemmatizer import Lemmatizer
from rukaz.annotation.fast.ner import Names
from rukaz.annotation.fast.parser import Parser
from rukaz.annotation.fast.tagger import Tagger
from rukaz.annotation.fast.tokenizer import Tokenizer
from rukaz.annotation.model_files import find_model
from rukaz.annotation.processors import Stages

SEEDS = Path(__file__).parents[2] / "seeds"
LONG = "Стороны договорились о поставках газа, — сказал он журналистам в Астане, — и будут работать дальше"
NASTY = [
    "Пишите: anna.k@example.com или на www.example.com/news. Ждём!",
    "В продаже 10 000 книг по 1 250 000,5 рубля\u00a0за\u2009штуку.",
    "   Отступ.\n\nНовый абзац\tс табуляцией\x0bи \x97 знаками.\n \n\nЕщё   один…",
    "\n начало с новой строки. И конец без точки",
    " ",
    "Заголовок",
    "а" * 998,
    "漢字 и emoji 😀, ‑ дефис… ©®",
]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return load_pipeline(find_model("stanza"))


@pytest.fixture(scope="module")
def stages(pipeline: Any) -> Stages:
    return Stages.of(pipeline)


@pytest.fixture(scope="module")
def sentences(stages: Stages) -> list[list[str]]:
    """500 sentences: those of the seeds, the same in lower case, and halves of them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    found = [
        [text[start:end] for start, end in spans]
        for text, tokenized in zip(texts, stages.tokenize(texts), strict=True)
        for spans in tokenized
    ]
    lower = [[form.lower() for form in forms] for forms in found]
    halves = [forms[: (len(forms) + 1) // 2] for forms in found]
    several = [*found, *lower, *halves][:500]
    assert len(several) == 500
    return several


def test_the_embedded_models_are_all_known(stages: Stages) -> None:
    kinds = [type(getattr(stages, stage.name)) for stage in fields(stages)]
    assert kinds == [Tokenizer, Tagger, Lemmatizer, Parser, Names]


def test_500_sentences_get_stanzas_answers_in_any_company(
    pipeline: Any, stages: Stages, sentences: list[list[str]]
) -> None:
    answers = stages.analyse(sentences)
    assert answers == stanza_reference.StanzaStages(pipeline).analyse(sentences)
    assert answers == in_other_company(stages, sentences)


def in_other_company(stages: Stages, sentences: Sequence[list[str]]) -> list[list[Analysis]]:
    """The answers for sentences that are shuffled and given in groups of 1 to 60."""
    chance = Random(3)
    order = chance.sample(range(len(sentences)), len(sentences))
    answers: dict[int, list[Analysis]] = {}
    while order:
        size = chance.randint(1, 60)
        group, order = order[:size], order[size:]
        answers |= zip(group, stages.analyse([sentences[number] for number in group]), strict=True)
    return [answers[number] for number in range(len(sentences))]


def test_paragraphs_get_stanzas_tokens(pipeline: Any, stages: Stages) -> None:
    files = sorted(SEEDS.glob("*.txt"))
    texts = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert stages.tokenize(texts) == stanza_reference.Tokenizer(pipeline).tokenize(texts)


@pytest.mark.parametrize("text", NASTY)
def test_texts_with_pitfalls_get_stanzas_tokens(text: str, pipeline: Any, stages: Stages) -> None:
    text = f"Начало.\n\n{text}"
    alone = stages.tokenize([text])
    assert alone == stanza_reference.Tokenizer(pipeline).tokenize([text])
    assert alone[0] == stages.tokenize([*NASTY, text])[-1]


@pytest.mark.parametrize("length", [1000, 1999, 2000, 2001, 9000])
def test_a_long_paragraph_is_read_as_if_there_were_no_windows(
    length: int, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    text = " ".join(text.split())[:length]
    in_windows = stages.tokenize([text])
    monkeypatch.setattr(tokenizer, "WINDOW", 10 * length)
    assert in_windows == stages.tokenize([text])


def test_no_text(stages: Stages) -> None:
    assert stages.tokenize([]) == []
    assert stages.tokenize([""]) == [[]]


@pytest.mark.parametrize("name", ["tagger", "lemmatizer", "parser", "names"])
def test_one_stage_may_be_left_to_stanza(
    name: str, pipeline: Any, stages: Stages, sentences: list[list[str]]
) -> None:
    processor = {"tagger": "pos", "lemmatizer": "lemma", "parser": "depparse", "names": "ner"}[name]
    slow: dict[str, Any] = {
        "tagger": stanza_reference.Tagger,
        "lemmatizer": stanza_reference.Lemmatizer,
        "parser": stanza_reference.Parser,
        "names": stanza_reference.Names,
    }
    mixed = replace(stages, **{name: slow[name](pipeline.processors[processor])})
    assert mixed.analyse(sentences[:40]) == stages.analyse(sentences[:40])


@pytest.mark.parametrize(
    "shape",
    [
        (Tokenizer, "tokenize", "use_mwt", True),
        (Tokenizer, "tokenize", "use_dictionary", True),
        (Tokenizer, "tokenize", "feat_funcs", ["space_before", "capitalized"]),
        (Tokenizer, "tokenize", "hierarchical", False),
        (Tagger, "pos", "charlm", True),
        (Tagger, "pos", "word_emb_dim", 0),
        (Parser, "depparse", "charlm", True),
        (Parser, "depparse", "linearization", True),
        (Parser, "depparse", "distance", True),
        (Parser, "depparse", "use_arc_embedding", True),
        (Parser, "depparse", "use_xpos", True),
        (Parser, "depparse", "use_ufeats", True),
        (Names, "ner", "charlm", True),
    ],
)
def test_models_of_other_shapes_are_left_to_stanza(
    shape: tuple[Any, str, str, Any], pipeline: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, processor, argument, value = shape
    part = pipeline.processors[processor]
    assert stage.fits(part)
    monkeypatch.setitem(part.trainer.model.args, argument, value)
    monkeypatch.setitem(part.trainer.args, argument, value)
    assert not stage.fits(part)


def test_a_parser_that_reads_xpos_gets_it_from_stanza(pipeline: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pipeline.processors["depparse"].trainer.args, "use_xpos", True)
    stages = Stages.of(pipeline)
    assert (type(stages.parser), type(stages.tagger)) == (stanza_reference.Parser, stanza_reference.Tagger)
