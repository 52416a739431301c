"""Judging on the desk: what a form sends is kept once, and nothing that a person wrote is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.records import Account
from dateline.store import Case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from tests.judging import kept

NOW = "2021-06-01T10:00:00+00:00"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with kept(tmp_path) as made:
        yield made


@pytest.fixture
def client(case: Case) -> TestClient:
    return TestClient(
        build(Desk(case, Config(), lambda: NOW), Rules(), "Ana"), base_url="http://localhost", follow_redirects=False
    )


def fire(case: Case) -> Account:
    return next(a for a in case.accounts() if any(s.report == "post-1" for s in a.sources))


def fields(page: Response) -> dict[str, str]:
    """Return what the form of a page holds in its hidden fields, and the name it begins with."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text.split("</form>", 2)[-2])
    name = re.search(r'name="user" [^>]*value="([^"]*)"', page.text)
    assert name is not None
    return {key: unescape(value) for key, value in found} | {"user": unescape(name[1])}


def form(client: TestClient, account: Account, item: str, verdict: str = "accept") -> dict[str, str]:
    page = client.get(f"/story/{account.story}/judge", params={"item": item, "verdict": verdict})
    assert page.status_code == 200
    return fields(page) | {"verdict": verdict}


def send(client: TestClient, account: Account, data: dict[str, str]) -> Response:
    return client.post(f"/story/{account.story}/judge", data=data)


def test_a_figure_is_corrected_and_the_correction_taken_back(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = account.figures[0]
    filled = form(client, account, figure.id, "correct")
    done = send(client, account, filled | {"best": "1,200", "reason": "the list of names"})
    assert (done.status_code, done.headers["location"]) == (303, f"/story/{account.story}?kept=1#{figure.id}")
    now = next(f for f in fire(case).figures if f.id == figure.id)
    assert now.best == 1200
    page = client.get(f"/story/{account.story}/judge", params={"item": figure.id})
    assert "the list of names" in page.text
    undone = client.post("/judgements/1/undo", data=fields(page) | {"reason": "misread"})
    assert undone.status_code == 303
    assert next(f for f in fire(case).figures if f.id == figure.id) == figure
    assert [entry.judgement.verdict for entry in case.judgements()] == ["correct", "revoke"]


def test_who_judges_from_an_older_page_is_told_and_keeps_what_they_wrote(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = account.figures[0]
    one, other = (form(client, account, figure.id, verdict) for verdict in ("correct", "reject"))
    assert send(client, account, one | {"best": "9", "reason": "first"}).status_code == 303
    told = send(client, account, other | {"reason": "second, with <b>care</b>"})
    assert told.status_code == 409
    assert "changed since" in told.text
    assert "first" in told.text
    assert "second, with &lt;b&gt;care&lt;/b&gt;" in told.text
    assert len(case.judgements()) == 1
    again = send(client, account, fields(told) | {"verdict": "reject", "reason": "all the same"})
    assert again.status_code == 303
    assert len(case.judgements()) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"best": "many"}, "is no number"),
        ({"best": ""}, "give the right number"),
        ({"best": "5", "reason": " "}, "say who"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_what_was_written(
    client: TestClient, case: Case, values: dict[str, str], said: str
) -> None:
    account = fire(case)
    data = form(client, account, account.figures[0].id, "correct") | {"reason": "as told"} | values
    answer = send(client, account, data)
    assert (answer.status_code, case.judgements()) == (422, ())
    assert said in unescape(answer.text)
    assert f'value="{values["best"]}"' in answer.text


def test_what_was_written_stays_where_the_item_is_gone(client: TestClient, case: Case) -> None:
    account = fire(case)
    one, another = account.facts[:2]
    late = form(client, account, another.id, "reject") | {"reason": "typed at length"}
    data = form(client, account, one.id, "merge") | {"reason": "one"}
    assert client.post(f"/story/{account.story}/judge", data={**data, "other": another.id}).status_code == 303
    told = send(client, account, late)
    assert (told.status_code, len(case.judgements())) == (409, 1)
    assert "typed at length" in told.text


def test_what_was_written_stays_where_the_story_is_gone(client: TestClient, case: Case) -> None:
    account = fire(case)
    other = next(a for a in case.accounts() if a.story != account.story)
    late = [form(client, a, a.figures[0].id, "reject") | {"reason": "typed at length"} for a in (account, other)]
    data = form(client, other, other.story, "merge") | {"other": account.story, "reason": "one"}
    assert send(client, other, data).status_code == 303
    for a, filled in zip((account, other), late, strict=True):
        told = send(client, a, filled)
        assert (told.status_code, len(case.judgements())) == (409, 1)
        assert "typed at length" in told.text


def test_a_story_that_is_not_there_is_said_beside_what_was_written(client: TestClient, case: Case) -> None:
    account = fire(case)
    data = form(client, account, account.story, "merge") | {"other": "s-none", "reason": "typed at length"}
    told = send(client, account, data)
    assert (told.status_code, case.judgements()) == (422, ())
    assert "there is no story" in told.text
    assert "typed at length" in told.text


def test_what_contradicts_the_verdict_is_refused_with_all_that_was_written(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure, fact = account.figures[0], account.facts[0]
    for item, given in ((figure, {"best": "71"}), (fact, {"date": "2021"}), (fact, {"other": account.facts[1].id})):
        answer = send(client, account, form(client, account, item.id, "accept") | given | {"reason": "seen"})
        assert answer.status_code == 422
        assert "but chose “accept”" in answer.text
        assert f'value="{next(iter(given.values()))}"' in answer.text
    unsaid = form(client, account, figure.id, "")
    assert send(client, account, unsaid | {"reason": "seen"}).status_code == 422
    assert case.judgements() == ()


def test_what_was_taken_back_stays_in_the_history(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = account.figures[0]
    send(client, account, form(client, account, figure.id, "correct") | {"best": "9", "reason": "the list"})
    page = client.get(f"/story/{account.story}/judge", params={"item": figure.id})
    client.post("/judgements/1/undo", data=fields(page) | {"reason": "misread"})
    after = client.get(f"/story/{account.story}/judge", params={"item": figure.id}).text
    assert "the list" in after
    assert "taken back by judgement 2, Ana: “misread”" in after
    assert 'action="/judgements/1/undo"' not in after


def test_a_verdict_that_does_not_go_with_an_item_is_not_another_one(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = account.figures[0]
    page = client.get(f"/story/{account.story}/judge", params={"item": figure.id, "verdict": "merge"})
    assert "does not go with a figure" in page.text
    assert " checked" not in page.text


def test_a_long_reason_is_kept_whole_or_not_at_all(client: TestClient, case: Case) -> None:
    account = fire(case)
    data = form(client, account, account.figures[0].id)
    refused = send(client, account, data | {"reason": "x" * 2001})
    assert (refused.status_code, case.judgements()) == (422, ())
    assert "x" * 2001 in refused.text
    assert send(client, account, data | {"reason": "seen", "user": "z" * 101}).status_code == 422
    lines = "y\r\n" * 998 + "end"  # a browser counts a line's end as one character, and sends two
    assert send(client, account, data | {"reason": lines}).status_code == 303
    assert case.judgements()[-1].judgement.reason == lines.replace("\r\n", "\n")


def test_of_those_who_send_at_once_one_is_kept_and_the_others_are_told(client: TestClient, case: Case) -> None:
    account = fire(case)
    data = [form(client, account, figure.id) | {"reason": "at once"} for figure in account.figures[:4]]
    with ThreadPoolExecutor(len(data)) as pool:
        answers = list(pool.map(lambda one: send(client, account, one).status_code, data))
    assert sorted(answers) == [303] + [409] * (len(data) - 1)
    assert len(case.judgements()) == 1


def test_what_was_taken_back_already_is_told(client: TestClient, case: Case) -> None:
    account = fire(case)
    send(client, account, form(client, account, account.figures[0].id) | {"reason": "seen"})
    data = fields(client.get("/judgements")) | {"reason": "misread"}
    assert client.post("/judgements/1/undo", data=data).status_code == 303
    again = client.post("/judgements/1/undo", data=data)
    assert (again.status_code, len(case.judgements())) == (409, 2)
    assert "taken back already, by judgement 2" in again.text


def test_a_form_of_another_session_keeps_nothing(client: TestClient, case: Case) -> None:
    account = fire(case)
    data = form(client, account, account.figures[0].id) | {"reason": "seen"}
    for token in ("", "0" * 64, "\u00e9"):
        assert send(client, account, data | {"token": token}).status_code == 403
    client.cookies.clear()
    assert send(client, account, data).status_code == 403
    assert case.judgements() == ()


def test_two_stories_become_one_and_part_again(client: TestClient, case: Case) -> None:
    account = fire(case)
    other = next(a for a in case.accounts() if a.story != account.story)
    done = send(client, other, form(client, other, other.story, "merge") | {"other": account.story, "reason": "one"})
    assert done.status_code == 303
    (joined,) = case.accounts()
    assert done.headers["location"].startswith(f"/story/{joined.story}?kept=1#")
    page = client.get("/judgements")
    assert client.get("/judgements/1").headers["location"] == f"/story/{joined.story}"
    assert client.post("/judgements/1/undo", data=fields(page) | {"reason": "two"}).status_code == 303
    assert len(case.accounts()) == 2


def test_the_name_given_last_is_offered_again(client: TestClient, case: Case) -> None:
    account = fire(case)
    data = form(client, account, account.figures[0].id)
    assert data["user"] == "Ana"
    send(client, account, data | {"user": 'Zoë "Z" <z>', "reason": "seen"})
    assert form(client, account, account.figures[1].id)["user"] == 'Zoë "Z" <z>'


def test_what_replaces_another_is_judged_and_restored(client: TestClient, case: Case) -> None:
    account = fire(case)
    difference = account.differences[0]
    page = client.get(f"/story/{account.story}").text
    assert f'href="/story/{account.story}/judge?item={difference.id}"' in page
    asked = client.get(f"/story/{account.story}/judge", params={"item": difference.id})
    assert difference.evidence[1].quote in unescape(asked.text)
    assert re.findall(r'name="verdict" value="(\w+)"', asked.text) == ["accept", "reject"]
    done = send(client, account, fields(asked) | {"verdict": "reject", "reason": "of two days"})
    assert (done.status_code, done.headers["location"]) == (303, f"/story/{account.story}?kept=1#part-differs")
    now = fire(case)
    assert not now.differences
    assert "superseded" not in {f.standing for f in now.figures}
    again = client.get(f"/story/{account.story}/judge", params={"item": difference.id})
    assert "of two days" in again.text
    assert "one replaces the other: killed: 4 revised to 6" in again.text
    undone = client.post("/judgements/1/undo", data=fields(again) | {"reason": "misread"})
    assert undone.status_code == 303
    assert fire(case) == account
    after = client.get(f"/story/{account.story}/judge", params={"item": difference.id}).text
    assert "taken back by judgement 2" in after
    send(client, account, form(client, account, difference.id) | {"reason": "so it is"})
    assert "accepted by Ana (judgement 3)" in client.get(f"/story/{account.story}").text.split("part-differs-1")[1]


def test_what_a_figure_counts_is_corrected_and_its_new_place_shown(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = next(f for f in account.figures if f.measure == "killed")
    page = client.get(f"/story/{account.story}/judge", params={"item": figure.id, "verdict": "correct"})
    assert "<option>injured</option>" in page.text
    assert "<option>killed</option>" not in page.text
    refused = send(client, account, fields(page) | {"verdict": "accept", "measure": "missing", "reason": "seen"})
    assert refused.status_code == 422
    assert "<option selected>missing</option>" in refused.text
    done = send(client, account, fields(page) | {"verdict": "correct", "measure": "missing", "reason": "as it says"})
    now = next(f for f in fire(case).figures if f.measure == "missing")
    assert (done.status_code, done.headers["location"]) == (303, f"/story/{account.story}?kept=1#{now.id}")
    part = fields(client.get(f"/story/{account.story}/judge", params={"item": now.id}))
    send(client, account, part | {"verdict": "correct", "scope": "part", "reason": "of one house"})
    assert next(f for f in fire(case).figures if f.measure == "missing").scope == "subset"
