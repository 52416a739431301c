"""What a person meets who judges: who is asked, what is said of a refusal, of a rejection, and of what others did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.pipeline import make_accounts
from dateline.store import Case, open_case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from dateline.web.plainly import plainly
from dateline.web.shelf import opened
from tests.judging import kept, outcome, total, trawler
from tests.test_web_work import NOW, fields, fire, form, send


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with kept(tmp_path) as made:
        yield made


@pytest.fixture
def client(case: Case) -> Iterator[TestClient]:
    desk = Desk(case, Config(), lambda: NOW)
    with opened(desk) as shelf:
        shelf.following.once()
        app = build(desk, Rules(names=("localhost",)), "Ana", shelf)
        yield TestClient(app, base_url="http://localhost", follow_redirects=False)


def other_browser(case: Case, user: str = "") -> TestClient:
    app = build(Desk(case, Config(), lambda: NOW), Rules(), user)
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def alert(text: str) -> str:
    found = re.search(r'role="alert">(.*?)</p>', text, re.DOTALL)
    assert found is not None
    return unescape(re.sub(r"<[^>]+>", " ", found[1]))


# ---------------------------------------------------------------- who undoes


def test_who_undoes_in_a_fresh_browser_is_asked_for_the_name(client: TestClient, case: Case) -> None:
    account = fire(case)
    send(client, account, form(client, account, account.figures[0].id) | {"reason": "seen"})
    fresh = other_browser(case)
    page = fresh.get("/judgements")
    assert re.search(r'<input name="user" required[^>]* value=""', page.text)
    asked = fresh.post("/judgements/1/undo", data=fields(page) | {"reason": "typed at <length>", "back": account.story})
    assert (asked.status_code, len(case.judgements())) == (422, 1)
    assert "“Your name”" in alert(asked.text)
    assert "typed at &lt;length&gt;</textarea>" in asked.text
    assert f'href="/story/{account.story}"' in asked.text
    again = fresh.post("/judgements/1/undo", data=fields(asked) | {"reason": "typed at length", "user": "Ben"})
    assert again.headers["location"] == f"/story/{account.story}?kept=2#part-judgements"
    assert (case.judgements()[-1].judgement.user, case.judgements()[-1].judgement.reason) == ("Ben", "typed at length")


def test_what_is_taken_back_twice_keeps_what_was_written(client: TestClient, case: Case) -> None:
    account = fire(case)
    send(client, account, form(client, account, account.figures[0].id) | {"reason": "seen"})
    data = fields(client.get("/judgements")) | {"reason": "misread"}
    assert client.post("/judgements/1/undo", data=data).status_code == 303
    told = client.post("/judgements/1/undo", data=data | {"reason": "typed late"})
    assert told.status_code == 409
    assert "You wrote: “typed late”" in told.text
    assert client.post("/judgements/9/undo", data=data).status_code == 404


# ---------------------------------------------------------------- what is refused, and how


WRONG: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("figure", "correct", {"best": ""}),
    ("figure", "correct", {"low": "9", "best": "3", "high": "1"}),
    ("figure", "correct", {"best": "3", "measure": "cost"}),
    ("figure", "correct", {"best": "3", "scope": "some"}),
    ("figure", "correct", {"best": "3", "date": "2020"}),
    ("fact", "correct", {"date": "last week"}),
    ("fact", "correct", {"best": "3"}),
    ("fact", "accept", {"user": " "}),
    ("fact", "accept", {"reason": " "}),
    ("fact", "merge", {}),
    ("fact", "split", {}),
    ("story", "merge", {}),
    ("story", "split", {}),
    ("story", "same-origin", {}),
    ("story", "correct", {"low": "3"}),
)


@pytest.mark.parametrize(("kind", "verdict", "values"), WRONG)
def test_a_refusal_speaks_the_words_of_the_form(
    client: TestClient, case: Case, kind: str, verdict: str, values: dict[str, str]
) -> None:
    account = fire(case)
    item = {"figure": account.figures[0].id, "fact": account.facts[0].id, "story": account.story}[kind]
    stands = {"date": ""}
    answer = send(client, account, form(client, account, item, verdict) | stands | {"reason": "as told"} | values)
    assert (answer.status_code, case.judgements()) == (422, ())
    for word in ("--", "dateline ", "REPORT:"):
        assert word not in alert(answer.text)
    asked: dict[str, object] = {
        "verdict": verdict,
        "names": [item],
        "user": "ana",
        "reason": "as told",
        "seen": "",
        **values,
    }
    asked |= {name: float(values[name]) for name in ("low", "best", "high") if values.get(name)}
    if "" not in values.values() and "scope" not in values:
        told = client.post(f"/api/stories/{account.story}/judgements", json=asked)
        assert told.status_code in (409, 422)
        assert "--" not in told.json()["error"]


def test_what_a_message_quotes_stays_as_it_was_typed() -> None:
    assert plainly("--date '--low': write 2019") == "“date” '--low': write 2019"
    assert plainly("low: “--high” is no number") == "low: “--high” is no number"


def test_a_story_that_a_field_groups_is_neither_merged_nor_split(tmp_path: Path) -> None:
    with open_case(tmp_path / "g.case", "1") as case:
        read = outcome()
        case.add(read.reports)
        case.keep((report, read.readings[report.id]) for report in read.reports)
        make_accounts(read, Config(), "published", case)
        client = other_browser(case, "Ana")
        account = next(a for a in case.accounts() if a.group != a.story)
        page = client.get(f"/story/{account.story}/judge", params={"item": account.story})
        assert re.findall(r'"radio" name="verdict" value="([\w-]+)"', page.text) == ["accept", "correct", "same-origin"]
        assert "a field of theirs says so" in page.text
        asked = client.get(f"/story/{account.story}/judge", params={"item": account.story, "verdict": "merge"})
        assert "a field of theirs says so" in alert(asked.text)
        told = send(client, account, fields(page) | {"verdict": "split", "reason": "two things", "other": "post-1"})
        assert (told.status_code, case.judgements()) == (422, ())
        assert "two things" in told.text


# ---------------------------------------------------------------- what the log says


def test_the_log_says_what_was_judged_as_the_account_showed_it(client: TestClient, case: Case) -> None:
    account = fire(case)
    killed, fact = total(account), account.facts[0]
    headline = account.headline.quote if account.headline is not None else ""
    for item, verdict, more in (
        (killed.id, "correct", {"best": "284,000,000,000"}),
        (fact.id, "correct", {"date": "March 2017"}),
        (account.story, "accept", {}),
        (account.story, "split", {"other": "post-2"}),
    ):
        now = fire(case)
        data = form(client, now, item, verdict) | {"reason": "why"} | more
        assert send(client, now, data).status_code == 303
    parts = [a for a in case.accounts() if a.story != trawler_of(case)]
    data = form(client, parts[0], parts[0].story, "merge") | {"other": parts[1].story, "reason": "one after all"}
    assert send(client, parts[0], data).status_code == 303
    page = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", client.get("/judgements").text)))
    assert f"killed, people: {killed.best:.0f} → 284 bn" in page
    assert f"corrected: “{fact.text}” → 2017-03-01 … 2017-03-31" in page
    assert f"signed off: “{headline}”" in page
    assert (
        f"split off: “Leeds fire toll rises to six” from “{headline}”" in page or "split off: “Leeds fire toll" in page
    )
    assert "merged: “" in page
    assert "story of" not in page


def trawler_of(case: Case) -> str:
    return next(a.story for a in case.accounts() if any(s.report == "coast-1" for s in a.sources))


def test_a_story_that_was_split_off_and_merged_back_leads_to_what_became_of_it(client: TestClient, case: Case) -> None:
    account = fire(case)
    data = form(client, account, account.story, "split") | {"other": "post-2", "reason": "another"}
    assert send(client, account, data).status_code == 303
    (off,) = {a.story for a in case.accounts()} - {account.story, trawler_of(case)}
    now = fire(case)
    data = form(client, now, now.story, "merge") | {"other": off, "reason": "one after all"}
    assert send(client, now, data).status_code == 303
    page = client.get(f"/story/{off}")
    assert page.status_code == 410
    assert f'href="/story/{account.story}"' in page.text
    for address in (f"/story/{off}/judge", f"/story/{off}/item/when"):
        assert client.get(address).headers["location"] == f"/story/{off}"
    assert client.get("/story/s-000000000000").status_code == 404


# ---------------------------------------------------------------- two who judge one thing


def test_the_second_is_told_who_judged_what_and_both_stay_in_the_history(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = total(account)
    ben = other_browser(case, "Ben")
    late = form(ben, account, figure.id, "reject") | {"reason": "not there"}
    assert send(client, account, form(client, account, figure.id) | {"reason": "read it"}).status_code == 303
    told = send(ben, account, late)
    assert told.status_code == 409
    assert "since then Ana accepted killed" in alert(told.text)
    assert "(judgement 1)" in alert(told.text)
    again = send(ben, account, fields(told) | {"verdict": "reject", "reason": "not there"})
    assert again.status_code == 303
    history = client.get(f"/story/{account.story}/judge", params={"item": figure.id}).text.split("<h2>History</h2>")[1]
    assert history.index("not there") < history.index("read it"), "newest first"
    assert "overridden by judgement 2" in history
    log = client.get("/judgements").text
    assert re.search(r'id="j1" class="past".*?overridden by judgement <a href="#j2">2</a>', log, re.DOTALL)


# ---------------------------------------------------------------- what was rejected


def test_a_rejection_is_told_and_undone_at_once_without_script(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure = total(account)
    done = send(client, account, form(client, account, figure.id, "reject") | {"reason": "not there"})
    page = client.get(done.headers["location"])
    notice = page.text.split("data-just>")[1].split("</div>")[0]
    assert "Rejected: killed" in notice
    assert 'action="/judgements/1/undo"' in notice
    section = page.text.split('id="part-figures"')[1].split("</section>")[0]
    assert "1 figure rejected" in section
    assert f'href="/story/{account.story}/item/{figure.id}"' in section
    token = re.search(r'name="token" value="([^"]*)"', notice)
    assert token is not None
    data = {"token": token[1], "user": "Ana", "back": account.story}
    undone = client.post("/judgements/1/undo", data=data)
    assert "Taken back: rejected: killed" in client.get(undone.headers["location"]).text
    assert any(f.id == figure.id for f in fire(case).figures)
    for number in ("9", "x", "1e3", "²"):
        assert "data-just>" not in client.get(f"/story/{account.story}", params={"kept": number}).text


# ---------------------------------------------------------------- what a form begins with


def test_a_correction_begins_with_what_stands_and_sets_only_what_was_changed(client: TestClient, case: Case) -> None:
    account = fire(case)
    figure, fact = total(account), next(f for f in account.facts if f.earliest is not None)
    page = client.get(f"/story/{account.story}/judge", params={"item": figure.id, "verdict": "correct"}).text
    shown = {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', page) for name in ("low", "best", "high")}
    stands = {name: found[1] for name, found in shown.items() if found is not None}
    assert stands == dict.fromkeys(("low", "best", "high"), f"{figure.best:.0f}")
    unchanged = form(client, account, figure.id, "correct") | stands | {"reason": "why"}
    assert send(client, account, unchanged).status_code == 422
    assert send(client, account, unchanged | {"verdict": "accept"}).status_code == 303
    data = form(client, account, figure.id, "correct") | stands | {"best": "9", "reason": "why"}
    assert send(client, account, data).status_code == 303
    now = next(f for f in fire(case).figures if f.id == figure.id)
    assert (now.low, now.best, now.high) == (9, 9, 9)
    data = form(client, account, figure.id, "correct") | dict.fromkeys(stands, "9") | {"low": "8", "reason": "why"}
    assert send(client, account, data).status_code == 303
    now = next(f for f in fire(case).figures if f.id == figure.id)
    assert (now.low, now.best, now.high) == (8, 9, 9)
    for best, wanted in (("8.5", (8, 8.5, 9)), ("20", (20, 20, 20))):
        stood = dict(zip(stands, ("8", "9", "9") if best == "8.5" else ("8", "8.5", "9"), strict=True))
        data = form(client, account, figure.id, "correct") | stood | {"best": best, "reason": "why"}
        assert send(client, account, data).status_code == 303
        now = next(f for f in fire(case).figures if f.id == figure.id)
        assert (now.low, now.best, now.high) == wanted
    page = client.get(f"/story/{account.story}/judge", params={"item": fact.id, "verdict": "correct"}).text
    dated = re.search(r'name="date"[^>]* value="([^"]*)"', page)
    assert dated is not None
    assert dated[1] == fact.earliest


def test_a_form_says_which_fields_belong_to_which_verdict(client: TestClient, case: Case) -> None:
    account = fire(case)
    page = client.get(f"/story/{account.story}/judge", params={"item": account.story}).text
    found = re.findall(r'<fieldset data-for="([\w-]+)"><legend>([^:]*):', page)
    assert found == [("correct", "correct")] * 2 + [
        ("merge", "merge"),
        ("split", "split"),
        ("same-origin", "one origin"),
    ]
    assert "> sign off</label>" in page
    items = len(account.figures) + len(account.facts)
    assert f"Of {items} figures and statements {items} are not reviewed and" in page


def test_what_changed_since_it_was_signed_off_is_listed(client: TestClient, case: Case) -> None:
    account = fire(case)
    assert send(client, account, form(client, account, account.story) | {"reason": "read whole"}).status_code == 303
    link = f'href="/story/{account.story}"'
    follow = client.app.state.shelf.following.once  # type: ignore[attr-defined]
    follow()
    assert link not in client.get("/?lapsed=1").text
    data = form(client, account, account.figures[0].id, "correct") | {"best": "91", "reason": "the list"}
    assert send(client, account, data).status_code == 303
    follow()
    assert link in client.get("/?lapsed=1").text
    assert link not in client.get("/?signed=1").text
    assert "changed since it was signed off" in client.get("/?lapsed=1").text
    assert trawler().story not in client.get("/?lapsed=1").text
