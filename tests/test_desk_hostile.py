"""Texts from outside are shown as texts: nothing of them runs, leads away or leaves its place, on any page or export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from httpx2 import Client, Response

from dateline import __version__, show
from dateline.store import open_case
from dateline.telling.shown import clean
from tests.desk import PATIENCE, Look, Served, serving_here, told
from tests.hostile import ADDRESS, STORY, TEXTS, make_case, reports

BASE = f"/story/{STORY}"
RUNS = {
    "iframe",
    "object",
    "embed",
    "base",
    "applet",
    "frame",
    "portal",
    "math",
    "foreignobject",
    "animate",
    "set",
    "style",
}
"""Elements that no page of the desk has."""
LEADS = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "background", "ping", "cite"}
"""Attributes that hold an address."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_here(make_case(tmp_path_factory.mktemp("hostile") / "a.case")) as served:
        yield served


@pytest.fixture(scope="module")
def client(hostile: Served) -> Iterator[Client]:
    with Client(base_url=hostile.url, timeout=PATIENCE / 1000) as made:
        yield made


class Page(HTMLParser):
    """What a page is made of: what is wrong with it, its text, its links."""

    def __init__(self, body: str, *, alone: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self._alone = alone
        self._within: list[str] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in RUNS and not (self._alone and tag == "style"):
            self.wrong.append(f"<{tag}>")
        if tag == "script" and (self._alone or not values.get("src", "").startswith("/static/")):
            self.wrong.append(f"<script {values}>")
        for name, value in values.items():
            if name.startswith("on") or name in ("style", "srcdoc", "is"):
                self.wrong.append(f"<{tag} {name}={value[:60]!r}>")
            if name in LEADS:
                self.links.append(value)
        if tag in ("script", "style"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._within:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.text += data

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data[:60]!r}")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"declaration {data[:60]!r}")


def check(answer: Response) -> Page:
    """Return a page of which nothing can run or lead elsewhere than to the desk and to web pages."""
    page = Page(answer.text)
    assert page.wrong == []
    for link in page.links:
        parts = urlsplit(urljoin(str(answer.url), link))
        assert parts.scheme in ("http", "https"), link
        assert parts.netloc == answer.url.netloc.decode() or link == ADDRESS, link
    return page


PAGES = (
    "/", "/judgements", "/help", BASE, f"{BASE}/judge?item={STORY}", f"{BASE}/judge?item=n-0&verdict=correct", f"{BASE}/judge?item=f-3&verdict=merge",
    f"{BASE}/item/n-1", f"{BASE}/item/f-2",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("fragment", ["0", "1"])
def test_no_page_is_made_of_what_it_tells(client: Client, path: str, fragment: str) -> None:
    answer = client.get(path, headers={"x-fragment": fragment})
    assert answer.status_code == 200
    check(answer)


def test_every_text_is_shown_as_a_text(client: Client) -> None:
    shown = " ".join(check(client.get(BASE)).text.split())
    for text in TEXTS:
        assert clean(text) in shown


def test_every_report_is_shown_as_it_is(client: Client) -> None:
    dots = {"..", "."}  # which no browser keeps in an address
    for report in reports():
        if report.id in dots:
            continue
        answer = client.get(f"{BASE}/source/{quote(report.id, safe='')}?at=0-5")
        assert answer.status_code == 200, report.id
        page = check(answer)
        # a browser reads these as U+FFFD or one line end
        assert report.text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n") in page.text.replace(
            "\x00", "\ufffd"
        ).replace("\r\n", "\n").replace("\r", "\n")
        assert (ADDRESS in page.links) == (report.url == ADDRESS)


def test_what_is_asked_for_is_shown_as_a_text(client: Client) -> None:
    for n, text in enumerate(TEXTS):
        name = ("q", "place", "from", "least", "sort", "actor", "standing", "measure", "undated", text or "x")[n % 10]
        answer = client.get("/", params={name: text} if n % 2 else {"q": text, name: text})
        assert answer.status_code in (200, 422)
        check(answer)
        quoted = quote(text, safe="")
        paths = (f"/{quote(text)}", f"/story/{quoted}", f"{BASE}/judge?item={quoted}", f"{BASE}/item/{quoted}")
        answer = client.get(paths[n % 4][:6000])
        assert answer.status_code in (200, 307, 400, 404, 405, 422), paths[n % 4]
        assert urlsplit(answer.headers.get("location", "")).netloc in ("", answer.url.netloc.decode())
        check(answer)


def test_what_people_write_is_shown_as_a_text(own_town: Served) -> None:
    (account,) = told(own_town)
    story = f"/story/{account['story']}"
    written = "\n".join(text for text in TEXTS if len(text) < 200)
    parts = [written[at : at + 1990] for at in range(0, len(written), 1990)]
    with Client(base_url=own_town.url, timeout=PATIENCE / 1000) as client:
        for n, part in enumerate(parts):
            seen = client.get(f"/api/stories/{account['story']}").headers["etag"].strip('"')
            asked = {
                "verdict": "accept",
                "names": [account["figures"][n]["id"]],
                "seen": seen,
                "user": TEXTS[n][:100],
                "reason": part,
            }
            assert client.post(f"/api/stories/{account['story']}/judgements", json=asked).status_code == 201
            client.cookies.set("dateline-user", quote(TEXTS[n]))
            for path in ("/judgements", story, f"{story}/judge?item={account['figures'][n]['id']}"):
                page = check(client.get(path))
                assert clean(part) in page.text
        for ending in ("html", "md", "json", "csv"):
            assert client.get(f"{story}/export.{ending}").status_code == 200


def test_no_export_runs_or_is_a_formula(client: Client) -> None:
    page = Page(client.get(f"{BASE}/export.html").text, alone=True)
    assert page.wrong == []
    assert {link for link in page.links if not link.startswith("#")} <= {ADDRESS}
    shown = " ".join(page.text.split())
    assert all(clean(text) in shown for text in TEXTS)
    for row in csv.reader(io.StringIO(client.get(f"{BASE}/export.csv").content.decode("utf-8-sig"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or cell[1:2].isdigit()
    for ending in ("html", "md", "json", "csv"):
        answer = client.get(f"{BASE}/export.{ending}")
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_nothing_runs_in_a_browser(hostile: Served, look: Look, tmp_path: Path) -> None:
    person = look(hostile.url)
    person.expected |= {404, 422}
    page = person.page(BASE)
    page.locator("[data-item] a.ev").first.click()
    page.locator(".source").first.wait_for()
    person.check()
    found = page.evaluate(
        """() => [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes].filter((a) =>
            a.name.startsWith("on") || a.name === "style" || (a.name === "href" && !/^(https?:|#|\\/)/.test(a.value)))
            .map((a) => `${e.tagName} ${a.name}=${a.value.slice(0, 60)}`))"""
    )
    assert found == []
    ids = [report.id for report in reports()]
    for path in (
        "/", f"/?q={quote(TEXTS[0])}", f"{BASE}/judge?item=n-3", f"{BASE}/judge?item=f-3&verdict=merge", f"{BASE}/judge?item={quote(TEXTS[0], safe='')}",
        f"{BASE}/source/{quote(ids[6], safe='')}", f"{BASE}?source={quote(ids[5], safe='')}&at=0-9#{quote(TEXTS[0], safe='')}", f"{BASE}#{quote(TEXTS[6], safe='')}",
    ):  # fmt: skip
        person.go(page, path)
        person.check()
    page.evaluate(
        "text => { sessionStorage.setItem('judging', text); localStorage.setItem('theme', text); localStorage.setItem('keys', text); }",
        TEXTS[6],
    )
    person.go(page, BASE)
    person.check()
    with page.expect_download() as taken:
        page.get_by_role("link", name="HTML", exact=True).click()
    taken.value.save_as(tmp_path / "taken.html")
    alone = look((tmp_path / "taken.html").as_uri())
    alone.page("")
    alone.check()


def test_nothing_runs_in_a_notebook(hostile: Served, look: Look, tmp_path: Path) -> None:
    with open_case(hostile.case, __version__, create=False) as case:
        accounts, told_apart = case.accounts(), {report.id: report for report in case.told_apart()}
    cell = show(accounts, told_apart)._repr_html_()
    (tmp_path / "notebook.html").write_text(
        f"<!doctype html><meta charset=utf-8><h1>Notebook</h1>{cell}<p>after</p>", "utf-8"
    )
    alone = look((tmp_path / "notebook.html").as_uri())
    page = alone.page("")
    assert page.locator("body > *").count() == 3
    frame = page.frame_locator("iframe")
    frame.locator("h1, h2").first.wait_for()
    shown = " ".join(frame.locator("body").inner_text().split())
    assert " ".join(clean(TEXTS[0]).split()) in shown
    frame.locator("h1 a, h2 a, dd a, li a").first.click()
    alone.check()


@pytest.mark.parametrize(
    "rest",
    ["#%", "#%zz", "#%E0%A4%A", "#__proto__", "#find", "?source=..", "?source=%00&at=%", "?source=..%2F..%2Fhelp"],
)
def test_no_address_stops_a_script(town: Served, look: Look, rest: str) -> None:
    person = look(town.url)
    person.expected |= {404, 422}
    page = person.page(f"/story/{told(town)[0]['story']}{rest}")
    page.locator("[data-next]").click()
    page.locator("[data-item][aria-current=true]").wait_for()
