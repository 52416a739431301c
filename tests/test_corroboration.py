"""Corroboration: what two origins bear out, and what only looks as if they did."""

from __future__ import annotations

import msgspec
import pytest

from dateline.config import Config
from dateline.intake.header import read_header
from dateline.pipeline import Outcome, build_accounts
from dateline.reading import read
from dateline.reconciling import reconcile
from dateline.reconciling.facts import bears_out
from dateline.reconciling.houses import house_of, site_of, worked_from_one_text
from dateline.records import Account, Story
from dateline.telling.shown import told
from tests.reading import report_of
from tests.test_align import said_in

OWN = (
    "A brick wall fell on a row of market stalls in Ajmer on Tuesday and buried five traders who had sheltered there."
    " Engineers closed the street behind the station and began to take down what was left of the wall."
)
REWORKED = (
    "Ajmer: A brick wall fell on a row of market stalls in Ajmer on Tuesday and buried five traders, officials of the city"
    " confirmed. Engineers closed the street behind the station and began to take down the rest."
)
OTHER = "Five traders were buried on Tuesday in Ajmer as a wall came down on stalls of the market. Two were pulled out."


def account_of(*texts: tuple[str, str]) -> Account:
    reports = [report_of(text, "2021-03-17", id=f"r{n}", publisher=name) for n, (text, name) in enumerate(texts)]
    reports = [msgspec.structs.replace(r, fields=(("story", "one"),)) for r in reports]
    readings = {r.id: read(r) for r in reports}
    outcome = Outcome(reports=tuple(reports), rejections=(), readings=readings)
    return build_accounts(outcome, Config(), "story", None, ()).accounts[0]


def standings(account: Account) -> set[str]:
    return {fact.standing for fact in account.facts}


def test_two_reports_of_their_own_corroborate_each_other() -> None:
    assert "corroborated" in standings(account_of((OWN, "First Paper"), (OTHER, "Second Paper")))


def test_a_text_lightly_reworked_corroborates_nothing() -> None:
    assert "corroborated" not in standings(account_of((OWN, "First Paper"), (REWORKED, "Second Paper")))


def test_two_pages_of_one_publisher_corroborate_nothing() -> None:
    assert "corroborated" not in standings(account_of((OWN, "www.paper.example"), (OTHER, "sport.paper.example")))


def test_one_utterance_quoted_under_two_names_is_one_origin() -> None:
    account = account_of(
        (
            "“The dam will hold until the end of March,” the engineer Ana Machava told reporters in Beira.",
            "First Paper",
        ),
        ("“The dam will hold until the end of March,” the water board said in Beira on Friday.", "Second Paper"),
    )
    assert "corroborated" not in standings(account)


@pytest.mark.parametrize(
    ("told_so", "other", "borne_out"),
    [
        ("The bridge at Harwick collapsed.", "The old bridge at Harwick collapsed at dawn.", True),
        ("The bridge at Harwick collapsed.", "The mayor of Harwick opened the bridge.", False),
        ("At least 30 miners were killed in Harwick.", "At least 20 miners were killed in Harwick.", False),
        ("Why the bridge at Harwick collapsed is not known.", "The bridge at Harwick collapsed.", False),
    ],
)
def test_a_statement_bears_out_what_it_says_most_of(told_so: str, other: str, borne_out: bool) -> None:
    a, b = said_in(told_so, other)
    assert bears_out(b, a) == borne_out


def test_hosts_of_one_publisher_are_one_house_archived_or_not() -> None:
    assert site_of("http://web.archive.org/web/20160101000000/http://www.paper.example:80/a") == "paper.example"
    assert site_of("uk.paper.co.uk") == "paper.co.uk"
    assert site_of("Morning Post") is None
    assert house_of(report_of("Rain fell.", "2021-03-17", publisher="Morning Post")) == "morning post"


def test_reports_are_of_one_text_by_their_words_and_not_by_their_quotations() -> None:
    quote = "“We had warned them since January that the wall by the market would fall one day and nobody listened to us,” he said."
    reports = [report_of(text, "2021-03-17", id=id_) for id_, text in (("a", OWN), ("b", REWORKED), ("c", OTHER))]
    assert worked_from_one_text(reports, {}) == {"b": "a"}
    quoting = [report_of(f"{text} {quote}", "2021-03-17", id=id_) for id_, text in (("a", OWN), ("c", OTHER))]
    assert worked_from_one_text(quoting, {}) == {}


def test_one_happening_told_three_times_is_one_row() -> None:
    account = account_of(
        ("Police arrested Ned Alder in Harwick on Monday. He had worked there as a carpenter.", "First Paper"),
        ("Ned Alder, a carpenter, was arrested by police on Monday. The mayor thanked them.", "Second Paper"),
        ("A carpenter from Harwick, Ned Alder, was taken into custody on Monday.", "Third Paper"),
    )
    assert sum("Alder" in entry.text for entry in account.timeline) == 1


def test_a_clause_without_its_subject_is_shown_with_it_from_its_own_characters() -> None:
    text = "The ferry Amihan Star hit a pillar of the bridge on Monday and was towed to Batangas."
    account = account_of((text, "First Paper"))
    fact = next(f for f in account.facts if "towed" in f.text and "hit" not in f.text)
    assert fact.subject is not None
    assert text.find(fact.subject.quote) >= 0
    assert told(fact) == f"[{fact.subject.quote}] {fact.text}"


def test_two_reports_signed_alike_are_one_origin_though_no_publisher_is_given() -> None:
    told = {
        "a": (
            "2021-07-20",
            "HARWICK (HNB) -- Three people were injured and one man was killed at a club, police said.",
        ),
        "b": (
            "2021-07-30",
            "HARWICK (HNB) -- A man is held for a shooting. Three people were injured, one man was killed.",
        ),
    }
    reports = {}
    for rid, (day, text) in told.items():
        header = read_header(text)
        made = report_of(text, day, id=rid)
        reports[rid] = msgspec.structs.replace(made, credit=header.credit, lead_start=header.lead_start)
    readings = {rid: read(report) for rid, report in reports.items()}
    account = reconcile(Story(id="s", reports=("a", "b"), links=()), reports, readings, "s")
    assert [f for f in account.figures if f.measure == "injured"]
    standings = {f.standing for f in account.figures} | {f.standing for f in account.facts}
    assert "corroborated" not in standings


def test_two_voices_in_one_text_are_one_source() -> None:
    text = (
        "HARWICK, England - Three people were killed in a fire at a mill in Harwick on Monday, police said.\n\n"
        "Three people were killed in the fire at the mill, the hospital said."
    )
    assert standings(account_of((text, "Harwick Post"))) <= {"single source", "consistent within source"}


def test_a_toll_that_two_origins_tell_later_and_higher_stands() -> None:
    voices = ("police", "the governor", "the army", "the Red Cross", "the mayor", "the hospital")
    early = [
        (f"HARWICK - Floods in the Lune valley have killed 48 people, {voice} said.", f"2021-03-0{5 + n % 3}", voice)
        for n, voice in enumerate(voices)
    ]
    late = [
        ("HARWICK - The floods in the Lune valley killed 133 people, the coroner said.", "2021-03-19", "Late Paper"),
        (
            "HARWICK - Floods in the Lune valley killed 133 people, the interior ministry said.",
            "2021-03-20",
            "Last Paper",
        ),
    ]
    reports = [
        msgspec.structs.replace(report_of(text, day, id=f"r{n}", publisher=name), fields=(("story", "one"),))
        for n, (text, day, name) in enumerate([*early, *late])
    ]
    outcome = Outcome(reports=tuple(reports), rejections=(), readings={r.id: read(r) for r in reports})
    (account,) = build_accounts(outcome, Config(), "story", None, ()).accounts
    tolls = {figure.best: figure.standing for figure in account.figures if figure.measure == "killed"}
    assert tolls == {133: "corroborated", 48: "superseded"}


def test_a_headline_or_a_teaser_of_anothers_words_bears_nothing_out() -> None:
    whole = (
        "Car bomb kills 17 at market in Larne\n\nA car bomb exploded at a crowded vegetable market in the harbour town of "
        "Larne on Sunday, killing 17 people.\n\nFour shops burned and the road to the pier was closed until the evening."
    )
    for brief in (
        "Car bomb kills 17 at market in Larne",
        "Car bomb kills 17 at Larne market\n\nKilling 17 people at a crowded market …",
        "Car bomb kills 17 at Larne market\n\nA car bomb exploded at a crowded vegetable market in the harbour town of Larne. Read more",
    ):
        figure = next(f for f in account_of((whole, "Paper A"), (brief, "Paper B")).figures if f.measure == "killed")
        assert figure.standing != "corroborated", brief
    fresh = (
        "Bomb kills 17 at market in Larne\n\n"
        "Seventeen traders died on Sunday when a bomb went off under a stall, a witness, Ana Ruiz, said."
    )
    figure = next(
        f
        for f in account_of((whole, "Paper A"), (fresh, "Paper B")).figures
        if f.measure == "killed" and f.scope == "total"
    )
    assert figure.standing == "corroborated"
