"""The clock of a watch: the one place that reads it, handed on as three functions so that tests bring their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import NamedTuple

SLICE = 0.25
"""Seconds after which one that waits looks whether it is to stop."""


class Clock(NamedTuple):
    """`stamp` tells seconds since 1970 (UTC), `ticking` seconds of a clock that never goes back; `rest` waits."""

    stamp: Callable[[], int]
    ticking: Callable[[], float]
    rest: Callable[[float], None]

    def pause(self, seconds: float, stop: Event) -> None:
        """Wait so long, or until told to stop."""
        until = self.ticking() + seconds
        while not stop.is_set() and (left := until - self.ticking()) > 0:
            self.rest(min(SLICE, left))


SYSTEM = Clock(lambda: int(datetime.now(UTC).timestamp()), time.monotonic, time.sleep)
"""The clock of the machine."""


def written(stamp: int) -> str:
    """Return a moment as ISO 8601 in UTC.

    >>> written(1552550400)
    '2019-03-14T08:00:00Z'
    """
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def told(stamp: int) -> str:
    """Return a moment for reading.

    >>> told(1552550400)
    '2019-03-14 08:00 UTC'
    """
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d %H:%M UTC")
