"""What a watch allows itself and others: every cap on time, size and number, in one frozen record."""

from __future__ import annotations

from dateline.records import Record


class Limits(Record, frozen=True, kw_only=True):
    """Caps of a watch. Sizes are bytes, of what is sent and of what that unpacks to; times are seconds."""

    seconds: float = 30.0
    """For one request from the first packet to the last byte: a server that drips ends here."""
    connect: float = 10.0
    """For a connection to be made."""
    redirects: int = 5
    """Redirects followed for one address (RFC 9309 asks for five at least)."""
    feed_bytes: int = 10 * 1024**2
    """Of a feed or list: the largest of a news site are below 2 MB."""
    page_bytes: int = 10 * 1024**2
    """Of a page."""
    robots_bytes: int = 512 * 1024
    """Of robots.txt (RFC 9309: at least 500 KiB are to be read)."""
    items: int = 500
    """Items read of one feed; the rest are named."""
    pages: int = 40
    """Pages asked for one feed in one round; the others wait for the next."""
    outlines: int = 2000
    """Feeds of one list."""
    spacing: float = 2.0
    """Between two requests to one server, more where its robots.txt asks for it."""
    crawl_delay: float = 60.0
    """The longest delay of robots.txt that is kept to; a longer one counts as this."""
    together: int = 8
    """Servers asked at the same time."""
