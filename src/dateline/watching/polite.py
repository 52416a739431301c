"""The manners of a watch: robots.txt first, a pause between two requests, and no knocking where that is asked."""

from __future__ import annotations

import threading

import msgspec

from dateline.errors import Refused
from dateline.watching import robots
from dateline.watching.addresses import Address, NotPublic, parse
from dateline.watching.clock import Clock, told
from dateline.watching.fetch import Answer, Fetcher, Wanted
from dateline.watching.limits import Limits
from dateline.watching.network import Halted
from dateline.watching.schedule import BUSY, retry_after
from dateline.watching.state import Server

PLACE = "/robots.txt"
ROBOTS = "text/plain, */*;q=0.1"
TOO_BUSY = (429, 503)
"""Answers that ask to be left alone."""


class Later(Refused):
    """A server that asked to be left alone is not asked before `until` (Unix seconds)."""

    def __init__(self, message: str, until: int) -> None:
        super().__init__(message)
        self.until = until


class _Place:
    """What is known of a server, who may ask for its robots.txt, and when the next request may begin."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.learning = threading.Lock()
        self.turn = threading.Lock()
        self.free = 0.0


class Manners:
    """Asks addresses politely. One for all threads: requests to one server wait for each other."""

    def __init__(
        self, fetcher: Fetcher, limits: Limits, clock: Clock, stop: threading.Event, known: dict[str, Server]
    ) -> None:
        self._fetcher = fetcher
        self._limits = limits
        self._clock = clock
        self._stop = stop
        self._places = {url.removesuffix(PLACE): _Place(server) for url, server in known.items()}
        self._all = threading.Lock()

    def ask(self, wanted: Wanted) -> Answer:
        """Return what an address answers.

        Raises:
            Later: its server asked to be left alone.
            Refused: robots.txt or a rule of this watch forbids it, or what comes back is not taken.
            Halted: the watch was told to stop.
        """
        answer = self._fetcher.ask(wanted, self._before)
        if answer.status in TOO_BUSY:
            self._close(parse(answer.url, allow_private=True), answer)
        return answer

    def servers(self) -> dict[str, Server]:
        """Return what is known of each server, by the address of its robots.txt."""
        with self._all:
            return {origin + PLACE: place.server for origin, place in self._places.items()}

    def _before(self, address: Address, private: bool) -> None:
        """Let an address be asked, when it is its turn."""
        place = self._place(address)
        server = self._known(address, place, private=private)
        stamp = self._clock.stamp()
        if server.closed_until > stamp:
            until = server.closed_until
            raise Later(f"{address.origin} asks to be left alone until {told(until)}", until)
        if server.refuses is not None:
            raise Later(f"{address.origin}: {server.refuses}", server.robots_due)
        if not robots.allows(server.robots, address.text):
            raise Refused(f"the robots.txt of {address.origin} does not let {robots.NAME} ask it; ask the publisher")
        self._take_turn(place)

    def _known(self, address: Address, place: _Place, *, private: bool) -> Server:
        with place.learning:
            stamp = self._clock.stamp()
            server = place.server
            if server.robots_due > stamp or server.closed_until > stamp:
                return server
            answer: Answer | Refused
            wanted = Wanted(address.origin + PLACE, ROBOTS, self._limits.robots_bytes, private=private)
            try:
                answer = self._fetcher.ask(wanted, lambda one, _: self._take_turn(self._place(one)))
            except NotPublic:
                raise
            except Refused as error:
                answer = error
            text, why, due = robots.learnt(answer, stamp)
            place.server = msgspec.structs.replace(server, robots=text, refuses=why, robots_due=due)
            return place.server

    def _take_turn(self, place: _Place) -> None:
        """Wait until the server has had its pause."""
        spacing = max(self._limits.spacing, min(robots.delay(place.server.robots), self._limits.crawl_delay))
        with place.turn:
            begin = max(self._clock.ticking(), place.free)
            place.free = begin + spacing
        self._clock.pause(begin - self._clock.ticking(), self._stop)
        if self._stop.is_set():
            raise Halted

    def _close(self, address: Address, answer: Answer) -> None:
        place = self._place(address)
        stamp = self._clock.stamp()
        until = stamp + (retry_after(answer.headers, stamp) or BUSY)
        place.server = msgspec.structs.replace(place.server, closed_until=max(place.server.closed_until, until))

    def _place(self, address: Address) -> _Place:
        with self._all:
            return self._places.setdefault(address.origin, _Place(Server()))
