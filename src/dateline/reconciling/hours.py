"""Hours: at which hour of its day a quotation puts what it tells, as far as its time says; for the order of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.reconciling.happenings import Shelf
from dateline.records import Evidence, Time

_CLOCK = re.compile(r"T(\d\d)(?::(\d\d))?")

PARTS = {"MO": 8.0, "MI": 12.0, "AF": 15.0, "EV": 19.0, "NI": 21.5}
"""The hour at which a part of a day is put among those told by the clock."""

EARLY, LATE = 3.0, 22.0
"""The hours of "early Monday" and "late Monday"."""

SMALL_HOURS = 4.0
"""The hour of the early part of a morning."""


def hour_of(quotes: Sequence[Evidence], shelf: Shelf, day: str) -> float | None:
    """Return the hour (0..24) that the first of some quotations with an hour of a day (ISO 8601) gives."""
    for quote in quotes:
        found = shelf.get((quote.report, quote.start, quote.end))
        for i in found[1].times if found is not None else ():
            time = found[0].times[i] if found is not None else None
            if time is not None and time.earliest == time.latest == day and (hour := _hour(time)) is not None:
                return hour
    return None


def _hour(time: Time) -> float | None:
    clock = _CLOCK.search(time.value)
    if clock is not None:
        return int(clock.group(1)) + int(clock.group(2) or 0) / 60
    part = time.value.partition("T")[2][:2]
    if part == "MO" and time.mod == "START":
        return SMALL_HOURS
    if part:
        return PARTS.get(part)
    return {"START": EARLY, "END": LATE}.get(time.mod or "")
