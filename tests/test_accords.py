"""Accords: what independent reports tell alike in other words, and what must not be taken for it."""

from __future__ import annotations

import msgspec
import pytest

from dateline.codec import from_json, to_json
from dateline.config import Config
from dateline.errors import RecordError
from dateline.pipeline import Outcome, build_accounts
from dateline.reading import read
from dateline.reconciling.matters import ELSEWHERE, examples, matters_in
from dateline.records import Accord, Account, Evidence
from dateline.telling.page import html_page
from dateline.telling.terminal import lines
from tests.reading import report_of

FIRST = (
    "DORN, Sept. 3 - The Harbour Front entered Dorn on Monday, supported by air strikes. Victory was certain as of Monday."
    " Engineers are working to clear landmines from the fish market. The guard Ivo Brandt, 41, was killed near the gate."
)
SECOND = (
    "The Harbour Front said it had driven the River Army out of Dorn on Monday after weeks of shelling, and warplanes"
    " pounded the docks. Traders may go back once the mines and explosives are removed. Ivo Brandt, 41, died there."
)


def account_of(*texts: str, publishers: tuple[str, ...] = ("First Paper", "Second Paper", "Third Paper")) -> Account:
    reports = [
        msgspec.structs.replace(
            report_of(text, "2018-09-04", id=f"r{n}", publisher=publishers[n]), fields=(("story", "one"),)
        )
        for n, text in enumerate(texts)
    ]
    readings = {r.id: read(r) for r in reports}
    outcome = Outcome(reports=tuple(reports), rejections=(), readings=readings)
    return build_accounts(outcome, Config(), "story", None, ()).accounts[0]


def reasons(*texts: str, publishers: tuple[str, ...] = ("First Paper", "Second Paper", "Third Paper")) -> set[str]:
    return {accord.reason for accord in account_of(*texts, publishers=publishers).accords}


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["about"])
def test_each_matter_is_told_by_its_examples_and_by_nothing_else(row: dict[str, str]) -> None:
    for key in ("example", "another"):
        assert row["about"] in {m.about for m in matters_in(row[key])}
    assert not matters_in(row["other"])


def test_matters_of_other_places_and_times_are_left_alone() -> None:
    assert ELSEWHERE.search("In other towns, engineers had cleared mines.")
    assert not matters_in("In other towns, engineers had cleared mines.")


def test_reports_agree_in_other_words() -> None:
    found = reasons(FIRST, SECOND)
    assert "mines and explosives to be cleared" in found
    assert "a place wrested from a side" in found
    assert "age of Ivo Brandt: 41" in found


def test_two_pages_of_one_publisher_agree_with_nobody() -> None:
    assert not reasons(FIRST, SECOND, publishers=("Paper", "Paper"))


def test_a_standing_is_not_raised_by_what_agrees_loosely() -> None:
    account = account_of(FIRST, SECOND)
    accord = next(a for a in account.accords if a.reason.startswith("mines"))
    facts = [f for f in account.facts if f.id in accord.facts]
    assert len(facts) > 1
    assert {f.standing for f in facts} <= {"single source", "consistent within source", "superseded"}
    assert all(set(f.support) >= set(accord.facts) - {f.id} for f in facts)


def test_a_deed_done_to_one_person_is_told_by_both() -> None:
    found = reasons(
        "Police in Leeds arrested Mara Teller on Friday. The bakery stayed shut.",
        "Mara Teller was taken into custody at her flat, the constable said. Rain fell.",
    )
    assert any(reason.startswith("told by both") for reason in found)


def test_a_deed_done_to_two_people_is_not() -> None:
    found = reasons(
        "Police in Leeds arrested Mara Teller on Friday. The bakery stayed shut.",
        "Jonas Wick was taken into custody at his flat, the constable said. Rain fell.",
    )
    assert not found


def test_two_states_of_one_side_are_not_one() -> None:
    found = reasons(
        "The driver was taken to a clinic in critical condition.", "The driver is in hospital in stable condition now."
    )
    assert not found


def test_different_values_do_not_agree() -> None:
    assert not reasons("Ivo Brandt, 41, was found in the yard.", "Ivo Brandt, 44, had lived by the harbour.")


def test_the_age_of_an_infant_is_told_in_its_unit() -> None:
    found = reasons(
        "The 11-month-old Tessa Lind was found in the yard.", "Tessa Lind, 11 months, had been asleep in the yard."
    )
    assert all("months" in reason for reason in found if "age" in reason)


def test_accords_are_shown_and_kept() -> None:
    account = account_of(FIRST, SECOND)
    assert from_json(to_json(account)).accords == account.accords
    reports = {s.report: report_of(text, id=s.report) for s, text in zip(account.sources, (FIRST, SECOND), strict=True)}
    shown = "\n".join(lines(account, reports, 100))
    assert "AGREES LOOSELY" in shown
    assert "mines and explosives to be cleared" in shown
    assert "Agrees loosely" in html_page([account], reports)


def test_one_report_cannot_agree_with_itself() -> None:
    quotes = tuple(Evidence(report="r", start=n, end=n + 1, quote="x") for n in (0, 4))
    with pytest.raises(RecordError):
        Accord(facts=("f",), reason="mines", evidence=quotes)
