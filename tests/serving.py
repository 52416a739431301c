"""A web server on loopback whose every answer a test decides, and a clock that a test moves."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from dateline.watching.clock import Clock

START = 1_552_550_400
"""2019-03-14 08:00 UTC."""


class Page(NamedTuple):
    """An answer: its status, body, headers; `raw` writes what it likes instead."""

    body: bytes = b""
    status: int = 200
    headers: Sequence[tuple[str, str]] = (("Content-Type", "application/rss+xml"),)
    raw: Callable[[BaseHTTPRequestHandler], None] | None = None


class Site:
    """What the server answers, and what it was asked: (path, headers in lower case), in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""
        self.port = 0

    def paths(self) -> list[str]:
        """Return the paths that were asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def last(self, path: str) -> dict[str, str]:
        """Return the headers of the last request for a path."""
        return next(headers for asked, headers in reversed(self.asked) if asked == path)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run a server on loopback."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = site.pages.get(self.path, Page(status=404))
            if page.raw is not None:
                self.close_connection = True
                page.raw(self)
                return
            self._send(page)

        def _send(self, page: Page) -> None:
            headers = {name.lower(): value for name, value in page.headers}
            for known, sent in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
                if page.status == 200 and headers.get(known) and self.headers.get(sent) == headers[known]:
                    self.send_response(304)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
            self.send_response(page.status)
            for name, value in page.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """Say nothing of callers that hang up: many tests do."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    site.url = f"http://127.0.0.1:{site.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Hands:
    """A clock whose hands a test moves; who rests moves them too."""

    def __init__(self) -> None:
        self.at = float(START)
        self.rested = 0.0

    def clock(self) -> Clock:
        """Return it as a watch takes it."""
        return Clock(lambda: int(self.at), lambda: self.at, self._rest)

    def _rest(self, seconds: float) -> None:
        self.rested += seconds
        self.at += seconds


def rss(*items: str, title: str = "Example News", more: str = "") -> bytes:
    """Return a feed of these items."""
    listed = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:sy="x"><channel><title>{title}</title>'
        f"<language>en</language>{more}{listed}</channel></rss>"
    ).encode()


def item(guid: str, title: str, text: str, day: int = 14, link: str = "") -> str:
    """Return an item of a feed, published on a day of March 2019."""
    linked = f"<link>{link}</link>" if link else ""
    return (
        f"<title>{title}</title><description>{text}</description><guid>{guid}</guid>{linked}"
        f"<pubDate>Thu, {day:02} Mar 2019 08:00:00 GMT</pubDate>"
    )
