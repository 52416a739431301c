"""Correcting the place of a story on the desk: found by name, kept with who set it, told wherever the place is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.store import Case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from dateline.web.shelf import Shelf, opened
from dateline.web.since import since
from dateline.web.summaries import summarise
from tests.judging import kept
from tests.test_web_list import Page
from tests.test_web_work import NOW, fields, fire, form, send

GOMA = "216281"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with kept(tmp_path) as made:
        yield made


@pytest.fixture
def shelf(case: Case) -> Iterator[Shelf]:
    with opened(Desk(case, Config(), lambda: NOW)) as shelf:
        yield shelf


@pytest.fixture
def client(shelf: Shelf, case: Case) -> TestClient:
    app = build(Desk(case, Config(), lambda: NOW), Rules(), "Ana", shelf)
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def asked(client: TestClient, case: Case, **more: str) -> str:
    account = fire(case)
    page = client.get(f"/story/{account.story}/judge", params={"item": account.story, "verdict": "correct", **more})
    assert page.status_code == 200
    return page.text


def offered(page: str) -> dict[str, str]:
    """Return the places that a form offers: what is told of each, by its id."""
    rows = re.findall(r'<input type="radio" name="place" value="(\d+)"[^>]*>(.*?)</label>', page)
    return {number: " ".join(Page(row).text.split()) for number, row in rows}


def correct(client: TestClient, case: Case, **values: str) -> int:
    account = fire(case)
    data = form(client, account, account.story, "correct") | {"reason": "another town"} | values
    return send(client, account, data).status_code


def text_of(html: str) -> str:
    return " ".join(Page(html).text.split())


def test_a_search_offers_places_with_what_holds_them_kind_and_people(client: TestClient, case: Case) -> None:
    found = offered(asked(client, case, where="Goma"))
    assert found[GOMA].startswith("Goma, Nord-Kivu, Democratic Republic of the Congo populated place, 4")
    assert set(offered(asked(client, case, where="Goma, Philippines"))) == {"1712770"}
    assert "no place called so" in asked(client, case, where="Xyzzyx")


def test_without_a_search_places_of_the_same_name_are_offered(client: TestClient, case: Case) -> None:
    own = fire(case).where
    found = offered(asked(client, case))
    assert str(own.geonames_id) in found
    assert len([told for told in found.values() if told.startswith("Leeds")]) > 1


def test_a_place_is_corrected_told_on_the_pages_and_taken_back(client: TestClient, case: Case, shelf: Shelf) -> None:
    was = fire(case)
    assert correct(client, case, place=GOMA, where_prec="2") == 303
    now = fire(case)
    assert (now.where.name, now.where.where_prec) == ("Goma", 2)
    shelf.following.once()
    said = "corrected by Ana (judgement 1); the machine says Leeds"
    for address in (f"/story/{was.story}", f"/story/{was.story}/item/where", f"/story/{was.story}/export.html"):
        assert said in text_of(client.get(address).text)
    report = was.where.evidence[0].report
    assert re.search(r"Leeds, [^<]*corrected to Goma", unescape(client.get(f"/story/{was.story}/source/{report}").text))
    assert "Goma, Nord-Kivu, Democratic Republic of the Congo (within about 25 km) · corrected by Ana" in text_of(
        client.get("/?q=warehouse").text
    )
    assert client.get("/?country=CD").text.count('<article class="row">') == 1
    (row,) = [
        r
        for r in csv.DictReader(io.StringIO(client.get("/stories.csv").content.decode("utf-8-sig")))
        if r["story"] == was.story
    ]
    assert (row["place"], row["country_code"], row["place_corrected_by"], row["date_corrected_by"]) == (
        "Goma",
        "CD",
        "Ana",
        "",
    )
    (told,) = client.get("/api/stories?q=warehouse").json()["stories"]
    assert (told["place"], told["placed_by"], told["dated_by"]) == ("Goma", "Ana", None)
    page = client.get(f"/story/{was.story}/judge", params={"item": was.story})
    assert client.post("/judgements/1/undo", data=fields(page) | {"reason": "misread"}).status_code == 303
    assert fire(case).where == was.where
    assert "Goma, Nord-Kivu, CD (where_prec 2)" in text_of(asked(client, case))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"place": "999999999"}, "no place with this GeoNames id"),
        ({"place": HOSTILE}, "no place of this name"),
        ({"place": GOMA, "where_prec": HOSTILE}, "is none of 1, 2"),
        ({"place": GOMA, "where_prec": "5"}, "does not go with Goma"),
        ({"place": GOMA, "coordinates": HOSTILE}, "write degrees as LAT,LON"),
        ({"place": GOMA, "coordinates": "-91,29"}, "write degrees as LAT,LON"),
        ({"place": "", "where_prec": "1"}, "does not go with Leeds"),
        ({"place": GOMA, "verdict": "accept"}, "but chose “accept”"),
    ],
)
def test_what_is_no_place_changes_nothing(client: TestClient, case: Case, values: dict[str, str], said: str) -> None:
    account = fire(case)
    data = form(client, account, account.story, "correct") | {"reason": "typed at length"} | values
    told = send(client, account, data)
    assert told.status_code == 422
    assert said in unescape(told.text)
    assert "<script>alert" not in told.text
    assert "typed at length" in told.text
    if values.get("place") == GOMA:
        assert re.search(rf'name="place" value="{GOMA}" checked', told.text)
    assert (case.judgements(), fire(case)) == ((), account)


def test_the_api_sets_a_place_and_lists_those_of_a_name(client: TestClient, case: Case) -> None:
    story = fire(case).story

    def judge(**values: object) -> tuple[int, dict[str, object]]:
        body = {
            "verdict": "correct",
            "names": [story],
            "user": "B",
            "reason": "so",
            "seen": case.account_marks()[story],
        }
        answer = client.post(f"/api/stories/{story}/judgements", json={**body, **values})
        return answer.status_code, answer.json()

    status, problem = judge(place="Goma")
    assert status == 422
    assert f"{GOMA} is Goma, Nord-Kivu" in str(problem["error"])
    assert judge(place=GOMA, where_prec=7)[0] == 422
    assert judge(place=GOMA, where_prec=4, coordinates="-1,29")[0] == 201
    given = client.get(f"/api/stories/{story}").json()
    assert (given["where"]["name"], given["where"]["lat"], given["where"]["where_prec"]) == ("Nord-Kivu", -1.0, 4)
    assert given["judgements"][0]["machine_where"]["name"] == "Leeds"
    (row,) = client.get("/api/judgements").json()["rows"]
    assert row["judgement"]["correction"]["where"]["geonames_id"] == 206938


def test_a_place_that_a_person_set_says_so_in_the_words_of_change(client: TestClient, case: Case) -> None:
    before = summarise(fire(case), "0")
    correct(client, case, place=GOMA)
    now = summarise(fire(case), "1")
    assert since(before, now)[0] == "place Leeds → Goma (corrected by Ana)"
    assert since(before, msgspec.structs.replace(now, placed_by=None))[0] == "place Leeds → Goma"
