"""The page of a lemma: the same figures as those of ``rukaz words``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from rukaz.query.tables import open_corpus
from rukaz.statistics.profile import profile

Open = Callable[..., Any]

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize("lemma", ["Казахстан", "год", "быть", "который"])
def test_the_page_counts_as_the_command_does(site: Path, open_page: Open, lemma: str) -> None:
    page = open_page(site, "#/about")
    found = page.evaluate(
        """async (lemma) => {
            const found = await rukaz.wordProfile.profile(lemma);
            return { ...found, spread: found.spread.map(([meta, ...rest]) => [meta.id, ...rest]) };
        }""",
        lemma,
    )
    with open_corpus(CORPUS) as database:
        expected = profile(database, lemma)
    assert (found["count"], found["documents"]) == (expected.count, expected.documents)
    assert found["dispersion"] == pytest.approx(expected.dispersion, abs=0.0006)
    assert {tuple(one) for one in found["forms"]} == set(expected.forms)
    assert {(one[0], one[1]) for one in found["spread"]} == {
        (doc, times) for doc, times, _ in expected.spread
    }
    assert [(month, times) for month, times, _ in found["trend"]] == [one[:2] for one in expected.trend]
    pairs = {
        (relation, is_head, word, upos, joint): log_dice
        for relation, is_head, rows in found["collocates"]
        for word, upos, joint, log_dice in rows
    }
    assert pairs == {
        (one.relation, one.is_head, one.lemma, one.upos, one.count): pytest.approx(one.log_dice, abs=0.006)
        for one in expected.collocates
    }
    names = {(name, label, joint): g2 for _, name, label, joint, g2 in found["names"]}
    assert {key: g2 for key, g2 in names.items() if key in {one[:3] for one in expected.names}} == {
        one[:3]: pytest.approx(one[3], abs=0.006) for one in expected.names
    }


def test_a_word_leads_to_its_collocates_and_their_matches(site: Path, open_page: Open) -> None:
    page = open_page(site, "#/word")
    page.get_by_label("Lemma").fill("Казахстан")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sketch section")
    row = page.locator(".sketch section", has=page.locator("h2 code")).first.locator("tbody tr").first
    times = int(row.locator("td.number a").inner_text())
    other = row.locator("td a").first.inner_text()
    row.locator("td.number a").click()
    page.wait_for_selector(".kwic")
    assert int(page.locator(".found b").inner_text().split()[0]) == times
    page.go_back()
    page.wait_for_selector(".sketch section")
    page.locator(".sketch").get_by_role("link", name=other, exact=True).first.click()
    page.wait_for_function("(lemma) => document.querySelector('h1').textContent === lemma", arg=other)


def test_a_word_that_is_not_there(site: Path, open_page: Open) -> None:
    page = open_page(site, f"#/word/{quote('тютюнник')}")
    assert "No token" in page.locator("main").inner_text()
