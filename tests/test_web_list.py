"""The list as a page: what an address asks for, what the page says, and that nothing in a report becomes part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote_plus, urlsplit

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.store import Case, open_case
from dateline.web import asked
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from dateline.web.queries import Query, Window
from dateline.web.shelf import Shelf, opened
from tests.shelving import Told, keep
from tests.test_web_index import MANY, QUERIES

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} &lt;b&gt; javascript:alert(3)'
CLOCK = ["2021-07-01T10:00:00+00:00"]


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self, prefix: str) -> list[str]:
        return [a["href"] for tag, a in self.tags if tag == "a" and (a.get("href") or "").startswith(prefix)]  # type: ignore[misc]


class Served(msgspec.Struct):
    case: Case
    shelf: Shelf
    client: TestClient

    def page(self, address: str = "/") -> Page:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with open_case(tmp_path_factory.mktemp("served") / "a.case", "1") as case:
        evil = Told("s-evil", headline=EVIL, texts=(f"Fire {EVIL}",), place="Leeds", actors=(EVIL,))
        keep(case, [*MANY, evil])
        desk = Desk(case, Config(), lambda: CLOCK[0])
        with opened(desk) as shelf:
            shelf.following.once()
            app = build(desk, Rules(names=("localhost",)), "ann", shelf)
            yield Served(case, shelf, TestClient(app, base_url="http://localhost"))


# ---------------------------------------------------------------- addresses


@given(query=QUERIES, text=st.text("ab \"é&=#%+;'<", max_size=20), page=st.integers(1, 50))
@settings(max_examples=100)
def test_an_address_asks_for_what_it_was_made_of(query: Query, text: str, page: int) -> None:
    plain = " ".join(text.split())
    if not any(c.isalnum() for c in plain):
        plain = ""
    if query.measure is None:
        query = msgspec.structs.replace(query, least=None)
    if query.first and query.last and query.first > query.last:
        query = msgspec.structs.replace(query, first=query.last, last=query.first)
    query = msgspec.structs.replace(query, text=plain, page=page)
    found = asked.read(parse_qsl(urlsplit(asked.address(query)).query))
    assert found == asked.Asked(query=query)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*asked.NAMES, "foo"]) | st.text(max_size=5),
            st.text(st.characters(codec=None), max_size=30)
            | st.sampled_from(["nan", "inf", "-1", "1e999", "9" * 400, "2021-02-30", "0000", "9999-12-31", "1,2,3,4"])
            | st.sampled_from(["91,0,92,0", "0,170,10,-170", "ï¼‘", "killed", "only", "date"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=300)
def test_no_address_raises(served: Served, pairs: list[tuple[str, str]]) -> None:
    found = asked.read(pairs)
    assert served.shelf.index.page(found.query, {"s-001"}, found.more).page >= 1
    known = {name for name, _ in pairs} <= set(asked.NAMES)
    assert known or found.notes


def test_what_is_not_understood_is_told_and_the_rest_counts(served: Served) -> None:
    page = served.page("/?q=fire&from=soon&least=many&box=1,2&sort=best&colour=red&page=x&standing=sure")
    assert "Some filters were ignored or changed:" in page.text
    for said in (
        "“soon” is not a date",
        "“many” is not a number",
        "not a part of the map",
        "“best” is none of",
        "“colour”",
    ):
        assert said in page.text
    assert "words: fire" in page.text


def test_a_name_is_found_among_all_without_a_script(served: Served) -> None:
    page = served.page("/?more=place")
    assert any(tag == "form" and a.get("action") == "/#by-place" for tag, a in page.tags)
    facet = next(f for f in served.shelf.index.page(Query(), None, "place").facets if f.kind == "place")
    names = [c.label for c in facet.counts]
    assert len(names) > 1
    found = served.page(f"/?more=place&among={quote_plus(names[-1].upper())}")
    assert names[-1] in found.text
    assert 1 <= len(found.links("/?place=")) < len(page.links("/?place=")) <= 60
    assert "None with" in served.page("/?more=place&among=zzzzz").text


def test_dates_that_run_backwards_are_exchanged() -> None:
    found = asked.read([("from", "2021-06"), ("to", "2020")])
    assert (found.query.first, found.query.last) == ("2020-01-01", "2021-06-30")
    assert found.notes


def test_a_window_may_lie_across_the_date_line(served: Served) -> None:
    assert asked.read([("box", "-20,170,-10,-170")]).query.window == Window(-20, 170, -10, -170)
    assert "24 stories" in served.page("/?box=-20,170,-10,-170").text, "all of Nadi, at 177 degrees east"


# ---------------------------------------------------------------- what the page says


def test_a_row_tells_a_story(served: Served) -> None:
    page = served.page("/?q=s-007")
    told = MANY[7]
    assert told.headline in page.text
    for said in ("2 reports", "3 independent origins", "single source", "2021-08-08 Sun", "Peniche, Leiria, Portugal"):
        assert said in " ".join(page.text.split()), said
    assert "/story/s-007" in page.links("/story/")


def test_a_year_is_told_as_a_year(served: Served) -> None:
    text = " ".join(served.page("/?q=s-004").text.split())
    assert "2014" in text
    assert "2014-01" not in text


def test_pages_hold_all_stories_once(served: Served) -> None:
    seen: list[str] = []
    address: str | None = "/"
    while address:
        page = served.page(address)
        seen += dict.fromkeys(link for link in page.links("/story/") if "#" not in link and "source" not in link)
        following = [a["href"] for tag, a in page.tags if tag == "a" and "data-next" in a]
        address = following[0] if following else None
    assert len(seen) == len(set(seen)) == len(MANY) + 1


def test_undated_stories_are_left_out_aloud(served: Served) -> None:
    page = served.page("/?from=2000")
    undated = sum(told.earliest is None for told in MANY)
    assert f"{undated} stories have no date and are left out" in page.text
    (link,) = [link for link in page.links("/?") if "undated=only" in link]
    assert f"{undated} stories" in served.page(link).text


def test_every_filter_link_leads_to_as_many_stories_as_it_says(served: Served) -> None:
    html = served.client.get("/?q=fire").text
    links = re.findall(r'<li><a href="([^"]+)"><span>[^<]*</span> <span class="n">([\d,]+)</span>', html)
    assert len(links) > 15
    for link, count in links:
        assert f"<strong>{count}</strong>" in served.client.get(link.replace("&amp;", "&")).text


def test_a_snippet_leads_to_its_characters(served: Served) -> None:
    page = served.page("/?q=%22mayor%27s+caf%C3%A9%22")
    link = next(link for link in page.links("/story/") if "/source/" in link)
    story, report, start, end = re.fullmatch(r"/story/([^/]+)/source/([^?]+)\?at=(\d+)-(\d+)", link).groups()  # type: ignore[union-attr]
    text = {r.id: r.text for told in MANY for r in told.reports()}[report]
    assert "mayor’s café" in text[int(start) : int(end)]
    assert report.startswith(story)


# ---------------------------------------------------------------- safety


@pytest.mark.parametrize("address", ["/", "/?q=fire", "/?more=actor", "/?sort=name&page=3", "/?q=alert"])
def test_nothing_in_a_report_becomes_part_of_the_page(served: Served, address: str) -> None:
    page = served.page(address)
    for tag, attributes in page.tags:
        assert tag != "img"
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/")
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert not (attributes.get("href") or "").lower().startswith("javascript")
    assert "{{ 7 * 7 }}" in page.text or "alert(1)" not in page.text


@pytest.mark.parametrize("name", ["q", "place", "actor", "country", "measure", "from", "colour<b>"])
def test_nothing_in_an_address_becomes_part_of_the_page(served: Served, name: str) -> None:
    page = Page(served.client.get("/", params={name: EVIL}).text)
    assert all(tag != "img" for tag, _ in page.tags)
    assert all((a.get("src") or "").startswith("/static/") for tag, a in page.tags if tag == "script")


def test_ids_of_groups_and_reports_may_be_anything(tmp_path: Path) -> None:
    odd = Told("s/1?#%\"'é ", headline="Odd")
    with open_case(tmp_path / "a.case", "1") as case:
        keep(case, [odd])
        desk = Desk(case, Config(), lambda: CLOCK[0])
        with opened(desk) as shelf:
            shelf.following.once()
            page = Page(
                TestClient(build(desk, Rules(names=("localhost",)), "", shelf), base_url="http://localhost")
                .get("/")
                .text
            )
    assert "/story/s%2F1%3F%23%25%22%27%C3%A9%20" in page.links("/story/")


# ---------------------------------------------------------------- visits


def test_what_changed_since_the_last_visit_is_told_until_opened(served: Served) -> None:
    CLOCK[0] = "2021-07-02T10:00:00+00:00"
    served.page("/?page=2")
    was = MANY[0]
    keep(
        served.case,
        [was._replace(texts=(*was.texts, "More.", "And more.")), *MANY[1:], Told("s-late", headline="Late fire")],
    )
    assert served.shelf.following.once()
    CLOCK[0] = "2021-07-03T10:00:00+00:00"
    page = served.page("/?changed=1")
    text = " ".join(page.text.split())
    assert "2 stories of 121" in text
    assert "2 more reports" in text
    assert "new" in text
    assert "since the last visit, 2021-07-02 10:00" in " ".join(served.page("/").text.split())
    assert served.client.get("/story/s-000").status_code == 200
    assert "1 story of 121" in served.page("/?changed=1").text
