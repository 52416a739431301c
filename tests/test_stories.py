"""Small stories, each with the account a careful reader expects: every expectation of every story holds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from bench.origins import recount
from bench.reconciling import accounts, check, outcome, stories

KINDS = frozenset(
    {
        "rounding", "ranges", "vague numbers", "revision", "double counting", "same number of another thing", "whom",
        "scope", "negation", "denial", "planned against done", "copied text", "shared upstream", "party claims",
        "time-zone edges", "weekday edges", "undated reports", "place of the same name elsewhere", "retraction",
        "attacker among the dead", "later deaths", "totals across reports", "ages and counts that differ",
        "counts of other events",
        "dead and hurt told apart",
        "numbers that measure nothing of it",
        "one row a person",
        "zeros that were true for a while",
        "times of other things", "who did it", "values that differ", "outcomes that change", "look-alikes",
    }
)  # fmt: skip

BEYOND: dict[str, str] = {
    "age-of-the-singer": "an age told of nobody by name is not yet known for the age of the one named before",
    "verdict-of-the-court": "a verdict told of its object and not of its subject is not yet set against another one",
    "two-towns-of-one-name": "counts without a place of their own are not yet told apart by the place of their report",
}
"""Stories that come out otherwise than expected, and why."""


def _marked(story: dict[str, Any]) -> Any:
    reason = BEYOND.get(story["id"])
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(story, id=story["id"], marks=marks)


@pytest.mark.parametrize("story", [_marked(story) for story in stories()])
def test_a_story_becomes_the_account_a_reader_expects(story: dict[str, Any]) -> None:
    wrong = [f"{what}: {shown}" for what, right, shown in check(story, accounts()[story["id"]]) if not right]
    assert not wrong, "\n".join(wrong)


def test_the_suite_covers_every_kind_with_stories_of_its_own() -> None:
    kinds = Counter(story["kind"] for story in stories())
    assert set(kinds) == KINDS
    assert len({story["id"] for story in stories()}) == kinds.total() >= 60


def test_corroborated_is_never_said_on_one_origin() -> None:
    for account in accounts().values():
        assert recount(account, outcome().by_id, outcome().readings) == []
