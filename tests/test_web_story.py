"""The page of a story and of a report: every statement leads to its characters, and no text is anything but text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from importlib.resources import files
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from starlette.testclient import TestClient

from dateline.records import Account, Evidence, Judged, Report, Span
from dateline.review import Entry
from dateline.web.app import build
from dateline.web.desk import Desk, Opened
from dateline.web.guard import Rules
from dateline.web.resting import Cited, items_of
from dateline.web.sources import Made, pieces
from dateline.web.worded import FACTS
from tests import judging
from tests.telling import HOSTILE, REPORTS, accounts, evidence, reports_of

Shelved = tuple[Account, dict[str, Report]]


class Shelf(Desk):
    """A desk of accounts that are at hand, without a case."""

    def __init__(self, account: Account, reports: Mapping[str, Report]) -> None:
        self._one = Opened(account, "m", lambda ids: [reports[rid] for rid in ids if rid in reports])

    @property
    def at_hand(self) -> bool:
        return True

    def mark(self, story: str) -> str | None:
        return self._one.mark if story == self._one.account.story else None

    def open(self, story: str) -> Opened | None:
        return self._one if story == self._one.account.story else None

    def log(self) -> tuple[Entry, ...]:
        return ()

    def moved(self, _: str) -> str | None:
        return None


def client_of(account: Account, reports: Mapping[str, Report], user: str = "Ana") -> TestClient:
    return TestClient(build(Shelf(account, reports), Rules(), user), base_url="http://localhost")


class Page(HTMLParser):
    """A page taken apart: its elements, the text by element, ids, links."""

    EMPTY = frozenset({"meta", "link", "input", "br"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[tuple[str, str], ...], str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self._open), data))

    def ids(self) -> list[str]:
        return [a["id"] or "" for _, a in self.elements if "id" in a]

    def links(self, name: str = "") -> list[str]:
        return [
            a["href"] or ""
            for t, a in self.elements
            if t == "a" and (not name or name in (a.get("class") or "").split())
        ]

    def inside(self, tag: str, name: str) -> str:
        """Return the text in all elements of a tag and class."""
        return "".join(text for path, text in self.texts if any(t == tag and name in c.split() for t, c in path))


@pytest.fixture(scope="module")
def fire() -> Shelved:
    """Return the account of a fire that four reports tell of, and its reports."""
    return judging.fire(), {r.id: r for r in judging.outcome().reports}


@pytest.fixture(scope="module")
def client(fire: Shelved) -> TestClient:
    return client_of(*fire)


def get(client: TestClient, address: str, fragment: bool = False) -> Page:
    answer = client.get(address.split("#", maxsplit=1)[0], headers={"x-fragment": "1"} if fragment else {})
    assert answer.status_code == 200, address
    return Page(answer.text)


# ---------------------------------------------------------------- every statement leads to its characters


def test_every_link_to_a_quotation_marks_exactly_its_characters(client: TestClient, fire: Shelved) -> None:
    account, reports = fire
    links = set(get(client, f"/story/{account.story}").links("ev"))
    assert len(links) >= len({(e.report, e.start, e.end) for f in account.facts for e in f.evidence[:4]})
    for link in links:
        found = re.fullmatch(r"/story/[^/]+/source/([^?]+)\?at=(\d+)-(\d+)#mark", link)
        assert found is not None
        page = get(client, link)
        report = reports[found[1]]
        assert page.inside("mark", "here") == report.text[int(found[2]) : int(found[3])]
        assert page.ids().count("mark") == 1
        assert page.inside("div", "text") == report.text


def test_a_mark_lists_all_that_rests_on_it_with_links_into_the_account(client: TestClient, fire: Shelved) -> None:
    account, reports = fire
    anchors = set(get(client, f"/story/{account.story}").ids())
    for report in (s.report for s in account.sources):
        page = get(client, f"/story/{account.story}/source/{report}", fragment=True)
        known = set(page.ids())
        marks = [a for t, a in page.elements if t == "a" and "data-at" in a]
        assert marks
        for mark in marks:
            assert all(f"made-{at}" in known for at in (mark["data-at"] or "").split())
        items = [urlsplit(link).fragment for link in page.links("item")]
        assert set(items) <= anchors
        resting = {k for k, x in items_of(account).items() if any(e.report == report for e in x.evidence)}
        assert resting <= set(items)
        assert page.inside("div", "text") == reports[report].text


def test_all_behind_a_figure_stands_on_a_page_of_its_own(client: TestClient, fire: Shelved) -> None:
    account, _ = fire
    for item in items_of(account).values():
        page = get(client, f"/story/{account.story}/item/{item.id}", fragment=True)
        later = [o for o in items_of(account).values() if item.id in o.supersedes]
        assert len(page.links("ev")) == len(item.evidence) + len(later)
        told = "".join(text for _, text in page.texts)
        assert all(reason in told for reason in item.reasons)


def test_an_address_of_characters_that_a_report_has_not_is_told(client: TestClient, fire: Shelved) -> None:
    account, _ = fire
    base = f"/story/{account.story}/source/{quote(account.sources[0].report, safe='')}"
    for at in ("?at=99999-100000", "?at=here", "?at=9-3"):
        assert "does not have" in client.get(base + at).text
    for at in ("", "?at=0-5"):
        assert "does not have" not in client.get(base + at).text


def test_a_source_is_called_by_its_title_and_leads_to_where_it_was_read(client: TestClient, fire: Shelved) -> None:
    account, _ = fire
    page = get(client, f"/story/{account.story}")
    said = "".join(text for _, text in page.texts)
    for source in account.sources:
        if source.title:
            assert source.title in said
        if source.url and source.url.startswith("http"):
            assert source.url in page.links("out")


def test_the_account_stands_in_the_order_of_the_terminal(client: TestClient, fire: Shelved) -> None:
    account, _ = fire
    parts = [i for i in get(client, f"/story/{account.story}").ids() if re.fullmatch("part-[a-z]+", i)]
    order = [
        "brief",
        "figures",
        "timeline",
        "map",
        "differs",
        "agrees",
        "voices",
        "matrix",
        "facts",
        "judgements",
        "sources",
    ]
    assert [p.removeprefix("part-") for p in parts] == [name for name in order if f"part-{name}" in parts]
    assert {"part-figures", "part-timeline", "part-voices", "part-facts", "part-sources"} <= set(parts)


def test_every_item_has_an_address_and_a_form(client: TestClient, fire: Shelved) -> None:
    account, _ = fire
    page = get(client, f"/story/{account.story}")
    judged = [link for link in page.links("tool") if "/judge?item=" in link]
    for item in items_of(account).values():
        assert page.ids().count(item.id) == 1
        assert f"#{item.id}" in page.links("tool")
        assert f"/story/{account.story}/judge?item={item.id}" in judged
    assert len(page.ids()) == len(set(page.ids()))


texts = st.text(alphabet="ab \nß中\u202e<&", min_size=1, max_size=40)


@given(texts, st.lists(st.tuples(st.integers(0, 39), st.integers(1, 20)), max_size=8), st.booleans())
def test_overlapping_marks_keep_every_character_and_each_its_own(
    text: str, stretches: list[tuple[int, int]], ask: bool
) -> None:
    spans = sorted({Span(a, min(a + n, len(text))) for a, n in stretches if a < len(text)})
    made = [Made(f"{s.start}-{s.end}", "A1", s.of(text), ()) for s in spans]
    cut = pieces(text, made, spans[0] if ask and spans else None)
    assert "".join(piece.text for piece in cut) == text
    for one, span in zip(made, spans, strict=True):
        assert "".join(piece.text for piece in cut if one.at in piece.marks) == span.of(text)
        assert sum(one.at in piece.opens for piece in cut) == 1
    if ask and spans:
        assert "".join(piece.text for piece in cut if piece.here) == spans[0].of(text)
        assert sum(piece.first for piece in cut) == 1


def test_numbers_of_quotations_cannot_be_taken_for_one_another() -> None:
    account = judging.fire()
    many = tuple(replace(account.sources[0], report=f"r{n}") for n in range(60))
    told = tuple(
        replace(
            account.facts[0], id=f"f-{n}", text="x", subject=None, evidence=(Evidence(f"r{n % 60}", n, n + 1, "x"),)
        )
        for n in range(300)
    )
    bare = replace(
        account, headline=None, brief=(), figures=(), timeline=(), places=(), differences=(), accords=(), origins=()
    )
    cited = Cited(replace(bare, sources=many, facts=told))
    labels = list(cited.listed.values())
    assert len(labels) == len(set(labels)) >= 300


# ---------------------------------------------------------------- no text is anything but text

WAYS: tuple[Callable[[Account], str], ...] = (
    lambda a: f"/story/{a.story}",
    *(lambda a, r=r: f"/story/{a.story}/source/{quote(r, safe='')}?at=0-5" for r in REPORTS),
    lambda a: f"/story/{a.story}/judge?item={quote(a.story)}",
    lambda a: f"/story/{a.story}/judge?item={quote(next((f.id for f in a.facts), a.story))}&verdict=split",
    lambda a: f"/story/{a.story}/item/{quote(next(iter(items_of(a)), 'n-0'))}",
)  # fmt: skip
"""Addresses of all pages of a story."""
SCRIPTS = re.compile(r"/static/[a-z]+\.js\?[\w.+-]+")
TAGS = frozenset(
    ["html", "head", "meta", "title", "script", "link", "body", "a", "header", "nav", "form", "label", "input", "button", "main", "p", "h1", "h2", "h3", "div", "span", "ol", "ul", "li", "dl", "dt", "dd", "section", "article", "aside", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "select", "option", "output", "blockquote", "b", "em", "small", "strong", "mark", "time", "textarea", "fieldset", "legend", "figure", "figcaption", "svg", "wbr", "g", "path", "rect", "circle", "line", "text", "tspan", "footer"]
)  # fmt: skip


def assert_harmless(page: Page) -> None:
    """Check that a page has no element, script, style or address that its templates do not make."""
    for tag, attributes in page.elements:
        assert tag in TAGS, tag
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name != "style", tag
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                scheme = urlsplit(value or "").scheme
                assert scheme in ("", "http", "https"), value
                assert not (value or "").startswith("//"), value
                if scheme:
                    assert attributes.get("rel", "").startswith("noopener noreferrer")  # type: ignore[union-attr]
        if tag == "script":
            assert SCRIPTS.fullmatch(attributes.get("src") or ""), attributes
    assert not any(path and path[-1][0] in ("script", "style") and text.strip() for path, text in page.texts)


def with_judgements(account: Account, words: str) -> Account:
    row = Judged(
        number=1, sha256="0" * 64, at="2021-06-01T10:00:00Z", user=words, reason=words, verdict="accept", about=words,
        applies=True, note=words, targets=tuple(f.id for f in account.facts[:1]),
    )  # fmt: skip
    return replace(account, judgements=(row,), facts=tuple(replace(f, judged=(1,)) for f in account.facts))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(accounts(), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_whatever_stands_in_the_reports_comes_out_as_text(account: Account, words: str, user: str) -> None:
    account = with_judgements(account, words)
    client = client_of(account, reports_of(account), user)
    for way in WAYS:
        for header in ({}, {"x-fragment": "1"}):
            answer = client.get(way(account), headers=header)
            assert answer.status_code in (200, 404 if "/item/" in way(account) else 200)
            page = Page(answer.text)
            assert_harmless(page)


@given(evidence(), st.sampled_from(HOSTILE))
@settings(max_examples=30, deadline=None)
def test_a_report_is_shown_character_for_character(one: Evidence, words: str) -> None:
    account = judging.fire()
    source = replace(account.sources[0], title=words, publisher=words, path=words, url=words, copy_of=words)
    text = f"{words} & <p onclick='x'>{one.quote}</p> ]]> \u2028 end"
    report = Report(id=source.report, text=text, raw_sha256="0" * 64)
    client = client_of(replace(account, sources=(source, *account.sources[1:])), {source.report: report})
    page = get(client, f"/story/{account.story}/source/{source.report}?at=0-{len(text)}")
    assert_harmless(page)
    shown = page.inside("div", "text")
    assert shown == text
    assert page.inside("mark", "here") == shown


def test_scripts_make_elements_of_what_the_server_escaped_and_of_nothing_else() -> None:
    for script in files("dateline.web").joinpath("static").iterdir():
        text = script.read_text(encoding="utf-8")
        made = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc", text)
        assert made == (["innerHTML"] if script.name == "fragments.js" else []), script.name


# ---------------------------------------------------------------- what was judged


def test_what_is_rejected_leaves_the_account_and_can_be_brought_back(fire: Shelved) -> None:
    account, reports = fire
    fact, figure = account.facts[0].id, account.figures[0].id
    log = judging.judged(("reject", fact))
    log = judging.judged(("accept", figure), log=log)
    now = judging.fire(judging.build(log))
    page = get(client_of(now, reports), f"/story/{account.story}")
    told = " ".join(text for _, text in page.texts)
    # its address leads to the judgement that took it out
    assert [tag for tag, a in page.elements if a.get("id") == fact] == ["span"]
    assert f"2 of {len(items_of(now)) + 1} reviewed" in told
    assert "accepted by ana (judgement 2)" in told
    undone = [a["action"] for t, a in page.elements if t == "form" and (a.get("class") or "") == "undo"]
    assert undone == ["/judgements/2/undo", "/judgements/1/undo"]
    judged = [a for t, a in page.elements if "data-judged" in a]
    assert [a["id"] for a in judged] == [figure]


# ---------------------------------------------------------------- addresses, folds, words


@pytest.mark.parametrize(
    "address",
    [
        "/story/none",
        "/story/{s}/source/none",
        "/story/none/source/post-1",
        "/story/{s}/item/none",
        "/story/{s}/nothing",
    ],
)
def test_what_is_not_there_is_said(client: TestClient, fire: Shelved, address: str) -> None:
    answer = client.get(address.format(s=fire[0].story))
    assert answer.status_code == 404
    assert_harmless(Page(answer.text))
    assert "Not found" in answer.text


@pytest.mark.parametrize("at", ["", "x", "5-5", "9-2", "0-99999999", "-1-3", "1-2-3", "٣-٤", "1e1-20"])
def test_a_stretch_that_is_none_shows_the_report_without(client: TestClient, fire: Shelved, at: str) -> None:
    page = get(client, f"/story/{fire[0].story}/source/post-1?at={quote(at)}")
    assert "mark" not in page.ids()
    assert page.inside("div", "text") == fire[1]["post-1"].text


def test_a_long_account_is_folded_and_still_whole(fire: Shelved) -> None:
    account, reports = fire
    one = account.facts[0]
    long = replace(account, facts=tuple(replace(one, id=f"f-{n:04}") for n in range(FACTS + 940)))
    page = get(client_of(long, reports), f"/story/{account.story}")
    assert {f"f-{n:04}" for n in range(FACTS + 940)} <= set(page.ids())
    assert "and 940 more" in "".join(text for _, text in page.texts)


def test_an_account_of_one_report_without_figures_says_so(fire: Shelved) -> None:
    account, reports = fire
    bare = replace(
        account, figures=(), facts=(), timeline=(), not_reported=(), brief=(), sources=account.sources[:1], origins=()
    )
    told = "".join(text for _, text in get(client_of(bare, reports), f"/story/{account.story}").texts)
    for words in ("The reports give no figures.", "could be given a day", "No statement was found", "One report"):
        assert words in told


def test_a_script_is_given_the_middle_of_the_page_alone(client: TestClient, fire: Shelved) -> None:
    base = f"/story/{fire[0].story}"
    for address in (base, f"{base}/source/post-1", f"{base}/judge?item={fire[0].facts[0].id}"):
        whole, middle = get(client, address), get(client, address, fragment=True)
        assert not {"html", "head", "script", "main"} & {tag for tag, _ in middle.elements}
        assert set(middle.ids()) < set(whole.ids())


# ---------------------------------------------------------------- what the eye needs

PAIRS = (
    ("ink", "page"), ("ink", "card"), ("ink", "mark"), ("ink", "hit"), ("soft", "page"), ("soft", "card"), ("soft", "mark"),
    ("link", "page"), ("link", "card"), ("link", "mark"), ("good", "page"), ("good", "mark"), ("warn", "page"),
    ("warn", "mark"), ("page", "link"),
)  # fmt: skip
"""Colours that text has on colours that lie under it."""


def themes() -> Iterator[dict[str, str]]:
    css = files("dateline.web").joinpath("static/desk.css").read_text(encoding="utf-8")
    for block in re.findall(r"\{([^{}]*--ink:[^{}]*)\}", css):
        yield dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_stand_out_from_what_they_stand_on_in_light_and_dark() -> None:
    listed = list(themes())
    assert len(listed) == 3
    assert listed[1] == listed[2]
    for theme in listed:
        for one, other in PAIRS:
            assert contrast(theme[one], theme[other]) >= 4.5, (one, other, theme[one], theme[other])
        for one, other in (("edge", "page"), ("edge", "card"), ("link", "page")):
            assert contrast(theme[one], theme[other]) >= 3, (one, other)
