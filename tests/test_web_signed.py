"""Signing an account off on the desk: its form, its page, and the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.records import Account
from dateline.store import Case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from dateline.web.shelf import Shelf, opened
from tests.judging import kept
from tests.test_web_work import fields, fire, form, send

NOW = "2021-06-01T10:00:00+00:00"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with kept(tmp_path) as made:
        yield made


@pytest.fixture
def shelf(case: Case) -> Iterator[tuple[Shelf, TestClient]]:
    desk = Desk(case, Config(), lambda: NOW)
    with opened(desk) as stories:
        app = build(desk, Rules(names=("localhost",)), "Ana", stories)
        yield stories, TestClient(app, base_url="http://localhost", follow_redirects=False)


def listed(shelf: Shelf, client: TestClient, account: Account) -> tuple[bool, str]:
    """Return whether the list of what is signed off has a story, and the whole list."""
    shelf.following.once()
    link = f'href="/story/{account.story}"'
    return link in client.get("/?signed=1").text, client.get("/").text


def test_an_account_is_signed_off_until_it_changes(case: Case, shelf: tuple[Shelf, TestClient]) -> None:
    stories, client = shelf
    account = fire(case)
    assert not listed(stories, client, account)[0]
    signing = form(client, account, account.story) | {"reason": "read whole"}
    assert send(client, account, signing).status_code == 303
    said = "signed off by Ana (judgement 1)"
    assert said in client.get(f"/story/{account.story}").text
    there, whole = listed(stories, client, account)
    assert there
    assert said in whole
    figure = form(client, account, account.figures[0].id, "correct") | {"best": "9", "reason": "the list"}
    assert send(client, account, figure).status_code == 303
    assert f"{said} before the account changed" in client.get(f"/story/{account.story}").text
    there, whole = listed(stories, client, account)
    assert not there
    assert f"{said} before the account changed" in whole
    page = client.get(f"/story/{account.story}/judge", params={"item": account.figures[0].id})
    assert client.post("/judgements/2/undo", data=fields(page) | {"reason": "misread"}).status_code == 303
    assert listed(stories, client, account)[0]
