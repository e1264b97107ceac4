"""A short campaign of odd environments, and proof that it sees what goes wrong in one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.campaigns.environments import Environment, Outcome, campaign, fault

PLAIN = Outcome(0, {"a.txt": "1"}, "done")


def test_commands_do_the_same_in_odd_environments() -> None:
    tallies = campaign(6, seed=5, commands=("build", "diff, different", "init"))
    assert all(tally == {"runs": 2} for tally in tallies.values())


@pytest.mark.parametrize(
    "found",
    [replace(PLAIN, code=1), replace(PLAIN, output="Traceback (most recent"), replace(PLAIN, files={})],
)
def test_what_goes_wrong_is_seen(found: Outcome) -> None:
    assert fault(found, PLAIN, Environment({})) is not None
    assert fault(PLAIN, PLAIN, Environment({})) is None


def test_output_that_cannot_be_written_is_an_error() -> None:
    assert fault(replace(PLAIN, code=2), PLAIN, Environment({}, "> /dev/full")) is None
    assert fault(replace(PLAIN, code=2), PLAIN, Environment({}, "2>/dev/full")) is not None
