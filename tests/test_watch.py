"""A watch from end to end: rounds, what they keep, what they tell, and how they end."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.config import Config
from dateline.errors import InputError, StoreError
from dateline.pipeline import Outcome
from dateline.review.checking import inspect
from dateline.store import Case, open_case
from dateline.watching import Options, Voice, World, listing, watch, when
from dateline.watching.limits import Limits
from dateline.watching.network import look_up
from dateline.watching.state import Feed, load
from tests.conftest import ROOT, Dateline
from tests.serving import Hands, Page, Site, item, rss, serving
from tests.test_watch_feeds import TEASER, WHOLE

FIRST = (
    "Nine people were killed when the ferry Amihan Star sank off Mindoro on Tuesday, the coast guard said. "
    "About 60 survivors were taken to the hospital in Calapan. The ferry carried 84 passengers from Batangas when large "
    "waves struck it shortly after dawn, a spokesman said."
)
OTHER = (
    "Police in Calapan said on Tuesday that nine people were killed when the ferry Amihan Star sank off Mindoro. "
    "Divers searched the wreck of the ferry Amihan Star, which was on its way from Batangas, police said."
)
LATER = (
    "The number of people killed when the ferry Amihan Star sank off Mindoro rose to 14 on Wednesday, the coast guard "
    "said. Divers recovered five more bodies from the wreck of the ferry Amihan Star off Mindoro."
)
TABLES = ("reports", "originals", "readings", "accounts", "judgements")


class Desk:
    """Somebody who runs a watch round by round, and hears what it says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hands = Hands()
        self.limits = Limits(seconds=1.0, together=4)
        self.shown: list[str] = []
        self.said: list[str] = []
        self.hinted: list[str] = []

    def once(self, *feeds: str, after: float = 3600.0, **options: Any) -> int:
        """Run one round, some time after the last."""
        self.shown.clear()
        self.said.clear()
        self.hands.at += after
        wanted = Options(**{"once": True, "allow_private": True, **options})
        with open_case(self.path, "1") as case:
            return watch(feeds, case, Config(), wanted, self.voice(), World(self.hands.clock(), look_up, self.limits))

    def voice(self) -> Voice:
        return Voice(self.shown.append, self.said.append, self.hinted.append)

    def kept(self) -> dict[str, list[Any]]:
        """Return the rows of every table but what a watch remembers."""
        with sqlite3.connect(self.path) as connection:
            return {name: connection.execute(f"select * from {name} order by 1, 2").fetchall() for name in TABLES}  # noqa: S608

    def texts(self) -> list[str]:
        with open_case(self.path, "1") as case:
            return [report.text for report in case.reports()]

    def feeds(self) -> dict[str, Feed]:
        with open_case(self.path, "1") as case:
            return {url: row for url, row in load(case).items() if isinstance(row, Feed)}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "a.case")


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Leave reading and reconciling out; return what counts how often it would have been done."""
    done: list[int] = []

    def read(_paths: object, _config: Config, case: Case) -> Outcome:
        done.append(len(case.reports()))
        return Outcome(reports=(), rejections=(), readings={})

    monkeypatch.setattr("dateline.watching.rounds.read_paths", read)
    return done


# ---------------------------------------------------------------- what changes


def test_what_each_round_changes_is_told(site: Site, desk: Desk) -> None:
    a, b = f"{site.url}/a.xml", f"{site.url}/b.xml"
    site.pages["/a.xml"] = Page(rss(item("1", "Ferry sinks off Mindoro, nine dead", FIRST, 12), title="Harbour Post"))
    site.pages["/b.xml"] = Page(rss(title="Island Gazette"))
    assert desk.once(a, b, pages="never") == 0
    told = "\n".join(desk.shown)
    assert "1 report came in; 1 account changed" in told
    assert "+ Ferry sinks off Mindoro, nine dead · Harbour Post · 2019-03-12" in told
    assert "NEW\n" in told
    site.pages["/b.xml"] = Page(rss(item("x", "Nine killed as ferry sinks", OTHER, 12), title="Island Gazette"))
    assert desk.once(a, b, pages="never") == 0
    assert "NEWLY CONFIRMED" in "\n".join(desk.shown)
    site.pages["/a.xml"] = Page(
        rss(item("1", "Ferry sinks off Mindoro, nine dead", FIRST, 12), item("2", "Ferry toll rises to 14", LATER, 13))
    )
    assert desk.once(a, b, pages="never") == 0
    told = "\n".join(desk.shown)
    assert "REVISED\n  killed: 9 people → 14" in told
    assert "+ Ferry toll rises to 14" in told
    before = desk.kept()
    assert desk.once(a, b, pages="never") == 0
    assert (desk.shown, desk.said, desk.kept()) == ([], [], before)
    with open_case(desk.path, "1", create=False) as case:
        assert inspect(case, None).wrong == []


def test_the_same_feeds_give_the_same_case(site: Site, desk: Desk, tmp_path: Path) -> None:
    feeds = []
    for number in range(6):
        site.pages[f"/{number}"] = Page(
            rss(item("1", f"Ferry sinks ({number})", WHOLE), item("2", f"Fire ({number})", TEASER))
        )
        feeds.append(f"{site.url}/{number}")
    other = Desk(tmp_path / "b.case")
    other.limits = Limits(together=1)
    desk.once(*feeds)
    other.once(*feeds)
    assert desk.shown == other.shown
    assert desk.kept() == other.kept()


# ---------------------------------------------------------------- what is kept


def test_a_second_round_is_conditional_and_writes_nothing_new(site: Site, desk: Desk, unread: list[int]) -> None:
    site.pages["/f"] = Page(rss(item("1", "Ferry sinks", WHOLE)), headers=(("ETag", '"1"'),))
    assert desk.once(f"{site.url}/f") == 0
    before = desk.kept()
    assert desk.once(f"{site.url}/f") == 0
    assert site.last("/f")["if-none-match"] == '"1"'
    assert (desk.kept(), desk.shown, unread) == (before, [], [1])


def test_what_is_not_due_is_not_asked(site: Site, desk: Desk, unread: list[int]) -> None:
    site.pages["/f"] = Page(rss(item("1", "Ferry sinks", WHOLE)))
    desk.once(f"{site.url}/f")
    count = len(site.asked)
    assert desk.once(f"{site.url}/f", after=600) == 0
    assert len(site.asked) == count
    desk.once(f"{site.url}/f", after=1100)  # a little before the half hour: cron is not to the second
    assert len(site.asked) == count + 1
    assert unread == [1]


def test_versions_are_kept_side_by_side(site: Site, desk: Desk, unread: list[int]) -> None:
    for title, text in (("Ferry sinks", WHOLE), ("Ferry sinks", WHOLE + " More."), ("Ferry sank", WHOLE + " More.")):
        site.pages["/f"] = Page(rss(item("1", title, text)))
        desk.once(f"{site.url}/f")
    assert "of them a new version" in desk.shown[1]
    assert any(line.startswith("  ~ Ferry sank") and line.endswith("version 3") for line in desk.shown)
    assert sorted(desk.texts()) == sorted(
        [f"Ferry sinks\n\n{WHOLE}", f"Ferry sinks\n\n{WHOLE} More.", f"Ferry sank\n\n{WHOLE} More."]
    )
    with open_case(desk.path, "1") as case:
        assert len({report.id for report in case.reports()}) == 3
        assert {report.id for report in case.told_apart()} == {report.id for report in case.reports()}
    assert unread == [1, 2, 3]


def test_an_item_of_two_feeds_is_one_report(site: Site, desk: Desk, unread: list[int]) -> None:
    site.pages["/a"] = site.pages["/b"] = Page(rss(item("1", "Ferry sinks", WHOLE)))
    desk.once(f"{site.url}/a")
    desk.once(f"{site.url}/a", f"{site.url}/b")
    assert desk.shown == []
    with open_case(desk.path, "1") as case:
        (kept,) = case.reports()
    assert [value for name, value in kept.fields if name == "feed"] == [f"{site.url}/a", f"{site.url}/b"]
    before = desk.kept()
    desk.once(f"{site.url}/a", f"{site.url}/b")
    assert desk.kept() == before
    assert unread == [1]


def test_accounts_that_were_not_made_are_made_in_the_next_round(
    site: Site, desk: Desk, unread: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/f"] = Page(rss(item("1", "Ferry sinks", WHOLE)))
    with monkeypatch.context() as context:
        context.setattr("dateline.watching.rounds.read_paths", lambda *_: signal.raise_signal(signal.SIGINT))
        assert desk.once(f"{site.url}/f") == 130
    assert desk.said == ["stopped; what came in is kept, and its accounts are made at the next start at the latest"]
    assert (len(desk.texts()), unread) == (1, [])
    assert desk.once(f"{site.url}/f", after=0) == 0
    assert unread == [1]


# ---------------------------------------------------------------- refusals and lists


def test_one_bad_feed_does_not_stop_the_others(site: Site, desk: Desk, unread: list[int]) -> None:
    bad = {
        "file:///etc/passwd": "only http and https",
        "http://me:secret@news.example/": "name or password",
        "http://169.254.169.254/latest/": "not an address of the public",
        f"{site.url}/gone": "gone for good",
        f"{site.url}/page": "not a feed",
        f"{site.url}/drops": "no whole answer",
    }
    site.pages["/gone"] = Page(status=410)
    site.pages["/page"] = Page(b"<html><p>Hello.</p></html>")
    site.pages["/drops"] = Page(raw=lambda _: time.sleep(2))
    site.pages["/good"] = Page(rss(item("1", "Ferry sinks", WHOLE)))
    desk.hands.clock = lambda: Hands.clock(desk.hands)._replace(ticking=time.monotonic, rest=time.sleep)  # type: ignore[method-assign]
    desk.limits = Limits(seconds=0.5, spacing=0.01)
    assert desk.once(*bad, f"{site.url}/good") == 1
    assert len(desk.texts()) == 1
    assert len(desk.said) == len(bad)
    for line, reason in zip(desk.said, bad.values(), strict=True):
        assert line.startswith("not taken in: ")
        assert reason in line
    with open_case(desk.path, "1") as case:
        assert listing([], case, Config(), Options(width=200), desk.voice()) == 0
    listed = "\n".join(desk.shown)
    assert all(reason in listed for reason in bad.values())
    assert b"secret" not in desk.path.read_bytes()
    assert "secret" not in "".join(desk.said)
    assert unread == [1]


def test_what_a_server_says_does_not_reach_the_terminal_raw(site: Site, desk: Desk, unread: list[int]) -> None:
    site.pages["/f"] = Page(b"<p>Hello.</p>", headers=(("Content-Type", "text/\x9b31mred"),))
    site.pages["/g"] = Page(rss(item("1", "Ferry&#x202e; sinks\x7f", WHOLE)))
    desk.once(f"{site.url}/f", f"{site.url}/g")
    spoken = "".join((*desk.said, *desk.shown))
    assert "red" in spoken
    assert "sinks" in spoken
    assert all(c.isprintable() for c in spoken)
    assert unread == [1]


def test_lists_of_feeds_from_a_file_and_from_an_address(
    site: Site, desk: Desk, unread: list[int], tmp_path: Path
) -> None:
    def opml(*names: str) -> bytes:
        outlines = "".join(f"<outline text='x'><outline xmlUrl='{site.url}/{name}'/></outline>" for name in names)
        return f"<opml version='2.0'><body>{outlines}</body></opml>".encode()

    for name in "abcd":
        site.pages[f"/{name}"] = Page(rss(item(name, f"Ferry {name} sinks", WHOLE)))
    (tmp_path / "feeds.opml").write_bytes(opml("a", "b"))
    site.pages["/list"] = Page(opml("b", "c"), headers=(("ETag", '"1"'),))
    given = (str(tmp_path / "feeds.opml"), f"{site.url}/list")
    assert desk.once(*given) == 0
    assert sorted(site.paths()) == ["/a", "/b", "/c", "/list"]
    assert len(desk.texts()) == 3
    assert desk.once(*given) == 0
    assert sorted(site.paths()) == ["/a", "/a", "/b", "/b", "/c", "/c", "/list", "/list"]
    site.pages["/list"] = Page(opml("d", "list"))
    assert desk.once(*given) == 0
    assert sorted(site.paths()[8:]) == ["/a", "/b", "/d", "/list"]
    assert unread == [3, 4]


def test_what_cannot_be_watched_is_an_error(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "prose.txt").write_text("Nothing to see.")
    (tmp_path / "bomb.opml").write_text("<!DOCTYPE o [<!ENTITY a 'b'>]><opml><outline text='&a;'/></opml>")
    for given, reason in (
        ([], "no feeds"),
        (["nowhere.opml"], "begins with https://"),
        ([str(tmp_path / "prose.txt")], "not an OPML list"),
        ([str(tmp_path / "bomb.opml")], "entities"),
    ):
        with pytest.raises(InputError, match=reason):
            desk.once(*given)
    with pytest.raises(InputError, match="a contact"):
        desk.once("https://news.example/", contact="a\r\nX: y")
    with pytest.raises(InputError, match="auto, always or never"):
        when("sometimes")


def test_damage_to_what_is_remembered_is_told(site: Site, desk: Desk, unread: list[int]) -> None:
    site.pages["/f"] = Page(rss(item("1", "Ferry sinks", WHOLE)))
    desk.once(f"{site.url}/f")
    with open_case(desk.path, "1") as case:
        case.keep_feeds({f"{site.url}/f": b"{"})
    with pytest.raises(StoreError, match="is damaged"):
        desk.once(f"{site.url}/f")
    assert unread == [1]


# ---------------------------------------------------------------- going on, and ending


def test_a_watch_goes_on_until_it_is_stopped(site: Site, desk: Desk, unread: list[int]) -> None:
    site.pages["/f"] = Page(rss(item("1", "Ferry sinks", WHOLE)), headers=(("ETag", '"1"'),))
    rest = desk.hands.clock().rest
    begin = desk.hands.at

    def resting(seconds: float) -> None:
        rest(seconds)
        if desk.hands.at > begin + 4 * 3600:
            raise KeyboardInterrupt

    clock = desk.hands.clock()._replace(rest=resting)
    with open_case(desk.path, "1") as case:
        world = World(clock, look_up, Limits())
        code = watch([f"{site.url}/f"], case, Config(), Options(interval=3600, allow_private=True), desk.voice(), world)
    assert code == 0
    assert site.paths() == ["/f"] * 5
    assert len(desk.said) == 1
    assert "stopped" in desk.said[0]
    assert desk.hinted[0] == "asking 1 of 1 feeds"
    assert desk.hinted[1] == "1 feed asked, 1 report new; next 2019-03-14 09:00 UTC"
    assert unread == [1]


def running(*args: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dateline", "watch", *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def until(found: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not found():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@pytest.mark.parametrize(("how", "once"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
def test_ending_in_the_middle_of_a_round_keeps_what_came(
    site: Site, tmp_path: Path, dateline: Dateline, how: signal.Signals, once: bool
) -> None:
    with serving() as other:
        site.pages["/f"] = Page(rss(item("1", "Ferry sinks", FIRST)))
        other.pages["/hangs"] = Page(raw=lambda _: time.sleep(60))
        case = tmp_path / "a.case"
        feeds = (f"{site.url}/f", f"{other.url}/hangs")
        options = ("--case", case, "--allow-private", "--pages", "never")
        process = running(*feeds, *options, *(["--once"] if once else []))
        until(lambda: site.paths() == ["/f"] and other.paths() == ["/hangs"])
        time.sleep(0.5)  # the feed that answered is gone through in the meantime
        begin = time.monotonic()
        process.send_signal(how)
        out, err = process.communicate(timeout=60)
        assert time.monotonic() - begin < 15
        assert (process.returncode, out) == (130 if once else 0, b"")
        assert err.decode().splitlines() == [
            "stopped; what came in is kept, and its accounts are made at the next start at the latest"
        ]
        del other.pages["/hangs"]
        done = dateline("watch", *feeds, *options, "--once")
        assert done.returncode == 1
        assert b"1 account changed" in done.stdout
        assert b"/hangs: not found (404)" in done.stderr


def test_loopback_is_refused_by_default_and_the_command_says_what_to_do(
    site: Site, tmp_path: Path, dateline: Dateline
) -> None:
    site.pages["/f"] = Page(rss(item("1", "Ferry sinks", FIRST)))
    case = tmp_path / "a.case"
    done = dateline("watch", f"{site.url}/f", "--case", case, "--once", http_proxy=site.url, all_proxy=site.url)
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == [
        f"not taken in: {site.url}/f: 127.0.0.1 is not an address of the public Internet; "
        "--allow-private asks it all the same"
    ]
    assert site.asked == []
    listed = dateline("watch", "--list", "--case", case)
    assert listed.stdout.decode().startswith(f"{site.url}/f\n  no answer yet · due ")
    assert dateline("watch", "nowhere.opml", "--case", case).returncode == 2
