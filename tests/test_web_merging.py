"""Which stories are offered to merge one with, and what the log says of the story of each judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.store import Case, open_case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from dateline.web.shelf import opened
from tests.judging import fill
from tests.shelving import Told, keep
from tests.test_web_work import client, fields, fire, form, send

NOW = "2021-06-01T10:00:00+00:00"
ONE = Told("s-one", headline="Ferry sinks off Peniche", place="Peniche", actors=("coast guard", "navy"))
SAME = ONE._replace(story="s-same", headline="Ferry goes down near Peniche", earliest="2021-05-04", latest="2021-05-04")
WORDS = Told("s-words", headline="Ferry sinks in storm", place="Nadi", earliest="2020-01-01", latest="2020-01-01")
PLACE = Told("s-place", headline="Mayor opens a school", place="Peniche", earliest="2021-05-03", latest="2021-05-03")
FAR = Told("s-far", headline="Budget is passed", texts=("The ferry tax rose.",), place="Dakar", earliest="2011-01-01", latest="2011-01-01")  # fmt: skip

__all__ = ["client"]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(tmp_path / "a.case", "1") as made:
        yield made


@pytest.fixture
def asked(case: Case) -> Iterator[TestClient]:
    keep(case, [ONE, SAME, WORDS, PLACE, FAR])
    desk = Desk(case, Config(), lambda: NOW)
    with opened(desk) as shelf:
        shelf.following.once()
        app = build(desk, Rules(names=("localhost",)), "Ana", shelf)
        yield TestClient(app, base_url="http://localhost", follow_redirects=False)


def offered(client: TestClient, **more: str) -> list[str]:
    page = client.get("/story/s-one/judge", params={"item": "s-one", "verdict": "merge", **more})
    assert page.status_code == 200
    return re.findall(r'type="checkbox" name="other" value="(s-[^"]*)"', page.text)


def test_stories_near_in_words_days_place_and_actors_are_offered_the_likest_first(asked: TestClient) -> None:
    found = offered(asked)
    assert found[0] == "s-same"
    assert "s-place" in found
    assert "s-far" not in found
    assert "s-one" not in found


def test_a_story_is_told_by_headline_date_place_and_reports(asked: TestClient) -> None:
    page = asked.get("/story/s-one/judge", params={"item": "s-one"}).text
    row = page.split('value="s-same"')[1].split("</label>")[0]
    for part in (SAME.headline, "2021-05-04", "Peniche, Leiria, Portugal", "1 report"):
        assert part in unescape(row)


def test_a_search_offers_what_holds_its_words_and_keeps_them_in_the_field(asked: TestClient) -> None:
    assert offered(asked, q="ferry tax") == ["s-far"]
    page = asked.get("/story/s-one/judge", params={"item": "s-one", "verdict": "merge", "q": 'no "such'}).text
    assert "No other story holds all of these words." in page
    assert 'value="no &#34;such"' in page


def test_a_story_that_was_chosen_is_offered_again_with_what_was_refused(asked: TestClient) -> None:
    page = asked.get("/story/s-one/judge", params={"item": "s-one", "verdict": "merge"})
    data = fields(page) | {"verdict": "merge", "reason": "x" * 2001, "other": "s-far", "other_id": "s-none"}
    told = asked.post("/story/s-one/judge", data=data)
    assert told.status_code == 422
    assert re.search(r'value="s-far" checked', told.text)
    assert re.search(r'name="other_id"[^>]* value="s-none"', told.text)


def test_stories_are_merged_by_choice_as_by_id(case: Case, client: TestClient) -> None:
    fill(case)
    account = fire(case)
    other = next(a for a in case.accounts() if a.story != account.story)
    data = form(client, account, account.story, "merge") | {"reason": "one", "other": other.story}
    assert send(client, account, data | {"other_id": other.story}).status_code == 303
    assert [len(e.judgement.anchors) for e in case.judgements()] == [2]
    page = client.get("/judgements")
    (joined,) = case.accounts()
    assert f'<a href="/story/{joined.story}">' in page.text
    assert client.post("/judgements/1/undo", data=fields(page) | {"reason": "two"}).status_code == 303


def test_the_log_names_the_story_that_holds_what_was_judged_now(case: Case, client: TestClient) -> None:
    fill(case)
    account = fire(case)
    other = next(a for a in case.accounts() if a.story != account.story)
    for a in (account, other):
        assert send(client, a, form(client, a, a.facts[0].id) | {"reason": "seen"}).status_code == 303
    assert _rows(client) == [other.story, account.story]
    other = next(a for a in case.accounts() if a.story == other.story)
    send(client, other, form(client, other, other.story, "merge") | {"reason": "one", "other_id": account.story})
    (joined,) = case.accounts()
    assert _rows(client) == [joined.story] * 3
    assert joined.headline is not None
    assert unescape(client.get("/judgements").text).count(f">{joined.headline.quote}</a>") == 3


def test_a_judgement_whose_story_is_gone_says_so(case: Case, client: TestClient) -> None:
    fill(case)
    account = fire(case)
    send(client, account, form(client, account, account.facts[0].id) | {"reason": "seen"})
    left = [a for a in case.accounts() if a.story != account.story]
    stories = [pair for pair in case.stories() if pair[1].id != account.story]
    case.replace_accounts(left, None, stories, case.judged())
    assert _rows(client) == [None]
    assert "Its story is gone" in client.get("/judgements").text
    assert client.get("/judgements/1").status_code == 404


def _rows(client: TestClient) -> list[str | None]:
    """Return the story that each row of the log leads to."""
    rows = client.get("/judgements").text.split('<p class="of-story">')[1:]
    found = [re.match(r'<a href="/story/([^"]+)">', row) for row in rows]
    return [match[1] if match else None for match in found]
