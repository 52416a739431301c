"""Dating: an undated report placed on the calendar through the dated reports of its story.

A weekday left open in the undated report ("on Tuesday") that a dated report of the same story resolves fixes the week.
The report is then taken to be published on the last such day: no later day is certain. Nothing is dated without a
shared day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from dateline.records import Reading, Report, Time

_WEEK = re.compile(r"XXXX-WXX-([1-7])")

LEAD = 2000
"""Characters from the beginning of prose in which a weekday speaks of the news itself rather than of its history."""


def date_through_story(reports: Iterable[Report], readings: Mapping[str, Reading]) -> dict[str, Report]:
    """Return the undated reports that the others date, with `published` set and basis "other-report"."""
    listed = sorted(reports, key=lambda r: (r.published or "", r.id))
    days: Counter[str] = Counter()
    for report in listed:
        if report.published is not None and report.published_basis != "other-report":
            days.update({t.earliest for t in _days(report, readings[report.id]) if t.earliest is not None})
    found = {}
    for report in listed:
        if report.published is None:
            day = _shared_day(report, readings[report.id], days)
            if day is not None:
                found[report.id] = msgspec.structs.replace(report, published=day, published_basis="other-report")
    return found


def _shared_day(report: Report, reading: Reading, days: Counter[str]) -> str | None:
    """Return the last day that the report names only as a weekday and that dated reports of the story name too."""
    wanted = Counter(
        match.group(1)
        for t in reading.times
        if t.earliest is None and t.start < report.lead_start + LEAD and (match := _WEEK.match(t.value))
    )
    shared = [day for day in days if str(date.fromisoformat(day).isoweekday()) in wanted]
    stated = [t.earliest for t in reading.times if t.basis == "stated" and t.date_prec == 1 and t.earliest in days]
    if stated:
        return max(day for day in stated if day is not None)
    if not shared:
        return None
    best = max(days[day] for day in shared)
    return max(day for day in shared if days[day] == best)


def _days(report: Report, reading: Reading) -> list[Time]:
    """Return the exact days of a dated report that fall within a week before it: its news, not its history."""
    assert report.published is not None  # noqa: S101 - narrowed by the caller
    published = date.fromisoformat(report.published[:10])
    found = []
    for t in reading.times:
        if t.date_prec == 1 and t.earliest is not None and t.type in ("DATE", "TIME"):
            before = (published - date.fromisoformat(t.earliest)).days
            if 0 <= before <= 7:
                found.append(t)
    return found
