"""Two texts of one item of a feed: the later one revises what the earlier one counts."""

from __future__ import annotations

from typing import get_args

import pytest

from dateline.config import Config
from dateline.pipeline import Outcome, make_accounts
from dateline.reading import read
from dateline.reconciling.versions import later_versions
from dateline.records import Account, Figure, PublishedBasis, Report
from dateline.telling.shown import BASIS
from tests.conftest import report

EARLY = "Nine people were killed and 20 were injured when a ferry sank off Mindoro on Tuesday, the coast guard said."
LATE = "Fourteen people were killed and 20 were injured when a ferry sank off Mindoro on Tuesday, the coast guard said."
OWN = "Rescuers off Calapan have found the bodies of 14 people. The ferry went down in a storm on Tuesday, and 20 others were hurt, the Mindoro governor said. All 14 people killed came from one village."
OTHER = "Nine people were killed when a ferry sank off Mindoro on Tuesday, police in Calapan said."


def taken(rid: str, text: str, at: str, guid: str = "g1", feed: str = "https://news.example/rss") -> Report:
    fields = (("feed", feed), ("guid", guid), ("retrieved", f"2019-03-12T{at}:00Z"))
    return report(text, id=rid, published="2019-03-12", publisher="Example News", fields=fields)


def told(*reports: Report) -> Account:
    outcome = Outcome(reports=reports, rejections=(), readings={one.id: read(one, Config()) for one in reports})
    grouped = make_accounts(outcome, Config(), "published").accounts
    (account,) = grouped
    return account


def killed(account: Account) -> list[Figure]:
    return [figure for figure in account.figures if figure.measure == "killed"]


@pytest.mark.parametrize("ids", ["ab", "ba"])
def test_a_later_version_of_a_day_revises_the_earlier(ids: str) -> None:
    account = told(taken(ids[0], EARLY, "08:00"), taken(ids[1], LATE, "09:00"))
    now, was = killed(account)
    assert (now.best, now.standing, was.best, was.standing) == (14, "single source", 9, "superseded")
    assert now.supersedes == (was.id,)
    assert "a later version of the same item replaces it" in was.reasons
    assert [(d.relation, d.reason) for d in account.differences if d.one == now.id] == [
        ("supersedes", "killed: 9 revised to 14")
    ]
    assert [f.best for f in account.figures if f.measure == "injured"] == [20]


def test_texts_of_a_day_that_are_no_versions_dispute_each_other() -> None:
    other = report(OWN, id="b", published="2019-03-12", publisher="Island Gazette")
    assert {f.standing for f in killed(told(taken("a", EARLY, "08:00"), other))} == {"disputed"}


def test_a_text_brought_up_to_date_is_no_second_source_that_disputes_it() -> None:
    for other in (
        taken("b", LATE, "09:00", guid="g2"),
        taken("b", LATE, "09:00", feed="https://other.example/rss"),
        report(LATE, id="b", published="2019-03-12", publisher="Island Gazette"),
    ):
        account = told(taken("a", EARLY, "08:00"), other)
        assert {f.best: f.standing for f in killed(account)} == {14: "single source", 9: "superseded"}
        assert [d.reason for d in account.differences] == ["killed: 9 revised to 14"]


def test_what_others_still_say_stands_against_the_later_version() -> None:
    other = report(OTHER, id="c", published="2019-03-12", publisher="Island Gazette")
    found = {f.best: f.standing for f in killed(told(taken("a", EARLY, "08:00"), taken("b", LATE, "09:00"), other))}
    assert found == {14: "disputed", 9: "disputed"}


def test_versions_are_known_by_feed_and_guid_and_ordered_by_when_they_were_taken() -> None:
    three = {rid: taken(rid, EARLY, at) for rid, at in (("a", "10:00"), ("b", "08:00"), ("c", "09:00"))}
    assert later_versions(three) == {"b": frozenset("ac"), "c": frozenset("a")}
    assert later_versions({"a": three["a"], "x": report(EARLY, id="x", fields=(("guid", "g1"),))}) == {}


def test_every_way_a_day_is_known_can_be_shown() -> None:
    assert set(BASIS) == set(get_args(PublishedBasis))
