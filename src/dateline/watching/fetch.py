"""One address asked: redirects followed one by one, each checked; the answer unpacked within its caps."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urljoin

import httpcore

from dateline import __version__
from dateline.errors import Refused
from dateline.watching import network, unpacking
from dateline.watching.addresses import Address, parse, shown
from dateline.watching.clock import Clock
from dateline.watching.limits import Limits

AGENT = f"dateline/{__version__}"
"""How requests call themselves; robots.txt knows it as `dateline`."""
REDIRECTS = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
"""Redirects that say that an address has moved."""
VALUE = 4096
"""Characters kept of one header."""

_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)


class Answer(NamedTuple):
    """What a server answered: `url` is where after all redirects, `moved` where the address has gone for good.

    Names of headers are in lower case. `body` is unpacked; it is read of an answer 200 only. `private` tells that the
    server is of this machine or of a private network.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    moved: str | None = None
    private: bool = False

    @property
    def media(self) -> str:
        """The media type, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server states."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return None if found is None else found.group(1)


class Wanted(NamedTuple):
    """What is asked for: an address, what may come back, and what is known of it already.

    `private` tells that who named it may name addresses of this machine and of private networks: the user, or a server
    that is there itself. What a public server names or redirects to must be public, whatever is allowed.
    """

    url: str
    accept: str
    largest: int
    refused: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    private: bool = False


class Fetcher:
    """Asks addresses. One for all threads; each request has its own budget of time."""

    def __init__(
        self,
        limits: Limits,
        clock: Clock,
        stop: threading.Event,
        *,
        allow_private: bool = False,
        contact: str = "",
        resolve: network.Resolve = network.look_up,
    ) -> None:
        self._limits = limits
        self._allow_private = allow_private
        self._budget = network.Budget(clock, stop)
        self._pools = {
            private: network.pool(
                network.Pinned(self._budget, resolve, limits.connect, allow_private=private), limits.together
            )
            for private in {False, allow_private}
        }
        self._agent = f"{AGENT} (+{contact})" if contact else AGENT

    def close(self) -> None:
        """End every connection."""
        for pool in self._pools.values():
            pool.close()

    def ask(self, wanted: Wanted, before: Callable[[Address, bool], None]) -> Answer:
        """Return what an address answers; `before` looks at each address on the way and may wait, or raise.

        It is told whether the address may be private.

        Raises:
            Refused: an address on the way may not be asked, or what comes back is not taken; with the reason.
            Halted: the watch was told to stop.
        """
        private = wanted.private and self._allow_private
        here = parse(wanted.url, allow_private=private)
        seen = {here.text}
        moved, good = None, True
        for _ in range(self._limits.redirects + 1):
            before(here, private)
            answer = self._once(here, wanted, private=private)
            private = private and answer.private
            place = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not place:
                return answer._replace(moved=moved)
            here = _next(here, place, private=private)
            good = good and answer.status in FOR_GOOD
            moved = here.text if good else moved
            if here.text in seen:
                raise Refused("redirects in a circle")
            seen.add(here.text)
        raise Refused(f"more than {self._limits.redirects} redirects")

    def _once(self, here: Address, wanted: Wanted, *, private: bool) -> Answer:
        self._budget.begin(self._limits.seconds)
        try:
            with self._pools[private].stream("GET", _url(here), headers=self._headers(here, wanted)) as response:
                answer = Answer(
                    here.text, response.status, _headers(response.headers), private=network.is_near(response)
                )
                if response.status != 200:
                    return answer
                if answer.media.startswith(wanted.refused):
                    raise Refused(f"sent as {answer.media[:60]}")
                length = answer.headers.get("content-length", "")
                if length.isdecimal() and int(length[:20]) > wanted.largest:
                    raise Refused(f"larger than {unpacking.size(wanted.largest)}")
                encoding = answer.headers.get("content-encoding", "")
                return answer._replace(body=unpacking.body(response.iter_stream(), encoding, wanted.largest))
        except httpcore.TimeoutException as error:
            raise Refused(f"no whole answer within {self._limits.seconds:g} s") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            raise Refused(f"no answer ({_why(error)})") from error

    def _headers(self, here: Address, wanted: Wanted) -> list[tuple[bytes, bytes]]:
        found = [
            ("Host", here.origin.partition("://")[2]),
            ("User-Agent", self._agent),
            ("Accept", wanted.accept),
            ("Accept-Encoding", ", ".join(unpacking.encodings())),
        ]
        if wanted.etag:
            found.append(("If-None-Match", wanted.etag))
        if wanted.last_modified:
            found.append(("If-Modified-Since", wanted.last_modified))
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in found]


def _next(here: Address, place: str, *, private: bool) -> Address:
    try:
        target = urljoin(here.text, place)
    except ValueError as error:
        raise Refused(f"redirected to what is no address ({error})") from error
    try:
        return parse(target, allow_private=private)
    except Refused as error:
        raise Refused(f"redirected to {shown(target)[:200]}: {error}") from error


def _url(here: Address) -> httpcore.URL:
    """Return the address as the library takes it, in parts: nothing is parsed a second time."""
    return httpcore.URL(
        scheme=here.scheme.encode("ascii"),
        host=here.host.encode("ascii"),
        port=here.port,
        target=here.target.encode("ascii"),
    )


def _headers(pairs: list[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = (f"{found[key]}, {text}" if key in found else text)[:VALUE]
    return found


def _why(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
