"""The report and the official scorer (a subprocess)."""

from pathlib import Path

from rukaz.measure.accuracy import Report, Result, official_scores
from rukaz.measure.scores import score, score_segmentation
from tests.trees import sentence

GOLD = [sentence("Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть раму/NOUN/2:obj/=рама ./PUNCT/2:punct")]
ANSWER = [sentence("Мама/NOUN/2:nsubj мыла/VERB/0:root/=мыть раму/NOUN/2:iobj/=рам ./PUNCT/2:punct")]


def test_the_official_scorer_agrees_with_a_hand_count() -> None:
    figures = official_scores(GOLD, ANSWER, Path("gold.conllu"))
    assert (figures["Tokens"], figures["UAS"], figures["LAS"], figures["Lemmas"]) == (100, 100, 75, 75)


def test_the_table_names_input_figures_and_confusions() -> None:
    result = Result("ours", score(GOLD, ANSWER), {"LAS": 75.0})
    report = Report("small.conllu", "0", False, "1", (result, Result("peer", score(GOLD, GOLD), {})))
    table = report.table()
    for part in ("small.conllu, from gold tokens", "75.00", "obj -> iobj", "рама -> рам", "peer"):
        assert part in table
    assert report.as_json()["results"][0]["common"]["metrics"]["LAS"]["f1"] == 75.0


def test_sentences_and_tokens_are_counted_by_kind_of_text() -> None:
    other = sentence("Да/PART/0:root", doc_id="other")
    found = score_segmentation([*GOLD, other], [*ANSWER], ["news", "social"])
    assert {kind: scores["Tokens"].f1 for kind, scores in found.items()} == {"news": 100.0, "social": 0.0}
    result = Result("ours", score(GOLD, ANSWER), {}, found)
    table = Report("small.conllu", "0", True, "1", (result,)).table()
    assert "by kind of text" in table and "social" in table
    assert result.as_json()["by_kind"]["news"] == {"Sentences": 100.0, "Tokens": 100.0}
