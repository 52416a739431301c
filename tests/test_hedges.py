"""Hedges and totals: what a number may be is kept from the words to the account, and nobody bears out what he does not say."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.config import Config
from dateline.pipeline import make_accounts, read_paths
from dateline.reading.hedges import bounds_of, hedge, hedged_behind, hedges
from dateline.reconciling.amounts import near, states
from dateline.records import Account, Figure, Quantity
from tests.reading import reading_of

GROUPS = tomllib.loads(files("dateline.data").joinpath("numbers.toml").read_text(encoding="utf-8"))


def account_of(tmp_path: Path, *reports: dict[str, str]) -> Account:
    rows = [{"id": f"r{n}", "story": "one", "published": "2021-03-17", **report} for n, report in enumerate(reports)]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return make_accounts(read_paths([path], Config()), Config(), group_by="story").accounts[0]


def total(account: Account, measure: str) -> Figure:
    return next(f for f in account.figures if (f.measure, f.scope) == (measure, "total") and f.standing != "superseded")


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        ("Nine people at least were killed in Harwick.", 9, 9, None),
        ("At the very least nine people were killed in Harwick.", 9, 9, None),
        ("Not fewer than nine people were killed in Harwick.", 9, 9, None),
        ("Just shy of fifty people were killed in Harwick.", None, 50, 50),
        ("The death toll in Harwick topped 100.", 100, 100, None),
        ("The storm killed 50 people or more in Harwick.", 50, 50, None),
        ("Nine people were killed in Harwick.", 9, 9, 9),
    ],
)
def test_a_hedge_is_read_before_a_number_and_behind_its_noun(
    text: str, low: float | None, best: float, high: float | None
) -> None:
    q = next(q for q in reading_of(text).quantities if q.measure == "killed")
    assert (q.low, q.best, q.high) == (low, best, high)


@pytest.mark.parametrize("group", ["before", "after", "behind"])
def test_every_hedge_is_known_by_itself_and_in_capitals(group: str) -> None:
    for words, operation in GROUPS[group].items():
        assert hedge(words) == hedge(words.title()) == hedge(words.upper()) == operation


@given(st.sampled_from(sorted(hedges("behind"))), st.integers(1, 10**6))
def test_bounds_hold_the_number_they_are_of(words: str, amount: int) -> None:
    said, (low, best, high) = hedged_behind(amount, f" {words} were hurt") or ("", (0, 0, 0))
    assert (said, best) == (words, amount)
    assert low is None or low <= amount
    assert high is None or high >= amount


@given(
    st.sampled_from(["gt", "ge", "lt", "le", "near", "about", "plain"]), st.integers(1, 10**6), st.integers(1, 10**6)
)
def test_only_what_is_near_a_number_states_it(operation: str, said: int, number: int) -> None:
    words = {"gt": "over", "ge": "at least", "lt": "under", "le": "up to", "near": "nearly", "about": "about"}
    low, best, high = bounds_of(operation, said)
    q = Quantity(
        start=0, end=1, number=said, low=low, best=best, high=high, qualifier=words.get(operation), unit="people",
        measure="killed",
    )  # fmt: skip
    assert states(q, number) <= near(said, number)
    assert states(q, said)


def test_a_vague_word_gives_no_number_and_bears_none_out() -> None:
    q = Quantity(
        start=0, end=6, number=None, low=24, best=None, high=None, qualifier="dozens", unit="people", measure="killed"
    )
    assert not states(q, 80)


def test_a_rounded_number_has_no_exact_bounds_in_the_account(tmp_path: Path) -> None:
    text = "A ferry sank off Mwanza on Tuesday, killing about 50 people, survivors said."
    figure = total(account_of(tmp_path, {"text": text, "source": "First Paper"}), "killed")
    assert (figure.low, figure.best, figure.high, figure.qualifier) == (None, 50, None, "about")


def test_a_headline_without_the_hedge_takes_none_from_the_text(tmp_path: Path) -> None:
    report = {
        "title": "Seven killed as tram leaves the rails in Harwick",
        "text": "At least seven people were killed when a tram left the rails in Harwick on Tuesday, police said.",
    }
    figure = total(account_of(tmp_path, report), "killed")
    assert (figure.low, figure.best, figure.high) == (7, 7, None)


def test_what_leaves_room_for_a_number_is_not_cited_for_it(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        {"source": "First Paper", "title": "Scores die in Harwick", "text": "Scores of people were killed in Harwick on Tuesday when a dam broke."},
        {"source": "Second Paper", "title": "Dam breaks", "text": "Eighty people were killed when a dam broke in Harwick on Tuesday, police said."},
        {"source": "Third Paper", "title": "Flood", "text": "At least 60 people were killed when a dam broke above Harwick on Tuesday."},
    )  # fmt: skip
    figure = total(account, "killed")
    assert figure.best == 80
    assert {e.report for e in figure.evidence} == {"r1"}
    assert figure.standing == "single source"


LATE = (
    "A truck drove into a crowd in Harwick on Tuesday, killing 40 people, police said. "
    + "The street was closed. " * 30
)


def test_the_higher_toll_that_more_reports_tell_stands(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        {"source": "First Paper", "title": "Truck hits crowd in Harwick", "text": f"{LATE}The truck struck at noon, killing at least 47 people, a minister said later."},
        {"source": "Second Paper", "title": "Truck attack", "text": "At least 47 people were killed when a truck drove into a crowd in Harwick on Tuesday, doctors said."},
        {"source": "Third Paper", "title": "Deaths in Harwick", "text": "Nearly 40 people were killed in Harwick on Tuesday by a truck, a prosecutor said.", "published": "2021-03-18"},
    )  # fmt: skip
    figure = total(account, "killed")
    assert (figure.low, figure.best, figure.high, figure.standing) == (47, 47, None, "corroborated")
    assert 40 in {f.best for f in account.figures if f.standing == "superseded"}


def test_those_critically_hurt_are_a_part_of_the_hurt(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        {"source": "First Paper", "title": "Blast in Harwick", "text": "A blast in Harwick on Tuesday left forty-two people in critical condition, a nurse said."},
        {"source": "Second Paper", "title": "Blast hurts 100", "text": "About 100 people were injured by a blast in Harwick on Tuesday, the mayor said."},
    )  # fmt: skip
    assert total(account, "injured").best == 100


def test_lengths_that_are_not_one_number_are_not_one_figure(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        {"source": "First Paper", "title": "Boy found in shaft", "text": "The search for the boy in Harwick lasted more than 85 hours, rescuers said."},
        {"source": "Second Paper", "title": "Boy found", "text": "The search for the boy in Harwick lasted over 100 hours, the mayor said."},
    )  # fmt: skip
    lengths = [f for f in account.figures if f.measure == "duration"]
    assert {f.best for f in lengths} == {85, 100}
    assert all(f.standing != "corroborated" for f in lengths)


def test_no_figure_has_no_origin(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        {"source": "harwickpost.example", "title": "1 killed, 2 injured in Harwick", "text": "Two other girls were injured in Harwick on Tuesday. Authorities said that one woman was killed."},
        {"source": "harwickpost.example", "title": "Vigil in Harwick", "text": "Two other girls were injured when a woman was killed in Harwick on Tuesday."},
    )  # fmt: skip
    assert all(f.origins for f in account.figures)
