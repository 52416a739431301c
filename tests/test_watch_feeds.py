"""Asking feeds politely: what is sent, what is waited for, what comes in and what is remembered."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dateline.errors import Refused
from dateline.records import Original, Report
from dateline.watching import schedule
from dateline.watching.feeds import Desk, Pages, Result, ask_safely
from dateline.watching.fetch import Answer, Fetcher
from dateline.watching.items import entries
from dateline.watching.limits import Limits
from dateline.watching.network import look_up
from dateline.watching.polite import Manners
from dateline.watching.state import Feed
from tests.serving import Hands, Page, Site, item, rss, serving

TEASER = "Nine people died when a ferry sank off the coast on Tuesday."
WHOLE = " ".join(
    f"Nine people died when a ferry sank off the coast, the {n}th witness told the harbour police on Tuesday."
    for n in range(1, 12)
)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


class Room:
    """A newsroom that asks one feed again and again, by a clock that a test moves."""

    def __init__(self, site: Site, pages: Pages = "auto", limits: Limits | None = None) -> None:
        self.site = site
        self.hands = Hands()
        limits = limits or Limits(seconds=1.0)
        stop = threading.Event()
        self.fetcher = Fetcher(limits, self.hands.clock(), stop, allow_private=True, resolve=look_up)
        self.manners = Manners(self.fetcher, limits, self.hands.clock(), stop, {})
        self.desk = Desk(self.manners.ask, limits, self.hands.clock(), pages=pages)
        self.feed = Feed(url=f"{site.url}/feed")

    def ask(self, after: float = 3600.0) -> Result:
        """Ask the feed, some time after the last time."""
        self.hands.at += after
        result = ask_safely(self.feed, self.desk, private=True)
        self.feed = result.feed
        return result

    def texts(self) -> list[str]:
        """Ask the feed; return the texts that came in, without their titles."""
        return [one.report.text[one.report.body_start :] for one in self.ask().came]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


Rooms = Callable[..., Room]


@pytest.fixture
def rooms(site: Site) -> Iterator[Rooms]:
    made: list[Room] = []

    def make(**options: Any) -> Room:
        made.append(Room(site, **options))
        return made[-1]

    yield make
    for one in made:
        one.fetcher.close()


@pytest.fixture
def room(rooms: Rooms) -> Room:
    return rooms()


def page(text: str, title: str = "Ferry sinks", head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body><nav>Home</nav>"
        f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


# ---------------------------------------------------------------- conditional requests


def test_what_has_not_changed_is_not_sent_again(site: Site, room: Room) -> None:
    body = rss(item("g1", "Ferry sinks", WHOLE))
    site.pages["/feed"] = Page(body, headers=(("ETag", 'W/"1"'), ("Last-Modified", "Thu, 14 Mar 2019 08:00:00 GMT")))
    (came,) = room.ask().came
    assert WHOLE in came.report.text
    assert dict(came.report.fields) == {"guid": "g1", "feed": room.feed.url, "retrieved": "2019-03-14T09:00:00Z"}
    assert (came.report.published, came.report.published_basis) == ("2019-03-14", "feed")
    assert "if-none-match" not in site.last("/feed")
    again = room.ask()
    assert (again.came, again.refused, again.changed) == ((), (), False)
    assert site.last("/feed")["if-none-match"] == 'W/"1"'
    assert site.last("/feed")["if-modified-since"] == "Thu, 14 Mar 2019 08:00:00 GMT"
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_the_same_items_sent_again_are_not_new(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE)))
    assert len(room.ask().came) == 1
    assert room.ask().came == ()
    site.pages["/feed"] = Page(
        rss(item("g2", "Fire", WHOLE.replace("ferry", "boat")), item("g1", "Ferry sinks", WHOLE))
    )
    assert [one.key for one in room.ask().came] == ["g2"]


def test_a_changed_body_is_a_new_version_of_the_item(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE)))
    (first,) = room.ask().came
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE.replace("Nine", "Fourteen"))))
    (second,) = room.ask().came
    assert (first.version, second.version) == (1, 2)
    assert dict(second.report.fields)["version"] == "2"
    assert {dict(r.fields)["guid"] for r in (first.report, second.report)} == {"g1"}
    assert first.report.id != second.report.id
    assert room.ask().came == ()
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks in harbour", WHOLE.replace("Nine", "Fourteen"))))
    assert [one.version for one in room.ask().came] == [3]


# ---------------------------------------------------------------- pages behind items


def test_the_page_is_asked_where_the_feed_gives_a_teaser(site: Site, room: Room) -> None:
    link = f"{site.url}/story"
    site.pages["/feed"] = Page(
        rss(item("g1", "Ferry sinks", TEASER, link=link), item("g2", "Ferry", WHOLE, link=link + "2"))
    )
    site.pages["/story"] = Page(page(WHOLE), headers=(*HTML, ("ETag", '"p"')))
    one, two = room.ask().came
    assert site.paths() == ["/feed", "/story"]
    assert WHOLE in one.report.text
    assert (one.report.url, one.report.published, one.report.published_basis) == (link, "2019-03-14", "feed")
    assert dict(one.report.fields)["guid"] == "g1"
    (original,) = one.originals
    assert isinstance(original, Original)
    assert original.sha256 == one.report.original_sha256
    start, end, at, _ = one.report.runs[0]
    assert one.report.text[start:end] == original.text[at : at + end - start]
    assert WHOLE in two.report.text
    site.pages["/story"] = Page(page(WHOLE.replace("Nine", "Ten")), headers=(*HTML, ("ETag", '"q"')))
    (changed,) = room.ask().came
    assert (changed.version, "Ten people died" in changed.report.text) == (2, True)
    assert site.last("/story")["if-none-match"] == '"p"'


def test_a_page_that_stays_the_same_is_asked_less_and_less(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(
        rss(item("g1", "Ferry sinks", TEASER, link=f"{site.url}/story")), headers=(("ETag", '"1"'),)
    )
    site.pages["/story"] = Page(page(WHOLE), headers=(*HTML, ("ETag", '"p"')))
    for _ in range(40):
        room.ask(1800)
    assert site.paths().count("/story") == 1 + len(schedule.PAGES) - 1
    for _ in range(80):
        room.ask(1800)
    assert site.paths().count("/story") == 1 + len(schedule.PAGES)
    assert site.last("/feed")["if-none-match"] == '"1"'


@pytest.mark.parametrize(("pages", "asked"), [("never", []), ("always", ["/story", "/story2"])])
def test_pages_may_be_asked_always_or_never(site: Site, rooms: Rooms, pages: Pages, asked: list[str]) -> None:
    link = f"{site.url}/story"
    site.pages["/feed"] = Page(
        rss(item("g1", "Ferry sinks", TEASER, link=link), item("g2", "Ferry", WHOLE, link=link + "2"))
    )
    room = rooms(pages=pages)
    assert len(room.ask().came) == 2
    assert site.paths()[1:] == asked


REFUSING: dict[str, tuple[Page, str]] = {
    "not there": (Page(status=404), "not found"),
    "forbidden": (Page(status=403), "the server refuses"),
    "no page": (Page(b"{}", headers=(("Content-Type", "application/json"),)), "sent as application/json"),
    "empty": (Page(b"", headers=HTML), "no text"),
    "without text": (Page(b"<html><body></body></html>", headers=HTML), "no text"),
    "a wall": (
        Page(page("Please accept our cookies to go on reading. " * 20, "Consent"), headers=HTML),
        "no word of the item's title",
    ),
    "less than the teaser": (Page(page("Ferry sinks."), headers=HTML), "less than the feed"),
    "too large": (Page(b"<html>" + b"a" * 11_000_000, headers=HTML), "larger than 10 MB"),
    "busy": (Page(status=503), "busy"),
    "to the house": (
        Page(status=302, headers=(("Location", "http://169.254.169.254/"),)),
        "not an address of the public",
    ),
}


@pytest.mark.parametrize("name", REFUSING)
def test_where_the_page_cannot_be_had_the_feed_speaks(site: Site, room: Room, name: str) -> None:
    site.pages["/story"], reason = REFUSING[name]
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", TEASER, link=f"{site.url}/story")))
    result = room.ask()
    assert [one.report.text for one in result.came] == [f"Ferry sinks\n\n{TEASER}"]
    (note,) = result.notes
    assert reason in note
    assert note.startswith(f"{site.url}/story")
    assert note.endswith("kept as the feed tells it")
    assert result.refused == ()
    assert next(iter(room.feed.items.values())).note is not None
    assert room.ask(60).notes == ()


def test_a_page_that_can_be_had_later_is_a_version(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", TEASER, link=f"{site.url}/story")))
    site.pages["/story"] = Page(status=500)
    assert room.texts() == [TEASER]
    site.pages["/story"] = Page(page(WHOLE), headers=HTML)
    (came,) = room.ask(2 * 3600).came
    assert (came.version, WHOLE in came.report.text) == (2, True)


def test_pages_beyond_the_cap_wait_for_the_next_round(site: Site, rooms: Rooms) -> None:
    listed = [item(f"g{n}", f"Ferry sinks {n}", TEASER, link=f"{site.url}/story{n}") for n in range(5)]
    site.pages["/feed"] = Page(rss(*listed), headers=(("ETag", '"1"'),))
    site.pages.update({f"/story{n}": Page(page(WHOLE, f"Ferry sinks {n}"), headers=HTML) for n in range(5)})
    room = rooms(limits=Limits(pages=2))
    assert [len(room.ask(1800).came) for _ in range(4)] == [2, 2, 1, 0]


# ---------------------------------------------------------------- robots.txt, pauses, back-off


def test_robots_txt_is_kept_to_and_asked_once_a_day(site: Site, room: Room) -> None:
    site.pages["/robots.txt"] = Page(b"\xef\xbb\xbfUser-agent: *\nDisallow: /feed\nDisallow: /story\n")
    (refused,) = room.ask().refused
    assert "robots.txt" in refused.reason
    assert refused.path == room.feed.url
    assert site.paths() == []
    site.pages["/robots.txt"] = Page(b"User-agent: dateline\nDisallow: /story\n\nUser-agent: *\nDisallow: /\n")
    room.ask()
    assert site.paths() == []
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", TEASER, link=f"{site.url}/story")))
    result = room.ask(24 * 3600)
    assert site.paths() == ["/feed"]
    assert [one.report.text for one in result.came] == [f"Ferry sinks\n\n{TEASER}"]
    assert "robots.txt" in result.notes[0]


def test_a_redirect_is_asked_by_the_rules_of_where_it_leads(site: Site, room: Room) -> None:
    with serving() as other:
        site.pages["/feed"] = Page(status=301, headers=(("Location", f"{other.url}/moved"),))
        other.pages["/moved"] = Page(rss(item("g1", "Ferry sinks", WHOLE)))
        other.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /moved\n")
        assert "robots.txt" in room.ask().refused[0].reason
        other.pages["/robots.txt"] = Page(status=404)
        result = room.ask(25 * 3600)
        assert len(result.came) == 1
        assert result.notes == (f"{site.url}/feed: moved for good to {other.url}/moved; name it so from now on",)
        assert room.ask().notes == ()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_where_robots_txt_cannot_be_had_nothing_is_asked(site: Site, room: Room, status: int) -> None:
    site.pages["/robots.txt"] = Page(status=status)
    assert "robots.txt cannot be had" in room.ask().refused[0].reason
    assert site.paths() == []


def test_requests_to_one_server_keep_their_distance(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE)))
    room.ask()
    assert room.hands.rested == pytest.approx(room.desk.limits.spacing)
    site.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 20\n")
    site.pages["/feed"] = Page(rss(*(item(f"g{n}", "Ferry sinks", TEASER, link=f"{site.url}/s{n}") for n in range(3))))
    room.hands.rested = 0.0
    room.ask(25 * 3600)
    assert 60 <= room.hands.rested <= 62


@pytest.mark.parametrize("value", ["7200", "Thu, 14 Mar 2019 11:00:04 GMT"])
def test_a_busy_server_is_left_alone_as_long_as_it_asks(site: Site, room: Room, value: str) -> None:
    site.pages["/feed"] = Page(status=503, headers=(("Retry-After", value),))
    assert "busy (503)" in room.ask().refused[0].reason
    assert abs(room.feed.due - room.hands.at - 7200) < 10
    before = len(site.asked)
    assert "asks to be left alone until" in room.ask(60).refused[0].reason
    assert len(site.asked) == before
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE)))
    assert len(room.ask(7200).came) == 1
    assert (room.feed.failures, room.feed.refusal) == (0, None)


def test_each_failure_doubles_the_wait_up_to_a_day(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(status=500)
    waits = []
    for _ in range(8):
        room.ask()
        waits.append(room.feed.due - int(room.hands.at))
    assert waits[:3] == pytest.approx([3600, 7200, 14400], abs=5)
    assert waits[-1] == pytest.approx(24 * 3600, abs=5)


@pytest.mark.parametrize(
    ("headers", "more", "seconds"),
    [
        ((), "", 1800),
        ((("Cache-Control", "public, max-age=7200"), ("Age", "600")), "", 6600),
        ((("Cache-Control", "no-cache, max-age=7200"),), "", 1800),
        ((), "<ttl>120</ttl>", 7200),
        ((), "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>", 4 * 3600),
        ((), "<sy:updatePeriod>yearly</sy:updatePeriod>", 24 * 3600),
        ((("Cache-Control", "max-age=99999999999"),), "<ttl>999999999</ttl>", 24 * 3600),
    ],
)  # fmt: skip
def test_a_feed_is_asked_no_sooner_than_it_says(
    site: Site, room: Room, headers: tuple[tuple[str, str], ...], more: str, seconds: int
) -> None:
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE), more=more), headers=(*headers, ("ETag", '"1"')))
    for _ in range(2):
        room.ask()
        assert room.feed.due - int(room.hands.at) == pytest.approx(seconds, abs=5)


# ---------------------------------------------------------------- what is no feed


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", "text/xml", "an empty answer"),
        (b"Just words.", "text/plain", r"not a feed \(text/plain\)"),
        (b"\x89PNG\r\n" + bytes(range(256)), "text/xml", "not a feed"),
        (page(WHOLE), "text/html", "not a feed"),
        (page(WHOLE, head="<link rel='alternate' type='application/rss+xml' href='/rss'>"), "text/html", "names as its feed: http.*/rss"),
        (b"x", "video/mp4", "sent as video/mp4"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(site: Site, room: Room, body: bytes, kind: str, reason: str) -> None:
    site.pages["/feed"] = Page(body, headers=(("Content-Type", kind),))
    result = room.ask()
    with pytest.raises(Refused, match=reason):
        raise Refused(result.refused[0].reason)
    assert (result.came, room.feed.failures) == ((), 1)


def test_a_broken_feed_is_read_as_far_as_it_goes(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE), "<title>Fire</ti"))
    result = room.ask()
    assert len(result.came) >= 1
    assert any("broken feed" in one.reason for one in result.refused)
    assert "broken feed" in (room.feed.refusal or "")
    assert room.feed.failures == 0


def test_a_feed_of_too_many_items_is_cut(site: Site, rooms: Rooms) -> None:
    room = rooms(limits=Limits(items=3))
    site.pages["/feed"] = Page(rss(*(item(f"g{n}", f"Ferry {n}", WHOLE) for n in range(5))))
    result = room.ask()
    assert len(result.came) == 3
    assert "only the first 3 of 5" in result.refused[0].reason


@pytest.mark.parametrize("declared", [True, False])
def test_a_feed_need_not_be_in_utf_8(site: Site, room: Room, declared: bool) -> None:
    text = rss(item("g1", "Fähre sinkt", WHOLE.replace("ferry", "Fähre"))).decode()
    body = text.replace('encoding="utf-8"', 'encoding="iso-8859-1"' if declared else "").encode("iso-8859-1")
    kind = "text/xml" if declared else "text/xml; charset=ISO-8859-1"
    site.pages["/feed"] = Page(body, headers=(("Content-Type", kind),))
    (came,) = room.ask().came
    assert came.report.text.startswith("Fähre sinkt\n\nNine people died when a Fähre sank")


def test_json_feeds_and_relative_addresses(site: Site, room: Room) -> None:
    listed = [{"id": "1", "url": "/story", "title": "Ferry sinks", "content_text": TEASER}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Example News", "items": listed}
    site.pages["/feed"] = Page(json.dumps(feed).encode(), headers=(("Content-Type", "application/feed+json"),))
    site.pages["/story"] = Page(page(WHOLE), headers=HTML)
    (came,) = room.ask().came
    assert (came.report.url, came.report.publisher) == (f"{site.url}/story", "Example News")


def test_an_item_without_a_guid_is_known_by_its_address_else_by_its_text() -> None:
    listed = rss(
        f"<title>Ferry</title><link>http://a.example/1</link><description>{TEASER}</description>",
        f"<title>Fire</title><description>{WHOLE}</description>",
        f"<title>Fire</title><description>{WHOLE}</description>",
    )
    found, wrong = entries(Answer("http://a.example/feed", 200, {}, listed))
    assert [entry.key for entry in found] == ["http://a.example/1", found[1].report.id]
    assert wrong == []
    assert [entry.is_whole for entry in found] == [False, True]


def test_items_that_share_a_guid_are_told_apart() -> None:
    listed = [item("1", f"Ferry {n}", f"{TEASER} {n}", link=f"http://a.example/{n}") for n in (1, 2, 2)]
    found, _ = entries(Answer("http://a.example/feed", 200, {}, rss(*listed)))
    assert [entry.key for entry in found] == ["1", "1 http://a.example/2"]


def test_a_day_that_lies_ahead_is_not_believed(site: Site, room: Room) -> None:
    site.pages["/feed"] = Page(rss(item("1", "Ferry sinks", WHOLE, 15), item("2", "Fire", WHOLE + " More.", 17)))
    assert [(one.report.published, one.report.published_basis) for one in room.ask().came] == [
        ("2019-03-15", "feed"),
        (None, "unresolved"),
    ]


@pytest.mark.parametrize("end", ["…", "...", "[…]", " Read more", " Continue reading →", " [...]"])
def test_a_long_text_that_breaks_off_is_no_whole_text(end: str) -> None:
    (entry,), _ = entries(Answer("http://a.example/feed", 200, {}, rss(item("g1", "Ferry", WHOLE + end))))
    assert not entry.is_whole


def test_a_defect_in_one_feed_is_named(site: Site, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/feed"] = Page(rss(item("g1", "Ferry sinks", WHOLE)))

    def broken(*_: object) -> Report:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("dateline.watching.feeds.entries", broken)
    assert "ZeroDivisionError: oops); a defect in dateline" in room.ask().refused[0].reason
