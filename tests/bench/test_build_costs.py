"""What a build costs is measured where the time goes, and counted up as a cluster would work."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from rukaz.bench.build_costs import BuildCosts, build_costs, estimate, stage_of_build
from rukaz.bench.report import price, scale_rows

COSTS = BuildCosts(
    {
        "shared: first pass": 2.0,
        "shared: annotate": 300.0,
        "shared: check part": 98.0,
        "alone: ingest shards": 0.25,
        "alone: describe": 0.15,
    },
    bytes=12.0,
    start_seconds=5.0,
)


def test_a_stage_is_named_after_what_the_build_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[FrameType] = []

    def fingerprint() -> None:
        seen.append(sys._getframe())

    def build() -> None:
        fingerprint()

    monkeypatch.setattr("rukaz.bench.build_costs._WITHIN", {build.__code__: "alone: "})
    build()
    assert stage_of_build(seen[0]) == "alone: fingerprint"
    assert stage_of_build(sys._getframe()) == "other"


def test_what_does_not_grow_is_no_part_of_the_price() -> None:
    costs = build_costs({"alone: plan": 3.0}, {"alone: plan": 2.0}, (1_100_000, 100_000), 13.2e6, 5.0)
    assert costs.microseconds == {"alone: plan": 1.0}
    assert costs.bytes == 12.0


def test_one_worker_takes_the_sum_of_all_costs() -> None:
    assert estimate(COSTS, 10**9, 1).seconds == pytest.approx(400.15e3, rel=0.001)


def test_workers_share_all_but_what_the_command_does_alone() -> None:
    found = estimate(COSTS, 10**10, 1024)
    assert found.alone == pytest.approx(0.15e4 + 0.25e4 - 2e4 / 16)
    assert 4e6 / 1024 < found.seconds - 0.4e4 < 1.2 * 4e6 / 1024  # the last round is not full
    assert found.bottleneck == "the workers"


@pytest.mark.parametrize(
    ("stage", "named"), [("alone: describe", "describe"), ("alone: send texts", "send texts")]
)
def test_what_stands_in_the_way_is_named(stage: str, named: str) -> None:
    slow = BuildCosts({**COSTS.microseconds, stage: 5.0}, COSTS.bytes, COSTS.start_seconds)
    assert estimate(slow, 10**10, 1024).bottleneck == named
    assert estimate(slow, 10**10, 16).bottleneck == "the workers"


def test_the_price_follows_from_the_costs() -> None:
    report: dict[str, Any] = {
        "build": {"microseconds": COSTS.microseconds, "bytes": COSTS.bytes, "start_seconds": 5.0}
    }
    told = price(report)
    assert "take 1,111 hours of one core, 400 µs a token, 75% of it for “annotate”" in told
    assert "0.40 µs a token (2.5 million tokens a second), 0.25 for “ingest shards”" in told
    assert "on 1,000 cores" in told
    assert [row[0] for row in scale_rows(report)] == ["1", "4", "16", "64", "256", "1,024"]
