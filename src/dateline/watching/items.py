"""Items of a feed as reports: what the feed tells, or the page behind it where the feed tells only the beginning."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from dateline.errors import Refused
from dateline.intake.feed import is_feed, read_feed
from dateline.intake.given import Given
from dateline.intake.markup import parse_page
from dateline.intake.page import Fetched, page_report
from dateline.records import Original, Rejection, Report
from dateline.watching.fetch import Answer

FULL = 120
"""Words from which on an item is the whole text: teasers have some 15 to 60, and a page asked in vain costs little."""
ALTERNATE = ("application/rss+xml", "application/atom+xml", "application/feed+json")
"""Media types by which a page names its feeds."""

_CUT = re.compile(
    r"(?:…|\.\.\.|(?:…|\.\.\.)\]|(?:read|see|view) more\W*|(?:continue|keep) reading\W*)\s*$", re.IGNORECASE
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


class Entry(NamedTuple):
    """An item of a feed: what it is known by there, its report, what that was taken out of, the hash of all this."""

    key: str
    report: Report
    originals: tuple[Original, ...]
    hash: str

    @property
    def is_whole(self) -> bool:
        """Tell whether the feed gives the whole text."""
        text = self.report.text[self.report.body_start :]
        return len(text.split()) >= FULL and not _CUT.search(text[-60:])


def entries(answer: Answer) -> tuple[list[Entry], list[Rejection]]:
    """Return the items of a feed, and what of it could not be read.

    Raises:
        Refused: what was answered is no feed.
    """
    data = _recoded(answer)
    given = Given(answer.url, io.BytesIO(data))
    if not is_feed(given):
        raise Refused(_what_it_is(answer))
    found: list[Entry] = []
    wrong: list[Rejection] = []
    for one in read_feed(given):
        if isinstance(one, Report):
            found.append(Entry(_key(one), one, (), digest(f"{one.text}\0{one.url}\0{one.published}")))
        elif isinstance(one, Original):
            found[-1] = found[-1]._replace(originals=(one,))
        else:
            wrong.append(one)
    return _distinct(found), wrong


def _distinct(found: list[Entry]) -> list[Entry]:
    """Leave out items listed twice; of several items under one guid each but the first is known by its address too."""
    made: dict[str, Entry] = {}
    for entry in found:
        known = made.get(entry.key)
        if known is None:
            made[entry.key] = entry
        elif known.hash != entry.hash:
            key = f"{entry.key} {entry.report.url or entry.report.id}"
            made.setdefault(key, entry._replace(key=key))
    return list(made.values())


def from_page(entry: Entry, answer: Answer, day: str) -> tuple[Report, tuple[Original, ...]]:
    """Return the report that the page behind an item is; what the page does not tell of itself, the feed does.

    `day` is the day of the request (ISO 8601): no later day of publication is believed.

    Raises:
        Refused: the page shows no text, less of it than the feed, or one that has nothing of the item's title.
    """
    own = entry.report
    report, originals = None, []
    for one in page_report(answer.body, Fetched(answer.url, answer.url, day, answer.charset)):
        if isinstance(one, Rejection):
            raise Refused(one.reason)
        if isinstance(one, Original):
            originals.append(one)
        else:
            report = one
    if report is None or len(_body(report).split()) < len(_body(own).split()):
        raise Refused("the page shows less than the feed tells")
    title = (
        set() if own.title is None else {w.lower() for w in _WORD.findall(own.text[own.title.start : own.title.end])}
    )
    if title and not title & {word.lower() for word in _WORD.findall(report.text)}:
        raise Refused("the page has no word of the item's title: a wall or another page")
    by_feed = own.published is not None and report.published_basis not in ("json-ld", "meta")
    made = msgspec.structs.replace(
        report,
        published=own.published if by_feed else report.published,
        published_basis=own.published_basis if by_feed else report.published_basis,
        publisher=report.publisher or own.publisher,
        fields=own.fields,
    )
    return made, tuple(originals)


def digest(text: str) -> str:
    """Return the hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _body(report: Report) -> str:
    return report.text[report.body_start :]


def _key(report: Report) -> str:
    """Return what an item is known by in its feed: its guid, else its address, else its text."""
    guid = next((value for name, value in report.fields if name == "guid"), None)
    key = guid or report.url or report.id
    return key if len(key) <= 500 else f"sha256:{digest(key)}"


def _recoded(answer: Answer) -> bytes:
    """Return a feed in UTF-8 where only the server says how it is encoded."""
    data = answer.body
    if answer.charset is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or _DECLARED.match(data):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(answer.charset, "replace").encode()
        except LookupError:
            return data
    return data


def _what_it_is(answer: Answer) -> str:
    """Return why an answer is no feed, and where its feed may be."""
    kind = f" ({answer.media[:60]})" if answer.media else ""
    named = next(_alternates(answer), None) if b"<" in answer.body[:2048] else None
    if named is not None:
        return f"a page, not a feed{kind}; it names as its feed: {named}"
    return f"not a feed{kind}" if answer.body.strip() else f"an empty answer{kind}"


def _alternates(answer: Answer) -> Iterator[str]:
    from urllib.parse import urljoin

    from dateline.watching.addresses import shown

    for name, attributes in parse_page(answer.body[: 1 << 18].decode("utf-8", "replace")).told:
        if name == "link" and attributes.get("type", "").lower() in ALTERNATE and attributes.get("href"):
            try:
                yield shown(urljoin(answer.url, attributes["href"]))
            except ValueError:
                continue
