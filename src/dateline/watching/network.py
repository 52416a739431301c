"""Connections that go to the address that was checked, and end when their time is spent.

A host is resolved once for each connection; the addresses found are checked, and the connection is made to one of
these, as numbers: there is no second look-up in which a name could turn into another address (DNS rebinding). No proxy
is asked, whatever the environment says: behind one, nobody would know where a request goes.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import certifi
import httpcore

from dateline.errors import Refused
from dateline.watching.addresses import checked, is_own
from dateline.watching.clock import SLICE, Clock

Resolve: TypeAlias = Callable[[str, int], list[str]]
"""Gives the addresses of a host."""

TRIED = 3
"""Addresses of one host that are tried."""


class Halted(Exception):
    """The watch was told to stop while a request was under way."""


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the machine resolves it.

    Raises:
        OSError: there is none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Budget(threading.local):
    """The time left to the request that this thread makes."""

    def __init__(self, clock: Clock, stop: threading.Event) -> None:
        self._clock = clock
        self._stop = stop
        self._until = 0.0

    def begin(self, seconds: float) -> None:
        """Give the request that begins so many seconds."""
        self._until = self._clock.ticking() + seconds

    def left(self) -> float:
        """Return the seconds left.

        Raises:
            Halted: there is to be no more.
            httpcore.ReadTimeout: none are left.
        """
        if self._stop.is_set():
            raise Halted
        left = self._until - self._clock.ticking()
        if left <= 0:
            raise httpcore.ReadTimeout("the time of the request is spent")
        return left


class Pinned(httpcore.NetworkBackend):
    """Makes connections to checked addresses only."""

    def __init__(self, budget: Budget, resolve: Resolve, connect: float, *, allow_private: bool) -> None:
        self._budget = budget
        self._resolve = resolve
        self._connect = connect
        self._allow_private = allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the budget decides
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve a host, check what it is, and connect to that.

        Raises:
            Refused: it has no address, or one that is not public.
        """
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"its name is not known ({error})") from error
        addresses = checked(host, found, allow_private=self._allow_private)[:TRIED]
        for number, address in enumerate(addresses, start=1):
            seconds = min(self._connect, self._budget.left())
            try:
                stream = self._plain.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return Metered(stream, self._budget)
        raise Refused(f"{host} has no address")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse: files are never asked."""
        raise Refused(f"{path}: not an address of the network")


class Metered(httpcore.NetworkStream):
    """A connection whose every wait is counted against the time of the request under way."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Return what comes next, looking now and then whether to stop."""
        while True:
            try:
                return self._stream.read(max_bytes, min(SLICE, self._budget.left()))
            except httpcore.ReadTimeout:
                self._budget.left()

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send bytes."""
        self._stream.write(buffer, self._budget.left())

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Go on under TLS; the certificate must be of the host's name, not of its address."""
        return Metered(self._stream.start_tls(ssl_context, server_hostname, self._budget.left()), self._budget)

    def get_extra_info(self, info: str) -> Any:
        """Return what the library knows of the connection."""
        return self._stream.get_extra_info(info)


def is_near(response: httpcore.Response) -> bool:
    """Tell whether who answered is of this machine or of a private network."""
    address = response.extensions["network_stream"].get_extra_info("server_addr")
    return is_own(ipaddress.ip_address(address[0]))


def pool(backend: httpcore.NetworkBackend, together: int) -> httpcore.ConnectionPool:
    """Return a pool of connections that are all made by `backend`."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return httpcore.ConnectionPool(
        ssl_context=context,
        max_connections=4 * together,
        max_keepalive_connections=together,
        keepalive_expiry=10.0,
        http1=True,
        http2=False,
        retries=0,
        network_backend=backend,
    )
