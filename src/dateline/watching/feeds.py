"""One feed asked: what is new in it, what has changed, and what is remembered for the next time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from dateline.errors import DatelineError, InputError, Refused
from dateline.intake.build import ID_LENGTH
from dateline.records import Original, Rejection, Report
from dateline.watching import opml, schedule
from dateline.watching.addresses import shown
from dateline.watching.clock import Clock, written
from dateline.watching.fetch import Answer, Wanted
from dateline.watching.items import Entry, digest, entries, from_page
from dateline.watching.limits import Limits
from dateline.watching.network import Halted
from dateline.watching.polite import Later
from dateline.watching.state import Feed, Item

Pages: TypeAlias = Literal["auto", "always", "never"]
"""Whether pages behind items are asked for: where the feed tells only the beginning, always, or never."""

FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
HTML = "text/html, application/xhtml+xml, */*;q=0.1"
NO_FEED = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/x-tar")
"""Media types that no feed is sent as."""
NO_PAGE = (*NO_FEED, "application/json", "application/octet-stream", "text/css", "text/javascript")
"""Media types that no page is sent as."""


class Desk(NamedTuple):
    """What is needed to ask a feed: who asks, the caps, the clock, the interval in seconds, and which pages to ask."""

    ask: Callable[[Wanted], Answer]
    limits: Limits
    clock: Clock
    interval: int = schedule.INTERVAL
    pages: Pages = "auto"


class Came(NamedTuple):
    """A text that came in: which item of which feed, the report, its originals; `version` counts texts of the item."""

    feed: str
    key: str
    report: Report
    originals: tuple[Original, ...]
    version: int


class Result(NamedTuple):
    """What asking a feed gave: its row, what came in, what was refused, whether it had changed, what is to be noted."""

    feed: Feed
    came: tuple[Came, ...] = ()
    refused: tuple[Rejection, ...] = ()
    changed: bool = False
    notes: tuple[str, ...] = ()


def ask(feed: Feed, desk: Desk, *, private: bool) -> Result:
    """Ask a feed or list for what is new; what goes wrong is in the result. `private`: its address may be."""
    stamp = desk.clock.stamp()
    anew = feed.more or any(item.due is not None and item.due <= stamp for item in feed.items.values())
    wanted = Wanted(
        feed.url, FEEDS, desk.limits.feed_bytes, NO_FEED,
        None if anew else feed.etag, None if anew else feed.last_modified, private,
    )  # fmt: skip
    try:
        answer = desk.ask(wanted)
        if answer.status == 304:
            return Result(_answered(feed, answer, desk, stamp), notes=_moved(feed, answer))
        if answer.status != 200:
            return _failed(feed, desk, stamp, _status(answer), schedule.retry_after(answer.headers, stamp), answer)
        if opml.is_opml(answer.body):
            listed = opml.feeds(answer.body, desk.limits.outlines)
            row = msgspec.structs.replace(_answered(feed, answer, desk, stamp), lists=listed)
            return Result(row, changed=True, notes=_moved(feed, answer))
        found, wrong = entries(answer)
    except Later as error:
        return _failed(feed, desk, stamp, str(error), max(0, error.until - stamp))
    except InputError as error:
        return _failed(feed, desk, stamp, str(error))
    if len(found) > desk.limits.items:
        wrong.append(Rejection(path=feed.url, reason=f"only the first {desk.limits.items} of {len(found)} items read"))
        found = found[: desk.limits.items]
    result = _Reading(feed, desk, stamp, private=answer.private).result(
        found, wrong, _answered(feed, answer, desk, stamp)
    )
    return result._replace(notes=(*_moved(feed, answer), *result.notes))


class _Reading:
    """The items of one feed gone through once."""

    def __init__(self, feed: Feed, desk: Desk, stamp: int, *, private: bool) -> None:
        self._feed = feed
        self._desk = desk
        self._stamp = stamp
        self._private = private
        self._left = desk.limits.pages
        self._more = False
        self._came: list[Came] = []
        self._notes: list[str] = []

    def result(self, found: list[Entry], wrong: list[Rejection], answered: Feed) -> Result:
        """Return what the items gave: the new ones first, so that old pages asked again do not use up the cap."""
        known = {key: item.entry for key, item in self._feed.items.items()}
        made = {entry.key: self._item(entry) for entry in sorted(found, key=lambda e: known.get(e.key) == e.hash)}
        items = {entry.key: item for entry in found if (item := made[entry.key]) is not None}
        order = {entry.key: number for number, entry in enumerate(found)}
        self._came.sort(key=lambda one: order[one.key])
        why = "; ".join(dict.fromkeys(one.reason for one in wrong)) or None
        feed = msgspec.structs.replace(answered, items=items, more=self._more, lists=(), refusal=why)
        return Result(feed, tuple(self._came), tuple(wrong), True, tuple(self._notes))

    def _item(self, entry: Entry) -> Item | None:
        """Return what is to be remembered of an item: None where it waits for the next round."""
        known = self._feed.items.get(entry.key)
        same = known is not None and known.entry == entry.hash
        due = known is not None and known.due is not None and known.due <= self._stamp
        if known is not None and same and not due:
            return known
        if not self._wants_page(entry):
            if known is not None and same:
                return msgspec.structs.replace(known, due=None)
            return self._took(entry, entry.report, entry.originals, known)
        if self._left <= 0:
            self._more = True
            return known
        self._left -= 1
        return self._from_page(entry, known)

    def _wants_page(self, entry: Entry) -> bool:
        pages = self._desk.pages
        return entry.report.url is not None and (pages == "always" or (pages == "auto" and not entry.is_whole))

    def _from_page(self, entry: Entry, known: Item | None) -> Item:
        url = entry.report.url or ""
        before = known if known is not None and known.page == url else None
        wanted = Wanted(
            url, HTML, self._desk.limits.page_bytes, NO_PAGE,
            before.etag if before is not None else None, before.last_modified if before is not None else None,
            self._private,
        )  # fmt: skip
        try:
            answer = self._desk.ask(wanted)
            if answer.status == 304 and before is not None:
                return self._asked_again(msgspec.structs.replace(before, entry=entry.hash), answer)
            if answer.status != 200:
                raise Refused(_status(answer))
            report, originals = from_page(entry, answer, written(self._stamp)[:10])
        except InputError as error:
            return self._without_page(entry, known, error)
        item = self._took(entry, report, originals, known)
        return self._asked_again(msgspec.structs.replace(item, page=url, note=None), answer)

    def _without_page(self, entry: Entry, known: Item | None, error: InputError) -> Item:
        """Take what the feed tells where its page cannot be had; a text of the page that was had before stays."""
        same = known is not None and known.entry == entry.hash
        if known is not None and same and known.page is not None:
            return self._asked_again(known, error)
        if known is None or not same or known.note != str(error):
            told = f"{shown(entry.report.url or '')} (behind an item of {shown(self._feed.url)})"
            self._notes.append(f"{told}: {error}; kept as the feed tells it")
        item = known if known is not None and same else self._took(entry, entry.report, entry.originals, known)
        return self._asked_again(msgspec.structs.replace(item, page=None, note=str(error)), error)

    def _asked_again(self, item: Item, got: Answer | InputError) -> Item:
        """Note that the page of an item was asked, and when it is asked next."""
        if isinstance(got, Later):
            return msgspec.structs.replace(item, due=max(got.until, self._stamp + schedule.PAGES[0]))
        asked = item.asked + 1
        due = self._stamp + schedule.PAGES[asked - 1] if asked <= len(schedule.PAGES) else None
        item = msgspec.structs.replace(item, asked=asked, due=due)
        if isinstance(got, InputError) or got.status == 304:
            return item
        return msgspec.structs.replace(
            item, etag=got.headers.get("etag"), last_modified=got.headers.get("last-modified")
        )

    def _took(self, entry: Entry, report: Report, originals: tuple[Original, ...], known: Item | None) -> Item:
        """Note the text of an item; one that differs from the last is a new version of it.

        Its id is made from all of its text: versions may differ in nothing but the title.
        """
        rid = f"r-{digest(report.text)[:ID_LENGTH]}"
        asked = known.asked if known is not None and known.entry == entry.hash else 0
        if known is not None and known.report == rid:
            return msgspec.structs.replace(known, entry=entry.hash, asked=asked)
        version = 1 if known is None else known.version + 1
        came = [*report.fields, ("feed", shown(self._feed.url)), ("retrieved", written(self._stamp))]
        came += [("version", str(version))] if version > 1 else []
        made = msgspec.structs.replace(_believed(report, self._stamp), id=rid, fields=tuple(sorted(came)))
        self._came.append(Came(self._feed.url, entry.key, made, originals, version))
        return Item(entry=entry.hash, report=rid, version=version, asked=asked)


def _believed(report: Report, stamp: int) -> Report:
    """Return a report without its day of publication where that lies ahead, by more than time zones explain."""
    if report.published is None or report.published[:10] <= written(stamp + schedule.DAY)[:10]:
        return report
    return msgspec.structs.replace(report, published=None, published_basis="unresolved")


def _answered(feed: Feed, answer: Answer, desk: Desk, stamp: int) -> Feed:
    """Return the row of a feed that answered."""
    known = answer.status == 304
    hint = max(feed.hint if known else 0, schedule.hint(answer.headers, answer.body))
    return msgspec.structs.replace(
        feed,
        asked=stamp,
        answered=stamp,
        failures=0,
        refusal=None,
        moved=answer.moved,
        private=answer.private,
        due=schedule.after_answer(stamp, desk.interval, hint),
        hint=hint,
        etag=answer.headers.get("etag", feed.etag if known else None),
        last_modified=answer.headers.get("last-modified", feed.last_modified if known else None),
    )


def _moved(feed: Feed, answer: Answer) -> tuple[str, ...]:
    """Say once that a feed has moved."""
    if answer.moved is None or answer.moved == feed.moved:
        return ()
    return (f"{shown(feed.url)}: moved for good to {shown(answer.moved)}; name it so from now on",)


def _failed(feed: Feed, desk: Desk, stamp: int, why: str, wait: int = 0, answer: Answer | None = None) -> Result:
    """Return the row of a feed that did not answer, or not with a feed."""
    failures = feed.failures + 1
    if answer is not None and answer.status == 410:
        wait = max(wait, schedule.GONE)
    due = schedule.after_failure(stamp, desk.interval, failures, wait)
    row = msgspec.structs.replace(feed, asked=stamp, failures=failures, refusal=why, due=due)
    return Result(row, refused=(Rejection(path=shown(feed.url), reason=why),))


def _status(answer: Answer) -> str:
    """Return what a status means for who watches."""
    if answer.status == 410:
        return "gone for good (410); take it off the list"
    if answer.status in (401, 403):
        return f"the server refuses ({answer.status}); ask the publisher"
    if answer.status == 404:
        return "not found (404); is the address right?"
    if answer.status in (429, 503):
        return f"the server is busy ({answer.status}); it is left alone for a while"
    return f"answered with status {answer.status}"


def ask_safely(feed: Feed, desk: Desk, *, private: bool) -> Result:
    """Ask a feed; one that breaks the program is named with the reason, and the others go on.

    Raises:
        MissingResource: a library is not installed.
        Halted: the watch was told to stop.
    """
    try:
        return ask(feed, desk, private=private)
    except (DatelineError, Halted):
        raise
    except Exception as error:
        why = f"could not be read ({type(error).__name__}: {error}); a defect in dateline, please report it"
        return _failed(feed, desk, desk.clock.stamp(), " ".join(why.split()))
