"""Links that were kept lead on: to what became of a statement that a judgement changed, and of a story that was merged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.store import Case
from dateline.telling import shown
from dateline.telling.drawn import matrix
from dateline.telling.drawn.ranges import told
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from dateline.web.listed import COLUMNS, MEASURES
from dateline.web.listed import _range as bounds_of
from dateline.web.shelf import opened
from dateline.web.summaries import Total
from tests.judging import kept
from tests.test_web_work import NOW, fire, form, send


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with kept(tmp_path) as made:
        yield made


@pytest.fixture
def client(case: Case) -> Iterator[TestClient]:
    desk = Desk(case, Config(), lambda: NOW)
    with opened(desk) as shelf:
        shelf.following.once()
        app = build(desk, Rules(), "Ana", shelf)
        yield TestClient(app, base_url="http://localhost", follow_redirects=False)


def test_the_address_of_a_figure_that_was_rejected_says_so(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = account.figures[0]
    address = f"/story/{account.story}/item/{figure.id}"
    before = client.get(address)
    assert send(client, account, form(client, account, figure.id, "reject") | {"reason": "not <there>"}).is_redirect
    after = client.get(address)
    assert (before.status_code, after.status_code) == (200, 200)
    for said in ("rejected", "Ana", "not &lt;there&gt;", f"{shown.label(figure)}: ", "#j1"):
        assert said in after.text


def test_the_address_of_a_fact_that_was_merged_leads_to_the_one_that_it_is_part_of(
    client: TestClient, case: Case
) -> None:
    account = fire(case)
    one, other = account.facts[:2]
    data = form(client, account, one.id, "merge") | {"reason": "one"}
    assert send(client, account, data | {"others": other.id, "other": other.id}).is_redirect
    now = fire(case)
    left = {fact.id for fact in now.facts}
    held = next(f for f in now.facts if {one.evidence[0], other.evidence[0]} <= set(f.evidence))
    gone = {one.id, other.id} - left
    assert gone
    for item in gone:
        page = client.get(f"/story/{account.story}/item/{item}")
        assert page.status_code == 200
        assert f'href="/story/{account.story}#{held.id}"' in page.text


def test_an_id_that_never_was_is_not_found(client: TestClient, case: Case) -> None:
    assert client.get(f"/story/{fire(case).story}/item/f-0123456789").status_code == 404


def test_the_address_of_a_story_that_was_merged_leads_to_the_other(client: TestClient, case: Case) -> None:
    account = fire(case)
    other = next(a for a in case.accounts() if a.story != account.story)
    data = form(client, other, other.story, "merge") | {"other": account.story, "reason": "one"}
    assert send(client, other, data).is_redirect
    (left,) = case.accounts()
    (gone,) = {account.story, other.story} - {left.story}
    page = client.get(f"/story/{gone}")
    assert page.status_code == 410
    assert f'href="/story/{left.story}"' in page.text
    assert client.get(f"/story/{left.story}").status_code == 200


@pytest.mark.parametrize("what", ["when", "where"])
def test_all_that_the_date_and_place_rest_on_stands_on_a_page(client: TestClient, case: Case, what: str) -> None:
    account = fire(case)
    page = client.get(f"/story/{account.story}/item/{what}")
    held = account.when if what == "when" else account.where
    assert page.text.count("<blockquote>") == len(held.evidence)


# ---------------------------------------------------------------- the stories as a table


def stories(client: TestClient, address: str = "/stories.csv") -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_the_table_of_stories_has_a_row_an_event(client: TestClient, case: Case) -> None:
    rows = stories(client)
    assert tuple(rows[0]) == COLUMNS
    accounts = {account.story: account for account in case.accounts()}
    assert {row["story"] for row in rows} == set(accounts)
    for row in rows:
        account = accounts[row["story"]]
        assert row["earliest"] == (account.when.earliest or "")
        assert (row["lat"], row["place"]) == (str(account.where.lat or ""), account.where.name or "")
        assert int(row["reports"]) == len(account.sources)
        for measure in MEASURES:
            told = [f for f in account.figures if (f.measure, f.scope) == (measure, "total")]
            listed = [f for f in sorted(told, key=shown.figure_order) if f.standing != "superseded"]
            best = listed[0].best if listed else None
            assert row[f"{measure}_best"] == ("" if best is None else f"{best:.0f}")
            assert row[f"{measure}_standing"] == (listed[0].standing if listed else "")


def test_the_bounds_of_a_disputed_total_hold_those_that_stand_against_it() -> None:
    one, other = (
        Total(f"n-{n}", "injured", "people", "people", n, n, high, "disputed")
        for n, high in ((25.0, 25.0), (27.0, 30.0))
    )
    assert bounds_of(one, [other]) == (25.0, 30.0)
    assert bounds_of(one, [msgspec.structs.replace(other, high=None)]) == (25.0, None)
    assert bounds_of(one, [msgspec.structs.replace(other, whom="police")]) == (25.0, 25.0)


def test_the_table_of_stories_keeps_to_the_filters_of_the_list(client: TestClient, case: Case) -> None:
    account = fire(case)
    assert [row["story"] for row in stories(client, f"/stories.csv?place={account.where.name}")] == [account.story]
    assert stories(client, "/stories.csv?from=1999&to=1999") == []
    assert 'href="/stories.csv?place=' in client.get(f"/?place={account.where.name}").text


def test_a_number_that_a_person_set_is_theirs_in_the_table_of_stories(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = next(f for f in account.figures if f.measure == "killed" and f.scope == "total")
    data = form(client, account, figure.id, "correct") | {"low": "70", "best": "70", "high": "70", "reason": "names"}
    assert send(client, account, data).is_redirect
    client.app.state.shelf.following.once()  # type: ignore[attr-defined]
    (row,) = [r for r in stories(client) if r["story"] == account.story]
    assert (row["killed_best"], row["killed_standing"], row["killed_corrected_by"]) == ("70", "corrected", "Ana")
    assert row["judged_by"] == "Ana"


def test_what_a_quotation_gives_is_not_told_as_the_number_that_a_person_set(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = next(f for f in account.figures if f.measure == "killed" and f.scope == "total")
    data = form(client, account, figure.id, "correct") | {"low": "70", "best": "70", "high": "70", "reason": "names"}
    assert send(client, account, data).is_redirect
    evidence = figure.evidence[0]
    source = client.get(f"/story/{account.story}/source/{evidence.report}?at={evidence.start}-{evidence.end}").text
    assert f"{shown.stated(figure)}, corrected to 70" in source
    rows = matrix(fire(case)).rows
    assert all(row.text.endswith(told(figure)) for row in rows if row.item == figure.id)
