"""When a feed is asked again: not before the interval, nor before what the server or the feed asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

INTERVAL = 30 * 60
"""Seconds between two readings of a feed where nothing longer is asked for."""
DAY = 24 * 3600
LONGEST_HINT = DAY
"""Seconds: a feed that says that it changes once a month is asked once a day all the same."""
LONGEST_WAIT = 7 * DAY
"""Seconds: a server that asks to be left alone for longer is asked again after a week."""
BUSY = 15 * 60
"""Seconds that a server is left alone which is busy (429, 503) and does not say for how long."""
GONE = 7 * DAY
"""Seconds until an address is asked again whose server says that it is gone (410)."""
EARLY = 0.1
"""Share of the interval by which a round may come too early: cron's minute is not to the second."""
PAGES = (3600, 4 * 3600, 24 * 3600)
"""Seconds after which the page of an item that is still listed is asked again: stories change most on the first day."""

PERIODS = {"hourly": 3600, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
"""The values of sy:updatePeriod (RSS syndication module), in seconds."""

_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*(\w{1,10})\s*</", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,4})\s*</", re.IGNORECASE)
_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")
HEAD = 16_384
"""Bytes at the start of a feed in which it says how often it changes."""


def after_answer(stamp: int, interval: int, hint: int) -> int:
    """Return when a feed that answered is due."""
    return stamp + max(interval, min(hint, LONGEST_HINT))


def after_failure(stamp: int, interval: int, failures: int, wait: int = 0) -> int:
    """Return when a feed is due that failed so many times in a row: after twice as long each time, up to a day.

    >>> [after_failure(0, 1800, n) // 60 for n in (1, 2, 3, 9)]
    [60, 120, 240, 1440]
    """
    doubled = interval << min(failures, 20)
    return stamp + max(min(doubled, max(DAY, interval)), wait)


def retry_after(headers: Mapping[str, str], stamp: int) -> int:
    """Return the seconds for which a server asks to be left alone, 0 where it does not say.

    >>> retry_after({"retry-after": "120"}, 0), retry_after({"retry-after": "Thu, 01 Jan 1970 01:00:00 GMT"}, 60)
    (120, 3540)
    """
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(int(value[:9]), LONGEST_WAIT)
    try:
        moment = int(parsedate_to_datetime(value).timestamp())
    except (ValueError, TypeError, OverflowError):
        return 0
    return max(0, min(moment - stamp, LONGEST_WAIT))


def hint(headers: Mapping[str, str], data: bytes) -> int:
    """Return the seconds for which a server or a feed says that nothing changes, the longest of what they say.

    >>> hint({"cache-control": "public, max-age=600"}, b"<rss><channel><ttl>60</ttl>")
    3600
    """
    found = [0]
    control = headers.get("cache-control", "").lower()
    if (age := _AGE.search(control)) and "no-cache" not in control and "no-store" not in control:
        old = headers.get("age", "").strip()
        found.append(int(age.group(1)) - (int(old[:9]) if old.isdecimal() else 0))
    head = data[:HEAD]
    if minutes := _TTL.search(head):
        found.append(60 * int(minutes.group(1)))
    if period := _PERIOD.search(head):
        often = _FREQUENCY.search(head)
        seconds = PERIODS.get(period.group(1).decode("ascii", "replace").lower(), 0)
        found.append(seconds // max(1, int(often.group(1)) if often else 1))
    return max(found)


def is_due(due: int, stamp: int, interval: int) -> bool:
    """Tell whether what is due at a moment is asked now."""
    return due <= stamp + int(EARLY * interval)
