"""What a watch remembers between rounds, in the case file: of each feed, of each server, of the round itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from dateline.errors import StoreError
from dateline.records import Record

if TYPE_CHECKING:
    from dateline.store import Case

ROUND = ""
"""The key under which the round is kept: no address is empty."""


class Item(Record, frozen=True, kw_only=True):
    """An item that a feed listed when it was last read.

    `entry` is the hash of what the feed told of it, `report` the last text kept of it, the `version`-th. `page` is the
    address of the page that this text is of, `note` why it is of none; `due` is when the page is to be asked next
    (None: no more), `asked` how often it was.
    """

    entry: str
    report: str
    version: int = 1
    page: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    asked: int = 0
    due: int | None = None
    note: str | None = None


class Feed(Record, frozen=True, kw_only=True, tag="feed"):
    """A feed or list: when it was asked and answered last, when it is due, why it was refused (Unix seconds).

    `refusal` is why it was not taken, or, where nothing failed, what of it was left out; `hint` the time in seconds for
    which server or feed said that nothing changes; `moved` where it has gone for good; `more` tells that items wait for
    the next round; `lists` holds the feeds that a list names; `private` tells that it is of this machine or a private
    network, and may name others there.
    """

    url: str
    asked: int | None = None
    answered: int | None = None
    due: int = 0
    hint: int = 0
    failures: int = 0
    refusal: str | None = None
    moved: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    more: bool = False
    private: bool = False
    lists: tuple[str, ...] = ()
    items: dict[str, Item] = msgspec.field(default_factory=dict)


class Server(Record, frozen=True, kw_only=True, tag="server"):
    """A server: what its robots.txt said and until when that holds; until when it asked to be left alone."""

    robots: str | None = None
    refuses: str | None = None
    robots_due: int = 0
    closed_until: int = 0


class Pending(Record, frozen=True, kw_only=True, tag="round"):
    """The round: whether reports were kept whose accounts are not made yet."""

    pending: bool = False


Row = Feed | Server | Pending


def load(case: Case) -> dict[str, Row]:
    """Return what the case file remembers, by address.

    Raises:
        StoreError: a row is damaged, or was written by another version.
    """
    found: dict[str, Row] = {}
    for url, body in case.feeds().items():
        try:
            found[url] = msgspec.json.decode(body, type=Row)
        except msgspec.MsgspecError as error:
            raise StoreError(f"what was kept of the feed {url or '(round)'} is damaged ({error})") from error
    return found


def keep(case: Case, rows: Mapping[str, Row]) -> None:
    """Keep rows instead of those before."""
    case.keep_feeds({url: msgspec.json.encode(row) for url, row in rows.items()})
